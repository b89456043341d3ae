"""Forms become requests, tasks become answers."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.api.mapping import from_cursor, money, to_cursor, to_request
from reelwright.domain.request import MediaKind, MediaRole
from reelwright.errors import InvalidRequest
from reelwright.wire.seedance.submit import RoleImage, SubmitForm

URL = "https://a.test/1.jpg"


def test_a_single_image_is_the_first_frame() -> None:
    (medium,) = to_request(SubmitForm("m", image_urls=(URL,))).media
    assert (medium.role, medium.param) == (MediaRole.FIRST_FRAME, "image_urls[0]")


@pytest.mark.parametrize(
    "form",
    [
        SubmitForm("m", image_urls=(URL, URL)),
        SubmitForm("m", image_urls=(URL,), video_urls=("https://a.test/1.mp4",)),
        SubmitForm("m", image_urls=(URL,), audio_urls=("https://a.test/1.mp3",)),
    ],
)
def test_several_images_or_one_beside_other_media_are_references(form: SubmitForm) -> None:
    assert {medium.role for medium in to_request(form).media} == {MediaRole.REFERENCE}


def test_media_are_numbered_by_kind_as_prompts_name_them() -> None:
    form = SubmitForm("m", image_urls=(URL, URL), video_urls=("v", "v"), audio_urls=("a",))
    assert [(medium.kind, medium.number) for medium in to_request(form).media] == [
        (MediaKind.IMAGE, 1),
        (MediaKind.IMAGE, 2),
        (MediaKind.VIDEO, 1),
        (MediaKind.VIDEO, 2),
        (MediaKind.AUDIO, 1),
    ]


def test_roles_are_carried_over_with_the_place_of_the_address() -> None:
    form = SubmitForm("m", image_with_roles=(RoleImage(URL, "last_frame", "image_with_roles[1]"),))
    (medium,) = to_request(form).media
    assert (medium.role, medium.param) == (MediaRole.LAST_FRAME, "image_with_roles[1].url")


@given(st.decimals(min_value=0, max_value=10_000, places=4))
def test_credits_are_ten_times_the_cost_also_in_the_callers_floating_point(usd: Decimal) -> None:
    cost, credits_cost = json.loads(json.dumps(money(usd)))
    assert credits_cost == cost * 10
    assert Decimal(str(cost)) == usd.normalize()


def test_whole_amounts_are_integers() -> None:
    assert [type(number) for number in money(Decimal("0.0000"))] == [int, int]


def test_a_cursor_comes_back_as_the_id_that_it_was_made_of() -> None:
    task_id = "task_01KMCGF6BQGN3X28H3KSR50X5T"
    assert from_cursor(to_cursor(task_id)) == task_id
    assert task_id not in to_cursor(task_id)


@given(st.text())
def test_no_other_cursor_is_taken(text: str) -> None:
    with pytest.raises(InvalidRequest):
        from_cursor(text)
