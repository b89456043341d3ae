"""Finds engines by name through the entry-point group `reelwright.engines`, built-in ones included, and imports them on first use."""

from __future__ import annotations

from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Final

from reelwright.engines.base import LocalEngine, RemoteEngine
from reelwright.errors import ConfigError

GROUP: Final = "reelwright.engines"


@cache
def _registered() -> dict[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=GROUP)}


def engine_names() -> tuple[str, ...]:
    """Return the names of all installed engines, sorted; nothing is imported."""
    return tuple(sorted(_registered()))


def load_engine(name: str) -> LocalEngine | RemoteEngine:
    """Import the engine called `name` and make one.

    Raises ConfigError when no package registers it, or what is registered is no engine.
    """
    point = _registered().get(name)
    if point is None:
        installed = ", ".join(engine_names()) or "none"
        raise ConfigError(f"no engine is called {name!r}; installed engines: {installed}")
    engine = point.load()()
    if not isinstance(engine, LocalEngine | RemoteEngine):
        raise ConfigError(f"{point.value}, registered as engine {name!r}, has neither render nor run")
    return engine
