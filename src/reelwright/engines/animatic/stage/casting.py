"""Puts the cast of a shot together and paints it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reelwright.engines.animatic import art
from reelwright.engines.animatic.plan import Shot, Storyboard
from reelwright.engines.animatic.stage.camera import Camera
from reelwright.engines.animatic.stage.cast import MOST_OF_ONE, Moment, Performer
from reelwright.engines.animatic.stage.light import Light
from reelwright.engines.animatic.stage.scene import Scene
from reelwright.engines.animatic.stage.sprite import (
    Sprite,
    artwork,
    build_of,
    cut_off,
    facing_of,
    faded,
)


def cast_of(board: Storyboard, shot: Shot, scene: Scene, aspect: float) -> list[Performer]:
    """Return the performers of a shot, not yet painted."""
    return [
        Performer(subject, index, shot, board, scene, aspect)
        for subject in shot.subjects
        for index in range(min(MOST_OF_ONE, max(1, subject.count)))
    ]


def dress(
    cast: Sequence[Performer],
    camera: Camera,
    moments: Sequence[Moment],
    lights: Sequence[Light],
    side: float,
    height: int,
    width: int,
) -> None:
    """Fit every performer into the frame and give it its picture in the size in which it will be seen."""
    sprites: dict[tuple[str | None, str | None, str, int, bool, art.Look], Sprite] = {}
    for performer in cast:
        subject = performer.subject
        sketch = artwork(subject, 64)
        performer.fit(camera, moments, sketch.shape[1] / sketch.shape[0], height, width)
        most = max(
            abs(performer.unit(camera, moment, performer.act(moment), height, width)[1, 1])
            for moment in moments
        )
        size = int(np.clip(-(-most // 64) * 64, 64, performer.fineness * height))
        looks = facing_of(subject)
        key = (subject.art, subject.colour, subject.name, size, looks * subject.facing < 0, subject.look)
        if key not in sprites:
            picture = artwork(subject, size)
            picture = faded(picture) if cut_off(subject) and performer.hanging else picture
            face = art.art_face(subject.art) if subject.art else None
            sprites[key] = Sprite(picture, lights, side, key[4], face, build_of(subject))
        performer.stage(sprites[key])


def lead_of(cast: Sequence[Performer]) -> Performer | None:
    """Return whom a following camera follows."""
    return max(cast, key=lambda performer: (performer._travels, performer.tall), default=None)
