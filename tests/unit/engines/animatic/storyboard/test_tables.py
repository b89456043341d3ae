"""The hand-made tables of the storyboard name pieces that are there: a name that is not would silently do nothing."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from reelwright.engines.animatic.art import art_names


def _table(name: str) -> dict[str, Any]:
    data = files("reelwright.engines.animatic.storyboard").joinpath(f"data/{name}.toml")
    return tomllib.loads(data.read_text("utf-8"))


def _unknown(pieces: Iterator[str]) -> set[str]:
    found = set(pieces)
    assert found
    return found - art_names() - {""}


def test_works_name_pieces_that_are_there() -> None:
    def named() -> Iterator[str]:
        for work in _table("works").values():
            yield from (piece for _, piece, *_ in work.get("things", []))
            for key in ("pieces", "absorbs"):
                yield from work.get(key, [])

    assert not _unknown(named())


def test_handlings_name_pieces_that_are_there() -> None:
    def named() -> Iterator[str]:
        table = _table("handlings")
        for pieces in table.pop("beside").values():
            yield from pieces
        yield from table.pop("called")
        for rule in table.values():
            yield from (*rule.get("never", []), *rule.get("named", []), *rule.get("aim", {}))
            yield from rule.get("thing", {}).values()

    assert not _unknown(named())


def test_relations_name_pieces_that_are_there() -> None:
    def named() -> Iterator[str]:
        table = _table("relations")
        for key in ("seat", "inside"):
            yield from table[key]
        for key in ("closed", "embraced"):
            yield from table[key]["pieces"]
        for pieces in table["held"].values():
            yield from pieces

    assert not _unknown(named())
