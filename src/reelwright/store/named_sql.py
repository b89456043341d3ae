"""Reads SQL statements from the files in `sql/`.

A statement begins with a line ``-- name: what it does`` and runs to the next such line or the end of the file.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import LiteralString

_HEADER = re.compile(r"^-- (\w+): .+$", re.MULTILINE)


@cache
def named_sql(file: str) -> dict[str, LiteralString]:
    """Return the statements of `sql/<file>.sql` by name."""
    text = files("reelwright.store").joinpath("sql", f"{file}.sql").read_text("utf-8")
    headers = list(_HEADER.finditer(text))
    ends = [header.start() for header in headers[1:]] + [len(text)]
    return {header[1]: text[header.end() : end].strip() for header, end in zip(headers, ends, strict=True)}
