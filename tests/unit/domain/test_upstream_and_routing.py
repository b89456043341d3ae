"""The catalogue file, and who makes what."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.domain.catalog import builtin_catalog, extended_catalog
from reelwright.domain.request import MediaKind, MediaRef, MediaRole, VideoRequest
from reelwright.domain.routing import Candidate, candidates, choose
from reelwright.domain.upstream import parse_upstream
from reelwright.errors import ConfigError

MODEL = "doubao-seedance-2.0"
FILE = """
[[model]]
id = "doubao-seedance-2.0"
engines = ["far", "near", "animatic"]

[[upstream]]
name = "far"
engine = "ark"
base_url = "https://far.example/api/v3/"
key = "env:FAR_KEY"
models = { "doubao-seedance-2.0" = "theirs" }
limits = { resolutions = ["480p"], max_duration = 10, media = ["image"], last_frame = false }
price = { 480p = "0.10" }
price_with_video = { 480p = "0.05" }
budget_day = "5"
concurrency = 3
timeouts = { task = 60 }

[[upstream]]
name = "near"
engine = "gateway"
base_url = "http://near.example"
models = { "doubao-seedance-2.0" = "same" }
"""


def table(**more: Any) -> dict[str, Any]:
    """Return the smallest [[upstream]] table, with more."""
    return {
        "name": "up",
        "engine": "ark",
        "base_url": "https://up.example",
        "models": {MODEL: "theirs"},
        **more,
    }


def request(**more: Any) -> VideoRequest:
    return VideoRequest(**{"model": MODEL, "prompt": "A kitten", **more})


def judge(asked: VideoRequest, *running: str, paused: dict[str, str] | None = None) -> dict[str, Candidate]:
    catalog = extended_catalog(FILE)
    model = catalog.find(MODEL)
    assert model
    return {one.engine: one for one in candidates(asked, model, catalog, running, paused)}


def test_a_file_changes_the_keys_that_it_names_and_no_others() -> None:
    model, builtin = extended_catalog(FILE).find(MODEL), builtin_catalog().find(MODEL)
    assert model and builtin
    assert model.engines == ("far", "near", "animatic")
    assert (model.resolutions, model.prices) == (builtin.resolutions, builtin.prices)
    assert len(extended_catalog(FILE).models) == len(builtin_catalog().models)


def test_an_upstream_is_read_with_its_defaults() -> None:
    far, near = extended_catalog(FILE).upstreams
    assert (far.base_url, far.concurrency, far.timeouts.task) == ("https://far.example/api/v3", 3, 60)
    assert (near.key, near.budget_day, near.timeouts.connect) == (None, None, 10)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"key": "sk-123"}, "the key itself does not belong"),
        ({"base_url": "ftp://x"}, "must begin with http"),
        ({"models": {}}, "lacks models"),
        ({"engine": None}, "lacks engine"),
        ({"colour": "red"}, "unknown keys: colour"),
        ({"limits": {"resolutions": ["8k"]}}, "8k"),
        ({"limits": {"media": ["smell"]}}, "smell"),
        ({"price": {"480p": "cheap"}}, "an amount in USD"),
        ({"budget_day": "-1"}, "an amount in USD"),
        ({"concurrency": 0}, "above 0"),
        ({"timeouts": {"answer": "long"}}, "above 0"),
    ],
)
def test_a_mistake_in_an_upstream_is_named(change: dict[str, Any], words: str) -> None:
    with pytest.raises(ConfigError, match="'up'") as wrong:
        parse_upstream(table(**change))
    assert words in wrong.value.message
    assert "sk-123" not in wrong.value.message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[upstream", "not TOML"),
        ("[server]", "unknown tables: server"),
        (FILE + FILE[FILE.index("[[upstream") :], "two upstreams"),
    ],
)
def test_a_mistake_in_the_file_is_named(text: str, words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        extended_catalog(text)


def test_the_first_in_the_models_order_that_can_makes_it() -> None:
    judged = judge(request(), "far", "near", "animatic")
    chosen = choose(judged.values())
    assert chosen and chosen.engine == "far"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"resolution": "720p"}, "720p"),
        ({"duration": 11}, "11 s"),
        (
            {"media": (MediaRef(MediaKind.VIDEO, MediaRole.REFERENCE, "http://x/a", "video_urls[0]", 1),)},
            "no video",
        ),
        (
            {"media": (MediaRef(MediaKind.IMAGE, MediaRole.LAST_FRAME, "http://x/a", "image_urls[0]", 1),)},
            "last frame",
        ),
    ],
)
def test_what_is_beyond_an_upstreams_limits_goes_to_the_next(change: dict[str, Any], words: str) -> None:
    judged = judge(request(**change), "far", "near", "animatic")
    assert words in judged["far"].refusals[0]
    chosen = choose(judged.values())
    assert chosen and chosen.engine == "near"


def test_an_upstream_that_failed_lately_is_asked_only_when_nobody_else_is_left() -> None:
    judged = judge(request(), "far", "near", paused={"far": "it was down"})
    following = choose(judged.values())
    assert following and following.engine == "near"
    last = choose(judged.values(), tried={"near"})
    assert last and last.engine == "far"


def test_nobody_is_asked_twice_and_nobody_who_does_not_run() -> None:
    judged = judge(request(), "far")
    assert "setting engines" in judged["near"].refusals[0]
    assert choose(judged.values(), tried={"far"}) is None


@given(
    st.sets(st.sampled_from(["far", "near", "animatic"])),
    st.sets(st.sampled_from(["far", "near", "animatic"])),
)
def test_who_is_chosen_can_and_was_not_tried(running: set[str], tried: set[str]) -> None:
    chosen = choose(judge(request(), *running).values(), tried)
    assert (chosen is None) == (not running - tried)
    assert chosen is None or chosen.engine in running - tried


def test_a_bill_is_the_upstreams_price_for_the_seconds() -> None:
    far, near = extended_catalog(FILE).upstreams
    assert far.bill("480p", 5, video_input=False) == Decimal("0.50")
    assert far.bill("480p", 5, video_input=True) == Decimal("0.25")
    assert near.bill("480p", 5, video_input=True) == 0
