"""Which craft a handling asks for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from reelwright.engines.animatic import art
from reelwright.engines.animatic.handlings import Handling, HandlingKind
from reelwright.engines.animatic.plan import Setting, Subject
from reelwright.engines.animatic.stage.craft import Body, Craft
from reelwright.engines.animatic.stage.crafts.balls import Dribble, Juggle
from reelwright.engines.animatic.stage.crafts.boards import Board
from reelwright.engines.animatic.stage.crafts.building import Sandcastle, Tower
from reelwright.engines.animatic.stage.crafts.cakes import Blow, Decorate, LightUp
from reelwright.engines.animatic.stage.crafts.carpentry import Hammer
from reelwright.engines.animatic.stage.crafts.cleaning import Sweep, Wash
from reelwright.engines.animatic.stage.crafts.counter import LIQUIDS, Pour, Stir
from reelwright.engines.animatic.stage.crafts.desks import Desk
from reelwright.engines.animatic.stage.crafts.dough import Cut, Knead
from reelwright.engines.animatic.stage.crafts.easel import Paint
from reelwright.engines.animatic.stage.crafts.flags import Flag
from reelwright.engines.animatic.stage.crafts.garden import Plant, Water
from reelwright.engines.animatic.stage.crafts.ground import Dig
from reelwright.engines.animatic.stage.crafts.harp import Harp
from reelwright.engines.animatic.stage.crafts.keys import Drummed, Piano, Plucked
from reelwright.engines.animatic.stage.crafts.opening import Door, Open, Unfold
from reelwright.engines.animatic.stage.crafts.pans import Fry
from reelwright.engines.animatic.stage.crafts.pastimes import Knit, Lift, Read, Shoot
from reelwright.engines.animatic.stage.crafts.snow import Snowman
from reelwright.engines.animatic.stage.crafts.strings import Bowed, Strummed
from reelwright.engines.animatic.stage.crafts.winds import Blown, Squeezed

_SANDY: Final = (Setting.BEACH, Setting.DESERT)
_FRIED: Final = frozenset(
    {
        "fish",
        "shrimp",
        "cut-of-meat",
        "bacon",
        "meat-on-bone",
        "poultry-leg",
        "dumpling",
        "hamburger",
        "fried-shrimp",
    }
)
"""What is seen in a pan as it is; else there is a bit of everything."""
_RED: Final = "e5383b"
_VESSELS: Final = {"wine": "bottle", "beer": "bottle", "juice": "bottle", "tea": "teapot", "potion": "flask"}
_TONES: Final = {
    "carrot": "ff8a3c", "tomato": "e5383b", "cucumber": "5aa83f", "onion": "e8d3ea", "potato": "e0b870", "red-apple": "e5383b",
    "banana": "ffdf5d",
    "lemon": "ffe04f", "eggplant": "7d4fb8", "leafy-green": "6cbf4b", "cut-of-meat": "d9605a", "fish": "9fb4cc",
    "bread": "e0a860", "cheese-wedge": "ffcf4a", "watermelon": "e94f5a", "garlic": "f2ead8", "bell-pepper": "e5383b",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Job:
    """A handling as one of those who do it has it.

    subjects: of the shot. draws: whether the thing is drawn with this one; else with another who works at it too.
    """

    handling: Handling
    subjects: tuple[Subject, ...]
    body: Body
    setting: Setting
    draws: bool = True

    @property
    def thing(self) -> Subject:
        """What is worked at."""
        return self.subjects[self.handling.thing]

    @property
    def found(self) -> str | None:
        """The piece that comes out of it, or None."""
        return self.subjects[self.handling.to].art if self.handling.to is not None else None

    @property
    def first(self) -> str:
        """What the thing is, in a word of the stage."""
        return self.handling.manner[0] if self.handling.manner else ""

    def said(self, *words: str) -> str | None:
        """Return the first of `words` that tells how it is done, or None."""
        return next((word for word in self.handling.manner if word in words), None)

    def beside(self, least: float, most: float) -> float:
        """Return how tall the thing is beside the one who works at it."""
        size = next((one.size for one in self.subjects if one.handling is self.handling), 0.56)
        return min(most, max(least, self.thing.size / size))


def craft_of(job: Job) -> Craft:
    """Return the craft that a job asks for."""
    return _CRAFTS[job.handling.kind](job)


def _music(job: Job) -> Craft:
    name, body = job.first, job.body
    if name in ("violin", "cello", "erhu"):
        return Bowed(body, name)
    if name in ("flute", "trumpet", "saxophone"):
        return Blown(body, name)
    if name in ("guitar", "banjo"):
        return Strummed(body, name, job.thing.colour)
    if name in ("drums", "djembe"):
        return Drummed(body, "long-drum" if name == "djembe" else None)
    if name == "harp":
        return Harp(body)
    if name == "accordion":
        return Squeezed(body)
    return Plucked(body) if name == "zither" else Piano(body)


def _pour(job: Job) -> Craft:
    liquids = [word for word in job.handling.manner if word in LIQUIDS]
    vessel = job.said("bottle", "teapot") or _VESSELS.get(job.first, "jug")
    return Pour(job.body, liquids[0] if liquids else "water", liquids[1] if len(liquids) > 1 else "", vessel)


def _cut(job: Job) -> Craft:
    piece = job.thing.art
    known = piece in _TONES or piece is None
    return Cut(job.body, None if known else piece, _TONES.get(piece or "", "ff8a3c"))


def _fry(job: Job) -> Craft:
    piece = job.thing.art
    return Fry(job.body, piece=piece if piece in _FRIED else None)


def _paint(job: Job) -> Craft:
    return Paint(job.body, job.first if job.first in art.art_names() else None)


def _build(job: Job) -> Craft:
    if job.first == "sandcastle":
        return Sandcastle(job.body, draws=job.draws)
    return Tower(job.body, draws=job.draws) if job.first == "blocks" else Snowman(job.body, draws=job.draws)


def _dig(job: Job) -> Craft:
    snowy = job.setting is Setting.SNOWFIELD
    return Dig(job.body, sandy=job.setting in _SANDY, snowy=snowy, found=job.found)


def _plant(job: Job) -> Craft:
    if job.first != "flag":
        return Plant(job.body, job.thing.art or "seedling")
    return Flag(job.body, (job.thing.colour or _RED).lstrip("#"), calm=job.setting is Setting.SPACE)


def _wash(job: Job) -> Craft:
    tall = job.beside(0.16, 0.75)
    return Wash(job.body, job.thing.art, job.thing.name, tall, mends=job.handling.kind is HandlingKind.MEND)


def _lift(job: Job) -> Craft:
    down = job.handling.kind is HandlingKind.PUT_DOWN
    return Lift(job.body, job.thing.art, job.thing.name, job.beside(0.1, 0.4), down=down)


def _open(job: Job) -> Craft:
    if job.first == "door":
        return Door(job.body)
    if job.first != "umbrella":
        return Open(job.body, job.first, job.found)
    return Unfold(job.body, job.thing.colour, shuts=job.handling.kind is HandlingKind.CLOSE)


def _juggle(job: Job) -> Craft:
    return Juggle(job.body, None if job.first == "balls" else job.thing.art)


def _read(job: Job) -> Craft:
    return Read(job.body, {"newspaper": "newspaper", "map": "world-map"}.get(job.first, "book"))


_CRAFTS: Final[dict[HandlingKind, Callable[[Job], Craft]]] = {
    HandlingKind.MUSIC: _music,
    HandlingKind.BLOW_OUT: lambda job: Blow(job.body, draws=job.draws),
    HandlingKind.LIGHT: lambda job: LightUp(
        job.body, lantern=job.first == "lantern", fire=job.first == "campfire"
    ),
    HandlingKind.POUR: _pour,
    HandlingKind.STIR: lambda job: Stir(job.body, job.first),
    HandlingKind.FLIP: lambda job: Fry(job.body, flips=True),
    HandlingKind.FRY: _fry,
    HandlingKind.CUT: _cut,
    HandlingKind.KNEAD: lambda job: Knead(job.body, rolls=job.said("pin") is not None),
    HandlingKind.DECORATE: lambda job: Decorate(job.body),
    HandlingKind.PAINT: _paint,
    HandlingKind.WRITE: lambda job: Board(job.body) if job.first == "board" else Desk(job.body, "write"),
    HandlingKind.TYPE: lambda job: Desk(job.body, "type"),
    HandlingKind.PHOTOGRAPH: lambda job: Shoot(job.body, phone=job.first == "phone"),
    HandlingKind.READ: _read,
    HandlingKind.KNIT: lambda job: Knit(job.body, sews=job.said("needle") is not None),
    HandlingKind.BUILD: _build,
    HandlingKind.DIG: _dig,
    HandlingKind.PLANT: _plant,
    HandlingKind.WATER: lambda job: Water(
        job.body, job.thing.art or "tulip", 1 if job.first == "tree" else 3
    ),
    HandlingKind.SWEEP: lambda job: Sweep(job.body, job.said("mop", "vacuum") or "broom"),
    HandlingKind.WASH: _wash,
    HandlingKind.MEND: _wash,
    HandlingKind.HAMMER: lambda job: Hammer(job.body, job.said("saw") or "hammer"),
    HandlingKind.OPEN: _open,
    HandlingKind.CLOSE: _open,
    HandlingKind.JUGGLE: _juggle,
    HandlingKind.DRIBBLE: lambda job: Dribble(job.body, job.thing.art or "basketball"),
    HandlingKind.PICK_UP: _lift,
    HandlingKind.PUT_DOWN: _lift,
}
