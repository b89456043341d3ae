"""A forest seen from the air: crown behind crown to the horizon, mist in between."""

from __future__ import annotations

import numpy as np

from reelwright.engines.animatic.stage.canvas import Canvas, Colour, fade, mix, rgb, wander
from reelwright.engines.animatic.stage.layer import Layer
from reelwright.engines.animatic.stage.light import Light
from reelwright.engines.animatic.stage.outdoors import backdrop, hills, swaying
from reelwright.engines.animatic.stage.scene import Kit, Scene, cells, merged
from reelwright.engines.animatic.stage.trees import plant

_FIR, _LEAF, _JUNGLE = rgb("35684a"), rgb("4a8a40"), rgb("2f7a3c")
_CROWN = 0.2  # height of a crown at nearness 1, in frame heights


def crowns(kit: Kit, near: float, level: float, share: float) -> Layer:
    """Return a rank of tree tops about world height `level`, all of them hidden below by the rank before it."""
    key = kit.key(f"crowns{near}")
    tall = _CROWN * (0.25 + 0.75 * near)
    leaf = _JUNGLE if "jungle" in kit.features else _LEAF

    def paint(canvas: Canvas, light: Light) -> None:
        xs = canvas.xs()
        roll = 0.045 * near + 0.012
        tone = light.lit(_FIR if share > 0.5 else leaf, near)
        if kit.snowy:
            tone = mix(tone, light.lit(rgb("dfe8f0"), near), 0.55)
        deep = tone * np.float32(0.85 if kit.snowy else 0.62)

        def crest(x: np.ndarray) -> np.ndarray:
            return level - roll * wander(np.random.default_rng(key), x, 1.1, 2)

        # far ranks are packed: what shows between two trees is the dark of the wood, not the sky
        canvas.ridge(
            xs, crest(xs) - 0.35 * tall, fade(level - tall, deep, level + tall, tone * np.float32(0.5))
        )
        for depth in np.arange(0, 0.5 + 1.5 * near, 0.5):
            for x, rng in cells(canvas, key + round(2 * depth), 1.4 / tall, tall):
                foot = float(crest(np.array([x]))[0]) + (depth + float(rng.uniform(-0.15, 0.2))) * tall
                colour: Colour = mix(
                    _FIR if share > 0.5 else leaf, rgb("8fae3a"), float(rng.uniform(0, 0.25))
                )
                plant(kit, canvas, light, rng, (x, foot), tall * rng.uniform(0.75, 1.2), near, colour, share)
        canvas.rects(
            np.array([canvas.left, level + (0.6 + 1.5 * near) * tall, canvas.right, canvas.bottom]),
            deep * np.float32(0.9),
        )
        mist = np.array([canvas.left, level + 0.2 * tall, canvas.right, level + 1.6 * tall])
        canvas.rects(
            mist, mix(light.haze, light.sun, 0.12), 0.3 * (1 - 0.7 * min(1.0, near)), blur=0.3 * tall
        )

    motion = swaying(kit, 0.004, near * 9)
    return Layer(
        near, level - 2 * tall - 0.1 * near, 2.2, paint, motion=motion, foot=level + tall, name="crowns"
    )


def treetops(kit: Kit) -> Scene:
    """A forest from above its crowns."""
    horizon, eye = 0.36, 0.5
    share = 0.0 if "jungle" in kit.features else 0.55
    ranks = {
        near: crowns(kit, near, horizon + eye * near + 0.03, share)
        for near in (0.1, 0.17, 0.27, 0.42, 0.66, 1.05)
    }
    layers = [
        *backdrop(kit, horizon),
        merged(
            0.08,
            hills(kit, "far", 0.02, horizon - 0.01, 0.06, 0.9, rgb("7d97a8"), horizon + 0.05),
            hills(kit, "middle", 0.06, horizon + 0.025, 0.04, 0.7, rgb("5f8577"), horizon + 0.07),
            ranks[0.1],
        ),
        merged(0.22, ranks[0.17], ranks[0.27]),
        *(ranks[near] for near in (0.42, 0.66, 1.05)),
    ]
    return Scene(tuple(layers), horizon, eye, floor=False, dusty=False)
