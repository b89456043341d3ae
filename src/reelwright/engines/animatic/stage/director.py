"""One shot: builds the scene once, then draws its frames."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

import cv2
import numpy as np
from PIL import ImageColor

from reelwright.engines.animatic.plan import CameraMove, Setting, Shot, Storyboard, Style, TimeOfDay, Weather
from reelwright.engines.animatic.stage.air import Atmosphere
from reelwright.engines.animatic.stage.ascent import ascends, with_space
from reelwright.engines.animatic.stage.backdrop import Backdrop
from reelwright.engines.animatic.stage.blend import Scratch
from reelwright.engines.animatic.stage.bonds import bound
from reelwright.engines.animatic.stage.camera import Camera, Matrix
from reelwright.engines.animatic.stage.canvas import Colour, Pixels, rgb
from reelwright.engines.animatic.stage.caption import Caption
from reelwright.engines.animatic.stage.cast import Performer
from reelwright.engines.animatic.stage.casting import cast_of, dress, fitted, lead_of
from reelwright.engines.animatic.stage.citylights import LAPSE
from reelwright.engines.animatic.stage.extras import Extra
from reelwright.engines.animatic.stage.layers import Layer, PaintedLayer, hidden_rows
from reelwright.engines.animatic.stage.light import Light, between, light_of
from reelwright.engines.animatic.stage.mover import Moment
from reelwright.engines.animatic.stage.scene import Kit, Scene
from reelwright.engines.animatic.stage.settings import scene_of
from reelwright.engines.animatic.stage.sky import Disc
from reelwright.engines.animatic.stage.traffic import Trails
from reelwright.engines.animatic.stage.weather import fog_layers

_EDGES = {Style.COMIC: rgb("16121c"), Style.NEON: rgb("fff2ff")}
"""Colours of the line around subjects in styles that outline everything else as well."""
_SAMPLES = 25  # moments at which a short shot is looked at to place the subjects and to size the layers
_OFTEN = (
    4  # frames after which a long one is: a leap or a gust of wind that falls between them would be cut off
)
_SWEEPING = frozenset(move for move in CameraMove if move.value.startswith(("pan_", "tilt_", "truck_")))
_SWEEPS = (1.0, 0.75, 0.55, 0.4)  # shares of a sweep of the camera that are tried
_KEPT = 0.75  # share of its size that the largest subject keeps at least
_LAPSE = 3.0  # speed from which a shot is a time-lapse: hours go by
_VEILS = {Weather.CLOUDY: 0.45, Weather.RAIN: 1.0, Weather.STORM: 1.0, Weather.SNOW: 0.8, Weather.FOG: 0.75}


def _palette(names: tuple[str, ...]) -> tuple[Colour, ...]:
    colours = []
    for name in names:
        try:
            colours.append(np.array(ImageColor.getrgb(name)[:3], np.float32))
        except ValueError:
            continue  # a word of the prompt that is no colour of CSS
    return tuple(colours)


def _set_back(light: Light, style: Style) -> Light:
    """Return the light of a bold style, in which what is far off fades more, or its lines would hide those of the subjects."""
    return replace(light, mist=min(1.0, 1.3 * light.mist)) if style in _EDGES else light


def _aimed(light: Light, side: float) -> Light:
    """Return the light with shadows that fall away from the sun, which stands on `side`."""
    return replace(light, slant=light.slant * -side)


def _with_fog(scene: Scene, kit: Kit) -> tuple[Layer, ...]:
    """Return the layers of a scene with banks of fog among those that stand on the ground, or in the air where there is none."""
    ground = next((index for index, layer in enumerate(scene.layers) if layer.ground), 0)
    standing = sorted((*scene.layers[ground + 1 :], *fog_layers(kit, scene)), key=lambda layer: layer.near)
    return (*scene.layers[: ground + 1], *standing)


def _for_fast(scene: Scene) -> Scene:
    """Return the scene of a fast model: of the rows of grass, the one that stands farther off is left out."""
    return replace(
        scene, layers=tuple(layer for layer in scene.layers if layer.name != "row" or layer.near > 0.85)
    )


class Director:
    """Draws one shot; `frame(n)` must be called in order."""

    def __init__(self, board: Storyboard, shot: Shot) -> None:
        self._board, self._shot = board, shot
        self._height, self._width = board.height, board.width
        self._seconds = shot.frames / board.fps
        rng = np.random.default_rng([board.seed, shot.start])
        aspect = board.width / board.height
        # above double speed only the sky and the light run on: legs and leaves would flicker
        self._pace = min(2.0, shot.speed)
        wind = min(0.016 * shot.speed / self._pace, 2.5 / (self._seconds * self._pace))
        side = -1.0 if rng.uniform() < 0.5 else 1.0
        wind *= 1 if rng.uniform() < 0.5 else -1
        features = (*shot.features, LAPSE) if shot.speed >= _LAPSE else shot.features
        kit = Kit(
            int(rng.integers(2**31)), aspect, shot.weather, wind, _palette(shot.palette), side, features
        )
        self._scene: Scene = scene_of(shot, kit)
        if shot.weather in (Weather.RAIN, Weather.STORM, Weather.SNOW):
            self._scene = replace(self._scene, dusty=False)
        if board.fast:
            self._scene = _for_fast(self._scene)
        if shot.weather is Weather.FOG and self._scene.outdoors:
            self._scene = replace(self._scene, layers=_with_fog(self._scene, kit))
        ascending = ascends(shot, self._scene)
        if ascending:
            self._scene = with_space(self._scene, kit)
        self._camera = Camera(
            shot.camera,
            self._seconds,
            aspect,
            self._scene.horizon,
            self._scene.eye,
            kit.seed,
            quaking="quake" in kit.features,
            ascending=ascending,
        )
        self._times = [shot.time] if shot.to_time is None else list(dict.fromkeys((shot.time, shot.to_time)))
        # fast models leave out the shadows that the sun throws: those under the feet say where somebody stands
        slanting = 0.0 if board.fast else side
        self._lights = [
            _aimed(_set_back(light_of(time, shot.weather), board.style), slanting) for time in self._times
        ]
        self._canvas: Pixels = np.zeros((self._height, self._width, 4), np.uint8)
        self._scratch = Scratch(self._height + 64, self._width + 64)
        samples = self._framed()
        dress(
            self._cast,
            self._camera,
            samples,
            [self._scene.relit(light) for light in self._lights],
            side,
            self._height,
            self._width,
            _EDGES.get(board.style),
        )
        self._standing: list[Performer | Trails | Extra] = [*self._cast, *self._scene.extras]
        self._lapse = shot.speed >= _LAPSE
        if self._lapse and shot.setting in (Setting.CITY, Setting.STREET):
            self._standing += [Trails(kit.rng(f"trails {near}"), self._scene, near) for near in (0.3, 0.62)]
        self._standing.sort(key=lambda performer: performer.near)
        poses = [(moment.pose, moment.clock) for moment in samples]
        self._layers = [
            PaintedLayer(layer, self._camera, poses, self._lights, self._height, self._width)
            for layer in self._scene.layers
        ]
        self._discs = self._make_discs(side, aspect)
        # light that changes, or lightning, leaves nothing as it was
        restless = len(self._lights) > 1 or self._lapse or shot.weather is Weather.STORM
        self._backdrop = None if restless else Backdrop(self._layers, self._height, self._width)
        seconds = self._seconds * self._pace
        self._air = Atmosphere(
            kit, self._scene, shot.setting, self._times[-1], seconds, self._height, self._width
        )
        self._caption: Caption | None = None
        if shot.caption and shot.caption.strip():
            self._caption = Caption(shot.caption, self._height, self._width, shot.frames)
        self._sky_layers = sum(
            layer.name in ("sky", "clouds", "overcast") and layer.near < 0.1 for layer in self._scene.layers
        )

    def _framed(self) -> list[Moment]:
        """Cast the shot and fit everyone into the frame; return the moments at which that was looked at.

        A camera that sweeps past gives way until those it sweeps past need not be dolls to stay in sight.
        """
        board, shot, aspect = self._board, self._shot, self._width / self._height
        count = max(_SAMPLES, shot.frames // _OFTEN)
        samples: list[Moment] = []
        for share in _SWEEPS if shot.camera in _SWEEPING else _SWEEPS[:1]:
            self._camera.sweep = share
            self._cast = bound(cast_of(board, shot, self._scene, aspect), shot, board, self._scene, aspect)
            self._lead = lead_of(self._cast) if shot.camera is CameraMove.FOLLOW else None
            samples = [self.moment(round(index * (shot.frames - 1) / (count - 1))) for index in range(count)]
            if fitted(self._cast, self._camera, samples, self._height, self._width) > _KEPT:
                break
        return samples

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
        clock = share * self._seconds * self._pace
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
        places = [layer.place(moment.pose, moment.clock) for layer in self._layers]
        hidden = hidden_rows(self._layers, places, self._height)
        waiting = list(self._standing)
        grounded = False
        below = replace(moment, light=self._scene.relit(moment.light))
        paint = partial(self._draw_layer, canvas, moment, places)
        far = 0
        if self._backdrop is not None:
            far = self._backdrop.count
            self._backdrop.draw(canvas, places, hidden[far - 1], paint)
        for index, layer in enumerate(self._layers[far:], far):
            nearest = layer.layer.near
            if grounded and not layer.layer.ground:
                while waiting and waiting[0].near < nearest:
                    waiting.pop(0).draw(canvas, self._camera, below, self._scratch)
            paint(index, hidden[index])
            grounded = grounded or layer.layer.ground
        for performer in waiting:
            performer.draw(canvas, self._camera, below, self._scratch)
        self._air.draw_front(canvas, moment)
        if abs(moment.pose.roll) > 1e-3:
            size = (self._width, self._height)
            turn = cv2.getRotationMatrix2D((size[0] / 2, size[1] / 2), moment.pose.roll, 1.0)
            canvas = np.asarray(cv2.warpAffine(canvas, turn, size, borderMode=cv2.BORDER_REFLECT), np.uint8)
        if self._caption:
            self._caption.draw(canvas, number)
        return np.asarray(cv2.cvtColor(canvas, cv2.COLOR_RGBA2RGB), np.uint8)

    def _draw_layer(
        self, canvas: Pixels, moment: Moment, places: Sequence[Matrix], index: int, row: int
    ) -> None:
        """Draw layer `index` above a row of the frame, and what belongs right before it."""
        if index == 1:  # not with the sky, which is kept for longer than sun and moon may stand still
            self._draw_discs(canvas, moment, row)
        self._layers[index].draw(canvas, places[index], self._scratch, row)
        if index == self._sky_layers - 1:
            self._air.draw_behind(canvas, moment)

    def _draw_discs(self, canvas: Pixels, moment: Moment, row: int) -> None:
        matrix = self._camera.plate(moment.pose, 0.0, self._height, self._width)
        veil = _VEILS.get(self._shot.weather, 0.0)
        for disc in self._discs:
            level = self._disc_height(disc, moment)
            if level > -0.2:
                if self._lapse and len(self._times) == 1:
                    across = 0.3 * (moment.share - 0.5) * self._width / self._height
                    matrix = matrix @ np.array([[1, 0, across], [0, 1, 0], [0, 0, 1]])
                y = self._scene.horizon - level * (self._scene.horizon - 0.05)
                disc.draw(canvas, matrix, moment.light, y, row, veil)

    def _disc_height(self, disc: Disc, moment: Moment) -> float:
        if len(self._times) == 1 or len(self._discs) == 1:
            # in a time-lapse sun and moon go their way
            return moment.light.height + (0.35 * (0.5 - moment.share) if self._lapse else 0.0)
        first, last = (light.height for light in self._lights)
        rising = (self._times[1] is TimeOfDay.NIGHT) == disc.moon
        part = min(1.0, moment.share / 0.75) if not rising else max(0.0, (moment.share - 0.3) / 0.7)
        return -0.2 + (last + 0.2) * part if rising else first - (first + 0.2) * part


def stage_frames(board: Storyboard, shot: Shot) -> Iterator[Pixels]:
    """Draw a shot from its storyboard.

    Yields exactly `shot.frames` frames, RGB uint8 (height, width, 3), each a picture of its own. The same storyboard and shot
    give the same frames. Memory does not depend on the length of the shot.
    """
    cv2.setNumThreads(1)
    director = Director(board, shot)
    frozen = shot.frames if shot.freeze_from is None else max(0, shot.freeze_from - shot.start)
    last: Pixels | None = None
    for number in range(shot.frames):
        if last is None or number <= frozen:
            last = director.frame(number)
        yield last.copy() if number >= frozen else last
