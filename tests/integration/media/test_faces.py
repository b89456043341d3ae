"""Looking for faces, in a real child process."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image
from tests.support.media import MediaFactory, photo

from reelwright.domain.request import MediaKind
from reelwright.errors import Fault
from reelwright.media.faces import count_faces, detector_installed
from reelwright.media.probe import Suspect

PERSON = Path(__file__).parents[2] / "data" / "person.jpg"

pytestmark = pytest.mark.skipif(not detector_installed(), reason="needs the extra smart")


def clip(path: Path, shows: list[bool]) -> Path:
    """Write a video of 24 pictures for each entry: of the person, or of none."""
    person = np.asarray(Image.open(PERSON).convert("RGB").resize((480, 480)))
    empty = photo(480, 480)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=24)
        stream.width = stream.height = 480
        stream.pix_fmt = "yuv420p"
        for index in range(24 * len(shows)):
            frame = av.VideoFrame.from_ndarray(person if shows[index // 24] else empty, format="rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def test_a_portrait_has_a_face_and_a_picture_without_people_has_none(media_files: MediaFactory) -> None:
    other = media_files.image("png", 640, 480)
    found = count_faces(
        [Suspect(PERSON, MediaKind.IMAGE, "image_urls[0]"), Suspect(other, MediaKind.IMAGE, "image_urls[1]")]
    )
    assert found == [1, 0]


def test_a_person_in_a_part_of_a_video_is_seen(tmp_path: Path) -> None:
    partly = clip(tmp_path / "partly.mp4", [False, True, False])
    never = clip(tmp_path / "never.mp4", [False, False])
    assert count_faces([Suspect(path, MediaKind.VIDEO) for path in (partly, never)]) == [1, 0]


def test_what_can_not_be_opened_is_told_and_the_rest_is_looked_at(tmp_path: Path) -> None:
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"\0\0\0\x18ftypmp42" + b"\0" * 500)
    first, second = count_faces(
        [Suspect(broken, MediaKind.VIDEO, "video_urls[0]"), Suspect(PERSON, MediaKind.IMAGE, "image_urls[0]")]
    )
    assert isinstance(first, Fault)
    assert first.param == "video_urls[0]"
    assert second == 1
