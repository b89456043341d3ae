"""The neon style: what is dark stays visible, what is bright glows."""

from __future__ import annotations

import numpy as np

from reelwright.engines.animatic.look import make_look
from reelwright.engines.animatic.plan import Shot, Storyboard, Style
from reelwright.media.frames import Frame


def neon(frame: Frame) -> Frame:
    height, width = frame.shape[:2]
    board = Storyboard("", 1, width, height, 24, 1, (Shot(0, 1, ""),), style=Style.NEON)
    return make_look(board)(frame, 0)


def test_a_dark_house_is_told_from_a_darker_sky() -> None:
    frame = np.full((180, 320, 3), 22, np.uint8)
    frame[60:, 100:220] = 52
    seen = neon(frame).astype(int)
    assert seen[120, 160].sum() > 1.4 * seen[120, 40].sum()


def test_a_lit_window_glows_into_the_dark_around_it() -> None:
    dark = np.full((180, 320, 3), 20, np.uint8)
    lit = dark.copy()
    lit[80:100, 150:170] = (255, 220, 140)
    beside = np.s_[86:94, 176:182]
    assert neon(lit)[beside].astype(int).sum() > neon(dark)[beside].astype(int).sum() + 1000


def test_the_night_is_violet() -> None:
    red, green, blue = neon(np.full((90, 160, 3), 60, np.uint8))[45, 80].astype(int)
    assert blue > red > green
