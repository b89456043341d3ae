"""Catalogue files, and second servers to forward to."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import uvicorn

MODEL = "doubao-seedance-2.0"


def catalog_file(directory: Path, *upstreams: dict[str, Any], engines: tuple[str, ...] = ()) -> Path:
    """Write a catalogue file in which the model is served by these upstreams, and after them by `engines`."""
    names = [*(upstream["name"] for upstream in upstreams), *engines]
    lines = ["[[model]]", f'id = "{MODEL}"', f"engines = {_toml(names)}"]
    for upstream in upstreams:
        lines += ["", "[[upstream]]", *(f"{key} = {_toml(value)}" for key, value in upstream.items())]
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / "catalog.toml"
    path.write_text("\n".join(lines) + "\n")
    return path


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f'"{key}" = {_toml(item)}' for key, item in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int | float) else f'"{value}"'


@asynccontextmanager
async def serving(app: Any) -> AsyncIterator[str]:
    """Serve an ASGI application on a free port of the loopback, and yield its base URL."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        app, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=1
    )
    server = _Quiet(config)
    running = asyncio.create_task(server.serve([listener]))
    try:
        await server.up.wait()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        await running
        listener.close()


class _Quiet(uvicorn.Server):
    """Uvicorn that says when it listens and leaves signals alone."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.up.set()

    def capture_signals(self) -> Any:
        from contextlib import nullcontext

        return nullcontext()
