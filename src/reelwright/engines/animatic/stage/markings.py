"""Strips of the ground, as lanes, lines and edges are painted on it."""

from __future__ import annotations

import numpy as np

from reelwright.engines.animatic.stage.canvas import Canvas, Floats


def strip(left: float, right: float, low: float, high: float, horizon: float, eye: float) -> Floats:
    """Return the corners (4, 2) of a strip between two distances from the middle and two nearnesses."""
    edge = np.array([[left, low], [right, low], [right, high], [left, high]])
    return np.stack([edge[:, 0] * edge[:, 1], horizon + eye * edge[:, 1]], 1)


def across(canvas: Canvas, low: float, high: float, horizon: float, eye: float) -> Floats:
    """Return left, top, right and bottom of a strip between two nearnesses, from side to side of the picture."""
    return np.array([canvas.left - 1, horizon + eye * low, canvas.right + 1, horizon + eye * high])
