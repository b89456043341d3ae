"""Messages between a worker and its child survive the pipe, whatever they say."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.domain.request import MediaKind, MediaRole
from reelwright.engines.base import Done, EngineRequest, LocalMedia, Progress, Warn
from reelwright.worker.protocol import (
    Failed,
    FailureKind,
    Ready,
    Report,
    Run,
    decode_report,
    decode_run,
    encode_report,
    encode_run,
)

paths = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="/\0"), min_size=1).map(
    lambda name: Path("/work") / name
)
words = st.text(st.characters(exclude_categories=["Cs"]))
reports = st.one_of(
    st.builds(Ready, st.booleans()),
    st.builds(Progress, st.floats(allow_nan=False), words),
    st.builds(Warn, words),
    st.builds(Done, paths, st.booleans(), st.none() | paths, st.none() | paths, st.none() | paths),
    st.builds(Failed, st.sampled_from(FailureKind), words, st.none() | words, words),
)
media = st.builds(
    LocalMedia,
    kind=st.sampled_from(MediaKind),
    role=st.sampled_from(MediaRole),
    path=paths,
    param=words,
    number=st.integers(1, 9),
    width=st.integers(0, 6000),
    height=st.integers(0, 6000),
    seconds=st.fractions(0, 16),
    has_audio=st.booleans(),
)
requests = st.builds(
    EngineRequest,
    task_id=words,
    attempt=st.integers(1, 9),
    model=words,
    prompt=words,
    width=st.integers(2, 4096),
    height=st.integers(2, 4096),
    frames=st.integers(1, 400),
    fps=st.just(24),
    seed=st.integers(0, 2**32 - 1),
    fast=st.booleans(),
    generate_audio=st.booleans(),
    return_last_frame=st.booleans(),
    web_search=st.booleans(),
    media=st.lists(media, max_size=3).map(tuple),
    params=st.none() | st.dictionaries(words, st.integers() | words),
)


@given(reports)
def test_every_report_arrives_as_it_was_said(report: Report) -> None:
    line = encode_report(report)
    assert line.count(b"\n") == 1
    assert line.endswith(b"\n")
    assert decode_report(line) == report


@given(requests, paths)
def test_every_order_arrives_as_it_was_given(request: EngineRequest, workdir: Path) -> None:
    line = encode_run(Run(request, workdir))
    assert line.count(b"\n") == 1
    assert decode_run(line) == Run(request, workdir)


@given(st.binary())
def test_noise_is_told_from_reports(noise: bytes) -> None:
    with pytest.raises(ValueError):
        decode_report(noise)


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b'{"say": "run"}',
        b'{"say": ["ready"]}',
        b'{"say": "ready"}',
        b'{"say": "done", "video": null, "has_audio": true}',
        b'{"say": "failed", "kind": "luck", "message": "", "param": null, "error": ""}',
    ],
)
def test_a_report_that_is_not_whole_is_refused(line: bytes) -> None:
    with pytest.raises(ValueError):
        decode_report(line)


def test_lengths_stay_exact() -> None:
    medium = LocalMedia(
        MediaKind.VIDEO, MediaRole.REFERENCE, Path("v.mp4"), "video_urls[0]", 1, seconds=Fraction(5005, 1000)
    )
    request = EngineRequest("task", 1, "model", "", 864, 496, 97, 24, 1, media=(medium,))
    assert decode_run(encode_run(Run(request, Path("w")))).request.media[0].seconds == Fraction(1001, 200)
