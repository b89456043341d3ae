"""Reads the catalogue file, and the keys that it points to."""

from __future__ import annotations

import os
from pathlib import Path

from reelwright.config import Settings
from reelwright.domain.catalog import Catalog, builtin_catalog, extended_catalog
from reelwright.domain.upstream import Upstream
from reelwright.engines.remote.options import UpstreamOptions
from reelwright.errors import ConfigError


def load_catalog(settings: Settings) -> Catalog:
    """Return the catalogue of this deployment. Raises ConfigError naming what is wrong in the file."""
    if settings.catalog_file is None:
        return builtin_catalog()
    try:
        text = settings.catalog_file.expanduser().read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"setting catalog_file: {settings.catalog_file} can't be read: {error}") from error
    return extended_catalog(text)


def upstream_options(upstream: Upstream) -> UpstreamOptions:
    """Return what an engine is told about an upstream, its key read from where the file points to. Raises ConfigError."""
    return UpstreamOptions(
        name=upstream.name,
        base_url=upstream.base_url,
        key=read_key(upstream),
        models=upstream.models,
        connect=upstream.timeouts.connect,
        answer=upstream.timeouts.answer,
        task=upstream.timeouts.task,
        profile=upstream.profile,
        extra=upstream.options,
    )


def read_key(upstream: Upstream) -> str | None:
    """Return an upstream's key, or None when it needs none. Raises ConfigError that names the place and never the key."""
    if upstream.key is None:
        return None
    kind, _, place = upstream.key.partition(":")
    if kind == "env":
        found = os.environ.get(place, "").strip()
        missing = f"the environment variable {place} is not set"
    else:
        try:
            found, missing = Path(place).expanduser().read_text("utf-8").strip(), f"{place} is empty"
        except (OSError, UnicodeDecodeError) as error:
            found, missing = "", f"{place} can't be read: {error}"
    if not found or not found.isprintable():
        raise ConfigError(f"the key of upstream {upstream.name!r}: {missing}")
    return found
