"""The limits on input media."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.domain.request import MediaKind, MediaRef, MediaRole
from reelwright.media.info import MediaInfo
from reelwright.media.rules import LIMITS, MB, check_media, check_medium

IMAGE = MediaInfo(MediaKind.IMAGE, "jpeg", 200_000, 1280, 720, codec="jpeg")
VIDEO = MediaInfo(MediaKind.VIDEO, "mp4", 5_000_000, 1280, 720, Fraction(5), Fraction(24), True, "h264")
AUDIO = MediaInfo(MediaKind.AUDIO, "mp3", 300_000, seconds=Fraction(5), has_audio=True, codec="mp3")
FIELDS = {MediaKind.IMAGE: "image_urls", MediaKind.VIDEO: "video_urls", MediaKind.AUDIO: "audio_urls"}


def given_media(*infos: MediaInfo) -> list[tuple[MediaRef, MediaInfo]]:
    seen = dict.fromkeys(MediaKind, 0)
    media = []
    for info in infos:
        param = f"{FIELDS[info.kind]}[{seen[info.kind]}]"
        seen[info.kind] += 1
        ref = MediaRef(info.kind, MediaRole.REFERENCE, "https://example.com/x", param, seen[info.kind])
        media.append((ref, info))
    return media


def problem(info: MediaInfo) -> str:
    """Return the message of the only fault, or an empty string."""
    faults = check_medium("x[0]", info)
    assert len(faults) <= 1
    assert all(fault.param == "x[0]" and fault.message.startswith("x[0]: the ") for fault in faults)
    return faults[0].message if faults else ""


def test_ordinary_media_pass() -> None:
    assert check_media(given_media(IMAGE, IMAGE, VIDEO, AUDIO)) == []


@pytest.mark.parametrize(
    ("width", "height", "word"),
    [
        (300, 300, ""),
        (6000, 6000, ""),
        (299, 400, "each side"),
        (400, 299, "each side"),
        (6001, 5000, "each side"),
        (400, 1000, ""),
        (1000, 400, ""),
        (400, 1001, "width / height"),
        (1001, 400, "width / height"),
    ],
)
def test_pictures_have_bounded_sides_and_shapes(width: int, height: int, word: str) -> None:
    found = problem(replace(IMAGE, width=width, height=height))
    assert word in found
    assert bool(word) == bool(found)


@pytest.mark.parametrize(
    ("width", "height", "passes"),
    [
        (640, 640, True),
        (640, 639, False),
        (1112, 834, True),
        (1113, 834, False),
        (1920, 1080, False),
        (864, 496, True),
        (1280, 720, True),
        (480, 854, True),
    ],
)
def test_videos_lie_between_480p_and_720p(width: int, height: int, passes: bool) -> None:
    assert (problem(replace(VIDEO, width=width, height=height)) == "") is passes


@pytest.mark.parametrize("info", [VIDEO, AUDIO])
@pytest.mark.parametrize(
    ("seconds", "passes"),
    [
        ("1.8", True),
        ("1.79", False),
        ("2", True),
        ("15", True),
        ("15.2", True),
        ("15.21", False),
        ("600", False),
    ],
)
def test_each_lasts_from_two_to_fifteen_seconds_with_the_services_tolerance(
    info: MediaInfo, seconds: str, passes: bool
) -> None:
    message = problem(replace(info, seconds=Fraction(seconds)))
    assert (message == "") is passes
    assert passes or "from 2 to 15 s" in message


@pytest.mark.parametrize(
    ("fps", "passes"),
    [
        ("23.8", True),
        ("23.976", True),
        ("23.79", False),
        ("60", True),
        ("59.94", True),
        ("61", False),
        ("12", False),
    ],
)
def test_videos_have_from_24_to_60_frames_a_second(fps: str, passes: bool) -> None:
    assert (problem(replace(VIDEO, fps=Fraction(fps))) == "") is passes


@pytest.mark.parametrize(
    ("info", "size", "passes"),
    [
        (IMAGE, 30 * MB - 1, True),
        (IMAGE, 30 * MB, False),
        (VIDEO, 200 * MB, True),
        (VIDEO, 200 * MB + 1, False),
        (AUDIO, 15 * MB, True),
        (AUDIO, 15 * MB + 1, False),
    ],
)
def test_files_have_a_largest_size(info: MediaInfo, size: int, passes: bool) -> None:
    assert (problem(replace(info, size_bytes=size)) == "") is passes


@pytest.mark.parametrize(
    "info",
    [
        replace(IMAGE, format="avif"),
        replace(VIDEO, format="webm"),
        replace(AUDIO, format="flac"),
        replace(VIDEO, codec="vp9"),
    ],
)
def test_other_formats_and_codecs_are_refused(info: MediaInfo) -> None:
    assert "save it as" in problem(info)


def test_the_sum_counts_and_names_the_whole_field() -> None:
    (fault,) = check_media(given_media(*[replace(VIDEO, seconds=Fraction("5.1"))] * 3))
    assert fault.param == "video_urls"
    assert "15.30 s" in fault.message
    assert check_media(given_media(*[replace(VIDEO, seconds=Fraction("5.06"))] * 3)) == []


def test_one_that_is_too_long_is_named_alone() -> None:
    (fault,) = check_media(given_media(AUDIO, replace(AUDIO, seconds=Fraction(20))))
    assert fault.param == "audio_urls[1]"


def test_kinds_are_summed_apart() -> None:
    long = Fraction(14)
    assert check_media(given_media(replace(VIDEO, seconds=long), replace(AUDIO, seconds=long))) == []


@pytest.mark.parametrize(("info", "count"), [(IMAGE, 9), (VIDEO, 3), (AUDIO, 3)])
def test_there_is_a_largest_number_of_each_kind(info: MediaInfo, count: int) -> None:
    short = replace(info, seconds=info.seconds and Fraction(2))
    assert check_media(given_media(*[short] * count)) == []
    (fault,) = check_media(given_media(*[short] * (count + 1)))
    assert fault.param == FIELDS[info.kind]
    assert f"at most {count}" in fault.message


def test_every_fault_is_reported() -> None:
    bad = replace(
        VIDEO, width=100, height=100, seconds=Fraction(1), fps=Fraction(10), size_bytes=300 * MB, codec="vp9"
    )
    faults = check_media(given_media(bad, replace(IMAGE, width=10, height=10)))
    assert [fault.param for fault in faults] == ["video_urls[0]"] * 6 + ["image_urls[0]"]


sides = st.integers(1, 10_000)
infos = st.builds(
    MediaInfo,
    kind=st.sampled_from(MediaKind),
    format=st.sampled_from(["jpeg", "mp4", "mp3", "avif"]),
    size_bytes=st.integers(0, 300 * MB),
    width=sides,
    height=sides,
    seconds=st.fractions(0, 30),
    fps=st.fractions(0, 130),
    has_audio=st.booleans(),
    codec=st.sampled_from(["h264", "hevc", "jpeg", "mp3"]),
)


@given(st.lists(infos, max_size=12))
def test_every_fault_names_a_field_that_was_given(found: list[MediaInfo]) -> None:
    media = given_media(*found)
    params = {ref.param for ref, _ in media} | {FIELDS[info.kind] for info in found}
    for fault in check_media(media):
        assert fault.param in params
        assert fault.message.startswith(f"{fault.param}")


@given(st.lists(infos, max_size=6))
def test_media_that_pass_together_pass_alone(found: list[MediaInfo]) -> None:
    media = given_media(*found)
    if not check_media(media):
        assert all(check_media([one]) == [] for one in media)


@given(infos, st.integers(0, 6000), st.integers(0, 6000))
def test_a_picture_passes_exactly_when_the_table_says_so(info: MediaInfo, width: int, height: int) -> None:
    picture = replace(info, kind=MediaKind.IMAGE, format="png", width=width, height=height, size_bytes=1)
    wanted = min(width, height) >= 300 and 4 * height <= 10 * width and 10 * width <= 25 * height
    assert (check_medium("x", picture) == []) is wanted


def test_the_table_names_every_kind() -> None:
    assert set(LIMITS) == set(MediaKind)
