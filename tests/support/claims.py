"""What a storyboard must say of a prompt, as short claims: `girl: walk; setting park; two fans; no dog`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final

from reelwright.engines.animatic.plan import Shot, Storyboard, Subject

_PLAIN: Final = ("setting", "time", "to_time", "weather", "camera", "caption", "framing")


def unmet(board: Storyboard, claims: str) -> list[str]:
    """Return those of the claims, parted by `; `, that a storyboard does not meet.

    `2> ` before a claim is for the second shot alone; `|` parts what is right as well.
    """
    return [claim for claim in claims.split("; ") if not _meets(board, claim)]


def _meets(board: Storyboard, claim: str) -> bool:
    number, _, rest = claim.rpartition("> ")
    shots = [board.shots[int(number) - 1]] if number else board.shots
    deed = re.fullmatch(r"(\S+): (\S+)", rest)
    if deed:
        acts = deed[2].split("|")
        return any(_is(subject, deed[1]) and str(subject.action) in acts for _, subject in _cast(shots))
    kind, _, said = rest.partition(" ")
    if kind in _PLAIN:
        return any(str(getattr(shot, kind)) in said.split("|") for shot in shots)
    return _CLAIMS[kind](board, shots, said)


def _cast(shots: Iterable[Shot]) -> list[tuple[Shot, Subject]]:
    return [(shot, subject) for shot in shots for subject in shot.subjects]


def _is(subject: Subject, name: str) -> bool:
    return any(one in subject.name.lower() for one in name.lower().split("|"))


def _counted(_: Storyboard, shots: Iterable[Shot], said: str) -> bool:
    name, count = said.rsplit(" ", 1)
    return any(
        sum(subject.count for subject in shot.subjects if _is(subject, name)) == int(count) for shot in shots
    )


def _joined(_: Storyboard, shots: Iterable[Shot], said: str) -> bool:
    """Return whether one does something with another, in either order where both do it."""
    one, kind, other = said.split(" ")
    for shot, subject in _cast(shots):
        if subject.duet and str(subject.duet.kind) == kind:
            partner = shot.subjects[subject.duet.to]
            if (_is(subject, one) and _is(partner, other)) or (_is(partner, one) and _is(subject, other)):
                return True
    return False


def _acting(_: Storyboard, shots: Iterable[Shot], said: str) -> bool:
    one, kind, other = said.split(" ")
    for shot, subject in _cast(shots):
        duet, handling = subject.duet, subject.handling
        if not _is(subject, one):
            continue
        if duet and str(duet.kind) == kind and _is(shot.subjects[duet.to], other):
            return True
        if handling and str(handling.kind) == kind:
            return other in handling.manner or _is(shot.subjects[handling.thing], other)
    return False


def _line(board: Storyboard, _: Iterable[Shot], said: str) -> bool:
    text, _, by = said.rpartition(" by ")
    return any(line.text == text and (by in line.by if by != "-" else line.narrated) for line in board.lines)


_CLAIMS: Final[dict[str, Callable[[Storyboard, Iterable[Shot], str], bool]]] = {
    "shots": lambda board, _, said: len(board.shots) == int(said),
    "style": lambda board, _, said: board.style == said,
    "there": lambda _, shots, said: any(_is(subject, said) for _, subject in _cast(shots)),
    "no": lambda _, shots, said: not any(_is(subject, said) for _, subject in _cast(shots)),
    "nobody": lambda _, shots, said: not _cast(shots),
    "art": lambda _, shots, said: any(subject.art == said for _, subject in _cast(shots)),
    "cards": lambda _, shots, said: sum(subject.art is None for _, subject in _cast(shots)) == int(said),
    "count": _counted,
    "slow": lambda _, shots, said: any(shot.speed < 1 for shot in shots),
    "feature": lambda _, shots, said: any(said in shot.features for shot in shots),
    "free": lambda _, shots, said: any(
        subject.bond is None for _, subject in _cast(shots) if _is(subject, said)
    ),
    "near": lambda _, shots, said: any(
        shot.framing == "close" or any(subject.focus for subject in shot.subjects) for shot in shots
    ),
    "both": _joined,
    "does": _acting,
    "line": _line,
    "told": lambda board, _, said: any(said in warning for warning in board.warnings),
}
