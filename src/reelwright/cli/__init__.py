"""The command line. Data go to stdout, everything else to stderr.

Exit codes: 0 done; 1 the task failed or was cancelled, or a check of `doctor` did not pass; 2 wrong usage, a wrong setting, or
a request that was refused; 3 the server can't be reached, can't serve, or does not take the key; 130 interrupted.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command that `arguments` name (default: those of this process) and exit."""
    from reelwright.cli.app import make_app
    from reelwright.cli.output import exit_code_of

    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        make_app(given)(given, prog_name="reelwright")
    except Exception as error:
        code = exit_code_of(error)
        if code is None:
            raise
        sys.exit(code)
