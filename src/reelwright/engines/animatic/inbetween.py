"""First and last frame: how one picture becomes the other.

Two views of one scene are joined by optical flow both ways (DIS, at reduced size): each picture is bent towards the other while
they blend, dark regions first, so that night falls over a landscape and its lamps come on last. Pictures that flow can't match
would smear; they cross with a designed transition instead. Both ends are exactly the pictures.

The flow at a time between follows Jiang et al., "Super SloMo" (CVPR 2018), equation 4.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from reelwright.engines.animatic.depth import guess_depth
from reelwright.engines.animatic.going import Goer, find_goer
from reelwright.engines.animatic.plan import Shot, Storyboard
from reelwright.engines.animatic.warp import Field, Grid, Rgba, ease, rgb, rgba, smoothstep
from reelwright.media.frames import Frame

_FLOW_WIDTH: Final = 384
_RELIGHT: Final = 0.75
_CROSS: Final = 0.45
"""How much of the transition a single point takes, between views of one scene (less would draw halos) and between strangers; the
rest is the order in which points change."""

_LOST, _UNLIKE = 0.02, 40
"""Share of the frame from which on what flow does not find is somebody, and the difference in structure that counts."""

_MEET: Final = 6
"""Frames in which a picture that was cut up takes over from the whole one."""

_STILL: Final = 0.002
_MIN_MATCH: Final = 0.5
_MAX_WAY: Final = 0.25


@dataclass(frozen=True, slots=True, eq=False)
class Match:
    """The flow between two pictures on the nodes of a grid, (rows, columns, 2) as fractions of the frame, both ways.

    lost: the share of the frame where it can't be trusted and the pictures differ.
    """

    forward: Field
    backward: Field
    lost: float = 0.0

    @property
    def still(self) -> bool:
        """Whether nothing moves and only the light changes: bending would cost time and show nothing."""
        return float(np.percentile(np.linalg.norm(self.forward, axis=2), 95)) < _STILL


def inbetween_frames(board: Storyboard, shot: Shot, first: Frame, last: Frame) -> Iterator[Frame]:
    """Yield the frames of `shot`: exactly `shot.frames`, of which the first is `first` and the last is `last`.

    first, last: fitted to the frame, of one size.
    """
    between = _between(shot, first, last)
    for number in range(shot.frames):
        if number == 0:
            yield first
        elif number == shot.frames - 1:
            yield last
        else:
            yield rgb(between.at(number / (shot.frames - 1)))


class _Way(Protocol):
    def at(self, t: float) -> Rgba:
        """Return the picture at `t`, 0 to 1."""


def _between(shot: Shot, first: Frame, last: Frame) -> _Way:
    grid = Grid(first.shape[1], first.shape[0])
    match = match_pictures(grid, first, last)
    if match is not None and match.lost > _LOST:
        goer = find_goer(first, last)
        if goer is not None and goer.moves:
            return _Going(grid, shot, first, last, goer)
    return _joined(grid, first, last, match)


def _joined(grid: Grid, first: Frame, last: Frame, match: Match | None) -> _Way:
    order = _order(grid, first, last)
    if match is None:
        return _Crossing(grid, first, last, order)
    return _Morph(grid, first, last, order, match)


def match_pictures(grid: Grid, first: Frame, last: Frame) -> Match | None:
    """Return the flow between two pictures, or None when most of it does not lead back to where it came from."""
    one, other = _structure(first), _structure(last)
    forward, backward = _flow(one, other), _flow(other, one)
    height, width = one.shape
    there, back = _trust(one, other, forward, backward), _trust(other, one, backward, forward)
    textured = np.abs(one.astype(np.float32) - 128) > 16
    if textured.any() and there[textured].mean() < _MIN_MATCH:
        return None
    if np.percentile(np.linalg.norm(forward, axis=2), 90) > _MAX_WAY * width:
        return None
    unit = np.array([width, height], np.float32)
    unlike = cv2.blur(cv2.absdiff(one, other), (9, 9)) > _UNLIKE
    lost = float((unlike & (there < 1)).mean())
    return Match(_on_grid(grid, forward / unit, there), _on_grid(grid, backward / unit, back), lost)


class _Morph:
    """Two views of one scene."""

    def __init__(self, grid: Grid, first: Frame, last: Frame, order: Field, match: Match) -> None:
        self._grid, self._first, self._last = grid, rgba(first), rgba(last)
        self._order, self._match, self._still = order, match, match.still

    def at(self, t: float) -> Rgba:
        eased, flow = ease(t), self._match
        if self._still:
            return _blend(self._grid, self._first, self._last, _share(self._order, eased, _RELIGHT))
        to_first = -(1 - eased) * eased * flow.forward + eased * eased * flow.backward
        to_last = (1 - eased) ** 2 * flow.forward - eased * (1 - eased) * flow.backward
        one = self._bent(self._first, to_first)
        other = self._bent(self._last, to_last)
        return _blend(self._grid, one, other, _share(self._order, eased, _RELIGHT))

    def _bent(self, picture: Rgba, way: Field) -> Rgba:
        return self._grid.sample(picture, self._grid.x + way[..., 0], self._grid.y + way[..., 1])


class _Going:
    """Somebody who is in both pictures goes from the one to the other, whatever becomes of what is behind."""

    def __init__(self, grid: Grid, shot: Shot, first: Frame, last: Frame, goer: Goer) -> None:
        self._shot, self._goer, self._frames = shot, goer, shot.frames
        self._first, self._last = rgba(first), rgba(last)
        grounds = rgb(goer.first.background), rgb(goer.last.background)
        self._ground = _joined(grid, *grounds, match_pictures(grid, *grounds))

    def at(self, t: float) -> Rgba:
        frame = self._ground.at(t)
        self._goer.draw(frame, self._shot, t)
        # At first and at last the soft edge of who was cut out is the picture's own.
        number = t * (self._frames - 1)
        for end, away in ((self._first, number), (self._last, self._frames - 1 - number)):
            if away < _MEET:
                cv2.addWeighted(end, 1 - away / _MEET, frame, away / _MEET, 0, dst=frame)
        return frame


class _Crossing:
    """Two pictures that have nothing in common: the camera closes in on the one, and settles back into the other."""

    def __init__(self, grid: Grid, first: Frame, last: Frame, order: Field) -> None:
        self._grid, self._first, self._last, self._order = grid, rgba(first), rgba(last), order
        self._leave, self._arrive = guess_depth(first).focus, guess_depth(last).focus

    def at(self, t: float) -> Rgba:
        share = _share(self._order, smoothstep((t - 0.25) / 0.5), _CROSS)
        if t <= 0.25:
            return self._closer(self._first, self._leave, t)
        if t >= 0.75:
            return self._closer(self._last, self._arrive, 1 - t)
        one = self._closer(self._first, self._leave, t)
        other = self._closer(self._last, self._arrive, 1 - t)
        return _blend(self._grid, one, other, share)

    def _closer(self, picture: Rgba, focus: tuple[float, float], t: float) -> Rgba:
        zoom = 1 + 0.3 * t * t
        height, width = picture.shape[:2]
        # OpenCV counts from the centres of pixels.
        x, y = focus[0] * width - 0.5, focus[1] * height - 0.5
        matrix = np.array([[zoom, 0, x - zoom * x], [0, zoom, y - zoom * y]])
        drawn = cv2.warpAffine(picture, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(drawn, np.uint8)


def _order(grid: Grid, first: Frame, last: Frame) -> Field:
    """Return when each point changes, 0 first to 1 last: what darkens leads, what lights up follows."""
    change = _grey(last).astype(np.float32) - _grey(first).astype(np.float32)
    smooth = cv2.GaussianBlur(change, (0, 0), 0.02 * change.shape[1])
    low, high = np.percentile(smooth, (2, 98))
    order = 0.5 + (smooth - (low + high) / 2) / max(float(high - low), 8.0)
    return grid.of_picture(np.clip(order, 0, 1).astype(np.float32))


def _share(order: Field, t: float, softness: float) -> Field:
    """Return the share of the last picture at every node."""
    rising = np.clip((t - order * (1 - softness)) / softness, 0, 1)
    return np.asarray(rising * rising * (3 - 2 * rising), np.float32)


def _blend(grid: Grid, one: Rgba, other: Rgba, share: Field) -> Rgba:
    # In 8 bits, which are the frame's own: `blendLinear` takes three times as long.
    weight = cv2.merge([np.asarray(grid.spread(share * 255) + 0.5, np.uint8)] * 4)
    blended = cv2.multiply(other, weight, scale=1 / 255)
    cv2.bitwise_not(weight, dst=weight)
    cv2.add(blended, cv2.multiply(one, weight, dst=weight, scale=1 / 255), dst=blended)
    return np.asarray(blended, np.uint8)


def _grey(picture: Frame) -> NDArray[np.uint8]:
    height = max(16, round(_FLOW_WIDTH * picture.shape[0] / picture.shape[1]))
    small = cv2.resize(picture, (_FLOW_WIDTH, height), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), np.uint8)


def _structure(picture: Frame) -> NDArray[np.uint8]:
    """Return a small grey picture without its lighting: flow assumes equal brightness, which day and night do not have."""
    grey = _grey(picture).astype(np.float32)
    mean = cv2.GaussianBlur(grey, (0, 0), 12)
    spread = np.sqrt(cv2.GaussianBlur((grey - mean) ** 2, (0, 0), 12))
    return np.asarray(np.clip(128 + 48 * (grey - mean) / (spread + 4), 0, 255), np.uint8)


def _flow(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> Field:
    found = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM).calc(
        one, other, np.zeros((*one.shape, 2), np.float32)
    )
    return np.asarray(found, np.float32)


def _trust(one: NDArray[np.uint8], other: NDArray[np.uint8], forward: Field, backward: Field) -> Field:
    """Return 1 where the flow leads back to where it came from and to a point that looks alike, else 0."""
    height, width = one.shape
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    there_x, there_y = x + forward[..., 0], y + forward[..., 1]
    back = cv2.remap(backward, there_x, there_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    seen = cv2.remap(other, there_x, there_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    returns = np.linalg.norm(forward + back, axis=2) < 2
    alike = np.abs(seen.astype(np.float32) - one) < 40
    return np.asarray(returns & alike, np.float32)


def _on_grid(grid: Grid, flow: Field, trust: Field) -> Field:
    """Return the flow at the nodes, smooth; where it can't be trusted, that of the nearest trusted points."""
    weight = trust + 1e-4
    summed = cv2.GaussianBlur(flow * weight[..., None], (0, 0), 6)
    smooth = summed / cv2.GaussianBlur(weight, (0, 0), 6)[..., None]
    return np.stack([grid.of_picture(np.asarray(smooth[..., axis], np.float32)) for axis in (0, 1)], axis=2)
