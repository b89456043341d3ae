"""Measures how a reference video moves: its camera, and whoever moves before it.

The video is read once, small and without colours, every other frame of it. Features give the way of the camera (a similarity from
each picture to the next), dense flow against that the way of the body, in a few bands from head to foot. Only these few numbers
per frame are kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import atan2, cos, exp, hypot, log, sin
from pathlib import Path
from typing import Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from reelwright.engines.animatic.warp import Field
from reelwright.media.video import Light, read_light

Step: TypeAlias = tuple[float, float, float, float]
"""From one picture to the next: way right and down as fractions of the frame, enlargement as a logarithm, turn in radians."""

_REST: Final[Step] = (0.0, 0.0, 0.0, 0.0)
_PACE: Final = 2
"""Frames from one measured picture to the next; between them movement is even, which no eye can tell."""

_POINTS: Final = 100
_MIN_POINTS: Final = 12
_FINE: Final = (cv2.TERM_CRITERIA_COUNT + cv2.TERM_CRITERIA_EPS, 10, 0.03)
"""When a point is found: after ten steps, or one of less than 0.03 pixels; OpenCV's own 30 and 0.01 find nothing better here."""

_AGREEING: Final = 0.25
"""Share of the points below which they do not move together: across a cut, or where a reference starts again, nothing matches."""

_LEAP: Final = 0.15
"""Way between two pictures, as a share of the width, beyond which no camera goes: 1.8 widths in a second."""

_STILL: Final = 0.25
"""Pixels between two pictures below which flow is noise."""

_WIDTH: Final = 160
BANDS: Final = 4
"""Rows of a body that move on their own: head, chest, hips, feet."""

_CAMERA_SMOOTHING: Final = 4.0
_BODY_SMOOTHING: Final = 1.5
"""Standard deviations in frames: a camera is heavy, a dancer is not."""

_COOLING: Final = 0.81
"""How much of where it was seen moving is remembered from picture to picture."""

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

    aspect: width by height of the frame that the video is cropped to. Across its cuts, and where it starts again, nothing moves.
    """
    height = max(2, round(_WIDTH / aspect / 2) * 2)
    # Not beyond the last frame: where the reference ends, it would start again with a leap.
    measured = (frames - 1) // _PACE + 1
    pictures = read_light(path, _WIDTH, height, frames=measured, fps=fps, start=start, pace=Fraction(_PACE))
    steps, bands = [_REST], [np.zeros((BANDS, 2))]
    body, camera = _Body(height, _WIDTH), _Camera(height, _WIDTH)
    tracker = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_FAST)
    for last, light in pairwise(pictures):
        step = _camera_step(last, light)
        steps.append(step or _REST)
        if step is None:
            bands.append(np.zeros((BANDS, 2)))
            continue
        flow = np.asarray(tracker.calc(last, light, np.zeros((*light.shape, 2), np.float32)), np.float32)
        bands.append(body.step(flow - camera.flow(step)))
    return Movement(_camera_way(np.array(steps), frames), _body_way(np.array(bands), frames))


def _camera_step(last: Light, light: Light) -> Step | None:
    """Return the way of the camera between two pictures, rest where too few points can be followed; None across a cut."""
    # OpenCV gives None in place of no points and of no matrix, whatever its stubs say.
    points = np.asarray(cv2.goodFeaturesToTrack(last, maxCorners=_POINTS, qualityLevel=0.01, minDistance=6))
    if points.size < 2 * _MIN_POINTS:
        return _REST
    moved, found, _ = cv2.calcOpticalFlowPyrLK(
        last, light, points, points.copy(), winSize=(13, 13), maxLevel=2, criteria=_FINE
    )
    kept = found.ravel() == 1
    if kept.sum() < _MIN_POINTS:
        return _REST
    found_way, agreeing = cv2.estimateAffinePartial2D(points[kept], moved[kept], ransacReprojThreshold=1.0)
    similarity = np.asarray(found_way)
    if similarity.shape != (2, 3) or np.mean(agreeing) < _AGREEING:
        return None
    height, width = light.shape
    middle = np.array([width / 2, height / 2, 1])
    way = similarity @ middle - middle[:2]
    scale = hypot(similarity[0, 0], similarity[1, 0])
    if not 0.8 < scale < 1.25 or np.abs(way).max() > _LEAP * width:
        return None
    return way[0] / width, way[1] / height, log(scale), atan2(similarity[1, 0], similarity[0, 0])


class _Camera:
    """Makes the flow that the camera alone would make."""

    def __init__(self, height: int, width: int) -> None:
        self._width, self._height = width, height
        x, y = np.meshgrid(np.arange(width) - width / 2, np.arange(height) - height / 2)
        self._from_middle: Field = np.stack([x, y], axis=2).astype(np.float32)

    def flow(self, step: Step) -> Field:
        """Return the flow in pixels, (height, width, 2)."""
        right, down, growth, turn = step
        a, b = exp(growth) * cos(turn), exp(growth) * sin(turn)
        matrix = np.array([[a - 1, -b, right * self._width], [b, a - 1, down * self._height]])
        return np.asarray(cv2.transform(self._from_middle, matrix), np.float32)


class _Body:
    """Follows whatever moves against the camera."""

    def __init__(self, height: int, width: int) -> None:
        self._unit = np.array([width, height])
        self._heat: Field = np.zeros((height, width), np.float32)

    def step(self, flow: Field) -> NDArray[np.float64]:
        """Return the way of each band, (bands, 2) in fractions of the frame, from the flow that the camera does not explain."""
        speed = np.asarray(cv2.magnitude(flow[..., 0], flow[..., 1]), np.float32)
        self._heat = _COOLING * self._heat + speed
        mass = np.cumsum(self._heat.sum(axis=1, dtype=np.float64))
        top, bottom = np.searchsorted(mass, (0.05 * mass[-1], 0.95 * mass[-1]))
        edges = np.linspace(top, bottom + 1, BANDS + 1).round().astype(int)
        weight = np.asarray(cv2.threshold(speed, _STILL, 0, cv2.THRESH_TOZERO)[1], np.float32)
        total = weight.sum(axis=1)
        moved = np.einsum("rc,rcd->rd", weight, flow)
        ways = np.zeros((BANDS, 2))
        for band, (upper, lower) in enumerate(pairwise(edges)):
            if (moving := total[upper:lower].sum()) > 0:
                ways[band] = moved[upper:lower].sum(axis=0) / moving / self._unit
        return ways


def _camera_way(steps: NDArray[np.float64], frames: int) -> NDArray[np.float64]:
    return _from_rest(_every_frame(np.cumsum(steps, axis=0), frames), _CAMERA_SMOOTHING)


def _body_way(steps: NDArray[np.float64], frames: int) -> NDArray[np.float64]:
    places = np.zeros_like(steps)
    for number in range(1, len(steps)):
        places[number] = _MEMORY**_PACE * places[number - 1] + steps[number]
    return _from_rest(_every_frame(places, frames), _BODY_SMOOTHING)


def _every_frame(places: NDArray[np.float64], frames: int) -> NDArray[np.float64]:
    """Return `places` (measured pictures first) for `frames` frames: even between what was measured, and going on after it."""
    if len(places) > 1:
        places = np.concatenate([places, 2 * places[-1:] - places[-2:-1]])
    flat = places.reshape(len(places), -1)
    known, wanted = np.arange(len(places)) * _PACE, np.arange(frames)
    between = np.stack([np.interp(wanted, known, column) for column in flat.T], axis=1)
    return between.reshape(frames, *places.shape[1:])


def _from_rest(way: NDArray[np.float64], sigma: float) -> NDArray[np.float64]:
    """Return `way` (frames first) smoothed over time, and relative to its first frame."""
    reach = int(3 * sigma)
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    kernel /= kernel.sum()
    flat = np.pad(way.reshape(len(way), -1), ((reach, reach), (0, 0)), mode="edge")
    smooth = np.stack([np.convolve(column, kernel, mode="valid") for column in flat.T], axis=1)
    return np.asarray((smooth - smooth[0]).reshape(way.shape), np.float64)
