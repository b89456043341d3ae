"""What must be true when the dust has settled."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from reelwright.config import load_settings
from reelwright.core import Core, open_core
from reelwright.store.ledger import LedgerStore


async def audit(
    settings: Mapping[str, str | Path], accepted: set[str], received: Mapping[str, int]
) -> dict[str, int]:
    """Return how many things are wrong, by kind; all are 0 when every promise was kept.

    settings: of the deployment, which is at rest. accepted: the ids that callers were given. received: webhooks by task.
    """
    async with open_core(load_settings(**settings)) as core:
        async with core.pool.connection() as connection:
            rows = await (await connection.execute("SELECT id, status, result, failure FROM task")).fetchall()
            jobs = await (await connection.execute("SELECT count(*) AS n FROM procrastinate_jobs")).fetchone()
        known = {row["id"]: row for row in rows}
        ended = {task_id for task_id, row in known.items() if row["status"] in ("completed", "failed")}
        made = {task_id: row["result"] for task_id, row in known.items() if row["status"] == "completed"}
        # An engine that is killed is an engine that crashed: its task fails and says so, and nobody pays.
        excused = {task_id for task_id, row in known.items() if _crashed(row["failure"])}
        broken, orphans = await _blobs(core, made)
        return {
            "accepted ids lost": len(accepted - set(known)),
            "tasks that nobody was told of (doubled)": len(set(known) - accepted),
            "tasks that did not end": len(accepted - ended),
            "tasks that failed though no engine of theirs was killed": len(ended - set(made) - excused),
            "results missing or not intact": broken,
            "files without a task": orphans,
            "faults in the ledger": len(await LedgerStore(core.pool).audit()),
            "webhooks never delivered": len(accepted - set(received)),
            "jobs left in the queue": int(jobs["n"]) if jobs else 0,
        }


def _crashed(failure: Mapping[str, str] | None) -> bool:
    return failure is not None and "process ended in the middle" in failure["message"]


async def _blobs(core: Core, results: Mapping[str, Mapping[str, str]]) -> tuple[int, int]:
    """Count results that are not what was written, and files that belong to no result."""
    stored = {name async for name in core.blobs.names("results/")}
    mine = {
        name for result in results.values() for name in result.values() if str(name).startswith("results/")
    }
    broken = 0
    for task_id, result in results.items():
        if result["video"] not in stored:
            broken += 1
            continue
        data = b"".join([part async for part in core.blobs.read(result["video"])])
        # The engine has put the task's id at the end of its file.
        intact = hashlib.sha256(data).hexdigest() == result["sha256"] and data.endswith(task_id.encode())
        broken += not intact
    return broken, len(stored - mine)
