"""The artwork that ships with the package: one zip of SVGs and what is known about each piece."""

from __future__ import annotations

import json
import threading
import tomllib
import zipfile
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import as_file, files
from typing import Any, Final, Literal
from zlib import crc32

from reelwright.engines.animatic.art import figures
from reelwright.engines.animatic.art.children import child_names, grown_up, young
from reelwright.engines.animatic.art.elements import without
from reelwright.engines.animatic.art.sitting import seat, sitting_names, stood_up

Form = Literal["whole", "bust", "head", "thing"]
"""``whole``: a body from head to feet. ``bust``: a person cut off at the waist. ``head``: a head alone. ``thing``: the rest."""

_DATA: Final = files(__package__).joinpath("data")
_reading = threading.Lock()
STANDING: Final = "-standing"
"""The ending of the names of whole figures that are made from half figures."""
EMPTY: Final = "-empty-handed"
"""The ending of the names of half figures that have put down what they are drawn with."""
_WHO: Final = ("man", "woman", "person")


@dataclass(frozen=True, slots=True)
class Pose:
    """How a piece is drawn.

    facing: -1 when it looks to the left, 0 to the viewer or nowhere, 1 to the right. form: see `Form`.
    """

    facing: int = 0
    form: Form = "thing"


@dataclass(frozen=True, slots=True)
class Face:
    """Where a piece has its mouth and eyes, as shares of its picture's width and height.

    mouth: middle, upper edge, width, and how far it opens. eyes: left, right, row, width, height. hangs: how far down the
    mouth or a tongue reaches as it is drawn, where that is further than a smile does.
    """

    mouth: tuple[float, float, float, float]
    eyes: tuple[float, float, float, float, float]
    hangs: float = 0.0


@cache
def _archive() -> zipfile.ZipFile:
    with as_file(_DATA.joinpath("fluent.zip")) as path:
        return zipfile.ZipFile(path)


@cache
def _own() -> dict[str, str]:
    """Return the pieces drawn for this project: what the set has no picture of."""
    return {
        file.name[:-4]: file.read_text("utf-8")
        for file in _DATA.joinpath("drawn").iterdir()
        if file.name.endswith(".svg")
    }


@cache
def art_names() -> frozenset[str]:
    """Return the names of all pieces."""
    made = child_names() | sitting_names() | {f"{base}{STANDING}" for base in figure_bases()}
    return _drawings() | _own().keys() | made


@cache
def _drawings() -> frozenset[str]:
    return frozenset(name[:-4] for name in _archive().namelist() if name.endswith(".svg"))


@cache
def figure_bases() -> frozenset[str]:
    """Return the names of the half figures and heads from which whole figures are made."""
    return frozenset(name for name in _drawings() if _trade(name) is not None)


def _trade(name: str) -> str | None:
    """Return the table of figures.toml that holds for a half figure, or None."""
    trades, name = table("figures.toml"), name.removesuffix(EMPTY)
    first, _, rest = name.partition("-")
    return name if name in trades else rest if first in _WHO and rest in trades else None


@cache
def emptied_bases() -> frozenset[str]:
    """Return the names of the half figures that have both hands free, of those that are drawn with something in them."""
    worn = {base: outfit(base) for base in figure_bases()}
    return frozenset(f"{base}{EMPTY}" for base, has in worn.items() if has.arms == "left" or has.held)


def figure_base(name: str) -> str | None:
    """Return the half figure or head from which a whole figure is made, or None for all other pieces."""
    base = name.removesuffix(STANDING)
    return base if base != name and (base in figure_bases() or base in emptied_bases()) else None


def empty_handed(piece: str) -> str:
    """Return the figure that has both hands free, or the piece itself where there is none."""
    base = f"{piece.removesuffix(STANDING)}{EMPTY}"
    return f"{base}{STANDING}" if piece.endswith(STANDING) and base in emptied_bases() else piece


def whole_art(piece: str) -> str:
    """Return the piece that shows a half figure or a head from head to feet, or the piece itself where there is none."""
    return f"{piece}{STANDING}" if piece in figure_bases() else piece


def outfit(base: str) -> figures.Outfit:
    """Return what the figure made from `base` wears. Raises KeyError when there is none."""
    trade = _trade(base)
    if trade is None:
        raise KeyError(base)
    worn = figures.Outfit(**table("figures.toml")[trade])
    return replace(worn, arms="both") if base.endswith(EMPTY) else worn


@cache
def _measured() -> dict[str, dict[str, Any]]:
    measured: dict[str, dict[str, Any]] = json.loads(_DATA.joinpath("figures.json").read_text("utf-8"))
    return measured


def measures(base: str) -> figures.Measures:
    """Return where a half figure ends. Raises KeyError when there is none."""
    row = _measured()[base]
    left, right, bottom = row["edges"]
    torso, near, far = (
        tuple(f"#{digits[at : at + 6]}" for at in range(0, len(digits), 6))
        for digits in (row["torso"], *row["sleeves"])
    )
    first, second = row["shoulders"]
    return figures.Measures(left, right, bottom, torso, (near, far), (first, second))


def ink(base: str) -> tuple[float, float, float, float]:
    """Return left, top, width and height of a standing figure, in units of its drawing. Raises KeyError when there is none."""
    left, top, wide, high = _measured()[base]["ink"]
    return left, top, wide, high


def grown_ink(name: str) -> tuple[float, float, float, float]:
    """Return the `ink` of the grown-up after whom a child that goes is drawn. Raises KeyError when there is none."""
    left, top, wide, high = _measured()[name]["grown"]
    return left, top, wide, high


def svg(name: str, part: str = "") -> str:
    """Return the drawing of a piece, or of a part of a figure made from a half one: see `figures.stand`.

    Raises KeyError when there is no piece of that name.
    """
    base = figure_base(name)
    return drawing(name) if base is None else figures.stand(drawing(base), outfit(base), measures(base), part)


def drawing(name: str) -> str:
    """Return a drawing as it was made, by the set or by us. Raises KeyError when there is none of that name."""
    if name in _own():
        return _own()[name]
    if name in emptied_bases():
        return without(drawing(name.removesuffix(EMPTY)), _measured()[name]["held"])
    if name in child_names():
        return young(drawing(grown_up(name)), name.partition("-")[2], _measured()[name]["head"])
    if name in sitting_names():
        return seat(drawing(stood_up(name)))
    # A ZipFile has one file position, which two reading threads would move under each other.
    with _reading:
        return _archive().read(f"{name}.svg").decode("utf-8")


def fingerprint(name: str, part: str = "") -> str:
    """Return a word that changes whenever the drawing does. Raises KeyError when there is no piece of that name."""
    if name in _own() or name in child_names() | sitting_names() or figure_base(name) is not None:
        return f"{crc32(svg(name, part).encode()):08x}"
    return f"{_archive().getinfo(f'{name}.svg').CRC:08x}"


@cache
def table(name: str) -> dict[str, Any]:
    """Return one of the hand-made tables in the data directory."""
    return tomllib.loads(_DATA.joinpath(name).read_text("utf-8"))


@cache
def _poses() -> dict[str, Pose]:
    listed = table("poses.toml")
    facing = dict.fromkeys(listed["facing"]["left"], -1) | dict.fromkeys(listed["facing"]["right"], 1)
    forms: dict[str, Form] = {}
    for form in ("whole", "bust", "head"):
        forms |= dict.fromkeys(listed["form"][form], form)
    return {
        name: Pose(facing.get(name, 0), forms.get(name, "thing")) for name in facing.keys() | forms.keys()
    }


def pose(name: str) -> Pose:
    """Return how a piece is drawn; a piece that no table lists is a thing seen from the front."""
    if figure_base(name) is not None:
        return Pose(0, "whole")
    return _poses().get(stood_up(grown_up(name)), Pose())


def art_facing(name: str) -> int:
    """Return where a piece looks as it is drawn: -1 left, 0 to the viewer, 1 right."""
    return pose(name).facing


def art_form(name: str) -> Form:
    """Return how much of a body a piece shows."""
    return pose(name).form


@cache
def _faces() -> dict[str, Face]:
    return {
        name: Face(tuple(at["mouth"]), tuple(at["eyes"]), at.get("hangs", 0.0))
        for name, at in table("faces.toml").items()
    }


def art_face(name: str) -> Face | None:
    """Return where a piece has its face, or None where nobody has looked or it shows none."""
    base = name if name in sitting_names() else figure_base(name)
    if base is None:
        return _faces().get(name)
    row = _measured()[base]
    return Face(tuple(row["mouth"]), tuple(row["eyes"]), row["hangs"]) if "mouth" in row else None
