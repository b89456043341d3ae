"""What wraps every request: its id, and the net under faults that nobody foresaw."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from ulid import ULID

from reelwright import metrics
from reelwright.api.errors import error_answer, unexpected_answer
from reelwright.api.requests import language_of
from reelwright.errors import Unavailable
from reelwright.tracing import request_span

log = logging.getLogger(__name__)

_AWAY: Final = "the server can't reach its database or storage just now; try again in a moment"
_SANE_ID: Final = re.compile(r"[A-Za-z0-9._\-]{1,128}")


class Front:
    """Plain ASGI, because a middleware of Starlette's base class costs more than a status read."""

    def __init__(self, app: ASGIApp, is_outage: Callable[[BaseException], bool]) -> None:
        self._app = app
        self._is_outage = is_outage

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Give the request an id, sent back in X-Request-Id; turn an unforeseen exception into a 500 without its trace.

        Where the database or the storage is away it is a 503: nothing was done, or it may be asked again.
        """
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = _request_id(scope)
        state = scope.setdefault("state", {})
        state["request_id"] = request_id
        began = time.perf_counter()

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["X-Request-Id"] = request_id
                state["status"] = message["status"]
                headers.update(state.get("headers", {}))
                _count(scope["method"], state.get("route", "none"), message["status"], began)
            await send(message)

        with request_span(scope["method"], Headers(scope=scope)) as span:
            await self._guarded(scope, receive, send_with_id)
            route = state.get("route", "none")
            span.update_name(f"{scope['method']} {route}")
            span.set_attribute("http.route", route)
            span.set_attribute("http.response.status_code", state.get("status", 0))

    async def _guarded(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the application; answer for what it raised, unless half an answer is out."""
        request_id = scope["state"]["request_id"]
        try:
            await self._app(scope, receive, send)
        except Exception as error:
            about = {"request_id": request_id, "method": scope["method"], "path": scope["path"]}
            outage = self._is_outage(error)
            log.log(
                logging.WARNING if outage else logging.ERROR,
                "request_failed",
                extra={**about, "error": f"{type(error).__name__}: {error}"},
                exc_info=not outage,
            )
            # Half an answer can't be taken back; raising makes the server cut the connection, so that nobody takes it for whole.
            if "status" in scope["state"]:
                raise
            answer = (
                error_answer(Unavailable(_AWAY), request_id, language_of(Request(scope)))
                if outage
                else unexpected_answer(request_id)
            )
            await answer(scope, receive, send)


def _count(method: str, route: str, status: int, began: float) -> None:
    # Any word may come as a method; only those that were routed may become series.
    known = method if route != "none" else "other"
    metrics.REQUESTS.labels(known, route, status).observe(time.perf_counter() - began)


def _request_id(scope: Scope) -> str:
    sent = Headers(scope=scope).get("x-request-id", "")
    return sent if _SANE_ID.fullmatch(sent) else f"req_{ULID()}"
