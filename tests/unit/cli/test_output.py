from __future__ import annotations

import pytest

from reelwright import client, errors
from reelwright.cli.output import exit_code_of, put_table
from reelwright.client.fields import make_draft
from reelwright.client.results import Task

TASK = Task("task_1", "failed")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (client.TaskFailed("why", TASK), 1),
        (client.TaskCancelled("why", TASK), 1),
        (client.InvalidRequest("why", status=400), 2),
        (client.NotFound("why", status=404), 2),
        (client.PaymentRequired("why", status=402), 2),
        (errors.ConfigError("why"), 2),
        (client.ConnectionFailed("why"), 3),
        (client.BadAnswer("why"), 3),
        (client.AuthenticationFailed("why", status=401), 3),
        (client.ServerError("why", status=503), 3),
        (client.RateLimited("why", status=429), 3),
        (errors.Unavailable("why"), 3),
        (ExceptionGroup("several", [errors.ConfigError("why")]), 2),
    ],
)
def test_what_can_go_wrong_has_its_exit_code_and_one_line(
    error: BaseException, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert exit_code_of(error) == code
    assert capsys.readouterr().err == "reelwright: why\n"


@pytest.mark.parametrize("error", [ZeroDivisionError(), ValueError("x"), FileNotFoundError("x")])
def test_faults_of_ours_have_none(error: Exception) -> None:
    assert exit_code_of(error) is None


def test_a_medium_that_is_not_there_is_the_callers_fault(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(FileNotFoundError) as caught:
        make_draft("x", {"image": "nowhere.jpg"})
    assert exit_code_of(caught.value) == 2
    assert "nowhere.jpg" in capsys.readouterr().err


def test_tables_are_columns_that_programs_can_cut(capsys: pytest.CaptureFixture[str]) -> None:
    put_table(("id", "name"), [("key_1", "a name"), ("k", None)])
    assert capsys.readouterr().out.splitlines() == ["id     name", "key_1  a name", "k      -"]
