"""Who works at what in a passage: plays an instrument, pours, digs, builds, opens."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from reelwright.engines.animatic.handlings import HandlingKind
from reelwright.engines.animatic.plan import Action, BondKind, Setting
from reelwright.engines.animatic.storyboard.deeds import companions, done_by
from reelwright.engines.animatic.storyboard.labour import Work, works
from reelwright.engines.animatic.storyboard.reading import Reading
from reelwright.engines.animatic.storyboard.subjects import SIDED, Role

_LIVING: Final = frozenset({"animals", "people", "fantasy"})
_NOUN: Final = re.compile(r"\b(?:an?|the|his|her|its|their|each|every|another|of|no|this|that)\s(?:\w+\s)?$")
_AFTER_NAME: Final = re.compile(
    r"\b(?:an?|the|his|her|its|their)\s(?:\w+\s)?(?:girl|boy|man|woman|kid|child|\w+er|\w+or|\w+[i]st)\s$"
)
"""A noun that somebody does something after: `the girl plays` is no play of hers."""
_STOP: Final = re.compile(r"[.;!?。；！？]|\b(?:while|who)\b")
_APART: Final = re.compile(
    r"\b(?:in|at|near|behind|by|on|under|beside|before|past|with|into|from|to|for)\b|[在对给向]"
)
_FINDS: Final = re.compile(
    r"\b(?:find\w*|found|discover\w*|uncover\w*|reveal\w*|unearth\w*|dig(?:s|ging)? up|fl(?:y|ies) out|inside"
    r"|pops? out|jumps? out|comes? out|out (?:comes|jumps|pops))\b|发现|找到|挖出|露出|跳出|里面|出现"
)
_FAR: Final = 48
"""Characters between the words and the thing at most."""
_BEFORE: Final = 14
"""The same where Chinese puts the thing first: `把伞打开`."""
_EARLIER: Final = 1_000_000
_SEATED: Final = (BondKind.ON, BondKind.IN)
_GREY: Final = "#d8d5d0"
_OF_SOMEBODY: Final = frozenset({HandlingKind.PAINT, HandlingKind.PHOTOGRAPH, HandlingKind.READ})
"""What is done of or for somebody who is named after it."""
_OWN: Final = {
    HandlingKind.TYPE: "technologist",
    HandlingKind.MUSIC: "singer",
    HandlingKind.JUGGLE: "juggling",
    HandlingKind.DRIBBLE: "bouncing-ball",
}
"""Pieces that have a laptop, a microphone or balls in the picture."""
_SEATED_AT: Final = (("piano",), ("harp",))
_WAY_OUT: Final = frozenset(
    {"bare-table", "hole", "broom", "sponge", "soap", "bucket", "seat", "chair", "bed"}
)


def work(reading: Reading, roles: Sequence[Role]) -> list[Role]:
    """Return the roles with the first work that one of them does; whoever has to do with another does nothing besides."""
    if any(role.duet is not None or role.handling is not None for role in roles):
        return list(roles)
    for rule in works():
        for found in rule.words.finditer(reading.text):
            if _is_noun(reading.text, found):
                continue
            doer = _doer(reading, roles, rule, found)
            if doer is not None and (made := _made(reading, roles, rule, found, doer)) is not None:
                return made
    return list(roles)


def workplace(roles: Sequence[Role]) -> Setting | None:
    """Return where somebody works, if the work tells and nothing else that is there does."""
    if any(role.group in ("places", "plants", "sky") and role.whom < 0 for role in roles):
        return None
    for role in roles:
        for rule in works():
            if role.handling is rule.kind:
                places = dict(rule.place)
                return next((places[name] for name in (*role.manner, "any") if name in places), None)
    return None


def work_again(reading: Reading, earlier: Sequence[Role], roles: Sequence[Role]) -> list[Role] | None:
    """Return the roles of a passage that names nobody with what it says that one of an earlier passage works at, or None."""
    lead = next((role for role in earlier if role.group in _LIVING), None)
    if lead is None:
        return None
    plain = replace(
        lead, at=-_EARLIER, tie=None, to=-1, duet=None, whom=-1, thing=-1, handling=None, toward=-1, manner=(),
        action=Action.IDLE,
    )  # fmt: skip
    made = work(reading, [plain, *roles])
    if not any(role.handling for role in made):
        return None
    at = len(reading.text) + 7
    return [
        replace(role, at=at if role.at < 0 else role.at, whom=at if role.whom == -_EARLIER else role.whom)
        for role in made
    ]


def _is_noun(text: str, found: re.Match[str]) -> bool:
    lead = text[max(0, found.start() - 40) : found.start()]
    return (
        _NOUN.search(lead) is not None
        and _AFTER_NAME.search(lead) is None
        and re.search(r"\b(?:an?|the|his|her|its|their|of|no|this|that)\s$", lead) is not None
    )


def _doer(reading: Reading, roles: Sequence[Role], rule: Work, found: re.Match[str]) -> int | None:
    """Return who does it: the last one with a will that is named before, and is not merely along."""
    sentence = reading.sentence_of(found.start())
    doers = [
        index
        for index, role in enumerate(roles)
        if role.group in _LIVING
        and (not rule.people or role.group != "animals")
        and (role.at < 0 or (role.at < found.start() and reading.sentence_of(role.at) == sentence))
    ]
    for index in reversed(doers):
        lead = reading.text[: max(0, roles[index].at)]
        if not re.search(
            r"\bwith\s(?:an?\s|the\s|his\s|her\s|their\s)?(?:\w+\s)?$|(?:给|为|帮)\w{0,3}$", lead
        ):
            return index
    return doers[-1] if doers else done_by(reading, roles, found)


def _made(
    reading: Reading, roles: Sequence[Role], rule: Work, found: re.Match[str], doer: int
) -> list[Role] | None:
    """Return the roles with the work, or None where the words do not speak of it."""
    text = reading.text
    ends = _STOP.search(text, found.end())
    tail_end = min(ends.start() if ends else len(text), found.end() + _FAR)
    if rule.never is not None and rule.never.search(text, found.end(), min(tail_end, found.end() + 24)):
        return None
    who = roles[doer]
    if who.tie in _SEATED and any(role.at == who.to and role.art not in rule.absorbs for role in roles):
        return None  # who sits on something there stays there
    thing = _thing(reading, roles, rule, found, doer, tail_end)
    if thing is None:
        return None
    start = max((mark.end() for mark in _STOP.finditer(text, 0, found.start())), default=0)
    clause = text[start : ends.start() if ends else len(text)]
    manner = _manner(rule, thing.name, clause)
    come = _found(reading, roles, rule, found, doer, thing)
    depicted = _depicted(reading, roles, rule, found, doer)
    if depicted is not None and roles[depicted].art:
        manner = (roles[depicted].art or "", *manner)
    fellows = _fellows(reading, roles, rule, doer)
    cast = []
    for index, role in enumerate(roles):
        within = start <= role.at < start + len(clause) or role.at < 0
        if role.at == thing.at or index == depicted:
            continue
        if index in (doer, *fellows):
            cast.append(_working(role, rule, thing, manner, roles[come] if come is not None else None))
        elif index == come:
            cast.append(replace(role, action=Action.IDLE, tie=None, to=-1, whom=who.at, count=1))
        elif not (within and (role.art in rule.absorbs or (role.art in _WAY_OUT and role.tie is None))):
            cast.append(role if role.to not in (thing.at,) else replace(role, tie=None, to=-1))
    return [*cast, replace(thing, whom=who.at)]


def _thing(
    reading: Reading, roles: Sequence[Role], rule: Work, found: re.Match[str], doer: int, end: int
) -> Role | None:
    """Return the thing: one that the rule knows, near the words; a role that may be it; or what the words imply."""
    text = reading.text
    lead = max(0, found.start() - _BEFORE)
    for low, high in ((found.start(), end), (lead, found.start())):
        hits = [
            (match.start(), name, piece)
            for name, piece, words in rule.things
            if (match := words.search(text, low, high))
        ]
        if low == lead and not re.search(r"[把将给用]", text[lead : found.start()]):
            hits = []
        if hits:
            at, name, piece = min(hits, key=lambda hit: hit[0])
            known = next((role for role in roles if role.at == at and role.group not in _LIVING), None)
            return Role(name, piece, at, "objects", colour=known.colour if known else None)
    for name, piece, words in rule.things:
        if words.search(roles[doer].name.lower()):  # the drummer plays
            return Role(name, piece, found.start(), "objects")
    taken = re.search(r"[把将给]\w{0,8}$", text[: found.start()])
    for index, role in enumerate(roles):
        if index == doer or not (role.group in rule.takes or role.art in rule.pieces):
            continue
        after = found.end() <= role.at < end and not _APART.search(text[found.end() : role.at])
        if after or (taken and taken.start() < role.at < found.start()):
            return replace(role, action=Action.IDLE, tie=None, to=-1)
    whom = any(found.end() <= role.at < end and role.group in _LIVING for role in roles)
    if rule.implied is None or (whom and rule.kind not in _OF_SOMEBODY):
        return None
    return Role(rule.implied[0], rule.implied[1], found.start(), "objects")


def _manner(rule: Work, thing: str, clause: str) -> tuple[str, ...]:
    """Return what the thing is, and how it is done, in the order of the text."""
    hits = ((words.search(clause), name) for name, words in rule.manner)
    said = [name for _, name in sorted((match.start(), name) for match, name in hits if match)]
    return tuple(said) if thing in said else (thing, *said)


def _found(
    reading: Reading, roles: Sequence[Role], rule: Work, found: re.Match[str], doer: int, thing: Role
) -> int | None:
    """Return what is found, or comes out."""
    if not rule.finds:
        return None
    said = _FINDS.search(reading.text, found.start())
    if said is None:
        return None
    near = sorted(
        (abs(role.at - said.start()), index)
        for index, role in enumerate(roles)
        if index != doer
        and role.at > found.end()
        and role.at != thing.at
        and role.art not in rule.absorbs
        and role.group != "places"
    )
    return near[0][1] if near and near[0][0] < _FAR else None


def _depicted(
    reading: Reading, roles: Sequence[Role], rule: Work, found: re.Match[str], doer: int
) -> int | None:
    """Return what a picture is of."""
    if not rule.depicts:
        return None
    for index, role in enumerate(roles):
        if index != doer and found.end() <= role.at < found.end() + _FAR and role.art not in rule.absorbs:
            return index if not _APART.search(reading.text[found.end() : role.at]) else None
    return None


def _fellows(reading: Reading, roles: Sequence[Role], rule: Work, doer: int) -> list[int]:
    """Return who works along: `a boy and a girl build`."""
    if roles[doer].at < 0:
        return []
    return [
        index
        for index in companions(reading, roles, doer)[1:]
        if roles[index].group in _LIVING and roles[index].tie is None
    ]


def _working(role: Role, rule: Work, thing: Role, manner: tuple[str, ...], come: Role | None) -> Role:
    """Return a role at work."""
    busy = replace(
        role, action=Action.IDLE, tie=None, to=-1, handling=rule.kind, whom=thing.at, thing=thing.at, manner=manner,
        toward=-1 if come is None else come.at, pose=None,
    )  # fmt: skip
    own = _OWN.get(rule.kind)
    if own is not None and (role.art or "").endswith(own):
        who = next((who for who in ("woman", "man") if (role.art or "").startswith(who)), "person")
        busy = replace(busy, art=f"{who}-standing")
    if not rule.aside or busy.art not in SIDED:
        if rule.kind is HandlingKind.MUSIC and manner[:1] in _SEATED_AT and busy.art in SIDED:
            return _aside(busy)
        return busy
    return _aside(busy)


def _aside(role: Role) -> Role:
    """Return a person as it is drawn from the side; grey hair stays grey."""
    look = role.look
    if (role.art or "").startswith("old-") and not any(part == "hair" for part, _ in look):
        look = (("hair", _GREY), *look)
    return replace(role, pose="walking", look=look)
