"""A table seen so near that it is the ground: what lies on it fills the frame, its legs are far below."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from reelwright.engines.animatic.plan import Shot, Storyboard, Subject
from reelwright.engines.animatic.stage.act import Act
from reelwright.engines.animatic.stage.blend import Scratch, darken
from reelwright.engines.animatic.stage.camera import Camera
from reelwright.engines.animatic.stage.canvas import Pixels
from reelwright.engines.animatic.stage.cast import Performer
from reelwright.engines.animatic.stage.mover import Moment
from reelwright.engines.animatic.stage.scene import Scene
from reelwright.engines.animatic.stage.sprite import ellipse_mask

CLOSE = "tabletop"
"""The feature of a place of which a table is all that is seen."""
_TALLEST = (0.54, 0.48, 0.4)  # of what lies there, in frame heights, for one thing, two, more
_GAP = 0.12  # between things, as a share of the widest


def is_ground(subject: Subject, shot: Shot) -> bool:
    """Return whether a subject is the table on which a shot is seen close up."""
    laid = any(other.bond and shot.subjects[other.bond.to] is subject for other in shot.subjects)
    return subject.art == "bare-table" and CLOSE in shot.features and laid


def side_by_side(widths: Sequence[float]) -> list[float]:
    """Return the middles of things of these widths in a row about 0, with gaps between them."""
    gap = _GAP * max(widths)
    ends = list(accumulate(width + gap for width in widths))
    return [end - gap - width / 2 - (ends[-1] - gap) / 2 for end, width in zip(ends, widths, strict=True)]


class Table(Performer):
    """The table: not drawn itself, it carries what lies on it where the ground of the scene is."""

    def __init__(
        self, subject: Subject, index: int, shot: Shot, board: Storyboard, scene: Scene, aspect: float
    ) -> None:
        super().__init__(subject, index, shot, board, scene, aspect)
        self._laid = [
            other for other in shot.subjects if other.bond and shot.subjects[other.bond.to] is subject
        ]
        count = sum(max(1, other.count) for other in self._laid)
        largest = max((other.size for other in self._laid), default=subject.size)
        self.tall *= _TALLEST[min(3, max(1, count)) - 1] / largest
        self._top = max((other.bond.y for other in self._laid if other.bond), default=1.0)

    def act(self, moment: Moment) -> Act:
        """Keep still."""
        return Act()

    def foot(self, near: float, moment: Moment) -> float:
        """Return the world height of its feet: its top is level with the ground of the scene."""
        return super().foot(near, moment) + self._top * self.tall

    def box(
        self, camera: Camera, moment: Moment, height: int, width: int, aspect: float
    ) -> tuple[float, float, float, float]:
        """Return left, top, right, bottom in pixels of all that lies on it."""
        boxes = [other.box(camera, moment, height, width, aspect) for other in self.followers]
        left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
        return left, top, max(box[2] for box in boxes), max(box[3] for box in boxes)

    def draw(self, frame: Pixels, camera: Camera, moment: Moment, scratch: Scratch) -> None:
        """Draw the shadows of what lies on it."""
        height, width = frame.shape[:2]
        for other in self.followers:
            left, top, right, bottom = other.box(camera, moment, height, width, 1.0)
            tall = bottom - top
            mask = ellipse_mask(2 * int(0.52 * (right - left)) + 2, 2 * int(0.06 * tall) + 2)
            across, down = (left + right) / 2 - mask.shape[1] / 2, bottom - 0.02 * tall - mask.shape[0] / 2
            darken(frame, mask, round(across), round(down), 0.5)
