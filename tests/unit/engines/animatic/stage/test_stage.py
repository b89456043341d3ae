"""The stage: shots drawn from storyboards."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from reelwright.engines.animatic.assemble import assemble
from reelwright.engines.animatic.plan import (
    Action,
    CameraMove,
    Setting,
    Shot,
    Storyboard,
    Subject,
    TimeOfDay,
    Weather,
)
from reelwright.engines.animatic.sources import source_frames
from reelwright.engines.animatic.stage import stage_frames
from reelwright.engines.animatic.stage.director import Director
from reelwright.media.frames import Frame

WIDTH, HEIGHT = 160, 90


def board_of(shot: Shot, *, seed: int = 7, width: int = WIDTH, height: int = HEIGHT) -> Storyboard:
    return Storyboard("", seed, width, height, 24, shot.end, (shot,))


def draw(shot: Shot, *, seed: int = 7, width: int = WIDTH, height: int = HEIGHT) -> list[Frame]:
    return list(stage_frames(board_of(shot, seed=seed, width=width, height=height), shot))


def change(first: Frame, second: Frame) -> float:
    return float(np.abs(first.astype(np.int16) - second).mean())


@pytest.mark.parametrize("camera", list(CameraMove))
@pytest.mark.parametrize("setting", list(Setting))
def test_every_setting_under_every_camera_move_gives_whole_frames(
    setting: Setting, camera: CameraMove
) -> None:
    shot = Shot(
        0, 4, "", setting=setting, camera=camera, subjects=(Subject("dog", "dog", Action.WALK, moves=True),)
    )
    frames = draw(shot, width=96, height=54)
    assert len(frames) == 4
    for frame in frames:
        assert frame.shape == (54, 96, 3)
        assert frame.dtype == np.uint8
        assert frame.flags.c_contiguous
        assert frame.std() > 4


@pytest.mark.parametrize("action", list(Action))
def test_every_action_moves_its_subject(action: Action) -> None:
    """Against the same shot without it, the subject's box or its inside changes over the shot."""
    shot = Shot(0, 49, "", setting=Setting.STUDIO, camera=CameraMove.STATIC)
    acting = replace(shot, subjects=(Subject("cat", "cat", action, size=0.5),))
    empty = draw(shot)[0]
    pictures = draw(acting)
    masks = [np.abs(frame.astype(np.int16) - empty).max(axis=2) > 24 for frame in pictures[::6]]
    assert any(mask.any() for mask in masks)
    moved = [np.logical_xor(first, second).sum() for first, second in pairwise(masks)]
    assert max(moved) > 12


@pytest.mark.parametrize("action", sorted(set(Action) - {Action.FALL, Action.RISE}))
@pytest.mark.parametrize("size", [(160, 90), (90, 160)])
def test_nothing_of_a_subject_is_cut_off(action: Action, size: tuple[int, int]) -> None:
    """No pixel of a standing subject touches the frame's edge, however large it was asked to be."""
    width, height = size
    shot = Shot(0, 73, "", setting=Setting.STUDIO, camera=CameraMove.STATIC)
    empty = draw(shot, width=width, height=height)[0]
    acting = replace(shot, subjects=(Subject("horse", "horse", action, size=0.9, moves=True, place=0.9),))
    for frame in draw(acting, width=width, height=height)[::9]:
        mask = (
            empty[..., 1].astype(np.int16) - frame[..., 1] > 90
        )  # the dark horse, without the white marks beside it
        assert mask.any()
        assert not mask[:, 0].any()
        assert not mask[:, -1].any()
        assert not mask[0].any()


@pytest.mark.parametrize("weather", list(Weather))
@pytest.mark.parametrize("time", list(TimeOfDay))
def test_every_weather_and_time_can_be_drawn(weather: Weather, time: TimeOfDay) -> None:
    frames = draw(Shot(0, 3, "", weather=weather, time=time))
    assert len(frames) == 3
    assert change(frames[0], draw(Shot(0, 3, ""))[0]) > 0.5 or (weather, time) == (
        Weather.CLEAR,
        TimeOfDay.DAY,
    )


def test_night_is_darker_than_day() -> None:
    day, night = (draw(Shot(0, 1, "", time=time))[0] for time in (TimeOfDay.DAY, TimeOfDay.NIGHT))
    assert night.mean() < 0.6 * day.mean()


def test_the_light_changes_within_a_shot() -> None:
    frames = draw(Shot(0, 25, "", time=TimeOfDay.DAY, to_time=TimeOfDay.NIGHT, camera=CameraMove.STATIC))
    levels = [float(frame.mean()) for frame in frames]
    assert levels[-1] < 0.6 * levels[0]
    assert max(first - second for first, second in pairwise(levels)) < 0.2 * levels[0]


def test_the_same_seed_draws_the_same_frames() -> None:
    shot = Shot(
        0, 5, "", weather=Weather.SNOW, subjects=(Subject("dog", "dog", Action.RUN, count=3, moves=True),)
    )
    for first, second in zip(draw(shot), draw(shot), strict=True):
        assert np.array_equal(first, second)


def test_another_seed_is_another_staging() -> None:
    shot = Shot(0, 2, "", subjects=(Subject("dog", "dog", Action.RUN),))
    assert change(draw(shot, seed=1)[0], draw(shot, seed=2)[0]) > 1


@pytest.mark.parametrize("setting", list(Setting))
def test_nothing_pops_from_one_frame_to_the_next(setting: Setting) -> None:
    shot = Shot(0, 37, "", setting=setting, camera=CameraMove.TRUCK_RIGHT)
    changes = [change(first, second) for first, second in pairwise(draw(shot))]
    assert max(changes) < 3 * float(np.median(changes)) + 0.5


@pytest.mark.parametrize("weather", [Weather.FOG, Weather.WIND, Weather.SNOW])
def test_weather_does_not_flicker(weather: Weather) -> None:
    changes = [
        change(*pair) for pair in pairwise(draw(Shot(0, 37, "", weather=weather, camera=CameraMove.STATIC)))
    ]
    assert max(changes) < 3 * float(np.median(changes)) + 0.5


def test_a_storm_flashes() -> None:
    frames = draw(Shot(0, 60, "", weather=Weather.STORM, camera=CameraMove.STATIC))
    levels = np.array([frame.mean() for frame in frames])
    assert levels.max() > 1.25 * np.median(levels)


def test_the_picture_stands_still_from_the_frozen_frame_on() -> None:
    shot = Shot(24, 48, "", freeze_from=36, subjects=(Subject("dog", "dog", Action.RUN),))
    frames = list(source_frames(board_of(shot), shot, ()))
    assert len(frames) == 24
    assert all(np.array_equal(frames[12], frame) for frame in frames[12:])
    assert not np.array_equal(frames[11], frames[12])


def test_every_frame_is_a_picture_of_its_own() -> None:
    """A frame may be drawn into by whoever gets it, and be kept."""
    shot = Shot(0, 6, "", subjects=(Subject("dog", "dog", Action.RUN),))
    plain = draw(shot)
    for number, frame in enumerate(stage_frames(board_of(shot), shot)):
        assert np.array_equal(frame, plain[number])
        frame[:] = 0


def test_a_caption_is_shown_only_where_it_is_asked_for() -> None:
    who = (Subject("cat", "cat"),)
    shot = Shot(0, 24, "", setting=Setting.STUDIO, camera=CameraMove.STATIC, subjects=who)
    plain, titled = draw(shot)[12], draw(replace(shot, caption="Hello there, 你好"))[12]
    rows = np.flatnonzero(np.abs(plain.astype(np.int16) - titled).max(axis=(1, 2)) > 40)
    assert len(rows)
    assert rows.min() > HEIGHT // 2


def test_words_that_nothing_else_is_shown_with_stand_in_the_middle_and_larger() -> None:
    alone = Shot(0, 24, "", setting=Setting.STUDIO, camera=CameraMove.STATIC)
    beside = replace(alone, subjects=(Subject("cat", "cat"),))
    tall = []
    for shot in (alone, beside):
        plain, titled = draw(shot)[12], draw(replace(shot, caption="HELLO"))[12]
        rows = np.flatnonzero(np.abs(plain.astype(np.int16) - titled).max(axis=(1, 2)) > 60)
        tall.append(rows.max() - rows.min())
        if shot is alone:
            assert abs((rows.max() + rows.min()) / 2 - HEIGHT / 2) < 0.08 * HEIGHT
    assert tall[0] > 1.5 * tall[1]


def test_a_noun_without_artwork_is_drawn_as_a_card() -> None:
    shot = Shot(0, 2, "", setting=Setting.STUDIO, camera=CameraMove.STATIC)
    card = replace(shot, subjects=(Subject("zyxoblat", None),))
    assert change(draw(shot)[0], draw(card)[0]) > 1


def test_a_palette_colours_the_studio() -> None:
    shot = Shot(0, 1, "", setting=Setting.STUDIO)
    red = draw(replace(shot, palette=("crimson", "no colour at all")))[0].mean(axis=(0, 1))
    blue = draw(replace(shot, palette=("#2040ff",)))[0].mean(axis=(0, 1))
    assert red[0] > red[2]
    assert blue[2] > blue[0]


@pytest.mark.parametrize(
    "subject",
    [
        Subject("dog", "dog", Action.WALK, facing=-1, moves=True),
        Subject("dog", "dog", Action.WALK, facing=1, moves=True),
    ],
)
def test_a_subject_goes_where_it_faces(subject: Subject) -> None:
    shot = Shot(0, 60, "", setting=Setting.STUDIO, camera=CameraMove.STATIC)
    empty = draw(shot)[0]
    frames = draw(replace(shot, subjects=(subject,)))
    columns = [
        np.nonzero(np.abs(f.astype(np.int16) - empty).max(axis=2) > 60)[1].mean()
        for f in (frames[0], frames[-1])
    ]
    assert (columns[1] - columns[0]) * subject.facing > 5


def test_a_following_camera_keeps_its_subject_in_the_middle() -> None:
    shot = Shot(0, 49, "", setting=Setting.STUDIO, camera=CameraMove.FOLLOW)
    subjects = (Subject("dog", "dog", Action.RUN, moves=True, size=0.5),)
    frames = draw(replace(shot, subjects=subjects))
    empty = draw(replace(shot, camera=CameraMove.STATIC))[0]
    for frame in frames[::12]:
        mask = np.abs(frame.astype(np.int16) - empty).max(axis=2) > 90
        assert abs(float(np.nonzero(mask)[1].mean()) - WIDTH / 2) < WIDTH / 5


def test_memory_does_not_grow_with_the_length_of_the_shot() -> None:
    def peak(frames: int) -> int:
        shot = Shot(0, frames, "", camera=CameraMove.STATIC, subjects=(Subject("dog", "dog", Action.DANCE),))
        tracemalloc.start()
        for _ in stage_frames(board_of(shot), shot):
            pass
        top = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return top

    peak(5)
    assert peak(96) < 1.2 * peak(24)


def test_a_fast_model_gives_frames_of_the_full_size() -> None:
    shot = Shot(0, 3, "", subjects=(Subject("cat", "cat"),))
    slow = draw(shot)
    fast = list(assemble(replace(board_of(shot), fast=True), ()))
    assert [frame.shape for frame in fast] == [frame.shape for frame in slow]
    assert all(change(one, other) < 12 for one, other in zip(fast, slow, strict=True))


def test_a_time_lapse_of_a_town_at_night_draws_its_traffic_and_moves_the_moon() -> None:
    shot = Shot(0, 49, "", setting=Setting.CITY, time=TimeOfDay.NIGHT, camera=CameraMove.STATIC)
    still, lapse = draw(shot), draw(replace(shot, speed=6.0))
    red = [(frame[..., 0].astype(np.int16) - frame[..., 2] > 60).sum() for frame in (still[-1], lapse[-1])]
    assert red[1] > red[0] + 20
    sky = np.s_[: HEIGHT // 2]
    assert change(lapse[0][sky], lapse[-1][sky]) > change(still[0][sky], still[-1][sky])


def test_what_rises_leaves_upwards() -> None:
    shot = Shot(0, 97, "", setting=Setting.STUDIO, camera=CameraMove.STATIC)
    balloon = Subject("balloon", "balloon", Action.RISE, airborne=True, size=0.3)
    empty = draw(shot)[0]
    rows = [
        np.argwhere(np.abs(frame.astype(np.int16) - empty).max(axis=2) > 40)[:, 0].mean()
        for frame in draw(replace(shot, subjects=(balloon,)))[::24]
    ]
    assert all(later < earlier for earlier, later in pairwise(rows))


def test_a_fast_model_draws_one_row_of_grass_and_no_slanting_shadow() -> None:
    shot = Shot(0, 3, "", setting=Setting.MEADOW, subjects=(Subject("cat", "cat"),))
    slow, fast = (Director(replace(board_of(shot), fast=fast), shot) for fast in (False, True))
    rows = [[layer.name for layer in director._scene.layers].count("row") for director in (slow, fast)]
    assert rows == [2, 1]
    assert [bool(director._lights[0].slant) for director in (slow, fast)] == [True, False]
