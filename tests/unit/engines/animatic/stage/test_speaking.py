"""Who has lines says them; the others listen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from tests.support.boards import board_of, shot_of

from reelwright.engines.animatic.duets import Duet, DuetKind
from reelwright.engines.animatic.plan import Action, SpokenLine, Subject
from reelwright.engines.animatic.stage.act import Beat, Speech
from reelwright.engines.animatic.stage.acting import perform
from reelwright.engines.animatic.stage.speaking import speaker
from reelwright.engines.animatic.storyboard import make_storyboard
from reelwright.engines.base import EngineRequest

MAN = Subject("man", "man-standing", Action.TALK)
WOMAN = Subject("woman", "woman-standing", Action.TALK)
LINES = (SpokenLine("Aha, aha", "male", 24, 48), SpokenLine("Oh no", "female", 72, 96))


def mouths(subject: Subject, *subjects: Subject, lines: tuple[SpokenLine, ...] = LINES) -> np.ndarray:
    shot = shot_of(121, subjects=subjects)
    found = speaker(board_of(shot, lines=lines), shot, subject)
    assert found is not None
    return np.array([found.at(number / 120).mouth for number in range(121)])


def test_a_mouth_moves_during_its_own_line_alone() -> None:
    man, woman = mouths(MAN, MAN, WOMAN), mouths(WOMAN, MAN, WOMAN)
    assert man[24:48].max() > 0.6
    assert man[:24].max() == man[48:].max() == 0
    assert woman[72:96].max() > 0.5
    assert woman[:72].max() == woman[96:].max() == 0


def test_who_is_talked_with_speaks_too() -> None:
    first = replace(MAN, duet=Duet(DuetKind.TALK, 1))
    assert mouths(replace(WOMAN, action=Action.IDLE), first, replace(WOMAN, action=Action.IDLE)).max() > 0.5


def test_a_narrator_moves_no_mouth_and_who_has_no_words_mumbles() -> None:
    shot = shot_of(121, subjects=(MAN,))
    narrated = (replace(LINES[0], narrated=True),)
    assert speaker(board_of(shot, lines=narrated), shot, MAN) is None
    assert speaker(board_of(shot), shot, MAN) is None


def test_a_hand_goes_up_with_the_words_and_another_with_the_next_phrase() -> None:
    beat = Beat(1.0, 0.2, 5.0, 0.7, False, False, arms=(-1, 1))
    hands = []
    for speech in (Speech(), Speech(0.5, 1.0, 0), Speech(0.5, 1.0, 1)):
        stride = perform(Action.TALK, replace(beat, speech=speech)).stride
        assert stride is not None
        hands.append((stride.left is not None, stride.right is not None))
    assert hands == [(False, False), (False, True), (True, False)]


def test_both_of_a_dialogue_are_seen_talking() -> None:
    prompt = 'A man says: "Where are you going?" The woman answers: "To the moon, of course!"'
    board = make_storyboard(EngineRequest("x", 1, "", prompt, 192, 112, 121, 24, seed=1))
    assert {who.name: who.action for who in board.shots[0].subjects} == {
        "man": Action.TALK,
        "woman": Action.TALK,
    }


def test_she_who_says_the_line_is_seen_talking_and_not_he_who_stands_first() -> None:
    prompt = 'A man meets a woman in the park, and the woman says: "Good morning!"'
    board = make_storyboard(EngineRequest("x", 1, "", prompt, 192, 112, 121, 24, seed=1))
    talking = [who.name for who in board.shots[0].subjects if who.action is Action.TALK]
    assert "woman" in talking


def test_half_a_figure_turns_and_bows_where_a_whole_one_stands() -> None:
    beats = [Beat(number / 8, number / 40, 5.0, 0.7, False, False, half=True) for number in range(40)]
    half, whole = ([perform(Action.IDLE, replace(beat, half=cut)) for beat in beats] for cut in (True, False))
    for acts, least, most in ((half, 0.04, 1.0), (whole, 0.0, 0.03)):
        leans = [act.lean for act in acts]
        assert least < max(leans) - min(leans) < most
    assert min(act.tall for act in half) < 0.96


def test_animals_of_one_voice_each_say_their_own_line() -> None:
    prompt = 'A robot says: "Hello, human." The cat replies: "Meow!"'
    board = make_storyboard(EngineRequest("x", 1, "", prompt, 192, 112, 121, 24, seed=1))
    shot = board.shots[0]
    spans = []
    for who in shot.subjects:
        found = speaker(board, shot, who)
        assert found is not None
        spans.append({number for number in range(shot.frames) if found.at(number / 120).mouth > 0})
    assert spans[0]
    assert spans[1]
    assert not spans[0] & spans[1]
