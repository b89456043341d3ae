"""A short run of the play that `make chaos` gives at full length."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.chaos.run import run


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("external", [True, False], ids=["external", "embedded"])
def test_every_promise_is_kept_while_everything_dies(tmp_path: Path, external: bool) -> None:
    outcome = run(tmp_path, tasks=60, external=external, seed=7, per_second=4)
    assert outcome.deeds, "nothing died"
    assert outcome.faults == dict.fromkeys(outcome.faults, 0)
