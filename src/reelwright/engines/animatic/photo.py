"""Image to video: a camera moves over the caller's picture, and its subject breathes, steps or dances a little.

The first frame is the picture itself; everything else grows from rest. Whatever moves, moves smoothly in space, so no line bends
by more than a few pixels.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from math import cos, pi, sin
from typing import Final

import numpy as np
from numpy.typing import NDArray

from reelwright.engines.animatic.art import art_group
from reelwright.engines.animatic.breeze import Breeze
from reelwright.engines.animatic.byhand import HANDS
from reelwright.engines.animatic.depth import Depth
from reelwright.engines.animatic.figure import Figure, Pose
from reelwright.engines.animatic.handwork import ReachingHand
from reelwright.engines.animatic.limber import Limber, stepping, swaying
from reelwright.engines.animatic.overlay import Overlay
from reelwright.engines.animatic.plan import Action, CameraMove, Shot, ShotSource, Storyboard, Subject
from reelwright.engines.animatic.plate import Plate
from reelwright.engines.animatic.relight import Relight
from reelwright.engines.animatic.tableau import Place, Tableau, make_tableau
from reelwright.engines.animatic.vapour import Vapour
from reelwright.engines.animatic.views import Camera, plan_move
from reelwright.engines.animatic.warp import Field, Grid, ease, rgb, smoothstep
from reelwright.media.frames import Frame


def photo_frames(
    board: Storyboard, shot: Shot, picture: Frame, plate: Plate | None = None
) -> Iterator[Frame]:
    """Yield the frames of `shot`: exactly `shot.frames` pictures of the size of `picture`, the first of which is `picture`.

    Before a shot that holds the same picture it ends with it instead: what comes toward the camera arrives there.
    picture: fitted to the frame. plate: the same with more detail and surroundings, for sharper zooms and wider pans.
    """
    height, width = picture.shape[:2]
    arriving = shot.frames > 1 and _arrives(board, shot)
    if not arriving:
        yield picture
    grid, tableau = Grid(width, height), make_tableau(picture, plate, acting=_acts(shot))
    chance = np.random.default_rng((board.seed, shot.start))
    move = plan_move(
        _camera(shot, tableau.figure), tableau.depth.focus, tableau.plate.slack, shot.frames / board.fps
    )
    phases = (float(chance.uniform(0, 2 * pi)), float(chance.uniform(0, 2 * pi)))
    camera = Camera(grid, tableau.depth, move, phases)
    light, weather, vapour = Relight(shot), Overlay(board, shot), Vapour(board, shot, tableau.depth)
    breeze = Breeze(board, shot, grid, picture, tableau.depth)
    length = (shot.frames - 1) / board.fps * shot.speed
    gesture = gesture_of(shot)
    if arriving:
        gesture = replace(gesture, swell=-_FROM_AFAR * gesture.swell, lift=-gesture.lift)
    by_hand = HANDS in shot.features
    if by_hand and not gesture.lift and not arriving:
        gesture = replace(gesture, lift=_TAKEN)
    hand = ReachingHand(board, leaving=arriving) if by_hand else None
    mime = Mime(grid, tableau.depth, gesture, board.beats_per_minute, length)
    for number in range(0 if arriving else 1, shot.frames):
        t, seconds = number / (shot.frames - 1), number / board.fps
        # Backwards: at rest at the end instead of at the start.
        way = 1 - t if arriving else t
        since = (shot.frames - 1 - number) / board.fps if arriving else seconds
        x, y = camera.look(way, since)
        breeze.bend(x, y, since)
        if tableau.figure is None:
            mime.bend(x, y, way, seconds * shot.speed)
        place = partial(camera.place, t=way, seconds=since)
        pose = mime.pose(way, seconds * shot.speed)
        frame = tableau.draw(grid, x, y, place, pose, smoothstep(2 * since))
        if hand is not None:
            hand.draw(frame, _side(tableau, place, pose), t)
        vapour.apply(frame, place, seconds)
        weather.apply(frame, t, seconds)
        yield light.apply(rgb(frame), t)


def _acts(shot: Shot) -> bool:
    return HANDS in shot.features or any(who.action is not Action.IDLE for who in shot.subjects)


def _side(tableau: Tableau, place: Place, pose: Pose) -> tuple[float, float]:
    """Return where in the frame a hand takes hold of the subject: a little right of its middle."""
    figure = tableau.figure
    if figure is None:
        x, y = place(tableau.depth.focus)
        return x + 0.04, y + 0.1
    return tableau.seen(place, 0.62, 0.55, pose)


def _arrives(board: Storyboard, shot: Shot) -> bool:
    """Return whether the shot leads up to one that holds its picture; the first of a video never does: it begins with it."""
    following = (after for after in board.shots if after.start == shot.end)
    held = any(after.source is ShotSource.HOLD and after.media[:1] == shot.media[:1] for after in following)
    return held and shot.start > 0


@dataclass(frozen=True, slots=True)
class Gesture:
    """How a subject moves in place.

    sway, bob: ways sideways and up as fractions of the width. rate: cycles per second, 0 for one to the beat of the music.
    swell: how much larger it gets by the end. breath: how much it swells and falls with each cycle.
    lift: how far up a figure has gone by the end, in heights of itself. step: how high the feet of a figure step, and curve: how
    far its body sways, in heights of itself. spin: how far a figure turns to one side and to the other, in radians. getting_up:
    whether it stands up first.
    """

    sway: float = 0.0
    bob: float = 0.0
    rate: float = 0.3
    swell: float = 0.0
    breath: float = 0.006
    lift: float = 0.0
    step: float = 0.0
    curve: float = 0.0
    spin: float = 0.0
    getting_up: bool = False


_GETS_UP: Final = re.compile(
    r"\b(?:stand|get|rise)(?:s|ing)?\s(?:up|to (?:its|his|her|their) feet)\b|站起|起身"
)
_UPRIGHT: Final = 0.13
"""How much taller somebody is who got up, in heights of who sat."""

_STILL: Final = Gesture()
_ALIVE: Final = Gesture(rate=0.25, curve=0.014)
_BEINGS: Final = frozenset(("people", "fantasy", "animals"))
_BODY: Final = 0.3
_BOW: Final = 0.014
"""How far, in heights of the frame, the head of a subject sways that could not be cut out: further, all beside it bends."""

_SETTLING: Final = 0.8
"""Seconds in which a subject comes to rest."""

_FROM_AFAR: Final = 0.4
"""How much of its growth somebody does who arrives in the picture: smaller than in it, more of what was filled in would show."""

_TAKEN: Final = 0.1
"""How far a hand lifts what it takes, in heights of it."""

_BENT: Final = 0.05
"""How much larger a subject may get that could not be cut out: more would squeeze what is at its edge, a face at worst."""

_GESTURES: Final = {
    Action.WALK: Gesture(sway=0.004, bob=0.004, rate=1.0, swell=0.05, step=0.075, curve=0.012),
    Action.RUN: Gesture(sway=0.005, bob=0.008, rate=1.5, swell=0.06, step=0.12, curve=0.012),
    Action.APPROACH: Gesture(sway=0.004, bob=0.005, rate=1.0, swell=0.22, step=0.075, curve=0.012),
    Action.JUMP: Gesture(bob=0.014, rate=0.8, breath=0.01),
    Action.DANCE: Gesture(sway=0.02, bob=0.012, rate=0.0, breath=0.01, step=0.07, curve=0.045),
    Action.SHAKE: Gesture(sway=0.008, bob=0.002, rate=3.0),
    Action.WAVE: Gesture(sway=0.006, rate=1.0, curve=0.02),
    Action.CHEER: Gesture(bob=0.012, rate=1.2, breath=0.01, curve=0.015),
    Action.CLAP: Gesture(bob=0.003, rate=2.0),
    Action.POINT: Gesture(sway=0.003, rate=0.3),
    Action.LAUGH: Gesture(sway=0.003, bob=0.006, rate=2.2),
    Action.CRY: Gesture(bob=0.004, rate=0.8),
    Action.GASP: Gesture(bob=0.004, rate=0.4, breath=0.01),
    Action.YAWN: Gesture(bob=0.003, rate=0.3, breath=0.03),
    Action.EAT: Gesture(bob=0.004, rate=1.4),
    Action.TALK: Gesture(sway=0.002, bob=0.003, rate=1.1, curve=0.012),
    Action.FLY: Gesture(sway=0.006, bob=0.008, rate=0.5),
    Action.FLOAT: Gesture(sway=0.004, bob=0.008, rate=0.3),
    Action.SWIM: Gesture(sway=0.008, bob=0.004, rate=0.6, curve=0.02),
    Action.DRIVE: Gesture(sway=0.001, bob=0.002, rate=2.5, swell=0.04),
    Action.SPIN: Gesture(rate=0.2, spin=0.7),
    Action.GROW: Gesture(swell=0.2),
    Action.RISE: Gesture(sway=0.002, rate=0.4, lift=0.35),
    Action.FALL: Gesture(sway=0.003, rate=0.5, lift=-0.3),
    Action.SLEEP: Gesture(rate=0.22, breath=0.014),
}


class Mime:
    """Moves the subject of a picture: as a figure where it could be cut out, else by bending the points that show it."""

    def __init__(
        self, grid: Grid, depth: Depth, gesture: Gesture, beats_per_minute: int, length: float
    ) -> None:
        """length: of the shot in seconds, at whose end the subject stands as it did: the next video may go on from there."""
        self._grid, self._gesture, self._focus = grid, gesture, depth.focus
        self._subject = grid.of_picture(depth.subject)
        self._length = length
        rows = np.flatnonzero(depth.subject.max(axis=1) > _BODY) / len(depth.subject)
        top, foot = (float(rows[0]), float(rows[-1])) if len(rows) > 1 else (0.0, 1.0)
        self._tall = max(foot - top, 0.1)
        self._up = np.clip((foot - grid.y[:, :1]) / self._tall, 0, 1)
        self._rate = gesture.rate or beats_per_minute / 120

    def pose(self, t: float, seconds: float) -> Pose:
        """Return how a figure stands at `t` of the shot (0 to 1), `seconds` after its start; cut out, it may move further."""
        gesture = self._gesture
        rise, angle = self._rise(seconds), 2 * pi * self._rate * seconds
        grown = 2 * gesture.swell * ease(t)
        breath = gesture.breath * rise * (1 - cos(angle)) / 2
        up = self._getting_up(seconds) if gesture.getting_up else 0.0
        return Pose(
            dx=2 * gesture.sway * rise * sin(angle),
            dy=4 * gesture.bob * rise * (1 - cos(2 * angle)) / 2 - grown / 8 + gesture.lift * ease(t),
            lean=6 * gesture.sway * rise * sin(angle),
            width=(1 + grown + breath - 0.3 * up) * cos(gesture.spin * rise * sin(angle)),
            height=1 + grown + 2 * breath + up,
            limber=self._limber(rise, angle) if gesture.step or gesture.curve else None,
        )

    @staticmethod
    def _getting_up(seconds: float) -> float:
        """Return how much taller somebody is who gets up: first a little less, for the swing of it."""
        return _UPRIGHT * smoothstep((seconds - 0.5) / 0.7) - 0.05 * smoothstep(seconds / 0.5) * (
            1 - smoothstep((seconds - 0.5) / 0.4)
        )

    def _rise(self, seconds: float) -> float:
        return smoothstep(seconds) * smoothstep((self._length - seconds) / _SETTLING)

    def _limber(self, rise: float, angle: float) -> Limber:
        gesture = self._gesture
        left, right = stepping(angle, rise * gesture.step)
        return Limber(left, right, swaying(angle, rise * gesture.curve))

    def bend(self, x: Field, y: Field, t: float, seconds: float) -> None:
        """Bend the points (x, y) in place for the moment `t` of the shot (0 to 1), `seconds` after its start."""
        gesture, aspect = self._gesture, self._grid.width / self._grid.height
        rise, angle = self._rise(seconds), 2 * pi * self._rate * seconds
        swollen = min(gesture.swell, _BENT) * ease(t) + gesture.breath * rise * (1 - cos(angle)) / 2
        size = swollen * self._subject
        x -= (x - self._focus[0]) * size / (1 + size)
        y -= (y - self._focus[1]) * size / (1 + size)
        x -= self._subject * (gesture.sway * rise * sin(angle))
        if gesture.curve:
            curve = swaying(angle, rise * min(_BOW, gesture.curve * self._tall) / aspect)
            x -= self._subject * np.interp(self._up, *_rising(curve)).astype(np.float32)
        y += self._subject * (gesture.bob * rise * aspect * (1 - cos(2 * angle)) / 2)


def _rising(curve: tuple[float, ...]) -> tuple[NDArray[np.float64], tuple[float, ...]]:
    """Return the heights of a curve's points, from the foot up, and how far each has gone."""
    return np.linspace(0, 1, len(curve)), curve[::-1]


def gesture_of(shot: Shot) -> Gesture:
    """Return what the subject of the shot does: the first action that a picture can show; who lives sways at least."""
    gesture = _deed_of(shot)
    return replace(gesture, getting_up=True) if _GETS_UP.search(shot.text.lower()) else gesture


def _deed_of(shot: Shot) -> Gesture:
    for who in shot.subjects:
        if who.action in _GESTURES:
            gesture = _GESTURES[who.action]
            # A cup that comes nearer has no feet to step with.
            return gesture if _lives(who) else replace(gesture, step=0.0, curve=0.0)
    return _ALIVE if any(_lives(who) for who in shot.subjects) else _STILL


def _lives(who: Subject) -> bool:
    return who.art is None or art_group(who.art) in _BEINGS


def _camera(shot: Shot, figure: Figure | None) -> CameraMove:
    """Return the camera of the shot; who comes toward it and can't be cut out is met by the camera instead."""
    approaching = any(who.action is Action.APPROACH for who in shot.subjects)
    met = approaching and figure is None and shot.camera in (CameraMove.STATIC, CameraMove.PUSH_IN)
    return CameraMove.FOLLOW if met else shot.camera
