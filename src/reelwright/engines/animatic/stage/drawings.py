"""What a subject looks like: its artwork, the parts of it that are drawn by themselves, and what it can move."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from reelwright.engines.animatic import art
from reelwright.engines.animatic.plan import Action, Subject
from reelwright.engines.animatic.stage.canvas import Pixels

_SKIN = "#f7b42c"
_STEPPING = ("-walking", "-running")
_HEMS = {"dress": 1.12, "coat": 0.75}
"""How far down what hangs from the waist reaches, in thighs."""


def artwork(subject: Subject, height: int) -> Pixels:
    """Return the picture of a subject, premultiplied RGBA, or a lettered card where it has none."""
    return (
        art.load_art(subject.art, height, subject.colour, subject.look)
        if subject.art
        else art.card(subject.name, height)
    )


def facing_of(subject: Subject) -> int:
    """Return which way the artwork looks: -1 left, 1 right, 0 towards the viewer."""
    return art.art_facing(subject.art) if subject.art else 0


def build_of(subject: Subject) -> art.Build | None:
    """Return how the artwork is jointed, or None where it moves as a whole."""
    build = art.art_build(subject.art) if subject.art else None
    going = (
        subject.action is Action.APPROACH and subject.art is not None and subject.art.endswith("-standing")
    )
    if build is None or build.drawings or not (going or (subject.art or "").endswith(_STEPPING)):
        return build
    hem = next((_HEMS[part] for part, _ in subject.look if part in _HEMS), 0.0)
    return replace(build, skirt=hem) if hem else build


def drawings_of(subject: Subject, height: int, parts: frozenset[str]) -> dict[str, Pixels]:
    """Return those `parts` that are drawn by themselves, by name, each as large as the subject's artwork."""
    build = build_of(subject)
    if build is None or not subject.art:
        return {}
    worn = dict(subject.look)
    if "dress" in worn:
        worn.setdefault("legs", worn.get("skin", _SKIN))
    skirt = worn.pop("dress", None) or worn.pop("coat", None)
    if (
        skirt and not build.drawings and subject.art.endswith("-standing") and "arms" in parts
    ):  # hands hang over a skirt, and would take a piece of it along
        look = tuple((worn | {"top": worn.get("top", skirt)}).items())
        bare, wide = (
            art.load_art(subject.art, height, subject.colour, look),
            artwork(subject, height).shape[1],
        )
        beside = (wide - bare.shape[1]) // 2  # a skirt is wider than who wears it
        return {"bare": np.pad(bare, ((0, 0), (beside, wide - bare.shape[1] - beside), (0, 0)))}
    return {
        part: art.load_art(subject.art, height, subject.colour, subject.look, part)
        for part in build.drawings
        if part in parts
    }


def limbed(subject: Subject) -> bool:
    """Return whether the artwork has the limbs that its action needs."""
    build = build_of(subject)
    if build is None:
        return False
    return {Action.FLY: build.flies, Action.WAVE: build.waves}.get(subject.action, build.steps)


def cut_off(subject: Subject) -> bool:
    """Return whether the artwork ends at the waist: its lower edge must not be seen."""
    return subject.art is not None and art.art_form(subject.art) == "bust"
