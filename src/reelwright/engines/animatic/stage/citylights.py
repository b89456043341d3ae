"""Lights of a town by night that change: windows that go on and off, neon signs that pulse, planes that blink."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from reelwright.engines.animatic.stage.blend import Scratch, lay, shine, splat
from reelwright.engines.animatic.stage.camera import Camera, Matrix
from reelwright.engines.animatic.stage.canvas import Canvas, Colour, Floats, Pixels, Rng, mix, rgb
from reelwright.engines.animatic.stage.extras import Now
from reelwright.engines.animatic.stage.scene import Kit

LAPSE = "lapse"
"""What the features of a place hold when hours go by in the shot."""
_DARK = 0.3  # from this much night on there are lights


class Windows:
    """Windows of a skyline at nearness `near`, each of which goes on and off at times of its own.

    panes: (n, 4) of left, top, right, bottom in world units. lit: (n,) which of them the scenery shows lit. tones: (n, 3).
    """

    def __init__(self, kit: Kit, near: float, panes: Floats, lit: NDArray[np.bool_], tones: Floats) -> None:
        self.near, self._plate = near + 0.005, near
        rng = kit.rng("switches")
        lapse = LAPSE in kit.features
        kept = rng.permutation(len(panes))[: 110 if lapse else 40]
        self._panes, self._lit, self._tones = panes[kept], lit[kept], tones[kept]
        low, high = (0.12, 0.5) if lapse else (0.02, 0.09)
        self._rate = rng.uniform(low, high, len(kept))
        self._phase = rng.uniform(0, 1, len(kept))

    def draw(self, frame: Pixels, camera: Camera, moment: Now, scratch: Scratch) -> None:
        """Paint over the windows whose light isn't as the scenery has it."""
        light = moment.light
        if light.night < _DARK or len(self._panes) == 0:
            return
        height, width = frame.shape[:2]
        plate = camera.plate(moment.pose, self._plate, height, width)
        scale, across, down = plate[0, 0], plate[0, 2], plate[1, 2]
        turned = np.floor(moment.clock * self._rate + self._phase).astype(int) % 2 == 1
        dark = mix(light.lit(rgb("54708f"), self._plate), light.middle, 0.35)
        edges = self._panes * scale + np.array([across, down, across, down])
        # outwards, or a lit window that goes out would leave a bright rim
        boxes = np.concatenate([np.floor(edges[:, :2] - 0.4), np.ceil(edges[:, 2:] + 0.4)], axis=1).astype(
            int
        )
        for index in np.flatnonzero(turned):
            left, top, right, bottom = boxes[index]
            if 0 <= left < right <= width and 0 <= top < bottom <= height:
                tone = dark if self._lit[index] else mix(self._tones[index], light.haze, 0.15)
                frame[top:bottom, left:right, :3] = tone.astype(np.uint8)


class Planes:
    """Lights of planes that cross the sky and blink."""

    near = 0.02

    def __init__(self, kit: Kit, top: float, bottom: float) -> None:
        rng = kit.rng("planes")
        self._seeds = rng.uniform(0, 1, (3 if LAPSE in kit.features else 2, 4))
        self._pace = 0.16 if LAPSE in kit.features else 0.035
        self._top, self._bottom = top, bottom

    def draw(self, frame: Pixels, camera: Camera, moment: Now, scratch: Scratch) -> None:
        """Draw the lights of a moment."""
        if moment.light.night < _DARK:
            return
        height, width = frame.shape[:2]
        plate = camera.plate(moment.pose, self.near, height, width)
        room = width / height + 0.4
        spots = []
        for start, pace, level, way in self._seeds:
            go = (1 if way < 0.5 else -1) * self._pace * (0.6 + 0.8 * pace)
            x = (start * room + go * moment.clock) % room - room / 2
            y = self._top + (self._bottom - self._top) * level - 0.02 * (x / room)
            spots.append((plate @ np.array([x, y, 1.0]))[:2])
        at = np.array(spots)
        blink = (np.sin(moment.clock * 7 + self._seeds[:, 0] * 6.3) > 0.55).astype(float)
        radius = np.full((len(at), 1), 0.0022 * height)
        splat(frame, np.hstack([at, radius]), rgb("fff4dc"), np.full(len(at), 0.75))
        splat(
            frame, np.hstack([at + np.array([0.006 * height, 0]), radius * 1.5]), rgb("ff4a3d"), 0.95 * blink
        )


@dataclass(frozen=True)
class Sign:
    """A neon sign: left, top, width and height in world units, its nearness and its colour.

    mirror: the world height of the wet ground under it, which gives its light back, or None where it is dry.
    """

    left: float
    top: float
    wide: float
    tall: float
    near: float
    tone: Colour
    mirror: float | None = None


class Neon:
    """One neon sign: glowing tubes on a dark board, a halo that pulses, now and then a flicker."""

    def __init__(self, rng: Rng, sign: Sign) -> None:
        self.near, self._sign = sign.near + 0.003, sign
        self._seed = int(rng.integers(2**31))
        self._phase, self._rate = rng.uniform(0, 6.3), rng.uniform(1.2, 3.2)
        self._board: Pixels | None = None
        self._halo: Pixels | None = None
        self._streak: Pixels | None = None

    def draw(self, frame: Pixels, camera: Camera, moment: Now, scratch: Scratch) -> None:
        """Draw the sign at a moment."""
        height, width = frame.shape[:2]
        sign = self._sign
        if self._board is None or self._halo is None:
            self._board, self._halo = self._paint(height)
        plate = camera.plate(moment.pose, sign.near, height, width)
        corner = plate @ np.array([sign.left, sign.top, 1.0])
        size = float(plate[0, 0]) * sign.wide / self._board.shape[1]
        lay(frame, self._board, np.array([[size, 0, corner[0]], [0, size, corner[1]], [0, 0, 1]]), scratch)
        wave = np.sin(moment.clock * self._rate + self._phase)
        flicker = 0.35 if np.sin(moment.clock * 23 + self._phase) > 0.93 and wave > 0.4 else 1.0
        strength = (0.45 + 0.5 * moment.light.night) * (0.8 + 0.2 * wave) * flicker
        reach = (self._halo.shape[1] - self._board.shape[1]) / 2 * size
        x, y = round(float(corner[0]) - reach), round(float(corner[1]) - reach)
        self._shine(frame, self._halo, size, x, y, strength)
        if sign.mirror is not None:
            self._reflect(frame, plate, size, x, strength)

    def _shine(self, frame: Pixels, picture: Pixels, size: float, x: int, y: int, strength: float) -> None:
        if abs(size - 1) > 0.02:
            picture = np.asarray(
                cv2.resize(picture, None, fx=size, fy=size, interpolation=cv2.INTER_LINEAR), np.uint8
            )
        shine(frame, picture, x, y, min(0.99, float(strength)))

    def _reflect(self, frame: Pixels, plate: Matrix, size: float, x: int, strength: float) -> None:
        """Draw its light on the wet ground: a streak that is longer than the sign, and fades toward the viewer."""
        sign = self._sign
        if self._halo is None or sign.mirror is None:
            return
        if self._streak is None:
            long = cv2.resize(self._halo[::-1], None, fx=1.0, fy=1.7, interpolation=cv2.INTER_LINEAR)
            soft = cv2.GaussianBlur(long, (0, 0), sigmaX=2.5, sigmaY=0.09 * long.shape[0])
            fall = np.linspace(1, 0.15, soft.shape[0], dtype=np.float32)[:, None, None]
            self._streak = np.asarray(soft * fall, np.uint8)
        foot = float((plate @ np.array([0.0, sign.mirror, 1.0]))[1])
        row = round(foot + 0.25 * (sign.mirror - sign.top - sign.tall) * float(plate[0, 0]))
        self._shine(frame, self._streak, size, x, row, 0.55 * strength)

    def _paint(self, height: int) -> tuple[Pixels, Pixels]:
        sign, rng = self._sign, np.random.default_rng(self._seed)
        wide, tall = sign.wide, sign.tall
        canvas = Canvas(0, 0, wide, tall, height)
        canvas.rects(np.array([0, 0, wide, tall]), rgb("14121f"), 0.85)
        tubes = self._tubes(rng, wide, tall)
        thick = 0.09 * min(wide, tall)
        canvas.strokes(tubes, sign.tone, thick * 1.5, 0.8)
        canvas.strokes(tubes, mix(sign.tone, rgb("ffffff"), 0.65), thick * 0.7)
        edge = 0.9 * min(wide, tall)
        halo = Canvas(-edge, -edge, wide + edge, tall + edge, height)
        halo.rects(np.array([0, 0, wide, tall]), sign.tone, 0.5, blur=0.4 * edge)
        halo.strokes(tubes, sign.tone, thick * 1.6, 0.9, blur=0.15 * thick)
        return canvas.pixels, halo.pixels

    @staticmethod
    def _tubes(rng: Rng, wide: float, tall: float) -> list[Floats]:
        """Return a frame and signs that look like letters, one after the other along the board."""
        rim = 0.1 * min(wide, tall)
        frame = np.array(
            [[rim, rim], [wide - rim, rim], [wide - rim, tall - rim], [rim, tall - rim], [rim, rim]]
        )
        side = min(wide, tall) - 4 * rim
        count = max(1, int((max(wide, tall) - 2 * rim) / (side + rim)))
        lines = [frame]
        for index in range(count):
            shift = 2 * rim + index * (max(wide, tall) - 3 * rim) / count
            origin = np.array([shift, 2 * rim] if wide > tall else [2 * rim, shift])
            grid = rng.permutation(np.array([[0, 0], [1, 0], [0, 0.5], [1, 0.5], [0, 1], [1, 1], [0.5, 0]]))
            lines += [
                origin + side * grid[:3],
                origin + side * grid[3:5],
                origin + side * np.array([[0, 1], [1, 1]]),
            ]
        return lines


NEON = (rgb("ff3d8b"), rgb("2fd9ff"), rgb("ffd23d"), rgb("9b5bff"), rgb("3dffa2"), rgb("ff6a3d"))
"""The colours of signs and tubes."""


def signs(kit: Kit, boards: list[Sign]) -> tuple[Neon, ...]:
    """Return the neon signs of a town in colours of their own."""
    rng = kit.rng("neon")
    order = rng.permutation(len(NEON))
    coloured = [
        replace(sign, tone=kit.tinged(NEON[int(order[index % len(NEON)])], 0.3, index))
        for index, sign in enumerate(boards)
    ]
    return tuple(Neon(rng, sign) for sign in coloured)
