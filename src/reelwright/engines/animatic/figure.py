"""A subject cut out of its picture, so that it can move against what is behind it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from reelwright.engines.animatic.filling import filled
from reelwright.engines.animatic.limber import Limber
from reelwright.engines.animatic.subject import SURE, Subject
from reelwright.engines.animatic.warp import Field, Grid, Rgba, rgba
from reelwright.media.frames import Frame

Alpha = NDArray[np.uint8]

_PORTRAIT, _BROAD = 0.6, 0.7
"""How high in the picture, and how broad for its height, a head is that stands in it alone."""

_SMALLEST, _LARGEST = 0.015, 0.6
"""Shares of the picture that a figure may cover: less is an accident, more leaves nothing to stand before."""

_STRETCH: Final = 0.15
"""How much taller someone cut off by the lower edge may grow for rising: more would pull a body long."""

_CROWN: Final = 0.01
"""Share of the frame that stays free above the head of whoever grows."""

_REFINED: Final = 480
_COARSE: Final = 240
_ALIKE: Final = 8.0
"""Width at which an outline is judged, and the distance in Lab below which both sides of it have one colour."""

_TORN: Final = 0.15
"""Share of an outline with one colour on both sides above which it runs through a thing rather than around it."""

_WHOLE: Final = 0.7
"""How sure the inside must be, less twice what is torn: either alone may be a shadow, both are half a body."""

_PIECE: Final = 0.08
"""Share of the outline's area from which on a part of it is no crumb."""

_ON_EDGE: Final = 0.04


@dataclass(frozen=True, slots=True)
class Pose:
    """How a figure stands, about its foot.

    dx, dy: where its foot has gone, in heights of the figure, right and up. lean: how far its head is to the right of its foot,
    in heights. width, height: its size against the picture's. limber: how it is bent, None for as it is.
    """

    dx: float = 0.0
    dy: float = 0.0
    lean: float = 0.0
    width: float = 1.0
    height: float = 1.0
    limber: Limber | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """A subject and its picture without it.

    background: the picture, filled behind the subject. sprite: the subject, premultiplied, cropped. left, top: of the sprite
    in the picture. foot: the point it stands on, (x, y) in pixels of the picture. cut: whether the picture's lower edge cuts it.
    torn: the share of its outline that has one colour on both sides.
    """

    background: Rgba
    sprite: Rgba
    left: int
    top: int
    foot: tuple[float, float]
    cut: bool
    torn: float = 0.0

    @property
    def right(self) -> int:
        """The column of the picture after its last."""
        return self.left + int(self.sprite.shape[1])

    @property
    def bottom(self) -> int:
        """The row of the picture after its last."""
        return self.top + int(self.sprite.shape[0])

    @property
    def _is_head(self) -> bool:
        """Whether it is as broad as it is tall and fills the picture: a portrait that stepped would tear its chin apart."""
        tall = self.foot[1] - self.top
        fills = bool(tall > _PORTRAIT * self.background.shape[0])
        return fills and self.sprite.shape[1] > _BROAD * tall

    def draw(self, frame: Rgba, head: tuple[float, float], foot: tuple[float, float], pose: Pose) -> None:
        """Draw the figure onto `frame` in `pose`; head and foot: where the camera sees them, in pixels of `frame`."""
        tall = self.foot[1] - self.top
        zoom = (foot[1] - head[1]) / tall
        if self.cut:
            # Whoever is cut off by the lower edge can only rise by growing: lifted, the cut would show.
            rising = min(max(pose.dy, 0), _STRETCH)
            pose = replace(pose, dy=0.0, height=pose.height + rising, limber=_waist(pose.limber))
        elif self._is_head:
            pose = replace(pose, limber=_waist(pose.limber))
        across, along = zoom * pose.width, zoom * pose.height
        slant = -zoom * pose.lean
        x = foot[0] + pose.dx * zoom * tall
        y = foot[1] - pose.dy * zoom * tall
        # Whoever comes so near that it would lose its head loses its feet instead.
        crown = foot[1] - min(pose.dy, 0.0) * zoom * tall - along * tall
        y += max(0.0, min(head[1], _CROWN * frame.shape[0]) - crown)
        # From pixels of the sprite, whose foot is (fx, fy), to pixels of the frame.
        fx, fy = self.foot[0] - self.left, self.foot[1] - self.top
        matrix = np.array([[across, slant, x - across * fx - slant * fy], [0, along, y - along * fy]])
        if pose.limber is None:
            _lay(frame, self.sprite, matrix)
        else:
            _lay_bent(frame, self.sprite, matrix, pose.limber, ((fx, fy), tall))


def cut_out(picture: Frame, subject: Subject) -> Figure | None:
    """Return the figure in `picture`, or None when it can't be moved without showing where it was cut.

    Too small, too large or too vague a subject makes no figure, nor does one that another edge than the lower cuts off, or whose
    outline runs through one colour: part of somebody would stay behind.
    """
    mask = subject.mask
    if subject.sureness < SURE or not _SMALLEST < float(mask.mean()) < _LARGEST:
        return None
    if max(float(edge.mean()) for edge in (mask[0], mask[:, 0], mask[:, -1])) > _ON_EDGE:
        return None
    alpha = _refined(picture, mask)
    rows, columns = np.flatnonzero(alpha.max(axis=1) > 127), np.flatnonzero(alpha.max(axis=0) > 127)
    if not len(rows) or _in_pieces(alpha):
        return None
    torn = _torn(picture, alpha)
    if torn > _TORN or subject.sureness - 2 * torn < _WHOLE:
        return None
    top, bottom = max(0, rows[0] - 8), min(alpha.shape[0], rows[-1] + 9)
    left, right = max(0, columns[0] - 8), min(alpha.shape[1], columns[-1] + 9)
    part = np.s_[top:bottom, left:right]
    cover = alpha[part]
    solid = cv2.multiply(np.ascontiguousarray(picture[part]), cv2.merge([cover] * 3), scale=1 / 255)
    standing = alpha[rows[-1] - (rows[-1] - rows[0]) // 12 : rows[-1] + 1].sum(axis=0, dtype=np.float64)
    foot_x = float((standing * np.arange(len(standing))).sum() / max(standing.sum(), 1))
    return Figure(
        background=rgba(filled(picture, alpha)),
        sprite=np.asarray(cv2.merge([*cv2.split(solid), cover]), np.uint8),
        left=int(left),
        top=int(top),
        foot=(foot_x, float(rows[-1] + 1)),
        cut=bool(rows[-1] >= alpha.shape[0] - 3),
        torn=torn,
    )


def _in_pieces(alpha: Alpha) -> bool:
    """Return whether a part of the outline hovers over another: what joins head and legs was not found."""
    small = cv2.resize(alpha, (_COARSE, max(8, round(_COARSE * alpha.shape[0] / alpha.shape[1]))))
    count, _, stats, _ = cv2.connectedComponentsWithStats((small > 127).astype(np.uint8))
    least = _PIECE * float(stats[1:, cv2.CC_STAT_AREA].sum())
    parts = [
        (x, y, x + across, y + down) for x, y, across, down, area in stats[1:count].tolist() if area > least
    ]
    return any(
        above[3] <= below[1] and above[0] < below[2] and below[0] < above[2]
        for above in parts
        for below in parts
    )


def _torn(picture: Frame, alpha: Alpha) -> float:
    """Return the share of an outline that has one colour on both sides, 0 to 1."""
    size = (_COARSE, max(8, round(_COARSE * picture.shape[0] / picture.shape[1])))
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    lab = np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2LAB), np.float32)
    inside = (cv2.resize(alpha, size, interpolation=cv2.INTER_AREA) > 127).astype(np.uint8)
    to_outside = cv2.distanceTransform(inside, cv2.DIST_L2, 3)
    to_inside = cv2.distanceTransform(1 - inside, cv2.DIST_L2, 3)
    within, within_there = _beside(lab, to_outside)
    without, without_there = _beside(lab, to_inside)
    outline = (to_outside > 0) & (to_outside <= 1) & within_there & without_there
    if not outline.any():
        return 1.0
    return float((np.linalg.norm(within - without, axis=2)[outline] < _ALIKE).mean())


def _beside(lab: Field, distance: cv2.typing.MatLike) -> tuple[Field, NDArray[np.bool_]]:
    """Return the mean colour near each point of what lies one to three pixels from an outline on one side, and where it is."""
    ring = ((distance > 1) & (distance <= 3)).astype(np.float32)
    weight = cv2.blur(ring, (7, 7))
    mean = cv2.blur(lab * ring[..., None], (7, 7)) / np.maximum(weight, 1e-4)[..., None]
    return np.asarray(mean, np.float32), np.asarray(weight > 0.02)


def _refined(picture: Frame, mask: Field) -> Alpha:
    """Return the mask at the size of the picture, its edge drawn to those of the picture.

    He et al., "Guided Image Filtering" (2010), with the grey picture as guide.
    """
    height, width = picture.shape[:2]
    size = (_REFINED, max(8, round(_REFINED * height / width)))
    guide = cv2.cvtColor(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY)
    rough = np.asarray(cv2.resize(mask, size, interpolation=cv2.INTER_CUBIC), np.float32)
    slope, offset = _guided(np.asarray(guide, np.float32) / np.float32(255), rough, radius=6, smoothness=2e-4)
    full_guide = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32) / 255
    fine = cv2.resize(slope, (width, height)) * full_guide + cv2.resize(offset, (width, height))
    sharp = np.clip((fine - 0.25) / 0.5, 0, 1)
    return np.asarray(cv2.GaussianBlur((sharp * 255).astype(np.uint8), (3, 3), 0), np.uint8)


def _guided(guide: Field, values: Field, radius: int, smoothness: float) -> tuple[Field, Field]:
    side = (2 * radius + 1, 2 * radius + 1)

    def mean(field: Field) -> Field:
        return np.asarray(cv2.blur(field, side), np.float32)

    guide_mean, values_mean = mean(guide), mean(values)
    variance = mean(guide * guide) - guide_mean * guide_mean
    covariance = mean(guide * values) - guide_mean * values_mean
    slope = np.asarray(covariance / (variance + smoothness), np.float32)
    return mean(slope), mean(values_mean - slope * guide_mean)


def _waist(limber: Limber | None) -> Limber | None:
    """Return how half a figure is bent: its legs are not in the picture."""
    return replace(limber, left=0.0, right=0.0) if limber else None


def _covered(
    frame: Rgba, sprite: Rgba, matrix: NDArray[np.float64], rim: float = 0.0
) -> tuple[int, int, int, int] | None:
    """Return left, top, right, bottom of the part of `frame` that a sprite covers, with a rim; None outside of it."""
    height, width = frame.shape[:2]
    corners = matrix @ np.array(
        [[0, sprite.shape[1]] * 2, [0, 0, *[sprite.shape[0]] * 2], [1] * 4], np.float64
    )
    beside = np.array([rim, 0.0])
    left, top = np.maximum(np.floor(corners.min(axis=1) - beside).astype(int), 0)
    right, bottom = np.minimum(np.ceil(corners.max(axis=1) + beside).astype(int), (width, height))
    return None if left >= right or top >= bottom else (int(left), int(top), int(right), int(bottom))


def _lay(frame: Rgba, sprite: Rgba, matrix: NDArray[np.float64]) -> None:
    """Blend a premultiplied picture onto `frame` through `matrix`, touching only the rectangle that it covers."""
    area = _covered(frame, sprite, matrix)
    if area is None:
        return
    left, top, right, bottom = area
    moved = matrix.copy()
    # OpenCV counts from the centres of pixels.
    moved[:, 2] += moved[:, :2] @ (0.5, 0.5) - (0.5 + left, 0.5 + top)
    _blend(frame, cv2.warpAffine(sprite, moved, (right - left, bottom - top)), left, top)


def _lay_bent(
    frame: Rgba,
    sprite: Rgba,
    matrix: NDArray[np.float64],
    limber: Limber,
    stand: tuple[tuple[float, float], float],
) -> None:
    """Do as `_lay` with a figure that is bent; `stand` is its foot in the sprite and its height, in pixels of the sprite."""
    (foot_x, foot_y), tall = stand
    area = _covered(frame, sprite, matrix, rim=limber.reach * tall * float(matrix[0, 0]) + 1)
    if area is None:
        return
    left, top, right, bottom = area
    grid = Grid(right - left, bottom - top)
    back = cv2.invertAffineTransform(matrix).astype(np.float32)
    x, y = grid.x * grid.width + left, grid.y * grid.height + top
    across, up = limber.source(
        (back[0, 0] * x + back[0, 1] * y + back[0, 2] - foot_x) / tall,
        (foot_y - back[1, 0] * x - back[1, 1] * y - back[1, 2]) / tall,
    )
    # OpenCV counts from the centres of pixels.
    columns = grid.spread(np.asarray(foot_x + across * tall - 0.5, np.float32))
    rows = grid.spread(np.asarray(foot_y - up * tall - 0.5, np.float32))
    _blend(frame, cv2.remap(sprite, columns, rows, cv2.INTER_LINEAR), left, top)


def _blend(frame: Rgba, drawn: cv2.typing.MatLike, left: int, top: int) -> None:
    region = frame[top : top + drawn.shape[0], left : left + drawn.shape[1]]
    rest = cv2.bitwise_not(cv2.extractChannel(drawn, 3))
    cv2.multiply(region, cv2.merge([rest] * 4), dst=region, scale=1 / 255)
    cv2.add(region, drawn, dst=region)
