"""Pictures of no place, and places of other worlds and times."""

from __future__ import annotations

import numpy as np
import pytest
from tests.support.requests import engine_request

from reelwright.engines.animatic.plan import Action, CameraMove, Setting, Shot, Storyboard, TimeOfDay
from reelwright.engines.animatic.stage import stage_frames
from reelwright.engines.animatic.storyboard import make_storyboard
from reelwright.media.frames import Frame

WIDTH, HEIGHT = 160, 90


def draw(
    setting: Setting, feature: str, frames: int = 9, *, palette: tuple[str, ...] = (), day: bool = True
) -> list[Frame]:
    """Return some frames of a shot without subjects, the camera at rest."""
    shot = Shot(
        0,
        frames,
        "",
        setting=setting,
        camera=CameraMove.STATIC,
        time=TimeOfDay.DAY if day else TimeOfDay.NIGHT,
        features=(feature,),
        palette=palette,
    )
    return list(stage_frames(Storyboard("", 7, WIDTH, HEIGHT, 24, frames, (shot,)), shot))


def spread(frame: Frame) -> float:
    """Return the share of the frame that differs from its corner."""
    corner = frame[-1, 0].astype(int)
    return float((np.abs(frame.astype(int) - corner).max(axis=2) > 60).mean())


@pytest.mark.parametrize(
    ("prompt", "setting", "feature"),
    [
        ("Ink spreading in water, macro, white background", Setting.STUDIO, "ink"),
        ("墨水在水中扩散，慢镜头", Setting.STUDIO, "ink"),
        ("Golden particles swirl and form a logo", Setting.STUDIO, "particles"),
        ("Abstract geometric shapes morphing", Setting.STUDIO, "shapes"),
        ("古代皇宫，宫女提着灯笼走过", Setting.PARK, "palace"),
        ("An astronaut walks on Mars", Setting.SPACE, "mars"),
        ("长城上空，日出，航拍", Setting.MOUNTAINS, "greatwall"),
        ("清晨露珠挂在绿叶上，一只蚂蚁爬过", Setting.MEADOW, "leaf"),
    ],
)
def test_what_has_no_place_of_the_usual_kinds_gets_its_own(
    prompt: str, setting: Setting, feature: str
) -> None:
    shot = make_storyboard(engine_request(prompt)).shots[0]
    assert shot.setting is setting
    assert feature in shot.features


def test_ink_spreads() -> None:
    frames = draw(Setting.STUDIO, "ink", palette=("#f2f2f0", "#26262a"))
    covers = [spread(frame) for frame in frames]
    assert covers[0] < 0.1
    assert covers[-1] > 0.3


def test_ink_has_the_colours_of_the_prompt_and_glows_on_black() -> None:
    last = draw(Setting.STUDIO, "ink", palette=("#26262a", "#2f6fc8"))[-1].astype(int)
    blue = last[..., 2] - last[..., 0] > 50
    assert blue.mean() > 0.15
    assert np.median(last[-8:, :8]) < 70


def test_particles_gather_to_an_emblem() -> None:
    first, *_, last = draw(Setting.STUDIO, "particles")
    middle = np.s_[10:80, 45:115]
    outside = [int(frame.max(axis=2).sum()) - int(frame[middle].max(axis=2).sum()) for frame in (first, last)]
    assert outside[1] < 0.8 * outside[0]


def test_shapes_have_the_colours_of_the_prompt_and_change() -> None:
    first, *_, last = draw(Setting.STUDIO, "shapes", 49, palette=("#c8322f",))
    red = [((frame[..., 0].astype(int) - frame[..., 1]) > 80) for frame in (first, last)]
    assert red[0].mean() > 0.05
    assert (red[0] ^ red[1]).mean() > 0.03


def test_a_palace_has_red_walls_and_golden_windows_by_night() -> None:
    day, night = (draw(Setting.PARK, "palace", 1, day=day)[0].astype(int) for day in (True, False))
    assert (day[..., 0] - day[..., 2] > 60).mean() > 0.1
    assert ((night[..., 0] > 150) & (night[..., 0] - night[..., 2] > 60)).mean() > 0.005


def test_who_walks_on_mars_walks_on_red_ground() -> None:
    subject = make_storyboard(engine_request("An astronaut walks on Mars")).shots[0].subjects[0]
    assert (subject.action, subject.airborne) == (Action.WALK, False)
    ground = draw(Setting.SPACE, "mars", 1)[0][-20:].reshape(-1, 3).mean(axis=0)
    assert ground[0] > 1.5 * ground[2]


def test_who_floats_in_space_has_no_ground() -> None:
    assert make_storyboard(engine_request("An astronaut floats in space")).shots[0].subjects[0].airborne


def test_mount_fuji_stands_on_the_horizon_and_not_among_the_subjects() -> None:
    shot = make_storyboard(engine_request("Boats in front of Mount Fuji")).shots[0]
    assert [subject.art for subject in shot.subjects] == ["sailboat"]
    plain, peak = (draw(Setting.LAKE, feature, 1)[0].astype(int) for feature in ("", "fuji"))
    changed = np.abs(plain - peak).max(axis=2) > 20
    assert changed[: HEIGHT // 2].mean() > 0.08
    assert changed[-20:].mean() < 0.02


def test_tossing_boats_ride_on_the_waves() -> None:
    shot = make_storyboard(engine_request("Boats tossing in the waves of the open sea")).shots[0]
    assert shot.subjects[0].action is Action.FLOAT


def test_a_leaf_fills_the_lower_half_with_green_and_leaves_no_hole() -> None:
    frame = draw(Setting.MEADOW, "leaf", 1)[0].astype(int)
    lower = frame[60:].reshape(-1, 3).mean(axis=0)
    assert lower[1] > 1.15 * max(lower[0], lower[2])
    assert frame.max(axis=2).min() > 20


def test_the_great_wall_stands_before_the_sky() -> None:
    plain, wall = (draw(Setting.MOUNTAINS, feature, 1)[0].astype(int) for feature in ("", "greatwall"))
    assert (np.abs(plain - wall).max(axis=2) > 25)[15:55].mean() > 0.3
