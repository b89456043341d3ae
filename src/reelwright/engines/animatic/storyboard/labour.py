"""How kinds of work are put into words: see works.toml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from tomllib import loads

from reelwright.engines.animatic.handlings import HandlingKind
from reelwright.engines.animatic.plan import Setting


@dataclass(frozen=True, slots=True)
class Work:
    """How a kind of work is put into words: see works.toml."""

    kind: HandlingKind
    words: re.Pattern[str]
    things: tuple[tuple[str, str, re.Pattern[str]], ...]
    implied: tuple[str, str] | None
    manner: tuple[tuple[str, re.Pattern[str]], ...]
    takes: frozenset[str]
    pieces: frozenset[str]
    absorbs: frozenset[str]
    never: re.Pattern[str] | None
    aside: bool
    finds: bool
    depicts: bool
    people: bool
    place: tuple[tuple[str, Setting], ...]


@cache
def works() -> tuple[Work, ...]:
    """Return all kinds of work, in the order in which they are tried."""
    table = loads(files(__package__).joinpath("data/works.toml").read_text("utf-8"))
    return tuple(
        Work(
            HandlingKind(kind),
            re.compile("|".join(row["words"])),
            tuple((name, piece, re.compile(words)) for name, piece, words in row["things"]),
            (row["implied"][0], row["implied"][1]) if "implied" in row else None,
            tuple((name, re.compile(words)) for name, words in row.get("manner", ())),
            frozenset(row.get("takes", ())),
            frozenset(row.get("pieces", ())),
            frozenset(row.get("absorbs", ())),
            re.compile(row["never"]) if "never" in row else None,
            row.get("aside", False),
            row.get("finds", False),
            row.get("depicts", False),
            row.get("people", False),
            tuple((name, Setting(setting)) for name, setting in row.get("place", {}).items()),
        )
        for kind, row in table.items()
    )
