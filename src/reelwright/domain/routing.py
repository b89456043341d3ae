"""Which engine makes a video: the model's list in order, without those that can't take this request, and why not."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from reelwright.domain.catalog import Catalog, Model
from reelwright.domain.request import MediaRole, VideoRequest
from reelwright.domain.upstream import Limits, Upstream


@dataclass(frozen=True, slots=True)
class Candidate:
    """One engine of a model's list.

    refusals: why it can't take the request, empty when it can. paused: why it is asked only when nobody else is left.
    """

    engine: str
    upstream: Upstream | None
    refusals: tuple[str, ...] = ()
    paused: str | None = None


def candidates(
    request: VideoRequest,
    model: Model,
    catalog: Catalog,
    running: Collection[str],
    paused: Mapping[str, str] | None = None,
) -> tuple[Candidate, ...]:
    """Judge every engine of a model for one request, in the model's order.

    running: engines and upstreams that workers of this deployment run. paused: upstreams that have failed lately, and how.
    """
    return tuple(_judge(name, request, model, catalog, running, paused or {}) for name in model.engines)


def choose(judged: Collection[Candidate], tried: Collection[str] = ()) -> Candidate | None:
    """Return the first that can take the request and was not `tried`; one that is paused only when there is no other."""
    able = [one for one in judged if not one.refusals and one.engine not in tried]
    return next((one for one in able if one.paused is None), able[0] if able else None)


def _judge(
    name: str,
    request: VideoRequest,
    model: Model,
    catalog: Catalog,
    running: Collection[str],
    paused: Mapping[str, str],
) -> Candidate:
    upstream = catalog.upstream(name)
    refusals = [] if name in running else ["no worker runs it: add it to the setting engines"]
    if upstream is not None:
        if model.id not in upstream.models:
            refusals.append(f"its table models does not list {model.id}")
        refusals += _beyond(upstream.limits, request)
    return Candidate(name, upstream, tuple(refusals), paused.get(name))


def _beyond(limits: Limits, request: VideoRequest) -> list[str]:
    found = []
    if request.resolution not in limits.resolutions:
        found.append(f"resolution {request.resolution} is not among {', '.join(limits.resolutions)}")
    if not limits.min_duration <= request.duration <= limits.max_duration:
        found.append(f"{request.duration} s is not from {limits.min_duration} to {limits.max_duration} s")
    kinds = {str(medium.kind) for medium in request.media} - set(limits.media)
    found += [f"it takes no {kind}" for kind in sorted(kinds)]
    if request.with_role(MediaRole.LAST_FRAME) and not limits.last_frame:
        found.append("it takes no last frame")
    return found
