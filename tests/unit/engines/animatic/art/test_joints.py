from __future__ import annotations

import pytest

from reelwright.engines.animatic.art import art_build, art_names
from reelwright.engines.animatic.art.archive import table

JOINTED = sorted((table("joints.toml").keys() | table("joints.toml")["alike"].keys()) - {"alike"})


@pytest.mark.parametrize("name", JOINTED)
def test_every_jointed_piece_exists_and_its_joints_lie_within_its_picture(name: str) -> None:
    build = art_build(name)

    assert name in art_names()
    assert build is not None
    assert build.limbs or build.bends or build.wheels
    for limb in build.limbs:
        assert all(0 <= share <= 1 for share in (*limb.cut.joint, *limb.at))
        assert len(limb.cut.outline) >= 3
    for bend in build.bends:
        assert bend.root != bend.tip
        assert bend.box[0] < bend.box[2]
        assert bend.box[1] < bend.box[3]


def test_four_legs_are_two_near_and_two_far_and_the_far_ones_come_first() -> None:
    build = art_build("cat")

    assert build is not None
    assert [limb.far for limb in build.limbs] == [True, True, False, False]
    assert sorted(limb.role for limb in build.limbs) == ["fore", "fore", "hind", "hind"]
    assert build.steps
    assert not build.flies


def test_a_bird_in_flight_has_wings_and_a_house_has_no_joints() -> None:
    bird = art_build("bird-flying")

    assert bird is not None
    assert bird.flies
    assert not bird.steps
    assert art_build("house") is None
