"""What is heard is heard when it is seen: the moments of the sound against those that the stage draws."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from reelwright.engines.animatic.assemble import assemble
from reelwright.engines.animatic.dissolves import lapped
from reelwright.engines.animatic.plan import (
    Action,
    Setting,
    Shot,
    SoundCue,
    Storyboard,
    Subject,
    Transition,
    Weather,
)
from reelwright.engines.animatic.sound import nature
from reelwright.engines.animatic.sound.acting import acted
from reelwright.engines.animatic.sound.ambience import ambience
from reelwright.engines.animatic.sound.effects import events
from reelwright.engines.animatic.sound.library import SOUNDS
from reelwright.engines.animatic.sound.moments import clock_rate, flashes
from reelwright.engines.animatic.sound.signal import RATE
from reelwright.engines.animatic.stage import stage_frames
from reelwright.engines.animatic.stage.act import Act, Beat
from reelwright.engines.animatic.stage.acting import perform
from reelwright.engines.animatic.stage.drawings import limbed
from reelwright.engines.animatic.stage.framing import Framing

LATE = 0.06
"""Seconds that a sound may be away from what is seen: a frame and a half."""

FPS, BPM = 24, 90
STEP = 0.004


def shot_of(subject: Subject, *, frames: int = 145, speed: float = 1.0, **more: object) -> Shot:
    return Shot(0, frames, "", setting=Setting.STREET, speed=speed, subjects=(subject,), **more)  # type: ignore[arg-type]


def played(shot: Shot) -> tuple[np.ndarray, list[Act]]:
    """Return seconds of the video, and what the first subject does at each."""
    subject, length = shot.subjects[0], shot.frames / FPS
    times = np.arange(0, length, STEP)
    clocks = times * clock_rate(shot)
    return times, [
        perform(
            subject.action,
            Beat(clock, time / length, length, 60 / BPM, True, subject.airborne, limbed(subject)),
        )
        for time, clock in zip(times, clocks, strict=True)
    ]


def heard(shot: Shot, name: str) -> list[float]:
    return [event.second for event in acted(shot, FPS, BPM) if event.name == name]


def peak_of(name: str) -> float:
    """Return the second at which an effect is loudest, in blocks of 20 ms."""
    sound = SOUNDS[name].make(np.random.default_rng(1))
    blocks = sound[: len(sound) // 960 * 960].reshape(-1, 960)
    return float((np.argmax((blocks**2).sum(axis=1)) + 0.5) * 960 / RATE)


def highest(times: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Return when a curve is at its local maxima, the first of a flat one."""
    return times[1:-1][(values[1:-1] > values[:-2] + 1e-9) & (values[1:-1] >= values[2:] - 1e-9)]


def assert_in_step(given: list[float], seen: np.ndarray, end: float) -> None:
    """Every sound is near a moment that is seen, and every such moment from 0.3 s on has its sound."""
    assert len(given) > 1
    assert all(np.abs(seen - second).min() < LATE for second in given if second < end), (given, seen)
    within = seen[(seen > 0.3) & (seen < end)]
    assert all(np.abs(np.array(given) - moment).min() < LATE for moment in within), (given, within)


@pytest.mark.parametrize("speed", [0.5, 1.0, 2.0])
@pytest.mark.parametrize("action", [Action.WALK, Action.RUN, Action.DANCE, Action.APPROACH])
def test_who_has_no_joints_is_heard_when_it_comes_down(action: Action, speed: float) -> None:
    shot = shot_of(Subject("lady", None, action), speed=speed)
    times, acts = played(shot)
    down = highest(times, np.array([-act.lift for act in acts]))
    assert_in_step(heard(shot, "footstep"), down, times[-1] - 0.1)


@pytest.mark.parametrize("action", [Action.WALK, Action.RUN, Action.APPROACH])
@pytest.mark.parametrize("size", [0.25, 0.6])
@pytest.mark.parametrize("moves", [False, True])
@pytest.mark.parametrize("speed", [0.5, 1.0])
def test_a_step_is_heard_when_a_foot_of_the_figure_on_the_stage_strikes_the_ground(
    action: Action, size: float, moves: bool, speed: float
) -> None:
    figure = Subject("walker", "person-walking", action, moves=moves, facing=1, size=size)
    assert limbed(figure)
    shot = shot_of(figure, frames=97, speed=speed)
    framing = Framing(Storyboard("", 5, 320, 180, FPS, 97, (shot,), beats_per_minute=BPM), shot)
    strides = [framing.cast[0].act(framing.moment(number)).stride for number in range(97)]
    phases = np.array([stride.phase if stride else 0.0 for stride in strides])
    # a leg's own stride begins with the strike of its foot: see `stage.legs`
    wanted = np.arange(np.pi / 2, phases[-1], np.pi)
    assert_in_step(heard(shot, "footstep"), np.interp(wanted, phases, np.arange(97) / FPS), 3.9)


@pytest.mark.parametrize("speed", [0.5, 1.0])
def test_a_leap_and_its_landing_are_heard_when_the_feet_leave_and_meet_the_ground(speed: float) -> None:
    shot = shot_of(Subject("frog", None, Action.JUMP), speed=speed)
    times, acts = played(shot)
    up = np.array([act.lift > 1e-6 for act in acts]).astype(int)
    left, met = times[1:][np.diff(up) > 0], times[1:][np.diff(up) < 0]
    assert_in_step(heard(shot, "jump"), left, times[-1] - 0.1)
    assert_in_step(heard(shot, "land"), met, times[-1] - 0.1)


def test_what_falls_is_heard_each_time_it_meets_the_ground() -> None:
    shot = shot_of(Subject("apple", None, Action.FALL))
    times, acts = played(shot)
    lift = np.array([act.lift for act in acts])
    met = times[1:-1][(lift[1:-1] < lift[:-2]) & (lift[1:-1] <= lift[2:]) & (lift[1:-1] < 0.02)]
    thuds = heard(shot, "land")
    assert all(np.abs(met - second).min() < LATE for second in thuds)
    assert len(thuds) == 3


def _falling_wing(act: Act) -> float:
    return 0.0 if act.stride is None else -np.cos(act.stride.phase)


@pytest.mark.parametrize(
    ("action", "sound", "seen"),
    [
        (Action.FLY, "wings", _falling_wing),
        (Action.EAT, "bite", lambda act: act.push),
        (Action.SPIN, "whoosh", lambda act: -abs(act.spin)),
        (Action.SWIM, "paddle", lambda act: act.lean),
        (Action.CLAP, "clap", lambda act: act.lift),
    ],
)
def test_what_is_done_again_and_again_is_loudest_when_it_is_seen(
    action: Action, sound: str, seen: Callable[[Act], float]
) -> None:
    shot = shot_of(Subject("someone", None, action))
    times, acts = played(shot)
    loud = [second + peak_of(sound) for second in heard(shot, sound)]
    assert_in_step(
        [at for at in loud if at > 0.25], highest(times, np.array([seen(act) for act in acts])), 5.5
    )


def test_a_yawn_sighs_while_the_mouth_is_open() -> None:
    shot = shot_of(Subject("kitten", None, Action.YAWN))
    times, acts = played(shot)
    (second,) = heard(shot, "yawn")
    sigh = second + peak_of("yawn")
    assert acts[int(np.searchsorted(times, sigh))].mouth > 0.5
    assert acts[int(np.searchsorted(times, second))].mouth < 0.5


def test_nothing_rattles_while_who_shakes_keeps_still() -> None:
    shot = shot_of(Subject("dog", None, Action.SHAKE), frames=241)
    times, acts = played(shot)
    loose = np.array([abs(act.dx) > 0.001 for act in acts])
    for second in heard(shot, "rattle"):
        assert loose[(times > second) & (times < second + 0.35)].mean() > 0.7


def seen_flashes(frames: list[float]) -> np.ndarray:
    """Return the seconds at which the picture is suddenly brighter than it mostly is."""
    light = np.array(frames)
    return (np.flatnonzero((np.diff(light) > 12) & (light[:-1] < np.median(light) + 8)) + 1) / FPS


@pytest.mark.parametrize("speed", [0.5, 1.0])
def test_it_thunders_when_lightning_is_seen(speed: float) -> None:
    shot = Shot(0, 121, "", setting=Setting.MEADOW, weather=Weather.STORM, speed=speed)
    board = Storyboard("", 3, 128, 72, FPS, 121, (shot,), generate_audio=True)
    seen = seen_flashes([float(frame.mean()) for frame in stage_frames(board, shot)])
    expected = flashes(board, shot)
    assert len(seen) == len(expected) > 0
    assert np.abs(seen - expected).max() < LATE
    sound = ambience(board, 121 * 2000, np.random.default_rng(1))
    first = int(expected[0] * RATE)
    before, after = (np.sqrt(np.mean(part**2)) for part in (sound[:first], sound[first:][: RATE // 4]))
    assert after > 1.6 * before


@pytest.mark.parametrize("features", [(), ("seasons",)])
def test_what_is_seen_of_a_shot_that_dissolves_is_heard_then(features: tuple[str, ...]) -> None:
    """A dissolve begins before the shot does, and with it the clock and the lightning of what is drawn."""
    calm = Shot(0, 60, "", setting=Setting.MEADOW, transition=Transition.DISSOLVE)
    lady = Subject("lady", None, Action.WALK)
    stormy = Shot(60, 181, "", setting=Setting.MEADOW, weather=Weather.STORM, features=features, subjects=(lady,))  # fmt: skip
    board = Storyboard("", 3, 128, 72, FPS, 181, (calm, stormy), generate_audio=True)
    _, lap = lapped(board.shots)
    expected = np.array(flashes(board, lap.shot)) + lap.shot.start / FPS
    seen = seen_flashes([float(frame.mean()) for frame in assemble(board, ())][60:]) + 60 / FPS
    assert len(seen) == len(expected) > 0
    assert np.abs(seen - expected).max() < LATE
    steps = [second for second, event in events(board) if event.name == "footstep"]
    assert steps == [lap.shot.start / FPS + second for second in heard(lap.shot, "footstep")]


def test_thunder_begins_with_its_strike_and_not_before() -> None:
    roll = nature.thunder(np.random.default_rng(1), 3 * RATE, [RATE])
    assert not roll[:RATE].any()
    assert np.abs(roll[RATE : RATE + RATE // 10]).max() > 0.15


@pytest.mark.parametrize(("setting", "features"), [(Setting.ROOM, ()), (Setting.STREET, ("subway",))])
def test_a_storm_outside_is_not_heard_to_strike_within(setting: Setting, features: tuple[str, ...]) -> None:
    shot = Shot(0, 121, "", setting=setting, weather=Weather.STORM, features=features)
    assert flashes(Storyboard("", 3, 128, 72, FPS, 121, (shot,)), shot) == ()


def test_feet_that_are_seen_are_heard_in_their_own_time_though_a_cue_names_them() -> None:
    shot = shot_of(Subject("woman", None, Action.WALK), frames=121)
    board = Storyboard(
        "", 5, 640, 360, FPS, 121, (shot,), cues=(SoundCue("footsteps", 30),), generate_audio=True
    )
    steps = [second for second, event in events(board) if event.name == "footstep"]
    assert steps == [
        event.second for event in acted(shot, FPS, board.beats_per_minute) if event.name == "footstep"
    ]


@pytest.mark.parametrize(("action", "cue"), [(Action.FALL, "crash"), (Action.JUMP, "splash")])
def test_a_crash_or_splash_falls_on_the_landing_that_is_seen(action: Action, cue: str) -> None:
    shot = shot_of(Subject("cup", None, action), frames=121)
    board = Storyboard("", 5, 640, 360, FPS, 121, (shot,), cues=(SoundCue(cue, 36),))
    landings = [event.second for event in acted(shot, FPS, board.beats_per_minute) if event.name == "land"]
    (second,) = [second for second, event in events(board) if event.name == cue]
    assert second == min(landings, key=lambda at: abs(at - 1.5))
    assert [at for at, event in events(board) if event.name == "land"] == [
        at for at in landings if at != second
    ]


def test_nobody_is_heard_to_step_where_there_is_no_ground() -> None:
    shot = Shot(0, 121, "", setting=Setting.SPACE, subjects=(Subject("astronaut", None, Action.WALK),))
    assert not list(acted(shot, FPS, BPM))
