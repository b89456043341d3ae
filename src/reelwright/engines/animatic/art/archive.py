"""The artwork that ships with the package: one zip of SVGs and what is known about each piece."""

from __future__ import annotations

import threading
import tomllib
import zipfile
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import Any, Final, Literal
from zlib import crc32

Form = Literal["whole", "bust", "head", "thing"]
"""``whole``: a body from head to feet. ``bust``: a person cut off at the waist. ``head``: a head alone. ``thing``: the rest."""

_DATA: Final = files(__package__).joinpath("data")
_reading = threading.Lock()


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
    return frozenset(name[:-4] for name in _archive().namelist() if name.endswith(".svg")) | _own().keys()


def svg(name: str) -> str:
    """Return the drawing of a piece. Raises KeyError when there is no piece of that name."""
    if name in _own():
        return _own()[name]
    # A ZipFile has one file position, which two reading threads would move under each other.
    with _reading:
        return _archive().read(f"{name}.svg").decode("utf-8")


def fingerprint(name: str) -> str:
    """Return a word that changes whenever the drawing does. Raises KeyError when there is no piece of that name."""
    if name in _own():
        return f"{crc32(_own()[name].encode()):08x}"
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
    return _poses().get(name, Pose())


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
    return _faces().get(name)
