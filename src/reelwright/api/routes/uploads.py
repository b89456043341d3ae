"""Taking files in."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from reelwright.api.auth import caller_of
from reelwright.api.mapping import upload_object
from reelwright.api.multipart import received_file
from reelwright.api.requests import public_url
from reelwright.api.responses import json_answer
from reelwright.domain.access import Scope
from reelwright.domain.request import MediaKind
from reelwright.service.services import Services
from reelwright.service.uploads import FIELD, upload_limits


async def upload_image(request: Request, services: Services) -> Response:
    """Upload a picture: JPEG, PNG, WebP or GIF of at most 20 MB.

    Its address may be used in any request to this server until the upload expires.
    """
    return await _upload(request, services, MediaKind.IMAGE)


async def upload_video(request: Request, services: Services) -> Response:
    """Upload a reference video: MP4 or MOV of at most 200 MB, within the limits that requests have."""
    return await _upload(request, services, MediaKind.VIDEO)


async def upload_audio(request: Request, services: Services) -> Response:
    """Upload a reference sound: WAV, MP3, M4A or AAC of at most 15 MB, within the limits that requests have."""
    return await _upload(request, services, MediaKind.AUDIO)


async def _upload(request: Request, services: Services, kind: MediaKind) -> Response:
    caller = await caller_of(request, services, Scope.GENERATE)
    async with received_file(request, FIELD, upload_limits(kind).max_bytes) as file:
        upload = await services.uploads.add(file.path, file.filename, kind, caller)
    return json_answer(upload_object(upload, services.files, public_url(request, services.settings)))
