"""Frame sizes, frame counts and aspect ratios, as the real model delivers them."""

from __future__ import annotations

from typing import Final

FPS: Final = 24
"""Frames per second of every video that Reelwright makes."""

ADAPTIVE: Final = "adaptive"
DEFAULT_RATIO: Final = "16:9"
RATIOS: Final = ("16:9", "9:16", "1:1", "4:3", "3:4", "21:9")
RESOLUTIONS: Final = ("480p", "720p", "1080p")

_FRAME_SIZES: Final[dict[str, dict[str, tuple[int, int]]]] = {
    "480p": {
        "16:9": (864, 496),
        "4:3": (752, 560),
        "1:1": (640, 640),
        "3:4": (560, 752),
        "9:16": (496, 864),
        "21:9": (992, 432),
    },
    "720p": {
        "16:9": (1280, 720),
        "4:3": (1112, 834),
        "1:1": (960, 960),
        "3:4": (834, 1112),
        "9:16": (720, 1280),
        "21:9": (1470, 630),
    },
    "1080p": {
        "16:9": (1920, 1080),
        "4:3": (1664, 1248),
        "1:1": (1440, 1440),
        "3:4": (1248, 1664),
        "9:16": (1080, 1920),
        "21:9": (2206, 946),
    },
}


def frame_size(resolution: str, ratio: str) -> tuple[int, int]:
    """Return (width, height) in pixels of a listed resolution and a listed ratio (not ``adaptive``)."""
    return _FRAME_SIZES[resolution][ratio]


def frame_count(seconds: int) -> int:
    """Return how many frames a video of `seconds` has: 24·d+1, so that 5 s are 121 frames."""
    return FPS * seconds + 1


def nearest_ratio(width: int, height: int) -> str:
    """Return the listed ratio nearest to width/height, compared on a logarithmic scale so that 2:1 is as far from 1:1 as 1:2."""

    def distance(ratio: str) -> float:
        across, down = (int(part) for part in ratio.split(":"))
        quotient = (width * down) / (height * across)
        return max(quotient, 1 / quotient)

    return min(RATIOS, key=distance)
