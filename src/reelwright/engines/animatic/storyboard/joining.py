"""From ties to bonds: who is joined to whom, at which point of its picture, and how large beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from reelwright.engines.animatic.art import (
    art_face,
    art_facing,
    art_form,
    art_group,
    art_names,
    figure_base,
    front_art,
)
from reelwright.engines.animatic.plan import Action, Bond, BondKind, Subject
from reelwright.engines.animatic.storyboard.relations import geometry
from reelwright.engines.animatic.storyboard.sizes import natural_size
from reelwright.engines.animatic.storyboard.subjects import SITS, Role

ATTACHED: Final = frozenset({BondKind.ON, BondKind.IN, BondKind.HELD, BondKind.EATEN, BondKind.BREATHED})
"""Who is tied so has no place of its own."""
BESIDE: Final = frozenset({BondKind.FROM, BondKind.AMONG})
"""Whoever another is tied to so stands in front, with it."""
_GOING: Final = frozenset({Action.WALK, Action.RUN, Action.FLY, Action.SWIM, Action.DRIVE, Action.FLOAT})
_STEP: Final = {
    "vehicles": Action.DRIVE,
    "animals": Action.WALK,
    "objects": Action.DRIVE,
    "fantasy": Action.FLY,
}
_STOOD_ON: Final = frozenset(
    {"skateboard", "skateboard-level", "kick-scooter", "bare-table", "house", "rock"}
)
_MOVED: Final = (Action.SHAKE, Action.SPIN, Action.WAVE, Action.SLEEP)
_SEATED: Final = (BondKind.ON, BondKind.IN)
_FILLED: Final = 0.8
_FLOWERS: Final = 0.5
_BROAD: Final = 0.9
_RATIO: Final = 0.8
_IN_ARMS: Final = 0.46
_CHILDREN: Final = frozenset({"boy", "girl", "child"})
_CHILDS: Final = 0.74
"""How tall a child is beside a grown-up."""
HIP: Final = 0.2
"""How high the hips are of who sits on a chair and is seen from the front, in heights of who stands."""
_SHOULDERS: Final = (0.0, 0.66, 0.8)
"""Who rides on somebody's shoulders is seen behind the head."""
_MOST, _LEAST = 2.6, 0.1
_LIT_FLYER, _GREAT_FLYER = 0.34, 0.5
_BREATH = 0.85
"""How far somebody breathes fire, in heights of that one."""
_VISITOR = 0.54
"""How tall a bee is beside the flower that it visits: seen from so near that both are large."""


def seated(roles: Sequence[Role]) -> list[Role]:
    """Return the roles as they are drawn when one carries another: what is ridden goes, and who rides sits."""
    changed = list(roles)
    for index, role in enumerate(roles):
        partner = next((other for other, mount in enumerate(roles) if mount.at == role.to), None)
        if role.tie is BondKind.HELD and partner is not None and changed[partner].action is Action.SHAKE:
            changed[index] = replace(role, action=Action.SHAKE)
            changed[partner] = replace(changed[partner], action=Action.IDLE)
        if role.tie not in (BondKind.ON, BondKind.IN) or partner is None:
            continue
        mount = changed[partner]
        if role.action in _GOING and mount.action is Action.IDLE and mount.group in _STEP:
            going = role.action if role.action is not Action.DRIVE else _STEP[mount.group]
            changed[partner] = replace(mount, action=going)
        art, sits = role.art, role.pose == SITS and mount.art != "bare-table"
        if (
            role.group == "people"
            and (mount.art not in _STOOD_ON or sits)
            and role.pose in (None, SITS)
            and role.action is not Action.DANCE
        ):
            art = role.art if mount.art in geometry()["chair"] else sitting(role.art)
        action = (
            Action.IDLE
            if role.action in _GOING or (role.action is Action.JUMP and mount.group != "objects")
            else role.action
        )
        changed[index] = replace(role, art=art, action=action, pose=None if role.pose == SITS else role.pose)
        changed[partner] = replace(changed[partner], art=carrying(mount.art))
    return [_roomy(role, roles) for role in changed]


def _roomy(role: Role, roles: Sequence[Role]) -> Role:
    """Return a boat in which two are seen: of those in a sailing boat, the sail hides one."""
    crew = sum(rider.count for rider in roles if rider.to == role.at and rider.tie in _SEATED)
    sails = "sail" in role.name.lower() or "帆" in role.name
    return replace(role, art="canoe") if role.art == "sailboat" and crew > 1 and not sails else role


def carrying(art: str | None) -> str | None:
    """Return the piece that shows a thing when somebody is on it."""
    return geometry()["carrying"].get(art, art) if art else None


def sitting(art: str | None) -> str | None:
    """Return the piece that shows somebody sitting, or the piece itself where there is none."""
    piece = (art or "").replace("-standing", f"-{SITS}")
    return piece if piece in art_names() else art


def join(roles: Sequence[Role], subjects: Sequence[Subject]) -> list[Subject]:
    """Return the subjects with their bonds and, where they are joined, their sizes; `roles` are the same in the same order."""
    natural = list(subjects)
    joined = list(subjects)
    for index, role in enumerate(roles):
        to = next((other for other, partner in enumerate(roles) if partner.at == role.to), None)
        if role.tie is None or to is None or to == index:
            continue
        if role.tie is BondKind.AMONG:
            joined[to] = replace(joined[to], size=max(_FLOWERS, joined[to].size), place=0.5)
        if role.tie in _SEATED and joined[to].action is Action.FALL:
            joined[to] = replace(joined[to], action=Action.IDLE, airborne=False)  # a leaf that a snail is on
        joined[index] = _joined(role, natural[index], joined[to], to)
    return _filling(joined)


def _filling(subjects: list[Subject]) -> list[Subject]:
    """Let a group that is alone in its shot fill the frame as one subject would."""
    carriers = [index for index, subject in enumerate(subjects) if subject.bond is None]
    if len(carriers) != 1 or not any(subject.bond and subject.bond.kind in _SEATED for subject in subjects):
        return subjects
    tops = {carriers[0]: (0.0, subjects[carriers[0]].size)}
    for index, subject in enumerate(subjects):
        if subject.bond is not None and subject.bond.to in tops:
            foot = tops[subject.bond.to][0] + subject.bond.y * subjects[subject.bond.to].size
            tops[index] = (foot, foot + subject.size * (1.0 if subject.bond.kind in _SEATED else 0.5))
    factor = _FILLED / max(top for _, top in tops.values())
    return [replace(subject, size=round(subject.size * factor, 3)) for subject in subjects]


def _joined(role: Role, subject: Subject, partner: Subject, to: int) -> Subject:
    kind = role.tie or BondKind.ON
    partner = replace(partner, art=carrying(partner.art))
    if kind in _SEATED:
        return _on_seat(role, subject, partner, to)
    if kind is BondKind.HELD:
        subject = replace(subject, action=subject.action if subject.action in _MOVED else Action.IDLE)
        subject = replace(subject, art=geometry()["cradled"].get(subject.art or "", subject.art))
        x, y = _hand(partner.art)
        if partner.art and art_group(partner.art) == "animals":
            x, y = _mouth(partner.art)
        elif partner.art == "person-in-bed":
            x, y = -0.2, 0.72
        child = (
            subject.art is not None
            and art_group(subject.art) == "people"
            and art_form(subject.art) == "whole"
        )
        if child or subject.art in geometry()["embraced"]["pieces"]:
            x, y = 0.35 * x, max(y, 0.5) if art_form(partner.art or "") == "whole" else y
        ratio = _IN_ARMS if child else held_ratio(subject.art)
        return _beside(subject, partner, ratio, Bond(kind, to, x, y))
    if kind is BondKind.EATEN:
        x, y = _mouth(partner.art)
        count = min(partner.count, max(1, subject.count))
        meal = replace(subject, action=Action.IDLE, count=max(count, partner.count))
        return _beside(meal, partner, held_ratio(subject.art), Bond(kind, to, x, y))
    if kind is BondKind.BREATHED:
        breath = replace(subject, action=Action.IDLE, count=1)
        return _beside(breath, partner, _BREATH, Bond(kind, to, *_mouth(partner.art)))
    if kind is BondKind.STRING:
        return _on_string(subject, partner, to)
    if kind is BondKind.FROM:
        return _falling(subject, partner, to)
    if kind is BondKind.AMONG:
        size = _VISITOR * partner.size
        return replace(
            subject,
            size=round(max(0.08, size), 3),
            bond=Bond(kind, to, 0.0, 0.95),
            airborne=True,
            moves=False,
        )
    great = natural_size(subject.art) >= _GREAT_FLYER
    size = min(subject.size, _GREAT_FLYER) if great else min(subject.size, _LIT_FLYER)
    return replace(subject, size=size, bond=Bond(kind, to, 0.0, 1.0), airborne=True)


def _on_seat(role: Role, subject: Subject, partner: Subject, to: int) -> Subject:
    """Return a subject that is on or in another."""
    kind = role.tie or BondKind.ON
    if partner.art == "bare-table" and role.group == "people":
        return _at_table(subject, partner, to)
    if partner.art in geometry()["chair"] and (subject.art or "").endswith("-standing"):
        return _on_chair(subject, partner, to)
    x, y, scale = _seat(partner.art, kind)
    ratio = _ratio(subject, partner) * scale
    if subject.count > 1:  # there is room for no more side by side
        ratio = min(ratio, _BROAD / min(4, subject.count))
    if partner.art in geometry()["closed"]["pieces"]:
        y = round(1.26 - min(_MOST, max(_LEAST, ratio)), 3)  # the head is seen over the roof
    return _beside(subject, partner, ratio, Bond(kind, to, x, y))


def _on_chair(subject: Subject, partner: Subject, to: int) -> Subject:
    """Return a person who sits upright, the feet on the ground or a little above it."""
    x, high, ratio = geometry()["chair"][partner.art or ""]
    ratio *= _CHILDS if (subject.art or "").split("-")[0] in _CHILDREN else 1.0
    return _beside(subject, partner, ratio, Bond(BondKind.ON, to, x, round(high - HIP * ratio, 3)))


def _at_table(subject: Subject, partner: Subject, to: int) -> Subject:
    """Return a person who is behind a table rather than on it."""
    half = subject.art is not None and art_form(subject.art) == "bust"
    return _beside(
        subject, partner, 1.25 if half else 1.9, Bond(BondKind.IN, to, 0.0, 0.6 if half else -0.02)
    )


def _on_string(subject: Subject, partner: Subject, to: int) -> Subject:
    x, y = _hand(partner.art)
    bond = Bond(BondKind.STRING, to, x, y)
    if subject.art not in ("kite", "balloon"):
        return replace(
            subject, bond=bond, action=partner.action if subject.action is Action.IDLE else subject.action
        )
    size = partner.size * (0.5 if subject.art == "kite" else 0.45)
    return replace(
        subject, action=Action.FLOAT, size=round(size, 3), bond=bond, airborne=True, moves=False,
        depth=partner.depth, facing=partner.facing,
    )  # fmt: skip


def _falling(subject: Subject, partner: Subject, to: int) -> Subject:
    ratio = 0.12 if subject.art not in ("fallen-leaf", "maple-leaf") else 0.09
    return replace(
        subject, size=round(max(0.05, ratio * partner.size), 3), bond=Bond(BondKind.FROM, to, 0.24, 0.5),
        place=partner.place, depth=partner.depth,
    )  # fmt: skip


def _beside(subject: Subject, partner: Subject, ratio: float, bond: Bond) -> Subject:
    """Return a subject that goes where its partner goes, `ratio` of that one's height."""
    return replace(
        subject, size=round(max(0.02, partner.size * min(_MOST, max(_LEAST, ratio))), 3), bond=bond, airborne=False,
        moves=False, place=partner.place, depth=partner.depth, facing=partner.facing if partner.moves else subject.facing,
    )  # fmt: skip


def _ratio(subject: Subject, partner: Subject) -> float:
    """Return how tall one is beside another by nature, the difference lessened so that both are seen."""
    return _RATIO * float((subject.size / max(0.02, natural_size(partner.art))) ** 0.85)


def held_ratio(art: str | None) -> float:
    """Return how tall a thing is beside whom it is held by."""
    listed = geometry()["held"]
    return next((float(ratio) for ratio, pieces in listed.items() if art in pieces), 0.25)


def _seat(art: str | None, kind: BondKind) -> tuple[float, float, float]:
    tables = geometry()
    if art and kind is BondKind.IN and art_group(art) == "people":
        return _SHOULDERS
    x, y, scale = tables["inside" if kind is BondKind.IN else "seat"].get(art or "", (0.0, 0.92, 1.0))
    return float(x), float(y), float(scale)


def _hand(art: str | None) -> tuple[float, float]:
    going = art is not None and art.endswith(("-walking", "-running"))
    whole = "thing" if art is None else "figure" if figure_base(art) else art_form(art)
    x, y = geometry()["hand"]["going" if going else whole]
    return float(x), float(y)


def _mouth(art: str | None) -> tuple[float, float]:
    """Return where a picture has its mouth, or about there."""
    face = art_face(front_art(art)) if art else None
    if face is not None and art_face(art or "") is not None:
        x, top, _, drop = face.mouth
        return round(x - 0.5, 3), round(1 - top - 0.4 * drop, 3)
    if art is not None and art_facing(art) and art_group(art) == "animals":
        return -0.42, 0.72  # a head at the left end of a body on four legs
    return 0.0, 0.6
