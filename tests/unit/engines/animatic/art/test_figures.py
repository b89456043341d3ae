"""People whom the archive shows to the waist stand on two legs, and are pieces like all others."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from tests.support.requests import engine_request

from reelwright.engines.animatic import art
from reelwright.engines.animatic.art.archive import emptied_bases, figure_bases, fingerprint, svg
from reelwright.engines.animatic.art.raster import Gallery
from reelwright.engines.animatic.storyboard import make_storyboard


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Gallery:
    """One gallery with a cache of its own."""
    return Gallery(tmp_path_factory.mktemp("art"))


def test_a_chef_a_robot_and_an_astronaut_have_a_whole_figure() -> None:
    for name in ("cook", "robot", "astronaut", "woman-detective", "person-superhero"):
        whole = art.whole_art(name)
        assert whole == f"{name}-standing"
        assert whole in art.art_names()
        assert (art.art_form(whole), art.art_facing(whole)) == ("whole", 0)
    assert art.whole_art("cat") == "cat"


def test_every_figure_is_measured_and_its_name_is_new() -> None:
    for base in figure_bases():
        assert svg(art.whole_art(base)).count("<clipPath") >= 1, base
        assert fingerprint(art.whole_art(base)) != fingerprint(base)


@pytest.mark.parametrize(
    "name", ["cook-standing", "robot-standing", "man-pilot-standing", "astronaut-standing"]
)
def test_a_figure_stands_on_two_legs_with_a_gap_between_them(gallery: Gallery, name: str) -> None:
    alpha = gallery.load(name, 200)[..., 3]
    row = np.concatenate([[0], (alpha[int(0.85 * 200)] > 128).astype(int), [0]])
    assert (np.diff(row) == 1).sum() == 2
    assert alpha.shape[1] < 160


def test_a_figure_names_the_parts_that_may_move() -> None:
    drawing = svg("astronaut-standing")
    for part in ("leg-left", "leg-right", "arm-left", "arm-right", "body"):
        assert drawing.count(f'id="{part}"') == 1


def test_the_face_of_a_figure_is_where_its_mouth_and_eyes_are_drawn(gallery: Gallery) -> None:
    face = art.art_face("cook-standing")
    assert face is not None
    picture = gallery.load("cook-standing", 400).astype(int)
    height, width = picture.shape[:2]
    x, y, _, _ = face.mouth
    red, green, _, _ = picture[round((y + 0.008) * height), round(x * width)]
    assert red < 190 and green < 60
    for eye in face.eyes[:2]:
        around = picture[round(face.eyes[2] * height), round(eye * width) - 8 : round(eye * width) + 8, :3]
        assert around.sum(axis=1).min() < 150
        assert around.sum(axis=1).max() > 600


def test_a_figure_is_kept_on_disk_under_its_own_name(tmp_path: Path) -> None:
    Gallery(tmp_path).load("cook-standing", 90)
    (kept,) = tmp_path.iterdir()
    assert kept.name.startswith(f"cook-standing-{fingerprint('cook-standing')}")


def test_whoever_is_drawn_with_a_tool_can_put_it_down() -> None:
    for piece in ("cook-standing", "woman-farmer-standing", "artist-standing", "teacher-standing"):
        free = art.empty_handed(piece)
        first, second = art.art_build(piece), art.art_build(free)
        assert first is not None and second is not None
        assert len(first.arms) < 2
        assert second.arms == (-1, 1)
        assert free not in art.art_names()
    assert art.empty_handed("man-standing") == "man-standing"
    assert art.empty_handed("cook") == "cook"
    assert art.empty_handed("pilot-standing") == "pilot-standing"


def test_nothing_is_left_in_the_air_of_what_was_put_down(gallery: Gallery) -> None:
    for base in sorted(emptied_bases()):
        alpha = gallery.load(f"{base}-standing", 200)[..., 3]
        count, _, sizes, _ = cv2.connectedComponentsWithStats((alpha > 128).astype(np.uint8))
        assert sorted(sizes[1:count, cv2.CC_STAT_AREA])[-1] > 0.99 * (alpha > 128).sum(), base


@pytest.mark.parametrize("pose", ["walking", "running"])
@pytest.mark.parametrize(("child", "adult"), [("boy", "man"), ("girl", "woman"), ("child", "person")])
def test_a_child_that_goes_has_a_larger_head_on_the_same_legs(child: str, adult: str, pose: str) -> None:
    young, grown = f"{child}-{pose}", f"{adult}-{pose}"
    assert young in art.art_names()
    assert (art.art_form(young), art.art_facing(young)) == ("whole", -1)
    first, second = art.art_build(young), art.art_build(grown)
    assert first is not None and second is not None
    assert [limb.role for limb in first.limbs] == [limb.role for limb in second.limbs]
    hips = [next(limb.at[1] for limb in build.limbs if limb.role == "leg") for build in (first, second)]
    assert hips[0] > hips[1] + 0.03


def test_children_who_do_something_are_no_small_grown_ups() -> None:
    for prompt, piece in (
        ("A little girl kicks a ball in the park", "girl-walking"),
        ("Two kids build a sandcastle", "child-walking"),
        ("一个小男孩在跑步", "boy-running"),
        ("A man kicks a ball", "man-walking"),
    ):
        assert make_storyboard(engine_request(prompt)).shots[0].subjects[0].art == piece
