"""The sound library: every effect by name, how loud it is, and what else people call it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from reelwright.engines.animatic.sound import creatures, foley, things
from reelwright.engines.animatic.sound.signal import Mono


@dataclass(frozen=True, slots=True)
class Sound:
    """An effect: how it is made, its peak in dB before the mix, and whether it goes on without a gap when repeated."""

    make: Callable[[np.random.Generator], Mono]
    level: float
    steady: bool = False


SOUNDS: dict[str, Sound] = {
    "applause": Sound(foley.applause, -17),
    "bark": Sound(creatures.barks, -18),
    "bell": Sound(things.bell, -16),
    "bite": Sound(foley.bite, -17),
    "breath": Sound(foley.breath, -24),
    "bubble": Sound(foley.bubbles, -22),
    "chime": Sound(things.chime, -17),
    "chirp": Sound(creatures.chirp, -22),
    "clap": Sound(foley.clap, -17),
    "crash": Sound(things.crash, -12),
    "crunch": Sound(foley.crunch, -21),
    "door": Sound(things.door, -14),
    "drum": Sound(things.drum, -12),
    "engine": Sound(creatures.engine, -21, steady=True),
    "explosion": Sound(things.explosion, -10),
    "falling": Sound(foley.falling, -24),
    "fire": Sound(foley.crackle, -20, steady=True),
    "footstep": Sound(foley.footstep, -19),
    "glass": Sound(things.glass, -18),
    "heartbeat": Sound(things.heartbeat, -13),
    "hoof": Sound(foley.hoof, -18),
    "horn": Sound(things.horn, -20),
    "howl": Sound(creatures.howl, -22),
    "ice": Sound(things.ice, -17),
    "jet": Sound(creatures.jet, -19, steady=True),
    "jump": Sound(foley.jump, -22),
    "knock": Sound(things.knock, -15),
    "land": Sound(foley.land, -16),
    "meow": Sound(creatures.meow, -20),
    "moo": Sound(creatures.moo, -20),
    "paddle": Sound(foley.paddle, -20),
    "pop": Sound(things.pop, -18),
    "pour": Sound(foley.pour, -18),
    "purr": Sound(creatures.purr, -23, steady=True),
    "quack": Sound(creatures.quack, -20),
    "rattle": Sound(things.rattle, -22),
    "shutter": Sound(things.shutter, -15),
    "sparkle": Sound(things.sparkle, -20),
    "splash": Sound(foley.splash, -15),
    "thunder": Sound(foley.thunder, -9),
    "tick": Sound(things.tick, -22),
    "train": Sound(creatures.train, -19, steady=True),
    "typing": Sound(things.typing, -20),
    "whoosh": Sound(foley.whoosh, -18),
    "wings": Sound(foley.wings, -20),
    "yawn": Sound(creatures.yawn, -22),
}

_ALSO: dict[str, str] = {
    "airplane": "jet", "boom": "explosion", "breathing": "breath", "bubbles": "bubble", "camera": "shutter",
    "car": "engine", "cat": "meow", "cheer": "applause", "chew": "bite", "clapping": "applause", "click": "shutter",
    "clink": "glass", "clock": "tick", "cow": "moo", "crackle": "fire", "crisp": "bite", "crunchy": "crunch",
    "dog": "bark", "drums": "drum", "drumbeat": "drum", "duck": "quack", "eat": "bite", "fall": "falling", "flap": "wings",
    "footsteps": "footstep", "galop": "hoof", "gallop": "hoof", "honk": "horn", "hoofbeats": "hoof", "hooves": "hoof",
    "keyboard": "typing", "landing": "land", "lightning": "thunder", "magic": "sparkle", "motor": "engine", "plane": "jet",
    "plop": "bubble", "ring": "bell", "roar": "jet", "rocket": "jet", "sizzle": "fire", "slam": "door", "snap": "clap",
    "step": "footstep", "steps": "footstep", "swim": "paddle", "swoosh": "whoosh", "thud": "land", "ticking": "tick",
    "tweet": "chirp", "twinkle": "sparkle", "water": "splash", "wing": "wings", "wolf": "howl",
}  # fmt: skip


def sound_names() -> frozenset[str]:
    """Return every name that a sound cue may have."""
    return frozenset(SOUNDS) | frozenset(_ALSO)


def find_sound(name: str) -> str | None:
    """Return the library's own name of an effect, or None when it has none like it."""
    word = name.strip().lower().replace("-", "_").replace(" ", "_")
    for form in (
        word,
        word.removesuffix("s"),
        word.removesuffix("ing"),
        word.split("_")[0],
        word.split("_")[-1],
    ):
        if form in SOUNDS:
            return form
        if form in _ALSO:
            return _ALSO[form]
    return None
