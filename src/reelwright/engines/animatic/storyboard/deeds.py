"""What the subjects of a passage do, and who of them does it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from reelwright.engines.animatic.plan import Action
from reelwright.engines.animatic.storyboard.fellows import CAMERA_ACTS, carrying, following, mounted
from reelwright.engines.animatic.storyboard.lexicon import NOUN, Hit
from reelwright.engines.animatic.storyboard.nouns import BEFORE_NOUN, is_noun
from reelwright.engines.animatic.storyboard.pronouns import meant_before
from reelwright.engines.animatic.storyboard.reading import Reading
from reelwright.engines.animatic.storyboard.subjects import SITS, Role
from reelwright.engines.animatic.storyboard.text import is_wide

_THINGS_DO: Final = frozenset(
    {Action.FALL, Action.GROW, Action.FLOAT, Action.SPIN, Action.SHAKE, Action.DRIVE, Action.FLY}
)
"""What a thing without a will can do as well as a living one."""
_POSED: Final = {
    "biking": Action.DRIVE,
    "rowing-boat": Action.FLOAT,
    "climbing": Action.IDLE,
    "bouncing-ball": Action.RUN,
}
_AUDIENCE: Final = re.compile(r"\baudience\s(?:\w+\s){0,2}$|观众们?\w{0,2}$")
_AND_THEN: Final = re.compile(r"\s(?:then\s)?(?:and|but)\s(?:then\s|also\s)?(?:\w+ly\s)?")
_CLAUSE: Final = re.compile(r"[.,;:!?]|\b(?:while|as|when|but|where|that|who)\b")
_TOWARD: Final = re.compile(
    r"\s(?:away\s)?(?:off|over|onto|on|into|in|at|under|through|to|towards?|from|past|down|up|along|across|around|out\sof|behind|by"
    r"|beside|near|with|against|between)(?:\s[\w'-]+){0,3}\s"
)
_PRONOUN: Final = re.compile(r"\b(?:it|he|she|they|we|i|you)\b|[它他她我你]")


@dataclass(frozen=True, slots=True)
class Deed:
    """An action in a passage that nobody there performs: it belongs to whoever was seen before."""

    action: Action


def perform(reading: Reading, roles: Sequence[Role]) -> tuple[list[Role], list[Deed]]:
    """Return the roles with what they do, and the deeds that none of them performs."""
    acting = list(roles)
    loose: list[Deed] = []
    for hit in reading.hits:
        value, pose = hit.value("action"), hit.value("pose")
        if pose is not None:
            value = value or _POSED.get(pose, Action.IDLE).value
        if value is None or (hit.value(NOUN) and is_noun(reading, hit)):
            continue
        if _is_cameras(reading, hit) or _is_weathers(reading, hit):
            continue
        doers = _doers(reading, acting, hit, Action(value)) or meant_before(reading, acting, hit.start)
        for doer in doers:
            acting[doer] = _doing(acting[doer], Action(value), pose)
        if not doers:
            loose.append(Deed(Action(value)))
    return mounted(reading, following(reading, carrying(reading, acting))), loose


def _is_weathers(reading: Reading, hit: Hit) -> bool:
    """Return whether the weather or the place does it: while snow or blossom falls, the snowman does not."""
    following = reading.hit_after(hit.end)
    gap = reading.text[hit.end : following.start] if following and following.value("weather") else None
    if is_wide(hit.text) and gap in ("", "着", "起", "了"):
        return True  # 飘着雪
    other = reading.hit_before(hit.start)
    if other is None or reading.text[other.end : hit.start].strip():
        return False
    if re.search(
        r"^(?:in|through) |[中里下]$", other.text.replace(" ", "") if is_wide(other.text) else other.text
    ):
        return False  # who runs in the rain
    drifts = hit.value("action") in ("fall", "float", "fly")
    return other.value("weather") is not None or (drifts and other.value("feature") is not None)


def _is_cameras(reading: Reading, hit: Hit) -> bool:
    """Return whether the camera does it, or the audience of the film; that of a show applauds."""
    if hit.value("action") in ("clap", "cheer", "laugh", "gasp") and _AUDIENCE.search(
        reading.text[max(0, hit.start - 20) : hit.start]
    ):
        return False
    return CAMERA_ACTS.search(reading.text[max(0, hit.start - 30) : hit.start]) is not None


def _doers(reading: Reading, roles: Sequence[Role], hit: Hit, action: Action) -> list[int]:
    """Return which roles perform an action: the one before it in its sentence, or the one after it, with its companions."""
    sentence = reading.sentence_of(hit.start)
    here = [index for index, role in enumerate(roles) if reading.sentence_of(role.at) == sentence]
    before = _not_places(reading, roles, [index for index in here if roles[index].at < hit.start])
    after = _not_aims(reading, roles, hit, [index for index in here if roles[index].at >= hit.end])
    if after and _modifies(reading, hit, roles[after[0]]):
        return [after[0]]
    agents = [index for index in before if roles[index].agent]
    if action in _THINGS_DO and before and not (action is Action.DRIVE and agents):
        chosen = before[-1]
    elif agents:
        chosen = _subject(reading, roles, agents, hit)
    elif before and action is not Action.IDLE and not after:
        chosen = before[-1]
    elif (
        after
        and not before
        and not _has_pronoun(reading, hit)
        and not _is_unknowns(reading, hit, roles[after[0]])
    ):
        drifts = action is Action.FLOAT and is_wide(hit.text)  # 河面上漂着荷花灯: what comes next floats
        return [after[0] if drifts else next((index for index in after if roles[index].agent), after[0])]
    else:
        return []
    return sorted(
        {*companions(reading, roles, chosen), *_fellows(reading, roles, hit, action, agents, after)}
    )


def _subject(reading: Reading, roles: Sequence[Role], agents: Sequence[int], hit: Hit) -> int:
    """Return who of those named before a verb is its subject: the last, or whoever does something to the last and goes on.

    In `a girl turns to her grandfather and laughs` it is the girl who does.
    """
    last = roles[agents[-1]]
    gap = reading.text[last.at + len(last.name) : hit.start]
    if not _AND_THEN.fullmatch(gap):
        return agents[-1]
    group = companions(reading, roles, agents[-1])
    start = max((mark.end() for mark in _CLAUSE.finditer(reading.text, 0, last.at)), default=0)
    first = next((index for index in agents if roles[index].at >= start and index not in group), None)
    return agents[-1] if first is None else first


def _not_places(reading: Reading, roles: Sequence[Role], before: list[int]) -> list[int]:
    """Return those before a verb without whatever only says where: in 狗在落叶中打滚 the leaves don't roll."""
    doing = [
        index
        for index in before
        if roles[index].agent
        or reading.text[roles[index].at + len(roles[index].name) :][:1] not in tuple("中里上下间旁")
    ]
    among = [index for index in doing if not _is_among(reading, roles[index])]
    doing = among or doing
    doing = [index for index in doing if reading.text[max(0, roles[index].at - 1) : roles[index].at] != "从"]
    return doing or before


def _is_among(reading: Reading, role: Role) -> bool:
    """Return whether a role only says among whom something is done: `在人群中奔跑`."""
    end = role.at + len(role.name)
    lead, tail = reading.text[max(0, role.at - 6) : role.at], reading.text[end : end + 2]
    return (
        re.search(r"(?:在|从|穿过)\w{0,3}$", lead) is not None and re.match(r"之?[中间里]", tail) is not None
    )


def done_by(reading: Reading, roles: Sequence[Role], found: re.Match[str]) -> int | None:
    """Return who does what no one before it in its sentence does: whom an earlier one named, or whom Chinese names after it.

    The last is the singer of `正在弹吉他的歌手`.
    """
    if meant := meant_before(reading, roles, found.start()):
        return meant[0]
    if not is_wide(found[0]):
        return None
    tail = re.compile(r"[^，。；,;.的]{0,10}的[^，。；,;.]{0,4}?").match(reading.text, found.end())
    end = tail.end() if tail else -1
    return next(
        (
            index
            for index, role in enumerate(roles)
            if tail
            and role.agent
            and end <= role.at <= end + 4
            and "的" in reading.text[found.end() : role.at]
        ),
        None,
    )


def _not_aims(reading: Reading, roles: Sequence[Role], hit: Hit, after: list[int]) -> list[int]:
    """Return those after a verb without what it only aims at: in `jumps off the bed` the bed does not jump."""
    if not after or roles[after[0]].agent:
        return after
    gap = reading.text[hit.end : roles[after[0]].at]
    aimed = re.fullmatch("[上下进过向到在出]", gap) if is_wide(hit.text) else _TOWARD.fullmatch(gap)
    return after[1:] if aimed else after


def _is_unknowns(reading: Reading, hit: Hit, following: Role) -> bool:
    """Return whether something that no artwork shows does it: the fabrics of `under fabrics swaying in the wind`, 阳光穿过."""
    if is_wide(hit.text):
        apart = re.search("[，,]", reading.text[hit.end : following.at]) is not None
        return (
            apart
            and re.search(r"[\u3400-\u9fff]{2}$", reading.text[max(0, hit.start - 8) : hit.start]) is not None
        )
    before = reading.before(hit.start)
    if (
        "," in reading.text[hit.end : following.at]
        and before is not None
        and re.fullmatch("[a-z]{3,}(?<!ly)", before.text)
    ):
        return not reading.means(before.start, before.end) and before.text not in BEFORE_NOUN
    return (
        before is not None
        and hit.text.endswith("ing")
        and re.fullmatch(r"[a-z]{3,}s", before.text) is not None
        and not reading.means(before.start, before.end)
        and before.text not in ("is", "was", "always", "this", "keeps", "starts", "begins")
    )


def _has_pronoun(reading: Reading, hit: Hit) -> bool:
    return (
        _PRONOUN.search(re.split(r"[.!?;。！？；\n]", reading.text[max(0, hit.start - 40) : hit.start])[-1])
        is not None
    )


def _fellows(
    reading: Reading,
    roles: Sequence[Role],
    hit: Hit,
    action: Action,
    agents: Sequence[int],
    after: Sequence[int],
) -> list[int]:
    """Return who comes along: the girl who leads the dog that walks, the dog that a girl walks."""
    if action not in (Action.WALK, Action.RUN, Action.APPROACH) or not agents:
        return []
    leaders = [
        index
        for index in agents[:-1]
        if roles[index].group in ("people", "animals") and roles[index].action is Action.IDLE
    ]
    led = [
        index
        for index in after[:1]
        if roles[index].group == "animals"
        and re.fullmatch(
            r"\s(?:a|an|the|his|her|their|its|my)\s(?:\w+\s)?", reading.text[hit.end : roles[index].at]
        )
    ]
    return [
        *(
            index
            for index in leaders
            if re.search(
                r"牵|遛|带着|抱|\bwith\b|\bholding\b|\bwalking\b", reading.text[roles[index].at : hit.start]
            )
        ),
        *led,
    ]


def _modifies(reading: Reading, hit: Hit, role: Role) -> bool:
    """Return whether an action is an adjective of the noun after it: `a yawning kitten`, `奔跑的马`."""
    between = reading.text[hit.end : role.at]
    if is_wide(hit.text):
        return re.fullmatch(r"着?的.{0,4}", between) is not None
    before = reading.before(hit.start)
    leads = (
        before is None
        or before.text in BEFORE_NOUN
        or before.text in (",", ".")
        or reading.has_modifier(before.end)
    )
    return hit.text.endswith("ing") and leads and re.fullmatch(r"\s(?:[\w-]+\s)?", between) is not None


def companions(reading: Reading, roles: Sequence[Role], chosen: int) -> list[int]:
    """Return a role with those joined to it by `and`: they act together."""
    group = [chosen]
    for index in range(chosen - 1, -1, -1):
        between = reading.text[roles[index].at + len(roles[index].name) : roles[group[-1]].at]
        if not re.fullmatch(
            r"(?:\s?,?\s?(?:and|&)?\s(?:an?\s|the\s|two\s|three\s|his\s|her\s|its\s)?(?:(?!as\s|while\s)[\w-]+\s){0,2}"
            r"|\s(?:in|with|wearing)(?:\s[\w'-]+){1,5}\sand\s(?:an?\s|the\s)?(?:[\w-]+\s){0,2}"
            r"|\s?(?:和|与|跟|、|同)\w{0,4})",
            between,
        ):
            break
        listed = is_wide(between) or re.search(r"\band\b|&|\b(?:in|with|wearing)\b", between) is not None
        if not listed and roles[index].agent is not roles[chosen].agent:
            break  # in `umbrellas, people swimming` only people swim
        group.append(index)
    return group


def _doing(role: Role, action: Action, pose: str | None) -> Role:
    """Return a role with an action; the first one that shows stays, but coming nearer is always shown."""
    # Who sits and meditates, meditates.
    role = replace(role, pose=pose or role.pose if role.pose == SITS else role.pose or pose)
    if role.action is Action.IDLE or action is Action.APPROACH:
        return replace(role, action=action)
    return role
