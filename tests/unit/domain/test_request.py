"""The rules of a request that need no medium to be opened."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.domain.catalog import builtin_catalog
from reelwright.domain.request import MediaKind, MediaRef, MediaRole, VideoRequest, check_request, is_http_url

GOOD = VideoRequest(model="doubao-seedance-2.0", prompt="A kitten yawning at the camera")


def image(
    role: MediaRole = MediaRole.REFERENCE, number: int = 1, url: str = "https://example.com/cat.jpg"
) -> MediaRef:
    field = "image_urls" if role is MediaRole.REFERENCE else "image_with_roles"
    return MediaRef(MediaKind.IMAGE, role, url, f"{field}[{number - 1}]", number)


def medium(kind: MediaKind, number: int = 1, url: str = "https://example.com/file") -> MediaRef:
    return MediaRef(kind, MediaRole.REFERENCE, url, f"{kind}_urls[{number - 1}]", number)


def params(request: VideoRequest) -> set[str | None]:
    return {fault.param for fault in check_request(request, builtin_catalog())}


def test_the_first_example_of_the_page_has_no_fault() -> None:
    assert check_request(GOOD, builtin_catalog()) == []


@pytest.mark.parametrize(
    ("change", "param"),
    [
        ({"model": "sora-2"}, "model"),
        ({"prompt": "  "}, "prompt"),
        ({"prompt": "x" * 4001}, "prompt"),
        ({"duration": 3}, "duration"),
        ({"duration": 16}, "duration"),
        ({"duration": 10**30}, "duration"),
        ({"seed": -2}, "seed"),
        ({"seed": 2**32}, "seed"),
        ({"ratio": "2:1"}, "size"),
        ({"resolution": "4k"}, "resolution"),
        ({"webhook": "ftp://example.com"}, "webhook"),
        ({"webhook": "https://"}, "webhook"),
    ],
)
def test_a_wrong_value_names_its_field(change: dict[str, object], param: str) -> None:
    assert params(replace(GOOD, **change)) == {param}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "change",
    [
        {"prompt": "字" * 4000},
        {"seed": -1},
        {"seed": 0},
        {"seed": 2**32 - 1},
        {"duration": 4},
        {"duration": 15},
    ],
)
def test_values_at_the_limits_are_taken(change: dict[str, object]) -> None:
    assert params(replace(GOOD, **change)) == set()  # type: ignore[arg-type]


def test_every_fault_of_a_request_is_named_at_once() -> None:
    request = VideoRequest(model="no", prompt="", duration=99, ratio="5:4", resolution="8k", seed=-7)
    assert params(request) == {"model", "prompt", "duration", "size", "resolution", "seed"}


@pytest.mark.parametrize("model", ["doubao-seedance-2.0-fast", "seedance-2.0-fast-face"])
def test_fast_models_make_no_1080p(model: str) -> None:
    assert params(replace(GOOD, model=model, resolution="1080p")) == {"resolution"}


def test_a_misspelt_model_is_answered_with_the_nearest_one() -> None:
    (fault,) = check_request(replace(GOOD, model="doubao-seedance-2-0"), builtin_catalog())
    assert "did you mean doubao-seedance-2.0?" in fault.message


def test_a_picture_stands_in_for_the_prompt_and_a_sound_does_not() -> None:
    assert params(replace(GOOD, prompt="", media=(image(),))) == set()
    assert params(replace(GOOD, prompt="", media=(medium(MediaKind.AUDIO),))) == {"prompt", "audio_urls"}


def test_a_last_frame_needs_a_first_frame() -> None:
    assert params(replace(GOOD, media=(image(MediaRole.LAST_FRAME),))) == {"image_with_roles[0]"}


def test_frames_exclude_references_of_every_kind() -> None:
    frame = image(MediaRole.FIRST_FRAME)
    media = (frame, image(number=2), medium(MediaKind.VIDEO), medium(MediaKind.AUDIO))
    assert params(replace(GOOD, media=media)) == {"image_urls[1]", "video_urls", "audio_urls"}


def test_more_media_than_allowed_are_refused_by_field() -> None:
    media = (*(image(number=n) for n in range(1, 11)), *(medium(MediaKind.VIDEO, n) for n in range(1, 5)))
    assert params(replace(GOOD, media=media)) == {"image_urls", "video_urls"}


def test_assets_are_for_the_models_that_take_them() -> None:
    media = (image(url="asset://asset_a"),)
    assert params(replace(GOOD, media=media)) == set()
    assert params(replace(GOOD, model="doubao-seedance-2.0-face", media=media)) == {"image_urls[0]"}


@pytest.mark.parametrize(
    "url",
    [
        "",
        "cat.jpg",
        "file:///etc/passwd",
        "http://",
        "https://a b/c",
        "asset://",
        "asset://a/b",
        "http://[::1",
    ],
)
def test_an_address_that_is_none_is_refused(url: str) -> None:
    assert params(replace(GOOD, media=(image(url=url),))) == {"image_urls[0]"}


def test_data_uris_are_for_images() -> None:
    assert params(replace(GOOD, media=(image(url="data:image/png;base64,AAAA"),))) == set()
    video = medium(MediaKind.VIDEO, url="data:video/mp4;base64,AAAA")
    assert params(replace(GOOD, media=(video,))) == {"video_urls[0]"}


@given(st.text(max_size=60))
def test_no_text_breaks_the_address_check(text: str) -> None:
    assert is_http_url(text) in (True, False)
    assert is_http_url("https://" + text) in (True, False)
