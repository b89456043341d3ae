"""Where pieces have joints: which parts of a picture are limbs, and what they hang from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal, get_args

from reelwright.engines.animatic.art import bones
from reelwright.engines.animatic.art.archive import figure_base, grown_ink, ink, measures, outfit, table
from reelwright.engines.animatic.art.children import child_names, grown_up

Role = Literal["fore", "hind", "leg", "arm", "paw", "wing", "buzz", "sail", "cape", "hand"]
"""``fore``, ``hind``: legs of four. ``leg``, ``arm``: of two. ``paw``: a leg seen from the front, which lifts.

A ``wing`` beats, a ``buzz`` trembles, a ``sail`` opens and shuts sideways, a ``cape`` sways, a ``hand`` is a forearm that waves.
"""


BendKind = Literal["tail", "swim", "beat"]


@dataclass(frozen=True, slots=True)
class Joint:
    """A knee, an elbow, an ankle: where it is, its radius in shares of the width, and the `rest` of what is below it."""

    at: tuple[float, float]
    reach: float
    rest: float


@dataclass(frozen=True, slots=True)
class Cut:
    """A part of a picture, in shares of its width and height.

    joint: what it turns about. reach: radius of the joint, in shares of the width. outline: its corners. rest: degrees by
    which it is drawn turned forward from hanging straight, as far as the first of `bends`: the joints further down.
    drawing: which drawing of the piece it is cut from, see `Build.drawings`; the piece itself when empty.
    """

    joint: tuple[float, float]
    reach: float
    outline: tuple[tuple[float, float], ...]
    rest: float
    bends: tuple[Joint, ...] = ()
    drawing: str = ""


@dataclass(frozen=True, slots=True)
class Limb:
    """A cut put to use: `role` how it moves, `at` where its joint is hung, `far` whether it is on the side turned away.

    second: whether it is the other one of a pair that is seen from the front. side: -1 on the left and 1 on the right of
    somebody seen from the front, 0 of all others. behind: whether it is drawn behind the body, though it is in full light.
    """

    role: Role
    cut: Cut
    at: tuple[float, float]
    far: bool
    second: bool = False
    side: int = 0
    behind: bool = False


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

    cuts: all parts that are taken off the body, whether they are hung on again or not. drawings: what is drawn by itself,
    because the piece hides a part of it: ``body`` stands in for the piece where it goes on legs, ``still`` where it stands and
    its arms move. skirt: how far down a skirt reaches that hangs over its thighs, in their lengths; 0 for none.
    """

    cuts: tuple[Cut, ...]
    limbs: tuple[Limb, ...]
    bends: tuple[Bend, ...]
    gone: tuple[tuple[tuple[float, float], ...], ...]
    patch: tuple[tuple[float, float], ...]
    wheels: tuple[Wheel, ...] = ()
    drawings: tuple[str, ...] = ()
    skirt: float = 0.0

    @property
    def steps(self) -> bool:
        """Whether it has legs."""
        return any(limb.role in ("fore", "hind", "leg", "paw") for limb in self.limbs)

    @property
    def four(self) -> bool:
        """Whether it goes on four legs."""
        return any(limb.role in ("fore", "hind") for limb in self.limbs)

    @property
    def arms(self) -> tuple[int, ...]:
        """The sides, -1 left and 1 right, on which somebody seen from the front has an arm that it can raise."""
        return tuple(sorted(limb.side for limb in self.limbs if limb.role == "arm" and limb.side))

    @property
    def waves(self) -> bool:
        """Whether it has an arm that it can raise, or a raised one that it can wave."""
        return any(limb.role == "hand" or limb.side < 0 for limb in self.limbs)

    @property
    def flies(self) -> bool:
        """Whether it has wings that beat."""
        return any(limb.role in ("wing", "buzz", "sail") for limb in self.limbs)


def _points(numbers: list[float]) -> tuple[tuple[float, float], ...]:
    shares = [number / 100 for number in numbers]
    return tuple(zip(shares[::2], shares[1::2], strict=True))


def _cut(numbers: list[float], further: list[float]) -> Cut:
    (joint,) = _points(numbers[:2])
    fours = zip(*(further[at::4] for at in range(4)), strict=True)
    bends = tuple(Joint((x / 100, y / 100), reach / 100, rest) for x, y, reach, rest in fours)
    return Cut(joint, numbers[2] / 100, _points(numbers[4:]), numbers[3], bends)


def _limb(name: str, cut: Cut, place: list[float]) -> Limb:
    at = _points(place)[0] if place else cut.joint
    side = 0 if _role(name) != "arm" else -1 if name.endswith("1") else 1 if name.endswith("2") else 0
    return Limb(_role(name), cut, at, name.startswith("far-"), name.endswith("2"), side)


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
    bent: dict[str, list[float]] = row.get("bent", {})
    cuts = {name: _cut(numbers, bent.get(name, [])) for name, numbers in row.get("cuts", {}).items()}
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
    if name in child_names():
        return _young(name)
    return _builds().get(name) or _standing(name)


@cache
def _young(name: str) -> Build:
    """Return how a child that goes is jointed: as the grown-up, whose body is a smaller share of the picture."""
    build, first, last = _builds()[grown_up(name)], grown_ink(name), ink(name)
    across, down = first[2] / last[2], first[3] / last[3]
    left, top = (first[0] - last[0]) / last[2], (first[1] - last[1]) / last[3]

    def at(point: tuple[float, float]) -> tuple[float, float]:
        return left + point[0] * across, top + point[1] * down

    def area(points: tuple[tuple[float, float], ...]) -> tuple[tuple[float, float], ...]:
        return tuple(at(point) for point in points)

    def cut(old: Cut) -> Cut:
        bends = tuple(replace(bend, at=at(bend.at), reach=bend.reach * across) for bend in old.bends)
        return replace(
            old, joint=at(old.joint), reach=old.reach * across, outline=area(old.outline), bends=bends
        )

    return replace(
        build,
        cuts=tuple(cut(old) for old in build.cuts),
        limbs=tuple(replace(limb, cut=cut(limb.cut), at=at(limb.at)) for limb in build.limbs),
        gone=tuple(area(gone) for gone in build.gone),
        patch=area(build.patch),
    )


@cache
def _standing(name: str) -> Build | None:
    """Return how a figure that is made from a half figure is jointed: where figures.py has drawn its limbs."""
    base = figure_base(name)
    if base is None:
        return None
    worn, at = outfit(base), measures(base)
    left, top, wide, high = ink(base)

    def share(x: float, y: float) -> tuple[float, float]:
        return (x - left) / wide, (y - top) / high

    def cut(limb: bones.Bones, drawing: str) -> Cut:
        first, *others = limb.joints
        bends = tuple(Joint(share(x, y), reach / wide, 0.0) for x, y, reach in others)
        outline = tuple(share(x, y) for x, y in limb.outline)
        return Cut(share(*first[:2]), first[2] / wide, outline, 0.0, bends, drawing)

    leg = cut(bones.leg_bones(), "leg")
    arms = {side: cut(bones.arm_bones(worn, at, side), "arms") for side in bones.free_arms(worn)}
    # the body is drawn without sleeves below its lower edge: cut there too, a wide coat would lose its corners
    sleeves = [cut(bones.arm_bones(worn, at, side, at.bottom + 0.2), "") for side in arms]
    limbs = [Limb("leg", leg, share(*bones.hip(far)), far, behind=True) for far in (True, False)]
    for side in (-1, 1):
        paw = cut(bones.front_leg_bones(side), "legs")
        limbs.append(Limb("paw", paw, paw.joint, False, second=side > 0, behind=True))
    limbs += [Limb("arm", arm, arm.joint, False, side=side) for side, arm in arms.items()]
    if worn.cape:
        cape = cut(bones.cape_bones(), "cape")
        limbs.insert(0, Limb("cape", cape, cape.joint, False, behind=True))
    drawings = (
        "body",
        "still",
        "leg",
        "legs",
        *(("arms",) if arms else ()),
        *(("cape",) if worn.cape else ()),
    )
    return Build(tuple(sleeves), tuple(limbs), (), (), (), (), drawings)
