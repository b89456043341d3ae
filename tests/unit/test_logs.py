from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest

from reelwright.logs import setup_logging


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers = handlers
    root.setLevel(level)


def test_json_lines_carry_what_was_said_beside_the_message(capsys: pytest.CaptureFixture[str]) -> None:
    setup_logging("info", "json")
    logging.getLogger("some.part").info("task_failed", extra={"task": "task_1", "attempt": 2})
    line = json.loads(capsys.readouterr().err)
    assert (line["message"], line["task"], line["attempt"]) == ("task_failed", "task_1", 2)
    assert (line["level"], line["logger"]) == ("info", "some.part")


def test_a_trace_is_one_line_of_json(capsys: pytest.CaptureFixture[str]) -> None:
    setup_logging("info", "json")
    try:
        _ = 1 / 0
    except ZeroDivisionError:
        logging.getLogger("some.part").exception("request failed")
    (line,) = capsys.readouterr().err.splitlines()
    assert "ZeroDivisionError" in json.loads(line)["exception"]


def test_a_trace_as_text_does_not_show_what_was_in_variables(capsys: pytest.CaptureFixture[str]) -> None:
    setup_logging("info", "text")
    try:
        secret = "rw_" + "x" * 8
        _ = 1 / (len(secret) - 11)
    except ZeroDivisionError:
        logging.getLogger("some.part").exception("request failed")
    shown = capsys.readouterr().err
    assert "ZeroDivisionError" in shown
    assert "rw_xxxxxxxx" not in shown


def test_below_the_level_nothing_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    setup_logging("warning", "text")
    logging.getLogger("some.part").info("quiet")
    logging.getLogger("some.part").warning("loud")
    shown = capsys.readouterr()
    assert "loud" in shown.err
    assert "quiet" not in shown.err
    assert shown.out == ""
