"""What is waited for, and what is not."""

from __future__ import annotations

import errno

import pytest
from obstore.exceptions import GenericError
from psycopg import OperationalError
from psycopg.errors import CheckViolation

from reelwright.errors import MediaError, Unavailable
from reelwright.worker import patience
from reelwright.worker.patience import is_infrastructure, patiently


@pytest.mark.parametrize(
    ("error", "passes"),
    [
        (OperationalError("server closed the connection"), True),
        (GenericError("connect timed out"), True),
        (Unavailable("the disk is full"), True),
        (OSError(errno.ENOSPC, "No space left on device"), True),
        (OSError(errno.EMFILE, "Too many open files"), True),
        (FileNotFoundError(errno.ENOENT, "gone"), False),
        (PermissionError(errno.EACCES, "no"), False),
        (CheckViolation("completed_has_a_result"), False),
        (MediaError("too blue"), False),
        (ZeroDivisionError(), False),
    ],
)
def test_trouble_of_the_machine_is_told_from_mistakes(error: Exception, passes: bool) -> None:
    assert is_infrastructure(error) is passes


async def test_a_call_is_made_again_until_the_database_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "_PAUSES", (0.0,))
    failures = [OperationalError("away"), OperationalError("starting up")]

    async def call() -> str:
        if failures:
            raise failures.pop()
        return "here"

    assert await patiently(call) == "here"


async def test_patience_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "_PAUSES", (0.0,))
    monkeypatch.setattr(patience, "PATIENCE_SECONDS", 0.01)

    async def call() -> None:
        raise OperationalError("away")

    with pytest.raises(OperationalError):
        await patiently(call)


async def test_other_errors_are_not_waited_for() -> None:
    async def call() -> None:
        raise CheckViolation("impossible row")

    with pytest.raises(CheckViolation):
        await patiently(call)
