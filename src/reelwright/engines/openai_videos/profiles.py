"""Capabilities of servers that speak OpenAI's Videos API, as data."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import Any

from reelwright.engines.remote.options import UpstreamOptions
from reelwright.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Profile:
    """What one kind of server understands; the keys are explained in profiles.toml."""

    body: str
    first_frame: str
    references: str
    numbers: Mapping[str, str]
    audio: str
    fixed: Mapping[str, Any]


def profile_of(options: UpstreamOptions) -> Profile:
    """Return the profile that an upstream names (`openai` when it names none), with what its options override.

    Raises ConfigError naming the profiles that there are.
    """
    known = _profiles()
    name = options.profile or "openai"
    if name not in known:
        raise ConfigError(
            f"upstream {options.name!r}: there is no profile {name!r}; profiles: {', '.join(sorted(known))}"
        )
    own = {field.name: options.extra[field.name] for field in fields(Profile) if field.name in options.extra}
    return Profile(**{**known[name], **own})


@cache
def _profiles() -> dict[str, dict[str, Any]]:
    text = files("reelwright.engines.openai_videos").joinpath("profiles.toml").read_text("utf-8")
    return tomllib.loads(text)
