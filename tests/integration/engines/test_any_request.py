"""Whatever a valid request says, its file is whole: frames, size, rate, tags, sound; and memory does not grow with its length."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import av
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.media import MediaFactory

from reelwright.domain.request import MAX_PROMPT, MediaKind, MediaRole
from reelwright.engines.animatic import AnimaticEngine
from reelwright.engines.base import Done, EngineRequest, LocalMedia, Warn

SIZES = [(144, 80), (80, 144), (96, 96), (124, 92), (92, 124), (168, 72)]
"""The ratios of the API, small: what is drawn depends on the ratio, how long it takes on the size."""

_SCRIPTS = st.sampled_from(
    [
        "a cat runs in the rain",
        "一只小猫在雪地里奔跑，镜头推进",
        "猫が桜の下で眠る",
        "고양이가 춤을 춘다",
        "кошка танцует на сцене",
        "القطة تنام",
        "बिल्ली सोती है",
        "แมวนอนหลับ",
        "🐈‍⬛🚀🌈 🏳️‍🌈",
        "\x00\x07\x1b[31m\u202e\u200b\ufeff",
        "\ud7ff\ue000 𝕬𝖈𝖙𝖎𝖔𝖓",
        'she says "hello", title "Ж你🐱"',
        "0-2s: anime. 1-99s: 定格. cut to oil painting, then freeze",
        "<svg onload=x>%s{0}${y}\\n",
    ]
)
_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
_PROMPTS = st.one_of(
    st.lists(st.one_of(_SCRIPTS, _TEXT), max_size=5).map(" ".join),
    st.tuples(_SCRIPTS, _TEXT).map(lambda parts: ((" ".join(parts) + " ") * 2000)[:MAX_PROMPT]),
)


@st.composite
def _requests(draw: st.DrawFn) -> EngineRequest:
    width, height = draw(st.sampled_from(SIZES))
    return EngineRequest(
        "task",
        1,
        "doubao-seedance-2.0",
        draw(_PROMPTS)[:MAX_PROMPT],
        width,
        height,
        24 * draw(st.integers(4, 5)) + 1,
        24,
        draw(st.integers(0, 2**32 - 1)),
        fast=draw(st.booleans()),
        generate_audio=draw(st.booleans()),
        return_last_frame=draw(st.booleans()),
        web_search=draw(st.booleans()),
    )


def _check(request: EngineRequest, folder: Path) -> list[np.ndarray]:
    """Render `request`, check its files, and return its frames."""
    *events, done = AnimaticEngine().render(request, folder)
    assert isinstance(done, Done)
    assert all(event.message.strip() for event in events if isinstance(event, Warn))
    assert (done.last_frame is not None) == request.return_last_frame
    raw = done.video.read_bytes()
    assert raw.index(b"moov") < raw.index(b"mdat"), "it plays while it loads"
    with av.open(str(done.video)) as container:
        stream = container.streams.video[0]
        assert (stream.width, stream.height, stream.average_rate) == (request.width, request.height, 24)
        codec = stream.codec_context
        assert (codec.pix_fmt, codec.color_primaries, codec.color_trc, codec.colorspace) == (
            "yuv420p",
            1,
            1,
            1,
        )
        assert len(container.streams.audio) == done.has_audio
        frames = [frame.to_ndarray(format="rgb24") for frame in container.decode(stream)]
    assert len(frames) == request.frames
    if done.has_audio:
        with av.open(str(done.video)) as container:
            track = container.streams.audio[0]
            assert (track.rate, track.channels) == (48_000, 2)
            samples = sum(frame.samples for frame in container.decode(track))
        assert abs(samples - request.frames * 2000) <= 2048
    return frames


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(request=_requests())
def test_any_prompt_gives_a_whole_file(request: EngineRequest) -> None:
    with TemporaryDirectory() as folder:
        frames = _check(request, Path(folder))
    assert max(float(frame.max()) for frame in frames) > 0, "it is not black"


@pytest.mark.slow
@pytest.mark.timeout(1200)
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(request=_requests())
def test_any_of_many_prompts_gives_a_whole_file_and_the_same_again(request: EngineRequest) -> None:
    with TemporaryDirectory() as one, TemporaryDirectory() as other:
        assert np.array_equal(_check(request, Path(one)), _check(request, Path(other)))


@pytest.mark.parametrize("roles", ["references", "first", "ends"])
@settings(
    max_examples=5,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(request=_requests(), data=st.data())
def test_any_prompt_with_media_gives_a_whole_file(
    media_files: MediaFactory, roles: str, request: EngineRequest, data: st.DataObject
) -> None:
    kinds = {
        "references": [MediaRole.REFERENCE] * data.draw(st.integers(1, 4)),
        "first": [MediaRole.FIRST_FRAME],
        "ends": [MediaRole.FIRST_FRAME, MediaRole.LAST_FRAME],
    }[roles]
    media = [_image(media_files, number, role) for number, role in enumerate(kinds, 1)]
    if roles == "references":
        media += [_video(media_files)] * data.draw(st.integers(0, 1))
        media += [_audio(media_files)] * data.draw(st.integers(0, 1))
    with TemporaryDirectory() as folder:
        _check(replace(request, media=tuple(media)), Path(folder))


def _image(files: MediaFactory, number: int, role: MediaRole) -> LocalMedia:
    path = files.image("jpg", 320, 400, seed=number)
    return LocalMedia(MediaKind.IMAGE, role, path, f"image_urls[{number - 1}]", number, 320, 400)


def _video(files: MediaFactory) -> LocalMedia:
    path, two = files.video(width=320, height=192, seconds=2), Fraction(2)
    return LocalMedia(MediaKind.VIDEO, MediaRole.REFERENCE, path, "video_urls[0]", 1, 320, 192, two, True)


def _audio(files: MediaFactory) -> LocalMedia:
    path, three = files.audio("wav", 3), Fraction(3)
    return LocalMedia(
        MediaKind.AUDIO, MediaRole.REFERENCE, path, "audio_urls[0]", 1, seconds=three, has_audio=True
    )


_PEAK = """
import resource, sys
from pathlib import Path
from reelwright.engines.animatic import AnimaticEngine
from reelwright.engines.base import EngineRequest
prompt, seconds, folder = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
request = EngineRequest("t", 1, "m", prompt, 1920, 1080, 24 * seconds + 1, 24, 7, generate_audio=True)
for _ in AnimaticEngine().render(request, folder):
    pass
if sys.platform == "linux":  # getrusage would count what the process that started this one held
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    print(int(status["VmHWM"].split()[0]) / 1024)
else:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / 1024)
"""


def _peak(prompt: str, seconds: int, folder: Path) -> float:
    folder.mkdir()
    command = [sys.executable, "-c", _PEAK, prompt, str(seconds), str(folder)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.skipif(sys.platform == "win32", reason="the peak of a process is read by getrusage")
@pytest.mark.parametrize(
    "prompt", ["A kitten runs through a city street in the rain", "Anime: a boat on a stormy sea"]
)
def test_the_peak_of_memory_does_not_grow_with_the_length(tmp_path: Path, prompt: str) -> None:
    short, long = _peak(prompt, 4, tmp_path / "short"), _peak(prompt, 15, tmp_path / "long")
    assert long < 700, "megabytes, at 1080p"
    assert long < short * 1.15
