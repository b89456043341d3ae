"""Signs of life."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from reelwright.api.responses import json_answer
from reelwright.service.services import Services


async def healthz(request: Request, services: Services) -> Response:
    """Tell that the process lives."""
    return json_answer({"status": "ok"})


async def readyz(request: Request, services: Services) -> Response:
    """Tell whether requests can be served; 503 names the part that can't."""
    await services.check_ready()
    return json_answer({"status": "ok"})
