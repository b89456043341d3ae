"""Where pieces have joints: which parts of a picture are limbs, and what they hang from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args

from reelwright.engines.animatic.art.archive import table

Role = Literal["fore", "hind", "leg", "arm", "wing", "buzz", "sail"]
"""``fore``, ``hind``: legs of four. ``leg``, ``arm``: of two. ``wing`` beats, ``buzz`` trembles, ``sail`` opens and shuts."""


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
    """A cut put to use: `role` how it moves, `at` where its joint is hung, `far` whether it is on the side turned away."""

    role: Role
    cut: Cut
    at: tuple[float, float]
    far: bool


@dataclass(frozen=True, slots=True)
class Bend:
    """A part that bends, from its `root` to its `tip`, inside `box` (left, top, right, bottom), by `amount` heights at the tip.

    wave: radians by which the tip is behind the root. swims: whether it bends in water, and not when it walks.
    """

    box: tuple[float, float, float, float]
    root: tuple[float, float]
    tip: tuple[float, float]
    amount: float
    wave: float
    swims: bool


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

    @property
    def steps(self) -> bool:
        """Whether it has legs."""
        return any(limb.role in ("fore", "hind", "leg") for limb in self.limbs)

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


def _limb(role: Role, cut: Cut, place: list[float], far: bool) -> Limb:
    return Limb(role, cut, _points(place)[0] if place else cut.joint, far)


def _role(name: str) -> Role:
    for role in get_args(Role):
        if name.removeprefix("far-").rstrip("12") == role:
            found: Role = role
            return found
    raise ValueError(f"joints.toml: {name} is no limb")


def _bend(numbers: list[float], swims: bool) -> Bend:
    first, last, root, tip = _points(numbers[:8])
    return Bend((*first, *last), root, tip, numbers[8] / 100, numbers[9], swims)


def _build(row: dict[str, Any]) -> Build:
    cuts = {name: _cut(numbers) for name, numbers in row.get("cuts", {}).items()}
    hung: list[tuple[str, str, list[float]]] = row.get("hung") or [(name, name, []) for name in cuts]
    limbs = [
        _limb(_role(name), cuts[source], list(place), name.startswith("far-")) for name, source, place in hung
    ]
    return Build(
        tuple(cuts.values()),
        tuple(sorted(limbs, key=lambda limb: not limb.far)),
        tuple(_bend(numbers, kind == "swim") for kind in ("tail", "swim") for numbers in row.get(kind, [])),
        tuple(_points(numbers) for numbers in row.get("gone", [])),
        _points(row.get("patch", [])),
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
