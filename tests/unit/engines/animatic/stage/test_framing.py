"""Who is named is whole in the frame, and nobody stands before anybody else."""

from __future__ import annotations

from scripts.framing import offences, seen

from reelwright.engines.animatic.plan import CameraMove, Setting, Shot, Storyboard, Subject

CAT = Subject("cat", "cat", size=0.4, place=0.5)


def board_of(*subjects: Subject, camera: CameraMove = CameraMove.STATIC, text: str = "") -> Storyboard:
    shot = Shot(0, 49, text, setting=Setting.MEADOW, camera=camera, subjects=subjects)
    return Storyboard("", 1, 864, 496, 24, 49, (shot,))


def test_who_stands_in_the_middle_is_seen_whole_and_alone() -> None:
    board = board_of(CAT)
    (cat,) = seen(board, board.shots[0], looks=3)
    assert min(cat.inside) > 0.99
    assert max(cat.hidden) == 0
    assert all(0.3 < tall < 0.5 for tall in cat.tall)


def test_who_stands_behind_another_is_told_of() -> None:
    dog = Subject("dog", "dog-front", size=0.6, place=0.5, depth=0.2)
    board = board_of(CAT, dog)
    found = [(offence.kind, offence.name, offence.by) for offence in offences(board, board.shots[0])]
    assert ("hidden", "cat", "dog") in found
