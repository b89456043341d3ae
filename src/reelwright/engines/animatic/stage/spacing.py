"""Those who would stand before each other are moved apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from reelwright.engines.animatic.plan import Action
from reelwright.engines.animatic.stage.camera import Camera
from reelwright.engines.animatic.stage.canvas import Floats
from reelwright.engines.animatic.stage.cast import Performer
from reelwright.engines.animatic.stage.drawings import artwork
from reelwright.engines.animatic.stage.mover import Moment
from reelwright.engines.animatic.stage.partner import Partner

_ROUNDS = 40
_SHARED = 0.14  # of the narrower's width, which two who stand beside each other may share
_COVERED, _COVERED_UPRIGHT = (
    0.4,
    0.55,
)  # of the width of scenery, which somebody before it may cover, in an upright frame too
_SCENERY = 0.55  # depth from which a subject is scenery
_RIM = 0.035  # heights of the frame that are kept free at its sides
_SMALLER, _LEAST = 0.96, 0.6  # by which all shrink who find no room, and how small they may become
_BUST, _WHOLE = (
    0.66,
    0.2,
)  # the share of its height that a close-up shows, and the heights of the frame that it shows in any case
_PASSING = frozenset({Action.FALL, Action.RISE})


@dataclass
class _Group:
    """All performers of one subject: their boxes (moments, 4) in pixels, and by what they have been moved and shrunk."""

    members: list[Performer]
    boxes: Floats
    scales: Floats
    near: float
    scenery: bool
    shift: float = 0.0
    size: float = 1.0

    @property
    def now(self) -> Floats:
        """Left, top, right, bottom in the middle of the shot."""
        return np.asarray(self.boxes[len(self.boxes) // 2])

    def room(self, way: float, width: int, rim: float) -> float:
        """Return by how many pixels it can go to the left or the right before it leaves the frame at some moment."""
        free = self.boxes[:, 0].min() - rim if way < 0 else width - rim - self.boxes[:, 2].max()
        return max(0.0, float(free))

    def move(self, pixels: float) -> None:
        """Move it by pixels of the middle of the shot."""
        step = pixels / float(self.scales[len(self.scales) // 2])
        self.shift += step
        self.boxes[:, ::2] += (step * self.scales)[:, None]

    def shrink(self, middle: float) -> None:
        """Make it smaller, about its feet, and draw it towards `middle`, in pixels."""
        self.size *= _SMALLER
        centre = self.boxes[:, ::2].mean(axis=1, keepdims=True)
        self.boxes[:, ::2] = centre + _SMALLER * (self.boxes[:, ::2] - centre)
        self.boxes[:, 1] = self.boxes[:, 3] - _SMALLER * (self.boxes[:, 3] - self.boxes[:, 1])
        self.move((1 - _SMALLER) * (middle - float(centre[len(centre) // 2, 0])))

    def settle(self) -> None:
        """Let its performers stand where it has been moved to."""
        middle = float(np.mean([performer._x for performer in self.members]))
        for performer in self.members:
            performer._x = middle + self.shift + self.size * (performer._x - middle)
            performer.tall *= self.size


def part(
    cast: Sequence[Performer], camera: Camera, moments: Sequence[Moment], height: int, width: int
) -> bool:
    """Move apart those who stand beside or before each other, and make them smaller where the frame has no room for all.

    moments: the first, one in the middle, and the last of the shot. Who acts on another, is carried or is passed by stays. Return
    whether anybody was moved.
    """
    groups = _groups(cast, camera, moments, height, width)
    rim = _RIM * height
    for _ in range(_ROUNDS):
        crowded = [_push(one, other, (width, height), rim) for one, other in combinations(groups, 2)]
        if not any(stuck is not None for stuck in crowded):
            break
        if any(crowded) and min(group.size for group in groups) > _LEAST:
            for group in groups:
                group.shrink(width / 2)
    moved = [group for group in groups if group.shift or group.size < 1]
    for group in moved:
        group.settle()
    return bool(moved)


def halves(cast: Sequence[Performer]) -> tuple[list[Performer], list[Performer]]:
    """Return who acts in front, and the scenery behind that stands for itself."""
    free = [who for who in cast if type(who) in (Performer, Partner)]
    back = [who for who in free if who.subject.depth >= _SCENERY]
    return [who for who in free if who.subject.depth < _SCENERY], back


def faces(
    cast: Sequence[Performer], camera: Camera, moments: Sequence[Moment], height: int, width: int
) -> tuple[float, float, float, float] | None:
    """Return left, top, right, bottom in pixels of what a close-up of several is about, or None where there are not several.

    That is all of them, but of what is tall no more than its upper part.
    """
    groups = [group for group in _groups(cast, camera, moments, height, width) if not group.scenery]
    if len(groups) < 2 and not any(isinstance(who, Partner) for group in groups for who in group.members):
        return None
    boxes = np.concatenate([group.boxes for group in groups])
    tall = boxes[:, 3] - boxes[:, 1]
    low = np.minimum(boxes[:, 3], boxes[:, 1] + np.maximum(_BUST * tall, _WHOLE * height))
    left, top, right = boxes[:, 0].min(), boxes[:, 1].min(), boxes[:, 2].max()
    return float(left), float(top), float(right), float(low.max())


def _groups(
    cast: Sequence[Performer], camera: Camera, moments: Sequence[Moment], height: int, width: int
) -> list[_Group]:
    own: dict[int, list[Performer]] = {}
    for performer in cast:
        free = type(performer) in (Performer, Partner) and performer._leader is None and not performer._passed
        if free and performer.subject.action not in _PASSING:
            own.setdefault(id(performer.subject), []).append(performer)
    groups = []
    for members in own.values():
        sketch = artwork(members[0].subject, 64)
        ratio = sketch.shape[1] / sketch.shape[0]
        boxes = np.array(
            [[who.box(camera, moment, height, width, ratio) for who in members] for moment in moments]
        )
        near = float(np.mean([who.near for who in members]))
        ends = np.concatenate([boxes[..., :2].min(axis=1), boxes[..., 2:].max(axis=1)], axis=1)
        scales = np.array([camera.plate(moment.pose, near, height, width)[0, 0] for moment in moments])
        scenery = members[0].subject.depth >= _SCENERY
        groups.append(_Group(members, ends, scales, near, scenery))
    return groups


def _push(one: _Group, other: _Group, size: tuple[int, int], rim: float) -> bool | None:
    """Move two groups apart; return whether the frame has no room for that, or None where they are apart."""
    width, tall = size
    far, near = sorted((one, other), key=lambda group: group.near)
    a, b = far.now, near.now
    level = min(a[3], b[3]) - max(a[1], b[1])
    if level < 0.2 * min(a[3] - a[1], b[3] - b[1]) or (far.scenery and near.scenery):
        return None
    behind = far.scenery and not near.scenery
    wide = float(a[2] - a[0]), float(b[2] - b[0])
    shared = (
        (_COVERED if width > 1.2 * tall else _COVERED_UPRIGHT) * wide[0] if behind else _SHARED * min(wide)
    )
    apart = float(a[0] + a[2] - b[0] - b[2]) / 2
    lack = sum(wide) / 2 - shared - abs(apart)
    if lack <= 1 or (behind and wide[1] <= shared):
        return None
    way = 1.0 if apart >= 0 else -1.0
    first = min(far.room(way, width, rim), lack if behind else lack / 2)
    second = min(near.room(-way, width, rim), lack - first)
    first = min(far.room(way, width, rim), lack - second)
    far.move(way * first)
    near.move(-way * second)
    return lack - first - second > 1
