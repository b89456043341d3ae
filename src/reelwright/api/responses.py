"""Writes answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic_core import to_json
from starlette.responses import Response

from reelwright.wire.seedance.answers import enveloped


def json_answer(content: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Answer with JSON as it is."""
    return Response(to_json(content), status, headers, "application/json")


def data_answer(data: Any) -> Response:
    """Answer with data in the envelope ``{"code": 200, "data": …}``."""
    return json_answer(enveloped(data))
