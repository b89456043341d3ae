"""The storyboard of a request."""

from __future__ import annotations

from collections.abc import Sequence

from reelwright.domain.request import MediaKind
from reelwright.engines.animatic.plan import MediaUse, Shot, ShotSource, Storyboard
from reelwright.engines.animatic.storyboard.editing import edit
from reelwright.engines.animatic.storyboard.pictures import takes
from reelwright.engines.animatic.storyboard.references import wants_restyle
from reelwright.engines.animatic.storyboard.rhythm import cut_on_beats, even_beats, tempo_of
from reelwright.engines.animatic.storyboard.script import (
    Understood,
    random_for,
    style_of,
    understand,
    write_script,
)
from reelwright.engines.animatic.storyboard.seasons import through_the_seasons
from reelwright.engines.animatic.storyboard.shooting import shoot
from reelwright.engines.animatic.storyboard.sounding import find_cues, find_mood, find_tempo, time_lines
from reelwright.engines.animatic.storyboard.timing import split_passages
from reelwright.engines.base import EngineRequest


def make_storyboard(request: EngineRequest, beats: Sequence[int] = ()) -> Storyboard:
    """Return the storyboard of a request: the same for the same prompt, media, size, length and seed; it never fails.

    beats: frames on which the beats of the reference sound fall, empty where there is none.
    """
    edited = edit(request.prompt)
    understood = understand(edited.text)
    pictured = any(medium.kind is not MediaKind.AUDIO for medium in request.media)
    passages, warnings = split_passages(understood.plain, request.frames, request.fps, soft=not pictured)
    scripted = write_script(understood, passages, request.seed)
    made = cut_on_beats(takes(request, passages, understood.mentions, understood.folded), beats)
    shots = shoot(
        made, scripted, understood, request.seed, request.fps, upright=request.width < request.height
    )
    shots = through_the_seasons(shots, understood.plain)
    names = [role.name for part in scripted for role in part.roles]
    groups = [role.group for part in scripted for role in part.roles]
    mood = find_mood(understood.whole, shots[0].weather, groups, names)
    tempo = tempo_of(beats, request.fps) or find_tempo(
        understood.folded, mood, random_for(request.seed, "tempo")
    )
    pulse = tuple(beats) or even_beats(tempo, request.frames, request.fps)
    lines, late = time_lines(understood.spoken, passages, request.frames, request.fps)
    return Storyboard(
        prompt=request.prompt,
        seed=request.seed,
        width=request.width,
        height=request.height,
        fps=request.fps,
        frames=request.frames,
        shots=shots,
        style=style_of(understood.whole),
        mood=mood,
        beats_per_minute=tempo,
        lines=tuple(lines),
        cues=tuple(find_cues(((part.passage, part.reading) for part in scripted), pulse)),
        audio=tuple(
            MediaUse(MediaKind.AUDIO.value, medium.number) for medium in request.of_kind(MediaKind.AUDIO)
        ),
        generate_audio=request.generate_audio,
        fast=request.fast,
        warnings=(*edited.notes, *warnings, *late, *_unmet(request, understood, shots)),
    )


def _unmet(request: EngineRequest, understood: Understood, shots: tuple[Shot, ...]) -> list[str]:
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
    if not request.media and not any(
        hit.value(kind) for hit in understood.whole.hits for kind in ("noun", "setting", "action", "feature")
    ):
        unmet.append(
            "No thing, place or action of the prompt was understood: it is read in English and Chinese."
        )
    strangers = dict.fromkeys(
        subject.name for shot in shots for subject in shot.subjects if subject.art is None
    )
    unmet += [f"There is no picture of “{name}”: a lettered card stands for it." for name in strangers]
    if understood.spoken and not request.generate_audio:
        unmet.append("The prompt has spoken lines; they are heard only with generate_audio: true.")
    if (
        any(shot.source is ShotSource.VIDEO for shot in shots)
        and request.of_kind(MediaKind.IMAGE)
        and wants_restyle(understood.plain)
    ):
        unmet.append("The style of a picture can't be taken over by a video here; name the style in words.")
    return unmet
