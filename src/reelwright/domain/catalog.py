"""The model catalogue: what each public model may be asked for, what it costs and which engines serve it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Any

from reelwright.domain.upstream import Upstream, parse_upstream
from reelwright.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Price:
    """USD per second of one resolution.

    plain: per output second. with_video: per input + output second when a reference video is given.
    """

    plain: Decimal
    with_video: Decimal


@dataclass(frozen=True, slots=True)
class PriceChange:
    """Prices that hold for requests from the day `since` (UTC) on; a resolution without one keeps what it had."""

    since: date
    prices: Mapping[str, Price]


@dataclass(frozen=True, slots=True)
class Model:
    """A public name with its limits and price.

    assets: whether asset:// addresses are allowed. real_people: whether reference images may show real people.
    fast: whether engines should prefer speed. engines: names, in the order in which they are tried.
    price_changes: oldest first.
    """

    id: str
    aliases: tuple[str, ...]
    created: int
    owned_by: str
    description: str
    resolutions: tuple[str, ...]
    min_duration: int
    max_duration: int
    assets: bool
    real_people: bool
    fast: bool
    engines: tuple[str, ...]
    prices: Mapping[str, Price]
    price_changes: tuple[PriceChange, ...] = ()

    def price(self, resolution: str, *, video_input: bool, on: date) -> Decimal:
        """Return USD per second at `resolution` for a request of the day `on` (UTC); zero where no price is listed."""
        listed = self.prices.get(resolution)
        for change in self.price_changes:
            if change.since <= on:
                listed = change.prices.get(resolution, listed)
        if listed is None:
            return Decimal(0)
        return listed.with_video if video_input else listed.plain


class Catalog:
    """All models of a deployment, found by id or alias, and the upstreams that serve them."""

    def __init__(self, models: tuple[Model, ...], upstreams: tuple[Upstream, ...] = ()) -> None:
        self.models = models
        self.upstreams = upstreams
        self._by_name = {name: model for model in models for name in (model.id, *model.aliases)}

    def find(self, name: str) -> Model | None:
        """Return the model called `name`, by id or alias, or None."""
        return self._by_name.get(name)

    def upstream(self, name: str) -> Upstream | None:
        """Return the upstream called `name`, or None: it is an engine that computes here."""
        return next((upstream for upstream in self.upstreams if upstream.name == name), None)

    def suggest(self, name: str) -> str | None:
        """Return the listed name nearest to a misspelt one, or None when none is near."""
        close = get_close_matches(name.lower(), self._by_name, n=1)
        return close[0] if close else None

    def offering(self, resolution: str) -> tuple[str, ...]:
        """Return the ids of the models that offer `resolution`."""
        return tuple(model.id for model in self.models if resolution in model.resolutions)

    def allowing_assets(self) -> tuple[str, ...]:
        """Return the ids of the models that take asset:// addresses."""
        return tuple(model.id for model in self.models if model.assets)


def parse_catalog(text: str) -> Catalog:
    """Read a catalogue from TOML.

    Raises ConfigError naming the model and the key that is missing or wrong.
    """
    try:
        tables = tomllib.loads(text)["model"]
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise ConfigError(f"the model catalogue is not TOML with [[model]] tables: {error}") from error
    return Catalog(tuple(_model(table) for table in tables))


@cache
def builtin_catalog() -> Catalog:
    """Return the catalogue that ships with Reelwright."""
    return parse_catalog(_builtin_text())


def extended_catalog(text: str) -> Catalog:
    """Return the catalogue that ships with Reelwright, with what a catalogue file says.

    A [[model]] table with the id of a listed model replaces the keys that it has; another id adds a model. Raises ConfigError
    naming what is wrong.
    """
    try:
        ours, theirs = tomllib.loads(_builtin_text()), tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"the catalogue file is not TOML: {error}") from error
    if unknown := sorted(set(theirs) - {"model", "upstream"}):
        raise ConfigError(
            f"the catalogue file has unknown tables: {', '.join(unknown)}; it may have model and upstream"
        )
    tables = {table["id"]: table for table in ours["model"]}
    for table in theirs.get("model", ()):
        name = table.get("id", "?")
        tables[name] = {**tables.get(name, {}), **table}
    upstreams = tuple(parse_upstream(table) for table in theirs.get("upstream", ()))
    names = [upstream.name for upstream in upstreams]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ConfigError(f"the catalogue file has two upstreams called {', '.join(twice)}")
    return Catalog(tuple(_model(table) for table in tables.values()), upstreams)


def _builtin_text() -> str:
    return files("reelwright.domain").joinpath("models.toml").read_text("utf-8")


def _model(table: dict[str, Any]) -> Model:
    try:
        return Model(
            id=table["id"],
            aliases=tuple(table.get("aliases", ())),
            created=table["created"],
            owned_by=table["owned_by"],
            description=table.get("description", ""),
            resolutions=tuple(table["resolutions"]),
            min_duration=table.get("min_duration", 4),
            max_duration=table.get("max_duration", 15),
            assets=table["assets"],
            real_people=table["real_people"],
            fast=table["fast"],
            engines=tuple(table["engines"]),
            prices=_prices(table.get("prices", {})),
            price_changes=_price_changes(table),
        )
    except KeyError as error:
        raise ConfigError(f"model {table.get('id', '?')!r} in the catalogue lacks the key {error}") from error


def _prices(table: Mapping[str, Any]) -> dict[str, Price]:
    return {name: _price(price) for name, price in table.items()}


def _price_changes(table: dict[str, Any]) -> tuple[PriceChange, ...]:
    changes = []
    for change in table.get("price_changes", ()):
        since = change["from"]
        if not isinstance(since, date) or isinstance(since, datetime):
            raise ConfigError(f"model {table['id']!r}: price_changes: from must be a day such as 2027-01-01")
        prices = _prices({name: price for name, price in change.items() if name != "from"})
        changes.append(PriceChange(since, prices))
    return tuple(sorted(changes, key=lambda change: change.since))


def _price(table: dict[str, str]) -> Price:
    plain = Decimal(table["plain"])
    return Price(plain=plain, with_video=Decimal(table.get("with_video", plain)))
