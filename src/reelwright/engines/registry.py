"""Finds engines by name through the entry-point group `reelwright.engines`, built-in ones too, and imports them on first use."""

from __future__ import annotations

from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Final

from reelwright.engines.base import LocalEngine, RemoteEngine
from reelwright.engines.remote.options import UpstreamOptions
from reelwright.errors import ConfigError

GROUP: Final = "reelwright.engines"
FORWARDERS: Final = frozenset({"ark", "gateway", "openai-videos"})
"""Built-in engines that are nothing without an upstream."""


@cache
def _registered() -> dict[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=GROUP)}


def engine_names() -> tuple[str, ...]:
    """Return the names of all installed engines, sorted; nothing is imported."""
    return tuple(sorted(_registered()))


def load_remote(name: str, options: UpstreamOptions) -> RemoteEngine:
    """Import the engine called `name` and make one for an upstream.

    Raises ConfigError when no package registers it, or it does not forward.
    """
    point = _registered().get(name)
    if point is None:
        raise ConfigError(
            f"upstream {options.name!r}: no engine is called {name!r}; installed: {', '.join(engine_names())}"
        )
    made = point.load()
    engine = made(options) if hasattr(made, "run") else None
    if not isinstance(engine, RemoteEngine):
        raise ConfigError(f"upstream {options.name!r}: the engine {name!r} does not forward to a server")
    return engine


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
