"""One shot: builds the scene once, then draws its frames."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

import cv2
import numpy as np

from reelwright.engines.animatic.plan import Setting, Shot, Storyboard, TimeOfDay, Weather
from reelwright.engines.animatic.stage.air import Atmosphere
from reelwright.engines.animatic.stage.backdrop import Backdrop
from reelwright.engines.animatic.stage.blend import Scratch
from reelwright.engines.animatic.stage.camera import Matrix
from reelwright.engines.animatic.stage.canvas import Pixels
from reelwright.engines.animatic.stage.caption import Caption
from reelwright.engines.animatic.stage.cast import Performer
from reelwright.engines.animatic.stage.casting import dress
from reelwright.engines.animatic.stage.extras import Extra
from reelwright.engines.animatic.stage.framing import EDGES, LAPSING, Framing
from reelwright.engines.animatic.stage.layers import PaintedLayer, hidden_rows, screens_before
from reelwright.engines.animatic.stage.mover import Moment
from reelwright.engines.animatic.stage.sky import Disc
from reelwright.engines.animatic.stage.tiling import Area
from reelwright.engines.animatic.stage.traffic import Trails

_VEILS = {Weather.CLOUDY: 0.45, Weather.RAIN: 1.0, Weather.STORM: 1.0, Weather.SNOW: 0.8, Weather.FOG: 0.75}


class Director:
    """Draws one shot; `frame(n)` must be called in order."""

    def __init__(self, board: Storyboard, shot: Shot) -> None:
        self._board, self._shot = board, shot
        self._height, self._width = board.height, board.width
        self._framing = framing = Framing(board, shot)
        self._scene, self._camera, self._lights = framing.scene, framing.camera, framing.lights
        self._cast = framing.cast
        aspect, kit, side, samples = framing.aspect, framing.kit, framing.side, framing.samples
        self._canvas: Pixels = np.zeros((self._height, self._width, 4), np.uint8)
        self._scratch = Scratch(self._height + 64, self._width + 64)
        dress(
            self._cast,
            self._camera,
            samples,
            [self._scene.relit(light) for light in self._lights],
            side,
            self._height,
            self._width,
            EDGES.get(board.style),
            snowy=self._scene.outdoors and (kit.snowy or shot.setting is Setting.SNOWFIELD),
        )
        self._standing: list[Performer | Trails | Extra] = [*self._cast, *self._scene.extras]
        self._lapse = shot.speed >= LAPSING
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
        seconds = framing.seconds * framing.pace
        self._air = Atmosphere(
            kit, self._scene, shot.setting, framing.times[-1], seconds, self._height, self._width
        )
        self._caption: Caption | None = None
        if shot.caption and shot.caption.strip():
            self._caption = Caption(
                shot.caption, self._height, self._width, shot.frames, title=not shot.subjects
            )
        self._sky_layers = sum(
            layer.name in ("sky", "clouds", "overcast") and layer.near < 0.1 for layer in self._scene.layers
        )

    def _make_discs(self, side: float, aspect: float) -> list[Disc]:
        if not self._scene.disc:
            return []
        x = side * aspect * 0.27
        kinds = dict.fromkeys(time is TimeOfDay.NIGHT for time in self._framing.times)
        return [
            Disc(self._height, -x if moon and len(kinds) > 1 else x, moon=moon, phase_side=side)
            for moon in kinds
        ]

    def moment(self, number: int) -> Moment:
        """Return clock, camera and light of frame `number` of the shot."""
        return self._framing.moment(number)

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
            # what is kept for other frames must be whole
            far = self._backdrop.count
            self._backdrop.draw(canvas, places, hidden[far - 1], paint)
        screens = screens_before(self._layers[far:], places[far:])
        for index, layer in enumerate(self._layers[far:], far):
            nearest = layer.layer.near
            if grounded and not layer.layer.ground:
                while waiting and waiting[0].near < nearest:
                    waiting.pop(0).draw(canvas, self._camera, below, self._scratch)
            paint(index, hidden[index], screens[index - far])
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
        self,
        canvas: Pixels,
        moment: Moment,
        places: Sequence[Matrix],
        index: int,
        row: int,
        screens: Sequence[Area] = (),
    ) -> None:
        """Draw layer `index` above a row of the frame where no screen hides it, and what belongs right before it."""
        if index == 1:  # not with the sky, which is kept for longer than sun and moon may stand still
            self._draw_discs(canvas, moment, row)
        self._layers[index].draw(canvas, places[index], self._scratch, row, screens)
        if index == self._sky_layers - 1:
            self._air.draw_behind(canvas, moment)

    def _draw_discs(self, canvas: Pixels, moment: Moment, row: int) -> None:
        matrix = self._camera.plate(moment.pose, 0.0, self._height, self._width)
        veil = _VEILS.get(self._shot.weather, 0.0)
        for disc in self._discs:
            level = self._disc_height(disc, moment)
            if level > -0.2:
                if self._lapse and len(self._framing.times) == 1:
                    across = 0.3 * (moment.share - 0.5) * self._width / self._height
                    matrix = matrix @ np.array([[1, 0, across], [0, 1, 0], [0, 0, 1]])
                y = self._scene.horizon - level * (self._scene.horizon - 0.05)
                disc.draw(canvas, matrix, moment.light, y, row, veil)

    def _disc_height(self, disc: Disc, moment: Moment) -> float:
        if len(self._framing.times) == 1 or len(self._discs) == 1:
            # in a time-lapse sun and moon go their way
            return moment.light.height + (0.35 * (0.5 - moment.share) if self._lapse else 0.0)
        first, last = (light.height for light in self._lights)
        rising = (self._framing.times[1] is TimeOfDay.NIGHT) == disc.moon
        part = min(1.0, moment.share / 0.75) if not rising else max(0.0, (moment.share - 0.3) / 0.7)
        return -0.2 + (last + 0.2) * part if rising else first - (first + 0.2) * part


def stage_frames(board: Storyboard, shot: Shot) -> Iterator[Pixels]:
    """Draw a shot from its storyboard; it does not stop where the shot freezes.

    Yields exactly `shot.frames` frames, RGB uint8 (height, width, 3), each a picture of its own. The same storyboard and shot
    give the same frames. Memory does not depend on the length of the shot.
    """
    cv2.setNumThreads(1)
    director = Director(board, shot)
    for number in range(shot.frames):
        yield director.frame(number)
