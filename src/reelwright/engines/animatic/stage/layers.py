"""Layers of a scene: painted once, larger than the frame, then moved by the camera in every frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import ceil

import cv2
import numpy as np

from reelwright.engines.animatic.stage.blend import Scratch, at_once, over, warped
from reelwright.engines.animatic.stage.camera import Camera, Matrix, Pose
from reelwright.engines.animatic.stage.canvas import Canvas, Pixels
from reelwright.engines.animatic.stage.layer import RENEWAL, Layer, Renewal
from reelwright.engines.animatic.stage.light import Light
from reelwright.engines.animatic.stage.tiling import Area, GoesOn, Tile, tiles, uncovered

_MOST_ENLARGED = 6  # pixels of the frame along one of what is coarse
_EDGE = 6  # pixels over which a change of colour is an edge or a gradient
_BELOW = 8  # rows under the first from which all is solid that are drawn with what is above
_SCREEN = 8000  # pixels: less spares less than it takes to look for what it hides
_FINEST = 1.5  # pixels per frame pixel beyond which a closer camera is simply softer


class PaintedLayer:
    """A layer as pixels, for one light or for the way from one light to another."""

    def __init__(
        self,
        layer: Layer,
        camera: Camera,
        poses: Sequence[tuple[Pose, float]],
        lights: Sequence[Light],
        height: int,
        width: int,
    ) -> None:
        self.layer, self._camera = layer, camera
        self._height, self._width = height, width
        matrices = [layer.matrix(camera, pose, clock, height, width) for pose, clock in poses]
        if layer.stride is not None:
            first = replace(poses[0][0], dolly=-RENEWAL * layer.period)
            matrices.append(camera.ground(first, height, width))
        self._renewal: Renewal | None = None
        self._far_edge: float | None = None
        self._screens: list[Tile] = []
        region = _region(layer, matrices, height, width)
        self.visible = region is not None
        if region is None:
            return
        left, top, right, bottom = region
        self._cut = (top > layer.top, bottom < layer.bottom)
        scale = min(_FINEST * height, max(_magnification(matrix, region) for matrix in matrices))
        scale *= layer.detail
        self._step = int(np.clip(0.8 / layer.detail, 1, _MOST_ENLARGED))
        left, top = (np.floor(left * scale) - 1) / scale, (np.floor(top * scale) - 1) / scale
        offset = (
            width / 2
        ) % 1  # keeps a still camera on whole pixels, which are copied instead of resampled
        canvases = []
        for light in lights:
            canvas = Canvas(left - offset / scale, top, right + 2 / scale, bottom + 2 / scale, scale)
            layer.paint(canvas, light)
            canvas.soften(layer.blur)
            canvases.append(canvas)
        self._world = np.array([[1 / scale, 0, canvases[0].left], [0, 1 / scale, canvases[0].top], [0, 0, 1]])
        lean = max(abs(matrix[0, 1]) / matrix[1, 1] for matrix in matrices)
        self._crop([canvas.pixels for canvas in canvases], 0.0 if layer.ground else float(lean))

    def _crop(self, pictures: list[Pixels], lean: float) -> None:
        covers = [np.asarray(cv2.extractChannel(picture, 3), np.uint8) for picture in pictures]
        least, most = covers[0], covers[0]
        for cover in covers[1:]:
            least, most = np.minimum(least, cover), np.maximum(most, cover)
        rows, columns = np.flatnonzero(most.max(axis=1)), np.flatnonzero(most.max(axis=0))
        self.visible = len(rows) > 0
        if not self.visible:
            return
        top, bottom, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
        gaps = np.flatnonzero(least[top:bottom].min(axis=1) < 255)
        self._solid_from = int(gaps[-1] + 1) if len(gaps) else 0
        self._has_solid = self._solid_from < bottom - top - 4 and bottom == least.shape[0]
        self._tiles: list[Tile] = []
        if not self.layer.ground:  # that lies in perspective, and is drawn as a whole
            end = min(bottom, top + self._solid_from + _BELOW) if self._has_solid else bottom
            part = np.s_[top:end, left:right]
            goes_on = GoesOn(
                left == 0,
                top == 0 and self._cut[0],
                right == least.shape[1],
                end < bottom or (bottom == least.shape[0] and self._cut[1]),
            )
            reach = 3 + int(np.ceil(lean * (bottom - top) / 2))
            self._tiles = tiles(least[part], most[part], reach, self._step, goes_on)
        self._screens = [tile for tile in self._tiles if tile.solid]
        self._pictures = [np.ascontiguousarray(picture[top:bottom, left:right]) for picture in pictures]
        self._picture = self._pictures[0]
        self._world = self._world @ np.array([[1, 0, left], [0, 1, top], [0, 0, 1]], np.float64)

    @property
    def size(self) -> tuple[int, int]:
        """Height and width of its pixels."""
        return (self._picture.shape[0], self._picture.shape[1]) if self.visible else (0, 0)

    def steepest(self) -> float:
        """Return by how many levels its colours change at most from one pixel of the frame to the next."""
        if not self.visible:
            return 0.0
        # some pixels apart: the grain that keeps bands out of a gradient is no edge
        apart, high, wide = _EDGE, *self._picture.shape[:2]
        if min(high, wide) <= apart or len(self._pictures) > 1:
            return 255.0
        down = cv2.absdiff(self._picture[apart:], self._picture[:-apart]).max()
        across = cv2.absdiff(self._picture[:, apart:], self._picture[:, :-apart]).max()
        return float(max(down, across)) / apart / self._step

    def relight(self, share: float) -> None:
        """Use the light `share` (0..1) of the way from the first to the second."""
        if self.visible and len(self._pictures) > 1:
            if self._picture is self._pictures[0]:
                self._picture = np.empty_like(self._pictures[0])
            cv2.addWeighted(self._pictures[0], 1 - share, self._pictures[1], share, 0, dst=self._picture)

    def place(self, pose: Pose, clock: float) -> Matrix:
        """Return the map from the layer's pixels to the frame's."""
        if not self.visible:
            return np.eye(3)
        if self.layer.stride is not None:
            new = self.layer.renewed(self._camera, pose, clock, self._height, self._width)
            self._renewal = None if new is None else Renewal(new.matrix @ self._world, new.share)
            still = self._camera.ground(replace(pose, dolly=0.0), self._height, self._width)
            self._far_edge = _row(still @ self._world, 0.0)
        return np.asarray(
            self.layer.matrix(self._camera, pose, clock, self._height, self._width) @ self._world
        )

    def _edge(self, matrix: Matrix) -> float:
        """Return the row with which the ground begins; a walk does not bring the horizon nearer."""
        return _row(matrix, 0.0) if self._far_edge is None else self._far_edge

    def solid_row(self, matrix: Matrix) -> int:
        """Return the first row of the frame from which this layer hides everything behind it."""
        if self.layer.ground:
            return ceil(self._edge(matrix)) + 1
        if not self._has_solid:
            return self._height
        return (
            ceil(max(_row(matrix, self._solid_from), _row(matrix, self._solid_from, self._picture.shape[1])))
            + 1
        )

    def screens(self, matrix: Matrix) -> list[Area]:
        """Return the largest areas of the frame in which this layer hides everything behind it."""
        if not self._screens:
            return []
        placed = self._placed(matrix)
        areas = (self._area(tile, placed) for tile in self._screens)
        return [area for area in areas if (area[2] - area[0]) * (area[3] - area[1]) > _SCREEN]

    def _placed(self, matrix: Matrix) -> tuple[float, float, float, float]:
        """Return how wide and high a pixel is in the frame, and where the first one is, halfway up a layer that leans."""
        (wide, lean, left), (_, high, top), _ = matrix.tolist()
        return wide, high, left + lean * self._picture.shape[0] / 2, top

    def _area(self, tile: Tile, placed: tuple[float, float, float, float]) -> Area:
        # one row for all: boxes that round differently would leave a gap of one column between them
        wide, high, left, top = placed
        x0, y0 = round(wide * tile.left + left), round(high * tile.top + top)
        x1, y1 = round(wide * tile.right + left), round(high * tile.bottom + top)
        return (
            x0 if x0 > 0 else 0,
            y0 if y0 > 0 else 0,
            x1 if x1 < self._width else self._width,
            y1 if y1 < self._height else self._height,
        )

    def draw(
        self, frame: Pixels, matrix: Matrix, scratch: Scratch, bottom: int, screens: Sequence[Area] = ()
    ) -> None:
        """Draw the layer above row `bottom` of the frame; screens: the areas in which nearer layers hide it."""
        if not self.visible or bottom <= 0:
            return
        if self.layer.ground:
            self._draw_ground(frame, matrix, scratch, bottom)
            return
        solid = min(bottom, max(0, self.solid_row(matrix)))
        placed = self._placed(matrix)
        for tile in self._tiles:
            left, top, right, end = self._area(tile, placed)
            area = (left, top, right, min(solid, end))
            for screen in screens:
                area = uncovered(area, screen)
            if area[0] >= area[2] or area[1] >= area[3]:
                continue
            if not tile.solid:
                over(frame, self._seen(matrix, area, scratch), area[0], area[1])
                continue
            region = frame[area[1] : area[3], area[0] : area[2]]
            if self._step < 2:
                warped(self._picture, matrix, area, region, cv2.BORDER_REPLICATE)
            else:
                region[...] = self._seen(matrix, area, scratch)
        if solid < bottom:
            area = (0, solid, self._width, bottom)
            warped(self._picture, matrix, area, frame[solid:bottom], cv2.BORDER_REPLICATE)

    def _seen(self, matrix: Matrix, area: tuple[int, int, int, int], scratch: Scratch) -> Pixels:
        """Return the layer's pixels for `area` of the frame; what has no detail is moved small and then enlarged."""
        left, top, right, bottom = area
        step = self._step
        if step < 2:
            return warped(self._picture, matrix, area, scratch.view(bottom - top, right - left))
        wide, high = ceil((right - left) / step), ceil((bottom - top) / step)
        shrunk = matrix / step
        # a border of one pixel: an enlarged edge repeats instead of blending with what lies beyond it
        shrunk[:2, 2] += (1 - left / step, 1 - top / step)
        shrunk[2, 2] = 1.0
        box = (0, 0, wide + 2, high + 2)
        small = warped(self._picture, shrunk, box, np.empty((high + 2, at_once(wide + 2), 4), np.uint8))
        size = ((wide + 2) * step, (high + 2) * step)
        into = scratch.view(size[1], size[0])[:, : size[0]]
        large = cv2.resize(small, size, dst=into, interpolation=cv2.INTER_LINEAR)
        return np.asarray(large[step : step + bottom - top, step : step + right - left], np.uint8)

    def _draw_ground(self, frame: Pixels, matrix: Matrix, scratch: Scratch, bottom: int) -> None:
        edge = max(0.0, self._edge(matrix))
        whole = min(bottom, ceil(edge))
        if whole < bottom:
            warped(
                self._picture,
                matrix,
                (0, whole, self._width, bottom),
                frame[whole:bottom],
                cv2.BORDER_REPLICATE,
            )
            if self._renewal is not None:
                area, share = (0, whole, self._width, bottom), self._renewal.share
                into = scratch.view(bottom - whole, self._width)
                new = warped(self._picture, self._renewal.matrix, area, into, cv2.BORDER_REPLICATE)
                cv2.addWeighted(frame[whole:bottom], 1 - share, new, share, 0, dst=frame[whole:bottom])
        part = whole - edge
        if part > 1e-3 and 0 < whole <= bottom:
            # the row that the horizon cuts: mixed, or a slow tilt would move the horizon in whole pixels
            row = warped(
                self._picture,
                matrix,
                (0, whole - 1, self._width, whole),
                scratch.view(1, self._width),
                cv2.BORDER_REPLICATE,
            )
            cv2.addWeighted(frame[whole - 1 : whole], 1 - part, row, part, 0, dst=frame[whole - 1 : whole])


def _row(matrix: Matrix, y: float, x: float = 0.0) -> float:
    _, (d, e, f), (g, h, i) = matrix.tolist()
    return float((d * x + e * y + f) / (g * x + h * y + i))


def _region(
    layer: Layer, matrices: Sequence[Matrix], height: int, width: int
) -> tuple[float, float, float, float] | None:
    """Return the part of the world that the layer must cover to fill every frame, or None when it is never seen."""
    corners = np.array([[0, width, 0, width], [0, 0, height, height], [1, 1, 1, 1]], np.float64)
    seen = np.repeat(corners[None], len(matrices), axis=0)
    if layer.ground:
        rows = [min(_row(matrix, layer.top), height - 1.0) for matrix in matrices]
        seen[:, 1] = np.maximum(seen[:, 1], np.array(rows)[:, None])
    world = np.linalg.inv(np.stack(matrices)) @ seen
    places = world[:, :2] / world[:, 2:]
    low, high = places.min(axis=(0, 2)), places.max(axis=(0, 2))
    margin = 0.02
    top, bottom = max(layer.top, low[1] - margin), min(layer.bottom, high[1] + margin)
    return (
        None
        if top >= bottom
        else (float(low[0] - margin), float(top), float(high[0] + margin), float(bottom))
    )


def _magnification(matrix: Matrix, region: tuple[float, float, float, float]) -> float:
    """Return frame pixels per world unit where the layer is seen largest."""
    bottom = matrix[2, 1] * region[3] + matrix[2, 2]
    return float(matrix[0, 0] / (bottom if bottom > 0 else 1))


def hidden_rows(layers: Sequence[PaintedLayer], places: Sequence[Matrix], height: int) -> list[int]:
    """Return for each layer the row of the frame from which nearer layers hide it."""
    hidden = [height] * len(layers)
    for index in range(len(layers) - 1, 0, -1):
        row = layers[index].solid_row(places[index]) if layers[index].visible else height
        hidden[index - 1] = max(0, min(hidden[index], row))
    return hidden


def screens_before(layers: Sequence[PaintedLayer], places: Sequence[Matrix]) -> list[tuple[Area, ...]]:
    """Return for each layer the areas of the frame in which nearer layers hide it."""
    found: list[tuple[Area, ...]] = [()] * len(layers)
    for index in range(len(layers) - 1, 0, -1):
        found[index - 1] = (*found[index], *layers[index].screens(places[index]))
    return found
