"""The ratio that is made, by the rules of the contract."""

from __future__ import annotations

from pathlib import Path

import pytest

from reelwright.domain.request import MediaKind, MediaRole, VideoRequest
from reelwright.engines.base import LocalMedia
from reelwright.worker.prepare import choose_ratio

PORTRAIT, SQUARE, WIDE = (768, 1024), (900, 900), (1470, 630)


def medium(kind: MediaKind, role: MediaRole, size: tuple[int, int] = (0, 0)) -> LocalMedia:
    return LocalMedia(kind, role, Path("x"), "image_urls[0]", 1, *size)


FIRST = medium(MediaKind.IMAGE, MediaRole.FIRST_FRAME, PORTRAIT)
LAST = medium(MediaKind.IMAGE, MediaRole.LAST_FRAME, WIDE)
IMAGE = medium(MediaKind.IMAGE, MediaRole.REFERENCE, SQUARE)
VIDEO = medium(MediaKind.VIDEO, MediaRole.REFERENCE, WIDE)
SOUND = medium(MediaKind.AUDIO, MediaRole.REFERENCE)


@pytest.mark.parametrize(
    ("media", "ratio"),
    [
        ((), "16:9"),
        ((FIRST,), "3:4"),
        ((LAST, FIRST), "3:4"),
        ((IMAGE,), "1:1"),
        ((IMAGE, VIDEO), "21:9"),
        ((SOUND, IMAGE, VIDEO), "21:9"),
        ((SOUND, IMAGE), "1:1"),
    ],
)
def test_adaptive_follows_the_first_frame_then_the_first_video_then_the_first_image(
    media: tuple[LocalMedia, ...], ratio: str
) -> None:
    request = VideoRequest(model="m", prompt="p", ratio="adaptive")
    assert choose_ratio(request, media) == ratio


def test_a_ratio_that_was_asked_for_stands() -> None:
    assert choose_ratio(VideoRequest(model="m", prompt="p", ratio="9:16"), (FIRST,)) == "9:16"
