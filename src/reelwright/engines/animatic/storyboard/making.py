"""The storyboard of a request."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from reelwright.domain.request import MediaKind
from reelwright.engines.animatic.plan import (
    Action,
    CameraMove,
    MediaUse,
    Setting,
    Shot,
    ShotSource,
    Storyboard,
    Style,
    TimeOfDay,
    Transition,
    Weather,
)
from reelwright.engines.animatic.storyboard.pictures import Take, takes
from reelwright.engines.animatic.storyboard.quotes import Quote, find_quotes, without_quotes
from reelwright.engines.animatic.storyboard.reading import Reading, read
from reelwright.engines.animatic.storyboard.references import (
    Mention,
    find_mentions,
    freezes,
    without_mentions,
)
from reelwright.engines.animatic.storyboard.scene import Scene, find_scene
from reelwright.engines.animatic.storyboard.sounding import (
    Spoken,
    find_cues,
    find_mood,
    find_spoken,
    find_tempo,
    time_lines,
)
from reelwright.engines.animatic.storyboard.staging import Direction, home_of, lives_under_water, stage_roles
from reelwright.engines.animatic.storyboard.subjects import (
    Deed,
    Role,
    find_roles,
    pronoun_roles,
    unknown_role,
)
from reelwright.engines.animatic.storyboard.text import fold
from reelwright.engines.animatic.storyboard.timing import Passage, split_passages
from reelwright.engines.base import EngineRequest

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
_TRAVELS: Final = frozenset({Action.RUN, Action.DRIVE})
_INDOORS: Final = (Setting.ROOM, Setting.KITCHEN, Setting.STUDIO, Setting.STAGE)
_NIGHT_WORDS: Final = ("moon", "tonight", "stars", "月", "今晚", "星")
_ALONE: Final = (Setting.MEADOW, Setting.MOUNTAINS, Setting.BEACH, Setting.STUDIO)


@dataclass(frozen=True, slots=True)
class _Understood:
    """The prompt as all shots share it: folded, without quotes and mentions, and what was found in the whole of it."""

    prompt: str
    folded: str
    plain: str
    quotes: tuple[Quote, ...]
    mentions: tuple[Mention, ...]
    whole: Reading
    spoken: tuple[Spoken, ...]


@dataclass(frozen=True, slots=True)
class _Scripted:
    """One passage, understood."""

    passage: Passage
    reading: Reading
    scene: Scene
    roles: tuple[Role, ...]


def make_storyboard(request: EngineRequest) -> Storyboard:
    """Return the storyboard of a request: the same for the same prompt, media, size, length and seed; it never fails."""
    understood = _understand(request.prompt)
    pictured = any(medium.kind is not MediaKind.AUDIO for medium in request.media)
    passages, warnings = split_passages(understood.plain, request.frames, request.fps, soft=not pictured)
    scripted = _script(understood, passages, request.seed)
    made = takes(request, passages, understood.mentions, understood.folded)
    shots = tuple(
        _shot(request, understood, take, _of(scripted, take), index) for index, take in enumerate(made)
    )
    names = [role.name for part in scripted for role in part.roles]
    groups = [role.group for part in scripted for role in part.roles]
    mood = find_mood(understood.whole, shots[0].weather, groups, names)
    tempo = find_tempo(understood.folded, mood, _random(request.seed, "tempo"))
    lines, late = time_lines(understood.spoken, passages, request.frames, request.fps)
    return Storyboard(
        prompt=request.prompt,
        seed=request.seed,
        width=request.width,
        height=request.height,
        fps=request.fps,
        frames=request.frames,
        shots=shots,
        style=_style(understood.whole),
        mood=mood,
        beats_per_minute=tempo,
        lines=tuple(lines),
        cues=tuple(find_cues(((part.passage, part.reading) for part in scripted), tempo, request.fps)),
        audio=tuple(
            MediaUse(MediaKind.AUDIO.value, medium.number) for medium in request.of_kind(MediaKind.AUDIO)
        ),
        generate_audio=request.generate_audio,
        fast=request.fast,
        warnings=tuple([*warnings, *late, *_unmet(request, understood)]),
    )


def _understand(prompt: str) -> _Understood:
    folded = fold(prompt)
    quotes = find_quotes(prompt)
    mentions = find_mentions(without_quotes(folded, quotes))
    plain = without_mentions(without_quotes(folded, quotes), mentions)
    spoken = find_spoken(plain, quotes)
    return _Understood(prompt, folded, plain, tuple(quotes), tuple(mentions), read(plain), tuple(spoken))


def _random(seed: int, purpose: str) -> random.Random:
    """Return a generator of its own for each purpose, so that one more question asked of it changes nothing else."""
    return random.Random(f"{seed}/{purpose}")


def _script(understood: _Understood, passages: Sequence[Passage], seed: int) -> list[_Scripted]:
    """Understand each passage in the light of those before it."""
    header = read(understood.plain[: passages[0].at])
    scene, cast = replace(find_scene(header), camera=None), tuple(find_roles(header, understood.prompt)[0])
    scripted = []
    for index, passage in enumerate(passages):
        reading = read(understood.plain[passage.at : passage.until])
        original = understood.prompt[passage.at : passage.until]
        scene = find_scene(reading).over(scene)
        roles, loose = find_roles(reading, original)
        if not roles and not cast and index == 0:
            card = unknown_role(reading, original)
            roles = [_doing(card, loose)] if card else pronoun_roles(reading, original)
        roles = list(_spoken_by(roles, understood.spoken, passage))
        cast = _carried(cast, roles, loose)
        scripted.append(_Scripted(passage, reading, scene, cast))
    return _at_home(scripted, understood, seed)


def _doing(role: Role, deeds: Sequence[Deed]) -> Role:
    return replace(role, action=deeds[0].action) if deeds else role


def _carried(earlier: tuple[Role, ...], roles: Sequence[Role], loose: Sequence[Deed]) -> tuple[Role, ...]:
    """Return who is in a passage: those it names, or those of the passage before, doing what it says `it` does."""
    if not roles:
        lead = next((index for index, role in enumerate(earlier) if role.agent), 0)
        return tuple(_doing(role, loose) if index == lead else role for index, role in enumerate(earlier))
    if loose and not any(role.agent for role in roles):
        leads = [role for role in earlier if role.agent][:1]
        return (*(_doing(role, loose) for role in leads), *roles)
    return tuple(roles)


def _spoken_by(roles: Sequence[Role], spoken: Sequence[Spoken], passage: Passage) -> list[Role]:
    """Let whoever speaks a line be seen talking."""
    speakers = [
        line.voice for line in spoken if not line.narrated and passage.at <= line.quote.start < passage.until
    ]
    talking = list(roles)
    people = [index for index, role in enumerate(roles) if role.group in ("people", "fantasy", "animals")]
    if speakers and people:
        talking[people[0]] = replace(talking[people[0]], action=Action.TALK)
    return talking


def _at_home(scripted: Sequence[_Scripted], understood: _Understood, seed: int) -> list[_Scripted]:
    """Give every passage the place and the hour that fit, where the prompt names none; what was found once stays."""
    placed: list[_Scripted] = []
    guessed: Setting | None = None
    time = TimeOfDay.NIGHT if _is_of_night(understood) else None
    for part in scripted:
        scene = part.scene
        guessed = scene.setting or guessed or _fitting(part, seed)
        placed.append(
            replace(part, scene=replace(scene, setting=_wet(guessed, part), time=scene.time or time))
        )
    return placed


def _fitting(part: _Scripted, seed: int) -> Setting | None:
    """Return a place for the weather and the cast of a passage, or None."""
    scene = part.scene
    if scene.weather is Weather.SNOW:
        return Setting.SNOWFIELD
    if scene.weather in (Weather.RAIN, Weather.FOG) and any(
        role.group in ("people", "vehicles") for role in part.roles
    ):
        return Setting.STREET
    home = home_of(part.roles, _random(seed, "home"))
    outdoors = scene.weather not in (None, Weather.CLEAR) or scene.time not in (None, TimeOfDay.DAY)
    return Setting.MEADOW if outdoors and home in (None, *_INDOORS) else home


def _wet(setting: Setting | None, part: _Scripted) -> Setting | None:
    """Take the camera under water for whoever swims there; a whale that leaps is seen from above."""
    if (
        setting is Setting.SEA
        and part.roles
        and lives_under_water(part.roles[0])
        and part.roles[0].action is not Action.JUMP
    ):
        return Setting.UNDERWATER
    return setting


def _is_of_night(understood: _Understood) -> bool:
    """Return whether the prompt is of the night without saying so: neon, or a line about the moon."""
    lines = (fold(line.quote.text) for line in understood.spoken)
    return _style(understood.whole) is Style.NEON or any(
        word in line for line in lines for word in _NIGHT_WORDS
    )


def _of(scripted: Sequence[_Scripted], take: Take) -> _Scripted:
    """Return the passage that a take was cut from."""
    return next((part for part in scripted if part.passage.at == take.passage.at), scripted[0])


def _shot(request: EngineRequest, understood: _Understood, take: Take, part: _Scripted, index: int) -> Shot:
    scene = part.scene
    rng = _random(request.seed, f"stage/{part.passage.at}")
    setting = scene.setting or _elsewhere(take, part, rng)
    heading = (
        {"leftward": -1, "rightward": 1}.get(part.reading.first("side") or "", 0)
        if scene.camera is None
        else 0
    )
    subjects = stage_roles(part.roles, Direction(setting, scene.framing, heading), rng) if part.roles else ()
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
        weather=scene.weather or Weather.CLEAR,
        camera=_camera(take, scene, [subject.action for subject in subjects], rng),
        subjects=subjects,
        media=take.media,
        speed=scene.speed or 1.0,
        transition=passage.transition if index else Transition.CUT,
        caption=_caption(understood, passage),
        freeze_from=_freeze(part, take, request.fps),
        palette=scene.palette,
    )


def _elsewhere(take: Take, part: _Scripted, rng: random.Random) -> Setting:
    """Return a setting for a shot that nothing places; behind a caller's picture it only decides what is heard."""
    if take.source is not ShotSource.STAGE or (part.roles and part.roles[0].art is None):
        return Setting.STUDIO
    return Setting.MEADOW if part.roles else rng.choice(_ALONE)


def _times(scene: Scene, setting: Setting) -> tuple[TimeOfDay, TimeOfDay | None]:
    if scene.time is None and setting is Setting.SPACE:
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
    if scene.speed and scene.speed > 1:
        return rng.choice((CameraMove.STATIC, CameraMove.PUSH_IN))
    lead = actions[0] if actions else None
    if take.source is ShotSource.STAGE and lead in _TRAVELS:
        return CameraMove.FOLLOW
    if scene.framing == "close":
        return CameraMove.PUSH_IN
    if take.source is ShotSource.STAGE and lead is Action.WALK:
        return rng.choice(_ON_WALKERS)
    return rng.choice(_ON_SUBJECTS if actions else _LANDSCAPES)


def _caption(understood: _Understood, passage: Passage) -> str | None:
    words = [
        quote.text
        for quote in understood.quotes
        if quote.use == "caption" and passage.at <= quote.start < passage.until
    ]
    return " ".join(words) or None


def _freeze(part: _Scripted, take: Take, fps: int) -> int | None:
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


def _style(whole: Reading) -> Style:
    """Return the style named; `cinematic` and its like give way to any other."""
    named = [Style(value) for value in whole.values("style")]
    return next((style for style in named if style is not Style.FILM), Style.FILM)


def _unmet(request: EngineRequest, understood: _Understood) -> list[str]:
    """Return a sentence for everything asked for that this engine can't do."""
    unmet = []
    held = {(medium.kind, medium.number) for medium in request.media}
    missing = dict.fromkeys(
        (mention.kind, mention.number)
        for mention in understood.mentions
        if (mention.kind, mention.number) not in held
    )
    unmet += [
        f"The prompt names {kind.value} {number}, which the request does not have."
        for kind, number in missing
    ]
    if understood.spoken and not request.generate_audio:
        unmet.append("The prompt has spoken lines; they are heard only with generate_audio: true.")
    return unmet
