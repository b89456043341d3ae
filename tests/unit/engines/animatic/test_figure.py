"""The subject of a picture: found, cut out, and set back in another pose."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support import film
from tests.support.boards import board_of, shot_of
from tests.support.media import photo

from reelwright.engines.animatic.depth import guess_depth
from reelwright.engines.animatic.figure import Figure, Pose, cut_out
from reelwright.engines.animatic.limber import Limber, bent_by, stepping
from reelwright.engines.animatic.photo import Mime, gesture_of, photo_frames
from reelwright.engines.animatic.plan import Action, CameraMove, MediaUse, ShotSource
from reelwright.engines.animatic.plan import Subject as Someone
from reelwright.engines.animatic.plate import Plate, make_plate
from reelwright.engines.animatic.subject import Subject, _main_part, closer, glance, outlined
from reelwright.engines.animatic.tableau import Tableau, make_tableau
from reelwright.engines.animatic.views import Camera, plan_move
from reelwright.engines.animatic.warp import Grid, rgb, rgba
from reelwright.media.images import fit_image, load_image

WIDTH, HEIGHT = 320, 180
SKIN = (230, 180, 150)


def portrait(x: int = 160, foot: int = 150) -> np.ndarray:
    """Return a picture of somebody in red, whose feet are at row `foot`, before a soft ground."""
    picture = (
        np.linspace((150, 190, 220), (120, 160, 110), HEIGHT)[:, None].repeat(WIDTH, axis=1).astype(np.uint8)
    )
    cv2.ellipse(picture, (x, foot - 45), (26, 45), 0, 0, 360, (190, 40, 40), -1, cv2.LINE_AA)
    cv2.circle(picture, (x, foot - 105), 18, SKIN, -1, cv2.LINE_AA)
    cv2.circle(picture, (x - 6, foot - 108), 2, (20, 20, 20), -1)
    cv2.circle(picture, (x + 6, foot - 108), 2, (20, 20, 20), -1)
    return picture


def _subject_of(picture: np.ndarray) -> Subject | None:
    return closer(picture, outlined(glance(picture)))


@cache
def figure_of(x: int = 160, foot: int = 150) -> Figure | None:
    picture = portrait(x, foot)
    subject = _subject_of(picture)
    assert subject is not None
    return cut_out(picture, subject)


def drawn(figure: Figure, pose: Pose = Pose()) -> np.ndarray:
    frame = figure.background.copy()
    figure.draw(frame, (figure.foot[0], float(figure.top)), figure.foot, pose)
    return rgb(frame)


def redness(picture: np.ndarray) -> np.ndarray:
    return picture[..., 0].astype(int) - picture[..., 1] > 60


def test_the_subject_is_found() -> None:
    subject = _subject_of(portrait())
    assert subject is not None
    mask = cv2.resize(subject.mask, (WIDTH, HEIGHT)) > 0.5
    true = (np.abs(portrait().astype(int) - portrait(x=-200)).max(axis=2)) > 20
    assert (mask & true).sum() / (mask | true).sum() > 0.75
    assert subject.sureness > 0.8


def _blobs(*blobs: tuple[int, int, int, int]) -> np.ndarray:
    mask = np.zeros((160, 160), np.float32)
    for left, top, width, height in blobs:
        mask[top : top + height, left : left + width] = 1
    return mask


@pytest.mark.parametrize(
    ("other", "together"),
    [
        ((100, 40, 24, 50), False),
        ((100, 60, 24, 60), True),
        ((81, 30, 30, 40), True),
        ((100, 20, 39, 55), True),
        ((100, 112, 8, 8), False),
    ],
    ids=["a tree behind", "a child beside", "a piece of it", "a twin", "a crumb"],
)
def test_what_belongs_to_a_subject_moves_with_it(other: tuple[int, int, int, int], together: bool) -> None:
    whole = _main_part(_blobs((40, 60, 40, 60), other))
    left, top, width, height = other
    assert whole[90, 60] == 1
    assert whole[top + height // 2, left + width // 2] == together


@pytest.mark.parametrize("level", [0, 130, 255])
def test_a_plain_picture_has_no_figure(level: int) -> None:
    plain = np.full((HEIGHT, WIDTH, 3), level, np.uint8)
    subject = _subject_of(plain)
    assert subject is None or cut_out(plain, subject) is None


def test_a_figure_set_back_in_its_place_gives_the_picture() -> None:
    figure = figure_of()
    assert figure is not None
    assert np.abs(drawn(figure).astype(int) - portrait()).mean() < 1.5


def test_the_figure_is_gone_from_what_is_behind_it() -> None:
    figure = figure_of()
    assert figure is not None
    assert redness(portrait()).sum() > 3000
    assert redness(rgb(figure.background)).sum() < 100
    assert np.abs(rgb(figure.background).astype(int) - portrait(x=-200)).mean() < 6


def test_a_figure_stands_on_its_foot() -> None:
    figure = figure_of()
    assert figure is not None
    assert figure.foot == pytest.approx((160, 150), abs=5)
    assert not figure.cut
    grown = drawn(figure, Pose(width=1.1, height=1.1))
    rows = np.flatnonzero(redness(grown).any(axis=1))
    assert rows[-1] == pytest.approx(np.flatnonzero(redness(portrait()).any(axis=1))[-1], abs=3)


def test_a_figure_leans_to_the_right_with_its_foot_in_place() -> None:
    figure = figure_of()
    assert figure is not None
    leaning = redness(drawn(figure, Pose(lean=0.2)))
    upper, lower = (
        np.flatnonzero(leaning[rows].any(axis=0)).mean() for rows in (slice(65, 75), slice(140, 148))
    )
    assert upper - lower == pytest.approx(0.2 * 75, abs=6)


def test_whoever_the_lower_edge_cuts_off_stays_cut_off_by_it() -> None:
    """Lifted, the cut would show in the middle of the picture."""
    figure = figure_of(foot=200)
    assert figure is not None
    assert figure.cut
    for pose in (Pose(dy=0.1), Pose(height=1.1), Pose(lean=0.1, dx=0.05)):
        assert redness(drawn(figure, pose))[-1].sum() > 25


@pytest.mark.parametrize("x", [4, WIDTH - 4])
def test_whoever_a_side_cuts_off_is_not_cut_out(x: int) -> None:
    assert figure_of(x) is None


@settings(max_examples=60)
@given(
    camera=st.sampled_from(list(CameraMove)),
    t=st.floats(0, 1),
    seconds=st.floats(0, 15),
    at=st.tuples(st.floats(0.2, 0.8), st.floats(0.2, 0.8)),
)
def test_a_figure_is_placed_where_the_camera_sees_it(
    camera: CameraMove, t: float, seconds: float, at: tuple[float, float]
) -> None:
    """`place` undoes `look` for points as near as the subject."""
    depth = guess_depth(photo(WIDTH, HEIGHT))
    level = type(depth)(np.full_like(depth.nearness, 0.5), depth.subject, depth.focus)
    grid = Grid(WIDTH, HEIGHT)
    eye = Camera(grid, level, plan_move(camera, depth.focus, (0.1, 0.1), 5), (1, 2))
    x, y = eye.look(t, seconds)
    column, row = int(at[0] * WIDTH), int(at[1] * HEIGHT)
    point = (float(grid.spread(x)[row, column]), float(grid.spread(y)[row, column]))
    assert eye.place(point, t, seconds) == pytest.approx(
        ((column + 0.5) / WIDTH, (row + 0.5) / HEIGHT), abs=0.004
    )


def test_a_tableau_begins_as_the_picture() -> None:
    """And is cut apart only as the movement sets in."""
    picture, grid = portrait(), Grid(WIDTH, HEIGHT)
    tableau = make_tableau(picture, None)
    assert tableau.figure is not None
    first = tableau.draw(grid, grid.x, grid.y, lambda point: point, Pose(), 0.0)
    assert np.abs(rgb(first).astype(int) - picture).mean() < 0.2


def test_a_figure_stands_in_the_frame_where_it_stands_in_the_whole_picture() -> None:
    tall = np.vstack([np.full((120, WIDTH, 3), (150, 190, 220), np.uint8), portrait()])
    plate = make_plate(tall, WIDTH, HEIGHT)
    picture, grid = fit_image(tall, WIDTH, HEIGHT), Grid(WIDTH, HEIGHT)
    tableau = make_tableau(picture, plate)
    frame = tableau.draw(grid, grid.x, grid.y, lambda point: point, Pose(), 1.0)
    assert np.abs(rgb(frame).astype(int) - picture).mean() < 2.5


def test_a_tableau_without_a_figure_is_its_plate() -> None:
    picture, grid = photo(WIDTH, HEIGHT), Grid(WIDTH, HEIGHT)
    tableau = Tableau(Plate(rgba(picture)), guess_depth(picture))
    frame = tableau.draw(grid, grid.x, grid.y, lambda point: point, Pose(dx=1), 1.0)
    assert np.array_equal(rgb(frame), picture)


@pytest.mark.parametrize(("action", "up"), [(Action.RISE, 1), (Action.FALL, -1)])
def test_who_rises_goes_up_in_the_picture_and_who_falls_goes_down(action: Action, up: int) -> None:
    shot = shot_of(49, camera=CameraMove.STATIC, subjects=(Someone("someone", None, action=action),))
    *_, last = photo_frames(board_of(shot, width=WIDTH, height=HEIGHT), shot, portrait(foot=150))
    rows = np.flatnonzero(redness(last).any(axis=1))
    before = np.flatnonzero(redness(portrait(foot=150)).any(axis=1))
    assert up * (before[0] - rows[0]) > 20


def test_whoever_is_cut_off_is_not_pulled_long_by_rising() -> None:
    figure = figure_of(foot=200)
    assert figure is not None
    assert np.array_equal(drawn(figure, Pose(dy=0.15)), drawn(figure, Pose(dy=0.6)))


def lowest(picture: np.ndarray, left: int, right: int) -> int:
    return int(np.flatnonzero(redness(picture)[:, left:right].any(axis=1))[-1])


def middle(picture: np.ndarray, top: int, bottom: int) -> float:
    return float(np.nonzero(redness(picture)[top:bottom])[1].mean())


def test_who_steps_lifts_one_foot_while_the_other_and_the_chest_stay() -> None:
    figure = figure_of()
    assert figure is not None
    stands, steps = drawn(figure), drawn(figure, Pose(limber=Limber(left=0.1)))
    assert lowest(stands, 140, 152) - lowest(steps, 140, 152) >= 6
    assert abs(lowest(stands, 168, 180) - lowest(steps, 168, 180)) <= 1
    assert np.abs(stands[:80].astype(int) - steps[:80]).mean() < 0.5


def test_a_body_sways_above_its_feet() -> None:
    figure = figure_of()
    assert figure is not None
    stands, sways = drawn(figure), drawn(figure, Pose(limber=Limber(curve=(0.0, 0.1, 0.0))))
    assert middle(sways, 85, 95) - middle(stands, 85, 95) > 8
    assert abs(middle(sways, 146, 149) - middle(stands, 146, 149)) < 2


def test_a_straight_body_looks_as_it_does_in_the_picture() -> None:
    figure = figure_of()
    assert figure is not None
    difference = np.abs(drawn(figure, Pose(limber=Limber(curve=(0.0, 0.0)))).astype(int) - drawn(figure))
    assert difference.max() <= 4


def test_half_a_figure_has_no_feet_to_step_with() -> None:
    figure = figure_of(foot=195)
    assert figure is not None
    assert figure.cut
    assert (drawn(figure, Pose(limber=Limber(left=0.2))) == drawn(figure, Pose(limber=Limber()))).all()


@pytest.mark.parametrize("angle", [0.0, 0.9, 2.4, 4.0, 5.5])
def test_feet_step_in_turn(angle: float) -> None:
    left, right = stepping(angle, 0.1)
    assert min(left, right) == 0.0
    assert (right, left) == pytest.approx(stepping(angle + np.pi, 0.1), abs=1e-9)


def test_a_curve_keeps_both_ends_of_the_body_in_place() -> None:
    curve = bent_by([0.0, 0.4, 0.1, 0.0], 0.05)
    assert curve[0] == curve[-1] == 0.0
    assert 0.045 < curve[1] <= 0.05


@pytest.mark.parametrize("name", ["walk", "approach", "dance"])
def test_who_goes_in_a_picture_moves_its_feet(name: str) -> None:
    shot = shot_of(49, subjects=(Someone("she", None, Action(name)),), camera=CameraMove.STATIC)
    frames = list(photo_frames(board_of(shot, width=WIDTH, height=HEIGHT), shot, portrait()))
    feet = [lowest(frame, 140, 152) - lowest(frame, 168, 180) for frame in frames]
    assert min(feet) < -2
    assert max(feet) > 2


def test_who_has_walked_stands_at_the_end_so_that_the_next_video_may_go_on() -> None:
    shot = shot_of(49, subjects=(Someone("she", None, Action.WALK),), camera=CameraMove.STATIC)
    last = list(photo_frames(board_of(shot, width=WIDTH, height=HEIGHT), shot, portrait()))[-1]
    assert abs(lowest(last, 140, 152) - lowest(last, 168, 180)) <= 1


def test_who_comes_near_keeps_its_head_and_loses_its_feet() -> None:
    figure = figure_of(foot=170)
    assert figure is not None
    large = redness(drawn(figure, Pose(width=1.5, height=1.5)))
    assert not large[:3].any()
    assert large[-1].any()


def test_a_head_that_fills_the_picture_takes_no_steps() -> None:
    """One half of the chin would go up without the other."""
    background = np.full((HEIGHT, WIDTH, 4), 255, np.uint8)
    sprite = np.zeros((140, 130, 4), np.uint8)
    cv2.ellipse(sprite, (65, 70), (64, 69), 0, 0, 360, (200, 40, 40, 255), -1)
    head = Figure(background, sprite, 95, 30, (160.0, 170.0), cut=False)
    stepping_head = drawn(head, Pose(limber=Limber(left=0.1)))
    assert np.abs(stepping_head.astype(int) - stepping_head[:, 320 - np.arange(320) - 1]).mean() < 2.0


def test_somebody_small_beside_a_round_tree_is_found_where_somebody_acts(tmp_path: Path) -> None:
    medium = film.drawn_picture(tmp_path / "park.png", "A man stands in a park, static camera")
    picture = load_image(medium.path)
    figure = make_tableau(picture, None, acting=True).figure
    assert figure is not None
    tall, wide = figure.sprite.shape[:2]
    assert tall > 2 * wide, "a man, no tree"
    row = figure.sprite[tall // 7].astype(int)
    head = row[row[:, 3] > 200].mean(axis=0)
    assert head[0] > head[2] + 80, "with a face"


def test_an_outline_that_leaves_a_middle_out_makes_no_figure() -> None:
    picture = portrait()
    subject = _subject_of(picture)
    assert subject is not None
    mask = subject.mask.copy()
    rows = np.flatnonzero(mask.max(axis=1) > 0.5)
    mask[int(rows[0] + 0.35 * len(rows)) : int(rows[0] + 0.65 * len(rows))] = 0
    assert cut_out(picture, subject) is not None
    assert cut_out(picture, replace(subject, mask=mask)) is None


@pytest.mark.parametrize(("art", "steps"), [("man", True), ("cup-with-straw", False)])
def test_only_who_lives_steps(art: str, steps: bool) -> None:
    someone = Someone("someone", art, action=Action.APPROACH)
    assert (gesture_of(shot_of(24, subjects=(someone,))).step > 0) == steps


def test_what_comes_near_before_a_held_picture_arrives_at_it() -> None:
    picture, uses = portrait(), (MediaUse("image", 1),)
    coming = shot_of(
        36,
        24,
        source=ShotSource.PHOTO,
        media=uses,
        camera=CameraMove.POV,
        subjects=(Someone("woman", "woman", action=Action.APPROACH),),
    )
    still = shot_of(24, 60, source=ShotSource.HOLD, media=uses)
    board = board_of(shot_of(24), coming, still, width=WIDTH, height=HEIGHT)
    *_, last = frames = list(photo_frames(board, coming, picture))
    assert len(frames) == 36
    assert cv2.PSNR(last, picture) > 34
    assert cv2.PSNR(frames[0], picture) < 30


def test_who_gets_up_grows_taller_and_stays_so() -> None:
    shot = replace(
        shot_of(97, subjects=(Someone("woman", "woman", action=Action.WALK),)), text="She stands up and walks"
    )
    depth = guess_depth(portrait(), np.ones((8, 8), np.float32))
    up, plain = (
        Mime(Grid(WIDTH, HEIGHT), depth, gesture, 84, 4.0)
        for gesture in (gesture_of(shot), replace(gesture_of(shot), getting_up=False))
    )
    extra = [up.pose(t / 4, t).height - plain.pose(t / 4, t).height for t in (0.0, 0.4, 1.5, 4.0)]
    assert extra[0] == 0
    assert extra[1] < 0, "it gathers itself"
    assert extra[2] > 0.1
    assert extra[3] == pytest.approx(extra[2])
