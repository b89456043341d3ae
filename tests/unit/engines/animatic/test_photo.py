"""Image to video: camera moves and gestures over the caller's picture."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.boards import board_of, shot_of
from tests.support.media import photo

from reelwright.engines.animatic.depth import Depth, guess_depth
from reelwright.engines.animatic.photo import Mime, gesture_of, photo_frames
from reelwright.engines.animatic.plan import (
    Action,
    CameraMove,
    MediaUse,
    ShotSource,
    Subject,
    TimeOfDay,
    Weather,
)
from reelwright.engines.animatic.plate import make_plate
from reelwright.engines.animatic.views import Camera, plan_move
from reelwright.engines.animatic.warp import Grid, rgb
from reelwright.media.images import fit_image

WIDTH, HEIGHT = 320, 180
THEN_HELD = (ShotSource.PHOTO, ShotSource.PHOTO, ShotSource.HOLD)


def motion_between(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return the mean way of the picture's points, (right, down) in pixels."""
    greys = [cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY) for picture in (one, other)]
    flow = cv2.DISOpticalFlow.create(2).calc(*greys, None)
    return np.median(flow.reshape(-1, 2), axis=0)


@cache
def frames_of(camera: CameraMove, count: int = 49, action: Action = Action.IDLE) -> list[np.ndarray]:
    shot = shot_of(count, camera=camera, subjects=(Subject("cat", None, action),))
    picture = photo(WIDTH, HEIGHT, seed=5)
    return [frame.copy() for frame in photo_frames(board_of(shot), shot, picture)]


@pytest.mark.parametrize("camera", list(CameraMove))
def test_the_first_frame_is_the_callers_picture(camera: CameraMove) -> None:
    frames = frames_of(camera)
    assert len(frames) == 49
    assert np.array_equal(frames[0], photo(WIDTH, HEIGHT, seed=5))
    assert all(frame.shape == (HEIGHT, WIDTH, 3) and frame.dtype == np.uint8 for frame in frames)


@pytest.mark.parametrize("camera", [move for move in CameraMove if move is not CameraMove.STATIC])
def test_no_frame_jumps(camera: CameraMove) -> None:
    """The second frame follows the first as smoothly as every other its neighbour."""
    frames = frames_of(camera)
    steps = [np.abs(after.astype(int) - before).mean() for before, after in pairwise(frames)]
    assert max(steps) > 0.2
    assert max(steps) < 4 * np.median(steps) + 0.5
    assert steps[0] < np.median(steps) + 0.5


@pytest.mark.parametrize(
    ("camera", "axis", "sign"),
    [
        (CameraMove.PAN_RIGHT, 0, -1),
        (CameraMove.PAN_LEFT, 0, 1),
        (CameraMove.TRUCK_RIGHT, 0, -1),
        (CameraMove.TILT_UP, 1, 1),
        (CameraMove.TILT_DOWN, 1, -1),
        (CameraMove.CRANE_UP, 1, 1),
    ],
)
def test_the_picture_moves_against_the_camera(camera: CameraMove, axis: int, sign: int) -> None:
    frames = frames_of(camera)
    way = motion_between(frames[0], frames[12]) + motion_between(frames[12], frames[24])
    assert sign * way[axis] > 3


def test_pushing_in_enlarges_and_pulling_out_shrinks_the_middle() -> None:
    grid, depth = Grid(WIDTH, HEIGHT), guess_depth(photo(WIDTH, HEIGHT))
    spans = {}
    for move in (CameraMove.PUSH_IN, CameraMove.PULL_OUT):
        x, _ = Camera(grid, depth, plan_move(move, (0.5, 0.5), (0, 0), 5), (0, 0)).look(1, 5)
        across = grid.spread(x)[HEIGHT // 2]
        spans[move] = across[WIDTH * 3 // 4] - across[WIDTH // 4]
    assert spans[CameraMove.PUSH_IN] < 0.45
    assert spans[CameraMove.PULL_OUT] > 0.53


def edges_of(values: np.ndarray) -> np.ndarray:
    return np.concatenate([values[0], values[-1], values[:, 0], values[:, -1]])


@settings(max_examples=60)
@given(
    camera=st.sampled_from(list(CameraMove)),
    action=st.sampled_from(list(Action)),
    t=st.floats(0, 1),
    seconds=st.floats(1, 15),
    seed=st.integers(0, 3),
    phases=st.tuples(st.floats(0, 6.28), st.floats(0, 6.28)),
)
def test_no_border_ever_comes_into_view(
    camera: CameraMove,
    action: Action,
    t: float,
    seconds: float,
    seed: int,
    phases: tuple[float, float],
) -> None:
    """Whatever the camera and the subject do, every pixel shows a point of the picture; half a pixel is rounding."""
    grid, depth = Grid(WIDTH, HEIGHT), guess_depth(photo(WIDTH, HEIGHT, seed=seed))
    x, y = Camera(grid, depth, plan_move(camera, depth.focus, (0, 0), seconds), phases).look(t, t * seconds)
    shot = shot_of(24, subjects=(Subject("cat", None, action),))
    Mime(grid, depth, gesture_of(shot), 120, seconds).bend(x, y, t, t * seconds)
    for values, pixels in ((x, WIDTH), (y, HEIGHT)):
        border = edges_of(grid.spread(values))
        assert border.min() > -0.6 / pixels
        assert border.max() < 1 + 0.6 / pixels


@pytest.mark.parametrize("camera", list(CameraMove))
def test_upright_lines_do_not_bend_visibly(camera: CameraMove) -> None:
    """A vertical line stays within 1.5 % of the width of a straight one."""
    grid, depth = Grid(WIDTH, HEIGHT), guess_depth(photo(WIDTH, HEIGHT, seed=1))
    x, _ = Camera(grid, depth, plan_move(camera, depth.focus, (0, 0), 5), (0, 0)).look(1, 5)
    across = grid.spread(x)
    rows = np.arange(HEIGHT)
    for column in range(20, WIDTH, 40):
        line = across[:, column]
        straight = np.polyval(np.polyfit(rows, line, 1), rows)
        assert np.abs(line - straight).max() < 0.015


def test_who_dances_moves_while_the_camera_stands_still() -> None:
    still, dancing = frames_of(CameraMove.STATIC), frames_of(CameraMove.STATIC, action=Action.DANCE)
    ways = [
        max(np.abs(frame.astype(int) - frames[0]).mean() for frame in frames) for frames in (still, dancing)
    ]
    assert ways[0] < 4, "it breathes"
    assert ways[1] > 1.5 * ways[0]


def test_night_falls_over_a_picture_when_the_shot_says_so() -> None:
    shot = shot_of(49, camera=CameraMove.STATIC, to_time=TimeOfDay.NIGHT)
    frames = list(photo_frames(board_of(shot), shot, photo(WIDTH, HEIGHT)))
    brightness = [frame.mean() for frame in frames]
    assert brightness[-1] < 0.6 * brightness[0]
    assert np.diff(brightness).max() < 0.5
    assert (
        frames[-1][..., 2].mean()
        > frames[-1][..., 0].mean() * frames[0][..., 2].mean() / frames[0][..., 0].mean()
    )


@pytest.mark.parametrize("weather", [Weather.RAIN, Weather.SNOW, Weather.STORM, Weather.WIND])
def test_weather_sets_in_over_the_picture(weather: Weather) -> None:
    """Not in the first frame, which is the caller's."""
    picture = cv2.GaussianBlur(photo(WIDTH, HEIGHT), (0, 0), 2)
    clear, falling = (
        list(photo_frames(board_of(shot, width=WIDTH, height=HEIGHT), shot, picture))
        for shot in (
            shot_of(36, camera=CameraMove.STATIC),
            shot_of(36, camera=CameraMove.STATIC, weather=weather),
        )
    )
    seen = [np.abs(one.astype(int) - other).mean() for one, other in zip(clear, falling, strict=True)]
    assert seen[0] == 0
    assert seen[3] < seen[35]
    assert seen[35] > 0.1


def test_another_seed_trembles_otherwise() -> None:
    shot, picture = shot_of(25, camera=CameraMove.HANDHELD), photo(WIDTH, HEIGHT)
    ends = [list(photo_frames(board_of(shot, seed=seed), shot, picture))[-1] for seed in (1, 1, 2)]
    assert np.array_equal(ends[0], ends[1])
    assert not np.array_equal(ends[0], ends[2])


def test_a_shot_of_one_frame_is_the_picture() -> None:
    assert len(frames_of(CameraMove.PUSH_IN, 1)) == 1
    uses, picture = (MediaUse("image", 1),), photo(WIDTH, HEIGHT, seed=5)
    shots = [shot_of(1, start, source=source, media=uses) for start, source in enumerate(THEN_HELD)]
    (only,) = photo_frames(board_of(*shots), shots[1], picture)
    assert np.array_equal(only, picture)


@pytest.mark.parametrize(("across", "down"), [(640, 480), (301, 420), (1000, 180), (90, 90), (3000, 2000)])
def test_a_plate_at_rest_looks_like_the_fitted_picture(across: int, down: int) -> None:
    """Or the second frame would jump."""
    whole = cv2.GaussianBlur(photo(across, down), (0, 0), 3)
    grid, plate = Grid(WIDTH, HEIGHT), make_plate(whole, WIDTH, HEIGHT)
    shown = rgb(plate.sample(grid, grid.x, grid.y))
    fitted = fit_image(whole, WIDTH, HEIGHT)
    assert np.abs(shown.astype(int) - fitted).mean() < 1.2
    assert np.abs(motion_between(fitted, shown)).max() < 0.15


@pytest.mark.parametrize(("across", "down"), [(1, 1), (1, 400), (400, 1), (2, 3)])
def test_even_a_picture_of_a_few_pixels_makes_a_plate(across: int, down: int) -> None:
    grid, plate = (
        Grid(WIDTH, HEIGHT),
        make_plate(photo(8, 8)[:1].repeat(down, 0)[:, :1].repeat(across, 1), WIDTH, HEIGHT),
    )
    assert rgb(plate.sample(grid, grid.x, grid.y)).shape == (HEIGHT, WIDTH, 3)


def test_a_plate_keeps_what_was_cropped_but_not_a_whole_panorama() -> None:
    assert make_plate(photo(320, 320), WIDTH, HEIGHT).slack == pytest.approx((0, 42 / 180))
    wide = make_plate(photo(4000, 180), WIDTH, HEIGHT)
    assert wide.slack == pytest.approx((0.5, 0))
    assert wide.source.shape[1] == pytest.approx(2 * 1.3 * WIDTH, abs=2)


def test_a_tilt_travels_over_the_cropped_part() -> None:
    tall = photo(320, 640, seed=2)
    shot = shot_of(73, camera=CameraMove.TILT_UP)
    plate = make_plate(tall, WIDTH, HEIGHT)
    *_, last = photo_frames(board_of(shot), shot, fit_image(tall, WIDTH, HEIGHT), plate)
    middle = round(0.3 * (640 - HEIGHT))
    way = cv2.matchTemplate(tall, last[60:120, 100:220], cv2.TM_CCOEFF_NORMED)
    top = cv2.minMaxLoc(way)[3][1] - 60
    assert top < middle - 0.25 * HEIGHT


def test_depth_is_small() -> None:
    depth = guess_depth(photo(1920, 1080))
    assert isinstance(depth, Depth)
    assert depth.nearness.shape[1] < 200


def test_somebody_who_cannot_be_cut_out_sways_with_the_head_and_not_with_the_feet() -> None:
    grid, depth = Grid(WIDTH, HEIGHT), guess_depth(photo(WIDTH, HEIGHT), np.ones((8, 8), np.float32))
    shot = shot_of(97, subjects=(Subject("woman", "woman-standing", Action.IDLE),))
    x, y = grid.x.copy(), grid.y.copy()
    Mime(grid, depth, gesture_of(shot), 120, 4.0).bend(x, y, 0.5, 1.2)
    middle = grid.x.shape[1] // 2
    way = np.abs(x - grid.x)[:, middle] * WIDTH
    assert way[len(way) // 4] > 3 * way[-3]
    assert way[len(way) // 4] > 0.3
