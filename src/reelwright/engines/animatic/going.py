"""First and last frame: whoever stands in both pictures goes from the one place to the other, and becomes what is there.

Flow follows what moves by a few per cent of the frame. Somebody who has crossed half of it would fade out here and fade in there;
cut out of both pictures, the same somebody can walk.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import exp, log, pi
from typing import Final

import cv2
import numpy as np

from reelwright.engines.animatic.figure import Figure, Pose, cut_out
from reelwright.engines.animatic.limber import Limber, stepping, swaying
from reelwright.engines.animatic.photo import gesture_of
from reelwright.engines.animatic.plan import Shot
from reelwright.engines.animatic.tableau import find_figure
from reelwright.engines.animatic.warp import Field, Rgba, ease, smoothstep
from reelwright.media.frames import Frame

_STRIDE: Final = 0.7
"""Way of two steps, in heights of who walks."""

_CHANGE: Final = 0.16
"""Share of the time in which one becomes the other."""

_WIDTH: Final = 240
_DIFFERS: Final = 14
"""Width at which two pictures are compared, and the levels by which what has changed differs."""

_FAR: Final = 0.03
"""Way, as a share of the width, or growth beyond which flow alone does not follow."""


@dataclass(frozen=True, slots=True, eq=False)
class Goer:
    """Somebody in both pictures, as cut out of each of them."""

    first: Figure
    last: Figure

    @property
    def moves(self) -> bool:
        """Whether the two are apart, or of different sizes."""
        width = self.first.background.shape[1]
        (x, y), (to_x, to_y) = _place(self.first), _place(self.last)
        way = abs(to_x - x) + abs(to_y - y)
        return way > _FAR * width or abs(log(_tall(self.first) / _tall(self.last))) > 2 * _FAR

    def draw(self, frame: Rgba, shot: Shot, t: float) -> None:
        """Draw who goes onto `frame`, in place, at `t` of the shot (0 to 1)."""
        share = ease(t)
        (x, y), (to_x, to_y) = _place(self.first), _place(self.last)
        at = x + (to_x - x) * share, y + (to_y - y) * share
        tall = exp(log(_tall(self.first)) * (1 - share) + log(_tall(self.last)) * share)
        pose = Pose(limber=self._limber(shot, share, t))
        changed = smoothstep((t - 0.5 + _CHANGE / 2) / _CHANGE)
        if changed <= 0 or changed >= 1:
            self._lay(frame, self.first if changed <= 0 else self.last, at, tall, pose)
            return
        behind = frame.copy()
        self._lay(behind, self.first, at, tall, pose)
        self._lay(frame, self.last, at, tall, pose)
        cv2.addWeighted(behind, 1 - changed, frame, changed, 0, dst=frame)

    def _lay(self, frame: Rgba, figure: Figure, at: tuple[float, float], tall: float, pose: Pose) -> None:
        x = at[0] + (figure.foot[0] - _place(figure)[0]) * tall / _tall(figure)
        figure.draw(frame, (x, at[1] - tall), (x, at[1]), pose)

    def _limber(self, shot: Shot, share: float, t: float) -> Limber | None:
        """Return how somebody is bent who walks: as many steps as the way has."""
        gesture = gesture_of(shot)
        tall = (_tall(self.first) + _tall(self.last)) / 2
        way = abs(_place(self.last)[0] - _place(self.first)[0]) + 2 * abs(
            _tall(self.last) - _tall(self.first)
        )
        if not gesture.step or way < 0.2 * tall:
            return None
        steps = max(1, round(way / tall / _STRIDE))
        rise = smoothstep(8 * t) * smoothstep(8 * (1 - t))
        angle = 2 * pi * steps * share
        return Limber(*stepping(angle, rise * gesture.step), swaying(angle, rise * gesture.curve))


def find_goer(first: Frame, last: Frame) -> Goer | None:
    """Return somebody who can be cut out of both pictures of one scene, or None."""
    one, _ = find_figure(first, acting=True)
    other, _ = find_figure(last, acting=True) if one else (None, None)
    if one is None or other is None:
        return None
    size = (_WIDTH, max(8, round(_WIDTH * first.shape[0] / first.shape[1])))
    masks = [np.asarray(cv2.resize(who.mask, size), np.float32) for who in (one, other)]
    stays = _unchanged(first, last, size)
    figures = [
        cut_out(picture, replace(who, mask=_largest(mask * (1 - stays * (1 - elsewhere)))))
        for picture, who, mask, elsewhere in zip((first, last), (one, other), masks, masks[::-1], strict=True)
    ]
    before, after = figures
    if before is None or after is None or before.cut != after.cut:
        return None
    return Goer(before, after)


def _largest(mask: Field) -> Field:
    """Return the mask of the largest part alone."""
    inside = cv2.morphologyEx((mask > 0.5).astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(inside)
    if count < 2:
        return mask
    main = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
    near = cv2.dilate((labels == main).astype(np.uint8), np.ones((5, 5), np.uint8))
    return np.asarray(mask * near, np.float32)


def _unchanged(first: Frame, last: Frame, size: tuple[int, int]) -> Field:
    """Return 1 where both pictures show the same, 0 elsewhere, and between: a tree beside somebody does not go along."""
    small = [cv2.resize(picture, size, interpolation=cv2.INTER_AREA) for picture in (first, last)]
    differing = (cv2.absdiff(*small).max(axis=2) > _DIFFERS).astype(np.uint8)
    # Leaves that sway differ along their edges.
    broad = cv2.morphologyEx(differing, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    around = cv2.dilate(broad, np.ones((5, 5), np.uint8)).astype(np.float32)
    return np.asarray(1 - around, np.float32)


def _place(figure: Figure) -> tuple[float, float]:
    """Return the middle of a figure's mass, and its foot: which of its feet is down changes with every step."""
    mass = figure.sprite[..., 3].sum(axis=0, dtype=np.float64)
    return figure.left + float((mass * np.arange(len(mass))).sum() / max(mass.sum(), 1.0)), figure.foot[1]


def _tall(figure: Figure) -> float:
    return figure.foot[1] - figure.top
