"""Reference videos: retimed as they are, or moving a picture."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest
from tests.support.boards import board_of, shot_of
from tests.support.media import photo

from reelwright.engines.animatic.motion import _pose, motion_frames
from reelwright.engines.animatic.movement import BANDS, read_movement
from reelwright.engines.animatic.restyle import video_frames
from reelwright.errors import MediaError
from reelwright.media.encode import VideoSpec, write_video

WIDTH, HEIGHT, FRAMES = 384, 224, 36


def panning() -> Iterator[np.ndarray]:
    """The camera pans to the right: the scene moves to the left."""
    large = photo(2 * WIDTH, HEIGHT, seed=6)
    for number in range(FRAMES):
        yield np.ascontiguousarray(large[:, 4 * number : 4 * number + WIDTH])


def closing_in() -> Iterator[np.ndarray]:
    scene = photo(WIDTH, HEIGHT, seed=6)
    for number in range(FRAMES):
        turn = cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), 0, 1 + 0.01 * number)
        yield cv2.warpAffine(scene, turn, (WIDTH, HEIGHT))


def dancing() -> Iterator[np.ndarray]:
    """A figure sways before a camera that stands still, once a second."""
    ground = photo(WIDTH, HEIGHT, seed=8) // 2
    for number in range(FRAMES):
        frame = ground.copy()
        x = WIDTH // 2 + round(30 * np.sin(2 * np.pi * number / 24))
        cv2.ellipse(frame, (x, 130), (25, 70), 0, 0, 360, (220, 80, 60), -1)
        cv2.circle(frame, (x, 50), 20, (240, 200, 170), -1)
        for spot in range(6):
            cv2.circle(frame, (x - 10 + 4 * spot, 80 + 18 * spot), 4, (30, 30, 90), -1)
        yield frame


def still() -> Iterator[np.ndarray]:
    for _ in range(FRAMES):
        yield photo(WIDTH, HEIGHT, seed=8)


@pytest.fixture(scope="module", params=[panning, closing_in, dancing, still], ids=lambda make: make.__name__)
def any_reference(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(request.param(), tmp_path_factory.mktemp("reference"))


def written(frames: Iterator[np.ndarray], folder: Path) -> Path:
    path = folder / "reference.mp4"
    write_video(path, VideoSpec(WIDTH, HEIGHT, 24, "ultrafast"), frames)
    return path


def test_the_way_of_the_camera_is_measured(tmp_path: Path) -> None:
    movement = read_movement(written(panning(), tmp_path), WIDTH / HEIGHT, 0, FRAMES, 24)
    assert movement.camera[-1, 0] == pytest.approx(-4 * (FRAMES - 1) / WIDTH, rel=0.15)
    assert np.abs(movement.camera[:, 1:]).max() < 0.02
    assert np.abs(movement.body).max() < 0.03


def test_closing_in_is_told_from_moving(tmp_path: Path) -> None:
    movement = read_movement(written(closing_in(), tmp_path), WIDTH / HEIGHT, 0, FRAMES, 24)
    assert movement.camera[-1, 2] == pytest.approx(np.log(1 + 0.01 * (FRAMES - 1)), rel=0.15)
    assert np.abs(movement.camera[:, :2]).max() < 0.02


def test_a_body_is_told_from_the_camera(tmp_path: Path) -> None:
    movement = read_movement(written(dancing(), tmp_path), WIDTH / HEIGHT, 0, FRAMES, 24)
    sway = movement.body[:, 1:3, 0].mean(axis=1)
    assert movement.body.shape == (FRAMES, BANDS, 2)
    assert np.abs(movement.camera).max() < 0.02
    assert sway[6] > 0.02, "a quarter of a second in, the body has gone right"
    assert sway[18] < sway[6] - 0.06, "and half a second later left"


@pytest.mark.parametrize("frames", [FRAMES - 1, FRAMES, FRAMES + 1, 2 * FRAMES])
def test_a_reference_that_starts_again_does_not_leap_back(tmp_path: Path, frames: int) -> None:
    """Whether the seam falls on a measured picture or between two."""
    movement = read_movement(written(panning(), tmp_path), WIDTH / HEIGHT, 0, frames, 24)
    steps = np.diff(movement.camera[:, 0])
    assert len(movement.camera) == len(movement.body) == frames
    assert steps.max() < 0.004, "the view never goes back"
    assert steps.min() > -1.5 * 4 / WIDTH, "nor faster than the reference"


def test_a_single_frame_has_no_movement(tmp_path: Path) -> None:
    movement = read_movement(written(panning(), tmp_path), WIDTH / HEIGHT, 0, 1, 24)
    assert movement.camera.shape == (1, 4)
    assert not movement.camera.any()
    assert not movement.body.any()


def test_nothing_moves_where_nothing_moved(tmp_path: Path) -> None:
    path = written(still(), tmp_path)
    movement = read_movement(path, WIDTH / HEIGHT, 0, FRAMES, 24)
    assert np.abs(movement.camera).max() < 0.003
    shot, picture = shot_of(25), photo(192, 112)
    frames = list(motion_frames(board_of(shot), shot, picture, path))
    assert np.abs(frames[-1].astype(int) - picture).mean() < 3


def test_the_first_frame_is_the_picture_and_the_rest_moves_on_from_it(any_reference: Path) -> None:
    """Also over a shot longer than the reference, which starts again."""
    shot, picture = shot_of(60), photo(192, 112, seed=9)
    frames = [frame.copy() for frame in motion_frames(board_of(shot), shot, picture, any_reference)]
    assert len(frames) == 60
    assert np.array_equal(frames[0], picture)
    assert np.abs(frames[1].astype(int) - picture).mean() < 2.5
    assert all(frame.shape == picture.shape for frame in frames)


def test_the_picture_pans_as_the_reference_does(tmp_path: Path) -> None:
    shot, picture = shot_of(30), cv2.GaussianBlur(photo(192, 112, seed=9), (0, 0), 1)
    frames = list(motion_frames(board_of(shot), shot, picture, written(panning(), tmp_path)))
    greys = [cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY) for frame in (frames[0], frames[29])]
    flow = cv2.DISOpticalFlow.create(2).calc(*greys, None)
    assert np.median(flow[..., 0]) < -4


def test_a_shot_that_starts_later_uses_the_later_part(tmp_path: Path) -> None:
    path = written(panning(), tmp_path)
    board = board_of(shot_of(12), width=WIDTH, height=HEIGHT)
    late = list(video_frames(board, shot_of(12, start=20), path))
    expected = list(panning())[20:32]
    assert len(late) == 12
    for shown, source in zip(late, expected, strict=True):
        assert np.abs(shown.astype(int) - source).mean() < 6


@pytest.mark.parametrize(
    ("frames", "speed"), [(1, 1.0), (12, 1.0), (100, 1.0), (24, 0.5), (12, 2.0), (60, 4.0)]
)
def test_a_reference_fills_a_shot_of_any_length_and_pace(tmp_path: Path, frames: int, speed: float) -> None:
    shot = shot_of(frames, speed=speed)
    shown = list(video_frames(board_of(shot), shot, written(panning(), tmp_path)))
    assert len(shown) == frames
    assert all(frame.shape == (112, 192, 3) for frame in shown)


def test_a_somewhat_short_reference_is_stretched_rather_than_restarted(tmp_path: Path) -> None:
    path, shot = written(panning(), tmp_path), shot_of(48)
    board = board_of(shot, width=WIDTH, height=HEIGHT)
    *_, last = video_frames(board, shot, path, Fraction(FRAMES, 24))
    assert np.abs(last.astype(int) - list(panning())[-1]).mean() < 8


def test_a_broken_reference_is_a_fault_of_the_medium(tmp_path: Path) -> None:
    path = tmp_path / "broken.mp4"
    path.write_bytes(b"\0\0\0\x18ftypisom" + bytes(400))
    shot = shot_of(10)
    with pytest.raises(MediaError):
        list(video_frames(board_of(shot), shot, path))


def test_a_figure_bends_and_steps_as_the_dancer_does() -> None:
    still, swung = np.zeros((BANDS, 2)), np.zeros((BANDS, 2))
    swung[1:3, 0] = 0.06
    rest, pose = _pose(still), _pose(swung)
    assert rest.limber is not None
    assert pose.limber is not None
    assert rest.limber.left == rest.limber.right == rest.limber.reach == 0
    assert pose.limber.left > 0.01
    assert pose.limber.right == 0
    assert pose.limber.curve[1] > 0.02
    assert pose.limber.curve[0] == pose.limber.curve[-1] == 0
