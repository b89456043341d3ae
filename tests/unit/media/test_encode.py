"""Writing videos and pictures."""

from __future__ import annotations

import hashlib
import itertools
import weakref
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.media import photo, tone

from reelwright.media.audio import read_audio
from reelwright.media.colour import from_planes
from reelwright.media.encode import AAC_FRAME, QUEUE, VideoSpec, write_jpeg, write_png, write_video
from reelwright.media.frames import SAMPLE_RATE, Frame, Samples, samples_in
from reelwright.media.images import load_image
from reelwright.media.video import read_frames

SPEC = VideoSpec(192, 128, 24)


def greys(count: int, spec: VideoSpec = SPEC) -> Iterator[Frame]:
    for number in range(count):
        yield np.full((spec.height, spec.width, 3), 40 + number % 160, np.uint8)


def flat(colour: tuple[int, int, int], spec: VideoSpec = SPEC) -> Frame:
    return np.full((spec.height, spec.width, 3), colour, np.uint8)


def decoded(path: Path, spec: VideoSpec, count: int) -> list[Frame]:
    return list(read_frames(path, spec.width, spec.height, frames=count, fps=spec.fps))


def psnr(one: Frame, other: Frame) -> float:
    return float(cv2.PSNR(one, np.ascontiguousarray(other)))


def boxes(path: Path) -> list[bytes]:
    raw, at, found = path.read_bytes(), 0, []
    while at < len(raw):
        found.append(raw[at + 4 : at + 8])
        at += int.from_bytes(raw[at : at + 4], "big")
    return found


def test_the_video_has_the_frames_rate_and_tags_that_were_asked_for(tmp_path: Path) -> None:
    written = write_video(tmp_path / "out.mp4", SPEC, greys(49))

    assert (written.frames, written.seconds, written.has_audio) == (49, Fraction(49, 24), False)
    with av.open(str(tmp_path / "out.mp4")) as container:
        stream = container.streams.video[0]
        codec = stream.codec_context
        assert (codec.name, codec.pix_fmt, codec.width, codec.height) == ("h264", "yuv420p", 192, 128)
        assert stream.average_rate == stream.base_rate == 24
        assert stream.duration * stream.time_base == Fraction(49, 24)
        assert stream.start_time == 0
        assert [codec.colorspace, codec.color_primaries, codec.color_trc, codec.color_range] == [1, 1, 1, 1]
        assert not container.streams.audio
        stamps = [frame.pts * frame.time_base for frame in container.decode(video=0)]
    assert stamps == [Fraction(number, 24) for number in range(49)]


def test_the_index_stands_before_the_pictures(tmp_path: Path) -> None:
    write_video(tmp_path / "out.mp4", SPEC, greys(5))
    order = boxes(tmp_path / "out.mp4")
    assert order.index(b"moov") < order.index(b"mdat")


@pytest.mark.parametrize(
    "colour",
    [(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255), (0, 0, 0), (128, 128, 128), (230, 180, 40)],
)
def test_colours_come_back_as_they_went_in(tmp_path: Path, colour: tuple[int, int, int]) -> None:
    write_video(tmp_path / "out.mp4", SPEC, [flat(colour)] * 2)
    (back, _) = decoded(tmp_path / "out.mp4", SPEC, 2)
    assert np.abs(back.astype(int) - colour).max() <= 3


def test_a_photograph_survives_encoding(tmp_path: Path) -> None:
    spec = VideoSpec(640, 480, 24)
    picture = photo(640, 480)
    picture[:, :200] = (30, 90, 160)
    write_video(tmp_path / "out.mp4", spec, [picture] * 24)
    frames = decoded(tmp_path / "out.mp4", spec, 24)
    assert psnr(picture, frames[0]) >= 34
    assert psnr(picture, frames[-1]) >= 34


@pytest.mark.parametrize(("width", "height"), [(1470, 630), (1112, 834), (496, 864), (2, 2)])
def test_sizes_that_are_no_multiple_of_sixteen_are_kept(tmp_path: Path, width: int, height: int) -> None:
    spec = VideoSpec(width, height, 24, preset="ultrafast")
    write_video(tmp_path / "out.mp4", spec, greys(2, spec))
    with av.open(str(tmp_path / "out.mp4")) as container:
        assert (container.streams.video[0].width, container.streams.video[0].height) == (width, height)


@pytest.mark.parametrize("given_samples", [0, 1, 30_000, SAMPLE_RATE * 2, SAMPLE_RATE * 5])
def test_sound_is_as_long_as_the_pictures(tmp_path: Path, given_samples: int) -> None:
    sound = np.tile(np.float32([[0.25, -0.25]]), (given_samples, 1))
    written = write_video(tmp_path / "out.mp4", SPEC, greys(49), [sound])

    assert written.has_audio
    length = sum(len(chunk) for chunk in read_audio(tmp_path / "out.mp4"))
    assert abs(length - samples_in(49, 24)) <= AAC_FRAME
    with av.open(str(tmp_path / "out.mp4")) as container:
        stream = container.streams.audio[0]
        assert (stream.codec_context.name, stream.rate, stream.layout.name) == ("aac", SAMPLE_RATE, "stereo")
        assert stream.duration * stream.time_base == Fraction(49, 24)


def test_sound_keeps_its_channels_and_pitch(tmp_path: Path) -> None:
    def chunks() -> Iterator[Samples]:
        samples = tone(2)
        for start in range(0, len(samples), 777):
            yield samples[start : start + 777]

    write_video(tmp_path / "out.mp4", SPEC, greys(48), chunks())
    back = np.concatenate(list(read_audio(tmp_path / "out.mp4")))[SAMPLE_RATE // 2 : 3 * SAMPLE_RATE // 2]
    peaks = np.abs(np.fft.rfft(back, axis=0)).argmax(axis=0)
    assert peaks.tolist() == [440, 880]


def test_the_noise_of_encoding_lies_well_under_the_sound(tmp_path: Path) -> None:
    """A chord over soft noise: what is lost is 25 dB below it where music is, 15 dB up to 8 kHz."""
    time = np.arange(4 * SAMPLE_RATE) / SAMPLE_RATE
    chord = sum(np.sin(2 * np.pi * hertz * time) for hertz in (110, 277, 440, 1319)) * (1.2 - time % 1)
    hiss = 0.1 * np.random.default_rng(1).standard_normal(len(time))
    given = np.repeat((0.1 * (chord + hiss)).astype(np.float32)[:, None], 2, axis=1)
    write_video(tmp_path / "out.mp4", SPEC, greys(96), iter([given]))
    back = np.concatenate(list(read_audio(tmp_path / "out.mp4")))[: len(given)]
    sound, lost = (np.abs(np.fft.rfft(signal[:, 0])) ** 2 for signal in (given, back - given))
    hertz = np.fft.rfftfreq(len(given), 1 / SAMPLE_RATE)
    for low, high, least in ((20, 2000, 25), (2000, 4000, 15), (4000, 8000, 15)):
        band = (hertz >= low) & (hertz < high)
        assert 10 * np.log10(sound[band].sum() / lost[band].sum()) > least


def test_equal_input_gives_equal_bytes(tmp_path: Path) -> None:
    digests = set()
    for name in ("one.mp4", "two.mp4"):
        frames = (photo(192, 128, seed) for seed in range(12))
        write_video(tmp_path / name, SPEC, frames, [tone(1)])
        digests.add(hashlib.sha256((tmp_path / name).read_bytes()).hexdigest())
    assert len(digests) == 1


def test_the_last_frame_is_the_one_before_encoding(tmp_path: Path) -> None:
    canvas = np.zeros((SPEC.height, SPEC.width, 3), np.uint8)

    def drawn_into_one_array() -> Iterator[Frame]:
        for seed in range(5):
            canvas[:] = photo(SPEC.width, SPEC.height, seed)
            yield canvas

    written = write_video(tmp_path / "out.mp4", SPEC, drawn_into_one_array())
    canvas[:] = 0
    assert written.last_frame is not None
    assert np.array_equal(written.last_frame, photo(SPEC.width, SPEC.height, 4))


class Bare:
    """A picture that is black as a frame, and of one level where it is encoded."""

    def __init__(self, level: int, width: int = 192, height: int = 128) -> None:
        self._level, self._size = level, (width, height)

    def frame(self) -> Frame:
        return np.zeros((*self._size[::-1], 3), np.uint8)

    def yuv420p(self) -> av.VideoFrame:
        level = np.full((4, 4), self._level, np.uint8)
        return from_planes([level, np.full_like(level, 128), np.full_like(level, 128)], *self._size)


def test_a_picture_goes_to_the_encoder_in_its_planes_and_is_the_last_frame_as_a_frame(tmp_path: Path) -> None:
    written = write_video(tmp_path / "out.mp4", SPEC, [flat((0, 0, 0)), Bare(235), Bare(16 + 109)])
    levels = [float(frame.mean()) for frame in decoded(tmp_path / "out.mp4", SPEC, 3)]
    assert levels == pytest.approx([0, 255, 127], abs=3)
    assert written.last_frame is not None
    assert not written.last_frame.any()


def test_a_picture_of_another_size_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="frame 1 is 64x64, expected 192x128"):
        write_video(tmp_path / "out.mp4", SPEC, [flat((0, 0, 0)), Bare(235, 64, 64)])


def test_a_renderer_may_draw_into_the_same_array_again(tmp_path: Path) -> None:
    canvas = flat((0, 0, 0))

    def frames() -> Iterator[Frame]:
        for number in range(10):
            canvas[:] = 20 * number
            yield canvas

    write_video(tmp_path / "out.mp4", SPEC, frames())
    levels = [int(frame[64, 96, 0]) for frame in decoded(tmp_path / "out.mp4", SPEC, 10)]
    assert np.abs(np.array(levels) - 20 * np.arange(10)).max() <= 3


def test_no_more_than_a_few_frames_are_alive_at_a_time(tmp_path: Path) -> None:
    gone: list[int] = []
    most = 0

    def frames() -> Iterator[Frame]:
        nonlocal most
        for number in range(60):
            frame = flat((number, number, number))
            weakref.finalize(frame, gone.append, number)
            most = max(most, number + 1 - len(gone))
            yield frame
            del frame

    write_video(tmp_path / "out.mp4", SPEC, frames())
    assert most <= 3


def test_progress_counts_the_frames(tmp_path: Path) -> None:
    seen: list[int] = []
    write_video(tmp_path / "out.mp4", SPEC, greys(5), on_frame=seen.append)
    assert seen == [1, 2, 3, 4, 5]


class Broken(Exception):
    """What a faulty renderer raises."""


def test_a_failing_renderer_leaves_no_file_and_its_own_exception(tmp_path: Path) -> None:
    (tmp_path / "out.mp4").write_bytes(b"the old one")

    def frames() -> Iterator[Frame]:
        yield from greys(20)
        raise Broken

    with pytest.raises(Broken):
        write_video(tmp_path / "out.mp4", SPEC, frames())
    assert [path.name for path in tmp_path.iterdir()] == ["out.mp4"]
    assert (tmp_path / "out.mp4").read_bytes() == b"the old one"


def test_failing_sound_stops_the_pictures(tmp_path: Path) -> None:
    closed = []

    def frames() -> Iterator[Frame]:
        try:
            yield from itertools.cycle(greys(2))
        finally:
            closed.append(True)

    def sound() -> Iterator[Samples]:
        yield np.zeros((5000, 2), np.float32)
        raise Broken

    with pytest.raises(Broken):
        write_video(tmp_path / "out.mp4", SPEC, frames(), sound())
    assert closed == [True]
    assert list(tmp_path.iterdir()) == []


def test_a_failing_callback_stops_the_encoder(tmp_path: Path) -> None:
    def cancel(count: int) -> None:
        if count == 3:
            raise Broken

    with pytest.raises(Broken):
        write_video(tmp_path / "out.mp4", SPEC, itertools.cycle(greys(2)), on_frame=cancel)
    assert list(tmp_path.iterdir()) == []


def test_a_failing_encoder_stops_the_renderer_at_once(tmp_path: Path) -> None:
    pulled, closed = [], []

    def frames() -> Iterator[Frame]:
        try:
            for number in itertools.count():
                pulled.append(number)
                yield flat((0, 0, 0))
        finally:
            closed.append(True)

    with pytest.raises(av.FFmpegError):
        write_video(tmp_path / "out.mp4", VideoSpec(192, 128, 24, preset="no such preset"), frames())
    assert len(pulled) <= QUEUE + 2
    assert closed == [True]
    assert list(tmp_path.iterdir()) == []


def test_an_encoder_that_fails_midway_is_heard(tmp_path: Path) -> None:
    sound = tone(1)
    sound[SAMPLE_RATE // 2 :] = np.nan
    with pytest.raises(av.FFmpegError):
        write_video(tmp_path / "out.mp4", SPEC, itertools.cycle(greys(2)), itertools.repeat(sound))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_video(tmp_path / "missing" / "out.mp4", SPEC, greys(3))


@pytest.mark.parametrize(
    "frame",
    [
        np.zeros((128, 190, 3), np.uint8),
        np.zeros((128, 192, 4), np.uint8),
        np.zeros((128, 192, 3), np.float32),
        np.zeros((128, 192), np.uint8),
    ],
)
def test_a_frame_of_another_shape_is_named(tmp_path: Path, frame: np.ndarray) -> None:
    with pytest.raises(ValueError, match=r"frame 1 is .* expected uint8 \(128, 192, 3\)"):
        write_video(tmp_path / "out.mp4", SPEC, [flat((0, 0, 0)), frame])


@pytest.mark.parametrize(
    "samples", [np.zeros(10, np.float32), np.zeros((10, 2), np.int16), np.zeros((2, 10), np.float32)]
)
def test_sound_of_another_shape_is_refused(tmp_path: Path, samples: np.ndarray) -> None:
    with pytest.raises(ValueError, match="expected float32"):
        write_video(tmp_path / "out.mp4", SPEC, greys(2), [samples])


def test_a_video_without_frames_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least one frame"):
        write_video(tmp_path / "out.mp4", SPEC, [])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("width", "height", "fps"), [(3, 2, 24), (2, 3, 24), (0, 2, 24), (2, 2, 0)])
def test_sides_must_be_even_and_time_must_pass(width: int, height: int, fps: int) -> None:
    with pytest.raises(ValueError, match="must be"):
        VideoSpec(width, height, fps)


def test_png_keeps_every_pixel(tmp_path: Path) -> None:
    picture = photo(101, 67)
    write_png(tmp_path / "out.png", picture)
    assert np.array_equal(load_image(tmp_path / "out.png"), picture)


def test_jpeg_keeps_colours(tmp_path: Path) -> None:
    write_jpeg(tmp_path / "out.jpg", flat((200, 40, 90)))
    assert np.abs(load_image(tmp_path / "out.jpg").astype(int) - (200, 40, 90)).max() <= 3


@given(frames=st.integers(0, 400), fps=st.integers(1, 60))
def test_samples_follow_the_clock_to_within_half_a_sample(frames: int, fps: int) -> None:
    assert abs(Fraction(samples_in(frames, fps), SAMPLE_RATE) - Fraction(frames, fps)) <= Fraction(
        1, 2 * SAMPLE_RATE
    )
