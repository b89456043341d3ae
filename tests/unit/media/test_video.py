"""Reading videos as frames of one size and rate."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pytest
from tests.support.media import MediaFactory, level

from reelwright.errors import MediaError
from reelwright.media import video
from reelwright.media.images import fit_image
from reelwright.media.opening import pictures
from reelwright.media.video import read_frames, read_light

SIZE = (864, 496)


def corner_levels(path: Path, frames: int, fps: int = 24, *, loop: bool = True) -> list[int]:
    """Return the grey levels of the marked corner, which tell the numbers of the source frames."""
    return [int(frame[60, 60, 0]) for frame in read_frames(path, *SIZE, frames=frames, fps=fps, loop=loop)]


def assert_shows(levels: list[int], numbers: list[int]) -> None:
    expected = [level(number) for number in numbers]
    assert len(levels) == len(expected)
    assert np.abs(np.array(levels) - expected).max() <= 2, (levels, expected)


@pytest.mark.parametrize(("suffix", "codec"), [("mp4", "libx264"), ("mov", "libx264"), ("mp4", "libx265")])
def test_every_frame_comes_in_order(media_files: MediaFactory, suffix: str, codec: str) -> None:
    assert_shows(corner_levels(media_files.video(suffix, codec=codec), 48), list(range(48)))


def test_frames_have_the_size_and_layout_of_all_frames(media_files: MediaFactory) -> None:
    (frame,) = read_frames(media_files.video(), 320, 320, frames=1, fps=24)
    assert frame.shape == (320, 320, 3)
    assert frame.dtype == np.uint8
    assert frame.flags.c_contiguous
    frame[:] = 0  # its own memory


def test_a_shorter_source_starts_again(media_files: MediaFactory) -> None:
    path = media_files.video(seconds=Fraction(1, 2))
    assert_shows(corner_levels(path, 30), [*range(12), *range(12), *range(6)])


def test_a_shorter_source_may_hold_its_last_picture(media_files: MediaFactory) -> None:
    path = media_files.video(seconds=Fraction(1, 2))
    assert_shows(corner_levels(path, 20, loop=False), [*range(12), *[11] * 8])


def test_a_source_of_twice_the_rate_gives_every_other_frame(media_files: MediaFactory) -> None:
    assert_shows(corner_levels(media_files.video(fps=48, seconds=1), 24), list(range(0, 48, 2)))


def test_a_source_of_half_the_rate_gives_every_frame_twice(media_files: MediaFactory) -> None:
    levels = corner_levels(media_files.video(fps=12, seconds=1), 22)
    # Frame 1 lies as near to 0 as to 1/12 s: the earlier one is shown.
    assert_shows(levels, [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10])


def test_a_variable_rate_keeps_its_timing(media_files: MediaFactory) -> None:
    """Pictures at 0, 1, 2, 10, 11, 12 of 24ths: the third stays until the fourth is nearer."""
    path = media_files.video(stamps=(0, 1, 2, 10, 11, 12), sound=False)
    assert_shows(corner_levels(path, 13), [0, 1, 2, 2, 2, 2, 2, 3, 3, 3, 3, 4, 5])


def test_pictures_are_turned_as_the_phone_was_held(media_files: MediaFactory) -> None:
    marked_corner = {0: np.s_[60, 60], 90: np.s_[60, -60], 180: np.s_[-60, -60], 270: np.s_[-60, 60]}
    for rotation, corner in marked_corner.items():
        width, height = SIZE if rotation % 180 == 0 else SIZE[::-1]
        (frame,) = read_frames(media_files.video("mov", rotation=rotation), width, height, frames=1, fps=24)
        assert abs(int(frame[(*corner, 0)]) - level(0)) <= 2, rotation


def test_reading_may_begin_later(media_files: MediaFactory) -> None:
    frames = read_frames(media_files.video(seconds=1), *SIZE, frames=30, fps=24, start=10)
    assert_shows([int(frame[60, 60, 0]) for frame in frames], [*range(10, 24), *range(16)])


@pytest.mark.parametrize(("suffix", "codec"), [("mp4", "libx264"), ("mov", "libx264"), ("mp4", "libx265")])
@pytest.mark.parametrize("start", [24, 25, 47, 48, 60, 71, 73, 100, 180])
def test_what_is_passed_over_does_not_shift_what_is_shown(
    media_files: MediaFactory, suffix: str, codec: str, start: int
) -> None:
    """On and beside keyframes, at the end, and after the source has started again."""
    path = media_files.video(suffix, codec=codec, seconds=3)
    frames = read_frames(path, *SIZE, frames=4, fps=24, start=start)
    assert_shows([int(frame[60, 60, 0]) for frame in frames], [(start + n) % 72 for n in range(4)])


def test_a_variable_rate_keeps_its_timing_after_what_is_passed_over(media_files: MediaFactory) -> None:
    stamps = (*range(30), 40, 41, 60, 62, 64)
    path = media_files.video(stamps=stamps, sound=False)
    frames = read_frames(path, *SIZE, frames=6, fps=24, start=59)
    assert_shows([int(frame[60, 60, 0]) for frame in frames], [32, 32, 32, 33, 33, 34])


def test_what_is_passed_over_is_not_decoded(
    media_files: MediaFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    decoded = 0

    def counted(*arguments: Any) -> Iterator[av.VideoFrame]:
        nonlocal decoded
        for picture in pictures(*arguments):
            decoded += 1
            yield picture

    monkeypatch.setattr(video, "pictures", counted)
    next(read_frames(media_files.video(seconds=6), *SIZE, frames=1, fps=24, start=120))
    assert decoded < 48


@pytest.mark.parametrize("pace", [Fraction(2), Fraction(3, 2), Fraction(1, 2)])
def test_reading_goes_at_the_pace_asked_for(media_files: MediaFactory, pace: Fraction) -> None:
    frames = read_frames(media_files.video(), *SIZE, frames=12, fps=24, start=3, pace=pace)
    assert_shows([int(frame[60, 60, 0]) for frame in frames], [3 + int(n * pace) for n in range(12)])


@pytest.mark.parametrize("size", [SIZE, (192, 110), (100, 200), (1000, 600)])
def test_the_light_of_a_video_is_that_of_its_frames(media_files: MediaFactory, size: tuple[int, int]) -> None:
    """In the range of the stream: black is 16, white 235."""
    options = {"frames": 4, "fps": 24, "start": 5, "pace": Fraction(2)}
    lights = read_light(media_files.video(), *size, **options)  # type: ignore[arg-type]
    frames = read_frames(media_files.video(), *size, **options)  # type: ignore[arg-type]
    for light, frame in zip(lights, frames, strict=True):
        seen = 16 + cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY) * (219 / 255)
        assert light.shape == frame.shape[:2]
        assert np.abs(light - seen).mean() < 4


def test_the_light_of_a_turned_video_is_upright(media_files: MediaFactory) -> None:
    path = media_files.video("mov", rotation=90)
    (light,) = read_light(path, *SIZE[::-1], frames=1, fps=24)
    assert abs(int(light[60, -60]) - (16 + level(0) * 219 / 255)) <= 2


def test_the_light_of_ten_bits_is_read_in_eight(tmp_path: Path) -> None:
    path = tmp_path / "deep.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=24)
        stream.width, stream.height, stream.pix_fmt = 192, 112, "yuv420p10le"
        grey = av.VideoFrame.from_ndarray(np.full((112, 192), 150, np.uint8), format="gray")
        picture = grey.reformat(format="yuv420p10le")
        picture.pts, picture.time_base = 0, Fraction(1, 24)
        container.mux(stream.encode(picture))
        container.mux(stream.encode(None))
    (light,) = read_light(path, 96, 56, frames=1, fps=24)
    assert abs(float(light.mean()) - 150) < 3


@pytest.mark.parametrize("size", [(384, 220), (320, 320), (90, 160), (860, 90)])
@pytest.mark.parametrize("rotation", [0, 90])
def test_a_larger_source_is_reduced_in_its_place(
    media_files: MediaFactory, size: tuple[int, int], rotation: int
) -> None:
    path = media_files.video("mov", rotation=rotation)
    (whole,) = read_frames(path, *(SIZE if rotation == 0 else SIZE[::-1]), frames=1, fps=24)
    (frame,) = read_frames(path, *size, frames=1, fps=24)
    expected = fit_image(whole, *size)
    assert frame.shape == expected.shape
    difference = cv2.blur(frame, (5, 5)).astype(int) - cv2.blur(expected, (5, 5))
    assert np.abs(difference).mean() < 2
    assert np.abs(difference.mean(axis=(0, 1))).max() < 2, "no colour shifts"


def test_reading_is_lazy(media_files: MediaFactory) -> None:
    endless = read_frames(media_files.video(), *SIZE, frames=10**9, fps=24)
    assert len(list(itertools.islice(endless, 3))) == 3
    endless.close()  # type: ignore[attr-defined]


def test_what_is_no_video_is_refused(media_files: MediaFactory, tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="png"):
        next(read_frames(media_files.image("png"), *SIZE, frames=1, fps=24))
    with pytest.raises(MediaError, match="no video"):
        next(read_frames(media_files.audio("m4a"), *SIZE, frames=1, fps=24))
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(media_files.video().read_bytes()[:5000])
    with pytest.raises(MediaError, match="can't be decoded"):
        next(read_frames(broken, *SIZE, frames=1, fps=24))
