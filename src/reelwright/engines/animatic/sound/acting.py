"""What the subjects of a shot are heard to do: sound events from actions, at the moments at which they are seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from reelwright.engines.animatic.duets import DuetKind
from reelwright.engines.animatic.plan import Action, Setting, Shot, Subject
from reelwright.engines.animatic.sound.creatures import SIGH
from reelwright.engines.animatic.sound.handling import handled
from reelwright.engines.animatic.sound.moments import (
    BITES,
    BREATHS,
    CLAPS,
    FALLEN,
    FEET,
    HOPS,
    LANDINGS,
    LEAPS,
    SHAKES,
    STROKES,
    TURNS,
    WINGS,
    YAWNS,
    Rhythm,
    clock_rate,
    footfalls,
)

_CRUNCHY = frozenset({Setting.SNOWFIELD, Setting.DESERT, Setting.BEACH, Setting.FOREST})
_NO_GROUND = frozenset({Setting.SPACE, Setting.SKY, Setting.UNDERWATER})
_HEARD = 3

_KINDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("other", ("hot dog", "sea lion", "seahorse", "熊猫", "企鹅", "河马", "海马", "犀牛", "蜗牛", "牛仔", "热狗",
               "牛奶", "马路")),
    ("bird", ("bird", "parrot", "sparrow", "robin", "owl", "eagle", "swan", "dove", "pigeon", "天鹅", "鸟", "鹰", "鹤", "鸽")),
    ("cat", ("cat", "kitten", "kitty", "tabby", "猫")),
    ("dog", ("dog", "puppy", "corgi", "poodle", "hound", "retriever", "狗", "犬", "柯基")),
    ("duck", ("duck", "goose", "鸭", "鹅")),
    ("cow", ("cow", "ox", "bull", "buffalo", "牛")),
    ("wolf", ("wolf", "狼")),
    ("hoofed", ("horse", "pony", "unicorn", "donkey", "deer", "zebra", "camel", "goat", "马", "鹿", "驴")),
    ("small flyer", ("butterfly", "bee", "dragonfly", "fairy", "moth", "firefly", "蝴蝶", "蜜蜂", "蜻蜓", "萤火虫")),
    ("jet", ("rocket", "plane", "airplane", "aeroplane", "jet", "spaceship", "spacecraft", "shuttle", "helicopter",
             "ufo", "飞机", "火箭", "飞船", "直升机")),
    ("quiet", ("bicycle", "bike", "sailboat", "kite", "balloon", "leaf", "leaves", "petal", "snowflake", "cloud", "moon",
               "sun", "star", "lantern", "自行车", "帆船", "风筝", "气球", "叶", "花瓣", "云", "月", "太阳", "星", "灯笼")),
    ("train", ("train", "tram", "locomotive", "metro", "火车", "列车", "地铁")),
    ("engine", ("car", "taxi", "bus", "truck", "van", "motorcycle", "motorbike", "scooter", "tractor", "boat", "ship",
                "racer", "车", "摩托", "船")),
)  # fmt: skip
"""What a noun sounds like. The first kind that fits wins: a longer Chinese word stands before the one inside it."""

_VOICES = {"cat": "meow", "dog": "bark", "duck": "quack", "cow": "moo", "wolf": "howl", "bird": "chirp"}
_STEADY = {"train": "train", "jet": "jet", "engine": "engine"}


_MEETINGS: dict[DuetKind, tuple[str, Rhythm, float]] = {
    DuetKind.FIGHT: ("land", Rhythm(1.15, (0.25,)), 1.0), DuetKind.HIGH_FIVE: ("clap", Rhythm(1.7, (0.15,)), 1.0),
    DuetKind.CATCH: ("land", Rhythm(1.37, (1.2,)), -6.0), DuetKind.KISS: ("pop", Rhythm(60.0, (1.8,)), -4.0),
    DuetKind.GAME: ("knock", Rhythm(1.9, (0.5,)), -9.0), DuetKind.FEED: ("bite", Rhythm(0.55, (1.8,)), 0.0),
}  # fmt: skip
"""What is heard of a duet, when in seconds of the shot's clock, as the stage times its contacts, and dB."""

_AGAIN: dict[Action, tuple[str, Rhythm, float, float]] = {
    Action.FLY: ("wings", WINGS, 0.05, 0.0), Action.SWIM: ("paddle", STROKES, 0.16, 0.0),
    Action.SPIN: ("whoosh", TURNS, 0.35, 0.0), Action.YAWN: ("yawn", YAWNS, SIGH, 0.0),
    Action.EAT: ("bite", BITES, 0.03, 0.0), Action.SHAKE: ("rattle", SHAKES, 0.0, 0.0),
    Action.CLAP: ("clap", CLAPS, 0.0, -5.0), Action.CHEER: ("footstep", HOPS, 0.0, 0.0),
}  # fmt: skip
"""What is heard of an action again and again, when, the seconds from its start to what is seen, and dB."""


@dataclass(frozen=True, slots=True)
class Event:
    """An effect at a moment: seconds from the start of the shot, its place from -1 to 1, and dB added to its own level."""

    name: str
    second: float
    place: float = 0.0
    level: float = 0.0


def kind_of(name: str) -> str:
    """Return what kind of sounding thing a noun names, or an empty word."""
    lowered = name.lower()
    words = set(lowered.replace("-", " ").split())
    words |= {word.removesuffix("s") for word in words}
    for kind, nouns in _KINDS:
        if any(noun in words if noun.isascii() and " " not in noun else noun in lowered for noun in nouns):
            return kind
    return ""


@dataclass(frozen=True, slots=True)
class _Time:
    """The time of a shot: for how many `seconds` of the video it moves, and how many of its own clock go by in one (`rate`).

    beat: seconds per beat of the music.
    """

    shot: Shot
    fps: int
    seconds: float
    rate: float
    beat: float


def acted(shot: Shot, fps: int, beats_per_minute: int) -> Iterator[Event]:
    """Yield what the first few subjects of a shot are heard to do while the picture moves."""
    last = shot.end if shot.freeze_from is None else min(shot.freeze_from, shot.end)
    seconds = max(last - shot.start, 0) / fps
    time = _Time(shot, fps, seconds, clock_rate(shot), 60 / beats_per_minute)
    for index, subject in enumerate(shot.subjects[:_HEARD]):
        level = -8 * min(max(subject.depth, 0.0), 1.0) - 3 * index
        for name, second, extra in (
            *_meetings(subject, time),
            *handled(subject, shot, fps, time.rate),
            *_doings(subject, time),
        ):
            if second < time.seconds:
                yield Event(name, second, _place(subject, second / time.seconds), level + extra)


def _meetings(subject: Subject, time: _Time) -> Iterator[tuple[str, float, float]]:
    """Yield (sound, second, dB) of what a subject does with another."""
    if subject.duet is not None and (heard := _MEETINGS.get(subject.duet.kind)):
        name, rhythm, level = heard
        yield from _at(name, time, rhythm, level=level)


def _place(subject: Subject, progress: float) -> float:
    travelled = 0.6 * subject.facing * (progress - 0.5) if subject.moves else 0.0
    return 1.4 * (subject.place - 0.5 + travelled)


def _every(name: str, time: _Time, period: float, first: float) -> Iterator[tuple[str, float, float]]:
    """Yield a sound that goes on by itself, whatever the clock of the shot does."""
    for count, second in enumerate(np.arange(first, time.seconds, period)):
        yield name, float(second), -1.5 if count % 2 else 0.0


def _at(
    name: str, time: _Time, rhythm: Rhythm, ahead: float = 0.0, level: float = 0.0
) -> Iterator[tuple[str, float, float]]:
    """Yield a sound whose middle, `ahead` seconds after its start, falls on the moments of a rhythm."""
    for count, moment in enumerate(rhythm.moments((time.seconds + ahead) * time.rate)):
        yield name, max(moment / time.rate - ahead, 0.0), level - (1.5 if count % 2 else 0.0)


def _doings(subject: Subject, time: _Time) -> Iterator[tuple[str, float, float]]:
    """Yield (sound, second, dB) of one subject."""
    kind, setting = kind_of(subject.name), time.shot.setting
    if setting is Setting.UNDERWATER:
        yield from _every("bubble", time, 2.1, 0.6)
    elif kind in _STEADY:
        if subject.action is not Action.IDLE:
            yield from _every(_STEADY[kind], time, 1.5, 0.0)
    elif kind == "quiet":
        return
    elif subject.action is Action.SLEEP:
        yield from _every("purr", time, 1.3, 0.0) if kind == "cat" else _at("breath", time, BREATHS, 1.2)
    else:
        if kind in _VOICES and time.seconds >= 2:
            yield _VOICES[kind], 0.35 * time.seconds, 0.0
        if subject.action not in FEET:
            yield from _moves(subject, kind, time)
        elif not subject.airborne and setting not in _NO_GROUND:
            yield from _steps(subject, kind, time)


def _steps(subject: Subject, kind: str, time: _Time) -> Iterator[tuple[str, float, float]]:
    sound = "hoof" if kind == "hoofed" else "crunch" if time.shot.setting in _CRUNCHY else "footstep"
    paws = -5.0 if kind in {"cat", "dog", "duck", "bird"} else 0.0
    for count, moment in enumerate(footfalls(time.shot, subject, time.fps, time.beat)):
        yield sound, moment / time.rate, paws - (1.5 if count % 2 else 0.0)


def _moves(subject: Subject, kind: str, time: _Time) -> Iterator[tuple[str, float, float]]:
    match subject.action:
        case Action.JUMP:
            yield from _at("jump", time, LEAPS, 0.04)
            yield from _at("land", time, LANDINGS, level=-3)
        case Action.FLY if kind == "small flyer":
            return
        case Action.FALL if not subject.airborne:
            yield "falling", 0.0, 0.0
            yield from (("land", moment / time.rate, level) for moment, level in FALLEN)
        case Action.GROW:
            yield "sparkle", 0.2, 0.0
        case action if action in _AGAIN:
            name, rhythm, ahead, level = _AGAIN[action]
            yield from _at(name, time, rhythm, ahead, level)
        case _:
            return
