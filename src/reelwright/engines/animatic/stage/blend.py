"""Laying premultiplied RGBA pictures onto the frame.

The frame is RGBA too: OpenCV warps four channels twice as fast as three.
"""

from __future__ import annotations

from math import ceil, floor
from sys import byteorder

import cv2
import numpy as np

from reelwright.engines.animatic.stage.camera import Matrix
from reelwright.engines.animatic.stage.canvas import Floats, Pixels

_EVEN = 1e-6  # of a scale or a lean: less moves no pixel
_WHOLE = 1e-3  # pixels; what is nearer to a whole pixel stands on it
_LITTLE = byteorder == "little"
_ALPHA_SHIFT = np.uint32(24)
_INVERSE = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
AT_ONCE = (
    16  # pixels of a row that OpenCV warps together; each that is left over takes it as long as six of them
)


def at_once(width: int) -> int:
    """Return the width, in pixels, of a picture that holds `width` columns and takes OpenCV the least time to warp."""
    return -(-width // AT_ONCE) * AT_ONCE


class Scratch:
    """One reusable buffer, so that warping a layer does not allocate a picture every frame."""

    def __init__(self, height: int, width: int) -> None:
        self._flat: Pixels = np.empty(height * at_once(width) * 4, np.uint8)

    def view(self, height: int, width: int) -> Pixels:
        """Return a buffer (height, at least width, 4) to draw into, with undefined contents, valid until the next call."""
        wide = at_once(width)
        return self._flat[: height * wide * 4].reshape(height, wide, 4)

    def plane(self, height: int, width: int) -> Pixels:
        """Return a buffer (height, at least width) on the same terms."""
        wide = at_once(width)
        return self._flat[: height * wide].reshape(height, wide)


def over(frame: Pixels, picture: Pixels, left: int = 0, top: int = 0) -> None:
    """Blend a premultiplied picture onto the frame at (left, top); it must lie inside."""
    height, width = picture.shape[:2]
    region = frame[top : top + height, left : left + width]
    cv2.multiply(region, uncovered(picture), region, 1 / 255)
    cv2.add(region, picture, region)


def uncovered(picture: Pixels) -> Pixels:
    """Return what shows through the picture, 255 minus its alpha, in all four channels."""
    if picture.strides[1:] != (4, 1) or picture.strides[0] % 4:
        cover = cv2.bitwise_not(cv2.extractChannel(picture, 3))
        return np.asarray(cv2.merge([cover] * 4), np.uint8)
    # four bytes as one number: quicker than to take the channel out and to repeat it
    whole = picture.view(np.uint32)
    alpha = np.right_shift(whole, _ALPHA_SHIFT) if _LITTLE else np.bitwise_and(whole, 255)
    np.multiply(alpha, 0x01010101, out=alpha)
    return np.invert(alpha, out=alpha).view(np.uint8)


def bounds(matrix: Matrix, height: int, width: int) -> tuple[float, float, float, float]:
    """Return where the corners of a (height, width) picture land: left, top, right, bottom."""
    (a, b, c), (d, e, f), (g, h, i) = matrix.tolist()
    if g == h == 0.0:
        if i != 1.0:
            a, b, c, d, e, f = a / i, b / i, c / i, d / i, e / i, f / i
        wide, lean, turn, high = a * width, b * height, d * width, e * height
        left, right = (c, c + wide) if wide > 0 else (c + wide, c)
        top, bottom = (f, f + high) if high > 0 else (f + high, f)
        return (
            left + lean if lean < 0 else left,
            top + turn if turn < 0 else top,
            right + lean if lean > 0 else right,
            bottom + turn if turn > 0 else bottom,
        )
    corners = [
        ((a * x + b * y + c) / under, (d * x + e * y + f) / under)
        for x, y in ((0, 0), (width, 0), (0, height), (width, height))
        for under in (g * x + h * y + i,)
    ]
    xs, ys = zip(*corners, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def window(
    box: tuple[float, float, float, float], height: int, width: int
) -> tuple[int, int, int, int] | None:
    """Return the whole pixels of a (height, width) frame that `box` touches, or None."""
    x0, y0, x1, y1 = box
    left, top = floor(x0) if x0 > 0 else 0, floor(y0) if y0 > 0 else 0
    right, bottom = ceil(x1) if x1 < width else width, ceil(y1) if y1 < height else height
    return None if left >= right or top >= bottom else (left, top, right, bottom)


def warped(
    picture: Pixels,
    matrix: Matrix,
    area: tuple[int, int, int, int],
    into: Pixels,
    border: int = cv2.BORDER_CONSTANT,
) -> Pixels:
    """Draw `picture` through `matrix` (picture to frame, pixel edges) into a buffer and return `area` of the frame from it.

    into: holds `area` from its left edge on; what it holds beyond the right edge may be drawn too.
    """
    left, top, right, _ = area
    shown, size = into[:, : right - left], (into.shape[1], into.shape[0])
    # plain numbers: of so many small pictures, arrays of nine would cost more than the pixels
    (a, b, c), (d, e, f), (g, h, i) = matrix.tolist()
    if g or h:
        # to the middles of pixels, which OpenCV maps, and to the corner of the area: rows less so many times the last one
        c, f, i = c + (a + b) / 2, f + (d + e) / 2, i + (g + h) / 2
        x, y = left + 0.5, top + 0.5
        moved = np.array(
            [[a - x * g, b - x * h, c - x * i], [d - y * g, e - y * h, f - y * i], [g, h, i]], np.float64
        )
        cv2.warpPerspective(picture, moved, size, into, borderMode=border)
        return shown
    if i != 1.0:
        a, b, c, d, e, f = a / i, b / i, c / i, d / i, e / i, f / i
    x, y = c + (a + b - 1) / 2 - left, f + (d + e - 1) / 2 - top
    upright = -_EVEN < b < _EVEN and -_EVEN < d < _EVEN
    if upright and -_EVEN < a - 1 < _EVEN and -_EVEN < e - 1 < _EVEN and _shifted(picture, -x, -y, shown):
        return shown
    # turned round here: OpenCV takes longer for that than for a small picture
    under = a * e - b * d
    scale = 1 / under if under else 0.0
    a, b, d, e = e * scale, -b * scale, -d * scale, a * scale
    affine = np.array([[a, b, -a * x - b * y], [d, e, -d * x - e * y]])
    cv2.warpAffine(picture, affine, size, into, _INVERSE, border)
    return shown


def _shifted(picture: Pixels, x: float, y: float, into: Pixels) -> bool:
    """Copy what lies at (x, y) of a picture, between its pixels too, and return whether all of it is there.

    Two blends of neighbours cost half of what a warp does, one costs a quarter.
    """
    height, width = into.shape[:2]
    left, top = floor(x + _WHOLE), floor(y + _WHOLE)
    across, down = max(0.0, x - left), max(0.0, y - top)
    right, bottom = left + width + (across > _WHOLE), top + height + (down > _WHOLE)
    if min(left, top) < 0 or right > picture.shape[1] or bottom > picture.shape[0]:
        return False
    part = picture[top:bottom, left : left + width]
    if across > _WHOLE:
        beside = picture[top:bottom, left + 1 : right]
        part = np.asarray(cv2.addWeighted(part, 1 - across, beside, across, 0), np.uint8)
    if down > _WHOLE:
        cv2.addWeighted(part[:-1], 1 - down, part[1:], down, 0, dst=into)
    else:
        into[...] = part
    return True


def lay(frame: Pixels, picture: Pixels, matrix: Matrix, scratch: Scratch) -> None:
    """Blend a premultiplied picture onto the frame through `matrix`, touching only what it covers."""
    area = window(bounds(matrix, *picture.shape[:2]), *frame.shape[:2])
    if area is not None:
        into = scratch.view(area[3] - area[1], area[2] - area[0])
        over(frame, warped(picture, matrix, area, into), area[0], area[1])


def darken(frame: Pixels, mask: Pixels, left: int, top: int, strength: float) -> None:
    """Darken the frame by an 8-bit mask at (left, top), which may hang over the edge."""
    height, width = frame.shape[:2]
    x0, y0 = max(0, left), max(0, top)
    x1, y1 = min(width, left + mask.shape[1]), min(height, top + mask.shape[0])
    if x0 >= x1 or y0 >= y1:
        return
    part = mask[y0 - top : y1 - top, x0 - left : x1 - left]
    region = frame[y0:y1, x0:x1]
    shade = cv2.convertScaleAbs(part, alpha=-0.65 * strength, beta=255)
    cv2.multiply(region, cv2.cvtColor(shade, cv2.COLOR_GRAY2RGBA), dst=region, scale=1 / 255)


def shine(frame: Pixels, picture: Pixels, left: int, top: int, strength: float = 1.0) -> None:
    """Add a picture of light (alpha ignored) at (left, top), which may hang over the edge."""
    height, width = frame.shape[:2]
    x0, y0 = max(0, left), max(0, top)
    x1, y1 = min(width, left + picture.shape[1]), min(height, top + picture.shape[0])
    if x0 >= x1 or y0 >= y1 or strength <= 0:
        return
    part = picture[y0 - top : y1 - top, x0 - left : x1 - left]
    region = frame[y0:y1, x0:x1]
    if strength >= 1:
        cv2.add(region, part, dst=region)
    else:
        cv2.addWeighted(region, 1, part, strength, 0, dst=region)


def splat(frame: Pixels, spots: Floats, colour: Floats, alpha: Floats) -> None:
    """Draw small soft discs, all at once.

    spots: (n, 3) of centre x, y and radius in pixels, to sub-pixel accuracy. colour: (3,) or (n, 3), 0..255. alpha: (n,) 0..1.
    Where discs overlap the last one wins, which at such sizes nobody sees.
    """
    if len(spots) == 0:
        return
    height, width = frame.shape[:2]
    reach = int(np.ceil(spots[:, 2].max() + 1))
    grid = np.arange(-reach, reach + 1)
    base = np.floor(spots[:, :2]).astype(np.int64)
    xs, ys = base[:, 0, None, None] + grid[None, None, :], base[:, 1, None, None] + grid[None, :, None]
    dx, dy = xs + 0.5 - spots[:, 0, None, None], ys + 0.5 - spots[:, 1, None, None]
    radius = spots[:, 2, None, None]
    cover = (
        np.clip((radius + 0.7 - np.sqrt(dx * dx + dy * dy)) / (0.7 + 0.35 * radius), 0, 1)
        * alpha[:, None, None]
    )
    inside = (xs >= 0) & (xs < width) & (ys >= 0) & (ys < height) & (cover > 0.004)
    at = (ys * width + xs)[inside]
    share = cover[inside][:, None].astype(np.float32)
    tone = np.broadcast_to(np.asarray(colour, np.float32), (len(spots), 3))
    tones = np.broadcast_to(tone[:, None, None, :], (*cover.shape, 3))[inside]
    flat = frame.reshape(-1, 4)
    under = flat[at, :3]
    flat[at, :3] = (under + (tones - under) * share + 0.5).astype(np.uint8)
