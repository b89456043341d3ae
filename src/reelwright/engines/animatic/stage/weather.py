"""What falls, drifts and flashes in front of the scene: rain, snow, leaves, fog, lightning."""

from __future__ import annotations

from math import pi

import cv2
import numpy as np

from reelwright.engines.animatic.stage.blend import splat
from reelwright.engines.animatic.stage.canvas import Canvas, Floats, Pixels, Rng, mix, noise, rgb
from reelwright.engines.animatic.stage.layer import Layer, Shift
from reelwright.engines.animatic.stage.light import Light
from reelwright.engines.animatic.stage.mover import Moment
from reelwright.engines.animatic.stage.scene import Kit, Scene


def fog_layers(kit: Kit, scene: Scene) -> list[Layer]:
    """Return banks of fog between the layers of a scene, drifting at different speeds."""

    def bank(index: int, near: float, top: float, bottom: float, dense: float) -> Layer:
        def paint(canvas: Canvas, light: Light) -> None:
            rng = kit.rng(f"fog{index}")
            span = canvas.right - canvas.left
            cloud = 0.62 + 0.75 * noise(rng, canvas.height, canvas.width, 1.3 * span, 2.2, 3)
            level = canvas.ys()[:, None]
            body = np.clip((level - top) / 0.16, 0, 1) * np.clip((bottom - level) / 0.14, 0, 1)
            alpha = np.clip(cloud * body * dense, 0, 0.94)
            tone = mix(light.haze, rgb("ffffff"), 0.12 * (1 - light.night))
            canvas.pixels = np.asarray(alpha[..., None] * np.array([*tone, 255.0]), np.uint8)

        speed = (0.02 + 0.035 * near) * (1 if kit.wind >= 0 else -1)
        return Layer(
            near,
            top - 0.02,
            bottom + 0.02,
            paint,
            motion=lambda clock: Shift(dx=speed * clock),
            detail=0.12,
            name="fog",
        )

    line = scene.horizon
    return [
        bank(0, 0.45, line - 0.2, line + scene.eye * 0.78, 0.88),
        bank(1, 1.12, line + 0.03, line + scene.eye * 1.5, 0.46),
    ]


def _rain_tile(
    rng: Rng, height: int, width: int, count: int, long: float, thick: int, bright: int, slant: float
) -> Pixels:
    """Return streaks that repeat seamlessly: (height + frame, width + frame) is cut from it at any offset."""
    tile: Pixels = np.zeros((height, width), np.uint8)
    for x, y, share in rng.uniform(0, 1, (count, 3)):
        reach = long * (0.6 + 0.6 * share)
        level = int(bright * (0.45 + 0.55 * share))
        for dx in (-width, 0, width):
            for dy in (-height, 0):
                start = np.array([x * width + dx, y * height + dy])
                end = start + np.array([slant * reach, reach])
                points = [(round(p[0] * 16), round(p[1] * 16)) for p in (start, end)]
                cv2.line(tile, points[0], points[1], level, thick, cv2.LINE_AA, 4)
    return tile


class Rain:
    """Slanted streaks at three depths and splashes on the ground."""

    def __init__(self, rng: Rng, height: int, width: int, heavy: float, slant: float, scene: Scene) -> None:
        self._height, self._width, self._scene, self._slant = height, width, scene, slant
        self._sheets: list[tuple[Pixels, int, int, float]] = []
        for count, long, thick, bright, speed in (
            (260, 0.035, 1, 46, 1.5),
            (130, 0.07, 1, 66, 2.3),
            (42, 0.13, 2, 60, 3.4),
        ):
            high, wide = round(height * 0.83), round(width * (0.61 + 0.05 * thick))
            size = max(1, round(thick * height / 720))
            tile = _rain_tile(
                rng, high, wide, int(count * heavy * width / height / 1.8), long * height, size, bright, slant
            )
            rows, columns = -(-(height + high) // high), -(-(width + wide) // wide)
            sheet = np.tile(tile, (rows, columns))[: height + high, : width + wide]
            self._sheets.append((np.ascontiguousarray(sheet), high, wide, speed * height))
        self._drops = rng.uniform(0, 1, (int(46 * heavy), 4))
        self._total: Pixels = np.empty((height, width), np.uint8)

    def draw(self, frame: Pixels, moment: Moment) -> None:
        """Draw the rain of a moment."""
        for index, (sheet, high, wide, speed) in enumerate(self._sheets):
            way = moment.clock * speed
            y, x = int(-way) % high, int(-way * self._slant) % wide
            part = sheet[y : y + self._height, x : x + self._width]
            if index:
                cv2.add(self._total, part, dst=self._total)
            else:
                np.copyto(self._total, part)
        cv2.add(frame, cv2.merge([self._total] * 4), dst=frame)
        self._splash(frame, moment)

    def _splash(self, frame: Pixels, moment: Moment) -> None:
        if not self._scene.floor:
            return
        life = moment.clock * 3.2 + self._drops[:, 3] * 7
        turn, age = np.floor(life), life % 1
        x = (self._drops[:, 0] + turn * 0.618034) % 1 * 1.1 - 0.05
        near = 0.25 + 1.1 * ((self._drops[:, 1] + turn * 0.381966) % 1)
        y = self._scene.horizon + self._scene.eye * near
        size = self._height * 0.02 * near
        alpha = np.clip(1 - age * 2.2, 0, 1) * 0.6
        spots = []
        for side in (-1.0, 0.0, 1.0):
            px = x * self._width + side * size * age * 1.3
            py = y * self._height - size * (1.5 if side == 0 else 1.0) * age * (1.4 - age)
            spots.append(np.stack([px, py, np.maximum(0.7, 0.0016 * self._height * near)], 1))
        splat(frame, np.concatenate(spots), rgb("dfeaf2"), np.tile(alpha, 3))


class Snow:
    """Soft flakes at three depths, swaying as they fall."""

    _DEPTHS = ((240, 0.0024, 0.075, 0.85, 0.3), (120, 0.0044, 0.13, 0.92, 0.7), (20, 0.013, 0.24, 0.42, 1.5))

    def __init__(self, rng: Rng, height: int, width: int, heavy: float, wind: float) -> None:
        self._height, self._width, self._wind = height, width, wind
        crowd = heavy * width / height / 1.8
        self._groups = [
            (rng.uniform(0, 1, (max(4, int(count * crowd)), 4)), radius, speed, alpha, near)
            for count, radius, speed, alpha, near in self._DEPTHS
        ]

    def draw(self, frame: Pixels, moment: Moment) -> None:
        """Draw the flakes of a moment."""
        height, width, clock = self._height, self._width, moment.clock
        for seeds, radius, speed, alpha, near in self._groups:
            sway = np.sin(clock * (0.8 + seeds[:, 2]) + seeds[:, 3] * 6.3) * 0.018
            shift = self._wind * clock * (0.5 + near) - moment.pose.pan - moment.pose.truck * near
            room_x, room_y = width / height + 0.1, 1.1
            x = (seeds[:, 0] * room_x + sway + shift) % room_x - 0.05
            y = (
                seeds[:, 1] * room_y + clock * speed * (0.75 + 0.5 * seeds[:, 2]) - moment.pose.tilt
            ) % room_y - 0.05
            size = radius * (0.65 + 0.7 * seeds[:, 3])
            splat(frame, np.stack([x, y, size], 1) * height, rgb("ffffff"), np.full(len(seeds), alpha))


class Leaves:
    """Leaves that the wind carries through the picture."""

    _TONES = (rgb("c9843a"), rgb("8aa63f"), rgb("d9b24a"), rgb("b5613a"))

    def __init__(self, rng: Rng, height: int, width: int, wind: float) -> None:
        self._height, self._width, self._way = height, width, 1.0 if wind >= 0 else -1.0
        self._seeds = rng.uniform(0, 1, (26, 6))
        self._tone = (self._seeds[:, 5] * 3.99).astype(int)
        bow = np.linspace(0, pi, 7)
        upper = np.stack([np.cos(bow), np.sin(bow) * 0.42], 1)
        self._shape = np.concatenate([upper, (upper * [1, -1])[::-1]])

    def draw(self, frame: Pixels, moment: Moment) -> None:
        """Draw the leaves of a moment."""
        points = np.round(self._outlines(moment.clock) * 16).astype(np.int32)
        for index, tone in enumerate(self._TONES):
            own = [*(float(level) for level in tone * moment.light.ambient), 255]
            cv2.fillPoly(frame, list(points[self._tone == index]), own, cv2.LINE_AA, 4)

    def _outlines(self, clock: float) -> Floats:
        """Return all leaves as polygons (leaves, points, 2) in pixels."""
        height = self._height
        x, y, size, rate, phase, _ = self._seeds.T
        room = self._width / height + 0.4
        across = (x * room + self._way * clock * (0.35 + 0.4 * rate)) % room - 0.2
        flutter = 0.06 * np.sin(clock * (1.5 + rate) + phase * 6.3) + 0.04 * np.sin(clock * 3.3 + phase * 9)
        turn = clock * (2 + 3 * rate) * self._way + phase * 6.3
        flip = 0.35 + 0.65 * np.abs(np.sin(clock * (2 + rate * 2) + phase * 5))
        long = (0.006 + 0.010 * size) * height
        along, over = (
            side * long[:, None] for side in (self._shape[:, 0], self._shape[:, 1] * flip[:, None])
        )
        sine, cosine = np.sin(turn)[:, None], np.cos(turn)[:, None]
        middle = np.stack([across, y * 0.95 + flutter], 1)[:, None] * height
        return np.asarray(np.stack([along * cosine - over * sine, along * sine + over * cosine], 2) + middle)


def strikes(rng: Rng, seconds: float) -> list[float]:
    """Return when lightning strikes in a stretch of so many seconds; from the same `rng` it is drawn and heard."""
    found, at = [], float(rng.uniform(0.5, 1.1))
    while at < seconds:
        found.append(at)
        at += float(rng.uniform(1.7, 2.9))
    return found


class Lightning:
    """Two strikes or so in five seconds: a bolt in the clouds, a flash over everything that fades."""

    def __init__(self, rng: Rng, height: int, width: int, seconds: float, horizon: float) -> None:
        self._height, self._width, self._horizon = height, width, horizon
        self._times = strikes(rng, seconds)
        self._bolts = [self._bolt(rng) for _ in self._times]

    def _bolt(self, rng: Rng) -> list[Floats]:
        points = [np.array([rng.uniform(0.15, 0.85) * self._width, -0.02 * self._height])]
        lines: list[Floats] = []
        steps = 13
        for step in range(steps):
            move = np.array([rng.normal(0, 0.03), self._horizon / steps]) * self._height
            points.append(points[-1] + move)
            if rng.uniform() < 0.3 and step > 2:
                side = (
                    np.cumsum(np.stack([rng.normal(0.02, 0.02, 5), np.full(5, 0.022)], 1), axis=0)
                    * self._height
                )
                lines.append(np.concatenate([[points[-1]], points[-1] + side * [rng.choice([-1, 1]), 1]]))
        return [np.array(points), *lines]

    def strength(self, moment: Moment) -> tuple[float, int]:
        """Return the light (0..1) of the moment's flash, and which strike it is."""
        best, strike = 0.0, 0
        for index, time in enumerate(self._times):
            age = moment.clock - time
            if 0 <= age < 0.6:
                flicker = 1 if age < 0.05 else 0.35 if age < 0.1 else 1.0
                best, strike = float(np.exp(-age * 8) * flicker), index
        return best, strike

    def draw_bolt(self, frame: Pixels, moment: Moment) -> None:
        """Draw the bolt, before the scenery that stands before it."""
        light, strike = self.strength(moment)
        if light < 0.12:
            return
        for thick, level in ((0.012, 40), (0.006, 80), (0.0028, 255)):
            glow = np.zeros_like(frame)
            for index, line in enumerate(self._bolts[strike]):
                width = max(1, round(thick * self._height * (1 if index == 0 else 0.5)))
                cv2.polylines(
                    glow,
                    [np.round(line * 16).astype(np.int32)],
                    False,
                    (level, level, level),
                    width,
                    cv2.LINE_AA,
                    4,
                )
            cv2.addWeighted(frame, 1, glow, min(1.0, light * 1.6), 0, dst=frame)

    def draw_flash(self, frame: Pixels, moment: Moment) -> None:
        """Brighten everything."""
        light, _ = self.strength(moment)
        if light > 0.02:
            cv2.convertScaleAbs(frame, dst=frame, alpha=1 + 0.7 * light, beta=34 * light)
