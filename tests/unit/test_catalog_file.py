"""Keys come from where the catalogue file points to, and are shown nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from reelwright.catalog_file import load_catalog, read_key, upstream_options
from reelwright.config import load_settings
from reelwright.domain.upstream import Upstream
from reelwright.errors import ConfigError


def upstream(key: str | None) -> Upstream:
    return Upstream("up", "ark", "https://up.example", key)


def test_a_key_is_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UP_KEY", " sk-secret\n")
    assert read_key(upstream("env:UP_KEY")) == "sk-secret"
    assert "sk-secret" not in repr(upstream_options(upstream("env:UP_KEY")))


def test_a_key_is_read_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("sk-secret\n")
    assert read_key(upstream(f"file:{tmp_path / 'key'}")) == "sk-secret"
    assert read_key(upstream(None)) is None


@pytest.mark.parametrize("place", ["env:NOT_SET_ANYWHERE", "file:/nowhere/key"])
def test_a_key_that_is_not_there_names_its_place(place: str) -> None:
    with pytest.raises(ConfigError, match=place.partition(":")[2]):
        read_key(upstream(place))


def test_without_a_file_the_catalogue_is_the_built_in_one_and_a_wrong_path_is_named(tmp_path: Path) -> None:
    assert load_catalog(load_settings(data_dir=tmp_path)).upstreams == ()
    with pytest.raises(ConfigError, match="catalog_file"):
        load_catalog(load_settings(data_dir=tmp_path, catalog_file=tmp_path / "missing.toml"))
