"""Puts the cast of a shot together and paints it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

import cv2
import numpy as np

from reelwright.engines.animatic import art
from reelwright.engines.animatic.plan import Action, Feeling, Shot, Storyboard, Subject
from reelwright.engines.animatic.stage.camera import Camera
from reelwright.engines.animatic.stage.canvas import Colour, Pixels
from reelwright.engines.animatic.stage.cast import Performer
from reelwright.engines.animatic.stage.drawings import artwork, build_of, cut_off, drawings_of, facing_of
from reelwright.engines.animatic.stage.guises import guises
from reelwright.engines.animatic.stage.housing import panes, snowed
from reelwright.engines.animatic.stage.light import Light
from reelwright.engines.animatic.stage.limbs import REACH, ROOM
from reelwright.engines.animatic.stage.moods import moody
from reelwright.engines.animatic.stage.mover import MOST_OF_ONE, Moment
from reelwright.engines.animatic.stage.scene import Scene
from reelwright.engines.animatic.stage.sprite import Sprite, faded
from reelwright.engines.animatic.stage.sulks import sulking

_BEHIND = 0.55  # depth from which a subject is scenery
_FACED = frozenset({"body", "still", "bare"})
"""Those of the parts that are drawn by themselves in which the face is."""
_SHOWN = {Action.CRY: Feeling.SADNESS}
"""What a face shows of an action, where the prompt names no other feeling."""
_EDGE = 0.02  # thickness of the line around a subject in bold styles, in heights of its picture
_SIZES = 32  # rows between the sizes in which pictures are drawn, which are kept for other shots


def cast_of(board: Storyboard, shot: Shot, scene: Scene, aspect: float) -> list[Performer]:
    """Return the performers of a shot, not yet painted."""
    return [
        Performer(subject, index, shot, board, scene, aspect)
        for subject in shot.subjects
        for index in range(min(MOST_OF_ONE, max(1, subject.count)))
    ]


def fitted(
    cast: Sequence[Performer], camera: Camera, moments: Sequence[Moment], height: int, width: int
) -> float:
    """Fit all performers into the frame; return the share that the tallest keeps of its height, or its like of their spread."""
    lead = max(cast, key=lambda performer: performer.tall, default=None)
    if lead is None:
        return 1.0
    tall, spread = lead.tall, _spread(cast, lead.subject)
    for performer in cast:
        sketch = artwork(performer.subject, 64)
        performer.fit(camera, moments, sketch.shape[1] / sketch.shape[0], height, width)
    return min(lead.tall / tall, _spread(cast, lead.subject) / spread if spread else 1.0)


def _spread(cast: Sequence[Performer], subject: Subject) -> float:
    places = [performer._x for performer in cast if performer.subject is subject]
    return max(places) - min(places)


def dress(
    cast: Sequence[Performer],
    camera: Camera,
    moments: Sequence[Moment],
    lights: Sequence[Light],
    side: float,
    height: int,
    width: int,
    edge: Colour | None = None,
    *,
    snowy: bool = False,
) -> None:
    """Give every performer, fitted into the frame, its picture in the size in which it will be seen.

    edge: drawn around it. snowy: whether snow lies on what stands there.
    """
    sprites: dict[Hashable, Sprite] = {}
    for performer, subject in zip(cast, guises(cast), strict=True):
        # along the picture's own height: who lies on the side is as tall as who stands
        most = max(
            float(np.hypot(*performer.unit(camera, moment, performer.act(moment), height, width)[:2, 1]))
            for moment in moments
        )
        size = int(np.clip(-(-most // _SIZES) * _SIZES, 64, performer.fineness * height))
        looks = facing_of(subject)
        mirrored, heading = looks * subject.facing < 0, 0 if looks else subject.facing
        reaches = performer.reaches
        drawn = (subject.art, subject.colour, subject.name, subject.look, subject.action, subject.feeling)
        key = (drawn, size, mirrored, heading, reaches, performer.apart)
        if key not in sprites:
            picture = artwork(subject, size)
            picture = faded(picture) if cut_off(subject) and performer.hanging else picture
            picture = snowed(subject, picture) if snowy else picture
            drawings = drawings_of(subject, size, performer.apart)
            if edge is not None and subject.depth < _BEHIND:
                picture = edged(picture, edge)
                drawings = {name: edged(drawing, edge) for name, drawing in drawings.items()}
            face = art.art_face(subject.art) if subject.art else None
            picture, drawings = _felt(subject, picture, drawings)
            room = REACH if reaches else ROOM
            sprites[key] = Sprite(
                picture,
                lights,
                side,
                mirrored,
                face,
                build_of(subject),
                drawings,
                heading,
                room,
                panes(subject, picture),
            )
        performer.stage(sprites[key])


def _felt(
    subject: Subject, picture: Pixels, drawings: Mapping[str, Pixels]
) -> tuple[Pixels, dict[str, Pixels]]:
    """Return the pictures of a subject with what it feels in its face."""
    feeling, piece = subject.feeling or _SHOWN.get(subject.action), subject.art
    if feeling is None or piece is None:
        return picture, dict(drawings)
    face, profile = art.art_face(piece), art.art_profile(piece)

    def shown(drawing: Pixels) -> Pixels:
        if face is not None:
            return moody(drawing, face, feeling)
        return sulking(drawing, profile, feeling) if profile is not None else drawing

    return shown(picture), {
        name: shown(drawing) if name in _FACED else drawing for name, drawing in drawings.items()
    }


def edged(picture: Pixels, tone: Colour) -> Pixels:
    """Return a picture, premultiplied RGBA, with a line of one colour along the inside of its outline."""
    reach = max(1, round(_EDGE * picture.shape[0]))
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    alpha = np.pad(picture[..., 3], reach)
    core = cv2.erode(alpha, disc)[reach:-reach, reach:-reach]
    rim = cv2.GaussianBlur(cv2.subtract(picture[..., 3], core), (0, 0), 0.35 * reach).astype(np.float32) / 255
    rim = np.minimum(1, 1.4 * rim)[..., None]
    line = tone * (picture[..., 3:].astype(np.float32) / 255)
    lined = picture.copy()
    lined[..., :3] = (picture[..., :3] * (1 - rim) + line * rim).astype(np.uint8)
    return np.minimum(lined, picture[..., 3:])


def lead_of(cast: Sequence[Performer]) -> Performer | None:
    """Return whom a following camera follows."""
    return max(cast, key=lambda who: (who._travels, who._leader is None, who.tall), default=None)
