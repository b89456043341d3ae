from __future__ import annotations

from pathlib import Path
from typing import Annotated

import pytest
import typer
from typer.testing import CliRunner

from reelwright.cli.app import make_app
from reelwright.cli.flags import UNFLAGGED, flag_of, with_settings
from reelwright.config import Settings

FLAGGED = [name for name in Settings.model_fields if name not in UNFLAGGED]


def read(*words: str) -> tuple[Settings, str]:
    """Run a command that has every flag and return what it was given."""
    seen: list[tuple[Settings, str]] = []

    def command(settings: Settings, extra: Annotated[str, typer.Option()] = "none") -> None:
        seen.append((settings, extra))

    app = typer.Typer()
    app.command()(with_settings(FLAGGED)(command))
    result = CliRunner().invoke(app, list(words), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return seen[0]


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("REELWRIGHT_CONFIG", str(tmp_path / "none.toml"))


def test_without_flags_the_settings_are_their_defaults() -> None:
    settings, extra = read()
    assert settings.port == 8000
    assert settings.engines == ("animatic",)
    assert not settings.no_worker
    assert extra == "none"


def test_flags_of_every_type_reach_their_setting(tmp_path: Path) -> None:
    settings, extra = read(
        *("--port", "0", "--data-dir", str(tmp_path), "--no-worker", "--extra", "own"),
        *("--engine", "a", "--engine", "b", "--database-url", "postgresql://u:secret@h/d"),
    )
    assert (settings.port, settings.data_dir, settings.no_worker, extra) == (
        0,
        tmp_path.resolve(),
        True,
        "own",
    )
    assert settings.engines == ("a", "b")
    assert settings.database_url is not None
    assert settings.database_url.get_secret_value() == "postgresql://u:secret@h/d"


def test_a_flag_beats_the_environment_which_beats_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('port = 1\nhost = "file"\nlog_level = "debug"\n')
    monkeypatch.setenv("REELWRIGHT_CONFIG", str(file))
    monkeypatch.setenv("REELWRIGHT_PORT", "2")
    monkeypatch.setenv("REELWRIGHT_HOST", "environment")
    settings, _ = read("--port", "3")
    assert (settings.port, settings.host, settings.log_level) == (3, "environment", "debug")


@pytest.mark.parametrize("name", FLAGGED)
def test_every_setting_has_its_flag_on_serve(name: str) -> None:
    help_text = CliRunner().invoke(make_app(["serve"]), ["serve", "--help"]).output
    assert f" {flag_of(name)} " in help_text


def test_keys_are_never_given_on_a_command_line() -> None:
    help_text = CliRunner().invoke(make_app(["serve"]), ["serve", "--help"]).output
    assert "--api-key" not in help_text
