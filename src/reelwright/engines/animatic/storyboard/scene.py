"""Where, when and how a passage plays: setting, light, weather, colours, camera, pace."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from reelwright.engines.animatic.plan import CameraMove, Setting, TimeOfDay, Weather
from reelwright.engines.animatic.storyboard.lexicon import Hit
from reelwright.engines.animatic.storyboard.reading import Reading

_FROM_TO: Final = re.compile(
    r"\b(?:to|into|until|till|turns?|becomes?|through|gives way|fades?|->|→)\b|->|→|到|变|转|入|至|渐|直到"
)
_STRONG_WEATHER: Final = (
    Weather.STORM,
    Weather.SNOW,
    Weather.RAIN,
    Weather.FOG,
    Weather.WIND,
    Weather.CLOUDY,
    Weather.CLEAR,
)
_MIRRORED: Final = {
    CameraMove.PAN_RIGHT: CameraMove.PAN_LEFT,
    CameraMove.TRUCK_RIGHT: CameraMove.TRUCK_LEFT,
    CameraMove.PAN_LEFT: CameraMove.PAN_RIGHT,
    CameraMove.TRUCK_LEFT: CameraMove.TRUCK_RIGHT,
}
_BARE: Final = re.compile(r"\b(?:pans?|panning|tracks?|tracking|trucks?|slow pan|tracking shot)\b|摇|移")
_ALOFT: Final = re.compile(
    r"\b(?:castle|city|island|islands|palace|temple|village) (?:\w+ )?(?:in|above|among) the (?:clouds|sky)\b"
    r"|\bfloating (?:castle|city|island|islands)\b|云端的|悬浮.{0,4}(?:城堡|岛|城市)|天空之城|空中(?:城堡|花园|之城)"
)
"""What floats there floats on, whatever falls from its edge."""
_WITH_BANKS: Final = frozenset({"river", "wading", "deck", "bridge"})
_ON_BANKS: Final = ("woods", "peaks", "town")
_NARROW: Final = {
    Setting.CITY: (Setting.STREET, Setting.PARK, Setting.STAGE, Setting.KITCHEN, Setting.ROOM),
    Setting.ROOM: (Setting.KITCHEN, Setting.STAGE),
    Setting.SEA: (Setting.BEACH, Setting.UNDERWATER),
    Setting.PARK: (Setting.LAKE,),
    Setting.SKY: tuple(setting for setting in Setting if setting is not Setting.SKY),
    Setting.MEADOW: (Setting.FOREST, Setting.PARK, Setting.MOUNTAINS, Setting.LAKE),
    Setting.MOUNTAINS: (Setting.LAKE,),
}
"""Settings that a narrower one in the same passage overrules: a street in a city, a kitchen in a house."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What a passage says of its place and time; None where it says nothing."""

    setting: Setting | None = None
    time: TimeOfDay | None = None
    to_time: TimeOfDay | None = None
    weather: Weather | None = None
    palette: tuple[str, ...] = ()
    camera: CameraMove | None = None
    speed: float | None = None
    framing: str | None = None
    features: tuple[str, ...] = ()

    def over(self, earlier: Scene) -> Scene:
        """Return this scene with what it leaves open taken from an earlier one; camera and framing are of one passage only."""
        moved = self.setting is not None and self.setting is not earlier.setting
        return replace(
            self,
            setting=self.setting or earlier.setting,
            time=self.time or earlier.to_time or earlier.time,
            weather=self.weather
            or (None if moved and self.setting in (Setting.ROOM, Setting.KITCHEN) else earlier.weather),
            palette=self.palette or earlier.palette,
            speed=self.speed or earlier.speed,
            features=self.features or (() if moved else earlier.features),
        )


def find_scene(reading: Reading) -> Scene:
    """Return what a passage says of its place and time."""
    time, to_time = _times(reading)
    speed = reading.first("speed")
    return Scene(
        setting=_setting(reading),
        time=time,
        to_time=to_time,
        weather=_weather(reading),
        palette=_palette(reading),
        camera=_camera(reading),
        speed=float(speed) if speed else None,
        framing=reading.first("framing"),
        features=_features(reading),
    )


def _features(reading: Reading) -> tuple[str, ...]:
    """Return what is special about the place; what stands on its banks tells nothing of a place without a river."""
    named = tuple(dict.fromkeys(reading.values("feature")))
    if not _WITH_BANKS.isdisjoint(named):
        return named
    return tuple(feature for feature in named if feature not in _ON_BANKS)


def _setting(reading: Reading) -> Setting | None:
    """Return the first setting named, narrowed by a later one that lies within it."""
    named = [Setting(value) for value in reading.values("setting")]
    if not named:
        return None
    if _ALOFT.search(reading.text):
        return Setting.SKY
    chosen = named[0]
    for setting in named[1:]:
        if chosen in _NARROW and setting in _NARROW[chosen]:
            chosen = setting
    return chosen


def _times(reading: Reading) -> tuple[TimeOfDay | None, TimeOfDay | None]:
    """Return the time of day, and the one it changes to: `from day to night`."""
    hits = [hit for hit in reading.hits if hit.value("time")]
    if not hits:
        return None, None
    first = TimeOfDay(hits[0].value("time") or "")
    for earlier, later in pairwise(hits):
        one, other = earlier.value("time"), later.value("time")
        if (
            one != other
            and _FROM_TO.search(reading.text[earlier.end : later.start])
            and later.start - earlier.end < 60
        ):
            return TimeOfDay(one or ""), TimeOfDay(other or "")
    if _darkens(reading, hits[0]):
        return TimeOfDay.DUSK, TimeOfDay.NIGHT
    return first, None


def _darkens(reading: Reading, hit: Hit) -> bool:
    """Return whether night is said to fall rather than to be there."""
    tail = reading.text[hit.end : hit.end + 14]
    return (
        hit.value("time") == "night"
        and re.match(r"\s?(?:falls\b|falling\b|descends|降临|来临)", tail) is not None
    )


def _weather(reading: Reading) -> Weather | None:
    named = {Weather(value) for value in reading.values("weather")}
    return next((weather for weather in _STRONG_WEATHER if weather in named), None)


def _palette(reading: Reading) -> tuple[str, ...]:
    """Return the colours of the whole picture: palettes by name, and colours that are no one's adjective."""
    colours: list[str] = []
    for hit in reading.hits:
        if (named := hit.value("palette")) and hit.value("setting"):
            colours.insert(0, named)  # a background
        elif named:
            colours += named.split()
        elif (colour := hit.value("colour")) and not _is_adjective(reading, hit):
            colours.append(colour)
    return tuple(dict.fromkeys(colours))[:4]


def _is_adjective(reading: Reading, hit: Hit) -> bool:
    """Return whether a colour belongs to a noun; colours of sky, light and tones belong to the picture."""
    tail = reading.text[hit.end : hit.end + 24]
    return (
        re.match(
            r"\s?(?:and\s\w+\s)?(?:tones?|colou?rs?|light|lighting|lights|palette|sky|skies|hues?|glow"
            r"|haze|gradient|atmosphere|tint|filter|background|backdrop|swirls?|ink|particles)\b|\s?(?:的)?(?:色调|光|灯光|天空|氛围|调|光芒|光线|滤镜|背景)",
            tail,
        )
        is None
    )


def _camera(reading: Reading) -> CameraMove | None:
    """Return the first camera move named; a bare pan takes its way from the words around it."""
    hits = [hit for hit in reading.hits if hit.value("camera")]
    if not hits:
        return None
    plain = (CameraMove.HANDHELD, CameraMove.POV)
    chosen = next((hit for hit in hits if CameraMove(hit.value("camera") or "") not in plain), hits[0])
    move = CameraMove(chosen.value("camera") or "")
    side = _side_near(reading, chosen, reading.hits)
    if move in _MIRRORED and _BARE.search(chosen.text) and side:
        wanted = "left" if side == "leftward" else "right"
        return move if move.value.endswith(wanted) else _MIRRORED[move]
    return move


def _side_near(reading: Reading, hit: Hit, hits: Sequence[Hit]) -> str | None:
    for other in hits:
        side = other.value("side")
        if (
            side in ("leftward", "rightward")
            and abs(other.start - hit.end) < 40
            and reading.sentence_of(other.start) == reading.sentence_of(hit.start)
        ):
            return side
    return None
