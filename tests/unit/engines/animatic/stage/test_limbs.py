from __future__ import annotations

from math import pi

import numpy as np
import pytest

from reelwright.engines.animatic import art
from reelwright.engines.animatic.plan import Action
from reelwright.engines.animatic.stage.act import Beat
from reelwright.engines.animatic.stage.acting import perform
from reelwright.engines.animatic.stage.canvas import Pixels
from reelwright.engines.animatic.stage.face import Frame
from reelwright.engines.animatic.stage.gait import Gait, Stride
from reelwright.engines.animatic.stage.limbs import Puppet

HIGH, EDGE = 160, 26


def _picture(name: str) -> Pixels:
    return np.pad(art.load_art(name, HIGH), ((EDGE, EDGE), (EDGE, EDGE), (0, 0)))


def _puppet(name: str, *, mirrored: bool = False) -> Puppet:
    picture = _picture(name)
    if mirrored:
        picture = np.ascontiguousarray(picture[:, ::-1])
    build = art.art_build(name)
    assert build is not None
    return Puppet(picture, build, Frame(EDGE, EDGE, picture.shape[1] - 2 * EDGE, HIGH, mirrored))


@pytest.mark.parametrize(
    ("name", "gait"),
    [
        ("cat", "walk"),
        ("horse", "run"),
        ("person-walking", "walk"),
        ("person-running", "run"),
        ("bird-flying", "fly"),
    ],
)
def test_limbs_move_from_moment_to_moment_and_come_back_after_a_stride(name: str, gait: Gait) -> None:
    puppet = _puppet(name)

    first, half = puppet.pose(Stride(gait, 0.3)), puppet.pose(Stride(gait, 0.3 + pi))
    whole = puppet.pose(Stride(gait, 0.3 + 4 * pi))

    assert np.mean(np.abs(first[..., 3].astype(int) - half[..., 3]) > 128) > 0.01
    assert np.abs(first.astype(int) - whole).max() <= 2


@pytest.mark.parametrize("name", ["cat", "camel", "tiger", "cow", "person-walking"])
def test_the_lowest_foot_stands_on_the_ground_through_a_walk(name: str) -> None:
    puppet = _puppet(name)

    for phase in np.linspace(0, 2 * pi, 9):
        stride = Stride("walk", float(phase))
        rows = np.flatnonzero((puppet.pose(stride)[..., 3] > 128).any(axis=1))
        ground = rows[-1] + 1 + puppet.drop(stride) * HIGH
        assert abs(ground - (EDGE + HIGH)) < 3


def test_the_head_stays_as_it_is_drawn_while_the_legs_go() -> None:
    picture = _picture("cat")
    posed = _puppet("cat").pose(Stride("walk", 1.1))
    head = (slice(EDGE, EDGE + HIGH // 2), slice(0, EDGE + HIGH // 3))

    assert np.array_equal(posed[head], picture[head])


def test_a_mirrored_figure_steps_as_its_mirror_image() -> None:
    stride = Stride("walk", 0.9)
    plain, mirrored = _puppet("dog").pose(stride), _puppet("dog", mirrored=True).pose(stride)

    assert np.mean(np.abs(plain[:, ::-1, 3].astype(int) - mirrored[..., 3]) > 100) < 0.01


def test_colours_never_exceed_their_cover() -> None:
    for name, gait in (("cat", "walk"), ("person-running", "run"), ("swan-flying", "fly")):
        posed = _puppet(name).pose(Stride(gait, 2.0))
        assert (posed[..., :3].max(axis=2).astype(int) - posed[..., 3]).max() <= 3


def test_a_figure_with_legs_walks_on_them_and_one_without_bounces() -> None:
    beat = {"clock": 1.3, "share": 0.3, "seconds": 4.0, "beat": 0.5, "moving": True, "hanging": False}

    stepping = perform(Action.WALK, Beat(**beat, limbed=True))
    bouncing = perform(Action.WALK, Beat(**beat))

    assert stepping.stride is not None
    assert stepping.lift == 0
    assert bouncing.stride is None
    assert bouncing.lift > 0


def test_wheels_turn_where_the_hub_is_and_nothing_else_moves() -> None:
    puppet, picture = _puppet("automobile"), _picture("automobile")
    early, late = puppet.pose(Stride("roll", 0.0)), puppet.pose(Stride("roll", 0.6))
    moved = np.argwhere((early != late).any(axis=2))

    assert len(moved) > 20
    assert moved[:, 0].min() > EDGE + 0.65 * HIGH
    assert np.array_equal(early[: EDGE + HIGH // 2], picture[: EDGE + HIGH // 2])


def test_feet_seen_from_the_front_lift_one_after_the_other() -> None:
    puppet = _puppet("cat-front")
    left, right = (puppet.pose(Stride("walk", phase))[..., 3] > 128 for phase in (pi / 2, 3 * pi / 2))
    row, middle = EDGE + HIGH - 2, EDGE + round(0.42 * (left.shape[1] - 2 * EDGE))

    assert left[row, middle:].sum() > left[row, :middle].sum()
    assert right[row, :middle].sum() > right[row, middle:].sum()


def test_a_standing_animal_wags_its_tail_and_stands_on_the_legs_it_was_drawn_with() -> None:
    picture = _picture("dog")
    first, last = (_puppet("dog").pose(Stride("rest", phase)) for phase in (pi / 2, -pi / 2))
    legs = slice(EDGE + HIGH // 2, None)

    assert np.array_equal(first[legs], picture[legs])
    assert (np.abs(first[..., 3].astype(int) - last[..., 3]) > 128).sum() > 50
