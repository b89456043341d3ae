"""Writes every error in the one shape: whatever was raised, wherever."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match, Route

from reelwright.api.requests import language_of
from reelwright.api.responses import json_answer
from reelwright.errors import (
    AuthenticationFailed,
    Fault,
    InvalidRequest,
    MethodNotAllowed,
    NotFound,
    RangeNotSatisfiable,
    ReelwrightError,
)
from reelwright.wire.seedance.answers import Detail, ErrorAnswer, ErrorBody
from reelwright.wire.seedance.translate import ENGLISH, join, translate


async def write_error(request: Request, error: Exception) -> Response:
    """Answer with an error that was raised on purpose, by us or by the router."""
    if isinstance(error, HTTPException):
        return _router_answer(request, error)
    if not isinstance(error, ReelwrightError):
        raise error
    return error_answer(error, request.state.request_id, language_of(request))


def error_answer(error: ReelwrightError, request_id: str, language: str = ENGLISH) -> Response:
    """Build the answer for an error of our own tree."""
    body = error_object(error, request_id, language)
    return json_answer(body, error.status, _headers(error))


def unexpected_answer(request_id: str) -> Response:
    """Build the answer for a fault of ours; the log has the rest of it."""
    message = f"something went wrong here; try again, and if it stays so report the request id {request_id}"
    return error_answer(ReelwrightError(message), request_id)


def error_object(error: ReelwrightError, request_id: str, language: str) -> ErrorAnswer:
    """Build the body of an error, told in `language`."""
    body: ErrorBody = {
        "code": error.code or error.status,
        "message": translate(error.message, language) or HTTPStatus(error.status).phrase,
        "type": error.type,
    }
    if error.param is not None:
        body["param"] = error.param
    if isinstance(error, InvalidRequest):
        body["details"] = [_detail(fault, language) for fault in error.faults]
        body["message"] = join([detail["message"] for detail in body["details"]], language)
    if error.status >= 500:
        body["request_id"] = request_id
    return {"error": body}


def _detail(fault: Fault, language: str) -> Detail:
    detail: Detail = {"message": translate(fault.message, language)}
    if fault.param is not None:
        detail["param"] = fault.param
    return detail


def _headers(error: ReelwrightError) -> dict[str, str]:
    headers = {}
    retry_after = getattr(error, "retry_after", None)
    if retry_after is not None:
        headers["Retry-After"] = str(retry_after)
    if isinstance(error, RangeNotSatisfiable):
        headers["Content-Range"] = f"bytes */{error.size}"
    if isinstance(error, AuthenticationFailed):
        headers["WWW-Authenticate"] = "Bearer"
    return headers


def _router_answer(request: Request, error: HTTPException) -> Response:
    path = request.url.path[:200]
    if error.status_code == 405:
        allowed = allowed_methods(request.app.routes, request)
        answer = error_answer(
            MethodNotAllowed(f"{request.method} is not allowed on {path}; use {' or '.join(allowed)}"),
            request.state.request_id,
            language_of(request),
        )
        answer.headers["Allow"] = ", ".join(allowed)
        return answer
    return error_answer(
        NotFound(f"there is nothing at {path}; /docs lists every path of this server"),
        request.state.request_id,
        language_of(request),
    )


def allowed_methods(routes: Iterable[BaseRoute], request: Request) -> list[str]:
    """Return the methods that the request's path takes, over all routes that share it."""
    matching = [
        route
        for route in routes
        if isinstance(route, Route) and route.matches(request.scope)[0] is not Match.NONE
    ]
    path = request.url.path
    # A path that is spelled out is not the one with a parameter that its last part would fit.
    meant = path if any(route.path == path for route in matching) else matching[0].path
    return sorted({method for route in matching if route.path == meant for method in route.methods or ()})
