"""Write the generated pages of docs/reference from the code; with --check, only tell whether they are up to date."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any, Final

from engine_reference import storyboard_page, words_page
from typer.main import get_command
from typer.testing import CliRunner

from reelwright.cli.app import COMMANDS, make_app
from reelwright.cli.flags import UNFLAGGED, flag_of
from reelwright.config import Settings

REFERENCE: Final = Path(__file__).resolve().parent.parent / "docs" / "reference"
MADE: Final = "<!-- Made by `make docs`; change the code, not this page. -->"
SUBCOMMANDS: Final = {
    "keys": ("create", "list", "rotate", "revoke"),
    "accounts": ("create", "list", "grant"),
    "assets": ("list", "approve", "reject"),
    "ledger": ("verify",),
    "tasks": ("list", "parked", "resolve"),
    "audit": ("export",),
}
# Defaults that depend on the machine, in words.
BY_MACHINE: Final = {
    "data_dir": "the user's data directory, on Linux `~/.local/share/reelwright`",
    "render_slots": "half the processor's cores, at least 1",
}


def main() -> int:
    """Write or compare the pages; return the exit code."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument(
        "--check", action="store_true", help="write nothing; fail when a page is out of date"
    )
    check = arguments.parse_args().check
    stale = [path for path, text in pages().items() if not path.exists() or path.read_text("utf-8") != text]
    for path in stale:
        if check:
            sys.stderr.write(f"{path.name} is out of date: run `make docs` and commit what it writes\n")
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(pages()[path], "utf-8")
    return 1 if check and stale else 0


def pages() -> dict[Path, str]:
    """Return every generated page with its text."""
    return {
        REFERENCE / "settings.md": settings_page(),
        REFERENCE / "cli.md": cli_page(),
        REFERENCE / "words.md": words_page(MADE),
        REFERENCE / "storyboard.md": storyboard_page(MADE),
    }


def settings_page() -> str:
    """Describe every setting."""
    rows = [
        f"| `{name}` | {_default(name, field.get_default())} | {_flag(name)} | {field.description} |"
        for name, field in Settings.model_fields.items()
    ]
    return "\n".join(
        [
            "# Settings",
            "",
            MADE,
            "",
            "A flag of `reelwright serve` beats the environment, which beats the settings file, which beats the default. In",
            "the environment a setting is `REELWRIGHT_` and its name in capitals (`REELWRIGHT_PORT=9000`); lists are JSON",
            '(`REELWRIGHT_ENGINES=["animatic"]`). The settings file is TOML (`port = 9000`): `reelwright.toml` in the user\'s',
            "configuration directory, on Linux `~/.config/reelwright`, or the file that `REELWRIGHT_CONFIG` names.",
            "`reelwright config` shows what is in force and where it comes from.",
            "",
            "| setting | default | flag | meaning |",
            "|---|---|---|---|",
            *rows,
            "",
        ]
    )


def cli_page() -> str:
    """Show the help of every command."""
    blocks = ["# Command line", "", MADE, "", "```text", _help([]), "```", ""]
    blocks += [
        "Data go to stdout, everything else to stderr. Exit codes: 0 done; 1 the task failed or was cancelled, or a check of",
        "`doctor` did not pass; 2 wrong usage, a wrong setting, or a request that was refused; 3 the server can't be reached,",
        "can't serve, or does not take the key; 130 interrupted.",
        "",
    ]
    for name in COMMANDS:
        for words in ([name], *([name, sub] for sub in subcommands(name))):
            blocks += [f"## reelwright {' '.join(words)}", "", "```text", _help(words), "```", ""]
    return "\n".join(blocks)


def subcommands(name: str) -> list[str]:
    """Return the commands below the command `name`, such as create below keys; none for most."""
    command = getattr(get_command(make_app([name])), "commands", {})[name]
    return list(getattr(command, "commands", {}))


def _help(words: list[str]) -> str:
    os.environ.pop("_REELWRIGHT_COMPLETE", None)
    result = CliRunner().invoke(
        make_app(words), [*words, "--help"], prog_name="reelwright", terminal_width=110
    )
    if result.exit_code != 0:
        raise SystemExit(f"reelwright {' '.join(words)} --help failed: {result.output}")
    return result.output.strip()


def _flag(name: str) -> str:
    return "" if name in UNFLAGGED else f"`{flag_of(name)}`"


def _default(name: str, value: Any) -> str:
    if name in BY_MACHINE:
        return BY_MACHINE[name]
    if value is None or value == ():
        return ""
    return f"`{', '.join(value) if isinstance(value, tuple) else str(value).lower() if isinstance(value, bool) else value}`"


if __name__ == "__main__":
    sys.exit(main())
