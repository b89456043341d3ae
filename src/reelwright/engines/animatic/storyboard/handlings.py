"""Who does what to a thing in a passage: kicks, pushes, throws."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from tomllib import loads
from typing import Any, Final

from reelwright.engines.animatic.handlings import HandlingKind
from reelwright.engines.animatic.plan import Action
from reelwright.engines.animatic.storyboard.deeds import companions, done_by
from reelwright.engines.animatic.storyboard.reading import Reading
from reelwright.engines.animatic.storyboard.strangers import pronoun_roles
from reelwright.engines.animatic.storyboard.subjects import SIDED, Role

_LIVING: Final = frozenset({"animals", "people", "fantasy"})
_THINGS: Final = frozenset({"objects", "food", "plants"})
_NOUN: Final = re.compile(r"\b(?:an?|the|his|her|its|their|each|every|another|first|free|penalty|corner)\s$")
"""What stands before a noun: `a kick`, `the throw`."""
_LEAD: Final = 16
"""Signs before a verb that are looked at: to look from the beginning on makes each verb of a long prompt dearer than the last."""
_FAR: Final = 40
"""Characters after a verb in which a thing may stand that nothing else could be done to."""
_APART: Final = re.compile(
    r"[.;!?。；！？，,]|\b(?:while|as|in|at|near|behind|by|on|under|beside|before|past|and|with|who|that|into|from|to)\b"
)
"""What stands between a verb and a thing that it isn't done to."""
_TAKEN: Final = re.compile(r"[把将][^，。,.；;]{1,12}$")
"""Chinese names the thing before the verb: `把杯子推下桌子`."""
_UNKNOWN: Final = re.compile(
    r"\s(?:an?|the|his|her|its|their|some|two|three|one)\s((?:[a-z'-]+\s){0,2}?[a-z'-]+)"
    r"(?=\s(?:is|are|in|on|at|of|into|onto|off|over|to|through|across|along|up|down|out|away|from|with|and|that|while|as|towards?|for|around|past|back|high|under)\b|[.,;:!?]|$)"
)
_ALONG: Final = re.compile(r"\bwith\s(?:an?\s|the\s|his\s|her\s|their\s)?(?:\w+\s)?$")
_GOING: Final = frozenset({Action.WALK, Action.RUN})
_GAMES: Final = frozenset(
    {
        "soccer-ball", "tennis", "ping-pong", "badminton", "field-hockey", "ice-hockey", "bowling", "cricket-game",
    }
)  # fmt: skip
"""Pictures of a game, or of any ball: the words around them say which ball it is."""
_PLAYER: Final = "-golfing"
_GREY: Final = "#d8d5d0"


@dataclass(frozen=True, slots=True)
class Rule:
    """How a kind of handling is put into words, and what it can be done to: see handlings.toml."""

    kind: HandlingKind
    words: re.Pattern[str]
    groups: frozenset[str]
    never: frozenset[str]
    named: frozenset[str]
    thing: tuple[tuple[str, str], ...]
    goes: bool
    aim: tuple[tuple[str, str], ...]
    frontal: bool


@cache
def rules() -> dict[HandlingKind, Rule]:
    """Return the rules of all kinds, in the order in which they are tried."""
    kinds = {kind.value for kind in HandlingKind}
    return {
        HandlingKind(kind): Rule(
            HandlingKind(kind),
            re.compile("|".join(row["words"])),
            frozenset(row.get("groups", _THINGS)),
            frozenset(row.get("never", ())),
            frozenset(row.get("named", ())),
            tuple(row.get("thing", {}).items()),
            row.get("goes", False),
            tuple(row.get("aim", {}).items()),
            row.get("frontal", False),
        )
        for kind, row in _table().items()
        if kind in kinds
    }


@cache
def _table() -> dict[str, dict[str, Any]]:
    return loads(files(__package__).joinpath("data/handlings.toml").read_text("utf-8"))


@cache
def beside(art: str | None) -> float | None:
    """Return how tall a thing is beside a grown person, or None where it is as tall as it is by nature."""
    return next((float(ratio) for ratio, pieces in _table()["beside"].items() if art in pieces), None)


def handle(reading: Reading, original: str, roles: Sequence[Role]) -> list[Role]:
    """Return the roles with the first thing that one of them does to a thing; who is in a duet does nothing besides.

    original: the same stretch of the prompt as it was written, for names.
    """
    if any(role.duet is not None for role in roles):
        return list(roles)
    for rule in rules().values():
        for found in rule.words.finditer(reading.text):
            if _NOUN.search(reading.text, max(0, found.start() - _LEAD), found.start()):
                continue
            doer = _doer(reading, roles, found)
            if doer is None:
                continue
            cast, thing = _with_thing(reading, original, roles, rule, found, doer)
            if thing is not None:
                return _joined(reading, cast, rule, found, doer, thing)
    return list(roles)


def handle_meant(
    reading: Reading, original: str, roles: Sequence[Role], earlier: Sequence[Role]
) -> list[Role]:
    """Return the roles as `handle` does, where `he` or `she` may do it: who was there before, else somebody.

    earlier: the roles of the passage before.
    """
    done = handle(reading, original, roles)
    if any(role.handling or role.duet or role.group == "people" for role in done):
        return done
    meant = pronoun_roles(reading, original)[:1]
    lead = next((role for role in earlier if role.agent), None)
    if meant and lead is not None:
        who = Role(lead.name, lead.art, meant[0].at, lead.group, count=lead.count, scale=lead.scale)
        meant = [replace(who, colour=lead.colour, look=lead.look)]
    again = handle(reading, original, [*meant, *roles])
    return again if any(role.handling for role in again) else done


def _doer(reading: Reading, roles: Sequence[Role], found: re.Match[str]) -> int | None:
    """Return who does it: the last one with a will before the words who is not merely along."""
    sentence = reading.sentence_of(found.start())
    doers = [
        index
        for index, role in enumerate(roles)
        if role.group in _LIVING and role.at < found.start() and reading.sentence_of(role.at) == sentence
    ]
    taken = _TAKEN.search(reading.text, max(0, found.start() - _LEAD), found.start())
    if taken is not None:
        doers = [index for index in doers if roles[index].at < taken.start()]
    for index in reversed(doers):
        if not _ALONG.search(reading.text[: roles[index].at]):
            return index
    return doers[-1] if doers else done_by(reading, roles, found)


def _with_thing(
    reading: Reading, original: str, roles: Sequence[Role], rule: Rule, found: re.Match[str], doer: int
) -> tuple[list[Role], int | None]:
    """Return the roles, and which of them it is done to: a named one, a card for an unknown noun, or what the words imply."""
    named = _named(reading, roles, rule, found, doer)
    if named is None and rule.named:  # swings the bat and hits the ball
        named = next(
            (
                index
                for index, role in enumerate(roles)
                if role.art in rule.named and 0 <= role.at - found.end() < _FAR and index != doer
            ),
            None,
        )
    implied = next((piece for word, piece in rule.thing if word in reading.text), None)
    if named is not None:
        cast = list(roles)
        if implied is not None and cast[named].art in _GAMES:
            cast[named] = replace(cast[named], art=implied, group="objects")
        return cast, named
    tail = reading.text[found.end() :]
    unknown = _UNKNOWN.match(tail)
    if unknown is not None and not reading.means(
        found.end() + unknown.start(1), found.end() + unknown.end(1)
    ):
        at = found.end() + unknown.start(1)
        name = original[at : found.end() + unknown.end(1)]
        called = next(
            (piece for piece, words in _table()["called"].items() if re.search(words, name.lower())), None
        )
        return [*roles, Role(name, called, at, "objects")], len(roles)
    if not rule.thing or any(role.at >= found.end() and role.group in _LIVING for role in roles):
        return list(roles), None
    art = implied or dict(rule.thing).get("any")
    if art is None:
        return list(roles), None
    return [*roles, Role("ball" if "ball" in art else art, art, found.end() - 1, "objects")], len(roles)


def _named(
    reading: Reading, roles: Sequence[Role], rule: Rule, found: re.Match[str], doer: int
) -> int | None:
    """Return the thing that is named: right after the words, or before them where Chinese puts it."""
    taken = _TAKEN.search(reading.text, max(0, found.start() - _LEAD), found.start())
    for index, role in enumerate(roles):
        fits = role.group in rule.groups and role.art not in rule.never and index != doer
        fits = fits and (not rule.named or role.art in rule.named)
        if fits and taken is not None and taken.start() < role.at < found.start():
            return index
        if not fits or role.at < found.start():
            continue
        gap = reading.text[found.end() : role.at]
        if not _APART.search(gap) and len(gap) < 40:
            return index
    return None


def _with_aim(reading: Reading, cast: list[Role], rule: Rule, thing: int, doer: int) -> int | None:
    """Return where the thing goes, or what it is taken from: `into the goal`; it joins the roles where no noun stands for it."""
    for piece, words in rule.aim:
        named = next(
            (index for index, role in enumerate(cast) if role.art == piece and index not in (thing, doer)),
            None,
        )
        if named is not None:
            return named
        found = None if words == "always" else re.search(words, reading.text)
        if words == "always" or found:
            name, at = (found[0], found.start()) if found else (piece, len(reading.text) + 1)
            taken = [
                index for index, role in enumerate(cast) if found and found.start() <= role.at < found.end()
            ]
            if set(taken) & {thing, doer}:  # the thing itself says what it is aimed at: a dart
                name, at, taken = piece, len(reading.text) + 1, []
            if taken:
                cast[taken[0]] = replace(cast[taken[0]], art=piece, group="objects")
                return taken[0]
            cast.append(Role(name, piece, at, "objects"))
            return len(cast) - 1
    return None


def _joined(
    reading: Reading, cast: list[Role], rule: Rule, found: re.Match[str], doer: int, thing: int
) -> list[Role]:
    """Return the roles with a handling, and without the ties and deeds that it takes the place of."""
    aim = _with_aim(reading, cast, rule, thing, doer)
    who, item = cast[doer], cast[thing]
    action = Action.IDLE
    if rule.goes:
        action = who.action if who.action in _GOING else Action.WALK
    who = replace(
        who, action=action, tie=None, to=-1, handling=rule.kind, whom=item.at, thing=item.at,
        toward=-1 if aim is None else cast[aim].at,
    )  # fmt: skip
    cast[doer] = _posed(who, rule)
    cast[thing] = replace(item, action=Action.IDLE, tie=None, to=-1, whom=who.at, count=1)
    if aim is not None:
        cast[aim] = replace(cast[aim], action=Action.IDLE, tie=None, to=-1, whom=who.at, count=1)
    for index in companions(reading, cast, doer)[1:]:
        if cast[index].group in _LIVING and cast[index].action is Action.IDLE and rule.goes:
            cast[index] = replace(cast[index], action=action)
    return cast


def _posed(role: Role, rule: Rule) -> Role:
    """Return a person as it is drawn from the side, towards the thing; grey hair stays grey."""
    if role.art is not None and role.art.endswith(_PLAYER):  # drawn in the middle of a swing
        role = replace(role, art=f"{role.art.removesuffix(_PLAYER)}-standing")
    if role.art not in SIDED or rule.frontal:
        return replace(role, pose=None)
    look = role.look
    if role.art.startswith("old-") and not any(part == "hair" for part, _ in look):
        look = (("hair", _GREY), *look)
    return replace(role, pose="walking", look=look)
