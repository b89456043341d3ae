"""Upstreams: the servers that engines forward to, as the catalogue file declares them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from urllib.parse import urlsplit

from reelwright.domain.sizes import RESOLUTIONS
from reelwright.errors import ConfigError

_KEYS: Final = frozenset(
    {
        "name", "engine", "base_url", "key", "models", "limits", "concurrency", "price", "price_with_video", "budget_day",
        "region", "timeouts", "profile", "options",
    }
)  # fmt: skip
MEDIA: Final = ("image", "video", "audio")
_LIMITS: Final = frozenset({"resolutions", "min_duration", "max_duration", "media", "last_frame"})
_TIMEOUTS: Final = frozenset({"connect", "answer", "task"})


@dataclass(frozen=True, slots=True)
class Limits:
    """What a server takes. media: kinds that may come with a request. last_frame: whether it takes one."""

    resolutions: tuple[str, ...] = RESOLUTIONS
    min_duration: int = 1
    max_duration: int = 60
    media: tuple[str, ...] = MEDIA
    last_frame: bool = True


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds. connect: for a connection. answer: for one answer. task: from submit to the finished video."""

    connect: float = 10.0
    answer: float = 60.0
    task: float = 7200.0


@dataclass(frozen=True, slots=True)
class Upstream:
    """One server that an engine forwards to. Its name is used like an engine's: in routes, queues and settings.

    engine: the entry point that speaks its dialect. key: where the key is (``env:NAME`` or ``file:/path``), never the key.
    models: our model ids to its own; a model that is not listed is not served. concurrency: tasks in flight there.
    price, price_with_video: USD per second by resolution, as this server bills us; for budgets. budget_day: USD a day (UTC).
    profile: a named set of capabilities of the engine. options: what only that engine understands.
    """

    name: str
    engine: str
    base_url: str
    key: str | None = None
    models: Mapping[str, str] = field(default_factory=dict)
    limits: Limits = Limits()
    concurrency: int = 2000
    price: Mapping[str, Decimal] = field(default_factory=dict)
    price_with_video: Mapping[str, Decimal] = field(default_factory=dict)
    budget_day: Decimal | None = None
    region: str = ""
    timeouts: Timeouts = Timeouts()
    profile: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)

    def bill(self, resolution: str, seconds: int, *, video_input: bool) -> Decimal:
        """Return what this server will bill at most for a video of `seconds`, in USD, reference videos not counted in length."""
        plain = self.price.get(resolution, Decimal(0))
        return (self.price_with_video.get(resolution, plain) if video_input else plain) * seconds


def parse_upstream(table: Mapping[str, Any]) -> Upstream:
    """Read one [[upstream]] table. Raises ConfigError naming the upstream and the key that is missing or wrong."""
    name = str(table.get("name", "?"))
    where = f"upstream {name!r} in the catalogue file"
    _only(table, _KEYS, where)
    for needed in ("name", "engine", "base_url"):
        if not isinstance(table.get(needed), str) or not table[needed]:
            raise ConfigError(f"{where} lacks {needed}")
    if urlsplit(table["base_url"]).scheme not in ("http", "https"):
        raise ConfigError(f"{where}: base_url must begin with http:// or https://")
    key: str | None = table.get("key")
    if key is not None and not str(key).startswith(("env:", "file:")):
        raise ConfigError(
            f"{where}: key must be env:NAME or file:/path; the key itself does not belong into this file"
        )
    if not isinstance(table.get("models"), Mapping) or not table["models"]:
        raise ConfigError(
            f"{where} lacks models: a table from model ids of this server to those of the upstream"
        )
    return Upstream(
        name=name,
        engine=table["engine"],
        base_url=table["base_url"].rstrip("/"),
        key=key,
        models={str(ours): str(theirs) for ours, theirs in table["models"].items()},
        limits=_limits(table.get("limits", {}), where),
        concurrency=_positive(table.get("concurrency", 2000), f"{where}: concurrency"),
        price=_prices(table.get("price", {}), where),
        price_with_video=_prices(table.get("price_with_video", {}), where),
        budget_day=None
        if "budget_day" not in table
        else _decimal(table["budget_day"], f"{where}: budget_day"),
        region=str(table.get("region", "")),
        timeouts=_timeouts(table.get("timeouts", {}), where),
        profile=str(table.get("profile", "")),
        options=dict(table.get("options", {})),
    )


def _limits(table: Mapping[str, Any], where: str) -> Limits:
    _only(table, _LIMITS, f"{where}: limits")
    values: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in table.items()
    }
    limits = Limits(**values)
    if wrong := set(limits.resolutions) - set(RESOLUTIONS):
        raise ConfigError(
            f"{where}: limits.resolutions has {', '.join(sorted(wrong))}, which no model offers"
        )
    if wrong := set(limits.media) - set(MEDIA):
        raise ConfigError(
            f"{where}: limits.media has {', '.join(sorted(wrong))}; it may have {', '.join(MEDIA)}"
        )
    return limits


def _timeouts(table: Mapping[str, Any], where: str) -> Timeouts:
    _only(table, _TIMEOUTS, f"{where}: timeouts")
    return Timeouts(
        **{key: float(_positive(value, f"{where}: timeouts.{key}")) for key, value in table.items()}
    )


def _prices(table: Mapping[str, Any], where: str) -> dict[str, Decimal]:
    return {key: _decimal(value, f"{where}: price of {key}") for key, value in table.items()}


def _decimal(value: Any, what: str) -> Decimal:
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        found = Decimal(-1)
    if not found.is_finite() or found < 0:
        raise ConfigError(f'{what} must be an amount in USD such as "0.066", got {value!r}')
    return found


def _positive(value: Any, what: str) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
        raise ConfigError(f"{what} must be a number above 0, got {value!r}")
    return value


def _only(table: Mapping[str, Any], keys: frozenset[str], where: str) -> None:
    if unknown := sorted(set(table) - keys):
        raise ConfigError(
            f"{where} has unknown keys: {', '.join(unknown)}; it may have {', '.join(sorted(keys))}"
        )
