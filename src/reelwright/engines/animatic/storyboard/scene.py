"""Where, when and how a passage plays: setting, light, weather, colours, camera, pace."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from reelwright.engines.animatic.plan import CameraMove, Setting, TimeOfDay, Weather
from reelwright.engines.animatic.storyboard.camerawork import camera_of
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
_ALOFT: Final = re.compile(
    r"\b(?:castle|city|island|islands|palace|temple|village) (?:\w+ )?(?:in|above|among) the (?:clouds|sky)\b"
    r"|\bfloating (?:castle|city|island|islands)\b|云端的|悬浮.{0,4}(?:城堡|岛|城市)|天空之城|空中(?:城堡|花园|之城)"
)
"""What floats there floats on, whatever falls from its edge."""
_INDOORS: Final = (Setting.ROOM, Setting.KITCHEN, Setting.STUDIO, Setting.STAGE)
_PREMISES: Final = (Setting.KITCHEN, Setting.STAGE)
_PAST: Final = re.compile(
    r"\b(?:past|outside|in front of|across from|leav(?:es|ing))\s(?:an?\s|the\s|his\s|her\s)?(?:\w+\s)?$"
    r"|(?:路过|经过|走出|离开)[^，。]{0,4}$"
)
"""What stands before a house that one doesn't enter."""
_OUTSIDE: Final = re.compile(
    r"\b(?:exterior|outdoors?)\b|(?<!view )(?<!seen )\boutside\b(?! (?:of )?the window| it)|外景|室外|户外|屋外|门外|走出"
)
_BEYOND: Final = re.compile(
    r"\b(?:rain|snow|storm|wind|thunder|blizzard|fog)\w*\s(?:[\w'-]+\s){0,3}?(?:outside|beyond the window)\b"
    r"|\boutside,?\s(?:the window,?\s)?(?:it|the (?:rain|snow|wind|storm)|rain|snow|a storm)\b"
    r"|(?:窗外|外面|屋外)\w{0,4}[雨雪风雷]"
)
_ON_ROOF: Final = re.compile(
    r"\b(?:walk|run|stroll|sprint|jump|leap|chase|tiptoe|sneak|parkour|race|danc|fight)\w*\s(?:[\w'-]+\s){0,4}?"
    r"(?:on|along|across|over)\s(?:an?\s|the\s|its\s)?(?:\w+\s)?roof(?:top)?s?\b"
    r"|在\w{0,8}(?:屋顶|房顶|楼顶|天台)上?\w{0,4}(?:走|跑|跳|追|跳舞|打斗|漫步)"
)
"""Who goes about on a roof: the roof is the ground there, and its house is not seen."""
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
_COUNTRY: Final = {
    setting: setting
    for setting in (
        Setting.FOREST,
        Setting.DESERT,
        Setting.MOUNTAINS,
        Setting.MEADOW,
        Setting.BEACH,
        Setting.SNOWFIELD,
        Setting.LAKE,
    )
} | {Setting.SEA: Setting.BEACH}
"""Through which country a road runs that a passage names with it."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What a passage says of its place and time; None where it says nothing.

    outside: whether it leaves what was indoors. beyond: whether its weather is seen from indoors.
    """

    setting: Setting | None = None
    time: TimeOfDay | None = None
    to_time: TimeOfDay | None = None
    weather: Weather | None = None
    palette: tuple[str, ...] = ()
    camera: CameraMove | None = None
    speed: float | None = None
    framing: str | None = None
    features: tuple[str, ...] = ()
    outside: bool = False
    beyond: bool = False

    def over(self, earlier: Scene) -> Scene:
        """Return this scene with what it leaves open taken from an earlier one; camera and framing are of one passage only."""
        left = self.outside and earlier.setting in _INDOORS
        moved = left or (self.setting is not None and self.setting is not earlier.setting)
        return replace(
            self,
            setting=self.setting or (None if left else earlier.setting),
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
    beyond = _BEYOND.search(reading.text) is not None
    return Scene(
        setting=_setting(reading),
        time=time,
        to_time=to_time,
        weather=_weather(reading),
        palette=_palette(reading),
        camera=camera_of(reading),
        speed=float(speed) if speed else None,
        framing=reading.first("framing"),
        features=_features(reading),
        outside=_OUTSIDE.search(reading.text) is not None and not beyond,
        beyond=beyond,
    )


def is_on_roof(reading: Reading) -> bool:
    """Return whether somebody goes about on a roof."""
    return _ON_ROOF.search(reading.text) is not None


def _features(reading: Reading) -> tuple[str, ...]:
    """Return what is special about the place; what stands on its banks tells nothing of a place without a river."""
    named = tuple(dict.fromkeys((*reading.values("feature"), *(["rooftop"] if is_on_roof(reading) else []))))
    if not _WITH_BANKS.isdisjoint(named):
        return named
    return tuple(feature for feature in named if feature not in _ON_BANKS)


def _setting(reading: Reading) -> Setting | None:
    """Return the first setting named, narrowed by a later one that lies within it."""
    named = list(dict.fromkeys(_seen_from(reading, hit) for hit in reading.hits if hit.value("setting")))
    if is_on_roof(reading):
        return Setting.CITY
    if not named:
        return None
    if _ALOFT.search(reading.text):
        return Setting.SKY
    chosen = named[0]
    for setting in named[1:]:
        if chosen in _NARROW and setting in _NARROW[chosen]:
            chosen = setting
    wet = [setting for setting in named if setting in (Setting.SEA, Setting.BEACH)]
    if chosen is Setting.MOUNTAINS and wet and "cliffs" in reading.values("feature"):
        return wet[0]
    if chosen is Setting.STREET and "road" in reading.values("feature") and Setting.CITY not in named:
        # a road through a wood is no street between houses
        through = [_COUNTRY[setting] for setting in named if setting in _COUNTRY]
        return through[0] if through else chosen
    return chosen


def _seen_from(reading: Reading, hit: Hit) -> Setting:
    """Return the setting that a hit names, or the street where one only goes past what is indoors there."""
    setting = Setting(hit.value("setting") or "")
    lead, tail = reading.text[max(0, hit.start - 30) : hit.start], reading.text[hit.end : hit.end + 3]
    past = _PAST.search(lead) or re.match(r"的?(?:门口|门前|外)", tail)
    return Setting.STREET if past and setting in _PREMISES else setting


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
            r"|haze|gradient|atmosphere|tint|filter|background|backdrop|swirls?|ink|particles|paints?|smoke|powder|liquids?|fluids?)\b"
            r"|\s?(?:和\w{1,3})?(?:的)?(?:色调|光|灯光|天空|氛围|调|光芒|光线|滤镜|背景|颜料|烟雾|墨水|液体|粉末|油漆)",
            tail,
        )
        is None
    )
