"""Effects: the library, and what is heard when."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from reelwright.engines.animatic.plan import Action, Setting, Shot, SoundCue, Storyboard, Subject
from reelwright.engines.animatic.sound import make_sound
from reelwright.engines.animatic.sound.acting import acted, kind_of
from reelwright.engines.animatic.sound.effects import effects, events
from reelwright.engines.animatic.sound.library import SOUNDS, find_sound, sound_names
from reelwright.engines.animatic.sound.signal import RATE


def scene(
    name: str, action: Action, *, frames: int = 120, setting: Setting = Setting.STREET, **more: object
) -> Shot:
    return Shot(0, frames, "", setting=setting, subjects=(Subject(name, None, action, **more),))  # type: ignore[arg-type]


def board(shot: Shot, *cues: SoundCue) -> Storyboard:
    return Storyboard("", 5, 640, 360, 24, shot.end, (shot,), cues=cues, generate_audio=True)


def names(shot: Shot) -> set[str]:
    return {event.name for event in acted(shot, 24, 90)}


@pytest.mark.parametrize("name", SOUNDS)
def test_every_effect_starts_and_ends_at_rest_and_is_heard(name: str) -> None:
    sound = SOUNDS[name].make(np.random.default_rng(3))
    assert sound.dtype == np.float32
    assert sound.ndim == 1
    assert 0.03 * RATE < len(sound) <= 5 * RATE
    peak = np.abs(sound).max()
    assert peak > 0.2
    assert abs(sound[0]) < 0.02 * peak
    assert abs(sound[-1]) < 0.02 * peak
    assert abs(sound.mean()) < 0.02 * peak


@pytest.mark.parametrize("name", SOUNDS)
def test_effects_depend_on_nothing_but_their_generator(name: str) -> None:
    first, second = (SOUNDS[name].make(np.random.default_rng(4)) for _ in range(2))
    assert np.array_equal(first, second)


def test_every_name_that_is_offered_can_be_found() -> None:
    assert all(find_sound(name) in SOUNDS for name in sound_names())


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("Footsteps", "footstep"),
        ("door slam", "door"),
        ("ice-clinks", "ice"),
        ("SPLASHING", "splash"),
        ("theremin", None),
    ],
)
def test_words_near_a_name_are_understood(word: str, name: str | None) -> None:
    assert find_sound(word) == name


def test_a_cue_is_heard_at_its_frame_and_not_before() -> None:
    shot = Shot(0, 120, "")
    track = effects(board(shot, SoundCue("bell", 60)), 5 * RATE, np.random.default_rng(1))
    assert np.abs(track[: 60 * 2000 - 1]).max() < 1e-4
    assert np.abs(track[60 * 2000 : 66 * 2000]).max() > 0.05


def test_an_unknown_cue_is_left_out_with_a_warning() -> None:
    shot = Shot(0, 120, "")
    _, warnings = make_sound(board(shot, SoundCue("theremin", 5), SoundCue("bell", 9)), ())
    assert len(warnings) == 1
    assert "theremin" in warnings[0]


def test_near_a_cue_the_same_sound_of_the_action_is_left_out() -> None:
    shot = scene("swimmer", Action.JUMP)
    landings = [event.second for event in acted(shot, 24, 90) if event.name == "land"]
    heard = [event.name for _, event in events(board(shot, SoundCue("land", round(landings[1] * 24))))]
    assert heard.count("land") == len(landings)
    assert "jump" in heard


def test_a_cat_that_meows_on_cue_does_not_meow_again() -> None:
    heard = [event.name for _, event in events(board(scene("cat", Action.SLEEP), SoundCue("meow", 10)))]
    assert heard.count("meow") == 1


def test_a_cue_for_footsteps_gives_several() -> None:
    heard = [second for second, event in events(board(Shot(0, 120, ""), SoundCue("footsteps", 24)))]
    assert heard == pytest.approx([1.0, 1.5, 2.0, 2.5])


def test_slow_motion_slows_the_feet() -> None:
    shot = scene("woman", Action.RUN)
    slowed = len(list(acted(replace(shot, speed=0.5), 24, 90)))
    assert slowed < 0.6 * len(list(acted(shot, 24, 90))) + 1


def test_nothing_is_heard_once_the_picture_is_frozen() -> None:
    shot = replace(scene("woman", Action.RUN), freeze_from=48)
    assert max(event.second for event in acted(shot, 24, 90)) < 2


@pytest.mark.parametrize(
    ("shot", "heard", "not_heard"),
    [
        (scene("horse", Action.RUN), "hoof", "footstep"),
        (scene("fox", Action.WALK, setting=Setting.SNOWFIELD), "crunch", "footstep"),
        (scene("cat", Action.SLEEP), "purr", "breath"),
        (scene("狗", Action.RUN), "bark", "meow"),
        (scene("red car", Action.DRIVE), "engine", "footstep"),
        (scene("rocket", Action.FLY), "jet", "wings"),
        (scene("eagles", Action.FLY, airborne=True), "wings", "jet"),
        (scene("butterfly", Action.FLY, airborne=True), "", "wings"),
        (scene("cloud", Action.FLOAT), "", "whoosh"),
        (scene("dolphin", Action.SWIM, setting=Setting.UNDERWATER), "bubble", "paddle"),
        (scene("girl", Action.EAT), "bite", "footstep"),
    ],
)
def test_subjects_sound_like_what_they_are(shot: Shot, heard: str, not_heard: str) -> None:
    assert not heard or heard in names(shot)
    assert not_heard not in names(shot)


@pytest.mark.parametrize("noun", ["carpet", "catalogue", "oxygen", "vanilla", "startled"])
def test_a_word_inside_another_is_not_the_thing(noun: str) -> None:
    assert kind_of(noun) == ""


@pytest.mark.parametrize(
    ("noun", "kind"),
    [
        ("熊猫", "other"),
        ("小猫", "cat"),
        ("自行车", "quiet"),
        ("小汽车", "engine"),
        ("天鹅", "bird"),
        ("hot dog", "other"),
    ],
)
def test_a_longer_word_is_told_from_the_word_inside_it(noun: str, kind: str) -> None:
    assert kind_of(noun) == kind


def test_a_shot_that_is_frozen_from_its_first_frame_is_quiet() -> None:
    assert list(acted(replace(scene("woman", Action.RUN), freeze_from=0), 24, 90)) == []


def test_who_walks_to_the_right_is_heard_to_go_there() -> None:
    places = [event.place for event in acted(scene("woman", Action.WALK, moves=True, facing=1), 24, 90)]
    assert places == sorted(places)
    assert places[0] < 0 < places[-1]
