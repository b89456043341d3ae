"""One shot: builds the scene once, then draws its frames."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import cv2
import numpy as np
from PIL import ImageColor

from reelwright.engines.animatic.plan import CameraMove, Shot, Storyboard, TimeOfDay, Weather
from reelwright.engines.animatic.stage.blend import Scratch
from reelwright.engines.animatic.stage.camera import Camera
from reelwright.engines.animatic.stage.canvas import Colour, Pixels
from reelwright.engines.animatic.stage.cast import Moment, Performer, cast_of, dress, lead_of
from reelwright.engines.animatic.stage.layers import Layer, PaintedLayer, hidden_rows
from reelwright.engines.animatic.stage.light import Light, between, light_of
from reelwright.engines.animatic.stage.scene import Kit, Scene
from reelwright.engines.animatic.stage.settings import scene_of
from reelwright.engines.animatic.stage.sky import Disc
from reelwright.engines.animatic.stage.weather import Atmosphere, fog_layers

_SAMPLES = 25


def _palette(names: tuple[str, ...]) -> tuple[Colour, ...]:
    colours = []
    for name in names:
        try:
            colours.append(np.array(ImageColor.getrgb(name)[:3], np.float32))
        except ValueError:
            continue  # a word of the prompt that is no colour of CSS
    return tuple(colours)


def _aimed(light: Light, side: float) -> Light:
    """Return the light with shadows that fall away from the sun, which stands on `side`."""
    return replace(light, slant=light.slant * -side)


def _with_fog(scene: Scene, kit: Kit) -> tuple[Layer, ...]:
    """Return the layers of a scene with banks of fog among those that stand on the ground."""
    ground = next(index for index, layer in enumerate(scene.layers) if layer.ground)
    standing = sorted((*scene.layers[ground + 1 :], *fog_layers(kit, scene)), key=lambda layer: layer.near)
    return (*scene.layers[: ground + 1], *standing)


class Director:
    """Draws one shot; `frame(n)` must be called in order."""

    def __init__(self, board: Storyboard, shot: Shot) -> None:
        self._board, self._shot = board, shot
        self._height, self._width = board.height, board.width
        self._seconds = shot.frames / board.fps
        rng = np.random.default_rng([board.seed, shot.start])
        aspect = board.width / board.height
        wind = float(np.clip(0.012 * max(1.0, shot.speed) ** 1.1, 0, 0.16)) * (
            1 if rng.uniform() < 0.5 else -1
        )
        side = -1.0 if rng.uniform() < 0.5 else 1.0
        kit = Kit(int(rng.integers(2**31)), aspect, shot.weather, wind, _palette(shot.palette), side)
        self._scene: Scene = scene_of(shot, kit)
        if shot.weather is Weather.FOG and self._scene.outdoors:
            self._scene = replace(self._scene, layers=_with_fog(self._scene, kit))
        self._camera = Camera(
            shot.camera, self._seconds, aspect, self._scene.horizon, self._scene.eye, kit.seed
        )
        times = [shot.time] if shot.to_time in (None, shot.time) else [shot.time, shot.to_time]
        self._times: list[TimeOfDay] = [time for time in times if time is not None]
        self._lights = [_aimed(light_of(time, shot.weather), side) for time in self._times]
        self._canvas: Pixels = np.zeros((self._height, self._width, 4), np.uint8)
        self._scratch = Scratch(self._height + 64, self._width + 64)
        self._cast = cast_of(board, shot, self._scene, aspect)
        self._lead = lead_of(self._cast) if shot.camera is CameraMove.FOLLOW else None
        samples = [
            self.moment(round(index * (shot.frames - 1) / (_SAMPLES - 1))) for index in range(_SAMPLES)
        ]
        dress(
            self._cast,
            self._camera,
            samples,
            [self._scene.relit(light) for light in self._lights],
            side,
            self._height,
            self._width,
        )
        self._cast.sort(key=lambda performer: performer.near)
        poses = [(moment.pose, moment.clock) for moment in samples]
        self._layers = [
            PaintedLayer(layer, self._camera, poses, self._lights, self._height, self._width)
            for layer in self._scene.layers
        ]
        self._discs = self._make_discs(side, aspect)
        seconds = self._seconds * shot.speed
        self._air = Atmosphere(
            kit, self._scene, shot.setting, self._times[-1], seconds, self._height, self._width
        )
        self._sky_layers = sum(
            layer.name in ("sky", "clouds", "overcast") and layer.near < 0.1 for layer in self._scene.layers
        )

    def _make_discs(self, side: float, aspect: float) -> list[Disc]:
        if not self._scene.disc:
            return []
        x = side * aspect * 0.27
        kinds = dict.fromkeys(time is TimeOfDay.NIGHT for time in self._times)
        return [
            Disc(self._height, -x if moon and len(kinds) > 1 else x, moon=moon, phase_side=side)
            for moon in kinds
        ]

    def moment(self, number: int) -> Moment:
        """Return clock, camera and light of frame `number` of the shot."""
        share = number / max(1, self._shot.frames - 1)
        clock = share * self._seconds * self._shot.speed
        follow = self._lead.travelled(share) if self._lead else 0.0
        light = (
            self._lights[0] if len(self._lights) == 1 else between(self._lights[0], self._lights[1], share)
        )
        return Moment(
            clock, share, self._camera.pose(share, follow), light, share if len(self._lights) > 1 else 0.0
        )

    def frame(self, number: int) -> Pixels:
        """Return frame `number` of the shot, RGB uint8."""
        moment = self.moment(number)
        canvas = self._canvas
        if len(self._lights) > 1:
            for layer in self._layers:
                layer.relight(moment.share)
        cloud_clock = moment.clock / self._shot.speed if self._shot.speed > 1 else moment.clock
        places = [
            layer.place(
                moment.pose, cloud_clock if layer.layer.name in ("clouds", "overcast") else moment.clock
            )
            if layer.visible
            else np.eye(3)
            for layer in self._layers
        ]
        hidden = hidden_rows(self._layers, places, self._height)
        waiting: list[Performer] = list(self._cast)
        grounded = False
        below = replace(moment, light=self._scene.relit(moment.light))
        for index, layer in enumerate(self._layers):
            nearest = layer.layer.near
            if grounded and not layer.layer.ground:
                while waiting and waiting[0].near < nearest:
                    waiting.pop(0).draw(canvas, self._camera, below, self._scratch)
            layer.draw(canvas, places[index], self._scratch, hidden[index])
            grounded = grounded or layer.layer.ground
            if index == 0:
                self._draw_discs(canvas, moment, hidden[0])
            if index == self._sky_layers - 1:
                self._air.draw_behind(canvas, moment)
        for performer in waiting:
            performer.draw(canvas, self._camera, below, self._scratch)
        self._air.draw_front(canvas, moment)
        frame = cv2.cvtColor(canvas, cv2.COLOR_RGBA2RGB)
        if abs(moment.pose.roll) > 1e-3:
            middle = (self._width / 2, self._height / 2)
            frame = cv2.warpAffine(
                frame,
                cv2.getRotationMatrix2D(middle, moment.pose.roll, 1.0),
                (self._width, self._height),
                borderMode=cv2.BORDER_REFLECT,
            )
        return frame

    def _draw_discs(self, canvas: Pixels, moment: Moment, row: int) -> None:
        matrix = self._camera.plate(moment.pose, 0.0, self._height, self._width)
        veil = {"cloudy": 0.45, "rain": 1.0, "storm": 1.0, "snow": 0.8, "fog": 0.75}.get(
            self._shot.weather.value, 0.0
        )
        for disc in self._discs:
            level = self._disc_height(disc, moment)
            if level > -0.2:
                y = self._scene.horizon - level * (self._scene.horizon - 0.05)
                disc.draw(canvas, matrix, moment.light, y, row, veil)

    def _disc_height(self, disc: Disc, moment: Moment) -> float:
        if len(self._times) == 1 or len(self._discs) == 1:
            return moment.light.height
        first, last = (light.height for light in self._lights)
        rising = (self._times[1] is TimeOfDay.NIGHT) == disc.moon
        part = min(1.0, moment.share / 0.75) if not rising else max(0.0, (moment.share - 0.3) / 0.7)
        return -0.2 + (last + 0.2) * part if rising else first - (first + 0.2) * part


def stage_frames(board: Storyboard, shot: Shot) -> Iterator[Pixels]:
    """Draw a shot from its storyboard.

    Yields exactly `shot.frames` frames, RGB uint8 (height, width, 3), each a picture of its own. The same storyboard and shot give the
    same frames. Memory does not depend on the length of the shot.
    """
    cv2.setNumThreads(1)
    director = Director(board, shot)
    frozen = shot.frames if shot.freeze_from is None else max(0, shot.freeze_from - shot.start)
    last: Pixels | None = None
    for number in range(shot.frames):
        if last is None or number <= frozen:
            last = director.frame(number)
        yield last.copy() if number >= frozen else last
