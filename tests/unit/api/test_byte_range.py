"""Range headers."""

from __future__ import annotations

import pytest

from reelwright.api.routes.files import byte_range
from reelwright.errors import RangeNotSatisfiable


@pytest.mark.parametrize(
    ("header", "span"),
    [
        ("bytes=0-0", (0, 1)),
        ("bytes=0-499", (0, 500)),
        ("bytes=500-", (500, 1000)),
        ("bytes=-1", (999, 1000)),
        ("bytes=-5000", (0, 1000)),
        ("bytes=990-5000", (990, 1000)),
        ("BYTES=1-2", (1, 3)),
    ],
)
def test_one_range_is_honoured(header: str, span: tuple[int, int]) -> None:
    assert byte_range(header, 1000) == span


@pytest.mark.parametrize("header", ["", "bytes=-", "bytes=5-2", "bytes=0-1,4-5", "items=0-1", "bytes=a-b"])
def test_what_is_no_single_range_means_the_whole_file(header: str) -> None:
    assert byte_range(header, 1000) is None


@pytest.mark.parametrize("header", ["bytes=1000-", "bytes=2000-3000", "bytes=-0"])
def test_a_range_outside_of_the_file_is_refused_with_its_size(header: str) -> None:
    with pytest.raises(RangeNotSatisfiable) as refused:
        byte_range(header, 1000)
    assert refused.value.size == 1000
