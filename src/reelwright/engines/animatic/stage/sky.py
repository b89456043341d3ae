"""Skies: gradient, stars, sun and moon, clouds."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from reelwright.engines.animatic.plan import Weather
from reelwright.engines.animatic.stage.blend import over, shine, splat
from reelwright.engines.animatic.stage.camera import Matrix
from reelwright.engines.animatic.stage.canvas import Canvas, Floats, Gradient, Pixels, Rng, mix, noise, rgb
from reelwright.engines.animatic.stage.layer import Layer, Shift
from reelwright.engines.animatic.stage.light import Light


def sky_layer(seed: int, horizon: float) -> Layer:
    """Return the sky down to a little below the horizon: gradient, glow over the horizon and, at night, stars."""

    def paint(canvas: Canvas, light: Light) -> None:
        rng = np.random.default_rng(seed)
        glow = mix(light.horizon, light.sun, 0.25 * light.glow * (1 - light.night))
        canvas.fill(
            Gradient(
                (
                    (-0.25, light.zenith),
                    (horizon * 0.5, light.middle),
                    (horizon - 0.01, glow),
                    (horizon + 0.2, light.haze),
                )
            )
        )
        if light.night > 0.3:
            _stars(canvas, rng, light, horizon)
        # 8 bits of gradient would show bands
        grain = rng.integers(0, 3, canvas.pixels.shape[:2], dtype=np.uint8)
        cv2.add(canvas.pixels, cv2.merge([grain, grain, grain, np.zeros_like(grain)]), dst=canvas.pixels)
        cv2.subtract(canvas.pixels, np.array([1, 1, 1, 0], np.float64), dst=canvas.pixels)

    return Layer(0.0, -1.5, horizon + 0.3, paint, name="sky")


def _stars(canvas: Canvas, rng: Rng, light: Light, horizon: float) -> None:
    band = noise(rng, 90, 160, 7, 4)
    across = np.linspace(-1, 1, 160)[None] * 0.8 + np.linspace(-1, 1, 90)[:, None] * 1.2
    band = np.clip(np.exp(-(across**2) * 6) * (0.55 + 0.45 * band), 0, 1) * 26 * light.night
    veil = cv2.resize(band.astype(np.float32), (canvas.width, canvas.height), interpolation=cv2.INTER_CUBIC)
    tone = veil[..., None] * np.array([0.8, 0.85, 1.0, 0], np.float32)
    canvas.pixels[...] = np.clip(canvas.pixels + tone, 0, 255).astype(np.uint8)
    count = int(170 * (canvas.right - canvas.left))
    x, y = rng.uniform(canvas.left, canvas.right, count), rng.uniform(-0.6, horizon, count)
    size = rng.pareto(3.0, count) * 0.0007 + 0.0006
    strength = light.night * np.clip(
        rng.uniform(0.25, 1.1, count) * (1 - np.clip(y / horizon, 0, 1) ** 3), 0, 1
    )
    spots = np.stack([(x - canvas.left), (y - canvas.top), np.minimum(size, 0.0028)], axis=1) * canvas.scale
    warm = rng.uniform(0, 1, (count, 1))
    splat(canvas.pixels, spots, rgb("dfe8ff") * (1 - warm) + rgb("fff1d6") * warm, strength)


def _puff(rng: Rng, x: float, y: float, width: float, tall: float) -> Floats:
    """Return the discs (n, 4) of one cumulus cloud with a flat foot at `y`."""
    count = int(rng.integers(9, 15))
    along = np.sort(rng.uniform(-1, 1, count))
    dome = (1 - np.abs(along) ** 1.6) * rng.uniform(0.6, 1.0, count)
    radius = (0.16 + 0.30 * dome) * tall
    centres = y - dome * tall * 0.62 - 0.1 * tall
    spread = np.stack(
        [x + along * width * 0.5, centres, radius * rng.uniform(1.15, 1.5, count), radius], axis=1
    )
    return np.concatenate([spread, [[x, y - 0.10 * tall, width * 0.52, 0.13 * tall]]])


def cloud_layer(
    seed: int,
    near: float,
    top: float,
    bottom: float,
    count: float,
    size: float,
    wind: float,
    cover: float,
    sun_side: float,
) -> Layer:
    """Return drifting clouds between world heights `top` and `bottom`.

    count: per frame height of width. size: height of the largest. wind: world units per second. cover: opacity, 0..1.
    """

    def paint(canvas: Canvas, light: Light) -> None:
        first = int(np.floor((canvas.left - 1) * count))
        for cell in range(first, int(np.ceil((canvas.right + 1) * count))):
            rng = np.random.default_rng(
                [seed, cell + 100_000]
            )  # by cell: the same cloud wherever the canvas begins
            x = (cell + rng.uniform(0.1, 0.9)) / count
            level = rng.uniform(0, 1)
            y, tall = bottom + (top - bottom) * level, size * (0.55 + 0.45 * level) * rng.uniform(0.7, 1.15)
            discs = _puff(rng, x, y, tall * rng.uniform(2.2, 3.6), tall)
            _paint_cloud(canvas, light, discs, y, tall, 0.15 + 0.5 * near + 0.35 * level, cover, sun_side)

    return Layer(
        near,
        top - size * 1.4,
        bottom + size * 0.4,
        paint,
        motion=lambda clock: Shift(dx=wind * clock),
        name="clouds",
    )


def _paint_cloud(
    canvas: Canvas,
    light: Light,
    discs: Floats,
    foot: float,
    tall: float,
    near: float,
    cover: float,
    sun_side: float,
) -> None:
    bright = mix(light.haze, light.cloud, min(1.0, 0.45 + near))
    dark = mix(light.haze, light.cloud_shade, min(1.0, 0.35 + near))
    soft = 0.035 * tall
    body = Gradient(
        ((foot - tall, bright), (foot - 0.45 * tall, mix(bright, dark, 0.35)), (foot + 0.05 * tall, dark))
    )
    canvas.ellipses(discs, body, cover, blur=soft)
    lit = discs[:-1].copy()
    lit[:, 0] += sun_side * lit[:, 2] * 0.22
    lit[:, 1] -= lit[:, 3] * 0.2
    lit[:, 2:] *= 0.66
    crown = mix(bright, light.sun, 0.25 * (1 - light.night))
    canvas.ellipses(
        lit, Gradient(((foot - tall, crown), (foot - 0.3 * tall, bright))), 0.55 * cover, blur=soft * 2.2
    )


def overcast_layer(seed: int, bottom: float, wind: float, dark: float) -> Layer:
    """Return a closed, streaky cloud cover down to world height `bottom`."""

    def paint(canvas: Canvas, light: Light) -> None:
        rng = np.random.default_rng(seed)
        height, width = max(8, canvas.height // 2), max(8, canvas.width // 2)
        span = (canvas.right - canvas.left, canvas.bottom - canvas.top)
        billow = noise(rng, height, width, 2.2 * span[0], 5 * span[1], 4)
        level = np.linspace(canvas.top, canvas.bottom, height)[:, None]
        cover = np.clip(
            1.1 - np.clip((level - bottom * 0.35) / (bottom * 0.65), 0, 1) ** 1.3 + 0.35 * billow, 0, 1
        )
        cover = cover * np.clip((bottom - level) / (0.2 * bottom), 0, 1)
        share = np.clip(0.5 + 0.9 * billow, 0, 1)[..., None]
        tone = (
            light.cloud_shade * np.float32(1 - dark) * (1 - share)
            + mix(light.cloud_shade, light.cloud, 0.6) * share
        )
        sheet = np.concatenate([tone * cover[..., None], cover[..., None] * 255], axis=2).astype(np.float32)
        grown = cv2.resize(sheet, (canvas.width, canvas.height), interpolation=cv2.INTER_CUBIC)
        pixels = np.clip(grown + 0.5, 0, 255).astype(np.uint8)
        canvas.pixels = np.minimum(pixels, pixels[..., 3:])

    return Layer(
        0.02, -0.6, bottom, paint, motion=lambda clock: Shift(dx=wind * clock), detail=0.2, name="overcast"
    )


def weather_clouds(seed: int, weather: Weather, horizon: float, wind: float, sun_side: float) -> list[Layer]:
    """Return the cloud layers of a weather, far to near."""
    high = horizon * 0.16
    far = cloud_layer(seed + 1, 0.0, horizon * 0.62, horizon * 0.86, 2.2, 0.055, 0.35 * wind, 0.75, sun_side)
    if weather in (Weather.RAIN, Weather.STORM, Weather.FOG, Weather.SNOW):
        return [
            overcast_layer(seed + 2, horizon * 0.98, 0.6 * wind, 0.28 if weather is Weather.STORM else 0.12)
        ]
    if weather is Weather.CLOUDY:
        near = cloud_layer(seed + 3, 0.05, high * 0.7, horizon * 0.55, 1.7, 0.21, wind, 0.95, sun_side)
        return [overcast_layer(seed + 2, horizon * 0.8, 0.5 * wind, 0.0), far, near]
    near = cloud_layer(seed + 3, 0.05, high, horizon * 0.55, 0.8, 0.16, wind, 0.93, sun_side)
    return [far, near]


@lru_cache(maxsize=4)
def _fall(reach: int) -> Pixels:
    """Return how a glow of `reach` pixels falls off from the middle of a square."""
    grid = np.linspace(-1, 1, 2 * reach, dtype=np.float32)[reach:]
    distance = np.sqrt(grid[None] ** 2 + grid[:, None] ** 2)
    fall = np.clip(1 - distance, 0, 1) ** 2.2 * (0.35 + 0.65 * np.exp(-distance * 5))
    whole = np.pad(np.asarray(fall * 255 + 0.5, np.uint8), ((reach, 0), (reach, 0)), "symmetric")
    whole.flags.writeable = False
    return whole


class Disc:
    """The sun or the moon and the glow around it."""

    def __init__(self, height: int, x: float, *, moon: bool, phase_side: float) -> None:
        self.x, self.moon = x, moon
        self._height = height
        reach = int(height * (0.36 if moon else 0.52))
        self._fall = _fall(reach)
        self._disc = self._moon(phase_side) if moon else self._sun()
        self._glow: tuple[tuple[float, ...], Pixels] | None = None
        self._core: tuple[NDArray[np.uint8], Pixels] | None = None

    def _round(self, radius: float) -> tuple[Canvas, float]:
        size = radius * 1.15
        return Canvas(-size, -size, size, size, self._height), radius

    def _sun(self) -> Pixels:
        canvas, radius = self._round(0.047)
        canvas.ellipses(np.array([0, 0, radius, radius]), rgb("ffffff"), blur=0.002)
        return canvas.pixels

    def _moon(self, side: float) -> Pixels:
        canvas, radius = self._round(0.05)
        canvas.ellipses(np.array([0, 0, radius, radius]), rgb("f4f3e6"), blur=0.001)
        spots = np.array(
            [
                [-0.3, -0.25, 0.24, 0.2],
                [0.25, 0.1, 0.3, 0.26],
                [-0.15, 0.45, 0.18, 0.14],
                [0.4, -0.45, 0.12, 0.1],
            ]
        )
        canvas.ellipses(spots * radius, rgb("d3d4cf"), 0.75, blur=0.0025)
        shade = Canvas(canvas.left, canvas.top, canvas.right, canvas.bottom, self._height)
        shade.ellipses(np.array([side * 0.02, 0.008, radius, radius]), rgb("ffffff"), blur=0.008)
        rest = np.clip(shade.pixels[..., 3:].astype(np.float32) / 255 * 0.3 + 0.7, 0, 1)
        canvas.pixels[..., :3] = (canvas.pixels[..., :3] * rest).astype(np.uint8)
        return canvas.pixels

    def draw(
        self, frame: Pixels, matrix: Matrix, light: Light, y: float, horizon_row: int, veil: float
    ) -> None:
        """Draw it at world height `y` through the sky's `matrix`; `veil` (0..1) is how much cloud hides it."""
        at = matrix @ np.array([self.x, y, 1.0])
        left, top = round(at[0]) - self._fall.shape[1] // 2, round(at[1]) - self._fall.shape[0] // 2
        strength = light.glow * (1 - 0.7 * veil)
        key = (*(round(float(level)) for level in light.sun), round(strength, 3))
        if self._glow is None or self._glow[0] != key:
            levels = [
                cv2.convertScaleAbs(self._fall, alpha=float(level) * strength * 0.8 / 255)
                for level in light.sun
            ]
            self._glow = key, np.asarray(cv2.merge([*levels, self._fall]), np.uint8)
        shine(frame[: max(1, horizon_row)], self._glow[1], left, top)
        if veil < 0.6:
            self._draw_disc(frame[: max(1, horizon_row)], at[0], at[1], light)

    def _draw_disc(self, frame: Pixels, x: float, y: float, light: Light) -> None:
        height, width = self._disc.shape[:2]
        left, top = x - width / 2, y - height / 2
        x0, y0 = int(np.floor(left)), int(np.floor(top))
        move = np.array([[1, 0, left - x0], [0, 1, top - y0]])
        picture = cv2.warpAffine(self._coloured(light), move, (width + 1, height + 1))
        a, b = max(0, -x0), max(0, -y0)
        c, d = min(width + 1, frame.shape[1] - x0), min(height + 1, frame.shape[0] - y0)
        if a < c and b < d:
            over(frame, np.ascontiguousarray(picture[b:d, a:c]), x0 + a, y0 + b)

    def _coloured(self, light: Light) -> Pixels:
        if self.moon:
            return self._disc
        core = mix(light.sun, rgb("ffffff"), 0.7).astype(np.uint8)
        if self._core is None or not np.array_equal(self._core[0], core):
            full = np.broadcast_to(np.append(core, np.uint8(255)), self._disc.shape).copy()
            self._core = core, np.asarray(cv2.multiply(self._disc, full, scale=1 / 255), np.uint8)
        return self._core[1]
