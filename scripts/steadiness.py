"""Looks at every frame of a clip and points to where it is unsteady: something pops, flickers or stutters.

Frames are judged by their greys at half their size, in tiles. What is found is a place to look at, no verdict: lightning, windows
that go on, wheels and quick limbs are meant to be seen.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

Grey: TypeAlias = NDArray[np.float32]

_TILES: Final = (18, 32)
_AROUND: Final = 3  # frames before and after with which a change is compared
_POP: Final = 10.0  # levels of grey by which a patch of 14 pixels must change
_POP_RATIO: Final = 2.0  # how much more that must be than what changes near it in the frames around
_FLICKER: Final = 2.0  # levels of grey up and down, on the average of all frames
_STUTTER: Final = 0.35  # pixels by which a step differs from those before and after it
_MOST: Final = 3  # places of a kind that a clip is told of


@dataclass(frozen=True, slots=True)
class Finding:
    """A suspicious place.

    kind: pop, flicker or stutter. frame: where it is worst. x, y: its middle, as shares of width and height. score: from 1, where
    it begins to be worth a look.
    """

    kind: str
    frame: int
    x: float
    y: float
    score: float


def findings(frames: Iterable[NDArray[np.uint8]], cuts: Collection[int] = ()) -> list[Finding]:
    """Return what is suspicious in a clip, the worst first.

    frames: RGB, uint8 (height, width, 3), more than eight. cuts: the numbers of the frames with which new shots begin.
    """
    halves = [_half(frame) for frame in frames]
    found = [*_pops(halves, cuts), *_flickers(halves, cuts), *_stutters(halves, cuts)]
    return sorted(found, key=lambda finding: -finding.score)


def strip(frames: Sequence[NDArray[np.uint8]], finding: Finding, reach: int = 96) -> NDArray[np.uint8]:
    """Return eight frames around a finding in two rows, cut to `reach` pixels to each side of it and enlarged twice."""
    height, width = frames[0].shape[:2]
    wide, high = min(reach, width // 2), min(reach * 5 // 8, height // 2)
    left = int(np.clip(finding.x * width - wide, 0, width - 2 * wide))
    top = int(np.clip(finding.y * height - high, 0, height - 2 * high))
    numbers = np.clip(np.arange(finding.frame - 4, finding.frame + 4), 0, len(frames) - 1)
    parts = np.stack([frames[number][top : top + 2 * high, left : left + 2 * wide] for number in numbers])
    rows = [np.concatenate(list(row), axis=1) for row in (parts[:4], parts[4:])]
    return np.concatenate(rows).repeat(2, axis=0).repeat(2, axis=1)


@contextmanager
def _exactly() -> Iterator[None]:
    """Keep OpenCV from rounding halves now up and now down, as the engine lets it that draws in the same process.

    Where next to nothing is to be seen, a level more or less looks like a motion.
    """
    rounded = cv2.ipp.useIPP_NotExact()
    cv2.ipp.setUseIPP_NotExact(False)
    try:
        yield
    finally:
        cv2.ipp.setUseIPP_NotExact(rounded)


def _half(frame: NDArray[np.uint8]) -> Grey:
    size = (frame.shape[1] // 2, frame.shape[0] // 2)
    grey = cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY)
    with _exactly():
        return cv2.resize(grey, size, interpolation=cv2.INTER_AREA).astype(np.float32)


def _tiled(picture: Grey) -> NDArray[np.float32]:
    """Return a view (rows, height, columns, width) of the tiles of a picture."""
    rows, columns = _TILES
    height, width = picture.shape[0] // rows, picture.shape[1] // columns
    return picture[: height * rows, : width * columns].reshape(rows, height, columns, width)


def _peaks(score: Grey) -> Iterator[tuple[int, int, float]]:
    """Yield row, column and height of the highest peaks that are 1 or more and apart from each other."""
    score = score.copy()
    for _ in range(_MOST):
        row, column = (int(index) for index in np.unravel_index(int(score.argmax()), score.shape))
        if score[row, column] < 1:
            return
        yield row, column, float(score[row, column])
        score[max(0, row - 3) : row + 4, max(0, column - 3) : column + 4] = 0


def _pops(halves: list[Grey], cuts: Collection[int]) -> Iterator[Finding]:
    """Find tiles that change at one frame alone, more than they and their neighbours do around it."""
    changes = [np.zeros(_TILES, np.float32)]
    for before, after in pairwise(halves):
        changes.append(_tiled(cv2.blur(np.abs(after - before), (7, 7))).max(axis=(1, 3)))
    around = [cv2.dilate(change, np.ones((3, 3))) for change in changes]
    for number in range(1 + _AROUND, len(halves) - _AROUND):
        near = range(number - _AROUND, number + _AROUND + 1)
        if any(cut in near for cut in cuts):
            continue
        quiet = np.max([around[other] for other in near if other != number], axis=0)
        for row, column, score in _peaks(changes[number] / np.maximum(_POP, _POP_RATIO * quiet)):
            yield _at("pop", number, row, column, score)


def _flickers(halves: list[Grey], cuts: Collection[int]) -> Iterator[Finding]:
    """Find tiles whose brightness goes up and down again and again."""
    steps = [after - before for before, after in pairwise(halves)]
    total, worst = np.zeros(_TILES, np.float32), np.zeros(_TILES, np.float32)
    when, count = np.zeros(_TILES, int), 0
    for number in range(2, len(steps)):
        if any(cut in range(number - 1, number + 2) for cut in cuts):
            continue
        first, second, third = steps[number - 2 : number + 1]
        swing = np.minimum(np.minimum(np.abs(first), np.abs(second)), np.abs(third))
        swing *= (first * second < 0) & (second * third < 0)
        tile = _tiled(cv2.blur(swing, (5, 5))).max(axis=(1, 3))
        when = np.where(tile > worst, number, when)
        worst, total, count = np.maximum(worst, tile), total + tile, count + 1
    for row, column, score in _peaks(total / max(1, count) / _FLICKER):
        yield _at("flicker", int(when[row, column]), row, column, score)


def _stutters(halves: list[Grey], cuts: Collection[int]) -> Iterator[Finding]:
    """Find tiles that move in steps where they should glide."""
    moves = np.full((len(halves), *_TILES, 2), np.nan)
    for number, (before, after) in enumerate(pairwise(halves), 1):
        if number not in cuts:
            moves[number] = _motion(before, after)
    rough = np.hypot(*np.moveaxis(moves[1:-1] - (moves[:-2] + moves[2:]) / 2, -1, 0))
    known = (~np.isnan(rough)).sum(axis=0)
    rough = np.nan_to_num(rough)
    # the sixth part that is roughest, so that a layer which stands still for five frames and then steps is seen as well
    level = np.take_along_axis(np.sort(rough, axis=0)[::-1], (known // 6)[None], axis=0)[0]
    for row, column, score in _peaks(np.where(known >= 24, level, 0) / _STUTTER):
        yield _at("stutter", int(rough[:, row, column].argmax()) + 1, row, column, score)


def _motion(before: Grey, after: Grey) -> NDArray[np.float64]:
    """Return the motion of every tile, in pixels of the frame; NaN where it can't be told.

    Least squares over the tile (Lucas and Kanade 1981), on pictures that are soft enough for steps of two or three pixels.
    """
    before, after = cv2.GaussianBlur(before, (0, 0), 1.5), cv2.GaussianBlur(after, (0, 0), 1.5)
    middle, change = (before + after) / 2, after - before
    across = cv2.Sobel(middle, cv2.CV_32F, 1, 0, scale=1 / 8)
    down = cv2.Sobel(middle, cv2.CV_32F, 0, 1, scale=1 / 8)
    xx, xy, yy, xt, yt, tt = (
        _tiled(one * other).mean(axis=(1, 3)).astype(np.float64)
        for one, other in (
            (across, across),
            (across, down),
            (down, down),
            (across, change),
            (down, change),
            (change, change),
        )
    )
    area = np.where(xx * yy - xy * xy > 1e-9, xx * yy - xy * xy, np.nan)
    x, y = (xy * yt - yy * xt) / area, (xy * xt - xx * yt) / area
    weaker = (xx + yy) / 2 - np.hypot((xx - yy) / 2, xy)
    unexplained = tt + x * xt + y * yt
    told = (weaker > 1.5) & (unexplained < 0.15 * tt + 0.15) & (np.hypot(x, y) < 3)
    return np.where(told[..., None], 2 * np.stack([x, y], axis=-1), np.nan)


def _at(kind: str, number: int, row: int, column: int, score: float) -> Finding:
    return Finding(kind, number, (column + 0.5) / _TILES[1], (row + 0.5) / _TILES[0], score)
