"""What is heard: spoken lines, sound cues, the mood of the music."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from reelwright.engines.animatic.art import art_group
from reelwright.engines.animatic.plan import SoundCue, SpokenLine, Weather
from reelwright.engines.animatic.storyboard.quotes import Quote
from reelwright.engines.animatic.storyboard.reading import Reading, read
from reelwright.engines.animatic.storyboard.text import is_wide
from reelwright.engines.animatic.storyboard.timing import Passage
from reelwright.engines.animatic.voices import voice_of

_LETTERS_PER_SECOND: Final = 18.0
_CHARACTERS_PER_SECOND: Final = 4.6
_PAUSE: Final = 0.35
_MOST_CUES: Final = 48

_TEMPO: Final = {
    "calm": 76,
    "happy": 112,
    "sad": 66,
    "tense": 104,
    "epic": 92,
    "playful": 118,
    "romantic": 72,
}
_BPM: Final = re.compile(r"\b(\d{2,3})\s?bpm\b")
_FAST: Final = re.compile(
    r"\b(?:upbeat|fast-paced|fast paced|energetic|driving|rapid|quick cut)\b|快节奏|动感|劲爆"
)
_RHYTHMIC: Final = frozenset({"drum"})
"""Sounds that go on in the beat of the music for as long as their shot lasts."""

_SHAKEN: Final = ("rattle", "ice", "glass", "clap")
"""Sounds that can be made in the beat, again and again."""

_IN_TIME: Final = re.compile(
    r"\b(?:sync(?:s|ed|hroni[sz]ed?)?|in time|in rhythm|in sync)\b|\b(?:on|to|with)\s(?:the\s)?(?:\w+\s){0,2}beats?\b"
    r"|踩点|卡点|节拍|合着节奏|跟着节奏|同步"
)

_VERB: Final = (
    r"(?:says?|asks?|repl(?:y|ies)|answers?|shouts?|whispers?|said|asked|replied|answered|shouted|whispered|exclaims?|exclaimed"
    r"|yells?|yelled|cries|cried|murmurs?|murmured|mutters?|muttered|calls?(?: out)?|adds?|tells?|told|sings?|screams?)"
)
_NEXT_TO_VERB: Final = re.compile(
    r"(?P<who>\w+)\s?(?:then\s|softly\s|quietly\s|loudly\s|suddenly\s|slowly\s|happily\s|sadly\s)?"
    rf"(?:\b{_VERB}\b|说|问|喊|答|道)[^.!?]{{0,24}}$"
)
_CHINESE_VERB: Final = re.compile(r"(?:轻声|大声|小声|笑着|微笑着|悄悄地?|回|反|大|高|低)+$")
"""What a run of Chinese letters before its verb ends in that names nobody: `女人回答`."""
_AFTER_QUOTE: Final = re.compile(
    rf"\W{{0,3}}(?:{_VERB}\s(?:(?:the|an?|his|her|their|my)\s)?(?:\w+\s){{0,2}}?(?P<who>\w+)(?=\s*(?:[.,;!?]|$|\b(?:to|as|with|and|in|at"
    rf"|while|from|softly|quietly|loudly)\b))|(?:(?:the|an?|his|her|their|my)\s)?(?:\w+\s){{0,2}}?(?P<first>\w+)\s{_VERB}\b)"
)
"""Who says a line that stands before its verb: `"Where?" asks the boy`, `"Here," she says`."""
_IS_PRONOUN: Final = re.compile(r"he|she|it|they|i|we")
_NARRATOR: Final = re.compile(
    r"\b(?:narrator|narration|voice-?over|voice over|background voice|voice)\b|旁白|画外音|配音"
)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A line and who says it: `voice` female, male or any; `narrated` when nobody seen does; `by` as in `SpokenLine`."""

    quote: Quote
    voice: str
    narrated: bool
    by: str = ""


def find_spoken(folded: str, quotes: Sequence[Quote]) -> list[Spoken]:
    """Return the spoken lines of a prompt with their voices.

    folded: the prompt, folded, quotes blanked out. A voice that the prompt asks for in general is for every line
    whose speaker it does not name.
    """
    general = read(folded).first("voice") or "any"
    spoken: list[Spoken] = []
    for quote in (quote for quote in quotes if quote.use == "speech"):
        floor = max((other.end for other in quotes if other.end <= quote.start), default=0)
        lead = re.split(r"[.!?。！？;；\n]", folded[max(floor, quote.start - 160) : quote.start])[-1]
        narrated = _NARRATOR.search(lead) is not None
        voice = read(lead).first("voice") or ("any" if narrated else _speaker(lead))
        by = "" if narrated else _by(lead, folded[quote.end : quote.end + 60])
        voice = voice_of(by) if voice == "any" and by else voice
        if voice == "any" and not narrated and not by and not lead.strip(" ,，、and"):
            voice = spoken[-1].voice if spoken else "any"
        spoken.append(Spoken(quote, general if voice == "any" else voice, narrated, by))
    return spoken


def _by(lead: str, tail: str) -> str:
    """Return the word for whoever says a line: before its verb, or after the line."""
    near = _NEXT_TO_VERB.search(lead)
    if near is None:
        after = _AFTER_QUOTE.match(tail) if not lead.strip(" ,，、and") else None
        return (after["who"] or after["first"]) if after else ""
    who: str = near["who"]
    if not who.isascii():
        said = _CHINESE_VERB.sub("", re.split("[对向跟]", who)[0])
        first = re.search("[他她它]们?", lead) if not said else None
        return first[0] if first else said
    living = [
        hit
        for hit in read(lead).hits
        if hit.end <= near.end("who")
        and art_group(hit.value("noun") or "") in ("people", "animals", "fantasy")
    ]
    if living and who in ("and", "then", "but"):
        return living[0].text.split()[-1]  # a man stops a woman and says
    # In `a girl in a red dress says` it is not the dress that does.
    return living[-1].text.split()[-1] if living and not _IS_PRONOUN.fullmatch(who) else who


def _speaker(lead: str) -> str:
    """Return the voice of whoever speaks: the one just before the verb, else the first in the sentence."""
    near = _NEXT_TO_VERB.search(lead)
    scope = near[0] if near else ""
    return next((voice for part in (scope, lead) if (voice := voice_of(part)) != "any"), "any")


def time_lines(
    spoken: Sequence[Spoken], passages: Sequence[Passage], frames: int, fps: int
) -> tuple[list[SpokenLine], list[str]]:
    """Give every line its frames within the shot that names it, one after the other; return warnings, too.

    A line begins a little after its shot; sooner, but never before it, where it would else run on into the next. A narrator,
    whom nobody sees, may begin before it so as to be done with the video.
    """
    lines: list[SpokenLine] = []
    warnings: list[str] = []
    free = 0
    for line in spoken:
        passage = next(
            (passage for passage in passages if passage.at <= line.quote.start < passage.until), passages[-1]
        )
        wanted = round(_seconds(line.quote.text) * fps)
        pause = min(round(_PAUSE * fps), max(0, passage.end - passage.start - wanted))
        earliest = min(passage.start, frames - wanted) if line.narrated else passage.start
        start = max(free, earliest, 0, min(passage.start + pause, frames - wanted))
        end = min(frames, start + wanted)
        if end - start < wanted * 0.6:
            warnings.append(
                f"The line “{_short(line.quote.text)}” does not fit into the video; it is spoken faster or cut off."
            )
        if end - start >= fps // 4:
            lines.append(SpokenLine(line.quote.text, line.voice, start, end, line.narrated, line.by))
            free = min(frames, end + round(_PAUSE * fps / 2))
    return lines, warnings


def _seconds(text: str) -> float:
    if is_wide(text):
        return 0.4 + sum(1 for character in text if character.isalnum()) / _CHARACTERS_PER_SECOND
    return 0.5 + len(text) / _LETTERS_PER_SECOND


def _short(text: str) -> str:
    return text if len(text) <= 32 else f"{text[:31]}…"


def find_cues(readings: Iterable[tuple[Passage, Reading]], beats: Sequence[int]) -> list[SoundCue]:
    """Return the sounds that the prompt names, each at the frame where its shot gets to it.

    beats: frames on which the beats of the music fall, over the whole video.
    """
    cues: list[SoundCue] = []
    for passage, reading in readings:
        cues += _cues_of(passage, reading, beats)
    return sorted(dict.fromkeys(cues), key=lambda cue: (cue.frame, cue.name))[:_MOST_CUES]


def _cues_of(passage: Passage, reading: Reading, beats: Sequence[int]) -> Iterator[SoundCue]:
    length = passage.end - passage.start
    within = [beat for beat in beats if passage.start <= beat < passage.end]
    in_time = bool(within) and _IN_TIME.search(reading.text) is not None
    heard: set[str] = set()
    for hit in reading.sounds:
        name = hit.value("sound")
        if name is None or name in heard:
            continue
        heard.add(name)
        if name in _RHYTHMIC:
            yield from (SoundCue(name, beat) for beat in within)
        elif in_time and name in _SHAKEN:
            # On every other beat, the next sound on those between: together they would drown each other.
            yield from (SoundCue(name, beat) for beat in within[_SHAKEN.index(name) % 2 :: 2])
        else:
            share = hit.start / max(1, len(reading.text))
            frame = passage.start + min(length - 1, round(share * length * 0.9))
            yield SoundCue(name, min(within, key=lambda beat: abs(beat - frame)) if in_time else frame)


def find_mood(reading: Reading, weather: Weather | None, groups: Sequence[str], names: Sequence[str]) -> str:
    """Return the mood that the prompt names most often, or one that fits its weather and its cast."""
    named = [mood for hit in reading.hits if (mood := hit.value("mood"))]
    if named:
        return max(dict.fromkeys(named), key=named.count)
    if weather is Weather.STORM:
        return "tense"
    young = (
        "kitten",
        "puppy",
        "bunny",
        "cub",
        "duckling",
        "piglet",
        "baby",
        "小猫",
        "小狗",
        "宝宝",
        "兔",
        "panda",
        "熊猫",
        "hamster",
    )
    if any(word in name.lower() for name in names for word in young):
        return "playful"
    if "fantasy" in groups:
        return "epic"
    return "calm"


def find_tempo(folded: str, mood: str, rng: random.Random) -> int:
    """Return beats per minute: as the prompt says, else by mood, with a little of the seed's own."""
    if (said := _BPM.search(folded)) and 40 <= int(said[1]) <= 200:
        return int(said[1])
    return _TEMPO[mood] + rng.randrange(-4, 5) + (12 if _FAST.search(folded) else 0)
