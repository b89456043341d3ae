"""The 13 use cases of the API's documentation, each rendered whole from real media, and what its text says seen in the result."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pyloudnorm
import pytest
from tests.support import film
from tests.support.film import HEIGHT, WIDTH, likeness
from tests.unit.engines.animatic.storyboard.test_cases import FRUIT_TEA

from reelwright.domain.request import MediaRole
from reelwright.engines.animatic import AnimaticEngine
from reelwright.engines.animatic.sound import speech
from reelwright.engines.base import Done, EngineRequest, LocalMedia, Warn
from reelwright.media.frames import Frame
from reelwright.media.images import fit_image, load_image

REFERENCE, FIRST, LAST = MediaRole.REFERENCE, MediaRole.FIRST_FRAME, MediaRole.LAST_FRAME


@dataclass(frozen=True)
class Result:
    """What a case gave."""

    done: Done
    warnings: list[str]
    board: dict[str, Any]

    def frames(self, step: int = 1) -> list[Frame]:
        """Return every `step`-th frame."""
        return film.decoded_frames(self.done.video, step)

    def sound(self) -> np.ndarray:
        """Return the sound, float32 (samples, 2) at 48 kHz."""
        return film.decoded_sound(self.done.video)


Render = Callable[..., Result]


@pytest.fixture
def render(tmp_path: Path) -> Render:
    """Render a request, and check what holds for every video."""

    def run(prompt: str, *media: LocalMedia, seconds: int = 5, folder: str = "out", **more: Any) -> Result:
        values: dict[str, Any] = {"width": WIDTH, "height": HEIGHT, "seed": 42} | more
        request = EngineRequest(
            "task", 1, "doubao-seedance-2.0", prompt, frames=24 * seconds + 1, fps=24, media=media, **values
        )
        (tmp_path / folder).mkdir()
        *events, done = AnimaticEngine().render(request, tmp_path / folder)
        assert isinstance(done, Done)
        _check_file(done, request)
        assert done.storyboard is not None
        board = json.loads(done.storyboard.read_text("utf-8"))
        return Result(done, [event.message for event in events if isinstance(event, Warn)], board)

    return run


def _check_file(done: Done, request: EngineRequest) -> None:
    sounds = request.generate_audio or any(medium.has_audio for medium in request.media)
    with av.open(str(done.video)) as container:
        stream = container.streams.video[0]
        assert (stream.width, stream.height) == (request.width, request.height)
        assert stream.average_rate == 24
        assert stream.frames == request.frames
        assert (stream.codec_context.color_primaries, stream.codec_context.colorspace) == (1, 1)
        assert bool(container.streams.audio) == sounds == done.has_audio
    if sounds:
        sound = film.decoded_sound(done.video)
        assert abs(len(sound) - request.frames * 2000) <= 2048
        loudness = pyloudnorm.Meter(48_000).integrated_loudness(sound.astype(np.float64))
        assert loudness == pytest.approx(-16, abs=1)
        assert np.abs(sound).max() <= 1


def _psnr(frame: Frame, medium: LocalMedia) -> float:
    return cv2.PSNR(frame, fit_image(load_image(medium.path), frame.shape[1], frame.shape[0]))


def _steps(frames: list[Frame]) -> list[float]:
    """Return how much each frame differs from the one before: mean absolute difference."""
    return [float(cv2.absdiff(one, other).mean()) for one, other in pairwise(frames)]


def test_case_1_a_kitten_yawns_at_the_camera(render: Render) -> None:
    result = render("A kitten yawning at the camera", generate_audio=True)
    (subject,) = result.board["shots"][0]["subjects"]
    assert (subject["name"], subject["action"]) == ("kitten", "yawn")
    assert result.warnings == []
    steps = _steps(result.frames())
    assert max(steps) < 12, "nothing pops"
    assert np.mean(steps) > 0.05, "and something moves"


def test_case_2_the_kitten_of_the_picture_comes_nearer(render: Render, tmp_path: Path) -> None:
    cat = film.drawn_picture(tmp_path / "cat.png", "A kitten sits in a meadow, static camera", role=FIRST)
    result = render("The kitten stands up and walks toward the camera", cat)
    frames = result.frames()
    assert _psnr(frames[0], cat) >= 34
    assert _psnr(frames[-1], cat) < 28
    assert max(_steps(frames)) < 12


def test_case_3_day_becomes_night_between_the_two_pictures(render: Render, tmp_path: Path) -> None:
    day = film.drawn_picture(tmp_path / "day.png", "A mountain valley by day, static camera", 1, FIRST)
    night = film.drawn_picture(tmp_path / "night.png", "A mountain valley at night, static camera", 2, LAST)
    frames = render("Transition from day to night", day, night).frames()
    assert _psnr(frames[0], day) >= 34
    assert _psnr(frames[-1], night) >= 34
    light = [float(frame.mean()) for frame in frames]
    assert light[0] > light[-1] + 10
    assert all(later <= earlier + 2 for earlier, later in pairwise(light)), "it only grows darker"


def test_case_4_the_video_is_redrawn_as_anime(render: Render, tmp_path: Path) -> None:
    video = film.drawn_video(tmp_path / "ride.mp4", "A car drives through a city street, pan right", 5)
    result = render("Convert the video style to anime style", video)
    assert result.board["style"] == "anime"
    pairs = list(zip(result.frames(24), film.decoded_frames(video.path, 24), strict=False))
    assert all(likeness(new, old) > 0.8 for new, old in pairs), "the same scene at the same time"
    assert all(cv2.PSNR(new, old) < 30 for new, old in pairs), "in another style"


def test_case_5_the_reference_speech_is_heard_over_the_reference_video(
    render: Render, tmp_path: Path
) -> None:
    video = film.drawn_video(tmp_path / "speaker.mp4", "A woman talks in a room, static camera", 8)
    talk = film.babble(tmp_path / "speech.wav", 7)
    result = render("A scene of a person speaking", video, talk, seconds=11)
    heard, given = result.sound()[: 6 * 48_000, 0], film.decoded_sound(talk.path)[: 6 * 48_000, 0]
    assert np.corrcoef(heard, given)[0, 1] > 0.9
    assert likeness(result.frames(48)[1], film.decoded_frames(video.path, 24)[1]) > 0.8


LINE = 'A man stops a woman and says: "Remember, you must never point your finger at the moon."'


def test_case_6_the_line_is_spoken(render: Render) -> None:
    result = render(LINE, generate_audio=True)
    (line,) = result.board["lines"]
    assert line["voice"] == "male"
    if speech.installed_voices():
        assert result.warnings == []
    else:
        assert [warning for warning in result.warnings if "voice" in warning]


class Whistler:
    """A voice that whistles: high for a woman, low for a man; it remembers what it was asked to say."""

    languages = frozenset({"en", "zh"})

    def __init__(self) -> None:
        self.said: list[tuple[str, str]] = []

    def say(self, text: str, gender: str, pace: float) -> np.ndarray:
        self.said.append((text, gender))
        time = np.arange(round(48_000 * 1.2 / pace)) / 48_000
        return (0.3 * np.sin(2 * np.pi * {"female": 3100, "male": 2300}[gender] * time)).astype(np.float32)


@pytest.fixture
def whistler(monkeypatch: pytest.MonkeyPatch) -> Whistler:
    """The only voice of this machine."""
    voice = Whistler()
    monkeypatch.setattr(speech, "installed_voices", lambda: (voice,))
    return voice


def _power(sound: np.ndarray, hertz: float, start: int, end: int) -> float:
    """Return how much of the sound between two frames has one pitch: 0 to 1."""
    part = sound[start * 2000 : end * 2000].mean(axis=1)
    spectrum = np.abs(np.fft.rfft(part)) ** 2
    at = round(hertz * len(part) / 48_000)
    return float(spectrum[at - 40 : at + 41].sum() / spectrum.sum())


def test_case_6_the_voice_is_heard_when_the_storyboard_says_so(render: Render, whistler: Whistler) -> None:
    result = render(LINE, generate_audio=True)
    (line,) = result.board["lines"]
    assert whistler.said == [("Remember, you must never point your finger at the moon.", "male")]
    sound = result.sound()
    assert _power(sound, 2300, line["start"], line["start"] + 24) > 0.4
    assert _power(sound, 2300, 96, 120) < 0.05


def test_case_7_the_next_video_begins_where_the_last_one_ended(render: Render, tmp_path: Path) -> None:
    cat = film.drawn_picture(tmp_path / "cat.png", "A kitten sits in a meadow, static camera", role=FIRST)
    one = render("The kitten walks toward the camera", cat, folder="one", return_last_frame=True)
    assert one.done.last_frame is not None
    end = film.picture_of(one.done.last_frame, role=FIRST)
    two = render("The kitten continues walking toward the camera", end, folder="two", return_last_frame=True)
    assert two.done.last_frame is not None
    last, first = one.frames()[-1], two.frames()[0]
    assert cv2.PSNR(first, load_image(one.done.last_frame)) >= 34
    assert cv2.PSNR(first, last) >= 34


def test_case_8_a_fast_time_lapse_of_a_city_at_night(render: Render) -> None:
    result = render("City nightscape timelapse photography", seconds=8, width=992, height=432, fast=True)
    (shot,) = result.board["shots"]
    assert (shot["setting"], shot["time"]) == ("city", "night")
    frames = result.frames()
    assert len(frames) == 193
    assert np.mean(frames[96]) < 110, "it is night"
    assert np.mean(_steps(frames)) > 0.3, "and time flies"


def test_case_9_the_advertisement(render: Render, whistler: Whistler, tmp_path: Path) -> None:
    apple = film.drawn_picture(tmp_path / "1.png", "A red apple on a table, close-up, static camera", 1)
    tea = film.drawn_picture(tmp_path / "2.png", "A cup of bubble tea in a studio, static camera", 2)
    ride = film.swaying_video(tmp_path / "pov.mp4", 11)
    beat = film.drums(tmp_path / "beat.wav", 8, 120)
    result = render(FRUIT_TEA, apple, tea, ride, beat, seconds=11, generate_audio=True)
    shots = result.board["shots"]
    assert [shot["start"] for shot in shots] == [0, 48, 96, 144, 192]
    frames = result.frames()
    assert _psnr(frames[0], apple) >= 34
    cuts = [number + 1 for number, step in enumerate(_steps(frames)) if step > 20]
    assert {48, 144} <= set(cuts) <= {48, 96, 144}
    pov = film.decoded_frames(ride.path)
    # Its upper left corner, which no hand reaches: the hands make the tea over the rest of it.
    assert all(likeness(_corner(frames[at]), _corner(pov[at])) > 0.9 for at in (60, 84, 110, 130))
    assert all(likeness(frames[at], pov[at]) < 0.95 for at in (60, 84, 110, 130))
    assert _psnr(frames[-1], tea) >= 34
    assert min(cv2.PSNR(frame, frames[-1]) for frame in frames[-48:]) > 38, "frozen on image 2"
    _check_tea_sound(result, whistler, beat)


def _corner(frame: Frame) -> Frame:
    return frame[: HEIGHT // 2, : WIDTH // 3]


def _check_tea_sound(result: Result, whistler: Whistler, beat: LocalMedia) -> None:
    assert whistler.said == [("Fresh-cut, fresh-shaken", "female"), ("Take a sip of freshness", "female")]
    sound = result.sound()
    for line, shot in zip(result.board["lines"], (1, 3), strict=True):
        start, end = result.board["shots"][shot]["start"], result.board["shots"][shot]["end"]
        assert start <= line["start"] < end
        assert _power(sound, 3100, line["start"], line["start"] + 24) > 0.3
    given = film.decoded_sound(beat.path)
    assert np.corrcoef(sound[:48_000, 0], given[:48_000, 0])[0, 1] > 0.5, "the music is audio 1"
    beats = 24 * (0.25 + 0.5 * np.arange(22))
    shaken = [cue["frame"] for cue in result.board["cues"] if cue["name"] in ("ice", "rattle", "drum")]
    assert len(shaken) >= 6
    assert all(np.abs(beats - frame).min() <= 1 for frame in shaken)


@pytest.mark.parametrize(
    ("prompt", "role", "fast"),
    [
        ("The character walks naturally on a city street under bright sunshine", FIRST, False),
        ("Using the reference portrait, the character walks elegantly toward the camera", REFERENCE, False),
        ("The character strolls in a park with a gentle breeze", FIRST, True),
    ],
    ids=["case_10", "case_11", "case_12"],
)
def test_cases_10_to_12_the_character_of_the_asset_walks(
    render: Render, tmp_path: Path, prompt: str, role: MediaRole, fast: bool
) -> None:
    character = film.drawn_picture(
        tmp_path / "asset.png", "A robot stands in a studio, static camera", role=role
    )
    result = render(prompt, character, fast=fast)
    assert result.board["shots"][0]["subjects"][0]["action"] in ("walk", "approach")
    frames = result.frames()
    assert _psnr(frames[0], character) >= 34
    assert _psnr(frames[-1], character) < 34
    assert max(_steps(frames)) < 12


def _way(frame: Frame, start: Frame) -> float:
    """Return how far the picture has gone to the left, in widths, by phase correlation."""
    greys = [cv2.cvtColor(one, cv2.COLOR_RGB2GRAY).astype(np.float32) for one in (start, frame)]
    (x, _), _ = cv2.phaseCorrelate(*greys, cv2.createHanningWindow((WIDTH, HEIGHT), cv2.CV_32F))
    return -x / WIDTH


def test_case_13_the_pictures_move_as_the_videos_do(render: Render, tmp_path: Path) -> None:
    people = [
        film.drawn_picture(tmp_path / f"{number}.png", f"A {who} on a street, static camera", number)
        for number, who in ((1, "robot"), (2, "dancer"))
    ]
    videos = [
        film.swaying_video(tmp_path / f"{number}.mp4", 7, number, period)
        for number, period in ((1, 2.0), (2, 1.6))
    ]
    result = render(
        "The character dances to the rhythm of the reference video with smooth and natural movements",
        *people,
        *videos,
        seconds=8,
    )
    frames = result.frames()
    assert _psnr(frames[0], people[0]) >= 34
    times = range(24, 84)
    ways = [_way(frames[at], frames[0]) for at in times]
    assert np.corrcoef(ways, [film.sway(at / 24) for at in times])[0, 1] > 0.8


def test_references_without_an_order_are_cut_on_the_beats_that_are_heard(
    render: Render, tmp_path: Path
) -> None:
    pictures = [
        film.drawn_picture(tmp_path / f"{number}.png", prompt, number)
        for number, prompt in enumerate(("A desert by day", "A city at night", "A snowfield", "A beach"), 1)
    ]
    beat = film.drums(tmp_path / "beat.wav", 8, 120)
    frames = render("", *pictures, beat, seconds=8).frames()
    cuts = [number + 1 for number, step in enumerate(_steps(frames)) if step > 15]
    assert len(cuts) == 3
    beats = 0.25 + 0.5 * np.arange(16)
    assert all(np.abs(beats - cut / 24).min() <= 1 / 24 for cut in cuts)
