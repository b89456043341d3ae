"""Submit."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from reelwright.api.auth import caller_of
from reelwright.api.mapping import to_request
from reelwright.api.requests import public_url, read_object
from reelwright.api.responses import json_answer
from reelwright.domain.access import Scope
from reelwright.domain.request import check_request
from reelwright.errors import InvalidRequest
from reelwright.service.services import Services
from reelwright.wire.seedance.answers import submitted
from reelwright.wire.seedance.submit import parse_submit


async def submit(request: Request, services: Services) -> Response:
    """Ask for a video.

    The answer means that the request is checked, charged (held) and durable: whoever has the id gets the video, whatever
    happens to the server. Follow the task with `GET /v1/tasks/{task_id}`.
    """
    caller = await caller_of(request, services, Scope.GENERATE)
    form, faults = parse_submit(await read_object(request))
    video = to_request(form)
    if faults:
        named = {fault.param for fault in faults}
        more = [fault for fault in check_request(video, services.catalog) if fault.param not in named]
        raise InvalidRequest([*faults, *more])
    task = await services.submissions.submit(video, caller, public_url(request, services.settings))
    return json_answer(submitted(task.id))
