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
from reelwright.engines.animatic.storyboard.deeds import companions
from reelwright.engines.animatic.storyboard.pronouns import meant_before
from reelwright.engines.animatic.storyboard.reading import Reading
from reelwright.engines.animatic.storyboard.subjects import Role
from reelwright.engines.animatic.storyboard.wording import as_couple

_LIVING: Final = frozenset({"animals", "people", "fantasy"})
_THINGS: Final = frozenset({"objects", "food", "plants"})
_APART: Final = re.compile(
    r"[.;!?。；！？,，]|\b(?:while|as|in|at|near|behind|by|on|under|beside|before|past|through|and then|who|that)\b"
)
"""What stands between a verb and one who has nothing to do with it: `fights in front of a girl`."""
_TOWARD: Final = re.compile(r"\b(?:to|at|with|against|for)\b|[给向和与跟同把对]")
_PASSIVE: Final = re.compile(r"\b(?:is|are|was|being|been|gets?)\s(?:\w+\s)?$")
_SUFFERED: Final = re.compile(r"被[^，。,.；;]{1,10}$")
_BY: Final = re.compile(r"\bby\b")
_RING: Final = re.compile(
    r"\b(?:in|form\w*|make|making) an? (?:big |large )?(?:circle|ring)\b|\bring of\b|圈|圆圈"
)
_THEY: Final = re.compile(r"\b(?:they|both|the two)\b|[他她它]们|两[人个只]|彼此")
_HIM: Final = re.compile(r"\s*(?:(?:him|her|them|it)\b|[他她它])")
"""One who was named before: `runs to her grandfather and hugs him`."""
_BEFORE: Final = 1_000_000
"""Farther before a passage than any prompt is long."""
_ALONG: Final = re.compile(r"\bwith\s(?:an?\s|the\s|his\s|her\s|their\s)?(?:\w+\s)?$")
_GOING: Final = frozenset({Action.WALK, Action.RUN, Action.FLY, Action.SWIM, Action.DRIVE})
_KEPT: Final = {DuetKind.DANCE: Action.DANCE, DuetKind.TALK: Action.TALK, DuetKind.LEAD: Action.WALK}
"""What both are said to do besides; else they stand, and the duet says the rest."""
_HELD: Final = (BondKind.HELD, BondKind.EATEN)
_SEATED: Final = (BondKind.ON, BondKind.IN)
_SIDED: Final = frozenset(
    f"{who}-standing" for who in ("man", "woman", "boy", "girl", "child", "person", "old-man", "old-woman")
)
"""Whoever there is artwork of from the side."""
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
    who = _who(reading, roles, rule, found)
    if who is None or (who[0] != who[1] and _in_arms(roles[who[0]], roles[who[1]])):
        return None
    (one, other), cast = who, list(roles)
    if rule.alone and any(role.group in _THINGS and role.at > found.start() for role in roles):
        return None
    if rule.kind is DuetKind.FEED and cast[other].art == "baby" and cast[one].art in _SIDED:
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


def _rings(reading: Reading, kind: DuetKind) -> bool:
    """Return whether many do it as a ring."""
    return kind in (DuetKind.HOLD_HANDS, DuetKind.HUG) or (
        kind is DuetKind.DANCE and _RING.search(reading.text) is not None
    )


def _who(
    reading: Reading, roles: Sequence[Role], rule: _Rule, found: re.Match[str]
) -> tuple[int, int] | None:
    """Return who acts on whom; the same one twice where several of a kind do it with each other."""
    sentence = reading.sentence_of(found.start())
    here = [
        index
        for index, role in enumerate(roles)
        if reading.sentence_of(role.at) == sentence and role.tie not in _SEATED
    ]
    if not any(roles[index].group in _LIVING for index in here) and _both(reading, found.start()):
        here = [
            index for index, role in enumerate(roles) if role.at < found.start() and role.tie not in _SEATED
        ]
    doers = [
        index
        for index in here
        if roles[index].at < found.start() and roles[index].group in _LIVING | (rule.whom & {"vehicles"})
    ]
    doers = doers or meant_before(reading, roles, found.start())
    if not doers:
        return None
    after = [index for index in here if roles[index].at >= found.end() and roles[index].group in rule.whom]
    gaps = {index: reading.text[found.end() : roles[index].at] for index in after}
    if _PASSIVE.search(reading.text[: found.start()]):
        by = next((index for index in after if _BY.search(gaps[index])), None)
        if by is not None:
            return by, doers[-1]
    if (suffers := _suffers(reading, roles, found, [*doers, *after])) is not None:
        return suffers
    reached = next((index for index in after if not _APART.search(gaps[index])), None)
    if reached is not None and (not rule.both or _TOWARD.search(gaps[reached])):
        return _doer(reading, roles, doers), reached
    if len(doers) > 1:
        if _HIM.match(reading.text, found.end()):
            return doers[-2], doers[-1]
        together = doers[-2] in companions(reading, roles, doers[-1]) or _both(reading, found.start())
        return (doers[-2], doers[-1]) if together else None
    if _HIM.match(reading.text, found.end()) and (whom := _meant(roles, doers[0], found.start())) is not None:
        return doers[0], whom
    return (doers[0], doers[0]) if roles[doers[0]].count > 1 else None


def _meant(roles: Sequence[Role], doer: int, at: int) -> int | None:
    """Return who is meant by `him` in a sentence that names nobody: the last one before it who does not do it himself."""
    before = [index for index, role in enumerate(roles) if role.at < at and role.group in _LIVING]
    return next((index for index in reversed(before) if index != doer), None)


def _suffers(
    reading: Reading, roles: Sequence[Role], found: re.Match[str], here: Sequence[int]
) -> tuple[int, int] | None:
    """Return who acts on whom where Chinese says it of the one it is done to: `猫被狗追赶`, `被狗追赶的猫`."""
    lead = _SUFFERED.search(reading.text, max(0, found.start() - 16), found.start())
    if lead is None:
        return None
    doer = next((index for index in here if lead.start() < roles[index].at < found.start()), None)
    before = [index for index in here if roles[index].at < lead.start()]
    after = [index for index in here if found.end() <= roles[index].at <= found.end() + 6]
    other = after[0] if after and reading.text[found.end() : found.end() + 1] == "的" else None
    other = before[-1] if other is None and before else other
    return None if doer is None or other is None else (doer, other)


def _both(reading: Reading, at: int) -> bool:
    """Return whether those who were named before are meant: `they hug`."""
    return _THEY.search(re.split(r"[.!?;。！？；\n]", reading.text[:at])[-1]) is not None


def _doer(reading: Reading, roles: Sequence[Role], doers: Sequence[int]) -> int:
    """Return the last of those who may do it who is not merely along: the girl of `a girl with her dog throws`."""
    for index in reversed(doers):
        if not _ALONG.search(reading.text[: roles[index].at]):
            return index
    return doers[-1]


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
    chosen = after[0] if after else fit[-1] if fit else None
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
    if role.art not in _SIDED or kind in _FRONTAL:
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
