"""Layers: what is painted once and moved."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from reelwright.engines.animatic.plan import CameraMove, TimeOfDay, Weather
from reelwright.engines.animatic.stage.blend import Scratch, over, splat
from reelwright.engines.animatic.stage.camera import Camera
from reelwright.engines.animatic.stage.canvas import Canvas, rgb
from reelwright.engines.animatic.stage.layer import Layer, Shift
from reelwright.engines.animatic.stage.layers import PaintedLayer, hidden_rows, screens_before
from reelwright.engines.animatic.stage.light import Light, light_of

HEIGHT, WIDTH = 90, 160
DAY = light_of(TimeOfDay.DAY, Weather.CLEAR)


def paint_all(canvas: Canvas, light: Light) -> None:
    canvas.fill(rgb("ff0000"))


def painted(layer: Layer, move: CameraMove, *lights: Light) -> tuple[PaintedLayer, Camera]:
    camera = Camera(move, 5.0, WIDTH / HEIGHT, 0.55, 0.32, 7)
    poses = [(camera.pose(index / 24), index / 5) for index in range(25)]
    return PaintedLayer(layer, camera, poses, lights or (DAY,), HEIGHT, WIDTH), camera


@given(st.sampled_from(list(CameraMove)), st.floats(0, 1.4), st.floats(0, 1))
def test_a_layer_fills_the_frame_wherever_the_camera_looks(
    move: CameraMove, near: float, share: float
) -> None:
    layer, camera = painted(Layer(near, -9, 9, paint_all), move)
    frame = np.zeros((HEIGHT, WIDTH, 4), np.uint8)
    place = layer.place(camera.pose(share), share * 5)
    layer.draw(frame, place, Scratch(HEIGHT, WIDTH), HEIGHT)
    assert (frame[..., 0] >= 254).all()


def test_a_leaning_layer_loses_nothing_at_the_edge_of_its_boxes() -> None:
    """The lean must not push anything out of the boxes in which it is drawn."""

    def paint(canvas: Canvas, light: Light) -> None:
        canvas.rects(np.array([[-0.3, 0.2, -0.27, 0.9], [0.31, 0.2, 0.33, 0.9]]), rgb("ffffff"))

    still, camera = painted(Layer(1.0, 0.1, 1.0, paint), CameraMove.STATIC)
    leaning, _ = painted(
        Layer(1.0, 0.1, 1.0, paint, motion=lambda _: Shift(lean=0.15), foot=0.9), CameraMove.STATIC
    )
    sums = []
    for layer in (still, leaning):
        frame = np.zeros((HEIGHT, WIDTH, 4), np.uint8)
        layer.draw(frame, layer.place(camera.pose(0.5), 0.0), Scratch(HEIGHT, WIDTH), HEIGHT)
        sums.append(float(frame[..., 3].sum()))
    assert abs(sums[1] / sums[0] - 1) < 0.02


def test_what_is_hidden_is_not_drawn() -> None:
    back, camera = painted(Layer(0.0, -9, 9, paint_all), CameraMove.STATIC)

    def half(canvas: Canvas, light: Light) -> None:
        canvas.rects(np.array([-9, 0.5, 9, 9]), rgb("00ff00"))

    front, _ = painted(Layer(1.0, 0.4, 9, half), CameraMove.STATIC)
    places = [layer.place(camera.pose(0), 0.0) for layer in (back, front)]
    hidden = hidden_rows([back, front], places, HEIGHT)
    assert HEIGHT // 2 <= hidden[0] <= HEIGHT // 2 + 4
    assert hidden[1] == HEIGHT


def test_a_layer_between_two_lights_is_a_mixture() -> None:
    def paint(canvas: Canvas, light: Light) -> None:
        canvas.fill(light.zenith)

    night = light_of(TimeOfDay.NIGHT, Weather.CLEAR)
    layer, camera = painted(Layer(0.0, -9, 9, paint), CameraMove.STATIC, DAY, night)
    levels = []
    for share in (0.0, 0.5, 1.0):
        layer.relight(share)
        frame = np.zeros((HEIGHT, WIDTH, 4), np.uint8)
        layer.draw(frame, layer.place(camera.pose(0), 0.0), Scratch(HEIGHT, WIDTH), HEIGHT)
        levels.append(frame[..., :3].mean(axis=(0, 1)))
    assert np.allclose(levels[0], DAY.zenith, atol=1)
    assert np.allclose(levels[1], (levels[0] + levels[2]) / 2, atol=1.5)


def test_what_a_nearer_layer_hides_is_left_out_and_the_picture_is_the_same() -> None:
    size = (360, 640)
    camera = Camera(CameraMove.STATIC, 5.0, size[1] / size[0], 0.55, 0.32, 7)

    def veil(canvas: Canvas, light: Light) -> None:
        canvas.pixels[...] = (200, 0, 0, 200)

    def wall(canvas: Canvas, light: Light) -> None:
        canvas.fill(rgb("00ff00"))
        canvas.pixels[canvas.height // 2 :, : canvas.width // 2] = 0

    poses = [(camera.pose(0.5), 0.0)]
    layers = [
        PaintedLayer(Layer(near, -9, 9, paint), camera, poses, (DAY,), *size)
        for near, paint in ((0.5, veil), (1.0, wall))
    ]
    places = [layer.place(*poses[0]) for layer in layers]
    screens = screens_before(layers, places)
    whole, spared = (np.zeros((*size, 4), np.uint8) for _ in range(2))
    layers[0].draw(whole, places[0], Scratch(*size), size[0])
    layers[0].draw(spared, places[0], Scratch(*size), size[0], screens[0])
    assert (spared[..., 0] > 0).mean() < 0.6 < (whole[..., 0] > 0).mean()
    for frame in (whole, spared):
        layers[1].draw(frame, places[1], Scratch(*size), size[0])
    assert np.array_equal(whole[..., :3], spared[..., :3])


def test_a_ground_is_no_upright_screen() -> None:
    layers, place = [], []
    for layer in (Layer(0.0, -9, 9, paint_all), Layer(1.0, 0.55, 9, paint_all, ground=True)):
        found, camera = painted(layer, CameraMove.PUSH_IN)
        layers.append(found)
        place.append(found.place(camera.pose(0.8), 4.0))
    assert screens_before(layers, place) == [(), ()]


def test_blending_keeps_what_is_under_transparent_pixels() -> None:
    frame = np.full((4, 4, 4), 200, np.uint8)
    over(frame, np.zeros((2, 2, 4), np.uint8), 1, 1)
    assert (frame == 200).all()


def test_specks_keep_inside_the_frame() -> None:
    frame = np.zeros((20, 20, 4), np.uint8)
    spots = np.array([[-1.0, 5.0, 3.0], [19.5, 19.5, 2.0], [10.3, 10.6, 1.2], [400.0, -90.0, 2.0]])
    splat(frame, spots, rgb("ffffff"), np.ones(4))
    assert frame[10, 10, 0] > 200
    assert frame[19, 19, 0] > 150
    assert frame[0, 12].sum() == 0
