"""Runs servers and workers as processes: sockets, signals and the way out.

The first SIGTERM or Ctrl-C drains: no new connection and no new task is taken, what runs has half a minute to finish. The second
one quits at once. Tasks that were cut off are handed back, and taken up again by the next worker.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

import uvicorn

from reelwright import metrics
from reelwright.config import Settings
from reelwright.core import Core, ensure_first_key, open_core
from reelwright.errors import ConfigError
from reelwright.server import make_services, make_worker
from reelwright.tracing import traced

log = logging.getLogger(__name__)

T = TypeVar("T")

_HTTP_GRACE: Final = 5
"""Seconds that open answers (downloads above all) have to end."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A server that answers. key: the first key, only when this start made it; key_file keeps it."""

    url: str
    key: str | None
    key_file: Path | None


def run_server(settings: Settings, on_ready: Callable[[Ready], None], *, until_eof: bool = False) -> None:
    """Run the API, and a worker unless `settings.no_worker`, until a signal, or the end of stdin when `until_eof`.

    Raises ConfigError when the address can't be listened on, and whatever opening the core raises.
    """
    with traced("reelwright-server"):
        run_async(_with_signals(lambda stop: _serve(settings, on_ready, stop), until_eof=until_eof))


def run_worker(settings: Settings, on_ready: Callable[[], None]) -> None:
    """Run a worker alone until a signal."""
    with traced("reelwright-worker"):
        run_async(_with_signals(lambda stop: _work(settings, on_ready, stop), until_eof=False))


async def _serve(settings: Settings, on_ready: Callable[[Ready], None], stop: asyncio.Event) -> None:
    from reelwright.api.app import create_app

    # Before the database is opened: a port that is taken shows at once and leaves nothing half started.
    listener = _listen(settings.host, settings.port)
    async with _closing(listener), open_core(settings) as core:
        made = await ensure_first_key(core)
        key, key_file = made if made else (None, None)
        ready = Ready(_url(settings.host, listener), key, key_file)
        server = _HttpServer(_http_config(create_app(make_services(core))), lambda: on_ready(ready))
        async with asyncio.TaskGroup() as group:
            group.create_task(server.serve([listener]), name="http")
            group.create_task(_close_http(server, core, stop), name="stop http")
            if not settings.no_worker:
                group.create_task(_run_tasks(core, stop), name="worker")


async def _work(settings: Settings, on_ready: Callable[[], None], stop: asyncio.Event) -> None:
    if settings.metrics_port is not None:
        metrics.serve(settings.host, settings.metrics_port)
    async with open_core(settings) as core:
        await _run_tasks(core, stop, on_ready)


async def _close_http(server: uvicorn.Server, core: Core, stop: asyncio.Event) -> None:
    await stop.wait()
    log.info("stopping: what runs has half a minute to finish; a second signal does not wait")
    server.should_exit = True
    core.feed.let_go()


async def _run_tasks(core: Core, stop: asyncio.Event, on_ready: Callable[[], None] = lambda: None) -> None:
    worker = make_worker(core)
    try:
        await worker.start()
        on_ready()
        await stop.wait()
        await worker.stop()
    except asyncio.CancelledError:
        await worker.stop(drain_seconds=0)
        raise


class _HttpServer(uvicorn.Server):
    """Uvicorn that leaves signals to us and says when it listens."""

    def __init__(self, config: uvicorn.Config, on_started: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_started = on_started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen, and say so."""
        await super().startup(sockets)
        self._on_started()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none: a signal stops the worker too."""
        yield


def _http_config(app: Any) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        lifespan="off",
        server_header=False,
        # What a proxy says counts only with the setting behind_proxy, and then the application reads it.
        proxy_headers=False,
        timeout_graceful_shutdown=_HTTP_GRACE,
        timeout_keep_alive=75,
        backlog=2048,
    )


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        raise ConfigError(
            f"can't listen on {host} port {port}: {error.strerror or error}; "
            "is another server running there? --port takes another port, --port 0 a free one"
        ) from error


@asynccontextmanager
async def _closing(listener: socket.socket) -> AsyncIterator[None]:
    with listener:
        yield


def _url(host: str, listener: socket.socket) -> str:
    port = listener.getsockname()[1]
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{shown}:{port}"


def run_async(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine on the event loop that suits this system and the database driver."""
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        return runner.run(work)


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    if sys.platform == "win32":
        # The database driver can't work on the proactor loop.
        return asyncio.SelectorEventLoop
    import uvloop

    return uvloop.new_event_loop


async def _with_signals(main: Callable[[asyncio.Event], Awaitable[None]], *, until_eof: bool) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    work = asyncio.ensure_future(main(stop))

    def on_signal() -> None:
        if stop.is_set():
            work.cancel()
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: loop.call_soon_threadsafe(on_signal))
    if until_eof:
        threading.Thread(target=_read_to_end, args=(loop, stop), daemon=True).start()
    try:
        await work
    except asyncio.CancelledError:
        if not stop.is_set():
            raise
        log.warning("quit without waiting")


def _read_to_end(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    # Not sys.stdin: a thread that waits inside its buffer can't be left at the interpreter's end.
    while os.read(0, 4096):
        continue
    loop.call_soon_threadsafe(stop.set)
