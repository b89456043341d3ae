"""From a script to shots."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from reelwright.engines.animatic.byhand import HANDS, works_by_hand
from reelwright.engines.animatic.plan import (
    Action,
    CameraMove,
    Setting,
    Shot,
    ShotSource,
    Subject,
    TimeOfDay,
    Transition,
    Weather,
)
from reelwright.engines.animatic.storyboard.blocking import layered
from reelwright.engines.animatic.storyboard.gathering import gathered
from reelwright.engines.animatic.storyboard.habits import is_drawn, is_water
from reelwright.engines.animatic.storyboard.parts import focused, part_of
from reelwright.engines.animatic.storyboard.pictures import Take
from reelwright.engines.animatic.storyboard.references import freezes, wants_perspective, wants_restyle
from reelwright.engines.animatic.storyboard.scene import Scene
from reelwright.engines.animatic.storyboard.script import Scripted, Understood, random_for
from reelwright.engines.animatic.storyboard.staging import Direction, is_half, stage_roles
from reelwright.engines.animatic.storyboard.tables import cleared, laid, lies_on_table, plated, served
from reelwright.engines.animatic.storyboard.timing import Passage

_ON_SUBJECTS: Final = (
    CameraMove.PUSH_IN,
    CameraMove.PUSH_IN,
    CameraMove.PUSH_IN,
    CameraMove.TRUCK_RIGHT,
    CameraMove.TRUCK_LEFT,
)
_ON_WALKERS: Final = (CameraMove.FOLLOW, CameraMove.FOLLOW, CameraMove.PUSH_IN)
_LANDSCAPES: Final = (
    CameraMove.PUSH_IN,
    CameraMove.PAN_RIGHT,
    CameraMove.PAN_LEFT,
    CameraMove.CRANE_UP,
    CameraMove.TRUCK_RIGHT,
)
_FRONTAL: Final = re.compile(
    r"\b(?:at|to|towards?|into|faces|facing)\s(?:the\s|our\s)?(?:camera|viewers?|lens|audience|us)\b"
    r"|\b(?:sit|sits|sitting|sat|seated)\b|[对朝面向看着望]{1,2}镜头|坐|蹲"
)
_MEETING: Final = re.compile(
    r"\b(?:stop(?:s|ped|ping)?|hug\w*|kiss\w*|embrac\w*|cuddl\w*|whisper\w*|fight\w*|argu\w*|shak\w* hands|hold\w* hands"
    r"|hand in hand|each other|one another|side by side|talk\w* (?:to|with)|giv\w*|hands? (?:him|her|a|the)|comfort\w*)\b"
    r"|拥抱|抱住|亲吻|牵手|手牵手|握手|拦住|叫住|对视|相视|彼此|互相|依偎|打架|争吵|交谈|聊天|递给"
)
_ON_PICTURES: Final = (CameraMove.PUSH_IN, CameraMove.PUSH_IN, CameraMove.HANDHELD, CameraMove.STATIC)
"""Moves over a picture in which somebody does something."""

_SHOWS_FACE: Final = frozenset({Action.YAWN, Action.TALK, Action.EAT, Action.LAUGH, Action.CRY, Action.GASP})
_UNASKED: Final = 0.5
"""The share of its way that a camera goes past somebody when nobody asked it to."""
_INDOORS: Final = (Setting.ROOM, Setting.KITCHEN)
_TRAVELS: Final = frozenset({Action.RUN, Action.DRIVE})
_GROUNDED: Final = frozenset({"mars", "surface"})
_PLACELESS: Final = frozenset({"ink", "particles", "shapes"})
"""What fills the frame about its middle: a pan would leave it behind."""
_MARBLE: Final = "marble"
_ALONE: Final = (Setting.MEADOW, Setting.MOUNTAINS, Setting.BEACH, Setting.STUDIO)


def shoot(
    takes: Sequence[Take],
    scripted: Sequence[Scripted],
    understood: Understood,
    seed: int,
    fps: int,
    *,
    upright: bool = False,
) -> tuple[Shot, ...]:
    """Return one shot for each take; each gives way to the next as the next one's passage asks.

    upright: the frame is higher than wide: a camera that went past its subject would have to show it small.
    """
    ways = [take.passage.transition for take in takes[1:]]
    return tuple(
        replace(_shot(take, _of(scripted, take), understood, seed, fps, upright=upright), transition=way)
        for take, way in zip(takes, [*ways, Transition.CUT], strict=True)
    )


def _of(scripted: Sequence[Scripted], take: Take) -> Scripted:
    """Return the passage that a take was cut from."""
    return next((part for part in scripted if part.passage.at == take.passage.at), scripted[0])


def _shot(take: Take, part: Scripted, understood: Understood, seed: int, fps: int, *, upright: bool) -> Shot:
    scene = part.scene
    rng = random_for(seed, f"stage/{part.passage.at}")
    setting = scene.setting or _elsewhere(take, part, rng)
    heading = (
        {"leftward": -1, "rightward": 1}.get(part.reading.first("side") or "", 0)
        if scene.camera is None
        else 0
    )
    frontal = _FRONTAL.search(part.reading.text) is not None
    meeting = _MEETING.search(part.reading.text) is not None
    landed = setting is Setting.SPACE and not _GROUNDED.isdisjoint(scene.features)
    # who walks on another world stands there as in a desert
    direction = Direction(Setting.DESERT if landed else setting, scene.framing, heading, frontal, meeting)
    roles = [role for role in part.roles if not (is_drawn(role, scene.features) or is_water(role, setting))]
    roles = plated(roles)
    if setting in _INDOORS and len(roles) > 1:
        roles = [role for role in roles if role.art != "fireworks"]  # seen through a window, not in the room
    roles = served(roles) if setting is Setting.KITCHEN else roles
    features = scene.features
    if _may_lie_close(setting, part) and scene.framing != "wide" and lies_on_table(roles):
        roles, features = laid(roles), (*features, "tabletop")
    subjects = cleared(stage_roles(roles, direction, rng)) if roles else ()
    subjects = focused(
        gathered(layered(subjects, part.reading.text), part.reading.text, upright=upright),
        part_of(part.reading.text),
    )
    if _by_hand(take, part, understood, subjects):
        features = (*features, HANDS)
    time, to_time = _times(scene, setting)
    passage = take.passage
    return Shot(
        start=passage.start,
        end=passage.end,
        text=_words(understood.prompt[part.passage.at : part.passage.until]) or _words(understood.prompt),
        source=take.source,
        setting=setting,
        time=time,
        to_time=to_time,
        weather=_weather(scene),
        camera=_for_groups(
            _camera(take, scene, [subject.action for subject in subjects], rng),
            scene,
            subjects,
            upright=upright,
        ),
        subjects=subjects,
        media=take.media,
        speed=scene.speed or 1.0,
        caption=_caption(understood, passage),
        freeze_from=_freeze(part, take, fps),
        palette=scene.palette,
        features=features,
        framing=scene.framing,
        sweep=_UNASKED if scene.camera is None and subjects else 1.0,
    )


def _by_hand(take: Take, part: Scripted, understood: Understood, subjects: tuple[Subject, ...]) -> bool:
    """Return whether hands come into the frame: over a video only where it lends its perspective to something else."""
    lent = (
        take.source is ShotSource.VIDEO
        and wants_perspective(understood.plain)
        and not wants_restyle(understood.plain)
    )
    shown = take.source in (ShotSource.STAGE, ShotSource.PHOTO)
    return (shown or lent) and works_by_hand(
        part.reading.text, subjects, pictured=take.source is ShotSource.PHOTO
    )


def _may_lie_close(setting: Setting, part: Scripted) -> bool:
    """Return whether a table in a setting may be seen close up: a studio that is asked for has none but one of marble."""
    studio = setting is Setting.STUDIO
    return setting in _INDOORS or (
        studio and (_MARBLE in part.scene.features or not part.reading.values("setting"))
    )


def _elsewhere(take: Take, part: Scripted, rng: random.Random) -> Setting:
    """Return a setting for a shot that nothing places; behind a caller's picture it only decides what is heard."""
    if part.scene.time or part.scene.weather:
        return Setting.MEADOW
    if take.source is not ShotSource.STAGE or (part.roles and part.roles[0].art is None):
        return Setting.STUDIO
    return Setting.MEADOW if part.roles else rng.choice(_ALONE)


def _weather(scene: Scene) -> Weather:
    """Return the weather; northern lights need a clear sky, however much snow lies below."""
    return Weather.CLEAR if "aurora" in scene.features or scene.weather is None else scene.weather


def _times(scene: Scene, setting: Setting) -> tuple[TimeOfDay, TimeOfDay | None]:
    if scene.time is None and setting is Setting.SPACE and "mars" not in scene.features:
        return TimeOfDay.NIGHT, None
    time = scene.time or TimeOfDay.DAY
    return time, scene.to_time if scene.to_time is not time else None


def _camera(take: Take, scene: Scene, actions: Sequence[Action], rng: random.Random) -> CameraMove:
    """Return the move that the prompt asks for, or one that serves what happens."""
    if take.source is ShotSource.HOLD:
        return CameraMove.STATIC
    if scene.camera is not None:
        return scene.camera
    if Action.APPROACH in actions or take.source in (
        ShotSource.VIDEO,
        ShotSource.MOTION,
        ShotSource.INBETWEEN,
    ):
        return CameraMove.STATIC
    if not actions and not _PLACELESS.isdisjoint(scene.features):
        return CameraMove.PUSH_IN
    if scene.speed and scene.speed > 1:
        return rng.choice((CameraMove.STATIC, CameraMove.PUSH_IN))
    lead = actions[0] if actions else None
    if take.source is ShotSource.STAGE and lead in _TRAVELS:
        return CameraMove.FOLLOW
    if take.source is ShotSource.PHOTO and lead is not None:
        # a camera that goes past would leave behind whom the picture is about: nobody in it follows
        return CameraMove.STATIC if lead in (Action.RISE, Action.FALL) else rng.choice(_ON_PICTURES)
    if scene.framing == "close" or (len(actions) == 1 and lead in _SHOWS_FACE):
        return CameraMove.PUSH_IN
    if take.source is ShotSource.STAGE and lead is Action.WALK:
        return rng.choice(_ON_WALKERS)
    return rng.choice(_ON_SUBJECTS if actions else _LANDSCAPES)


def _for_groups(move: CameraMove, scene: Scene, subjects: Sequence[Subject], *, upright: bool) -> CameraMove:
    """Return a chosen move, or one that leaves a group or half a figure in the frame, which would else have to be small."""
    passing = move in (CameraMove.TRUCK_LEFT, CameraMove.TRUCK_RIGHT)
    split = len({(subject.name, subject.art) for subject in subjects}) < len(subjects)
    many = split or any(
        (subject.count > 1 and not subject.moves) or is_half(subject) or subject.duet or subject.handling
        for subject in subjects
    )
    return (
        CameraMove.PUSH_IN if passing and (many or (upright and subjects)) and scene.camera is None else move
    )


def _caption(understood: Understood, passage: Passage) -> str | None:
    words = [
        quote.text
        for quote in understood.quotes
        if quote.use == "caption" and passage.at <= quote.start < passage.until
    ]
    return " ".join(words) or None


def _freeze(part: Scripted, take: Take, fps: int) -> int | None:
    """Return from where the picture stands still; a held picture stands anyway."""
    if (
        take.source is ShotSource.HOLD
        or freezes(part.reading.text) is None
        or take.source is ShotSource.PHOTO
    ):
        return None
    length = take.passage.end - take.passage.start
    return take.passage.end - max(1, min(fps, length // 3))


def _words(text: str) -> str:
    return " ".join(text.split())
