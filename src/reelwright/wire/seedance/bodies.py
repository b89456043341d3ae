"""Bytes to a JSON object, with a sentence for every way in which that fails."""

from __future__ import annotations

from typing import Any

from pydantic_core import from_json

from reelwright.errors import InvalidRequest


def parse_object(body: bytes) -> dict[str, Any]:
    """Return the JSON object in `body`. Raises InvalidRequest for anything else, nesting beyond 200 levels included."""
    if not body.strip():
        raise InvalidRequest.one(None, "the body is empty; send a JSON object")
    try:
        # The vendor's own parser, for speed; it refuses invalid UTF-8, lone surrogates and what follows the value.
        value = from_json(body, allow_inf_nan=False, cache_strings="keys")
    except ValueError as error:
        if not _is_utf8(body):
            raise InvalidRequest.one(
                None, "the body is not valid UTF-8; send JSON encoded as UTF-8"
            ) from error
        raise InvalidRequest.one(None, f"the body is not valid JSON: {error}") from error
    if not isinstance(value, dict):
        raise InvalidRequest.one(None, f"the body must be a JSON object, got {json_type(value)}")
    return value


def json_type(value: object) -> str:
    """Name what kind of JSON value this is, as messages put it."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, int):
        return "an integer"
    if isinstance(value, float):
        return "a number with a fraction"
    if isinstance(value, str):
        return "a string"
    return "an array" if isinstance(value, list) else "an object"


def shown(value: object) -> str:
    """Show a wrong value in a message: its kind, and itself where that is short."""
    kind = json_type(value)
    if isinstance(value, bool):
        return f"{kind} ({str(value).lower()})"
    if isinstance(value, float) or (isinstance(value, int) and abs(value) < 10**20):
        return f"{kind} ({value})"
    if isinstance(value, str):
        return f"{kind} ({value[:40]!r})"
    return kind


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
