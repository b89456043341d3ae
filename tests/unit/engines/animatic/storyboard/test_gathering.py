"""Who sits down, and who is gathered around what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.support.requests import engine_request

from reelwright.engines.animatic.plan import CameraMove, Setting, Subject
from reelwright.engines.animatic.storyboard import make_storyboard

if TYPE_CHECKING:
    from collections.abc import Sequence


def cast(prompt: str) -> Sequence[Subject]:
    return make_storyboard(engine_request(prompt)).shots[0].subjects


@pytest.mark.parametrize(
    ("prompt", "piece"),
    [
        ("A woman sits on the grass", "woman-sitting"),
        ("An old man sitting under a tree", "old-man-sitting"),
        ("A boy sat on a rock by the sea", "boy-sitting"),
        ("A boy rides an elephant", "boy-sitting"),
        ("一个女孩坐在沙滩上", "girl-sitting"),
        ("Children seated on the floor laugh", "child-sitting"),
        ("A woman sits cross-legged and meditates", "woman-in-lotus-position"),
        ("A man sits on the stairs and plays the guitar", "man-standing"),
        ("A man sits at a table", "man-standing"),
        ("A woman stands on the grass", "woman-standing"),
    ],
)
def test_who_sits_down_is_drawn_sitting_where_the_deed_allows_it(prompt: str, piece: str) -> None:
    assert piece in [who.art for who in cast(prompt)]


def test_what_somebody_does_is_no_part_of_the_name() -> None:
    assert [who.name for who in cast("A woman sitting on the beach watches the sunset")] == ["woman"]


@pytest.mark.parametrize(
    ("prompt", "count"),
    [
        ("Two friends sit around a campfire", 2),
        ("Three friends sit around a campfire at night, laughing", 3),
        ("Four children dance around a bonfire", 4),
        ("三个朋友围着篝火唱歌", 3),
        ("Five cats sit around a fountain", 5),
    ],
)
def test_who_is_around_a_thing_has_it_in_the_middle(prompt: str, count: int) -> None:
    board = make_storyboard(engine_request(prompt)).shots[0]
    (middle,) = [who for who in board.subjects if who.art in ("fire", "fountain")]
    circle = [who for who in board.subjects if who is not middle]
    assert [who.count for who in circle] == [1] * count
    assert {who.place < middle.place for who in circle} == {True, False}
    assert all(who.facing == (1 if who.place < middle.place else -1) for who in circle)
    assert middle.depth < min(who.depth for who in circle), "before them"
    assert board.camera is CameraMove.PUSH_IN, "nobody is left behind"


def test_a_campfire_burns_outdoors_and_beside_whoever_is_alone() -> None:
    board = make_storyboard(engine_request("A woman sits by a campfire")).shots[0]
    assert board.setting in (Setting.FOREST, Setting.MEADOW)
    woman, fire = board.subjects
    assert woman.place < 0.5 < fire.place


def test_who_goes_around_something_is_in_no_circle() -> None:
    dog, tree = cast("Two dogs run around a tree")
    assert dog.count == 2
    assert tree.art == "deciduous-tree"


@pytest.mark.parametrize(
    ("prompt", "mount"),
    [
        ("A motorcycle rider speeds along a desert highway", "motorcycle"),
        ("A skateboarder does a kickflip", "skateboard-level"),
        ("滑板少年在街头滑行", "skateboard-level"),
    ],
)
def test_who_is_called_after_a_mount_is_on_it(prompt: str, mount: str) -> None:
    subjects = cast(prompt)
    assert [who.art for who in subjects].count(mount) == 1
    assert [who for who in subjects if who.bond and subjects[who.bond.to].art == mount]


def test_nobody_feeds_a_bench_to_pigeons() -> None:
    seen = cast("An old couple sit on a bench and feed pigeons")
    (couple,) = [who for who in seen if who.duet]
    assert sorted(who.art or "" for who in seen if who is not couple) == ["bench", "bird"]
    assert couple.duet is not None
    assert couple.duet.thing is None


def test_nobody_holds_the_tree_that_they_sit_under() -> None:
    assert [who.bond for who in cast("Students sit under a cherry tree")] == [None, None]


def test_a_circle_has_room_in_an_upright_frame() -> None:
    prompt = "Four friends sit around a campfire"
    wide, upright = (
        make_storyboard(engine_request(prompt, size=size)).shots[0].subjects
        for size in ((1280, 720), (720, 1280))
    )
    assert len(wide) == len(upright) == 5
    assert max(who.size for who in upright) < 0.5 * max(who.size for who in wide)
