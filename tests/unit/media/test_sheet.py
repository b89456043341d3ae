"""Contact sheets: a video at one glance."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from reelwright.errors import MediaError
from reelwright.media.encode import VideoSpec, write_video
from reelwright.media.images import load_image
from reelwright.media.sheet import make_contact_sheet


@pytest.fixture
def brightening(tmp_path: Path) -> Path:
    """A video of 21 frames whose grey level rises from 20 to 220."""
    path = tmp_path / "video.mp4"
    frames = (np.full((64, 96, 3), 20 + 10 * number, np.uint8) for number in range(21))
    write_video(path, VideoSpec(96, 64, 24), frames)
    return path


def test_the_pictures_run_from_the_first_to_the_last(brightening: Path, tmp_path: Path) -> None:
    make_contact_sheet(brightening, tmp_path / "sheet.png", columns=5, rows=1)
    sheet = load_image(tmp_path / "sheet.png")
    levels = [
        int(sheet[sheet.shape[0] // 2, round((cell + 0.5) * sheet.shape[1] / 5), 0]) for cell in range(5)
    ]
    assert levels == pytest.approx([20, 70, 120, 170, 220], abs=3)


@pytest.mark.parametrize(("columns", "rows"), [(1, 1), (4, 3), (7, 9)])
def test_every_cell_is_filled_even_where_the_video_is_shorter(
    brightening: Path, tmp_path: Path, columns: int, rows: int
) -> None:
    make_contact_sheet(brightening, tmp_path / "sheet.png", columns=columns, rows=rows)
    sheet = load_image(tmp_path / "sheet.png")
    for row in range(rows):
        for column in range(columns):
            y, x = (row + 0.5) / rows * sheet.shape[0], (column + 0.5) / columns * sheet.shape[1]
            assert sheet[int(y), int(x), 0] < 240, "white is the ground between the pictures"


def test_a_file_that_is_no_video_is_a_fault_of_the_medium(tmp_path: Path) -> None:
    path = tmp_path / "video.mp4"
    path.write_text("nothing to see")
    with pytest.raises(MediaError):
        make_contact_sheet(path, tmp_path / "sheet.png")


def test_a_sheet_needs_at_least_one_column(brightening: Path, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        make_contact_sheet(brightening, tmp_path / "sheet.png", columns=0)
