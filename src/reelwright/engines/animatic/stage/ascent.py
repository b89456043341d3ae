"""Up into space: the camera looks up after what rises, the sky above it goes from blue to indigo to stars."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from reelwright.engines.animatic.plan import Action, CameraMove, Shot
from reelwright.engines.animatic.stage.act import Act
from reelwright.engines.animatic.stage.canvas import Canvas, mix, rgb
from reelwright.engines.animatic.stage.cast import Performer
from reelwright.engines.animatic.stage.layer import Layer
from reelwright.engines.animatic.stage.light import Light
from reelwright.engines.animatic.stage.mover import Moment
from reelwright.engines.animatic.stage.scene import Kit, Scene

_INDIGO, _SPACE = rgb("2a2f86"), rgb("05071a")
_EDGE, _FULL = -0.02, -0.75  # world heights between which the blue of the sky gives way
_OWN_WAY = 0.03  # frame heights that it rises in the picture; the rest is the camera's


def ascends(shot: Shot, scene: Scene) -> bool:
    """Return whether a shot goes up into space with something that rises."""
    rising = any(subject.action is Action.RISE for subject in shot.subjects)
    able = scene.outdoors and not scene.drift and shot.camera is not CameraMove.STATIC
    return "ascent" in shot.features and rising and able


def with_space(scene: Scene, kit: Kit) -> Scene:
    """Return a scene with the dark and the stars above its sky."""
    return replace(scene, layers=(scene.layers[0], _space(kit), *scene.layers[1:]))


def _space(kit: Kit) -> Layer:
    def paint(canvas: Canvas, light: Light) -> None:
        level = canvas.ys()[:, None]
        share = np.clip((_EDGE - level) / (_EDGE - _FULL), 0, 1)
        alpha = share**0.8
        tone = _INDIGO * (1 - share) + _SPACE * share
        rows = np.concatenate([tone * alpha, alpha * 255], axis=1)
        canvas.pixels = np.ascontiguousarray(
            np.broadcast_to(rows[:, None].astype(np.uint8), (canvas.height, canvas.width, 4))
        )
        rng = kit.rng("stars above")
        count = int(260 * (canvas.right - canvas.left))
        x, y = rng.uniform(canvas.left, canvas.right, count), rng.uniform(-1.6, -0.3, count)
        size = np.minimum(0.0009 + rng.pareto(3.0, count) * 0.0008, 0.0034)
        seen = rng.uniform(0, 1, count) < np.clip((-0.3 - y) / 0.3, 0, 1)
        spots = np.stack([x, y, size, size], 1)[seen]
        canvas.ellipses(spots[::2], rgb("ffffff"), 0.95)
        canvas.ellipses(spots[1::2], mix(rgb("ffffff"), rgb("9fc0ff"), 0.5), 0.8)

    return Layer(0.0, -2.2, _EDGE, paint, name="sky")


def keep_up(act: Act, moment: Moment, tall: float) -> Act:
    """Return an act that rises as far as the camera has looked up, and a little more; `tall` is the height of who does it."""
    way = max(0.0, -moment.pose.tilt)
    return replace(act, lift=(way + _OWN_WAY * moment.share) / max(0.05, tall))


class Riser(Performer):
    """A balloon, a lantern or a kite that goes up until there are stars around it."""

    def act(self, moment: Moment) -> Act:
        """Return what it does now: as it rises anywhere, but as far as the camera follows."""
        return keep_up(super().act(moment), moment, self.tall)
