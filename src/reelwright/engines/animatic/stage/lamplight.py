"""The light in rooms."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from reelwright.engines.animatic.stage.canvas import Colour, rgb
from reelwright.engines.animatic.stage.light import Light


def indoor(light: Light, colour: Colour) -> Colour:
    """Return a thing's colour in a lit room: the evening outside dims and warms it, lamps keep it from going dark."""
    lamp = np.array([1.04, 0.9, 0.72], np.float32)
    day = np.clip(light.ambient * np.float32(0.55) + np.float32(0.42), 0, 1.02)
    seen = day * (1 - 0.65 * light.night) + lamp * np.float32(0.62 * light.night)
    return np.asarray(np.clip(colour * seen, 0, 255), np.float32)


def lamplit(light: Light) -> Light:
    """Return the light on what stands in a room."""
    white = indoor(light, rgb("ffffff")) / np.float32(255)
    return replace(light, ambient=white, mist=0.0, slant=0.3 * light.slant, shadow=0.2, glow=0.3 * light.glow)
