"""The camera's maps from the world to pixels."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.engines.animatic.plan import CameraMove
from reelwright.engines.animatic.stage.camera import Camera, Pose, ease

HEIGHT, WIDTH = 720, 1280


def camera_of(move: CameraMove = CameraMove.STATIC) -> Camera:
    return Camera(move, 5.0, WIDTH / HEIGHT, 0.55, 0.32, 7)


poses = st.builds(
    Pose,
    pan=st.floats(-0.3, 0.3),
    tilt=st.floats(-0.2, 0.2),
    truck=st.floats(-0.5, 0.5),
    crane=st.floats(-0.1, 0.3),
    dolly=st.floats(0, 0.3),
    zoom=st.floats(1, 1.2),
)


@given(poses, st.floats(0.1, 1.3), st.floats(-0.8, 0.8))
def test_feet_stay_where_they_touch_the_ground(pose: Pose, near: float, x: float) -> None:
    """A standing sheet and the ground under it agree on the point where they meet, under every move."""
    camera = camera_of()
    point = np.array([x, camera.horizon + camera.eye * near, 1.0])
    standing = camera.plate(pose, near, HEIGHT, WIDTH) @ point
    ground = camera.ground(pose, HEIGHT, WIDTH) @ point
    assert np.allclose(standing[:2], ground[:2] / ground[2], atol=1e-6)


@pytest.mark.parametrize("move", list(CameraMove))
def test_moves_have_no_jerks(move: CameraMove) -> None:
    camera = camera_of(move)
    matrix = np.array(
        [camera.plate(camera.pose(index / 120), 1.0, HEIGHT, WIDTH)[:2].ravel() for index in range(121)]
    )
    steps = np.abs(np.diff(matrix, axis=0)).max(axis=1)
    assert steps.max() < 0.02 * HEIGHT


def test_near_things_move_more_than_far_ones() -> None:
    camera = camera_of(CameraMove.TRUCK_RIGHT)
    shifts = []
    for near in (0.0, 0.3, 1.0, 1.4):
        first, last = (camera.plate(camera.pose(share), near, HEIGHT, WIDTH)[0, 2] for share in (0.0, 1.0))
        shifts.append(first - last)
    assert shifts == sorted(shifts)
    assert shifts[0] == pytest.approx(0)


def test_a_crane_lets_near_things_sink_out_of_the_frame_while_the_distance_rises() -> None:
    camera = camera_of(CameraMove.CRANE_UP)
    ways = []
    for near in (0.05, 1.0, 1.4):
        point = np.array([0.0, camera.horizon + camera.eye * near, 1.0])
        first, last = (
            (camera.plate(camera.pose(share), near, HEIGHT, WIDTH) @ point)[1] / HEIGHT
            for share in (0.0, 1.0)
        )
        ways.append(last - first)
    assert ways[0] < -0.1
    assert ways[1] > 0.2
    assert ways[2] > 0.4


@given(st.floats(0, 1))
def test_easing_stays_between_its_ends(share: float) -> None:
    assert 0 <= ease(share) <= 1


def test_a_quake_throws_the_camera_about() -> None:
    calm = camera_of(CameraMove.STATIC)
    quake = Camera(CameraMove.STATIC, 5.0, WIDTH / HEIGHT, 0.55, 0.32, 7, quaking=True)
    tilts = np.array([quake.pose(index / 120).tilt for index in range(121)])
    assert np.ptp([calm.pose(index / 120).tilt for index in range(121)]) == 0
    assert 0.008 < np.ptp(tilts) < 0.05
    assert (np.diff(np.sign(np.diff(tilts))) != 0).sum() > 15
