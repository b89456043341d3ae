"""Which reference media each shot uses."""

from __future__ import annotations

from tests.support.requests import engine_request

from reelwright.domain.request import MediaRole
from reelwright.engines.animatic.plan import Shot, Transition
from reelwright.engines.animatic.storyboard import make_storyboard
from reelwright.engines.base import EngineRequest


def _media(shot: Shot) -> str:
    return " ".join([shot.source.value, *(f"{use.kind}{use.number}" for use in shot.media)])


def _plan(request: EngineRequest) -> list[str]:
    return [_media(shot) for shot in make_storyboard(request).shots]


def test_unmentioned_pictures_share_the_video_and_dissolve() -> None:
    board = make_storyboard(engine_request("A day in spring", images=3))
    assert [_media(shot) for shot in board.shots] == ["photo image1", "photo image2", "photo image3"]
    assert [(shot.start, shot.end) for shot in board.shots] == [(0, 40), (40, 80), (80, 121)]
    assert [shot.transition for shot in board.shots[:-1]] == [Transition.DISSOLVE, Transition.DISSOLVE]


def test_pictures_come_in_the_shots_that_name_them() -> None:
    prompt = "0-2s: the girl of image 2 smiles. 2-5s: she walks into the house of image 1"
    assert _plan(engine_request(prompt, images=2)) == ["photo image2", "photo image1"]


def test_chinese_and_at_mentions_are_understood() -> None:
    assert _plan(engine_request("镜头1：图2中的女孩微笑。镜头2：她走进图片1的房子", images=2)) == [
        "photo image2",
        "photo image1",
    ]
    assert _plan(engine_request("Shot 1: @image2 smiles. Shot 2: @Image1.", images=2)) == [
        "photo image2",
        "photo image1",
    ]
    assert _plan(engine_request("镜头1：第二张图。镜头2：第一张图片", images=2)) == [
        "photo image2",
        "photo image1",
    ]


def test_a_picture_that_no_shot_names_is_shown_all_the_same() -> None:
    prompt = "Shot 1: image 1. Shot 2: image 1 again, closer."
    assert _plan(engine_request(prompt, images=2)) == ["photo image1", "photo image1", "photo image2"]


def test_a_picture_that_the_request_does_not_have_is_said_so() -> None:
    board = make_storyboard(engine_request("The cat of image 3 sleeps", images=1))
    assert [_media(shot) for shot in board.shots] == ["photo image1"]
    assert board.warnings == ("The prompt names image 3, which the request does not have.",)


def test_several_videos_come_one_after_the_other() -> None:
    assert _plan(engine_request("", videos=3)) == ["video video1", "video video2", "video video3"]


def test_one_character_dances_as_each_video_in_turn() -> None:
    assert _plan(engine_request("He dances as in the videos", images=1, videos=2)) == [
        "motion image1 video1",
        "motion image1 video2",
    ]


def test_a_picture_is_moved_as_the_camera_of_a_video_moves() -> None:
    prompt = "Use the camera movement of video 1 for the scene of image 1"
    assert _plan(engine_request(prompt, images=1, videos=1)) == ["motion image1 video1"]


def test_a_video_in_the_style_of_a_picture_opens_on_the_picture() -> None:
    prompt = "Convert video 1 into the style of image 1"
    board = make_storyboard(engine_request(prompt, images=1, videos=1))
    assert [_media(shot) for shot in board.shots] == ["photo image1", "video video1"]
    assert board.shots[0].frames < board.shots[1].frames
    assert any("style of a picture" in warning for warning in board.warnings)


def test_shots_that_name_no_picture_show_the_video() -> None:
    prompt = "First-person perspective of video 1. 0-2s: the cup of image 1. 2-4s: ice falls. 4-5s: the cup of image 2"
    assert _plan(engine_request(prompt, images=3, videos=1)) == [
        "photo image1",
        "video video1",
        "photo image2",
        "photo image3",
    ]


def test_the_last_frame_alone_is_the_picture() -> None:
    assert _plan(engine_request("a cat", images=[MediaRole.LAST_FRAME])) == ["photo image1"]


def test_a_freeze_without_a_picture_holds_the_drawing_still() -> None:
    (shot,) = make_storyboard(engine_request("A dog jumps, freeze frame at the end")).shots
    assert shot.freeze_from == 121 - 24


def test_a_freeze_over_a_picture_holds_that_picture() -> None:
    board = make_storyboard(engine_request("The cat walks, the final frame freezes", images=1))
    assert [_media(shot) for shot in board.shots] == ["photo image1", "hold image1"]


def test_sound_alone_is_the_bed_of_a_drawn_video() -> None:
    board = make_storyboard(engine_request("a cat", audios=2))
    assert [use.number for use in board.audio] == [1, 2]
    assert [_media(shot) for shot in board.shots] == ["stage"]
