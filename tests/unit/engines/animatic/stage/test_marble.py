"""Precious things: marble under them, a drop that fills the frame, colours of paint that the prompt names."""

from __future__ import annotations

import numpy as np
import pytest
from tests.support.requests import engine_request

from reelwright.engines.animatic.plan import Setting, Shot, Storyboard
from reelwright.engines.animatic.stage import stage_frames
from reelwright.engines.animatic.storyboard import make_storyboard
from reelwright.media.frames import Frame


def shot_of(prompt: str) -> Shot:
    return make_storyboard(engine_request(prompt)).shots[0]


def first(shot: Shot) -> Frame:
    return next(iter(stage_frames(Storyboard("", 7, 320, 180, 24, shot.frames, (shot,)), shot)))


@pytest.mark.parametrize(
    "prompt",
    [
        "A perfume bottle on a marble table, soft light",
        "A watch on black marble, product shot",
        "大理石台面上的香水瓶",
    ],
)
def test_what_stands_on_marble_stands_on_marble(prompt: str) -> None:
    assert "marble" in shot_of(prompt).features


def test_black_marble_is_darker_than_white() -> None:
    low = np.s_[150:, :60]
    black, white = (
        first(shot_of(f"A watch on {tone} marble, product shot"))[low].mean() for tone in ("black", "white")
    )
    assert black < 0.5 * white


def test_a_leaf_with_nobody_on_it_has_one_great_drop() -> None:
    alone, snail = (first(shot_of(prompt)) for prompt in ("Dew drop on a leaf, macro", "A snail on a leaf"))
    middle = np.s_[100:150, 130:190]
    assert shot_of("Dew drop on a leaf, macro").setting is Setting.MEADOW
    assert np.abs(alone[middle].astype(int) - snail[middle]).mean() > 15


@pytest.mark.parametrize(
    ("prompt", "palette"),
    [
        ("Abstract flowing liquid, gold and blue paint", 2),
        ("红色和蓝色颜料在水中扩散", 2),
        ("Purple smoke swirls", 1),
    ],
)
def test_paint_has_the_colours_that_the_prompt_names(prompt: str, palette: int) -> None:
    assert len(shot_of(prompt).palette) == palette
