"""Walking through a wood: what stands beside the path passes by."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from scripts.steadiness import findings

from reelwright.engines.animatic.plan import CameraMove, Setting, Shot, Storyboard, Weather
from reelwright.engines.animatic.stage import stage_frames
from reelwright.engines.animatic.stage.avenue import PACE
from reelwright.engines.animatic.stage.camera import Camera, Pose
from reelwright.engines.animatic.stage.scene import Kit
from reelwright.engines.animatic.stage.walks import forest_walk
from reelwright.media.frames import Frame

WIDTH, HEIGHT = 160, 90


def draw(setting: Setting, camera: CameraMove, frames: int = 49) -> list[Frame]:
    shot = Shot(0, frames, "", setting=setting, camera=camera)
    return list(stage_frames(Storyboard("", 7, WIDTH, HEIGHT, 24, frames, (shot,)), shot))


def change(first: Frame, second: Frame) -> float:
    return float(np.abs(first.astype(np.int16) - second).mean())


@pytest.mark.parametrize("setting", [Setting.FOREST, Setting.PARK, Setting.MEADOW])
def test_walking_changes_the_picture_more_than_pushing_in(setting: Setting) -> None:
    walk, push = draw(setting, CameraMove.POV), draw(setting, CameraMove.PUSH_IN)
    assert change(walk[0], walk[-1]) > 1.3 * change(push[0], push[-1])


def test_nothing_pops_while_walking() -> None:
    walk = draw(Setting.FOREST, CameraMove.POV, 73)
    steps = np.array([change(one, other) for one, other in pairwise(walk)])
    assert steps.max() < 2.5 * np.median(steps)


def test_the_ground_comes_toward_the_camera_as_fast_as_it_walks_and_looks_the_same_again_after_a_while() -> (
    None
):
    kit = Kit(7, WIDTH / HEIGHT, Weather.CLEAR, 0.01, (), 1.0)
    scene = forest_walk(kit)
    ground = next(layer for layer in scene.layers if layer.ground)
    camera = Camera(CameraMove.POV, 4.0, kit.aspect, scene.horizon, scene.eye, 7)
    point = np.array([0.1, scene.horizon + 0.5 * scene.eye, 1.0])

    def near(clock: float) -> float:
        at = ground.matrix(camera, Pose(), clock, HEIGHT, WIDTH) @ point
        return float((at[1] / at[2] / HEIGHT - scene.horizon) / scene.eye)

    assert 1 / near(0.0) - 1 / near(0.5) == pytest.approx(0.5 * PACE)
    assert near(0.0) == pytest.approx(near(0.6 / PACE), abs=1e-6)


@pytest.mark.parametrize("weather", [Weather.CLEAR, Weather.FOG])
def test_neither_the_ground_that_repeats_nor_a_tree_that_comes_nearer_changes_its_tone_at_once(
    weather: Weather,
) -> None:
    shot = Shot(0, 60, "", setting=Setting.FOREST, weather=weather, camera=CameraMove.POV)
    frames = list(stage_frames(Storyboard("", 7, 480, 270, 24, 60, (shot,)), shot))
    assert [finding for finding in findings(frames) if finding.kind == "pop"] == []
