"""What a setting is made of, and what its painters may use."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from zlib import crc32

import cv2
import numpy as np

from reelwright.engines.animatic.plan import Weather
from reelwright.engines.animatic.stage.blend import over
from reelwright.engines.animatic.stage.canvas import Canvas, Colour, Floats, Rng, mix, rgb
from reelwright.engines.animatic.stage.extras import Extra
from reelwright.engines.animatic.stage.layer import Layer
from reelwright.engines.animatic.stage.light import Light


@dataclass(frozen=True)
class Kit:
    """The choices of one shot that its painters share.

    seed: decides every shape. aspect: width over height. wind: world units per second that clouds drift, signed.
    palette: colours that the prompt named. side: -1 or 1, where the sun stands.
    features: what is special about the place.
    """

    seed: int
    aspect: float
    weather: Weather
    wind: float
    palette: tuple[Colour, ...]
    side: float
    features: tuple[str, ...] = ()

    def key(self, name: str) -> int:
        """Return a seed of its own for what is called `name`."""
        return crc32(f"{self.seed}/{name}".encode())

    def rng(self, name: str) -> Rng:
        """Return random numbers of its own for what is called `name`."""
        return np.random.default_rng(self.key(name))

    def accent(self, index: int, default: Colour) -> Colour:
        """Return colour `index` of the palette, or `default` where the prompt named none."""
        return self.palette[index % len(self.palette)] if self.palette else default

    def tinged(self, colour: Colour, share: float, index: int = 0) -> Colour:
        """Return `colour` with a share of the palette's colour `index`."""
        return mix(colour, self.palette[index % len(self.palette)], share) if self.palette else colour

    def leaf(self, colour: Colour, rng: Rng) -> Colour:
        """Return the colour of one crown of leaves: that of the season, where the prompt names one."""
        for season, tones in _SEASONS.items():
            if season in self.features:
                return mix(colour, tones[int(rng.integers(len(tones)))], 0.9)
        return colour

    @property
    def snowy(self) -> bool:
        """Whether snow lies on things."""
        return self.weather is Weather.SNOW

    @property
    def wet(self) -> bool:
        """Whether rain stands on the ground and gives light back."""
        return self.weather in (Weather.RAIN, Weather.STORM)

    @property
    def gust(self) -> float:
        """How strongly plants sway: 1 in calm air."""
        return {Weather.WIND: 4.6, Weather.STORM: 5.2, Weather.RAIN: 1.6}.get(self.weather, 1.0)


_SEASONS = {
    "blossom": (rgb("f7b3cc"), rgb("fbd0df"), rgb("f29ebd"), rgb("fbe3ea")),
    "autumn": (rgb("d9772b"), rgb("e0a83a"), rgb("b8452f"), rgb("c9892f"), rgb("a8a03a")),
}


def _as_it_is(light: Light) -> Light:
    return light


@dataclass(frozen=True)
class Scene:
    """A setting: layers from far to near, and how the world lies in it.

    horizon: world height of the eye line. eye: the camera's height over the ground: what stands at nearness 1 touches it at
    horizon + eye. outdoors: sun, moon, rain and snow are seen. floor: subjects stand on something and cast shadows. mirror:
    how strongly it reflects them, 0..1. bobbing: subjects ride on waves of this height. disc: whether the sun or moon is
    seen. drift: nothing weighs anything here. sink: share of their height by which subjects stand in water. dusty: feet
    raise dust. wet: all is under water. extras: what moves by itself
    among the layers. relit: the light on subjects, where it isn't the sky's.
    """

    layers: tuple[Layer, ...]
    horizon: float
    eye: float
    outdoors: bool = True
    floor: bool = True
    mirror: float = 0.0
    bobbing: float = 0.0
    disc: bool = True
    drift: bool = False
    sink: float = 0.0
    dusty: bool = True
    wet: bool = False
    extras: tuple[Extra, ...] = ()
    relit: Callable[[Light], Light] = _as_it_is


def cells(canvas: Canvas, seed: int, density: float, margin: float = 0.3) -> Iterator[tuple[float, Rng]]:
    """Yield (x, random numbers) for things strewn `density` per world unit: the same wherever the canvas begins and ends."""
    first = int(np.floor((canvas.left - margin) * density))
    for cell in range(first, int(np.ceil((canvas.right + margin) * density))):
        rng = np.random.default_rng([seed, cell + 1_000_000])
        yield (cell + float(rng.uniform(0.05, 0.95))) / density, rng


def strewn(canvas: Canvas, rng: Rng, count: float, top: float, bottom: float, span: float = 6.0) -> Floats:
    """Return points (n, 2) of the ground between world heights, `count` per unit of area, fewer far away.

    `span` is the width that is filled in any case, so that the points stay the same for any canvas narrower than that.
    """
    total = int(count * span * (bottom - top))
    x = rng.uniform(-span / 2, span / 2, total)
    y = top + (bottom - top) * rng.uniform(0, 1, total) ** 0.8
    kept = (x > canvas.left - 0.2) & (x < canvas.right + 0.2)
    return np.stack([x, y], axis=1)[kept]


def merged(near: float, *layers: Layer) -> Layer:
    """Return far layers as one at nearness `near`: they hardly move against each other, and one costs less than several."""

    def paint(canvas: Canvas, light: Light) -> None:
        for layer in layers:
            layer.paint(canvas, light)

    top, bottom = min(layer.top for layer in layers), max(layer.bottom for layer in layers)
    return Layer(near, top, bottom, paint, name=layers[-1].name)


def overlaid(layer: Layer, other: Layer) -> Layer:
    """Return a layer with another painted onto it, which then moves along: light in the air costs no layer of its own."""

    def paint(canvas: Canvas, light: Light) -> None:
        layer.paint(canvas, light)
        coarse = Canvas(canvas.left, canvas.top, canvas.right, canvas.bottom, canvas.scale * other.detail)
        other.paint(coarse, light)
        height, width = canvas.pixels.shape[:2]
        soft = cv2.resize(coarse.pixels, (width, height), interpolation=cv2.INTER_LINEAR)
        over(canvas.pixels, np.asarray(soft, np.uint8))

    top, bottom = min(layer.top, other.top), max(layer.bottom, other.bottom)
    return replace(layer, top=top, bottom=bottom, paint=paint)
