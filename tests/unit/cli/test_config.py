from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from reelwright.cli.app import make_app
from reelwright.config import Settings


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("result_ttl = 120\n")
    monkeypatch.setenv("REELWRIGHT_CONFIG", str(file))
    monkeypatch.setenv("REELWRIGHT_PORT", "9000")
    monkeypatch.setenv("REELWRIGHT_API_KEY", "rw_top_secret")


def config(*flags: str) -> str:
    result = CliRunner().invoke(make_app(["config"]), ["config", *flags], catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout


def test_every_setting_is_shown_with_its_source() -> None:
    rows = json.loads(config("--json"))
    assert set(rows) == set(Settings.model_fields)
    assert rows["port"] == {"value": 9000, "source": "environment, REELWRIGHT_PORT"}
    assert rows["result_ttl"]["value"] == 120
    assert rows["result_ttl"]["source"].endswith("settings.toml")
    assert rows["host"] == {"value": "127.0.0.1", "source": "default"}


def test_secrets_are_not_shown() -> None:
    assert "rw_top_secret" not in config() + config("--json")
    assert "****" in config()
