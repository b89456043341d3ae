"""The catalogue, and the moves that a task may make."""

from decimal import Decimal

import pytest

from reelwright.domain.catalog import builtin_catalog, parse_catalog
from reelwright.domain.sizes import RESOLUTIONS
from reelwright.domain.task import LEGAL_MOVES, TaskStatus
from reelwright.errors import ConfigError


def test_the_four_models_and_their_aliases_are_found() -> None:
    catalog = builtin_catalog()
    for name in (
        "doubao-seedance-2.0",
        "doubao-seedance-2.0-fast",
        "doubao-seedance-2.0-face",
        "doubao-seedance-2.0-fast-face",
    ):
        model = catalog.find(name)
        assert model is not None
        assert catalog.find(name.removeprefix("doubao-")) is model


def test_every_offered_resolution_has_a_price() -> None:
    for model in builtin_catalog().models:
        for resolution in model.resolutions:
            assert resolution in RESOLUTIONS
            assert model.price(resolution, video_input=False) > 0
            assert 0 < model.price(resolution, video_input=True) <= model.price(resolution, video_input=False)


def test_a_resolution_without_a_price_is_free() -> None:
    model = builtin_catalog().find("seedance-2.0-fast")
    assert model is not None
    assert model.price("1080p", video_input=False) == Decimal(0)


def test_a_catalogue_with_a_missing_key_names_model_and_key() -> None:
    with pytest.raises(ConfigError, match=r"'mine'.*'created'"):
        parse_catalog('[[model]]\nid = "mine"')


def test_a_catalogue_that_is_no_toml_says_so() -> None:
    with pytest.raises(ConfigError, match="TOML"):
        parse_catalog("model = ")


def test_ended_tasks_make_no_more_moves() -> None:
    for status in TaskStatus:
        assert (LEGAL_MOVES[status] == frozenset()) == status.terminal
