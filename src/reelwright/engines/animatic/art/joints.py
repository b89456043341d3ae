"""Where pieces have joints: which parts of a picture are limbs, and what they hang from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args

from reelwright.engines.animatic.art.archive import table

Role = Literal["fore", "hind", "leg", "arm", "paw", "wing", "buzz", "sail"]
"""``fore``, ``hind``: legs of four. ``leg``, ``arm``: of two. ``paw``: a leg seen from the front, which lifts.

A ``wing`` beats, a ``buzz`` trembles, a ``sail`` opens and shuts sideways.
"""


BendKind = Literal["tail", "swim", "beat"]


@dataclass(frozen=True, slots=True)
class Cut:
    """A part of a picture, in shares of its width and height.

    joint: what it turns about. reach: radius of the joint, in shares of the width. outline: its corners. rest: degrees by
    which it is drawn turned forward from hanging straight.
    """

    joint: tuple[float, float]
    reach: float
    outline: tuple[tuple[float, float], ...]
    rest: float


@dataclass(frozen=True, slots=True)
class Limb:
    """A cut put to use: `role` how it moves, `at` where its joint is hung, `far` whether it is on the side turned away.

    second: whether it is the other one of a pair that is seen from the front.
    """

    role: Role
    cut: Cut
    at: tuple[float, float]
    far: bool
    second: bool = False


@dataclass(frozen=True, slots=True)
class Bend:
    """A part that bends, from its `root` to its `tip`, inside `box` (left, top, right, bottom), by `amount` heights at the tip.

    wave: radians by which the tip is behind the root. kind: a ``tail`` on land, what ``swim`` moves in water, ``beat`` in flight.
    """

    box: tuple[float, float, float, float]
    root: tuple[float, float]
    tip: tuple[float, float]
    amount: float
    wave: float
    kind: BendKind


@dataclass(frozen=True, slots=True)
class Wheel:
    """A wheel's middle in shares of the picture, the radius of what turns in shares of the width, and its spokes."""

    middle: tuple[float, float]
    reach: float
    spokes: int


@dataclass(frozen=True, slots=True)
class Build:
    """How a piece is jointed: limbs from the farthest to the nearest; `gone` is left out of the body, `patch` filled in.

    cuts: all parts that are taken off the body, whether they are hung on again or not.
    """

    cuts: tuple[Cut, ...]
    limbs: tuple[Limb, ...]
    bends: tuple[Bend, ...]
    gone: tuple[tuple[tuple[float, float], ...], ...]
    patch: tuple[tuple[float, float], ...]
    wheels: tuple[Wheel, ...] = ()

    @property
    def steps(self) -> bool:
        """Whether it has legs."""
        return any(limb.role in ("fore", "hind", "leg", "paw") for limb in self.limbs)

    @property
    def flies(self) -> bool:
        """Whether it has wings that beat."""
        return any(limb.role in ("wing", "buzz", "sail") for limb in self.limbs)


def _points(numbers: list[float]) -> tuple[tuple[float, float], ...]:
    shares = [number / 100 for number in numbers]
    return tuple(zip(shares[::2], shares[1::2], strict=True))


def _cut(numbers: list[float]) -> Cut:
    (joint,) = _points(numbers[:2])
    return Cut(joint, numbers[2] / 100, _points(numbers[4:]), numbers[3])


def _limb(name: str, cut: Cut, place: list[float]) -> Limb:
    at = _points(place)[0] if place else cut.joint
    return Limb(_role(name), cut, at, name.startswith("far-"), name.endswith("2"))


def _role(name: str) -> Role:
    for role in get_args(Role):
        if name.removeprefix("far-").rstrip("12") == role:
            found: Role = role
            return found
    raise ValueError(f"joints.toml: {name} is no limb")


def _bend(numbers: list[float], kind: BendKind) -> Bend:
    first, last, root, tip = _points(numbers[:8])
    return Bend((*first, *last), root, tip, numbers[8] / 100, numbers[9], kind)


def _build(row: dict[str, Any]) -> Build:
    cuts = {name: _cut(numbers) for name, numbers in row.get("cuts", {}).items()}
    hung: list[tuple[str, str, list[float]]] = row.get("hung") or [(name, name, []) for name in cuts]
    limbs = [_limb(name, cuts[source], list(place)) for name, source, place in hung]
    return Build(
        tuple(cuts.values()),
        tuple(sorted(limbs, key=lambda limb: not limb.far)),
        tuple(_bend(numbers, kind) for kind in get_args(BendKind) for numbers in row.get(kind, [])),
        tuple(_points(numbers) for numbers in row.get("gone", [])),
        _points(row.get("patch", [])),
        tuple(Wheel(_points(at[:2])[0], at[2] / 100, int(at[3])) for at in row.get("wheels", [])),
    )


@cache
def _builds() -> dict[str, Build]:
    rows = table("joints.toml")
    alike: dict[str, str] = rows.get("alike", {})
    builds = {name: _build(row) for name, row in rows.items() if name != "alike"}
    return builds | {name: builds[model] for name, model in alike.items()}


def art_build(name: str) -> Build | None:
    """Return how a piece is jointed, or None where its picture moves as a whole."""
    return _builds().get(name)
