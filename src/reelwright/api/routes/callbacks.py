"""Where upstreams tell that a task has changed."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from reelwright.api.requests import read_object
from reelwright.api.responses import json_answer
from reelwright.service.services import Services


async def hear(request: Request, services: Services) -> Response:
    """Take note that an upstream has news of a task; the address itself is the secret."""
    body = await read_object(request)
    path = request.path_params
    await services.callbacks.hear(path["task_id"], path["token"], body.get("id"))
    return json_answer({"status": "ok"})
