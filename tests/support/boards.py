"""Storyboards for tests, of one shot or several."""

from __future__ import annotations

from typing import Any

from reelwright.engines.animatic.plan import Shot, Storyboard


def board_of(*shots: Shot, width: int = 192, height: int = 112, **more: Any) -> Storyboard:
    """Return a storyboard of `shots` at 24 frames per second."""
    values: dict[str, Any] = {"prompt": "test", "seed": 7, "fps": 24} | more
    return Storyboard(width=width, height=height, frames=shots[-1].end, shots=shots, **values)


def shot_of(frames: int, start: int = 0, **more: Any) -> Shot:
    """Return a shot of `frames` frames from frame `start` of the video."""
    return Shot(start, start + frames, "test", **more)
