"""A worker that is killed at one line of a submit: `python -m tests.support.dying_worker URL DATA_DIR CATALOG ENGINE KEY WHEN`.

KEY: what the checkpoint is about to be told (`intent`, `upstream_id`). WHEN: `before` or `after` it is written.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import Any

from tests.support.postgres import core_on
from tests.support.tasks import running_worker

from reelwright.worker import engines


def die_at(key: str, when: str) -> None:
    """Let this process be killed, as the kernel would do it, when the checkpoint is told `key`."""
    save = engines.TaskCheckpoint.save

    async def deadly(self: engines.TaskCheckpoint, **values: Any) -> None:
        if key in values and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        await save(self, **values)
        if key in values:
            os.kill(os.getpid(), signal.SIGKILL)

    engines.TaskCheckpoint.save = deadly  # type: ignore[method-assign]


async def main() -> None:
    """Run the worker until it dies."""
    url, data_dir, catalog, engine, key, when = sys.argv[1:]
    die_at(key, when)
    async with (
        core_on(url, Path(data_dir), engines=(engine,), catalog_file=Path(catalog)) as core,
        running_worker(core),
    ):
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
