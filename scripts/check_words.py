"""Refuse words that have no business in this tree: paths of somebody's machine, private hosts, notes to oneself."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Final

# Written in pieces, so that this file passes its own check.
FORBIDDEN: Final = re.compile(
    "|".join(
        (
            r"/work" + r"/(main|shared)",
            r"\.lib" + r"rary/",
            r"\.\./sha" + r"red",
            r"/ho" + r"me/[a-z]",
            r"/opt" + r"/(pypi|wheels)",
            r"\bTO" + r"DO\b",
            r"\bFIX" + r"ME\b",
            r"<<<<" + r"<<< ",
        )
    )
)
TEXT: Final = (
    ".py",
    ".md",
    ".toml",
    ".sql",
    ".lock",
    ".yml",
    ".yaml",
    ".json",
    ".html",
    ".js",
    ".css",
    ".txt",
    ".sh",
)


def main() -> int:
    """Look through every file that git knows; return the exit code."""
    listed = subprocess.run(["git", "ls-files", "-z"], capture_output=True, check=True).stdout.decode()
    found = 0
    for name in filter(None, listed.split("\0")):
        if not (name.endswith(TEXT) or "." not in name.rpartition("/")[2] or name.startswith(".ci/")):
            continue
        try:
            lines = Path(name).read_text("utf-8").splitlines()
        except (FileNotFoundError, UnicodeDecodeError):
            continue
        for number, line in enumerate(lines, 1):
            if match := FORBIDDEN.search(line):
                sys.stderr.write(f"{name}:{number}: {match[0]!r} has no business here\n")
                found += 1
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
