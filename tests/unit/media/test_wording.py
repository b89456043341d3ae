"""What callers see of a decoder's complaints."""

from __future__ import annotations

import pytest

from reelwright.media.wording import reason


@pytest.mark.parametrize(
    ("fault", "shown"),
    [
        (OSError("image file is truncated"), "image file is truncated"),
        (OSError(2, "No such file or directory", "/srv/data/a"), "No such file or directory"),
        (ValueError("cannot identify image file PosixPath('/srv/data/a')"), "broken data"),
        (ValueError("C:\\data\\a"), "broken data"),
        (ValueError("one\ntwo"), "one"),
        (ValueError(""), "broken data"),
        (ValueError("x" * 500), "x" * 120),
    ],
)
def test_the_reason_is_short_and_names_no_path(fault: Exception, shown: str) -> None:
    assert reason(fault) == shown
