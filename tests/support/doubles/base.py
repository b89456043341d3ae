"""What all doubles share: orders to misbehave, a record of what came, and files that break off."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse


@dataclass
class Double:
    """An upstream. Orders are used up one by one, each by one call; then it behaves.

    on_create: `429`, `500` (not taken), `500_after`, `lost_after` (taken, and no answer), `slow_after`, `nonsense_after`,
    or (status, body). on_poll: `500`, `nonsense`, `slow`. on_file: `truncated`, `expired`, `not_a_video`.
    words: the states that a job goes through, one a look; the last one stays.
    """

    video: Path
    words: tuple[str, ...] = ()
    on_create: deque[Any] = field(default_factory=deque)
    on_poll: deque[str] = field(default_factory=deque)
    on_file: deque[str] = field(default_factory=deque)
    jobs: dict[str, dict[str, Any]] = field(default_factory=dict)
    bodies: list[Any] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    calls: Counter[str] = field(default_factory=Counter)
    release: asyncio.Event = field(default_factory=asyncio.Event)
    url: str = ""

    def app(self) -> Starlette:
        """Return the application."""
        raise NotImplementedError

    def accept(self, body: Any) -> dict[str, Any]:
        """Make a job and return the answer to its create."""
        raise NotImplementedError

    async def create(self, request: Request, body: Any) -> Response:
        """Answer a create as ordered."""
        self.calls["create"] += 1
        self.bodies.append(body)
        self.headers.append(dict(request.headers))
        order = self.on_create.popleft() if self.on_create else None
        if order is None:
            return JSONResponse(self.accept(body))
        if isinstance(order, tuple):
            status, answer = order
            return JSONResponse(answer, status)
        if order in ("429", "500"):
            return JSONResponse(self.error(int(order)), int(order), {"Retry-After": "0"})
        self.accept(body)
        if order == "500_after":
            return JSONResponse(self.error(500), 500)
        if order == "nonsense_after":
            return Response("<html>gateway</html>", 200)
        if order == "slow_after":
            await self.release.wait()
        return broken_off(b'{"id"', 400)

    def error(self, status: int) -> dict[str, Any]:
        """Return the body of an error."""
        codes = {429: "RateLimitExceeded.EndpointRPMExceeded", 500: "InternalServiceError"}
        return {"error": {"code": codes[status], "message": "as ordered", "type": "x", "param": ""}}

    async def poll_fault(self) -> Response | None:
        """Return the fault that a poll was ordered to have, if any."""
        self.calls["poll"] += 1
        order = self.on_poll.popleft() if self.on_poll else None
        if order == "500":
            return JSONResponse(self.error(500), 500)
        if order == "nonsense":
            return Response("{nonsense", 200)
        return None

    def step(self, job: dict[str, Any]) -> str:
        """Return the next word of a job."""
        seen = job["looks"] = job.get("looks", 0) + 1
        return self.words[min(seen, len(self.words)) - 1]

    async def file(self, request: Request) -> Response:
        """Send the video, as ordered."""
        self.calls["file"] += 1
        order = self.on_file.popleft() if self.on_file else None
        data = self.video.read_bytes()
        if order == "expired":
            return Response("expired", 403)
        if order == "not_a_video":
            return Response(b"\0" * 4096, 200)
        if order == "truncated":
            return broken_off(data[: len(data) // 2], len(data))
        if order == "truncated_quietly":
            return Response(data[: len(data) // 2], 200)
        return Response(data, 200, media_type="video/mp4")


def broken_off(part: bytes, length: int) -> StreamingResponse:
    """Return an answer that promises `length` bytes and breaks off after `part`."""

    async def parts() -> AsyncIterator[bytes]:
        yield part
        raise ConnectionAbortedError("as ordered")

    return StreamingResponse(
        parts(), 200, {"Content-Length": str(length), "Content-Type": "application/json"}
    )
