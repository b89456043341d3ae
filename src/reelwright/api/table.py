"""What a row of the route table says about a route: enough to serve it and to document it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from reelwright.service.services import Services

Handler = Callable[[Request, Services], Awaitable[Response]]

JSON: Final = "application/json"
OBJECT: Final = {JSON: {"type": "object"}}
"""Any JSON object, where no narrower type is promised."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A query parameter (or, with `place` header, a request header) and the JSON Schema of its value."""

    name: str
    description: str
    schema: dict[str, Any]
    place: str = "query"
    required: bool = False


@dataclass(frozen=True, slots=True)
class Route:
    """One row. The handler's docstring is the operation's summary and description.

    methods: separated by a space. answer: the type that the JSON of a success has, or a media type for anything else.
    errors: statuses beside 401, 403, 429 and 503 (with `key`), 405 and 500, which every route may answer.
    body: the type of a JSON body, or a JSON Schema by media type. key: whether a bearer key is needed.
    also: further answers by status. documented: whether the OpenAPI document shows it.
    """

    methods: str
    path: str
    handler: Handler
    answer: Any
    errors: tuple[int, ...] = ()
    body: Any = None
    params: tuple[Parameter, ...] = ()
    key: bool = True
    also: tuple[tuple[int, Any], ...] = ()
    tag: str = "videos"
    documented: bool = True
