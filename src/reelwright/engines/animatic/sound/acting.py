"""What the subjects of a shot are heard to do: sound events from actions, in the rhythm of the action."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from reelwright.engines.animatic.duets import DuetKind
from reelwright.engines.animatic.plan import Action, Setting, Shot, Subject

STEPS_PER_SECOND: Final = {Action.WALK: 2.0, Action.APPROACH: 2.0, Action.RUN: 3.2, Action.DANCE: 2.0}
"""How often a foot meets the ground."""

_CRUNCHY = frozenset({Setting.SNOWFIELD, Setting.DESERT, Setting.BEACH, Setting.FOREST})
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


_MEETINGS: dict[DuetKind, tuple[str, float, float, float]] = {
    DuetKind.FIGHT: ("land", 1.15, 0.25, 1.0), DuetKind.HIGH_FIVE: ("clap", 1.7, 0.15, 1.0),
    DuetKind.CATCH: ("land", 1.37, 1.2, -6.0), DuetKind.KISS: ("pop", 60.0, 1.8, -4.0),
    DuetKind.GAME: ("knock", 1.9, 0.5, -9.0), DuetKind.FEED: ("bite", 0.55, 1.8, 0.0),
}  # fmt: skip
"""What is heard of a duet, the seconds from one time to the next, those to the first, and dB: as the stage times its contacts."""


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


def acted(shot: Shot, fps: int) -> Iterator[Event]:
    """Yield what the first few subjects of a shot are heard to do while the picture moves."""
    last = shot.end if shot.freeze_from is None else min(shot.freeze_from, shot.end)
    seconds = max(last - shot.start, 0) / fps
    pace = min(max(shot.speed, 0.4), 1.6)
    for index, subject in enumerate(shot.subjects[:_HEARD]):
        level = -8 * min(max(subject.depth, 0.0), 1.0) - 3 * index
        met = _meetings(subject, seconds, pace)
        for name, second, extra in (*met, *_doings(subject, shot.setting, seconds, pace)):
            if second < seconds:
                yield Event(name, second, _place(subject, second / max(seconds, 1e-6)), level + extra)


def _meetings(subject: Subject, seconds: float, pace: float) -> Iterator[tuple[str, float, float]]:
    """Yield (sound, second, dB) of what a subject does with another."""
    if subject.duet is not None and (heard := _MEETINGS.get(subject.duet.kind)):
        name, period, first, level = heard
        yield from _every(name, seconds, period / pace, first / pace, level)


def _place(subject: Subject, progress: float) -> float:
    travelled = 0.6 * subject.facing * (progress - 0.5) if subject.moves else 0.0
    return 1.4 * (subject.place - 0.5 + travelled)


def _every(
    name: str, seconds: float, period: float, first: float, level: float = 0.0
) -> Iterator[tuple[str, float, float]]:
    count = 0
    while first + count * period < seconds:
        yield name, first + count * period, level - (1.5 if count % 2 else 0.0)
        count += 1


def _doings(
    subject: Subject, setting: Setting, seconds: float, pace: float
) -> Iterator[tuple[str, float, float]]:
    """Yield (sound, second, dB) of one subject."""
    kind = kind_of(subject.name)
    if setting is Setting.UNDERWATER:
        yield from _every("bubble", seconds, 2.1, 0.6)
        return
    if kind in _STEADY:
        if subject.action is not Action.IDLE:
            yield from _every(_STEADY[kind], seconds, 1.5, 0.0)
        return
    if kind == "quiet":
        return
    if subject.action is Action.SLEEP:
        yield from _every("purr", seconds, 1.3, 0.0) if kind == "cat" else _every("breath", seconds, 3.0, 0.4)
        return
    if kind in _VOICES and seconds >= 2:
        yield _VOICES[kind], 0.35 * seconds, 0.0
    if subject.action in STEPS_PER_SECOND and not subject.airborne:
        yield from _steps(subject.action, kind, setting, seconds, pace)
    else:
        yield from _moves(subject.action, kind, seconds, pace)


def _steps(
    action: Action, kind: str, setting: Setting, seconds: float, pace: float
) -> Iterator[tuple[str, float, float]]:
    period = 1 / (STEPS_PER_SECOND[action] * pace)
    sound = "hoof" if kind == "hoofed" else "crunch" if setting in _CRUNCHY else "footstep"
    paws = -5.0 if kind in {"cat", "dog", "duck", "bird"} else 0.0
    yield from _every(sound, seconds, period, 0.5 * period, paws)


def _moves(action: Action, kind: str, seconds: float, pace: float) -> Iterator[tuple[str, float, float]]:
    match action:
        case Action.JUMP:
            yield from _every("jump", seconds, 1.2 / pace, 0.15)
            yield from _every("land", seconds, 1.2 / pace, 0.15 + 0.55 / pace, -3)
        case Action.FLY if kind == "small flyer":
            return
        case Action.FLY:
            yield from _every("wings", seconds, 0.36 / pace, 0.2)
        case Action.SWIM:
            yield from _every("paddle", seconds, 0.9 / pace, 0.2)
        case Action.SPIN:
            yield from _every("whoosh", seconds, 1.4 / pace, 0.1)
        case Action.YAWN:
            yield "yawn", min(0.6, 0.2 * seconds), 0.0
        case Action.EAT:
            yield from _every("bite", seconds, 0.8 / pace, 0.4)
        case Action.FALL:
            yield "falling", 0.0, 0.0
            yield "land", min(0.8, 0.8 * seconds), 0.0
        case Action.GROW:
            yield "sparkle", 0.2, 0.0
        case Action.SHAKE:
            yield from _every("rattle", seconds, 0.8 / pace, 0.2)
        case _:
            return
