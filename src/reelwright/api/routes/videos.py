"""Submit."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from reelwright.api.auth import caller_of
from reelwright.api.mapping import to_request
from reelwright.api.rehearsal import rehearse
from reelwright.api.requests import public_url, read_object, speak
from reelwright.api.responses import json_answer
from reelwright.domain.access import Scope
from reelwright.domain.request import VideoRequest, check_request
from reelwright.errors import InvalidRequest
from reelwright.service.keys import Caller
from reelwright.service.services import Services
from reelwright.service.submit import Accepted, Once
from reelwright.tracing import note_task
from reelwright.wire.seedance.answers import submitted, submitted_versioned
from reelwright.wire.seedance.submit import parse_submit

VERSION_HEADER: Final = "X-APIMart-Response-Version"
VERSION: Final = "2026-07-27"
_VISIBLE: Final = re.compile(r"[\x21-\x7e]{1,191}")


async def submit(request: Request, services: Services) -> Response:
    """Ask for a video.

    The answer means that the request is checked, charged (held) and durable: whoever has the id gets the video, whatever
    happens to the server. Follow the task with `GET /v1/tasks/{task_id}`.
    """
    caller = await caller_of(request, services, Scope.GENERATE)
    body = await read_object(request)
    once = _once(request, caller, body)
    accepted = await services.submissions.earlier(once) if once else None
    if accepted is None:
        video = _video_request(request, caller, body, services)
        base = public_url(request, services.settings)
        accepted = await services.submissions.submit(video, caller, base, once)
    note_task(accepted.id)
    return _answer(request, accepted)


def _video_request(
    request: Request, caller: Caller, body: dict[str, Any], services: Services
) -> VideoRequest:
    form, faults = parse_submit(body)
    speak(request, form.language)
    video = rehearse(request, caller, to_request(form))
    if faults:
        # What has the wrong type was named for that; the rules about values have nothing to add to it.
        named = {fault.param for fault in faults}
        more = [fault for fault in check_request(video, services.catalog) if fault.param not in named]
        raise InvalidRequest([*faults, *more])
    return video


def _once(request: Request, caller: Caller, body: dict[str, Any]) -> Once | None:
    name = request.headers.get("idempotency-key")
    if name is None:
        return None
    if not _VISIBLE.fullmatch(name):
        raise InvalidRequest.one(
            "Idempotency-Key",
            "Idempotency-Key must have from 1 to 191 visible ASCII characters and no spaces",
        )
    canonical = json.dumps(body, sort_keys=True, separators=(",", ":")).encode()
    note = {"request_id": request.state.request_id, "version": request.headers.get(VERSION_HEADER)}
    return Once(caller.key_id, name, hashlib.sha256(canonical).digest(), note)


def _answer(request: Request, accepted: Accepted) -> Response:
    headers = {"Idempotency-Replayed": "true"} if accepted.replayed else {}
    # A replay looks as the first answer did, whatever version the repetition asks for.
    version = accepted.note.get("version") if accepted.note else request.headers.get(VERSION_HEADER)
    if version == VERSION:
        request_id = accepted.note.get("request_id") or request.state.request_id
        headers[VERSION_HEADER] = VERSION
        return json_answer(submitted_versioned(accepted.id, request_id), 202, headers)
    return json_answer(submitted(accepted.id), headers=headers)
