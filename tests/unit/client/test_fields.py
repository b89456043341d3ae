from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.client.fields import LocalFile, kind_of, make_draft


@pytest.fixture
def cat(tmp_path: Path) -> Path:
    path = tmp_path / "cat.png"
    path.write_bytes(b"png")
    return path


def test_the_first_example_of_the_api_goes_out_as_it_is_written() -> None:
    draft = make_draft(
        "A kitten yawning at the camera",
        {"resolution": "720p", "size": "16:9", "duration": 5, "generate_audio": True},
    )
    assert draft.body({}) == {
        "model": "doubao-seedance-2.0",
        "prompt": "A kitten yawning at the camera",
        "resolution": "720p",
        "size": "16:9",
        "duration": 5,
        "generate_audio": True,
    }


def test_frames_go_out_with_their_roles(cat: Path) -> None:
    draft = make_draft(None, {"first_frame": cat, "last_frame": "asset://night"})
    body = draft.body({LocalFile(cat, "image"): "http://h/1"})
    assert body["image_with_roles"] == [
        {"url": "http://h/1", "role": "first_frame"},
        {"url": "asset://night", "role": "last_frame"},
    ]
    assert "prompt" not in body


def test_each_kind_of_medium_goes_to_its_own_field() -> None:
    draft = make_draft("x", {"video": "https://h/a.mp4", "audio": ["https://h/a.wav", "https://h/b.wav"]})
    body = draft.body({})
    assert body["video_urls"] == ["https://h/a.mp4"]
    assert body["audio_urls"] == ["https://h/a.wav", "https://h/b.wav"]


def test_fields_by_their_names_in_the_api_pass_untouched() -> None:
    roles = [{"url": "https://h/a.jpg", "role": "reference_image"}]
    body = make_draft("x", {"image_with_roles": roles, "seed": 0, "not_yet_known": 1}).body({})
    assert body["image_with_roles"] == roles
    assert body["seed"] == 0
    assert body["not_yet_known"] == 1


def test_one_field_in_two_forms_is_refused() -> None:
    with pytest.raises(ValueError, match="image or image_urls"):
        make_draft("x", {"image": "https://h/a.jpg", "image_urls": ["https://h/b.jpg"]})


def test_a_medium_that_is_not_there_is_refused_before_anything_is_sent() -> None:
    with pytest.raises(FileNotFoundError, match=r"nowhere\.jpg"):
        make_draft("x", {"image": "nowhere.jpg"})


@given(st.sampled_from(["http://h/x", "HTTPS://h/x", "asset://a", "data:image/png;base64,AAAA"]))
def test_addresses_are_never_taken_for_files(address: str) -> None:
    assert make_draft("x", {"image": address}).local_files() == []


@pytest.mark.parametrize(
    ("name", "kind"), [("a.JPG", "image"), ("b.mp4", "video"), ("c.wav", "audio"), ("d.mov", "video")]
)
def test_a_files_kind_is_told_by_its_name(name: str, kind: str) -> None:
    assert kind_of(Path(name)) == kind


def test_a_name_that_tells_no_kind_is_refused() -> None:
    with pytest.raises(ValueError, match=r"notes\.txt"):
        kind_of(Path("notes.txt"))
