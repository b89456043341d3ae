"""Every rule of the contract, held against a server; see runner.py for the form of the cases."""

from __future__ import annotations

import pytest
from tests.contract.conftest import Subject
from tests.contract.runner import Case, files, match, run_case

CASES = [pytest.param(case, id=f"{case.file}: {case.rule}") for _, _, cases in files() for case in cases]


@pytest.mark.parametrize("case", CASES)
def test_the_server_keeps_the_contract(subject: Subject, case: Case) -> None:
    if case.workless and subject.has_worker:
        pytest.skip("a worker takes the task at once")
    run_case(subject.client, case, subject.finish)


def test_every_rule_has_its_own_words() -> None:
    rules = [(case.file, case.rule) for _, _, cases in files() for case in cases]
    assert len(rules) == len(set(rules))


@pytest.mark.parametrize(
    ("expected", "actual"),
    [(5, 5.0), (1, True), ({"a": 1}, {}), ([1], [1, 2]), ("<int>", 5.0), ("<task>", "task_x"), ("x", "y")],
)
def test_the_runner_sees_what_differs(expected: object, actual: object) -> None:
    with pytest.raises(AssertionError):
        match(expected, actual, "here")
