"""A face detector that does not start is as one that is not installed."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from reelwright.domain.request import MediaKind
from reelwright.errors import Fault
from reelwright.media import faces, faces_child
from reelwright.media.probe import Suspect


def test_a_detector_that_does_not_start_is_a_fault_of_each_medium_and_no_crash(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(module: str, suspects: Sequence[Suspect], ends: float, memory: int) -> list[dict[str, int]]:
        raise RuntimeError("the process did not start")

    monkeypatch.setattr(faces, "ask_child", broken)
    suspects = [Suspect(Path("a.png"), MediaKind.IMAGE, f"image_urls[{number}]") for number in range(2)]
    found = faces.count_faces(suspects)
    assert [fault.param for fault in found if isinstance(fault, Fault)] == ["image_urls[0]", "image_urls[1]"]


def test_the_detector_can_be_imported_where_python_has_no_imghdr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faces_child, "find_spec", lambda name: None)
    monkeypatch.setitem(sys.modules, "imghdr", None)
    monkeypatch.delitem(sys.modules, "imghdr")
    faces_child._stand_in_for_imghdr()
    assert sys.modules["imghdr"].__name__ == "imghdr"
