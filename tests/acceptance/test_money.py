"""Money adds up to the last cent when servers die in the middle of what was paid for."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from tests.acceptance.conftest import Start, client_of
from tests.acceptance.test_durability import SHORT, wait_until_drawn
from tests.support.processes import environment

from reelwright.client import PaymentRequired

GRANT = Decimal("1.00")
PRICE = Decimal("0.264")
"""Of four seconds at 480p; three fit into the grant and a fourth does not."""

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


def reelwright(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "reelwright", *words],
        capture_output=True,
        text=True,
        timeout=60,
        env=environment(),
    )


def test_after_two_kills_the_ledger_adds_up_and_nothing_was_paid_twice(start: Start, data_dir: Path) -> None:
    where = ("--data-dir", str(data_dir))
    server = start()
    granted = reelwright("accounts", "grant", "acct_default", str(GRANT), "--note", "trial", *where)
    assert granted.returncode == 0, granted.stderr
    with client_of(server) as client:
        tasks = [client.videos.submit(**{**SHORT, "seed": seed}) for seed in range(3)]
        with pytest.raises(PaymentRequired):
            client.videos.submit(**SHORT)
        cancelled = client.tasks.cancel(tasks.pop())
        assert cancelled.ended
        wait_until_drawn(client, tasks[0])
    for _ in range(2):
        server.end(signal.SIGKILL)
        assert reelwright("ledger", "verify", *where).returncode == 0
        server = start(port=server.port)
    with client_of(server) as client:
        for task_id in tasks:
            assert client.tasks.wait(task_id, timeout=100).status == "completed"
    verified = reelwright("ledger", "verify", *where)
    assert verified.returncode == 0, verified.stdout
    (account,) = json.loads(reelwright("accounts", "list", "--json", *where).stdout)
    assert Decimal(account["balance"]) == GRANT - 2 * PRICE
