"""A shot before anything is painted: its place, its camera, and its cast fitted into the frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from PIL import ImageColor

from reelwright.engines.animatic.plan import CameraMove, Shot, Storyboard, Style, Weather
from reelwright.engines.animatic.stage.ascent import ascends, with_space
from reelwright.engines.animatic.stage.bonds import bound
from reelwright.engines.animatic.stage.camera import Camera
from reelwright.engines.animatic.stage.canvas import Colour, rgb
from reelwright.engines.animatic.stage.cast import Performer
from reelwright.engines.animatic.stage.casting import cast_of, fitted, lead_of
from reelwright.engines.animatic.stage.citylights import LAPSE
from reelwright.engines.animatic.stage.hands import with_free_hands
from reelwright.engines.animatic.stage.layer import Layer
from reelwright.engines.animatic.stage.light import Light, between, light_of
from reelwright.engines.animatic.stage.mover import Moment, pace_of
from reelwright.engines.animatic.stage.rails import with_track
from reelwright.engines.animatic.stage.roads import with_road
from reelwright.engines.animatic.stage.scene import Kit, Scene
from reelwright.engines.animatic.stage.settings import scene_of
from reelwright.engines.animatic.stage.spacing import faces, halves, part
from reelwright.engines.animatic.stage.weather import fog_layers

LAPSING = 3.0
"""Speed from which a shot is a time-lapse: hours go by."""
EDGES = {Style.COMIC: rgb("16121c"), Style.NEON: rgb("fff2ff"), Style.INK: rgb("2a2724")}
"""Colours of the line around subjects in styles that outline everything else as well."""
_SAMPLES = 25  # moments at which a short shot is looked at to place the subjects and to size the layers
_OFTEN = (
    4  # frames after which a long one is: a leap or a gust of wind that falls between them would be cut off
)
_SWEEPING = frozenset(move for move in CameraMove if move.value.startswith(("pan_", "tilt_", "truck_")))
_SWEEPS = (1.0, 0.75, 0.55, 0.4)  # shares of a sweep of the camera that are tried
_CLOSEST, _AIR = 1.9, 1.14  # how much nearer a close-up of several comes at most, and the air around them
_HURRY = 1.8  # how much faster clouds go while hours pass: they are what a time-lapse is watched for
_SCENERY_KEPT = 0.6  # share of its size that scenery keeps at least when those before it had to shrink
_KEPT = 0.75  # share of its size that the largest subject keeps at least


def kit_of(board: Storyboard, shot: Shot) -> Kit:
    """Return what chance and the prompt choose for a shot."""
    # the seasons of one place are shots of their own, and must not move its trees
    rng = np.random.default_rng([board.seed, 0 if "seasons" in shot.features else shot.start])
    lived = shot.frames / board.fps * pace_of(shot)
    wind = min(0.016 * shot.speed / pace_of(shot), 2.5 / lived)
    wind *= _HURRY if shot.speed >= LAPSING else 1.0
    side = -1.0 if rng.uniform() < 0.5 else 1.0
    wind *= 1 if rng.uniform() < 0.5 else -1
    features = (*shot.features, LAPSE) if shot.speed >= LAPSING else shot.features
    seed = int(rng.integers(2**31))
    return Kit(seed, board.width / board.height, shot.weather, wind, _palette(shot.palette), side, features)


class Framing:
    """Where everybody of a shot is in every frame.

    scene, kit: the place. camera: its way. cast: the performers, not yet painted. lights: of the first and the last frame, where
    they differ. samples: the moments at which the cast was fitted. seconds, pace: the length of the shot, and how fast its
    figures live. side: -1 or 1, where the sun stands.
    """

    def __init__(self, board: Storyboard, shot: Shot) -> None:
        shot = with_free_hands(shot)
        self._board, self._shot = board, shot
        self.seconds = shot.frames / board.fps
        self.aspect = board.width / board.height
        self.pace = pace_of(shot)
        self.kit = kit_of(board, shot)
        self.side = self.kit.side
        self.scene, ascending = _scene(board, shot, self.kit)
        self.camera = Camera(
            shot.camera,
            self.seconds,
            self.aspect,
            self.scene.horizon,
            self.scene.eye,
            self.kit.seed,
            quaking="quake" in self.kit.features,
            ascending=ascending,
        )
        self.times = [shot.time] if shot.to_time is None else list(dict.fromkeys((shot.time, shot.to_time)))
        # fast models leave out the shadows that the sun throws: those under the feet say where somebody stands
        slanting = 0.0 if board.fast else self.side
        self.lights = [
            _aimed(_set_back(light_of(time, shot.weather), board.style), slanting) for time in self.times
        ]
        self.cast: list[Performer] = []
        self._lead: Performer | None = None
        self.samples = self._framed()
        self.scene = with_track(self.scene, self.cast, shot.setting, self.kit)
        self.scene = with_road(self.scene, self.cast, shot.setting, self.kit)

    def _framed(self) -> list[Moment]:
        """Cast the shot and fit everyone into the frame; return the moments at which that was looked at.

        A camera that sweeps past gives way until those it sweeps past need not be dolls to stay in sight.
        """
        board, shot = self._board, self._shot
        count = max(_SAMPLES, shot.frames // _OFTEN)
        samples: list[Moment] = []
        for share in _SWEEPS if shot.camera in _SWEEPING else _SWEEPS[:1]:
            self.camera.sweep = share * shot.sweep
            cast = cast_of(board, shot, self.scene, self.aspect)
            self.cast = bound(cast, shot, board, self.scene, self.aspect)
            self._lead = lead_of(self.cast) if shot.camera is CameraMove.FOLLOW else None
            samples = [self.moment(round(index * (shot.frames - 1) / (count - 1))) for index in range(count)]
            way = self._lead.travelled(1) if self._lead else 0.0
            kept = self._fitted(samples)
            if (
                self._lead and abs(self._lead.travelled(1) - way) > 1e-3
            ):  # the camera that follows goes less far as well
                samples = [self.moment(round(sample.share * (shot.frames - 1))) for sample in samples]
                kept *= fitted(self.cast, self.camera, samples, board.height, board.width)
            if kept > _KEPT:
                break
        return self._close(samples) if shot.framing == "close" else samples

    def _close(self, samples: list[Moment]) -> list[Moment]:
        """Bring the camera so close that several fill the frame, whatever becomes of their feet; return the moments then."""
        height, width = self._board.height, self._board.width
        box = faces(
            self.cast, self.camera, (samples[0], samples[len(samples) // 2], samples[-1]), height, width
        )
        if box is None:
            return samples
        left, top, right, bottom = box
        closer = min(_CLOSEST, width / (right - left) / _AIR, height / (bottom - top) / _AIR)
        if closer > 1:
            across, down = (left + right - width) / 2 / height, (top + bottom - height) / 2 / height
            self.camera.come_closer(closer, across, down)
        last = self._shot.frames - 1
        return [self.moment(round(sample.share * last)) for sample in samples]

    def _fitted(self, samples: Sequence[Moment]) -> float:
        """Part those who hide each other, and fit all into the frame; return the share of its size that the lead keeps."""
        height, width = self._board.height, self._board.width
        looks = [samples[0], samples[len(samples) // 2], samples[-1]]
        part(self.cast, self.camera, looks, height, width)
        front, back = halves(self.cast)
        tall = max((who.tall for who in front), default=0.0)
        kept = fitted(self.cast, self.camera, samples, height, width)
        shrunk = max((who.tall for who in front), default=0.0) / tall if tall else 1.0
        for who in back:  # a castle as it was would make dolls of those who fight before it
            who.tall *= max(_SCENERY_KEPT, shrunk)
        if part(
            self.cast, self.camera, looks, height, width
        ):  # the frame's edges have pushed some together again
            kept *= fitted(self.cast, self.camera, samples, height, width)
        return kept

    def moment(self, number: int) -> Moment:
        """Return clock, camera and light of frame `number` of the shot."""
        share = number / max(1, self._shot.frames - 1)
        clock = share * self.seconds * self.pace
        follow = self._lead.travelled(share) if self._lead else 0.0
        light = self.lights[0] if len(self.lights) == 1 else between(self.lights[0], self.lights[1], share)
        return Moment(
            clock, share, self.camera.pose(share, follow), light, share if len(self.lights) > 1 else 0.0
        )


def _scene(board: Storyboard, shot: Shot, kit: Kit) -> tuple[Scene, bool]:
    """Return the place of a shot, and whether its camera looks up until only sky is left."""
    scene: Scene = scene_of(shot, kit)
    if shot.weather in (Weather.RAIN, Weather.STORM, Weather.SNOW):
        scene = replace(scene, dusty=False)
    if board.fast:
        scene = _for_fast(scene)
    if shot.weather is Weather.FOG and scene.outdoors:
        scene = replace(scene, layers=_with_fog(scene, kit))
    ascending = ascends(shot, scene)
    return with_space(scene, kit) if ascending else scene, ascending


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
    return replace(light, mist=min(1.0, 1.3 * light.mist)) if style in EDGES else light


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
