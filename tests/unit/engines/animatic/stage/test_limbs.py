from __future__ import annotations

from math import pi, radians, sin

import cv2
import numpy as np
import pytest

from reelwright.engines.animatic import art
from reelwright.engines.animatic.plan import Action, Subject
from reelwright.engines.animatic.stage.act import Beat
from reelwright.engines.animatic.stage.acting import perform
from reelwright.engines.animatic.stage.canvas import Pixels
from reelwright.engines.animatic.stage.drawings import artwork, drawings_of
from reelwright.engines.animatic.stage.face import Frame
from reelwright.engines.animatic.stage.gait import Gait, Stride, swing
from reelwright.engines.animatic.stage.legs import RUN, WALK, Manner, leg
from reelwright.engines.animatic.stage.limbs import REACH, TURNED, Puppet

HIGH, EDGE = 160, 26


def _picture(name: str) -> Pixels:
    return np.pad(art.load_art(name, HIGH), ((EDGE, EDGE), (EDGE, EDGE), (0, 0)))


def _walker(name: str, heading: int = -1) -> Puppet:
    build = art.art_build(name)
    assert build is not None
    drawings = {}
    for part in ("body", "arms", "leg"):
        drawing = np.pad(art.load_art(name, HIGH, part=part), ((EDGE, EDGE), (EDGE, EDGE), (0, 0)))
        drawings[part] = drawing[:, ::-1] if part in TURNED and heading > 0 else drawing
    picture = _picture(name)
    return Puppet(
        picture, build, Frame(EDGE, EDGE, picture.shape[1] - 2 * EDGE, HIGH, False), drawings, heading
    )


def _puppet(name: str, *, mirrored: bool = False) -> Puppet:
    if name.endswith("-pilot-standing"):
        return _walker(name)
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


@pytest.mark.parametrize("name", ["cat", "camel", "tiger", "cow", "person-walking", "man-pilot-standing"])
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


@pytest.mark.parametrize("gait", ["walk", "run", "rest", "sit"])
@pytest.mark.parametrize("name", ["fox-standing", "office-worker-standing", "cat", "penguin"])
def test_even_a_figure_of_a_few_rows_steps(name: str, gait: Gait) -> None:
    """Seen from afar nothing may be left of a leg, or of what is beyond its last joint."""
    build = art.art_build(name)
    assert build is not None
    for high in (16, 24, 33):
        drawings = {
            part: np.pad(art.load_art(name, high, part=part), ((8, 8), (8, 8), (0, 0)))
            for part in build.drawings
        }
        picture = np.pad(art.load_art(name, high), ((8, 8), (8, 8), (0, 0)))
        puppet = Puppet(picture, build, Frame(8, 8, picture.shape[1] - 16, high, False), drawings)
        stride = Stride(gait, 1.0, 1.0, left=(30.0, 60.0))
        with np.errstate(divide="raise", invalid="raise"):
            assert puppet.pose(stride).shape == picture.shape
        assert abs(puppet.drop(stride)) < 0.5


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


def test_a_figure_made_from_a_half_one_steps_and_swings_its_arms_under_a_head_that_keeps_still() -> None:
    picture, puppet = _picture("man-pilot-standing"), _walker("man-pilot-standing")
    first, half = (puppet.pose(Stride("walk", phase)) for phase in (pi / 2, 3 * pi / 2))
    head, belt = slice(EDGE, EDGE + round(0.3 * HIGH)), EDGE + round(0.72 * HIGH)
    changed = np.abs(first[..., 3].astype(int) - half[..., 3]) > 128

    assert np.array_equal(first[head], picture[head])
    assert changed[belt:].sum() > 40
    assert changed[EDGE + HIGH // 2 : belt, : EDGE + 20].sum() > 10
    assert np.array_equal(puppet.pose(Stride("rest", 1.0)), picture)


def test_shoes_point_where_a_figure_goes() -> None:
    for heading in (-1, 1):
        posed = _walker("man-pilot-standing", heading).pose(Stride("walk", pi / 2))
        shoes = posed[EDGE + round(0.9 * HIGH) :, :, 3] > 128
        body = np.flatnonzero((_picture("man-pilot-standing")[..., 3] > 128).any(axis=0)).mean()
        columns = np.flatnonzero(shoes.any(axis=0))
        ahead = columns.max() - body if heading > 0 else body - columns.min()
        assert ahead > 0.09 * HIGH


def test_knees_bend_while_a_leg_swings_forward() -> None:
    angles = [leg((0.2, 0.2, 0.05), share, WALK)[0] for share in np.linspace(0, 1, 40)]

    assert max(thigh - shank for thigh, shank, _ in angles) > 35
    assert all(shank <= thigh + 1e-6 for thigh, shank, _ in angles)


@pytest.mark.parametrize("lengths", [(0.3,), (0.2, 0.18)])
@pytest.mark.parametrize("manner", [WALK, RUN])
def test_a_foot_on_the_ground_goes_back_as_fast_as_the_body_goes_forward(
    lengths: tuple[float, ...], manner: Manner
) -> None:
    step, shares = 0.3, np.linspace(0.02, manner.stance - 0.02, 9)
    feet = []
    for share in shares:
        angles, fold = leg(lengths, float(share), manner, step)
        parts = zip(lengths, angles, strict=True)
        feet.append(fold * sum(long * sin(radians(angle)) for long, angle in parts))

    assert np.diff(feet) / np.diff(shares) == pytest.approx(-step, abs=0.03 * step)


def test_a_stride_leads_on_without_a_jump() -> None:
    for manner in (WALK, RUN):
        angles = np.array([leg((0.2, 0.2, 0.05), share % 1, manner)[0] for share in np.linspace(0, 1, 241)])
        assert np.abs(np.diff(angles, axis=0)).max() < 8


def test_legs_go_with_the_way_that_is_gone_and_not_with_the_clock() -> None:
    beat = {
        "share": 0.3,
        "seconds": 4.0,
        "beat": 0.5,
        "moving": True,
        "hanging": False,
        "limbed": True,
        "pace": 0.3,
    }
    here, later = (perform(Action.WALK, Beat(clock=clock, gone=0.4, **beat)).stride for clock in (1.0, 2.0))
    further = perform(Action.WALK, Beat(clock=1.0, gone=0.5, **beat)).stride

    assert here is not None
    assert further is not None
    assert here == later
    assert (further.phase - here.phase) / (2 * pi) * here.step == pytest.approx(0.1)


def test_a_wheel_has_turned_once_when_the_vehicle_has_gone_its_circumference() -> None:
    puppet, build = _puppet("bicycle"), art.art_build("bicycle")
    assert build is not None
    round_once = 2 * pi * (1 - build.wheels[0].middle[1])
    start, eighth, whole = (puppet.pose(Stride("roll", part * round_once)) for part in (0, 1 / 16, 1))

    assert np.abs(start.astype(int) - whole).max() <= 2
    assert (start != eighth).any(axis=2).sum() > 50


def test_wheels_stand_still_while_the_vehicle_does() -> None:
    beat = {"share": 0.3, "seconds": 4.0, "beat": 0.5, "moving": False, "hanging": False}
    early, late = (perform(Action.DRIVE, Beat(clock=clock, **beat)).stride for clock in (0.4, 2.1))

    assert early is not None
    assert early == late


@pytest.mark.parametrize("name", ["man-standing", "girl-standing", "robot-standing"])
def test_a_raised_arm_leaves_head_and_legs_as_they_are_drawn(name: str) -> None:
    build, picture = art.art_build(name), _picture(name)
    assert build is not None
    assert build.waves
    drawings = {part: np.pad(art.load_art(name, HIGH, part=part), ((EDGE, EDGE), (EDGE, EDGE), (0, 0)))
                for part in build.drawings if part in ("still", "arms")}  # fmt: skip
    puppet = Puppet(picture, build, Frame(EDGE, EDGE, picture.shape[1] - 2 * EDGE, HIGH, False), drawings)
    posed = puppet.pose(Stride("rest", 0.0, left=(112, 168)))
    gone, come = (np.argwhere(cover) for cover in (
        (picture[..., 3] > 200) & (posed[..., 3] < 50), (picture[..., 3] < 50) & (posed[..., 3] > 200)))  # fmt: skip
    legs, middle = EDGE + round(0.78 * HIGH), posed.shape[1] // 2
    head = (slice(EDGE, EDGE + round(0.2 * HIGH)), slice(middle, middle + 12))

    assert np.array_equal(posed[legs:], picture[legs:])
    assert np.array_equal(posed[head], picture[head])
    # the other arm is taken off and put on again: but for the softest of edges it is the same
    assert (np.abs(posed.astype(int) - picture)[:, middle + 10 :].max(axis=2) > 40).mean() < 0.004
    assert len(gone) > 60
    assert come[:, 0].mean() < gone[:, 0].mean() - 0.2 * HIGH
    assert come[:, 1].max() < middle


def test_who_waves_moves_the_forearm_and_hardly_the_body() -> None:
    beat = {"share": 0.3, "seconds": 5.0, "beat": 0.5, "moving": False, "hanging": False, "limbed": True}
    acts = [perform(Action.WAVE, Beat(clock=clock, **beat)) for clock in np.arange(0.8, 3.0, 0.05)]
    arms = np.array(
        [act.stride.left for act in acts if act.stride is not None and act.stride.left is not None]
    )

    assert len(arms) == len(acts)
    assert np.ptp(arms[:, 0]) < 2
    assert np.ptp(arms[:, 1]) > 35
    assert max(abs(act.turn) for act in acts) < 2


def test_a_shadow_under_feet_stretches_with_the_stride() -> None:
    puppet = _puppet("person-walking")
    spread, together = (puppet.feet(Stride("walk", phase)) for phase in (pi / 2, pi))

    assert spread is not None
    assert together is not None
    assert spread[1] - spread[0] > together[1] - together[0] + 0.05


def test_a_figure_whose_legs_are_not_drawn_apart_stands_as_it_is_drawn() -> None:
    picture, build = _picture("robot-standing"), art.art_build("robot-standing")
    assert build is not None
    puppet = Puppet(picture, build, Frame(EDGE, EDGE, picture.shape[1] - 2 * EDGE, HIGH, False))

    assert np.array_equal(puppet.pose(Stride("walk", 1.0)), picture)
    assert puppet.drop(Stride("walk", 1.0)) == 0
    assert puppet.feet(Stride("walk", 1.0)) is None


def _stride(action: Action, clock: float, **how: object) -> Stride:
    beat = {
        "share": 0.3,
        "seconds": 5.0,
        "beat": 0.5,
        "moving": False,
        "hanging": False,
        "arms": (-1, 1),
        **how,
    }
    stride = perform(action, Beat(clock=clock, **beat)).stride
    assert stride is not None
    return stride


def test_who_cheers_has_both_arms_up_and_who_claps_brings_the_hands_together() -> None:
    for clock in np.arange(0.6, 2.0, 0.1):
        cheering = _stride(Action.CHEER, float(clock))
        assert cheering.left is not None and cheering.right is not None
        assert min(cheering.left + cheering.right) > 130
    claps = [_stride(Action.CLAP, float(clock)) for clock in np.arange(0.6, 1.6, 1 / 24)]
    forearms = [clapping.left[1] for clapping in claps if clapping.left is not None]
    assert all(clapping.left == clapping.right for clapping in claps)
    assert np.ptp(forearms) > 25
    assert max(forearms) < -60


def test_who_points_stretches_out_the_arm_on_the_side_that_is_faced_if_it_is_free() -> None:
    right = _stride(Action.POINT, 1.5, side=1)
    left = _stride(Action.POINT, 1.5, side=-1)
    only = _stride(Action.POINT, 1.5, side=1, arms=(-1,))

    assert right.left is None and right.right is not None and min(right.right) > 75
    assert left.right is None and left.left is not None and min(left.left) > 75
    assert only.left is not None


def test_who_has_no_arms_that_move_dances_and_jumps_as_a_whole() -> None:
    for action in (Action.DANCE, Action.JUMP):
        beat = {"share": 0.3, "seconds": 5.0, "beat": 0.5, "moving": False, "hanging": False}
        assert perform(action, Beat(clock=1.0, **beat)).stride is None
        assert _stride(action, 1.0).left is not None


def test_a_raised_arm_leaves_a_skirt_whole_and_takes_nothing_of_it_along() -> None:
    subject = Subject("woman", "woman-standing", Action.WAVE, look=(("dress", "#2050c0"),))
    picture = np.pad(artwork(subject, HIGH), ((EDGE, EDGE), (EDGE, EDGE), (0, 0)))
    bare = drawings_of(subject, HIGH, frozenset({"still", "arms"}))
    drawings = {name: np.pad(drawing, ((EDGE, EDGE), (EDGE, EDGE), (0, 0))) for name, drawing in bare.items()}
    build = art.art_build("woman-standing")
    assert build is not None
    puppet = Puppet(picture, build, Frame(EDGE, EDGE, picture.shape[1] - 2 * EDGE, HIGH, False), drawings)
    posed = puppet.pose(Stride("rest", 0.0, left=(148, 172), right=(148, 172)))
    hem = slice(EDGE + round(0.7 * HIGH), None)
    above = posed[: EDGE + round(0.1 * HIGH)].astype(int)

    assert np.abs(posed[hem].astype(int) - picture[hem]).max() <= 8
    assert not ((above[..., 2] > 120) & (above[..., 2] > 2 * above[..., 0])).any()


def test_a_ridden_horse_gallops_where_a_car_rolls() -> None:
    assert _stride(Action.DRIVE, 1.0, limbed=True, four=True, arms=()).gait == "run"
    assert _stride(Action.DRIVE, 1.0, arms=()).gait == "roll"


@pytest.mark.parametrize(
    "name",
    [
        "man-guard-standing",
        "construction-worker-standing",
        "princess-standing",
        "robot-standing",
        "boy-standing",
    ],
)
@pytest.mark.parametrize("arm", [(112, 168), (16, 152), (16, -72), (148, 172), (82, 88)])
def test_a_raised_arm_stays_on_its_shoulder_and_within_the_picture(
    name: str, arm: tuple[float, float]
) -> None:
    edge, build = round(REACH * HIGH), art.art_build(name)
    assert build is not None

    def padded(part: str = "") -> Pixels:
        return np.pad(art.load_art(name, HIGH, part=part), ((edge, edge), (edge, edge), (0, 0)))

    picture = padded()
    drawings = {part: padded(part) for part in build.drawings if part in ("still", "arms")}
    puppet = Puppet(picture, build, Frame(edge, edge, picture.shape[1] - 2 * edge, HIGH, False), drawings)
    cover = puppet.pose(Stride("rest", 0.0, left=arm, right=arm))[..., 3]
    _, _, stats, _ = cv2.connectedComponentsWithStats(np.asarray(cover > 60, np.uint8))
    areas = np.sort(stats[1:, cv2.CC_STAT_AREA])[::-1]

    assert areas[1:].sum() < 0.01 * areas[0]
    assert not cover[[0, -1]].any()
    assert not cover[:, [0, -1]].any()


def test_a_body_on_four_legs_rises_by_little_in_the_short_flights_of_a_gallop() -> None:
    lifts = [
        perform(
            Action.RUN, Beat(clock, 0.5, 4.0, 0.5, moving=True, hanging=False, limbed=True, four=True)
        ).lift
        for clock in np.arange(1, 3, 1 / 96)
    ]
    assert 0.01 < max(lifts) < 0.03
    assert min(lifts) == 0


@pytest.mark.parametrize("name", ["bear-sitting", "penguin"])
def test_an_arm_without_an_elbow_goes_from_where_it_is_drawn_to_where_a_bent_one_would_point(
    name: str,
) -> None:
    build = art.art_build(name)
    assert build is not None
    arm = next(limb for limb in build.limbs if limb.side < 0)
    turns = [
        swing(arm, Stride("rest", 0.0, left=bent), [0.3])[0].turn
        for bent in ((0.0, 0.0), (112.0, 168.0), (10.0, -112.0))
    ]
    assert turns[0] == 0
    assert turns[1] > 80
    assert turns[2] < -80


def test_a_bear_that_waves_has_a_paw_beside_its_head() -> None:
    picture = np.pad(np.array(art.load_art("bear-sitting", HIGH)), ((EDGE, EDGE), (EDGE, EDGE), (0, 0)))
    build = art.art_build("bear-sitting")
    assert build is not None
    puppet = Puppet(picture, build, Frame(EDGE, EDGE, picture.shape[1] - 2 * EDGE, HIGH, False))
    beside = np.s_[EDGE + HIGH * 35 // 100 : EDGE + HIGH * 45 // 100, : EDGE + HIGH * 17 // 100, 3]
    assert puppet.pose(Stride("rest", 0.0))[beside].max() < 20
    assert puppet.pose(Stride("rest", 0.0, left=(112.0, 168.0)))[beside].max() > 200
