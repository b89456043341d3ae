"""What an engine that forwards is told about its upstream, once, when it is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class UpstreamOptions:
    """name: of the upstream. base_url: without a slash at its end. key: the secret itself, or None; never printed.

    models: our ids to the upstream's. connect, answer, task: seconds for a connection, for one answer, from submit to the video.
    profile: a named set of capabilities. extra: what only this engine understands.
    """

    name: str
    base_url: str
    key: str | None = field(default=None, repr=False)
    models: Mapping[str, str] = field(default_factory=dict)
    connect: float = 10.0
    answer: float = 60.0
    task: float = 7200.0
    profile: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)

    def number(self, name: str, default: float) -> float:
        """Return a number among the extras, or the default."""
        value = self.extra.get(name, default)
        return float(value) if isinstance(value, int | float) else default

    def flag(self, name: str, default: bool) -> bool:
        """Return a yes or no among the extras, or the default."""
        value = self.extra.get(name, default)
        return value if isinstance(value, bool) else default
