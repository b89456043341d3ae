"""Who acts on whom in a passage: hugs, fights, gifts, chases."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from tomllib import loads
from typing import Final

from reelwright.engines.animatic.duets import DuetKind
from reelwright.engines.animatic.plan import Action, BondKind
from reelwright.engines.animatic.storyboard.parties import parties
from reelwright.engines.animatic.storyboard.reading import Reading
from reelwright.engines.animatic.storyboard.relations import HOUSEHOLD
from reelwright.engines.animatic.storyboard.subjects import SIDED, Role
from reelwright.engines.animatic.storyboard.wording import as_couple

_LIVING: Final = frozenset({"animals", "people", "fantasy"})
_THINGS: Final = frozenset({"objects", "food", "plants"})
_RING: Final = re.compile(
    r"\b(?:in|form\w*|make|making) an? (?:big |large )?(?:circle|ring)\b|\bring of\b|圈|圆圈"
)
_BEFORE: Final = 1_000_000
"""Farther before a passage than any prompt is long."""
_GOING: Final = frozenset({Action.WALK, Action.RUN, Action.FLY, Action.SWIM, Action.DRIVE})
_KEPT: Final = {DuetKind.DANCE: Action.DANCE, DuetKind.TALK: Action.TALK, DuetKind.LEAD: Action.WALK}
"""What both are said to do besides; else they stand, and the duet says the rest."""
_HELD: Final = (BondKind.HELD, BondKind.EATEN)
_FRONTAL: Final = frozenset({DuetKind.DANCE, DuetKind.GAME, DuetKind.TALK, DuetKind.HOLD_HANDS})
_BLADES: Final = re.compile(r"\bswords?\b|\bblades?\b|\bfenc|\bduel|\bsabers?\b|击剑|剑|刀")
_ROLLED: Final = re.compile(r"\b(?:kick\w*|roll\w*|football|soccer)\b|[踢滚]|足球")
_CHESS: Final = re.compile(r"chess|xiangqi|checkers|棋|弈")
_GREY: Final = "#d8d5d0"
_PLACES: Final = ("table", "roof")
_THROWS: Final = re.compile(r"thr[eo]w|toss|kick|pass|[扔抛投传踢]")
_THROWN: Final = frozenset(
    {
        "soccer-ball", "basketball", "baseball", "softball", "volleyball", "rugby-football", "american-football",
        "flying-disc", "boomerang", "snowball", "balloon", "red-apple", "tangerine", "bone", "pool-8-ball", "rice-ball", "egg",
        "yarn", "ping-pong", "badminton", "teddy-bear", "pillow",
    }
)  # fmt: skip
_GAMES: Final = {
    "tennis": "softball", "网球": "softball", "volleyball": "volleyball", "排球": "volleyball", "basketball": "basketball",
    "篮球": "basketball", "baseball": "baseball", "棒球": "baseball", "frisbee": "flying-disc", "飞盘": "flying-disc",
    "football": "soccer-ball", "soccer": "soccer-ball", "足球": "soccer-ball", "kick": "soccer-ball", "踢": "soccer-ball",
    "roll": "soccer-ball",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Rule:
    """How a kind of duet is put into words, and who can be at its other end.

    passes: something goes from one to the other. needs: there is no such duet without it. both: a noun after the words is at
    the other end only after `with` or its like. alone: there is none where a thing is named after the words. thing: what is
    there though no noun names it.
    """

    kind: DuetKind
    words: re.Pattern[str]
    whom: frozenset[str]
    passes: bool
    needs: bool
    both: bool
    alone: bool
    thing: str | None


@cache
def _rules() -> tuple[_Rule, ...]:
    table = loads(files(__package__).joinpath("data/duets.toml").read_text("utf-8"))
    return tuple(
        _Rule(
            DuetKind(kind),
            re.compile("|".join(row["words"])),
            _LIVING | set(row.get("whom", ())),
            row.get("passes", False),
            row.get("needs", False),
            row.get("both", False),
            row.get("alone", False),
            row.get("thing"),
        )
        for kind, row in table.items()
    )


def pair(reading: Reading, roles: Sequence[Role]) -> list[Role]:
    """Return the roles with the first thing that two of them do with each other; two of one kind become two roles."""
    for rule in _rules():
        for found in rule.words.finditer(reading.text):
            # a hug is a picture of two, until it is known who hugs
            others = [role for role in roles if role.group != "people" or not _within(role, found)]
            if (made := _made(reading, others, rule, found)) is not None:
                return made
    return list(roles)


def _within(role: Role, found: re.Match[str]) -> bool:
    return found.start() <= role.at < found.end()


def pair_again(reading: Reading, earlier: Sequence[Role]) -> list[Role]:
    """Return the roles of an earlier passage with what this one, which names nobody, says that they do with each other."""
    before = [_moved(role, -_BEFORE) for role in earlier]
    return [_moved(role, _BEFORE) for role in pair(reading, before)]


def _moved(role: Role, by: int) -> Role:
    to, whom, thing = (at + by if at != -1 else -1 for at in (role.to, role.whom, role.thing))
    return replace(role, at=role.at + by, to=to, whom=whom, thing=thing)


def _made(reading: Reading, roles: Sequence[Role], rule: _Rule, found: re.Match[str]) -> list[Role] | None:
    """Return the roles with a duet, or None where the words join nobody."""
    who = parties(
        reading, _risen(roles) if rule.kind is DuetKind.FEED else roles, rule.whom, found, both=rule.both
    )
    if who is None or (who[0] != who[1] and _in_arms(roles[who[0]], roles[who[1]])):
        return None
    (one, other), cast = who, list(roles)
    if rule.alone and any(role.group in _THINGS and role.at > found.start() for role in roles):
        return None
    if rule.kind is DuetKind.FEED and cast[other].art == "baby" and cast[one].art in SIDED:
        cast[one] = replace(cast[one], action=Action.IDLE, pose="feeding-baby")  # there is artwork of both
        return [role for index, role in enumerate(cast) if index != other]
    thing = _thing(reading, roles, rule, found, who)
    if thing is None and rule.needs:
        return None
    shared = thing if thing is not None else -1
    if one == other and cast[one].count == 2:
        cast = _split(cast, one, shared)
        other = len(cast) - 1
    elif one == other and rule.kind is DuetKind.CATCH and cast[one].group == "people":
        # two play, the others stand by
        rest = replace(cast[one], count=cast[one].count - 2, at=cast[one].at + 2)
        cast = [*_split(cast, one, shared), rest]
        other = len(cast) - 2
    elif one == other:
        if not _rings(reading, rule.kind):
            return None
        if (
            cast[one].count == 3 and rule.kind is not DuetKind.HUG
        ):  # a plain plural is more than three in a ring
            cast[one] = replace(cast[one], count=5)
    if thing is None and rule.thing is not None:
        cast.append(_prop(rule.thing, found))
        thing = len(cast) - 1
        if rule.kind is DuetKind.GAME and _CHESS.search(found[0]):
            cast.append(
                Role("chess", "chess-pawn", found.end(), "objects", tie=BondKind.ON, to=cast[thing].at)
            )
    return _joined(reading.text, cast, rule.kind, one, other, thing)


def _risen(roles: Sequence[Role]) -> list[Role]:
    """Return the roles with those up who sit on a bench: to feed the pigeons they get up."""
    benches = {role.at for role in roles if role.art == "bench"}
    return [replace(role, tie=None, to=-1) if role.to in benches else role for role in roles]


def _rings(reading: Reading, kind: DuetKind) -> bool:
    """Return whether many do it as a ring."""
    return kind in (DuetKind.HOLD_HANDS, DuetKind.HUG) or (
        kind is DuetKind.DANCE and _RING.search(reading.text) is not None
    )


def _in_arms(one: Role, other: Role) -> bool:
    """Return whether one holds the other already: a kitten in a girl's arms."""
    return other.tie is not None and other.to == one.at and other.tie is not BondKind.STRING


def _thing(
    reading: Reading, roles: Sequence[Role], rule: _Rule, found: re.Match[str], who: tuple[int, int]
) -> int | None:
    """Return what goes from one to the other, or what is played with."""
    if not rule.passes:
        return None
    sentence = reading.sentence_of(found.start())
    fit = [
        index
        for index, role in enumerate(roles)
        if index not in who
        and role.group in _THINGS
        and reading.sentence_of(role.at) == sentence
        and role.art is not None
        and role.name not in _PLACES
    ]
    after = [index for index in fit if roles[index].at >= found.start()]
    before = [index for index in fit if roles[index].art not in HOUSEHOLD]
    chosen = after[0] if after else before[-1] if before else None
    named = rule.kind is not DuetKind.CATCH or _THROWS.search(found[0]) is not None
    if chosen is not None and not named and roles[chosen].art not in _THROWN:
        return None
    return chosen


def _prop(art: str, found: re.Match[str]) -> Role:
    """Return what a duet needs and no noun stands for: the table under a chess board, the ball of a game of catch."""
    game = next((ball for word, ball in _GAMES.items() if word in found[0]), art)
    return Role("table" if art == "bare-table" else "ball", game, found.end() - 1, "objects")


def _split(roles: Sequence[Role], index: int, shared: int) -> list[Role]:
    """Return the roles with two of a kind as two of them, each with what it has in its hands.

    shared: the index of what they do it with, which there is one of; or -1.
    """
    role, cast = roles[index], list(roles)
    cast[index] = replace(role, count=1)
    twin = replace(role, count=1, at=role.at + 1)
    cast[index], twin = as_couple(cast[index], twin)
    for held, thing in enumerate(roles):
        if thing.tie in _HELD and thing.to == role.at and held != shared:
            cast[held] = replace(thing, count=1)
            cast.append(replace(thing, count=1, at=thing.at + 1, to=twin.at))
    return [*cast, twin]


def _joined(
    text: str, cast: list[Role], kind: DuetKind, one: int, other: int, thing: int | None
) -> list[Role]:
    """Return the roles with a duet, and without the ties and deeds that it takes the place of."""
    going = [cast[index].action for index in (one, other) if cast[index].action in _GOING]
    for index in dict.fromkeys((one, other)):
        deed = Action.EAT if kind is DuetKind.FEED and index == other else _deed(cast[index], kind, going)
        role = replace(cast[index], action=deed, tie=None, to=-1, whom=cast[one].at)
        cast[index] = _posed(role, kind, text)
    if one == other:  # a ring is seen from the front, all round
        cast[one] = replace(cast[one], pose=None)
    cast[one] = replace(cast[one], duet=kind, whom=cast[other].at)
    armed = {
        cast[index].at
        for index in (one, other)
        if cast[index].pose == "fencing" or cast[index].art == "person-fencing"
    }
    if thing is not None:
        cast[one] = replace(cast[one], thing=cast[thing].at)
        art = cast[thing].art
        if kind is DuetKind.CATCH and art == "soccer-ball" and not _ROLLED.search(text):
            art = "softball"  # a football is kicked, a ball is thrown
        cast[thing] = replace(cast[thing], art=art, tie=None, to=-1, action=Action.IDLE, count=1)
    # a fencer has the sword in the picture, and the rope is drawn from hand to hand
    return [
        role
        for role in cast
        if not (role.tie is BondKind.HELD and role.to in armed)
        and not (kind is DuetKind.TUG and role.art == "knot")
    ]


def _posed(role: Role, kind: DuetKind, text: str) -> Role:
    """Return a person as it is drawn from the side, so that two look at each other; grey hair stays grey."""
    if role.art not in SIDED or kind in _FRONTAL:
        return replace(role, pose=None)
    pose = "fencing" if kind is DuetKind.FIGHT and _BLADES.search(text) else "walking"
    look = role.look
    if role.art.startswith("old-") and not any(part == "hair" for part, _ in look):
        look = (("hair", _GREY), *look)
    return replace(role, pose=pose, look=look)


def _deed(role: Role, kind: DuetKind, going: Sequence[Action]) -> Action:
    """Return what somebody in a duet does by itself."""
    if kind in (DuetKind.CHASE, DuetKind.RACE):
        if role.group == "vehicles":
            return Action.DRIVE
        return next((action for action in going if action is not Action.WALK), Action.RUN)
    if kind is DuetKind.HOLD_HANDS and going:
        return Action.WALK if going[0] is Action.RUN else going[0]
    return _KEPT.get(kind, Action.IDLE)
