"""Measures how a reference video moves: its camera, and whoever moves before it.

The video is read once, small. Features give the way of the camera (a similarity from each frame to the next), dense flow against
that the way of the body, in a few bands from head to foot. Only these few numbers per frame are kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import atan2, cos, hypot, log, sin
from pathlib import Path
from typing import Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from reelwright.engines.animatic.warp import Field
from reelwright.media.video import read_frames

Grey: TypeAlias = NDArray[np.uint8]
Step: TypeAlias = tuple[float, float, float, float]
"""From one frame to the next: way right and down as fractions of the frame, enlargement as a logarithm, turn in radians."""

_REST: Final[Step] = (0.0, 0.0, 0.0, 0.0)
_MIN_POINTS: Final = 12
_STILL: Final = 0.25
"""Pixels per frame below which flow is noise."""

_WIDTH: Final = 192
BANDS: Final = 4
"""Rows of a body that move on their own: head, chest, hips, feet."""

_CAMERA_SMOOTHING: Final = 4.0
_BODY_SMOOTHING: Final = 1.5
"""Standard deviations in frames: a camera is heavy, a dancer is not."""

_MEMORY: Final = 0.92
"""How much of its place a body keeps from frame to frame: flow drifts, and a dancer comes back."""


@dataclass(frozen=True, slots=True, eq=False)
class Movement:
    """How a reference moves, relative to its first frame.

    camera: (frames, 4): way of the picture right and down as fractions of the frame, enlargement as a logarithm, turn in radians.
    body: (frames, bands, 2): way of each band of what moves, from head to foot, as fractions of the frame.
    """

    camera: NDArray[np.float64]
    body: NDArray[np.float64]


def read_movement(path: Path, aspect: float, start: int, frames: int, fps: int) -> Movement:
    """Return the movement of the video at `path` over `frames` frames from frame `start`, looped when it is shorter.

    aspect: width by height of the frame that the video is cropped to.
    """
    height = max(2, round(_WIDTH / aspect / 2) * 2)
    pictures = read_frames(path, _WIDTH, height, frames=start + frames, fps=fps)
    steps: list[Step] = []
    bands: list[NDArray[np.float64]] = []
    body, last = _Body(height, _WIDTH), None
    tracker = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_FAST)
    for number, picture in enumerate(pictures):
        if number < start:
            continue
        grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8)
        if last is not None:
            step = _camera_step(last, grey)
            flow = np.asarray(tracker.calc(last, grey, np.zeros((*grey.shape, 2), np.float32)), np.float32)
            steps.append(step)
            bands.append(body.step(flow - _flow_of(step, *grey.shape)))
        last = grey
    return Movement(_camera_way(steps), _body_way(bands))


def _camera_step(last: Grey, grey: Grey) -> Step:
    """Return the way of the camera between two frames; none where too few points can be followed."""
    # OpenCV gives None in place of no points and of no matrix, whatever its stubs say.
    points = np.asarray(cv2.goodFeaturesToTrack(last, maxCorners=160, qualityLevel=0.01, minDistance=6))
    if points.size < 2 * _MIN_POINTS:
        return _REST
    moved, found, _ = cv2.calcOpticalFlowPyrLK(
        last, grey, points, points.copy(), winSize=(15, 15), maxLevel=2
    )
    kept = found.ravel() == 1
    if kept.sum() < _MIN_POINTS:
        return _REST
    similarity = np.asarray(
        cv2.estimateAffinePartial2D(points[kept], moved[kept], ransacReprojThreshold=1.0)[0]
    )
    if similarity.shape != (2, 3):
        return _REST
    height, width = grey.shape
    middle = np.array([width / 2, height / 2, 1])
    way = similarity @ middle - middle[:2]
    scale = hypot(similarity[0, 0], similarity[1, 0])
    if not 0.8 < scale < 1.25:
        # A cut in the reference matches nothing to nothing.
        return _REST
    return way[0] / width, way[1] / height, log(scale), atan2(similarity[1, 0], similarity[0, 0])


def _flow_of(step: Step, height: int, width: int) -> Field:
    """Return the flow in pixels, (height, width, 2), that the camera alone makes."""
    right, down, growth, turn = step
    x, y = np.meshgrid(np.arange(width) - width / 2, np.arange(height) - height / 2)
    a, b = np.exp(growth) * cos(turn), np.exp(growth) * sin(turn)
    flow = (a * x - b * y - x + right * width, b * x + a * y - y + down * height)
    return np.stack(flow, axis=2).astype(np.float32)


class _Body:
    """Follows whatever moves against the camera."""

    def __init__(self, height: int, width: int) -> None:
        self._unit = np.array([width, height])
        self._heat: Field = np.zeros((height, width), np.float32)

    def step(self, flow: Field) -> NDArray[np.float64]:
        """Return the way of each band, (bands, 2) in fractions of the frame, from the flow that the camera does not explain."""
        speed = np.asarray(np.linalg.norm(flow, axis=2), np.float32)
        self._heat = 0.9 * self._heat + speed
        mass = np.cumsum(self._heat.sum(axis=1, dtype=np.float64))
        top, bottom = np.searchsorted(mass, (0.05 * mass[-1], 0.95 * mass[-1]))
        edges = np.linspace(top, bottom + 1, BANDS + 1).round().astype(int)
        weight = np.where(speed > _STILL, speed, 0)
        ways = np.zeros((BANDS, 2))
        for band, (upper, lower) in enumerate(pairwise(edges)):
            total = weight[upper:lower].sum()
            if total > 0:
                moved = flow[upper:lower] * weight[upper:lower, :, None]
                ways[band] = moved.sum(axis=(0, 1)) / total / self._unit
        return ways


def _camera_way(steps: list[Step]) -> NDArray[np.float64]:
    way = np.cumsum(np.array([_REST, *steps]), axis=0)
    return _from_rest(way, _CAMERA_SMOOTHING)


def _body_way(steps: list[NDArray[np.float64]]) -> NDArray[np.float64]:
    places = [np.zeros((BANDS, 2))]
    for step in steps:
        places.append(_MEMORY * places[-1] + step)
    return _from_rest(np.array(places), _BODY_SMOOTHING)


def _from_rest(way: NDArray[np.float64], sigma: float) -> NDArray[np.float64]:
    """Return `way` (frames first) smoothed over time, and relative to its first frame."""
    reach = int(3 * sigma)
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    kernel /= kernel.sum()
    flat = np.pad(way.reshape(len(way), -1), ((reach, reach), (0, 0)), mode="edge")
    smooth = np.stack([np.convolve(column, kernel, mode="valid") for column in flat.T], axis=1)
    return np.asarray((smooth - smooth[0]).reshape(way.shape), np.float64)
