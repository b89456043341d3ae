"""The light of a shot: one table that sky, scenery and subjects share."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from reelwright.engines.animatic.plan import TimeOfDay, Weather
from reelwright.engines.animatic.stage.canvas import Colour, mix, rgb


@dataclass(frozen=True)
class Light:
    """Colours of one moment.

    zenith, middle, horizon: the sky from top to bottom. haze: what distance fades into. ambient: multiplies the colours of
    things (about 0..1.1). sun: colour of the disc (the moon at night) and of what it touches. height: of the disc, 0 at the
    horizon to 1 at the top, below 0 when set. mist: how strongly distance fades. night: 0..1, for stars, windows and lamps.
    glow: strength of the light around the disc. shadow: darkness of shadows on the ground, 0..1. slant: how far they reach
    sideways, in heights. cloud, cloud_shade: lit and unlit colour of clouds.
    """

    zenith: Colour
    middle: Colour
    horizon: Colour
    haze: Colour
    ambient: Colour
    sun: Colour
    height: float
    mist: float
    night: float
    glow: float
    shadow: float
    slant: float
    cloud: Colour
    cloud_shade: Colour

    def lit(self, colour: Colour, near: float) -> Colour:
        """Return a thing's own colour as seen in this light at nearness `near` (0 at infinity, 1 where the subjects stand)."""
        share = min(1.0, self.mist * max(0.0, 1 - near) ** 1.4)
        tone = mix(colour * self.ambient, self.haze, share)
        return np.asarray(np.minimum(np.maximum(tone, 0), 255), np.float32)

    def tint(self) -> Colour:
        """Return the multiplier for subjects: the ambient, but never so dark that they are lost."""
        return np.asarray(np.clip(self.ambient * np.float32(0.62) + np.float32(0.38), 0, 1.04), np.float32)


def _ambient(red: float, green: float, blue: float) -> Colour:
    return np.array([red, green, blue], np.float32)


_LIGHTS = {
    TimeOfDay.DAWN: Light(
        rgb("5d79b8"), rgb("d3a5bd"), rgb("ffd9ae"), rgb("f2c6bb"), _ambient(0.97, 0.86, 0.86), rgb("ffc48f"),
        0.16, 0.62, 0.1, 0.85, 0.2, 1.5, rgb("ffe3d0"), rgb("b899b8"),
    ),
    TimeOfDay.DAY: Light(
        rgb("3289de"), rgb("7cc2f3"), rgb("d6effa"), rgb("c9e4f2"), _ambient(1.0, 1.0, 1.0), rgb("fff7dc"),
        0.8, 0.62, 0.0, 0.45, 0.3, 0.35, rgb("ffffff"), rgb("bfd3e6"),
    ),
    TimeOfDay.GOLDEN: Light(
        rgb("7f9bd0"), rgb("fbcf9c"), rgb("ffe3a3"), rgb("ffd59a"), _ambient(1.06, 0.91, 0.7), rgb("ffdf94"),
        0.3, 0.6, 0.0, 1.0, 0.28, 1.7, rgb("fff0cf"), rgb("d8a58c"),
    ),
    TimeOfDay.DUSK: Light(
        rgb("27306f"), rgb("9a5795"), rgb("ff9b6e"), rgb("c87690"), _ambient(0.74, 0.6, 0.76), rgb("ff8a5c"),
        0.07, 0.66, 0.5, 0.95, 0.18, 1.6, rgb("ffab93"), rgb("6f4f86"),
    ),
    TimeOfDay.NIGHT: Light(
        rgb("060c2a"), rgb("12244f"), rgb("2d4d80"), rgb("27426f"), _ambient(0.42, 0.53, 0.8), rgb("eef3ff"),
        0.78, 0.66, 1.0, 0.42, 0.22, 0.5, rgb("4a5f8f"), rgb("1d2c55"),
    ),
}  # fmt: skip


def _overcast(light: Light, share: float, dim: float) -> Light:
    """Return `light` with `share` of its colour taken out and dimmed, as under a closed cloud cover."""

    def grey(colour: Colour) -> Colour:
        level = np.float32(colour @ np.array([0.3, 0.55, 0.15], np.float32))
        cool = level * np.array([0.94, 1.0, 1.07], np.float32)
        return np.asarray(mix(colour, cool, share) * np.float32(dim), np.float32)

    return replace(
        light,
        zenith=grey(light.zenith * np.float32(1 - 0.1 * share)),
        middle=grey(light.middle),
        horizon=grey(light.horizon),
        haze=grey(light.haze),
        ambient=mix(light.ambient, np.full(3, light.ambient.mean(), np.float32), 0.6 * share)
        * np.float32(dim**0.7),
        cloud=grey(light.cloud),
        cloud_shade=grey(light.cloud_shade),
        glow=light.glow * (1 - share),
        shadow=light.shadow * (1 - 0.75 * share),
        mist=min(0.95, light.mist + 0.15 * share),
    )


_LIT_FOG = rgb("a9b2bd")


def light_of(time: TimeOfDay, weather: Weather) -> Light:
    """Return the light of a time of day under a weather."""
    light = _LIGHTS[time]
    match weather:
        case Weather.CLOUDY:
            return _overcast(light, 0.55, 0.93)
        case Weather.RAIN:
            return _overcast(light, 0.8, 0.74)
        case Weather.STORM:
            return _overcast(light, 0.85, 0.52)
        case Weather.SNOW:
            return _overcast(light, 0.6, 0.95)
        case Weather.FOG:
            foggy = _overcast(light, 0.65, 0.95)
            haze = mix(foggy.haze, foggy.horizon, 0.5)
            haze = mix(
                haze, _LIT_FOG, 0.6 * light.night
            )  # what lamps and the moon light is not as dark as the sky
            return replace(foggy, mist=1.25, haze=haze, horizon=haze, middle=mix(foggy.middle, haze, 0.7))
        case Weather.CLEAR | Weather.WIND:
            return light


def between(first: Light, last: Light, share: float) -> Light:
    """Return the light `share` (0..1) of the way from `first` to `last`."""
    blended = {}
    for name in Light.__dataclass_fields__:
        start, end = getattr(first, name), getattr(last, name)
        blended[name] = start + (end - start) * (
            np.float32(share) if isinstance(start, np.ndarray) else share
        )
    return Light(**blended)
