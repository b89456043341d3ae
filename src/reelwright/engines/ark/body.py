"""A request as Ark's create takes it. Every field is sent: Ark's defaults are not ours (ratio, resolution, sound)."""

from __future__ import annotations

from typing import Any, Final

from reelwright.domain.request import MediaKind, MediaRole
from reelwright.engines.base import EngineRequest, LocalMedia
from reelwright.engines.remote.media import data_uri, unreachable
from reelwright.engines.remote.options import UpstreamOptions
from reelwright.errors import MediaError

_SHORTEST_EXPIRY: Final = 3600
_LONGEST_EXPIRY: Final = 259_200
_MAX_INLINE: Final = {MediaKind.IMAGE: 30 * 1024**2, MediaKind.AUDIO: 15 * 1024**2}
"""Bytes that Ark takes inside a request; it takes no video there."""
_IMAGE_ROLES: Final = {
    MediaRole.FIRST_FRAME: "first_frame",
    MediaRole.LAST_FRAME: "last_frame",
    MediaRole.REFERENCE: "reference_image",
}


def create_body(request: EngineRequest, options: UpstreamOptions, reference: str) -> dict[str, Any]:
    """Return the body of a create; `reference` goes into safety_identifier, which the list of tasks gives back.

    Raises MediaError naming a medium that Ark can't be given.
    """
    content: list[dict[str, Any]] = []
    if request.prompt:
        content.append({"type": "text", "text": request.prompt})
    content += [_medium(medium, options.name) for medium in request.media]
    body: dict[str, Any] = {
        "model": options.models.get(request.model, request.model),
        "content": content,
        "ratio": request.ratio,
        "resolution": request.resolution,
        "duration": request.seconds,
        "seed": request.seed,
        "generate_audio": request.generate_audio,
        "return_last_frame": request.return_last_frame,
        "watermark": options.flag("watermark", False),
        "safety_identifier": reference,
        "execution_expires_after": int(min(_LONGEST_EXPIRY, max(_SHORTEST_EXPIRY, options.task))),
        "priority": int(options.number("priority", 0)),
    }
    if request.web_search:
        body["tools"] = [{"type": "web_search"}]
    if request.callback_url and options.flag("callback", True):
        body["callback_url"] = request.callback_url
    return body


def _medium(medium: LocalMedia, upstream: str) -> dict[str, Any]:
    kind = f"{medium.kind}_url"
    role = _IMAGE_ROLES[medium.role] if medium.kind is MediaKind.IMAGE else f"reference_{medium.kind}"
    return {"type": kind, kind: {"url": _address(medium, upstream)}, "role": role}


def _address(medium: LocalMedia, upstream: str) -> str:
    if medium.url is not None:
        return medium.url
    most = _MAX_INLINE.get(medium.kind)
    if most is None:
        raise unreachable(medium, upstream)
    if medium.path.stat().st_size > most:
        raise MediaError(
            f"{medium.param}: the upstream {upstream} takes at most {most // 1024**2} MB inside a request; make the file "
            "smaller, or give a public address",
            param=medium.param,
        )
    return data_uri(medium)
