"""The cases of the API's own documentation: each becomes the storyboard that a film maker would draw."""

from __future__ import annotations

from tests.support.requests import engine_request

from reelwright.domain.request import MediaRole
from reelwright.engines.animatic.plan import (
    Action,
    CameraMove,
    MediaUse,
    Setting,
    ShotSource,
    Style,
    TimeOfDay,
    Weather,
)
from reelwright.engines.animatic.storyboard import make_storyboard

IMAGE_1, IMAGE_2 = MediaUse("image", 1), MediaUse("image", 2)
VIDEO_1, VIDEO_2 = MediaUse("video", 1), MediaUse("video", 2)

FRUIT_TEA = (
    "Use video 1's first-person perspective throughout, and use audio 1 as the background music throughout. First-person POV"
    " fruit tea advertisement for seedance brand 'Peace Apple' apple fruit tea limited edition. First frame is image 1: your"
    " hand picks a dewy Aksu red apple with a crisp apple collision sound. 2-4s: quick cut, your hand drops apple chunks into"
    " a shaker cup, adds ice and tea base, shakes vigorously, ice collision and shaking sounds sync with upbeat drum beats,"
    " background voice: 'Fresh-cut, fresh-shaken'. 4-6s: first-person close-up of the finished product, layered fruit tea"
    " poured into a clear cup, your hand gently squeezes cream cap spreading on top, sticks a pink label on the cup, camera"
    " zooms in on the layered texture of cream cap and fruit tea. 6-8s: first-person handheld cup raise, you lift the fruit"
    " tea from image 2 toward the camera (simulating handing it to the viewer), cup label clearly visible, background voice"
    " 'Take a sip of freshness', final frame freezes on image 2. Background voice consistently uses a female tone."
)


def test_a_kitten_yawns_alone_in_the_frame() -> None:
    board = make_storyboard(engine_request("A kitten yawning at the camera", generate_audio=True))
    (shot,) = board.shots
    (kitten,) = shot.subjects
    assert shot.source is ShotSource.STAGE
    assert (kitten.name, kitten.art, kitten.action, kitten.count) == ("kitten", "cat-front", Action.YAWN, 1)
    assert kitten.size > 0.45
    assert board.mood == "playful"
    assert board.generate_audio


def test_the_first_frame_is_the_base_and_the_kitten_comes_nearer() -> None:
    board = make_storyboard(engine_request("The kitten stands up and walks toward the camera", images=1))
    (shot,) = board.shots
    assert (shot.source, shot.media) == (ShotSource.PHOTO, (IMAGE_1,))
    assert shot.subjects[0].action is Action.APPROACH
    assert shot.camera is CameraMove.STATIC


def test_day_turns_to_night_between_the_two_ends() -> None:
    request = engine_request(
        "Transition from day to night", images=[MediaRole.FIRST_FRAME, MediaRole.LAST_FRAME]
    )
    (shot,) = make_storyboard(request).shots
    assert (shot.source, shot.media) == (ShotSource.INBETWEEN, (IMAGE_1, IMAGE_2))
    assert (shot.time, shot.to_time) == (TimeOfDay.DAY, TimeOfDay.NIGHT)


def test_the_ends_keep_their_roles_in_any_order() -> None:
    request = engine_request("", images=[MediaRole.LAST_FRAME, MediaRole.FIRST_FRAME])
    (shot,) = make_storyboard(request).shots
    assert shot.media == (IMAGE_2, IMAGE_1)


def test_a_video_is_restyled_as_anime() -> None:
    board = make_storyboard(engine_request("Convert the video style to anime style", videos=1))
    (shot,) = board.shots
    assert (shot.source, shot.media, board.style) == (ShotSource.VIDEO, (VIDEO_1,), Style.ANIME)


def test_a_speaking_person_has_the_reference_video_and_sound() -> None:
    board = make_storyboard(engine_request("A scene of a person speaking", videos=1, audios=1, seconds=11))
    (shot,) = board.shots
    assert (shot.source, shot.media, shot.end) == (ShotSource.VIDEO, (VIDEO_1,), 265)
    assert board.audio == (MediaUse("audio", 1),)
    assert shot.subjects[0].action is Action.TALK


def test_the_man_says_his_line_to_the_woman_by_night() -> None:
    prompt = 'A man stops a woman and says: "Remember, you must never point your finger at the moon."'
    board = make_storyboard(engine_request(prompt, generate_audio=True))
    (shot,) = board.shots
    man, woman = shot.subjects
    assert (man.name, man.action, woman.name) == ("man", Action.TALK, "woman")
    assert {man.facing, woman.facing} == {-1, 1}
    assert shot.time is TimeOfDay.NIGHT
    (line,) = board.lines
    assert line.text == "Remember, you must never point your finger at the moon."
    assert line.voice == "male"
    assert line.end - line.start > 3 * 24
    assert board.warnings == ()


def test_a_continued_video_keeps_the_picture_as_its_base() -> None:
    (shot,) = make_storyboard(
        engine_request("The kitten continues walking toward the camera", images=1)
    ).shots
    assert (shot.source, shot.media) == (ShotSource.PHOTO, (IMAGE_1,))
    assert shot.subjects[0].action is Action.APPROACH


def test_the_city_at_night_passes_in_time_lapse() -> None:
    request = engine_request("City nightscape timelapse photography", seconds=8, fast=True, size=(1680, 720))
    board = make_storyboard(request)
    (shot,) = board.shots
    assert (shot.setting, shot.time, shot.subjects) == (Setting.CITY, TimeOfDay.NIGHT, ())
    assert shot.speed > 4
    assert board.fast


def test_the_advertisement_has_its_five_shots() -> None:
    request = engine_request(FRUIT_TEA, images=2, videos=1, audios=1, seconds=11, generate_audio=True)
    board = make_storyboard(request)
    assert [(shot.start, shot.end) for shot in board.shots] == [
        (0, 48),
        (48, 96),
        (96, 144),
        (144, 192),
        (192, 265),
    ]
    assert [shot.source for shot in board.shots] == [
        ShotSource.PHOTO,
        ShotSource.VIDEO,
        ShotSource.VIDEO,
        ShotSource.PHOTO,
        ShotSource.HOLD,
    ]
    assert [shot.media for shot in board.shots] == [
        (IMAGE_1,),
        (VIDEO_1,),
        (VIDEO_1,),
        (IMAGE_2,),
        (IMAGE_2,),
    ]
    assert board.shots[0].camera is CameraMove.POV
    assert board.shots[2].camera is CameraMove.PUSH_IN
    assert board.shots[3].subjects[-1].action is Action.APPROACH
    assert board.audio == (MediaUse("audio", 1),)
    assert all(shot.caption is None for shot in board.shots)


def test_the_advertisement_is_spoken_by_a_woman_in_the_shots_that_say_so() -> None:
    request = engine_request(FRUIT_TEA, images=2, videos=1, audios=1, seconds=11, generate_audio=True)
    board = make_storyboard(request)
    assert [(line.text, line.voice) for line in board.lines] == [
        ("Fresh-cut, fresh-shaken", "female"),
        ("Take a sip of freshness", "female"),
    ]
    assert 48 <= board.lines[0].start < 96
    assert 144 <= board.lines[1].start < 192


def test_the_advertisement_sounds_as_it_says() -> None:
    request = engine_request(FRUIT_TEA, images=2, videos=1, audios=1, seconds=11, generate_audio=True)
    cues = make_storyboard(request).cues
    assert {"knock", "ice", "rattle", "drum", "pour"} <= {cue.name for cue in cues}
    assert all(cue.frame < 48 for cue in cues if cue.name == "knock")
    drums = [cue.frame for cue in cues if cue.name == "drum"]
    assert len(drums) >= 3
    assert all(48 <= frame < 96 for frame in drums)


def test_the_character_walks_down_a_sunny_street() -> None:
    request = engine_request("The character walks naturally on a city street under bright sunshine", images=1)
    (shot,) = make_storyboard(request).shots
    assert (shot.source, shot.setting, shot.time) == (ShotSource.PHOTO, Setting.STREET, TimeOfDay.DAY)
    assert shot.subjects[0].action is Action.WALK


def test_a_reference_portrait_is_the_picture_and_no_close_up() -> None:
    prompt = "Using the reference portrait, the character walks elegantly toward the camera"
    (shot,) = make_storyboard(engine_request(prompt, images=[MediaRole.REFERENCE])).shots
    assert (shot.source, shot.media) == (ShotSource.PHOTO, (IMAGE_1,))
    assert shot.subjects[0].action is Action.APPROACH
    assert shot.subjects[0].size < 0.65


def test_the_character_strolls_in_a_breezy_park() -> None:
    request = engine_request("The character strolls in a park with a gentle breeze", images=1, fast=True)
    (shot,) = make_storyboard(request).shots
    assert (shot.source, shot.setting, shot.weather) == (ShotSource.PHOTO, Setting.PARK, Weather.WIND)
    assert shot.subjects[0].action is Action.WALK


def test_two_characters_dance_as_two_videos_do() -> None:
    prompt = "The character dances to the rhythm of the reference video with smooth and natural movements"
    board = make_storyboard(engine_request(prompt, images=2, videos=2, seconds=8))
    assert [shot.source for shot in board.shots] == [ShotSource.MOTION, ShotSource.MOTION]
    assert [shot.media for shot in board.shots] == [(IMAGE_1, VIDEO_1), (IMAGE_2, VIDEO_2)]
    assert abs(board.shots[0].frames - board.shots[1].frames) <= 1
    assert all(shot.subjects[0].action is Action.DANCE for shot in board.shots)
