"""Work is heard, and heard when it is seen."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from tests.support.requests import engine_request

from reelwright.engines.animatic.handlings import Handling, HandlingKind
from reelwright.engines.animatic.plan import Subject
from reelwright.engines.animatic.sound import workshop
from reelwright.engines.animatic.sound.acting import acted
from reelwright.engines.animatic.sound.library import SOUNDS
from reelwright.engines.animatic.sound.working import toiled
from reelwright.engines.animatic.stage.craft import Now
from reelwright.engines.animatic.stage.crafts.balls import Dribble, Juggle
from reelwright.engines.animatic.stage.crafts.carpentry import Hammer
from reelwright.engines.animatic.stage.crafts.dough import Cut
from reelwright.engines.animatic.stage.working import body_of
from reelwright.engines.animatic.storyboard import make_storyboard

BODY = body_of(Subject("woman", "woman-standing", facing=1))
CUT, HAMMER, DRIBBLE, JUGGLE = Cut(BODY), Hammer(BODY, "hammer"), Dribble(BODY), Juggle(BODY)


def _now(second: float) -> Now:
    return Now(second, second / 5, 5.0)


@pytest.mark.parametrize(
    ("prompt", "sound"),
    [
        ("A chef chops carrots in the kitchen", "chop"),
        ("A waiter pours coffee into a cup", "pour"),
        ("A woman types on her laptop", "typing"),
        ("An old man writes a letter", "scribble"),
        ("A maid sweeps the floor", "sweep"),
        ("A carpenter hammers a nail into wood", "hammer"),
        ("A carpenter saws a plank of wood", "saw"),
        ("A man washes his car", "scrub"),
        ("一位厨师在厨房里切菜", "chop"),
        ("A boy dribbles a basketball", "bounce"),
    ],
)
def test_work_is_heard(prompt: str, sound: str) -> None:
    (shot,) = make_storyboard(engine_request(prompt)).shots
    assert sum(event.name == sound for event in acted(shot, 24, 90)) >= 2


@pytest.mark.parametrize(
    ("kind", "seen"),
    [
        (HandlingKind.CUT, lambda second: CUT._down(_now(second)) > 0.98),
        (HandlingKind.HAMMER, lambda second: 0.72 < HAMMER._beat(_now(second)) < 0.76),
        (HandlingKind.DRIBBLE, lambda second: DRIBBLE._gone(_now(second)) < 0.02),
        (
            HandlingKind.JUGGLE,
            lambda second: any(0.95 < JUGGLE._thrown(second - 0.01, number)[1] < 1 for number in range(3)),
        ),
    ],
)
def test_a_stroke_is_heard_when_it_is_seen(kind: HandlingKind, seen: Callable[[float], bool]) -> None:
    moments = [moment for _, moment, _ in toiled(Handling(kind, 1), 5.0)]
    assert len(moments) > 4
    assert all(seen(moment) for moment in moments)


@pytest.mark.parametrize("kind", [kind for kind in HandlingKind if any(toiled(Handling(kind, 1), 5.0))])
def test_what_is_heard_of_work_is_in_the_library_and_in_the_shot(kind: HandlingKind) -> None:
    for name, moment, level in toiled(Handling(kind, 1), 5.0):
        assert name in SOUNDS
        assert 0 <= moment < 5
        assert -20 < level < 10


@pytest.mark.parametrize(
    "name",
    [
        "chop",
        "clink",
        "scribble",
        "sweep",
        "scrub",
        "hammer",
        "saw",
        "spade",
        "frying",
        "rustle",
        "bounce",
        "pat",
    ],
)
def test_a_sound_of_work_is_short_and_finite(name: str) -> None:
    sound = getattr(workshop, name)(np.random.default_rng(3))
    assert np.isfinite(sound).all()
    assert np.abs(sound).max() > 0.01
    assert 0.1 < len(sound) / 48000 < 1.5
    assert np.abs(sound[-24:]).max() < 0.05 * np.abs(sound).max() or name == "frying"
