"""Weather in front of a picture: what the stage lets fall before its scenery, before the caller's."""

from __future__ import annotations

from typing import Protocol

import cv2
import numpy as np

from reelwright.engines.animatic.plan import Shot, Storyboard, Weather
from reelwright.engines.animatic.stage.camera import Pose
from reelwright.engines.animatic.stage.light import light_of
from reelwright.engines.animatic.stage.mover import Moment
from reelwright.engines.animatic.stage.scene import Scene
from reelwright.engines.animatic.stage.weather import Leaves, Rain, Snow
from reelwright.engines.animatic.warp import Rgba, smoothstep

_NOWHERE = Scene(layers=(), horizon=0.5, eye=0.3, floor=False)
"""A scene without ground: nobody knows where in the caller's picture drops would splash."""


class _Falling(Protocol):
    def draw(self, frame: Rgba, moment: Moment) -> None:
        """Draw what falls at `moment` onto `frame`."""


class Overlay:
    """The weather of one shot over the pictures of one size; it sets in within the first second."""

    def __init__(self, board: Storyboard, shot: Shot) -> None:
        rng = np.random.default_rng((board.seed, shot.start, 1))
        height, width = board.height, board.width
        self._light = light_of(shot.time, shot.weather)
        self._speed = shot.speed
        self._falling: _Falling | None = None
        match shot.weather:
            case Weather.RAIN:
                self._falling = Rain(rng, height, width, 1.0, 0.12, _NOWHERE)
            case Weather.STORM:
                self._falling = Rain(rng, height, width, 1.7, 0.3, _NOWHERE)
            case Weather.SNOW:
                self._falling = Snow(rng, height, width, 1.0, 0.03)
            case Weather.WIND:
                self._falling = Leaves(rng, height, width, 1.0)

    def apply(self, frame: Rgba, t: float, seconds: float) -> None:
        """Draw over `frame`, in place, at `t` of the shot (0 to 1), `seconds` after its start."""
        if self._falling is None:
            return
        rise = smoothstep(seconds)
        clear = frame.copy() if rise < 1 else None
        self._falling.draw(frame, Moment(seconds * self._speed, t, Pose(), self._light, 0.0))
        if clear is not None:
            cv2.addWeighted(clear, 1 - rise, frame, rise, 0, dst=frame)
