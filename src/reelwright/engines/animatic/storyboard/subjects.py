"""Who and what is in a passage, and what they do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from reelwright.engines.animatic.art import art_group, known_nouns, singular
from reelwright.engines.animatic.plan import Action
from reelwright.engines.animatic.storyboard.lexicon import NOUN, Hit
from reelwright.engines.animatic.storyboard.reading import Reading
from reelwright.engines.animatic.storyboard.text import is_wide

MOST: Final = 8

_AGENTS: Final = frozenset({"animals", "people", "fantasy", "vehicles"})
_BODY: Final = frozenset(
    {"hand-with-fingers-splayed", "raised-fist", "eye", "tooth", "wing", "footprints", "paw-prints"}
)
_SKY: Final = frozenset({"sun", "full-moon", "crescent-moon", "cloud", "star"})
_THINGS_DO: Final = frozenset(
    {Action.FALL, Action.GROW, Action.FLOAT, Action.SPIN, Action.SHAKE, Action.DRIVE, Action.FLY}
)
"""What a thing without a will can do as well as a living one."""

_BEFORE_NOUN: Final = frozenset(
    "a an the this that these those his her its their my your our of with some any each every another no and in on".split()
)
_WORN: Final = re.compile(
    r"(?:\b(?:wear|wears|wearing|worn|dressed in|clad in|carrying|put on|puts on|his|her|their)\s(?:a\s|an\s|the\s)?(?:[\w-]+\s){0,3}|穿着?\w{0,6}|戴着?\w{0,6}|身着\w{0,6}|披着?\w{0,6})$"
)
_CLOTHES: Final = frozenset(
    "sunglasses glasses top-hat billed-cap dress t-shirt coat kimono scarf gloves socks running-shoe high-heeled-shoe hiking-boot"
    " backpack handbag crown ring womans-hat necktie jeans shorts military-helmet rescue-workers-helmet lab-coat performing-arts"
    " headphone".split()
)
_CAMERA_ACTS: Final = re.compile(
    r"(?:\b(?:camera|shot|drone|lens|viewpoint|we|view)\s(?:\w+\s){0,2}|镜头\w{0,4}|画面\w{0,2})$"
)
_SINGLE_OK: Final = "只匹头条个位名朵辆艘本把座棵架群些的小大老白黑红黄蓝绿金两几和与、，。,. 在里中有是着"
_COLLECTIVE: Final = {
    "couple": 2,
    "情侣": 2,
    "family": 3,
    "一家人": 3,
    "crowd": 7,
    "人群": 7,
    "人们": 4,
    "小朋友们": 4,
}
_MOUNTS: Final = {"horse": "horse-racing", "bicycle": "biking", "canoe": "rowing-boat"}
_PRONOUN: Final = re.compile(r"\b(?:it|he|she|they|we|i|you)\b|[它他她我你]")


@dataclass(frozen=True, slots=True)
class Role:
    """Someone or something in a passage, before it is given a place.

    name: as the prompt has it. art: piece of artwork, None for a card. at: where it stands in the passage.
    group: see `art_group`. scale: from words such as tiny. colour: ``#rrggbb`` the prompt gives it. pose: what a person is drawn
    doing, where there is artwork of it. side: left or right.
    """

    name: str
    art: str | None
    at: int
    group: str
    action: Action = Action.IDLE
    count: int = 1
    scale: float = 1.0
    colour: str | None = None
    pose: str | None = None
    side: str | None = None

    @property
    def agent(self) -> bool:
        """Whether it moves of its own will, or under its own power."""
        return self.group in _AGENTS


@dataclass(frozen=True, slots=True)
class Deed:
    """An action in a passage that nobody there performs: it belongs to whoever was seen before."""

    action: Action
    at: int


def find_roles(reading: Reading, original: str) -> tuple[list[Role], list[Deed]]:
    """Return the roles of a passage in the order of the text, and the deeds that no role in it performs.

    original: the same stretch of the prompt as it was written, for names.
    """
    roles = [_role(reading, hit, original) for hit in reading.hits if _is_seen(reading, hit)]
    roles = _joined(roles)
    loose: list[Deed] = []
    for hit in reading.hits:
        value = hit.value("action")
        if pose := hit.value("pose"):
            value = value or "idle"
        if value is None or (hit.value(NOUN) and _is_noun(reading, hit)) or _is_cameras(reading, hit):
            continue
        doers = _doers(reading, roles, hit, Action(value))
        if doers:
            for doer in doers:
                roles[doer] = _doing(roles[doer], Action(value), pose)
        else:
            loose.append(Deed(Action(value), hit.start))
    return _mounted(roles)[: MOST * 2], loose


def _mounted(roles: Sequence[Role]) -> list[Role]:
    """Put whoever rides on what is ridden: there is artwork of a rider and of a cyclist."""
    rider = next((role for role in roles if role.group == "people" and role.action is Action.DRIVE), None)
    mount = next((role for role in roles if role.art in _MOUNTS), None)
    if rider is None or mount is None:
        return list(roles)
    seated = replace(rider, pose=_MOUNTS[mount.art or ""], colour=None)
    return [seated if role is rider else role for role in roles if role is not mount]


def _is_seen(reading: Reading, hit: Hit) -> bool:
    """Return whether a hit is a thing to see: not a setting, a verb, a body part, or clothes on someone."""
    piece = hit.value(NOUN)
    if piece is None or any(hit.value(kind) for kind in ("setting", "weather", "time", "style", "palette")):
        return False
    if any(hit.value(kind) for kind in ("action", "pose", "mood")) and not _is_noun(reading, hit):
        return False
    if piece in _BODY or piece in _SKY or _is_adjunct(reading, hit):
        return False
    lead = reading.text[max(0, hit.start - 40) : hit.start]
    if piece in _CLOTHES and (
        _WORN.search(lead) or re.search(r"\b(?:with|in)\s(?:an?\s|the\s)?(?:\w+\s){0,2}$", lead)
    ):
        return False
    if len(hit.text) == 1 and is_wide(hit.text):
        return hit.start == 0 or reading.text[hit.start - 1] in _SINGLE_OK or _after_count(reading, hit)
    return not (hit.text == "camera" and not re.search(r"\b(?:an?|his|her|old|vintage)\s$", lead))


def _is_adjunct(reading: Reading, hit: Hit) -> bool:
    """Return whether a noun only describes the next one: the robot of `robot dog`, the orange of `orange cat`."""
    following = next((other for other in reading.hits if other.start >= hit.end), None)
    if (
        following is None
        or not following.value(NOUN)
        or (following.value("action") and not _is_noun(reading, following))
    ):
        return False
    gap = reading.text[hit.end : following.start]
    return gap == "" and hit.value("colour") is not None if is_wide(hit.text) else gap == " "


def _after_count(reading: Reading, hit: Hit) -> bool:
    return any(
        other.end == hit.start and (other.value("count") or other.value("colour") or other.value("size"))
        for other in reading.hits
    )


def _is_noun(reading: Reading, hit: Hit) -> bool:
    """Return whether a word that is both noun and verb (`fly`, `wave`) stands where a noun stands."""
    if is_wide(hit.text):
        return hit.value("action") is None
    before = reading.before(hit.start)
    if before is None:
        return True
    if before.text in _BEFORE_NOUN:
        return True
    return any(
        other.end == before.end and (other.value("colour") or other.value("size") or other.value("count"))
        for other in reading.hits
    )


def _is_cameras(reading: Reading, hit: Hit) -> bool:
    return _CAMERA_ACTS.search(reading.text[max(0, hit.start - 30) : hit.start]) is not None


def _role(reading: Reading, hit: Hit, original: str) -> Role:
    piece = hit.value(NOUN) or ""
    count, scale, colour = 1, 1.0, None
    counted = False
    for other in _modifiers(reading, hit):
        if (value := other.value("count")) and not counted:
            count, counted = int(value), True
        if value := other.value("size"):
            scale *= float(value)
        if value := other.value("colour"):
            colour = colour or value
    name = original[hit.start : hit.end]
    plural = _is_plural(name.lower()) or original[hit.end : hit.end + 1] == "们"
    if plural and (not counted or count == 1):
        count = 3
    count = _COLLECTIVE.get(name.lower(), count)
    return Role(name, piece, hit.start, art_group(piece), count=count, scale=scale, colour=colour)


def _is_plural(name: str) -> bool:
    """Return whether an English noun is a plural, and not a word that the table lists with its s (`noodles`)."""
    return not is_wide(name) and name not in known_nouns() and singular(name) != name


def _modifiers(reading: Reading, hit: Hit) -> Iterator[Hit]:
    """Yield the counts, sizes and colours just before a noun, nearest first."""
    edge = hit.start
    for other in reversed(reading.hits):
        if other.end > hit.start:
            continue
        between = reading.text[other.end : edge]
        if not re.fullmatch(r"\s?(?:[\w'-]+\s){0,2}\s?|[\s的色]*", between):
            return
        if not any(
            other.value(kind) for kind in ("count", "size", "colour", "mood", "action")
        ) or other.value("camera"):
            return
        yield other
        edge = other.start


def _joined(roles: Sequence[Role]) -> list[Role]:
    """Drop a role that names again what is there already: `a cat … the cat`. An old man and a boy share a drawing, not a role."""
    kept: list[Role] = []
    for role in roles:
        again = (
            other.art == role.art
            and role.count == 1
            and (role.group != "people" or other.name.lower() == role.name.lower())
            for other in kept
        )
        if not any(again):
            kept.append(role)
    return kept


def _doers(reading: Reading, roles: Sequence[Role], hit: Hit, action: Action) -> list[int]:
    """Return which roles perform an action: the one before it in its sentence, or the one after it, with its companions."""
    sentence = reading.sentence_of(hit.start)
    here = [index for index, role in enumerate(roles) if reading.sentence_of(role.at) == sentence]
    before = [index for index in here if roles[index].at < hit.start]
    after = [index for index in here if roles[index].at >= hit.end]
    if after and _modifies(reading, hit, roles[after[0]]):
        return [after[0]]
    agents = [index for index in before if roles[index].agent]
    if action in _THINGS_DO and before:
        chosen = before[-1]
    elif agents:
        chosen = agents[-1]
    elif before and action is not Action.IDLE and not after:
        chosen = before[-1]
    elif after and not before and not _has_pronoun(reading, hit):
        return [next((index for index in after if roles[index].agent), after[0])]
    else:
        return []
    return sorted(
        {*_companions(reading, roles, chosen), *_fellows(reading, roles, hit, action, agents, after)}
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
        if roles[index].group == "people" and roles[index].action is Action.IDLE
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
        or before.text in _BEFORE_NOUN
        or before.text in (",", ".")
        or _is_modifier(reading, before.end)
    )
    return hit.text.endswith("ing") and leads and re.fullmatch(r"\s(?:[\w-]+\s)?", between) is not None


def _is_modifier(reading: Reading, end: int) -> bool:
    return any(
        hit.end == end and (hit.value("size") or hit.value("colour") or hit.value("count"))
        for hit in reading.hits
    )


def _companions(reading: Reading, roles: Sequence[Role], chosen: int) -> list[int]:
    """Return a role with those joined to it by `and`: they act together."""
    group = [chosen]
    for index in range(chosen - 1, -1, -1):
        between = reading.text[roles[index].at + len(roles[index].name) : roles[group[-1]].at]
        if not re.fullmatch(
            r"(?:\s?,?\s?(?:and|&)?\s(?:an?\s|the\s|two\s|three\s|his\s|her\s|its\s)?(?:[\w-]+\s){0,2}|\s?(?:和|与|跟|、|同)\w{0,4})",
            between,
        ):
            break
        group.append(index)
    return group


def _doing(role: Role, action: Action, pose: str | None) -> Role:
    """Return a role with an action; the first one that shows stays, but coming nearer is always shown."""
    role = replace(role, pose=role.pose or pose)
    if role.action is Action.IDLE or action is Action.APPROACH:
        return replace(role, action=action)
    return role


_ARTICLE: Final = re.compile(
    r"\b(?:an?|one|two|three|several)\s((?:[a-zà-ɏ'-]+\s){0,3}?[a-zà-ɏ'-]+)(?=\s(?:is|are|was|with|in|on|at|of|that|who|which|and|under|over|by|near|inside|from|[\w-]+ing|[\w-]{3,}s)\b|[.,;:!?]|$)"
)
_MEASURED: Final = re.compile(
    r"(?:一|两|三|几)(?:只|匹|头|条|位|名|朵|辆|艘|架|座|棵|台|把|件|枚|尊|株)([㐀-鿿]{1,6}?)(?=在|的|从|向|正|被|着|，|。|、|,|$|静|慢|缓|快|和|与|上|里|中)"
)
_VAGUE: Final = frozenset(
    "scene view shot video clip world landscape transition style story journey moment sense feeling montage film movie commercial"
    " advertisement product brand day night time light lights way lot kind type sort series set style mood atmosphere background"
    " foreground close-up frame sequence animation trailer ad version look tone color colour palette camera angle bit few couple pair"
    " group number single dramatic cinematic beautiful second seconds minute place surface end beginning effect part side top bottom"
    " row line breeze sky dream idea concept image picture photo portrait reference soft gentle sound voice song tune note music"
    " glow glimmer reflection shadow texture pattern transformation motion movement depth blur lens drone pan push zoom pull"
    " timelapse time-lapse hyperlapse loop collage mosaic gradient abstract wave walk smile look break turn step"
    " little big small large young old"
    " 场景 画面 镜头 视频 风格 氛围 世界 故事 感觉 品牌 产品 广告 影片 短片 效果".split()
)


def unknown_role(reading: Reading, original: str) -> Role | None:
    """Return a role for the first noun that no artwork shows, when the passage plainly has one; it becomes a card."""
    for pattern in (_ARTICLE, _MEASURED):
        for match in pattern.finditer(reading.text):
            words = match[1].split() or [match[1]]
            known = any(
                hit.start < match.end(1) and hit.end > match.end(1) - len(words[-1]) for hit in reading.hits
            )
            if known or words[-1] in _VAGUE or words[-1].endswith(("ing", "ly")):
                continue
            at = match.end(1) - len(words[-1])
            return Role(original[at : match.end(1)], None, at, "objects")
    return None


def pronoun_roles(reading: Reading, original: str) -> list[Role]:
    """Return roles for he and she in a prompt that never says who they are."""
    roles = []
    for pattern, piece in ((r"\bhe\b|他(?!们)", "man-standing"), (r"\bshe\b|她(?!们)", "woman-standing")):
        if match := re.search(pattern, reading.text):
            roles.append(Role(original[match.start() : match.end()], piece, match.start(), "people"))
    return sorted(roles, key=lambda role: role.at)
