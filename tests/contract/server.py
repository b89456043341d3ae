"""A real server for the contract: real Postgres, real sockets, in a thread of this process; no worker takes its tasks."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import uvicorn
from tests.support.postgres import core_on

from reelwright.api.app import create_app
from reelwright.core import Core
from reelwright.domain.task import TaskResult
from reelwright.server import make_services


@dataclass
class ContractServer:
    """Where the server is and what it is tested with."""

    url: str
    key: str
    core: Core
    loop: asyncio.AbstractEventLoop

    def finish(self, task_id: str) -> None:
        """Complete a task as a worker would."""
        asyncio.run_coroutine_threadsafe(_complete(self.core, task_id), self.loop).result(30)


@contextmanager
def contract_server(database_url: str, directory: Path) -> Iterator[ContractServer]:
    """Run a server until the context ends."""
    ready: list[ContractServer] = []
    started = threading.Event()
    servers: list[uvicorn.Server] = []

    async def serve() -> None:
        async with core_on(database_url, directory) as core:
            made = await core.keys.create("contract")
            assert made is not None
            config = uvicorn.Config(
                create_app(make_services(core)), port=0, log_level="warning", lifespan="off"
            )
            server = uvicorn.Server(config)
            servers.append(server)
            running = asyncio.create_task(server.serve())
            while not server.started:
                await asyncio.sleep(0.01)
            port = server.servers[0].sockets[0].getsockname()[1]
            loop = asyncio.get_running_loop()
            ready.append(ContractServer(f"http://127.0.0.1:{port}", made[1], core, loop))
            started.set()
            await running

    thread = threading.Thread(target=asyncio.run, args=(serve(),), name="contract server")
    thread.start()
    try:
        assert started.wait(60)
        yield ready[0]
    finally:
        for server in servers:
            server.should_exit = True
        thread.join(30)


async def _complete(core: Core, task_id: str) -> None:
    claimed = await core.tasks.claim(task_id)
    assert claimed is not None
    names = {name: f"results/{task_id}/{claimed.attempt}/{name}" for name in ("video.mp4", "last_frame.png")}
    for name in names.values():
        await core.blobs.put(name, b"not a real one")
    result = TaskResult(
        video=names["video.mp4"],
        width=864,
        height=496,
        frames=121,
        fps=24,
        duration=121 / 24,
        has_audio=False,
        size_bytes=14,
        sha256="0" * 64,
        last_frame=names["last_frame.png"],
    )
    await core.tasks.complete(
        task_id, claimed.attempt, result, cost=Decimal("0.33"), completion_tokens=50638, ttl=86400
    )
