"""The prompt as a script: what each passage shows, in the light of the passages before it."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from reelwright.engines.animatic.handlings import HandlingKind
from reelwright.engines.animatic.plan import Action, BondKind, Setting, Style, TimeOfDay, Weather
from reelwright.engines.animatic.storyboard.asides import heard, seen
from reelwright.engines.animatic.storyboard.breathing import breathe
from reelwright.engines.animatic.storyboard.carrying import carry, walk_with
from reelwright.engines.animatic.storyboard.deeds import Deed, perform
from reelwright.engines.animatic.storyboard.duets import pair, pair_again
from reelwright.engines.animatic.storyboard.feelings import feel
from reelwright.engines.animatic.storyboard.habits import (
    home_of,
    is_airborne,
    lifts_off,
    lives_under_water,
    needs_water,
)
from reelwright.engines.animatic.storyboard.handlings import handle_meant
from reelwright.engines.animatic.storyboard.quotes import Quote, find_quotes, without_quotes
from reelwright.engines.animatic.storyboard.reading import Reading, read
from reelwright.engines.animatic.storyboard.references import Mention, find_mentions, without_mentions
from reelwright.engines.animatic.storyboard.relations import relate
from reelwright.engines.animatic.storyboard.scene import Scene, find_scene, is_on_roof
from reelwright.engines.animatic.storyboard.sounding import Spoken, find_spoken
from reelwright.engines.animatic.storyboard.strangers import pronoun_roles, unknown_role
from reelwright.engines.animatic.storyboard.subjects import Role, find_roles
from reelwright.engines.animatic.storyboard.text import fold
from reelwright.engines.animatic.storyboard.timing import Passage
from reelwright.engines.animatic.storyboard.works import work, work_again, workplace
from reelwright.engines.animatic.voices import speaker_of

_INDOORS: Final = (Setting.ROOM, Setting.KITCHEN, Setting.STUDIO, Setting.STAGE)
_ON_CLOUDS: Final = re.compile(
    r"\b(?:in|on|above|among|amid|through) the (?:\w+ )?clouds?\b|\bfloat|云端|云海|空中|天空之城|浮"
    r"|\b(?:castle|city|island|palace|temple|village|house)s? (?:\w+ )?in the (?:sky|air)\b"
)
_COWBOY: Final = re.compile(r"\bcowboys?\b|\bcowgirls?\b|牛仔")
_DRY: Final = (Setting.MEADOW, Setting.MOUNTAINS, Setting.FOREST, Setting.PARK)
_PRONOUN: Final = re.compile(r"\b(?:he|she|it|they)\b|[他她它]们?")
_ONE: Final = ("he", "she", "他", "她")
_LEAVES: Final = frozenset({Action.JUMP, Action.WALK, Action.RUN, Action.FLY, Action.SWIM, Action.FALL})
_FURNITURE: Final = ("couch-and-lamp", "bed", "person-in-bed", "television", "wardrobe", "bathtub")
"""What stands indoors, whatever the weather is."""
_ROOFED: Final = (
    "house",
    "house-with-garden",
    "houses",
    "office-building",
    "classical-building",
    "castle",
    "factory",
)
"""What has the roof that somebody goes about on."""
_NIGHT_WORDS: Final = ("moon", "tonight", "stars", "月", "今晚", "星")


@dataclass(frozen=True, slots=True)
class Understood:
    """The prompt as all shots share it: folded, without quotes and mentions, and what was found in the whole of it.

    plain: all of it; seen, heard: without what is not to be seen, or heard.
    """

    prompt: str
    folded: str
    plain: str
    seen: str
    heard: str
    quotes: tuple[Quote, ...]
    mentions: tuple[Mention, ...]
    whole: Reading
    spoken: tuple[Spoken, ...]


@dataclass(frozen=True, slots=True)
class Scripted:
    """One passage, understood."""

    passage: Passage
    reading: Reading
    scene: Scene
    roles: tuple[Role, ...]


def understand(prompt: str) -> Understood:
    """Take a prompt, edited, apart into quotes, mentions of media and what is left to be read."""
    folded = fold(prompt)
    quotes = find_quotes(prompt)
    mentions = find_mentions(without_quotes(folded, quotes))
    plain = without_mentions(without_quotes(folded, quotes), mentions)
    spoken = find_spoken(plain, quotes)
    shown, audible = seen(plain), heard(plain)
    whole = read(shown, audible)
    return Understood(
        prompt, folded, plain, shown, audible, tuple(quotes), tuple(mentions), whole, tuple(spoken)
    )


def random_for(seed: int, purpose: str) -> random.Random:
    """Return a generator of its own for each purpose, so that one more question asked of it changes nothing else."""
    return random.Random(f"{seed}/{purpose}")


def write_script(understood: Understood, passages: Sequence[Passage], seed: int) -> list[Scripted]:
    """Understand each passage in the light of those before it."""
    header = read(understood.seen[: passages[0].at])
    scene = replace(find_scene(header), camera=None)
    cast = tuple(perform(header, find_roles(header, understood.prompt))[0])
    scripted = []
    for passage in passages:
        at = slice(passage.at, passage.until)
        reading = read(understood.seen[at], understood.heard[at])
        scene = find_scene(reading).over(scene)
        cast = _cast(understood, passage, reading, cast)
        scripted.append(Scripted(passage, reading, scene, cast))
    return _at_home(scripted, understood, seed)


def _cast(
    understood: Understood, passage: Passage, reading: Reading, earlier: tuple[Role, ...]
) -> tuple[Role, ...]:
    """Return who is in a passage: whom it names, else whom the passage before showed, else whoever it may mean."""
    original = understood.prompt[passage.at : passage.until]
    found = find_roles(reading, original)
    meant = _meant_in(reading, found, earlier)
    roles, loose = perform(reading, [*meant, *found])
    roles = [role for role in roles if role.art not in _ROOFED] if is_on_roof(reading) else roles
    paired = pair(reading, walk_with(reading, relate(reading, carry(reading, breathe(reading, roles)))))
    roles = work(reading, handle_meant(reading, original, paired, earlier))
    if not earlier and not any(role.agent for role in roles):
        somebody = work(reading, [*pronoun_roles(reading, original)[:1], *roles])
        roles = somebody if any(role.handling for role in somebody) else roles
    if not any(role.agent for role in roles) and (again := work_again(reading, earlier, roles)):
        return tuple(_spoken_by(again, understood.spoken, passage))
    if not roles and not earlier:
        card = unknown_role(reading, original)
        roles = [_doing(card, loose)] if card else work(reading, pronoun_roles(reading, original))
    return _carried(reading, earlier, _spoken_by(feel(reading, roles), understood.spoken, passage), loose)


def _meant_in(reading: Reading, found: Sequence[Role], earlier: Sequence[Role]) -> list[Role]:
    """Return who of an earlier passage `it` is in one that names only vehicles: `it is sitting in an airplane`."""
    pronoun = _PRONOUN.search(reading.text)
    lead = next((role for role in earlier if role.group in ("people", "animals", "fantasy")), None)
    if pronoun is None or lead is None or not any(role.group == "vehicles" for role in found):
        return []
    if any(role.agent and role.group != "vehicles" for role in found):
        return []
    plain = Role(lead.name, lead.art, pronoun.start(), lead.group, count=lead.count, scale=lead.scale)
    return [replace(plain, colour=lead.colour, look=lead.look)]


def _doing(role: Role, deeds: Sequence[Deed]) -> Role:
    return replace(role, action=deeds[0].action) if deeds else role


def _carried(
    reading: Reading, earlier: tuple[Role, ...], roles: Sequence[Role], loose: Sequence[Deed]
) -> tuple[Role, ...]:
    """Return who is in a passage: those it names, or those of the passage before, doing what it says `it` does."""
    if not roles:
        lead = next((index for index, role in enumerate(earlier) if role.agent), 0)
        if loose:  # who does something new no longer does what both did
            earlier = tuple(
                replace(role, duet=None, whom=-1, thing=-1, handling=None, toward=-1, manner=())
                for role in earlier
            )
        again = pair_again(reading, earlier)
        if again != list(earlier):
            return tuple(again)
        return tuple(
            _leaving(_doing(role, loose), earlier) if index == lead else role
            for index, role in enumerate(earlier)
        )
    if loose and not any(role.agent for role in roles):
        leads = [role for role in earlier if role.agent][:1]
        return (*(replace(_doing(role, loose), tie=None) for role in leads), *roles)
    return tuple(roles)


def _leaving(role: Role, others: Sequence[Role]) -> Role:
    """Return a role, no longer on what it was on where it goes away from it: a fox that jumps is on its rock no more."""
    under = next((other for other in others if other.at == role.to), None)
    rides = under is not None and under.group in ("vehicles", "animals", "fantasy")
    if role.tie not in (BondKind.ON, BondKind.IN) or rides or role.action not in _LEAVES:
        return role
    return replace(role, tie=None, to=-1)


def _spoken_by(roles: Sequence[Role], spoken: Sequence[Spoken], passage: Passage) -> list[Role]:
    """Let whoever speaks a line be seen talking."""
    speakers = [
        line for line in spoken if not line.narrated and passage.at <= line.quote.start < passage.until
    ]
    talking = list(roles)
    people = [index for index, role in enumerate(roles) if role.group in ("people", "fantasy", "animals")]
    names = [fold(roles[index].name) for index in people]
    for line in speakers if people else ():
        who = people[speaker_of(line.voice, names, line.by)]
        if line.by in _ONE and roles[who].count > 1:
            continue  # somebody else says it, who is not seen
        talking[who] = replace(talking[who], action=Action.TALK)
    return talking


def _at_home(scripted: Sequence[Scripted], understood: Understood, seed: int) -> list[Scripted]:
    """Give every passage the place and the hour that fit, where the prompt names none; what was found once stays."""
    placed: list[Scripted] = []
    guessed: Setting | None = None
    time = TimeOfDay.NIGHT if _is_of_night(understood) or _has_fireworks(scripted) else None
    for part in scripted:
        scene = part.scene
        if scene.outside and guessed in _INDOORS:
            guessed = None
        guessed = scene.setting or guessed or _fitting(part, seed)
        placed.append(
            replace(
                part,
                scene=replace(
                    scene, setting=_wet(_grounded(guessed, part, seed), part), time=scene.time or time
                ),
            )
        )
    return placed


def _fitting(part: Scripted, seed: int) -> Setting | None:
    """Return a place for the weather and the cast of a passage, or None."""
    scene = part.scene
    at_work = workplace(part.roles)
    if at_work is not None and (scene.weather in (None, Weather.CLEAR) or at_work in _INDOORS):
        return at_work
    if scene.weather is Weather.SNOW and not scene.beyond:
        return Setting.SNOWFIELD
    if any(role.pose == "horse-racing" or role.art == "horse-racing" for role in part.roles):
        return Setting.DESERT if _COWBOY.search(part.reading.text) else Setting.MEADOW
    if (
        scene.weather is None
        and any(role.group == "people" and role.action is Action.SLEEP for role in part.roles)
        and not any(role.group == "plants" for role in part.roles)
    ):
        return Setting.ROOM
    if (
        not scene.beyond
        and scene.weather in (Weather.RAIN, Weather.FOG)
        and any(role.group in ("people", "vehicles") and not needs_water(role) for role in part.roles)
    ):
        return Setting.STREET
    if scene.weather is None and any(role.handling is HandlingKind.KNOCK for role in part.roles):
        return Setting.ROOM
    home = home_of(part.roles, random_for(seed, "home"))
    if any(role.art in _FURNITURE for role in part.roles):
        return Setting.ROOM
    if scene.beyond and home in (None, *_INDOORS):
        return home or Setting.ROOM
    outdoors = scene.weather not in (None, Weather.CLEAR) or scene.time not in (None, TimeOfDay.DAY)
    return Setting.MEADOW if outdoors and home in (None, *_INDOORS) else home


def _grounded(setting: Setting | None, part: Scripted, seed: int) -> Setting | None:
    """Give ground to what stands: a castle under storm clouds is no castle in the air."""
    if setting in (None, Setting.SPACE, Setting.SKY) and any(
        lifts_off(role, part.reading.text)
        or (is_airborne(role) and role.action is Action.RISE and "ascent" in part.scene.features)
        for role in part.roles
    ):
        return Setting.MEADOW
    standing = [role for role in part.roles if role.group in ("places", "plants") and not is_airborne(role)]
    if setting is not Setting.SKY or not standing or _ON_CLOUDS.search(part.reading.text):
        return setting
    return home_of(standing, random_for(seed, "home")) or Setting.MEADOW


def _wet(setting: Setting | None, part: Scripted) -> Setting | None:
    """Give boats water, and take the camera under it for whoever swims there; a whale that leaps is seen from above."""
    boats = [role for role in part.roles if needs_water(role) and role.tie is None]
    if boats and setting in _DRY:
        return Setting.SEA if any(role.art == "water-wave" for role in part.roles) else Setting.LAKE
    if (
        setting in (Setting.SEA, Setting.LAKE)
        and part.roles
        and lives_under_water(part.roles[0])
        and part.roles[0].action is not Action.JUMP
        and not boats
    ):
        return Setting.UNDERWATER
    return setting


def _has_fireworks(scripted: Sequence[Scripted]) -> bool:
    """Return whether there are fireworks, which nobody lights by day."""
    return any(role.art == "fireworks" for part in scripted for role in part.roles)


def _is_of_night(understood: Understood) -> bool:
    """Return whether the prompt is of the night without saying so: neon, or a line about the moon."""
    lines = (fold(line.quote.text) for line in understood.spoken)
    return style_of(understood.whole) is Style.NEON or any(
        word in line for line in lines for word in _NIGHT_WORDS
    )


def style_of(whole: Reading) -> Style:
    """Return the style named; `cinematic` and its like give way to any other."""
    named = [Style(value) for value in whole.values("style")]
    return next((style for style in named if style is not Style.FILM), Style.FILM)
