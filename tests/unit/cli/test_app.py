from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from typer.testing import CliRunner

from reelwright import __version__
from reelwright.cli import main
from reelwright.cli.app import COMMANDS, make_app

HEAVY = ("pydantic", "httpx", "rich.console", "numpy", "uvicorn", "psycopg")


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(make_app(words), list(words))
    return result.exit_code, result.output


def test_help_lists_every_command_in_full() -> None:
    code, text = run("--help")
    assert code == 0
    for name, sentence in COMMANDS.items():
        assert name in text
        assert sentence.split()[-1] in text


def test_help_imports_nothing_heavy() -> None:
    script = (
        "import sys\n"
        "from reelwright.cli import main\n"
        "try:\n    main(['--help'])\n"
        "except SystemExit:\n    pass\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_help_of_its_own(name: str) -> None:
    code, text = run(name, "--help")
    assert code == 0
    assert "Usage:" in text
    assert import_module(f"reelwright.cli.{name}").register


def test_the_version_goes_to_stdout() -> None:
    assert run("--version") == (0, f"{__version__}\n")


def test_an_unknown_command_is_wrong_usage() -> None:
    assert run("sreve")[0] == 2


def test_a_wrong_setting_is_one_line_and_no_trace(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("REELWRIGHT_PORT", "many")
    with pytest.raises(SystemExit) as left:
        main(["serve"])
    shown = capsys.readouterr()
    assert left.value.code == 2
    assert shown.out == ""
    assert shown.err.count("\n") == 1
    assert "setting port" in shown.err


@pytest.mark.parametrize(
    ("text", "part"), [('port = "x', "is not TOML"), ("prt = 3", "there is no setting prt")]
)
def test_a_settings_file_with_a_mistake_is_one_line_and_no_trace(
    text: str, part: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(text)
    monkeypatch.setenv("REELWRIGHT_CONFIG", str(file))
    with pytest.raises(SystemExit) as left:
        main(["config"])
    shown = capsys.readouterr().err
    assert left.value.code == 2
    assert part in shown
    assert shown.count("\n") == 1


@pytest.mark.parametrize(("url", "code"), [("postgresql://127.0.0.1:1/x", 3), ("nonsense", 2)])
def test_a_database_that_is_not_there_is_one_line_and_no_trace(
    url: str, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(["keys", "list", "--database-url", url])
    shown = capsys.readouterr().err
    assert left.value.code == code
    assert "database_url" in shown
    assert shown.count("\n") == 1


def test_a_fault_of_ours_keeps_its_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("reelwright.cli.config.load_settings", broken)
    with pytest.raises(ZeroDivisionError):
        main(["config"])
