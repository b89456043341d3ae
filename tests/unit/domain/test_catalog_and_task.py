"""The catalogue, and the moves that a task may make."""

from datetime import date
from decimal import Decimal

import pytest

from reelwright.domain.catalog import builtin_catalog, extended_catalog, parse_catalog
from reelwright.domain.sizes import RESOLUTIONS
from reelwright.domain.task import LEGAL_MOVES, TaskStatus
from reelwright.errors import ConfigError

TODAY = date(2026, 11, 23)


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
            assert model.price(resolution, video_input=False, on=TODAY) > 0
            assert (
                0
                < model.price(resolution, video_input=True, on=TODAY)
                <= model.price(resolution, video_input=False, on=TODAY)
            )


def test_a_resolution_without_a_price_is_free() -> None:
    model = builtin_catalog().find("seedance-2.0-fast")
    assert model is not None
    assert model.price("1080p", video_input=False, on=TODAY) == Decimal(0)


def test_a_catalogue_with_a_missing_key_names_model_and_key() -> None:
    with pytest.raises(ConfigError, match=r"'mine'.*'created'"):
        parse_catalog('[[model]]\nid = "mine"')


def test_a_catalogue_that_is_no_toml_says_so() -> None:
    with pytest.raises(ConfigError, match="TOML"):
        parse_catalog("model = ")


def test_ended_tasks_make_no_more_moves() -> None:
    for status in TaskStatus:
        assert (LEGAL_MOVES[status] == frozenset()) == status.terminal


def test_a_price_changes_on_its_day_and_where_it_is_not_named_it_stays() -> None:
    catalog = extended_catalog(
        """
        [[model]]
        id = "doubao-seedance-2.0"
        [[model.price_changes]]
        from = 2027-06-01
        480p = { plain = "0.09" }
        [[model.price_changes]]
        from = 2027-01-01
        480p = { plain = "0.07", with_video = "0.05" }
        """
    )
    model = catalog.find("seedance-2.0")
    assert model is not None
    prices = [
        model.price("480p", video_input=True, on=day)
        for day in (date(2026, 12, 31), date(2027, 1, 1), date(2027, 5, 31), date(2027, 6, 1))
    ]
    assert prices == [Decimal("0.04"), Decimal("0.05"), Decimal("0.05"), Decimal("0.09")]
    assert model.price("720p", video_input=False, on=date(2027, 7, 1)) == Decimal("0.142")


def test_a_price_change_without_a_day_is_refused_with_an_example() -> None:
    with pytest.raises(ConfigError, match="2027-01-01"):
        extended_catalog('[[model]]\nid = "doubao-seedance-2.0"\n[[model.price_changes]]\nfrom = "soon"')
