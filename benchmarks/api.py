"""Measure submits and status reads per second of one API process, and of bare FastAPI doing the same insert and select.

    python benchmarks/api.py [--seconds 5] [--connections 16] [--rounds 3]

Both servers run on a fresh embedded Postgres with fsync on, one after the other, in turns, on the cores that the load generator
uses too. The ratio is worth more than the figures: it says what Reelwright adds to the least that such a service can do.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI
from psycopg.types.json import Jsonb
from pydantic import BaseModel
from ulid import ULID

from reelwright.api.app import create_app
from reelwright.config import Settings
from reelwright.core import Core, open_core
from reelwright.server import make_services

BODY = {
    "model": "doubao-seedance-2.0",
    "prompt": "A kitten yawning at the camera",
    "duration": 5,
    "resolution": "720p",
}
KEY = "rw_benchmark_key_that_is_long_enough"


class Body(BaseModel):
    """What the bare service takes."""

    model: str
    prompt: str
    duration: int = 5
    resolution: str = "480p"


def bare_app(core: Core) -> FastAPI:
    """Return the least that such a service can do: validate, insert one row, answer; select one row, answer."""
    app = FastAPI()

    @app.post("/v1/videos/generations")
    async def submit(body: Body) -> dict[str, Any]:
        task_id = f"task_{ULID()}"
        async with core.pool.connection() as connection:
            await connection.execute(
                "INSERT INTO bare (id, request) VALUES (%s, %s)", [task_id, Jsonb(body.model_dump())]
            )
        return {"code": 200, "data": [{"status": "submitted", "task_id": task_id}]}

    @app.get("/v1/tasks/{task_id}")
    async def task(task_id: str) -> dict[str, Any]:
        async with core.pool.connection() as connection:
            row = await (await connection.execute("SELECT * FROM bare WHERE id = %s", [task_id])).fetchone()
        return {"code": 200, "data": row}

    return app


async def _prepare(core: Core) -> None:
    await core.keys.create("benchmark", secret=KEY)
    async with core.pool.connection() as connection:
        await connection.execute("CREATE TABLE bare (id text PRIMARY KEY, request jsonb)")


def serve(which: str, directory: str, pipe: Connection) -> None:
    """Run one server in this process and tell its port."""

    async def run() -> None:
        async with open_core(Settings(data_dir=Path(directory))) as core:
            await _prepare(core)
            app = create_app(make_services(core)) if which == "reelwright" else bare_app(core)
            config = uvicorn.Config(
                app, port=0, log_level="warning", access_log=False, loop="none", http="httptools"
            )
            server = uvicorn.Server(config)
            running = asyncio.create_task(server.serve())
            while not server.started:
                await asyncio.sleep(0.05)
            pipe.send(server.servers[0].sockets[0].getsockname()[1])
            await running

    import uvloop

    uvloop.run(run())


@asynccontextmanager
async def server(which: str) -> Any:
    """Run a server in a child process and yield its port."""
    ours, theirs = multiprocessing.Pipe()
    with tempfile.TemporaryDirectory(prefix="reelwright-benchmark-") as directory:
        process = multiprocessing.get_context("spawn").Process(target=serve, args=(which, directory, theirs))
        process.start()
        try:
            yield await asyncio.to_thread(ours.recv)
        finally:
            process.terminate()
            await asyncio.to_thread(process.join)


class Client:
    """One kept-alive connection that speaks just enough HTTP."""

    def __init__(self, port: int) -> None:
        self._port = port

    async def open(self) -> None:
        """Connect."""
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)

    async def ask(self, request: bytes) -> bytes:
        """Send a request and return the body of the answer."""
        self._writer.write(request)
        head = await self._reader.readuntil(b"\r\n\r\n")
        lower = head.lower()
        at = lower.index(b"content-length: ") + 16
        body = await self._reader.readexactly(int(lower[at : lower.index(b"\r", at)]))
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(f"{head!r} {body!r}")
        return body

    def close(self) -> None:
        """Disconnect."""
        self._writer.close()


def request(method: str, path: str, body: bytes = b"") -> bytes:
    """Build a request."""
    return (
        f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {KEY}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode() + body


async def load(
    port: int, connections: int, seconds: float, one: Callable[[Client], Awaitable[None]]
) -> tuple[float, float, float]:
    """Repeat `one` on every connection; return the rate per second, and p50 and p99 in milliseconds."""
    clients = [Client(port) for _ in range(connections)]
    for client in clients:
        await client.open()
    taken: list[float] = []
    ends = time.perf_counter() + seconds

    async def repeat(client: Client) -> None:
        while (begun := time.perf_counter()) < ends:
            await one(client)
            taken.append(time.perf_counter() - begun)

    begun = time.perf_counter()
    await asyncio.gather(*(repeat(client) for client in clients))
    elapsed = time.perf_counter() - begun
    for client in clients:
        client.close()
    centiles = statistics.quantiles(taken, n=100)
    return len(taken) / elapsed, centiles[49] * 1000, centiles[98] * 1000


async def measure(which: str, connections: int, seconds: float) -> dict[str, tuple[float, float, float]]:
    """Measure one server."""
    async with server(which) as port:
        ids: list[str] = []

        async def submit(client: Client) -> None:
            answer = await client.ask(request("POST", "/v1/videos/generations", json.dumps(BODY).encode()))
            ids.append(json.loads(answer)["data"][0]["task_id"])

        async def read(client: Client) -> None:
            await client.ask(request("GET", f"/v1/tasks/{ids[len(ids) // 2]}"))

        await load(port, connections, 0.5, submit)
        submits = await load(port, connections, seconds, submit)
        await load(port, connections, 0.3, read)
        return {"submit": submits, "read": await load(port, connections, seconds, read)}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--rounds", type=int, default=1)
    options = parser.parse_args()
    best: dict[str, dict[str, tuple[float, float, float]]] = {"reelwright": {}, "bare": {}}
    for _ in range(options.rounds):
        for which, kept in best.items():
            for what, found in asyncio.run(measure(which, options.connections, options.seconds)).items():
                kept[what] = max(found, kept.get(what, found))
    print(f"{'':22}{'per second':>12}{'p50 ms':>10}{'p99 ms':>10}{'of bare':>10}")
    for what in ("submit", "read"):
        for which, kept in best.items():
            rate, middle, slow = kept[what]
            print(
                f"{which + ' ' + what:22}{rate:12.0f}{middle:10.2f}{slow:10.2f}{rate / best['bare'][what][0]:10.2f}"
            )


if __name__ == "__main__":
    main()
