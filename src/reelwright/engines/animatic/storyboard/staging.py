"""From roles to subjects: which artwork, how large, where, which way round."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from reelwright.engines.animatic.art import (
    art_face,
    art_form,
    art_group,
    art_names,
    close_art,
    front_art,
    pose_art,
    whole_art,
)
from reelwright.engines.animatic.plan import Action, Setting, Subject
from reelwright.engines.animatic.storyboard.blocking import apart, places, together
from reelwright.engines.animatic.storyboard.habits import (
    habit_of,
    is_airborne,
    is_behind,
    needs_water,
)
from reelwright.engines.animatic.storyboard.handlers import handled_by, handling
from reelwright.engines.animatic.storyboard.joining import ATTACHED, BESIDE, join, seated, sitting
from reelwright.engines.animatic.storyboard.lexicon import nature
from reelwright.engines.animatic.storyboard.partners import meet, things_of
from reelwright.engines.animatic.storyboard.sizes import natural_size
from reelwright.engines.animatic.storyboard.subjects import SITS, Role

MOST: Final = 7
"""More different things than this are a crowd that nobody can read."""

_NEAREST: Final = 4.6
_LANDMARK: Final = 0.74
_GROWN: Final = 1.8
_CLOSE: Final = 0.68
_BUST: Final = 0.55
_CHILD: Final = 0.74
_CUB: Final = 0.9
_GOES: Final = frozenset({Action.WALK, Action.RUN, Action.FLY, Action.SWIM, Action.DRIVE})
_FRONTAL: Final = frozenset(
    {
        Action.YAWN,
        Action.TALK,
        Action.EAT,
        Action.SLEEP,
        Action.APPROACH,
        Action.LAUGH,
        Action.CRY,
        Action.GASP,
    }
)
"""What is done with the face, or towards the viewer: it is seen from the front."""
_UPRIGHT: Final = frozenset({Action.JUMP, Action.DANCE, Action.SLEEP, Action.APPROACH, Action.WAVE})
"""What nobody is drawn doing who sits."""
_AFLOAT: Final = "-swimming"
_DIVER: Final = "-walking"
_ADULTS: Final = {
    "boy-standing": "man",
    "girl-standing": "woman",
    "old-man-standing": "man",
    "old-woman-standing": "woman",
}
"""Children are drawn walking and running, and only grown-ups doing anything else."""
_OF_THE_LIVING: Final = frozenset(
    {
        Action.WAVE, Action.TALK, Action.YAWN, Action.EAT, Action.SLEEP, Action.CHEER, Action.CLAP, Action.POINT,
        Action.LAUGH, Action.CRY, Action.GASP,
    }
)  # fmt: skip
_WET: Final = (Setting.UNDERWATER,)
_WEIGHTLESS: Final = (Setting.UNDERWATER, Setting.SPACE, Setting.SKY)


def is_half(subject: Subject) -> bool:
    """Return whether a subject is drawn to the waist and no further."""
    return subject.art is not None and art_form(subject.art) == "bust"


@dataclass(frozen=True, slots=True)
class Direction:
    """What a whole shot asks of its subjects: setting, framing (close, wide or None), the way they head, -1, 0 or 1, whether
    they turn to the camera, or sit, and whether two of them have to do with each other."""

    setting: Setting
    framing: str | None = None
    heading: int = 0
    frontal: bool = False
    meeting: bool = False


def stage_roles(roles: Sequence[Role], direction: Direction, rng: random.Random) -> tuple[Subject, ...]:
    """Return the subjects of a shot: the leads in front and apart from each other, what stands behind them farther off."""
    known = seated([role for role in roles if role.art or role.whom >= 0 or role is roles[0]][:MOST])
    passed = things_of(known) | handled_by(known)
    bound = [
        role
        for role in known
        if role.at in passed or (role.tie in ATTACHED and any(role.to == other.at for other in known))
    ]
    bearing = {role.to for role in bound} | {role.to for role in known if role.tie in BESIDE}
    free = [role for role in known if role not in bound]
    behind = [role for role in free if is_behind(role) and role.at not in bearing]
    front = [role for role in free if role not in behind]
    if not front:
        front, behind = behind[:1], behind[1:]
    bulky = any(role.group == "vehicles" or _size(role) > 0.55 for role in front)
    near = 0.2 if all(role.group == "people" for role in front) else 0.3
    placed = places(len(front), rng, bulky=bulky, span=near if direction.meeting else None)
    subjects = [
        _front(role, place, index, len(front), direction, rng)
        for index, (role, place) in enumerate(zip(front, placed, strict=True))
    ]
    nearer = _brought_near(subjects, direction)
    larger = _larger(subjects, nearer)
    subjects = nearer + [_back(role, direction, rng, index, larger) for index, role in enumerate(behind)]
    subjects = apart(together(subjects, direction.heading))
    drawn = [
        replace(_front(role, 0.5, 1, 1, direction, rng), size=max(0.03, round(_size(role), 3)))
        for role in bound
    ]
    staged = [*front, *behind, *bound]
    return tuple(handling(staged, meet(staged, join(staged, [*subjects, *drawn]))))


def _front(
    role: Role, place: float, index: int, count: int, direction: Direction, rng: random.Random
) -> Subject:
    action = _action(role, direction)
    heading = direction.heading or rng.choice((-1, 1))
    crowd = 1.0 if count < 3 else 0.85
    size = _size(role) * crowd
    deep = direction.setting is Setting.UNDERWATER
    art = _drawn(role, action, frontal=direction.frontal, dives=deep)
    if direction.framing == "close" and role.whom >= 0:
        size *= 1.35  # both of two, and as much of them as touches
    elif direction.framing == "close" and count > 1:
        size *= 1.5  # the one who acts, and what it acts on
    elif direction.framing == "close" and role.art:
        size, art = max(_CLOSE, size * 1.5), close_art(role.art) if action not in _GOES else art
    elif direction.framing == "wide":
        size *= 0.62
    depth = (0.3 if index == 0 else 0.34 if role.agent else 0.2) + rng.uniform(-0.04, 0.04)
    goes = action in _GOES
    if role.art == "rocket" and action is Action.RISE and direction.setting not in _WEIGHTLESS:
        size = size * 0.8  # there must be sky above it
    return Subject(
        name=role.name,
        art=art,
        action=action,
        count=role.count,
        size=round(min(0.9, max(0.07, size)), 3),
        facing=heading if goes else (1 if place < 0.5 else -1 if place > 0.5 else heading),
        place=_side(role, place),
        depth=round(depth, 3),
        moves=goes,
        airborne=_flies(role, action, direction.setting),
        colour=role.colour,
        look=role.look,
        feeling=role.feeling,
    )


def _brought_near(subjects: Sequence[Subject], direction: Direction) -> list[Subject]:
    """Bring the camera as near as its subjects are small: a cup alone is framed like a cat alone."""
    if direction.framing is not None:
        return list(subjects)
    many = any(subject.count > 2 for subject in subjects)
    wanted = 0.32 if many else 0.54 if len(subjects) == 1 else 0.48
    if len(subjects) == 1 and subjects[0].art and art_group(subjects[0].art) == "places":
        wanted = max(wanted, min(_LANDMARK, 1.25 * natural_size(subjects[0].art)))
    if len(subjects) < 3 and any(subject.action in _FRONTAL for subject in subjects):
        wanted = 0.64  # what a face does is seen from near
    sizes = [subject.size for subject in subjects]
    if any(subject.art and art_form(subject.art) == "bust" for subject in subjects):
        # Who is cut off at the waist is seen from near, and so is what stands beside.
        sizes = [size if size >= _BUST else size * 1.8 for size in sizes]
    factor = min(_NEAREST, max(1.0, wanted / max(sizes)))
    least = 0.28 * max(sizes) * factor
    return [
        replace(subject, size=round(min(0.9, max(least, size * factor)), 3))
        for subject, size in zip(subjects, sizes, strict=True)
    ]


def _larger(subjects: Sequence[Subject], nearer: Sequence[Subject]) -> float:
    """Return how much larger the scenery is drawn behind those whom the camera has come near: a house is no kennel."""
    factors = [near.size / subject.size for subject, near in zip(subjects, nearer, strict=True)]
    return min(_GROWN, 1.25 * max(factors, default=1.0))


def _back(role: Role, direction: Direction, rng: random.Random, index: int, larger: float) -> Subject:
    action = _action(role, direction)
    if action is Action.FALL and role.count > 1:
        return _falling(role, rng)
    side = (0.18, 0.82, 0.34, 0.68)[(index + rng.randrange(2)) % 4]
    size = _size(role) * {"wide": 0.8, "close": 1.8}.get(direction.framing or "", larger)
    return Subject(
        name=role.name,
        art=_drawn(role, action, dives=direction.setting is Setting.UNDERWATER),
        action=action,
        count=role.count,
        size=round(min(0.9, max(0.07, size)), 3),
        facing=rng.choice((-1, 1)),
        place=_side(role, side),
        depth=round(0.66 + rng.uniform(-0.06, 0.1) + 0.05 * index, 3),
        moves=action in _GOES,
        airborne=_flies(role, action, direction.setting),
        colour=role.colour,
        look=role.look,
        feeling=role.feeling,
    )


def _drawn(role: Role, action: Action, *, frontal: bool = False, dives: bool = False) -> str | None:
    """Return the piece that shows a role at what it does."""
    if role.art is None:
        return None
    if role.pose == SITS and _stays(role, action):
        return whole_art(sitting(role.art) or role.art)
    if role.pose not in (None, SITS) and role.group == "people":
        own = role.art.split("-")[0]
        who = _ADULTS.get(role.art, own)
        grown = f"{who if who in ('man', 'woman') else 'person'}-{role.pose}"
        for piece in (role.pose, f"{own}-{role.pose}", grown):
            if piece in art_names():
                return whole_art(piece)
    front = front_art(role.art)
    faced = (
        action in _FRONTAL
        and (role.whom < 0 or action is Action.TALK)
        and role.group != "people"
        and art_face(front) is not None
    )
    if faced or action is Action.APPROACH or (frontal and action not in _GOES):
        return whole_art(front)
    piece = whole_art(pose_art(role.art, action.value))
    if dives and piece.endswith(_AFLOAT):  # drawn in a block of water, which would stand in the water
        diver = f"{piece.removesuffix(_AFLOAT)}{_DIVER}"
        return diver if diver in art_names() else piece
    return piece


def _stays(role: Role, action: Action) -> bool:
    """Return whether somebody who sat down can do what is told of them sitting."""
    busy = role.handling is not None or role.duet is not None or role.whom >= 0
    return role.group == "people" and not busy and action not in _GOES | _UPRIGHT


def _falling(role: Role, rng: random.Random) -> Subject:
    """Return leaves, petals or flakes that come down all over the picture."""
    return Subject(
        name=role.name,
        art=role.art,
        action=Action.FALL,
        count=max(8, role.count),
        size=round(_size(role) * 0.7, 3),
        facing=rng.choice((-1, 1)),
        place=0.5,
        depth=0.42,
        airborne=True,
        colour=role.colour,
        look=role.look,
    )


def _action(role: Role, direction: Direction) -> Action:
    if role.art == "person-rowing-boat" and role.action in (Action.SWIM, Action.DRIVE, Action.WALK):
        return Action.FLOAT  # who paddles sits in the boat
    if role.group == "vehicles" and role.name.lower().startswith(("flying ", "hover", "飞行汽车", "飞车")):
        return Action.FLY
    if role.action is Action.IDLE and role.art:
        habit = habit_of(role)
        if role.whom >= 0:  # a car that is pushed does not drive
            return habit if habit in (Action.FLY, Action.FLOAT, Action.SWIM) else Action.IDLE
        if (
            habit is Action.IDLE
            and role.group == "vehicles"
            and direction.setting in (Setting.STREET, Setting.DESERT, Setting.CITY)
        ):
            return Action.DRIVE
        return habit
    if role.action is Action.SHAKE and needs_water(role):
        return Action.FLOAT  # a boat that is tossed about
    if role.action in _OF_THE_LIVING and not role.agent:
        return Action.IDLE
    if role.group == "vehicles" and role.action in (Action.WALK, Action.DRIVE, Action.RUN):
        return Action.FLY if is_airborne(role) else Action.DRIVE
    if role.group == "vehicles" and role.action is Action.FLY and not is_airborne(role):
        return habit_of(role) if habit_of(role) is not Action.IDLE else Action.DRIVE  # a canoe that glides
    if role.action is Action.RISE:
        return _rising(role)
    if role.action in (Action.WALK, Action.RUN) and direction.setting in _WET and role.group == "animals":
        return Action.SWIM
    return role.action


def _rising(role: Role) -> Action:
    """Return how something goes up: what has wings flies, what is light or has an engine rises, all else stays down."""
    habit = habit_of(role)
    if role.art == "rocket" or (is_airborne(role) and habit is not Action.FLY):
        return Action.RISE
    return Action.FLY if habit is Action.FLY else Action.IDLE


def _flies(role: Role, action: Action, setting: Setting) -> bool:
    if role.art == "rocket" and action is Action.RISE and setting not in _WEIGHTLESS:
        return False
    if setting in _WEIGHTLESS or is_airborne(role):
        return True
    return action is Action.FLY or (action is Action.FLOAT and setting not in (Setting.SEA, Setting.LAKE))


def _size(role: Role) -> float:
    if role.art is None:
        return 0.34
    size = natural_size(role.art)
    if art_form(whole_art(role.art)) == "bust":
        size = max(size, _BUST)
    return size * _childs(role) * (max(0.85, role.scale) if role.group == "people" else role.scale)


def _childs(role: Role) -> float:
    """Return how much smaller the young are than the grown-up whose artwork stands for them."""
    name, young = role.name.lower(), nature()["young"]
    if name.endswith(("friend", "friends", "女友", "男友", "女朋友", "男朋友")):
        return 1.0  # girlfriends are grown up
    if role.group == "people":
        return _CHILD if any(word in f" {name}" for word in young["people"]) else 1.0
    return _CUB if any(word in name for word in young["animals"]) else 1.0


def _side(role: Role, place: float) -> float:
    return {"left": 0.26, "right": 0.74}.get(role.side or "", place)
