"""A drawing as the list of what it is put together from, and the same drawing without some of it."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

_TAG: Final = re.compile(r"<(/?)\w+[^>]*?(/?)>")


def elements(drawing: str) -> list[str]:
    """Return what is in the outermost group of a drawing, from back to front; gradients are in an element of their own."""
    inside = _inside(drawing)
    return [inside[start:end] for start, end in _spans(inside)]


def without(drawing: str, numbers: Collection[int]) -> str:
    """Return a drawing that leaves out the elements of those numbers."""
    inside = _inside(drawing)
    kept = "".join(
        inside[start:end] for number, (start, end) in enumerate(_spans(inside)) if number not in numbers
    )
    return drawing.replace(inside, kept, 1)


def _inside(drawing: str) -> str:
    start = drawing.index("<g")
    return drawing[drawing.index(">", start) + 1 : drawing.rindex("</g>")]


def _spans(inside: str) -> list[tuple[int, int]]:
    spans, depth, start = [], 0, 0
    for tag in _TAG.finditer(inside):
        if tag[1]:
            depth -= 1
        else:
            start = tag.start() if depth == 0 else start
            depth += 0 if tag[2] else 1
        if depth == 0:
            spans.append((start, tag.end()))
    return spans
