"""A loopback HTTP server whose every byte a test decides."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

Answer = Callable[[str, asyncio.StreamWriter], Awaitable[None]]
"""Gets the path of a request and writes the whole answer, head included; the connection is closed after it."""


@dataclass
class Loopback:
    """A running server: where it is, and the head of every request that it got."""

    port: int
    requests: list[str] = field(default_factory=list)

    @property
    def host(self) -> str:
        """``127.0.0.1:port``, for lists of hosts."""
        return f"127.0.0.1:{self.port}"

    def url(self, path: str = "/") -> str:
        """Return the address of `path`."""
        return f"http://{self.host}{path}"


@asynccontextmanager
async def loopback(answer: Answer, host: str = "127.0.0.1") -> AsyncIterator[Loopback]:
    """Serve on a free port until the block ends; connections that are still open are cut."""
    running: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        running.add(task)
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            server.requests.append(head)
            await answer(head.split(" ", 2)[1], writer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # the client went away, or the test is over
        finally:
            running.discard(task)
            writer.transport.abort() if task.cancelling() else writer.close()

    listening = await asyncio.start_server(serve, host, 0)
    server = Loopback(listening.sockets[0].getsockname()[1])
    try:
        yield server
    finally:
        listening.close()
        for task in list(running):
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


def head(status: int = 200, **headers: str | int) -> bytes:
    """Return the head of an answer; underscores in names become hyphens."""
    lines = [f"HTTP/1.1 {status} Whatever", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def body(data: bytes, status: int = 200, **headers: str | int) -> bytes:
    """Return a whole answer with the right length."""
    return head(status, Content_Length=len(data), **headers) + data
