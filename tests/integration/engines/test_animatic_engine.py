"""The animatic engine from request to files, with real media."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from base64 import b64decode
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from tests.support.media import MediaFactory

from reelwright.domain.request import MediaKind, MediaRole
from reelwright.engines.animatic import AnimaticEngine
from reelwright.engines.animatic.assemble import assemble
from reelwright.engines.animatic.storyboard import make_storyboard
from reelwright.engines.base import Done, EngineRequest, Event, LocalEngine, LocalMedia, Progress, Warn
from reelwright.engines.registry import load_engine
from reelwright.errors import MediaError
from reelwright.media.images import fit_image, load_image


def request_of(
    prompt: str = "A kitten yawns in a meadow", *media: LocalMedia, **more: object
) -> EngineRequest:
    values: dict[str, object] = {"width": 192, "height": 112, "frames": 49, "fps": 24, "seed": 7} | more
    return EngineRequest("task", 1, "test", prompt, media=media, **values)


def picture(files: MediaFactory, number: int = 1, role: MediaRole = MediaRole.REFERENCE) -> LocalMedia:
    path = files.image("jpg", 960, 720, seed=number)
    return LocalMedia(MediaKind.IMAGE, role, path, f"image_urls[{number - 1}]", number, 960, 720)


def video(files: MediaFactory, number: int = 1) -> LocalMedia:
    path, two = files.video(seconds=2, seed=number), Fraction(2)
    return LocalMedia(
        MediaKind.VIDEO, MediaRole.REFERENCE, path, f"video_urls[{number - 1}]", number, 864, 496, two, True
    )


def sound(files: MediaFactory) -> LocalMedia:
    path = files.audio("wav", 3)
    return LocalMedia(
        MediaKind.AUDIO,
        MediaRole.REFERENCE,
        path,
        "audio_urls[0]",
        1,
        seconds=Fraction(3),
        has_audio=True,
    )


def render(request: EngineRequest, workdir: Path) -> tuple[list[Event], Done]:
    events = list(AnimaticEngine().render(request, workdir))
    done = events[-1]
    assert isinstance(done, Done)
    return events, done


def decoded(path: Path) -> list[np.ndarray]:
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]


def test_the_entry_point_gives_the_engine() -> None:
    engine = load_engine("animatic")
    assert isinstance(engine, LocalEngine)
    assert engine.name == "animatic"


def test_the_package_is_imported_without_opencv_or_ffmpeg() -> None:
    """The storyboard and the artwork serve a command line that must start at once."""
    code = (
        "import sys, reelwright.engines.animatic, reelwright.engines.animatic.plan;"
        "sys.exit(any(name in sys.modules for name in ('cv2', 'av')))"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_text_becomes_a_video_with_all_its_files(tmp_path: Path) -> None:
    request = request_of(return_last_frame=True)
    events, done = render(request, tmp_path)
    frames = decoded(done.video)
    assert len(frames) == 49
    assert frames[0].shape == (112, 192, 3)
    assert isinstance(events[0], Progress)
    fractions = [event.fraction for event in events if isinstance(event, Progress)]
    assert fractions == sorted(fractions)
    assert len(fractions) > 10
    assert fractions[-1] > 0.9
    assert done.storyboard is not None
    assert json.loads(done.storyboard.read_text("utf-8"))["frames"] == 49
    assert done.thumbnail is not None
    assert load_image(done.thumbnail).shape == (112, 192, 3)
    assert not done.has_audio
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "last_frame.png",
        "storyboard.json",
        "thumbnail.jpg",
        "video.mp4",
    ]


def test_the_storyboard_shows_the_middle_of_every_shot(tmp_path: Path) -> None:
    request = request_of("0-1s: a red apple on a table. 1-2s: quick cut, a rocket flies at night", frames=49)
    _, done = render(request, tmp_path)
    assert done.storyboard is not None
    board = json.loads(done.storyboard.read_text("utf-8"))
    assert [(shot["start"], shot["end"]) for shot in board["shots"]] == [(0, 24), (24, 49)]
    frames = list(assemble(make_storyboard(request), ()))
    for shot, middle in zip(board["shots"], (12, 36), strict=True):
        head, _, code = shot["thumbnail"].partition(",")
        assert head == "data:image/jpeg;base64"
        pixels = cv2.imdecode(np.frombuffer(b64decode(code), np.uint8), cv2.IMREAD_COLOR_RGB)
        assert cv2.PSNR(pixels, frames[middle]) > 28


def test_the_last_frame_is_the_one_before_encoding(tmp_path: Path) -> None:
    request = request_of(return_last_frame=True)
    _, done = render(request, tmp_path)
    *_, last = assemble(make_storyboard(request), ())
    assert done.last_frame is not None
    assert np.array_equal(load_image(done.last_frame), last)
    assert cv2.PSNR(decoded(done.video)[-1], last) > 28


def test_no_last_frame_is_written_unless_asked_for(tmp_path: Path) -> None:
    _, done = render(request_of(), tmp_path)
    assert done.last_frame is None
    assert not (tmp_path / "last_frame.png").exists()


def test_the_same_request_gives_the_same_frames_and_another_seed_others(tmp_path: Path) -> None:
    videos = []
    for number, seed in enumerate((7, 7, 8)):
        folder = tmp_path / str(number)
        folder.mkdir()
        videos.append(np.array(decoded(render(request_of(seed=seed), folder)[1].video)))
    assert np.array_equal(videos[0], videos[1])
    assert not np.array_equal(videos[0], videos[2])


def test_sound_is_made_when_asked_for_and_as_long_as_the_video(tmp_path: Path) -> None:
    _, done = render(request_of(generate_audio=True), tmp_path)
    assert done.has_audio
    with av.open(str(done.video)) as container:
        stream = container.streams.audio[0]
        length = sum(frame.samples for frame in container.decode(stream))
    assert abs(length - 49 * 2000) <= 1024 + 1024


@pytest.mark.parametrize(("width", "height"), [(864, 496), (834, 1112)])
def test_image_to_video_begins_with_the_picture(
    media_files: MediaFactory, tmp_path: Path, width: int, height: int
) -> None:
    medium = picture(media_files, role=MediaRole.FIRST_FRAME)
    request = request_of("The kitten walks toward the camera", medium, width=width, height=height, frames=25)
    frames = decoded(render(request, tmp_path)[1].video)
    fitted = fit_image(load_image(medium.path), width, height)
    assert cv2.PSNR(frames[0], fitted) >= 34
    assert cv2.PSNR(frames[-1], fitted) < 30, "and goes on from there"


def test_first_and_last_frame_are_the_pictures(media_files: MediaFactory, tmp_path: Path) -> None:
    ends = (picture(media_files, 1, MediaRole.FIRST_FRAME), picture(media_files, 2, MediaRole.LAST_FRAME))
    request = request_of("Transition from day to night", *ends, width=864, height=496, frames=49)
    frames = decoded(render(request, tmp_path)[1].video)
    for frame, medium in zip((frames[0], frames[-1]), ends, strict=True):
        assert cv2.PSNR(frame, fit_image(load_image(medium.path), 864, 496)) >= 34


def test_what_cannot_be_done_is_said(tmp_path: Path) -> None:
    events, _ = render(request_of(web_search=True), tmp_path)
    assert any("web" in event.message for event in events if isinstance(event, Warn))


def test_a_broken_medium_names_its_field(tmp_path: Path) -> None:
    path = tmp_path / "broken.jpg"
    path.write_bytes(b"\xff\xd8\xff\xe0 no picture follows")
    medium = LocalMedia(MediaKind.IMAGE, MediaRole.FIRST_FRAME, path, "image_urls[0]", 1, 640, 480)
    with pytest.raises(MediaError) as caught:
        list(AnimaticEngine().render(request_of("", medium), tmp_path))
    assert caught.value.param == "image_urls[0]"
    assert not (tmp_path / "video.mp4").exists()


def test_closing_the_iterator_stops_drawing_and_leaves_no_video(tmp_path: Path) -> None:
    before = threading.active_count()
    events = AnimaticEngine().render(request_of(frames=361), tmp_path)
    while not (isinstance(event := next(events), Progress) and event.fraction > 0):
        pass
    events.close()
    assert threading.active_count() == before
    assert not (tmp_path / "video.mp4").exists()


def test_a_fast_request_tells_the_same_story(tmp_path: Path) -> None:
    slow, fast = make_storyboard(request_of()), make_storyboard(request_of(fast=True))
    assert replace(fast, fast=False) == slow
    assert len(decoded(render(request_of(fast=True), tmp_path)[1].video)) == 49


ODD = [
    "zeugma qux 漢字",
    "!!! ??? ... \u200b",
    "say \"\" and 'x' image 9 video 3 audio 2",
    "0-2s: cut. 2-1s: cut. 99-100s: a cat",
    "A cat " * 600,
    "🐈 🚀🌈",
    "anime noir pixel neon oil pencil comic vintage watercolour, pan tilt orbit crane",
    "<script>{}%s %d \\ \n\n\t</script>",
]


@pytest.mark.parametrize("prompt", ODD, ids=range(len(ODD)))
def test_an_odd_prompt_still_gives_a_whole_video(tmp_path: Path, prompt: str) -> None:
    request = request_of(prompt, frames=97, width=96, height=64, generate_audio=True)
    assert len(decoded(render(request, tmp_path)[1].video)) == 97


MIXTURES = [(1, 0, 0), (2, 0, 0), (0, 1, 0), (0, 3, 0), (1, 1, 1), (2, 1, 1), (0, 1, 1)]
DIRECTIONS = "Image 2 dances like video 1 in the snow, then image 1, anime style"


@pytest.mark.parametrize(
    ("prompt", "images", "videos", "sounds"),
    [
        *(("", *mixture) for mixture in MIXTURES),
        *((DIRECTIONS, *mixture) for mixture in [*MIXTURES, (9, 3, 1)]),
    ],
)
def test_any_mixture_of_references_gives_a_whole_video(
    media_files: MediaFactory, tmp_path: Path, prompt: str, images: int, videos: int, sounds: int
) -> None:
    media = (
        *(picture(media_files, number) for number in range(1, images + 1)),
        *(video(media_files, number) for number in range(1, videos + 1)),
        *(sound(media_files) for _ in range(sounds)),
    )
    request = request_of(prompt, *media, frames=97, width=96, height=64)
    frames = decoded(render(request, tmp_path)[1].video)
    assert len(frames) == 97
    assert np.std([frame.mean() for frame in frames]) > 0 or not images
