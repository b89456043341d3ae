"""Builds the OpenAPI document from the route table, so that it can say nothing that the server doesn't do.

Version 3.0.3, because the packaged Swagger UI reads no newer one.
"""

from __future__ import annotations

import inspect
import re
from collections import Counter
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any, Final

from pydantic import TypeAdapter

import reelwright
from reelwright.api.table import JSON, Route
from reelwright.wire.seedance.answers import ErrorAnswer

_REF: Final = "#/components/schemas/{model}"
_PATH_PARAMETER: Final = re.compile(r"{(\w+)(?::\w+)?}")
_REQUEST_ID: Final = {
    "X-Request-Id": {"description": "Names this request in the server's log.", "schema": {"type": "string"}}
}
_HEADERS: Final[dict[int, dict[str, Any]]] = {
    405: {"Allow": {"description": "The methods that this path takes.", "schema": {"type": "string"}}},
    429: {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}}},
    503: {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}}},
}


def openapi_document(routes: Iterable[Route], models: Iterable[str]) -> dict[str, Any]:
    """Return the document for a route table; models: every name that a submit may give."""
    routes = [route for route in routes if route.documented]
    schemas: dict[str, Any] = {}
    paths: dict[str, Any] = {}
    for route in routes:
        path = paths.setdefault(_PATH_PARAMETER.sub(r"{\1}", route.path), {})
        for method in route.methods.lower().split():
            path[method] = _operation(route, method, schemas)
    _tell_operations_apart(paths)
    submit = paths["/v1/videos/generations"]["post"]["requestBody"]["content"][JSON]["schema"]
    submit["properties"]["model"]["enum"] = list(models)
    return {
        "openapi": "3.0.3",
        "info": {
            "title": "Reelwright",
            "version": reelwright.__version__,
            "description": "Makes videos. Speaks the Seedance 2.0 video API.",
            "license": {"name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": dict(sorted(schemas.items())),
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer", "description": "An API key."}},
        },
    }


def _operation(route: Route, method: str, schemas: dict[str, Any]) -> dict[str, Any]:
    summary, _, description = inspect.cleandoc(route.handler.__doc__ or "").partition("\n\n")
    found: dict[str, Any] = {
        "operationId": route.handler.__name__,
        "tags": [route.tag],
        "summary": summary.replace("\n", " "),
        "parameters": list(_parameters(route)),
        "responses": _responses(route, method, schemas),
        "security": [{"key": []}] if route.key else [],
    }
    if description:
        found["description"] = description
    if route.body is not None:
        found["requestBody"] = {"required": True, "content": _content(route.body, schemas)}
    return found


def _tell_operations_apart(paths: dict[str, Any]) -> None:
    """Number the operations that share a handler: another method of a path, or an older path that still works."""
    used: Counter[str] = Counter()
    for operation in (operation for path in paths.values() for operation in path.values()):
        name = operation["operationId"]
        used[name] += 1
        if used[name] > 1:
            operation["operationId"] = f"{name}_{used[name]}"


def _parameters(route: Route) -> Iterable[dict[str, Any]]:
    for name in _PATH_PARAMETER.findall(route.path):
        yield {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
    for param in route.params:
        yield {
            "name": param.name,
            "in": param.place,
            "required": param.required,
            "description": param.description,
            "schema": param.schema,
        }


def _responses(route: Route, method: str, schemas: dict[str, Any]) -> dict[str, Any]:
    answers = [(200, route.answer), *route.also] if route.answer is not None else list(route.also)
    found: dict[str, dict[str, Any]] = {
        str(status): {"description": HTTPStatus(status).phrase, "headers": _REQUEST_ID, "content": {}}
        for status, _ in answers
    }
    for status, answer in answers:
        if answer is not None and method != "head":
            found[str(status)]["content"] |= _content(answer, schemas)
    error = _content(ErrorAnswer, schemas)
    for status in sorted({*route.errors, *((401, 403, 429, 503) if route.key else ()), 405, 500}):
        found[str(status)] = {
            "description": HTTPStatus(status).phrase,
            "headers": {**_REQUEST_ID, **_HEADERS.get(status, {})},
            "content": error,
        }
    return found


def _content(body: Any, schemas: dict[str, Any]) -> dict[str, Any]:
    """Describe a body: a type whose JSON it is, a media type, or a schema for each media type."""
    if isinstance(body, dict):
        return {media_type: {"schema": as_openapi_3_0(schema)} for media_type, schema in body.items()}
    if isinstance(body, str):
        return {body: {"schema": {"type": "string", "format": "binary"}}}
    schema = as_openapi_3_0(TypeAdapter(body).json_schema(ref_template=_REF))
    schemas |= schema.pop("$defs", {})
    title = schema.get("title")
    if title is None:
        return {JSON: {"schema": schema}}
    schemas[title] = schema
    return {JSON: {"schema": {"$ref": _REF.format(model=title)}}}


def as_openapi_3_0(schema: Any) -> Any:
    """Say a JSON Schema of draft 2020-12 in the words that OpenAPI 3.0 has."""
    if isinstance(schema, list):
        return [as_openapi_3_0(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: as_openapi_3_0(value) for key, value in schema.items()}
    if isinstance(found.get("type"), list):
        (found["type"],) = [kind for kind in found["type"] if kind != "null"]
        found["nullable"] = True
    if "const" in found:
        found["enum"] = [found.pop("const")]
    if isinstance(found.get("examples"), list):
        found["example"] = found.pop("examples")[0]
    return found
