"""The sound library: every effect by name, how loud it is, and what else people call it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from reelwright.engines.animatic.sound import creatures, foley, things, workshop
from reelwright.engines.animatic.sound.signal import Mono


@dataclass(frozen=True, slots=True)
class Sound:
    """An effect: how it is made, its peak in dB before the mix, and whether it goes on without a gap when repeated."""

    make: Callable[[np.random.Generator], Mono]
    level: float
    steady: bool = False


SOUNDS: dict[str, Sound] = {
    "applause": Sound(foley.applause, -12),
    "bark": Sound(creatures.barks, -10),
    "bell": Sound(things.bell, -12),
    "bite": Sound(foley.bite, -8),
    "bounce": Sound(workshop.bounce, -8),
    "breath": Sound(foley.breath, -20),
    "bubble": Sound(foley.bubbles, -13),
    "chime": Sound(things.chime, -14),
    "chirp": Sound(creatures.chirp, -24),
    "chop": Sound(workshop.chop, -8),
    "clap": Sound(foley.clap, -6),
    "clink": Sound(workshop.clink, -19),
    "crash": Sound(things.crash, -6),
    "crunch": Sound(foley.crunch, -9),
    "door": Sound(things.door, -6),
    "drum": Sound(things.drum, -6),
    "engine": Sound(creatures.engine, -17, steady=True),
    "explosion": Sound(things.explosion, -5),
    "falling": Sound(foley.falling, -22),
    "fire": Sound(foley.crackle, -12, steady=True),
    "footstep": Sound(foley.footstep, -9),
    "frying": Sound(workshop.frying, -21, steady=True),
    "glass": Sound(things.glass, -16),
    "hammer": Sound(workshop.hammer, -8),
    "heartbeat": Sound(things.heartbeat, -9),
    "hoof": Sound(foley.hoof, -7),
    "horn": Sound(things.horn, -18),
    "howl": Sound(creatures.howl, -20),
    "ice": Sound(things.ice, -13),
    "jet": Sound(creatures.jet, -12, steady=True),
    "jump": Sound(foley.jump, -16),
    "knock": Sound(things.knock, -5),
    "land": Sound(foley.land, -9),
    "meow": Sound(creatures.meow, -18),
    "moo": Sound(creatures.moo, -15),
    "paddle": Sound(foley.paddle, -15),
    "pat": Sound(workshop.pat, -12),
    "pop": Sound(things.pop, -11),
    "pour": Sound(foley.pour, -12),
    "purr": Sound(creatures.purr, -13, steady=True),
    "quack": Sound(creatures.quack, -15),
    "rattle": Sound(things.rattle, -16),
    "rustle": Sound(workshop.rustle, -17),
    "saw": Sound(workshop.saw, -13),
    "scribble": Sound(workshop.scribble, -20),
    "scrub": Sound(workshop.scrub, -17),
    "shutter": Sound(things.shutter, -4),
    "spade": Sound(workshop.spade, -12),
    "sparkle": Sound(things.sparkle, -17),
    "splash": Sound(foley.splash, -10),
    "sweep": Sound(workshop.sweep, -16),
    "thunder": Sound(foley.thunder, -5),
    "tick": Sound(things.tick, -13),
    "train": Sound(creatures.train, -11, steady=True),
    "typing": Sound(things.typing, -9),
    "whoosh": Sound(foley.whoosh, -13),
    "wings": Sound(foley.wings, -13),
    "yawn": Sound(creatures.yawn, -18),
}

_ALSO: dict[str, str] = {
    "airplane": "jet", "boom": "explosion", "breathing": "breath", "bubbles": "bubble", "camera": "shutter",
    "car": "engine", "cat": "meow", "cheer": "applause", "chew": "bite", "clapping": "applause", "click": "shutter",
    "clock": "tick", "cow": "moo", "crackle": "fire", "crisp": "bite", "crunchy": "crunch",
    "dog": "bark", "drums": "drum", "drumbeat": "drum", "duck": "quack", "eat": "bite", "fall": "falling", "flap": "wings",
    "footsteps": "footstep", "galop": "hoof", "gallop": "hoof", "honk": "horn", "hoofbeats": "hoof", "hooves": "hoof",
    "keyboard": "typing", "landing": "land", "lightning": "thunder", "magic": "sparkle", "motor": "engine", "plane": "jet",
    "plop": "bubble", "ring": "bell", "roar": "jet", "rocket": "jet", "sizzle": "frying",
    "chopping": "chop", "hammering": "hammer", "sawing": "saw",
    "sweeping": "sweep", "writing": "scribble", "dribble": "bounce", "scrape": "spade", "slam": "door", "snap": "clap",
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
