"""The submit body: every fault is named, nothing is guessed, nothing raises."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.errors import InvalidRequest
from reelwright.wire.seedance.bodies import parse_object
from reelwright.wire.seedance.fields import MAX_ENTRIES
from reelwright.wire.seedance.submit import KEYS, RoleImage, SubmitForm, known_language, parse_submit

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def faults_of(**fields: Any) -> dict[str | None, str]:
    _, faults = parse_submit({"model": "doubao-seedance-2.0", "prompt": "a cat", **fields})
    return {fault.param: fault.message for fault in faults}


def test_absent_fields_have_the_documented_defaults() -> None:
    form, faults = parse_submit({"model": "m"})
    assert (form, faults) == (SubmitForm(model="m"), [])
    assert (form.duration, form.size, form.resolution, form.seed) == (5, "16:9", "480p", None)
    assert not form.generate_audio
    assert not form.return_last_frame


def test_null_is_the_same_as_absent() -> None:
    form, faults = parse_submit({"model": "m", **dict.fromkeys(KEYS - {"model"})})
    assert (form, faults) == (SubmitForm(model="m"), [])


@pytest.mark.parametrize("value", ["5", 5.0, True, [5], {"n": 5}, 10**400])
def test_a_duration_that_is_no_plain_integer_is_refused(value: object) -> None:
    assert set(faults_of(duration=value)) == {"duration"}


def test_zero_stays_zero_for_the_rules_to_refuse() -> None:
    assert parse_submit({"model": "m", "duration": 0})[0].duration == 0


@pytest.mark.parametrize("value", ["true", 1, 0, [], {}])
def test_a_flag_is_true_or_false_and_nothing_else(value: object) -> None:
    assert set(faults_of(generate_audio=value, return_last_frame=value)) == {
        "generate_audio",
        "return_last_frame",
    }


@pytest.mark.parametrize("value", ["https://a.test/x.jpg", {"url": "x"}, 3])
def test_addresses_come_as_an_array(value: object) -> None:
    assert set(faults_of(image_urls=value)) == {"image_urls"}


def test_wrong_entries_of_an_array_are_named_one_by_one() -> None:
    assert set(faults_of(video_urls=["https://a.test/v.mp4", None, "", 7, "a\0b"])) == {
        "video_urls[1]",
        "video_urls[2]",
        "video_urls[3]",
        "video_urls[4]",
    }


def test_a_huge_array_makes_one_fault_and_not_one_for_each_entry() -> None:
    assert set(faults_of(image_urls=[1] * (MAX_ENTRIES + 1))) == {"image_urls"}


def test_the_two_ways_to_give_images_exclude_each_other() -> None:
    both = {
        "image_urls": ["https://a.test/1.jpg"],
        "image_with_roles": [{"url": "https://a.test/2.jpg", "role": "first_frame"}],
    }
    assert set(faults_of(**both)) == {"image_urls"}
    assert faults_of(**{**both, "image_urls": []}) == {}


def test_an_image_with_a_role_needs_both_and_a_known_role() -> None:
    faults = faults_of(
        image_with_roles=[
            {"url": "https://a.test/1.jpg"},
            {"role": "first_frame"},
            {"url": "u", "role": "x"},
            4,
        ]
    )
    assert set(faults) == {
        "image_with_roles[0].role",
        "image_with_roles[1].url",
        "image_with_roles[2].role",
        "image_with_roles[3]",
    }


def test_roles_keep_their_place() -> None:
    form, _ = parse_submit({"model": "m", "image_with_roles": [{"url": "u", "role": "last_frame"}]})
    assert form.image_with_roles == (RoleImage("u", "last_frame", "image_with_roles[0]"),)


def test_the_only_tool_is_web_search() -> None:
    assert parse_submit({"model": "m", "tools": [{"type": "web_search"}]})[0].tools == ("web_search",)
    assert set(faults_of(tools=[{"type": "code"}, {}, "web_search"])) == {
        "tools[0].type",
        "tools[1].type",
        "tools[2]",
    }


def test_unknown_keys_are_kept_for_the_warnings_also_inside_of_entries() -> None:
    form, faults = parse_submit(
        {
            "model": "m",
            "aspect_ratio": "1:1",
            "a\0b": 1,
            "image_with_roles": [{"url": "u", "role": "first_frame", "weight": 2}],
        }
    )
    assert faults == []
    assert form.unknown_keys == ("aspect_ratio", "a\ufffdb", "image_with_roles[0].weight")


@pytest.mark.parametrize(
    ("asked", "language"),
    [("zh", "zh"), ("zh-CN", "zh"), ("JA", "ja"), ("ko_KR", "ko"), ("fr", "en"), ("", "en"), (None, "en")],
)
def test_languages_fall_back_to_english(asked: str | None, language: str) -> None:
    assert known_language(asked) == language


def test_every_fault_of_a_body_is_collected() -> None:
    faults = faults_of(
        model=3, prompt=[], duration="5", size=1, resolution=2, seed="x", tools={}, language=[]
    )
    assert set(faults) == {"model", "prompt", "duration", "size", "resolution", "seed", "tools", "language"}


@given(st.dictionaries(st.sampled_from(sorted(KEYS)) | st.text(max_size=8), JSON, max_size=8))
def test_no_body_makes_the_parser_raise(body: dict[str, Any]) -> None:
    form, faults = parse_submit(body)
    assert isinstance(form, SubmitForm)
    assert all(fault.message for fault in faults)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "empty"),
        (b"  ", "empty"),
        (b"{", "not valid JSON"),
        (b'{"a": NaN}', "not valid JSON"),
        (b'{"a": "\xff"}', "not valid UTF-8"),
        (b'{"a": "\\ud800"}', "not valid JSON"),
        (b"[" * 100_000, "not valid JSON"),
        (b'{"a":' * 100_000, "not valid JSON"),
        (b'{"a":' + b"9" * 10_000 + b"}", "not valid JSON"),
        (b"[]", "an array"),
        (b"null", "null"),
        (b'"x"', "a string"),
        (b"1", "an integer"),
    ],
)
def test_what_is_no_json_object_is_refused_with_the_reason(body: bytes, says: str) -> None:
    with pytest.raises(InvalidRequest, match=says):
        parse_object(body)
