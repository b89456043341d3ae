"""Styles that are a grade: film, noir, vintage."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from reelwright.engines.animatic.look.grade import Grain, Look, s_curve, saturated, table, vignette
from reelwright.engines.animatic.plan import Storyboard, TimeOfDay
from reelwright.media.frames import Frame

FILM_DARK, FILM_GRAIN = 0.28, 1.0
"""How dark the corners of a print are, and how strong its grain is."""


def film(board: Storyboard) -> Look:
    """A gentle print: contrast, warm lights, cool shadows, a soft vignette, fine grain."""
    return _graded(board, film_colours(), None, FILM_DARK, FILM_GRAIN)


def film_colours() -> NDArray[np.float32]:
    """Return the 3x4 colour matrix of a print."""
    matrix = saturated(1.08)
    matrix *= np.array([[1.07], [1.055], [1.02]], np.float32)
    matrix[:, 3] = (-7, -6, -1)
    return matrix


def vintage(board: Storyboard) -> Look:
    """An old colour print: warm, faded, milky blacks."""
    matrix = saturated(0.62)
    curve = table(
        lambda t: 0.075 + 0.91 * s_curve(t, 0.15) ** 0.9,
        lambda t: 0.06 + 0.86 * s_curve(t, 0.15) ** 0.98,
        lambda t: 0.09 + 0.66 * t**1.05,
    )
    return _graded(board, matrix, curve, 0.5, 2.1)


def noir(board: Storyboard) -> Look:
    """Black and white with deep shadows and glowing lights."""
    luma = np.array([[0.36, 0.5, 0.14, -10]], np.float32).repeat(3, axis=0)
    # a night is dark before it is noir
    lift = 0.74 if any(shot.time is TimeOfDay.NIGHT for shot in board.shots) else 1.0
    curve = table(*[lambda t: s_curve(s_curve(t**lift, 0.75), 0.35)] * 3)
    grade = _graded(board, luma, curve, 0.68, 2.2)

    def look(frame: Frame, number: int) -> Frame:
        small = cv2.resize(frame, (board.width // 8, board.height // 8), interpolation=cv2.INTER_AREA)
        bright = cv2.GaussianBlur(cv2.subtract(small, np.full_like(small, 150)), (0, 0), board.height / 200)
        glow = cv2.resize(bright, (board.width, board.height), interpolation=cv2.INTER_LINEAR)
        return grade(np.asarray(cv2.addWeighted(frame, 0.96, glow, 0.5, 0), np.uint8), number)

    return look


def _graded(
    board: Storyboard,
    matrix: NDArray[np.float32],
    curve: NDArray[np.uint8] | None,
    dark: float,
    grainy: float,
) -> Look:
    shade = vignette(board.height, board.width, dark)
    grain = None if board.fast else Grain(board.height, board.width, board.seed, grainy)

    def look(frame: Frame, number: int) -> Frame:
        graded = np.asarray(cv2.transform(frame, matrix), np.uint8)
        if curve is not None:
            graded = np.asarray(cv2.LUT(graded, curve), np.uint8)
        cv2.multiply(graded, shade, dst=graded, scale=1 / 255)
        if grain is not None:
            grain.add(graded, number)
        return graded

    return look
