"""Measure the half figures from which the animatic engine makes standing people, and write `art/data/figures.json`.

Run it after a change of the archive, of `figures.toml` or of figures.py::

    python scripts/build_figures.py

It draws each half figure once: where it ends, which colours it has there, and where the face of the whole figure is.
"""

from __future__ import annotations

import io
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import resvg_py
from PIL import Image

from reelwright.engines.animatic.art import archive, bones, children, figures, sitting
from reelwright.engines.animatic.art.elements import elements, without

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "src/reelwright/engines/animatic/art/data/figures.json"
SIDE = 640
UNIT = SIDE / 32
TORSO, SLEEVE = 36, 8
_SLEEVES = 22.2
"""Sleeves begin higher up than this, and raised hands lower down."""
_Box: TypeAlias = tuple[float, float, float, float]
"""Left, top, width and height."""
_ASIDE, _CHIN = 20.9, 14.5
"""What is in a raised hand is further out than the face, and reaches further down."""


def main() -> None:
    """Measure all half figures and write the table, one line a figure."""
    lines = []
    for name in sorted(archive.figure_bases() | archive.emptied_bases()):
        outfit, first = archive.outfit(name), archive.drawing(name.removesuffix(archive.EMPTY))
        held = _held(first, outfit) if name in archive.emptied_bases() else []
        own = without(first, held)
        half = _drawn(figures.framed(figures.half(own, outfit)))
        at = _shouldered(half, outfit, _measured(half))
        row = _row(name, outfit, at, figures.stand(own, outfit, at)) | ({"held": held} if held else {})
        lines.append(f"{json.dumps(name)}: {json.dumps(row)}")
    lines += [f"{json.dumps(name)}: {json.dumps(_child(name))}" for name in sorted(children.child_names())]
    lines += [f"{json.dumps(name)}: {json.dumps(_sitter(name))}" for name in sorted(sitting.sitting_names())]
    TARGET.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")
    sys.stdout.write(f"{len(lines)} figures, {TARGET.stat().st_size} bytes\n")


def _row(name: str, outfit: figures.Outfit, at: figures.Measures, drawing: str) -> dict[str, Any]:
    row: dict[str, Any] = {
        "edges": [at.left, at.right, at.bottom],
        "torso": "".join(colour[1:] for colour in at.torso),
        "sleeves": ["".join(colour[1:] for colour in sleeve) for sleeve in at.sleeves],
        "shoulders": list(at.shoulders),
        "ink": [round(value, 3) for value in _ink(_drawn(drawing), -9, 0, 50)],
    }
    first = name.removesuffix(archive.EMPTY)
    face = archive.art_face(first)
    if face:
        scale, x, y = (
            (outfit.head / 32, 16 - outfit.head / 2, 19.6 - outfit.head)
            if outfit.head
            else (1.0, outfit.shift, 0.0)
        )
        left, top, wide, high = _ink(_drawn(archive.drawing(first)), 0, 0, 32)
        before = (x + scale * left, y + scale * top, scale * wide, scale * high)
        row |= _moved(face, before, _ink(_drawn(drawing), -9, 0, 50))
    return row


def _moved(face: archive.Face, before: _Box, after: _Box) -> dict[str, Any]:
    """Return where a face is in a new picture: the ink of the old one and of the new one are in the same units."""
    left, top, wide, high = before
    to_left, to_top, to_wide, to_high = after

    def across(share: float) -> float:
        return round((left + share * wide - to_left) / to_wide, 4)

    def down(share: float) -> float:
        return round((top + share * high - to_top) / to_high, 4)

    def size(width: float, height: float) -> list[float]:
        return [round(width * wide / to_wide, 4), round(height * high / to_high, 4)]

    mouth, eyes = face.mouth, face.eyes
    return {
        "mouth": [across(mouth[0]), down(mouth[1]), *size(*mouth[2:])],
        "eyes": [across(eyes[0]), across(eyes[1]), down(eyes[2]), *size(*eyes[3:])],
        "hangs": down(face.hangs) if face.hangs else 0.0,
    }


def _sitter(name: str) -> dict[str, Any]:
    """Return where somebody who sits has the face of the one who stands."""
    stands = sitting.stood_up(name)
    drawing = archive.drawing(stands)
    left, top, side, _ = map(float, drawing.split('viewBox="', 1)[1].split('"', 1)[0].split())
    face = archive.art_face(stands)
    assert face is not None, stands
    before, after = (_ink(_drawn(svg), left, top, side) for svg in (drawing, sitting.seat(drawing)))
    return _moved(face, before, after)


def _child(name: str) -> dict[str, Any]:
    """Return which elements of a grown-up are its head, and where the ink of both is; the head ends above the shoulders."""
    drawing, pose = archive.drawing(children.grown_up(name)), name.partition("-")[2]
    head = [
        number
        for number, box in enumerate(_boxes(drawing))
        if box and box[1] < 7.5 and box[3] < 9.1 and box[2] < 18
    ]
    inks = _ink(_drawn(drawing), 0, 0, 32), _ink(_drawn(children.young(drawing, pose, head)), *children.VIEW)
    last, first = ([round(value, 3) for value in ink] for ink in reversed(inks))
    return {"head": head, "ink": last, "grown": first}


def _held(drawing: str, outfit: figures.Outfit) -> list[int]:
    """Return the numbers of the elements that show a raised hand and what is in it: they reach beyond the sleeve that is behind
    them, which comes down to the lower edge; what follows there is in the hand too."""
    boxes = {number: box for number, box in enumerate(_boxes(drawing)) if box}
    low = max(box[3] for box in boxes.values()) - 0.3
    edge = max(box[2] for box in boxes.values() if box[3] > low and box[1] < _SLEEVES)
    right = {number: box for number, box in boxes.items() if box[0] > _ASIDE and box[3] > _CHIN}
    first = next((number for number, box in right.items() if box[2] > edge + 0.4 and box[3] > 20), len(boxes))
    held = {
        number
        for number, box in right.items()
        if number >= first and not (box[3] > low and box[1] < _SLEEVES and box[2] < edge + 0.3)
    }
    for left, top, far, bottom in outfit.held:
        held |= {
            number
            for number, box in boxes.items()
            if box[0] > left and box[1] > top and box[2] < far and box[3] < bottom
        }
    return sorted(held)


def _boxes(drawing: str) -> list[tuple[float, float, float, float] | None]:
    """Return left, top, right and bottom of what each element of a drawing shows, None of one that shows nothing."""
    parts = elements(drawing)
    paints = "".join(part for part in parts if part.startswith("<defs"))
    found: list[tuple[float, float, float, float] | None] = []
    for part in parts:
        alpha = _drawn(figures.framed(f'<g fill="none">{part}{paints}</g>'))[..., 3] > 20
        rows, columns = np.flatnonzero(alpha.any(axis=1)), np.flatnonzero(alpha.any(axis=0))
        if part.startswith("<defs") or not len(rows):
            found.append(None)
        else:
            found.append((columns[0] / UNIT, rows[0] / UNIT, columns[-1] / UNIT, rows[-1] / UNIT))
    return found


def _drawn(svg: str) -> np.ndarray:
    png = bytes(resvg_py.svg_to_bytes(svg_string=svg, width=SIDE, height=SIDE, skip_system_fonts=True))
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGBA")).astype(float)


def _ink(picture: np.ndarray, left: float, top: float, side: float) -> tuple[float, float, float, float]:
    """Return left, top, width and height of the ink in units of a drawing whose view begins at `left`, `top`."""
    ink = picture[..., 3] >= 6
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    unit = side / SIDE
    return (
        left + columns[0] * unit,
        top + rows[0] * unit,
        (columns[-1] + 1 - columns[0]) * unit,
        (rows[-1] + 1 - rows[0]) * unit,
    )


def _measured(picture: np.ndarray) -> figures.Measures:
    solid = picture[..., 3] > 200
    bottom = np.flatnonzero(solid.sum(axis=1) > SIDE * 0.19)[-1] / UNIT
    level = bottom - 0.55
    row = np.flatnonzero(picture[int((level - 0.5) * UNIT) : int(level * UNIT), :, 3].mean(axis=0) > 128)
    left, right = (round(float(np.clip(row[end] / UNIT, 3.2, 28.8)), 2) for end in (0, -1))
    sleeves = (
        _colours(picture, level, left + 0.3, 16 - 6.95, SLEEVE),
        _colours(picture, level, 16 + 6.95, right - 0.3, SLEEVE),
    )
    torso = _colours(picture, level, 16 - 6.4, 16 + 6.4, TORSO)
    return figures.Measures(left, right, round(float(bottom), 2), torso, sleeves)


def _shouldered(picture: np.ndarray, outfit: figures.Outfit, at: figures.Measures) -> figures.Measures:
    """Return the measures with the heights at which the arms begin: the ink above the elbows ends there."""
    tops = []
    for side in (-1, 1):
        x, y, _ = bones.arm_bones(outfit, at, side).joints[1]
        column = picture[: int(y * UNIT), int(np.clip(x * UNIT, 0, SIDE - 1)), 3]
        clear = np.flatnonzero(column < 128)
        tops.append(round(float(np.clip((clear[-1] + 1) / UNIT if len(clear) else 0, 19.2, 24.5)), 2))
    return replace(at, shoulders=(tops[0], tops[1]))


def _colours(picture: np.ndarray, level: float, start: float, end: float, count: int) -> tuple[str, ...]:
    """Return the colours along a row, each the mean of a little around its place."""
    colours: list[str] = []
    band = picture[int((level - 0.2) * UNIT) : int((level + 0.2) * UNIT)]
    for at in np.linspace(start, end, count):
        column = int(np.clip(at * UNIT, 3, SIDE - 4))
        near = band[:, column - 2 : column + 3].reshape(-1, 4)
        weight = near[:, 3:].sum()
        colours.append(
            _hex((near[:, :3] * near[:, 3:]).sum(axis=0) / weight)
            if weight > 1
            else (colours or ["#888888"])[-1]
        )
    return tuple(colours)


def _hex(colour: np.ndarray) -> str:
    return "#" + "".join(f"{round(float(channel)):02x}" for channel in colour)


if __name__ == "__main__":
    main()
