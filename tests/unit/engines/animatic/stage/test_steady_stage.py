"""Every frame of a shot: nothing pops, scenery glides, every pixel is drawn, no subject is cut off."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from scripts.steadiness import Finding, findings
from tests.support.boards import board_of, shot_of

from reelwright.engines.animatic.assemble import assemble
from reelwright.engines.animatic.plan import Action, CameraMove, Setting, Shot, Storyboard, Subject, Weather
from reelwright.engines.animatic.stage import layers, stage_frames
from reelwright.engines.animatic.stage.closeup import CloseUp
from reelwright.engines.animatic.stage.director import Director
from reelwright.engines.animatic.stage.layer import Layer
from reelwright.engines.animatic.storyboard import make_storyboard
from reelwright.engines.base import EngineRequest
from reelwright.media.frames import Frame

WIDTH, HEIGHT = 864, 496
_GALLERY = Path(__file__).parents[5] / "scripts" / "gallery.toml"
_PROMPTS = (
    "A panda eats a slice of pizza in a kitchen and says: \"This is delicious!\"",
    "First-person view walking through a forest path in the fog",
    "Anime style: a girl runs along the beach at sunset, her dog follows",
    "A ballerina dances on a stage under a spotlight",
    "夜晚的城市街道，下着雨，一辆出租车驶过",
    "Three ducks swim in a pond in the park, static shot",
)  # fmt: skip


def _clear(found: list[Finding], kind: str) -> list[Finding]:
    """Return what is beyond doubt."""
    return [finding for finding in found if finding.kind == kind and finding.score > 1.6]


def _board(prompt: str, frames: int, size: tuple[int, int] = (WIDTH, HEIGHT)) -> Storyboard:
    return make_storyboard(EngineRequest("steady", 1, "", prompt, *size, frames, 24, seed=11))


def _drawn(prompt: str, frames: int) -> tuple[Storyboard, list[Frame]]:
    board = _board(prompt, frames)
    return board, [frame.copy() for frame in assemble(board, ())]


@pytest.mark.parametrize("prompt", _PROMPTS)
def test_nothing_pops(prompt: str) -> None:
    board, frames = _drawn(prompt, 61)
    assert _clear(findings(frames, [shot.start for shot in board.shots]), "pop") == []


@pytest.mark.parametrize(
    ("setting", "camera"),
    [
        (Setting.MEADOW, CameraMove.FOLLOW),
        (Setting.FOREST, CameraMove.PUSH_IN),
        (Setting.LAKE, CameraMove.STATIC),
        (Setting.CITY, CameraMove.TILT_UP),
        (Setting.ROOM, CameraMove.CRANE_UP),
    ],
)
def test_scenery_glides(setting: Setting, camera: CameraMove) -> None:
    shot = shot_of(61, setting=setting, camera=camera)
    frames = list(stage_frames(board_of(shot, width=WIDTH, height=HEIGHT), shot))[:40]
    assert _clear(findings(frames), "stutter") == []


class _Poisoned(Director):
    """Draws onto a canvas that is of a colour of its own before every frame."""

    def frame(self, number: int) -> Frame:
        """Return frame `number`; what nobody drew stays magenta."""
        self._canvas[...] = (255, 0, 255, 255)
        return super().frame(number)


@pytest.mark.parametrize(
    "camera", [CameraMove.ORBIT, CameraMove.CRANE_UP, CameraMove.TILT_DOWN, CameraMove.POV]
)
@pytest.mark.parametrize("setting", list(Setting))
def test_every_pixel_is_drawn_wherever_the_camera_goes(setting: Setting, camera: CameraMove) -> None:
    for weather in (Weather.CLEAR, Weather.FOG):
        shot = shot_of(49, setting=setting, camera=camera, weather=weather)
        director = _Poisoned(board_of(shot), shot)
        for number in range(0, 49, 12):
            assert not (director.frame(number) == (255, 0, 255)).all(axis=2).any()


def _cut_off(board: Storyboard, shot: Shot) -> list[tuple[str, int, float]]:
    """Return who leaves the frame, where and by how many pixels, of those who are to be seen as a whole."""
    director, found = Director(board, shot), []
    for performer in director._cast:
        leaves = performer.subject.action in (Action.FALL, Action.RISE)
        if performer._cut or leaves or isinstance(performer, CloseUp) or performer.sprite is None:
            continue
        for number in range(0, shot.frames, 3):
            moment = director.moment(number)
            size = (board.height, board.width)
            left, top, right, bottom = performer.box(director._camera, moment, *size, performer.sprite.aspect)
            beyond = max(-left, -top, right - board.width, bottom - board.height)
            if beyond > 0.01 * board.height:
                found.append((performer.subject.name, number, beyond))
    return found


@pytest.mark.parametrize(
    "prompt",
    [
        "A knight rides a horse across a desert, tilt down",
        "A red fox trots through a snowy forest at dawn, tracking shot",
        "Five penguins walk over a snowfield, pan left",
        "A giraffe and a mouse stand in a park, orbit",
        "一条龙在云海上飞翔，升降镜头向上",
        "A girl flies a kite on the beach, handheld",
        "A man walks his dog through a city, truck right",
        "Two boxers fight on a stage, crane down",
        "A boy jumps over a puddle in the rain, push in",
        "A bee visits flowers, macro, orbit",
        "A chef shakes a pan in the kitchen, close-up, push in",
        "A superhero jumps between skyscrapers",
    ],
)
@pytest.mark.parametrize("size", [(864, 496), (496, 864), (1120, 480)])
def test_no_subject_is_cut_off_by_accident(prompt: str, size: tuple[int, int]) -> None:
    board = _board(prompt, 97, size)
    assert _cut_off(board, board.shots[0]) == []


@pytest.mark.parametrize("seconds", [4, 15])
@pytest.mark.parametrize("count", [1, 4])
@pytest.mark.parametrize("camera", [CameraMove.PAN_LEFT, CameraMove.TILT_UP, CameraMove.TRUCK_RIGHT])
def test_who_is_swept_past_stays_whole_and_is_no_doll(camera: CameraMove, count: int, seconds: int) -> None:
    man = Subject("man", "man-standing", Action.WALK, count=count, size=0.5, moves=count == 1)
    for width, height in ((256, 144), (144, 256)):
        still, swept = (
            Director(board_of(shot, width=width, height=height), shot)
            for shot in (
                shot_of(24 * seconds + 1, setting=Setting.MEADOW, camera=move, subjects=(man,))
                for move in (CameraMove.STATIC, camera)
            )
        )
        assert swept._cast[0].tall > 0.6 * still._cast[0].tall
        assert _cut_off(swept._board, swept._shot) == []


def test_several_who_are_swept_past_are_not_pushed_into_a_heap() -> None:
    ducks = Subject("ducks", "duck", Action.SWIM, count=4, size=0.3, moves=True)
    shot = shot_of(24 * 8 + 1, setting=Setting.LAKE, camera=CameraMove.TRUCK_LEFT, subjects=(ducks,))
    places = [performer._x for performer in Director(board_of(shot), shot)._cast]
    assert max(places) - min(places) > 0.9 * ducks.size


@pytest.mark.slow
def test_nothing_in_the_gallery_pops() -> None:
    found = {}
    for piece in tomllib.loads(_GALLERY.read_text("utf-8"))["piece"]:
        if "pictures" in piece or "videos" in piece:
            continue
        board, frames = _drawn(piece["prompt"], 97)
        pops = _clear(findings(frames, [shot.start for shot in board.shots]), "pop")
        # windows of a town at night go on and off, and lightning strikes
        lively = any(shot.time == "night" or shot.weather == "storm" for shot in board.shots)
        if pops and not lively:
            found[piece["prompt"]] = pops[0]
    assert found == {}


@pytest.mark.parametrize("setting", [Setting.MEADOW, Setting.PARK])
def test_no_layer_ends_inside_the_frame_in_any_gust_of_a_long_shot(
    setting: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted, region = {}, layers._region

    def noted(layer: Layer, *args: Any) -> Any:
        painted[layer.name, layer.near] = region(layer, *args)
        return painted[layer.name, layer.near]

    monkeypatch.setattr(layers, "_region", noted)
    shot = shot_of(24 * 15 + 1, setting=setting, camera=CameraMove.HANDHELD, weather=Weather.WIND)
    director = Director(board_of(shot), shot)
    for layer in (painted.layer for painted in director._layers):
        for number in range(0, shot.frames, 3):
            moment = director.moment(number)
            place = layer.matrix(director._camera, moment.pose, moment.clock, 112, 192)
            seen, given = region(layer, [place], 112, 192), painted[layer.name, layer.near]
            if seen is not None:
                assert given is not None
                assert given[0] < seen[0] + 0.022  # both have a margin of 0.02
                assert given[2] > seen[2] - 0.022
