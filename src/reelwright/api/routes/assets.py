"""Assets and their groups, for owners; and what waits for a decision, for reviewers."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from reelwright.api.asset_mapping import KINDS, asset_object, group_object, to_submission
from reelwright.api.auth import caller_of
from reelwright.api.requests import integer_query, public_url, read_object
from reelwright.api.responses import data_answer
from reelwright.domain.access import Scope
from reelwright.domain.asset import AssetStatus
from reelwright.domain.request import MediaKind
from reelwright.errors import InvalidRequest
from reelwright.service.assets import Asset, AssetFilter
from reelwright.service.services import Services
from reelwright.wire.admin.bodies import parse_reason
from reelwright.wire.seedance.asset_answers import AssetPage, GroupPage, ReviewReference
from reelwright.wire.seedance.assets import parse_asset_name, parse_assets, parse_group

MAX_PAGE: Final = 1_000_000
MAX_LIMIT: Final = 100


async def submit_assets(request: Request, services: Services) -> Response:
    """Submit from 1 to 20 pictures, videos or sounds to be reviewed, as assets that requests may use.

    Follow the review with `GET /v1/tasks/{id}`. An asset that passes is `Active` and may be given as `asset://…`.
    """
    caller = await caller_of(request, services, Scope.ASSETS)
    wanted = to_submission(parse_assets(await read_object(request)))
    base = public_url(request, services.settings)
    task_id, model = await services.assets.submit(wanted, caller, base)
    data: ReviewReference = {
        "id": task_id,
        "object": "seedance.avatar.asset.task",
        "status": "processing",
        "progress": 10,
        "model": model,
    }
    return data_answer(data)


async def list_assets(request: Request, services: Services) -> Response:
    """List your assets, newest first."""
    caller = await caller_of(request, services, Scope.ASSETS)
    which = _filter(request)
    return _page(request, services, which, *await services.assets.page(which, caller))


async def get_asset(request: Request, services: Services) -> Response:
    """Return one of your assets."""
    caller = await caller_of(request, services, Scope.ASSETS)
    return _asset(request, services, await services.assets.get(request.path_params["asset_id"], caller))


async def rename_asset(request: Request, services: Services) -> Response:
    """Give an asset another name."""
    caller = await caller_of(request, services, Scope.ASSETS)
    name = parse_asset_name(await read_object(request))
    renamed = await services.assets.rename(request.path_params["asset_id"], name, caller)
    return _asset(request, services, renamed)


async def delete_asset(request: Request, services: Services) -> Response:
    """Delete an asset with its file. Requests that were submitted with it and have not begun will fail."""
    caller = await caller_of(request, services, Scope.ASSETS)
    gone = await services.assets.delete(request.path_params["asset_id"], caller)
    return data_answer({"id": gone.id, "deleted": True})


async def create_group(request: Request, services: Services) -> Response:
    """Make a group of assets."""
    caller = await caller_of(request, services, Scope.ASSETS)
    form = parse_group(await read_object(request))
    group = await services.assets.create_group(
        form.name or "", form.description or "", form.project_name, caller
    )
    return data_answer(group_object(group))


async def list_groups(request: Request, services: Services) -> Response:
    """List your groups of assets, newest first."""
    caller = await caller_of(request, services, Scope.ASSETS)
    page, limit = _place(request)
    groups, total = await services.assets.groups(page, limit, caller)
    found: GroupPage = {
        "items": [group_object(group) for group in groups],
        "total": total,
        "page": page,
        "limit": limit,
    }
    return data_answer(found)


async def get_group(request: Request, services: Services) -> Response:
    """Return one of your groups."""
    caller = await caller_of(request, services, Scope.ASSETS)
    return data_answer(group_object(await services.assets.group(request.path_params["group_id"], caller)))


async def change_group(request: Request, services: Services) -> Response:
    """Rename or describe a group; what is not given stays as it is."""
    caller = await caller_of(request, services, Scope.ASSETS)
    form = parse_group(await read_object(request))
    group = await services.assets.update_group(
        request.path_params["group_id"], form.name, form.description, caller
    )
    return data_answer(group_object(group))


async def delete_group(request: Request, services: Services) -> Response:
    """Delete an empty group."""
    caller = await caller_of(request, services, Scope.ASSETS)
    gone = await services.assets.delete_group(request.path_params["group_id"], caller)
    return data_answer({"id": gone.id, "deleted": True})


async def list_reviews(request: Request, services: Services) -> Response:
    """List assets of all accounts, newest first; with `status=Processing` those that wait for a decision."""
    await caller_of(request, services, Scope.ADMIN)
    which = _filter(request)
    return _page(request, services, which, *await services.reviews.page(which), for_reviewer=True)


async def approve(request: Request, services: Services) -> Response:
    """Approve an asset that waits for a decision: its owner may use it from now on."""
    caller = await caller_of(request, services, Scope.ADMIN)
    approved = await services.reviews.approve(request.path_params["asset_id"], actor=caller.key_id)
    return _asset(request, services, approved, for_reviewer=True)


async def reject(request: Request, services: Services) -> Response:
    """Reject an asset that waits for a decision, or withdraw an active one. Its owner is told the reason."""
    caller = await caller_of(request, services, Scope.ADMIN)
    reason = parse_reason(await read_object(request))
    rejected = await services.reviews.reject(request.path_params["asset_id"], reason, actor=caller.key_id)
    return _asset(request, services, rejected, for_reviewer=True)


def _asset(request: Request, services: Services, asset: Asset, *, for_reviewer: bool = False) -> Response:
    base = public_url(request, services.settings)
    return data_answer(asset_object(asset, services.files, base, for_reviewer=for_reviewer))


def _page(
    request: Request,
    services: Services,
    which: AssetFilter,
    assets: list[Asset],
    total: int,
    *,
    for_reviewer: bool = False,
) -> Response:
    base = public_url(request, services.settings)
    found: AssetPage = {
        "items": [asset_object(asset, services.files, base, for_reviewer=for_reviewer) for asset in assets],
        "total": total,
        "page": which.page,
        "limit": which.limit,
    }
    return data_answer(found)


def _place(request: Request) -> tuple[int, int]:
    page = integer_query(request, "page", 1, MAX_PAGE) or 1
    return page, integer_query(request, "limit", 1, MAX_LIMIT) or 20


def _filter(request: Request) -> AssetFilter:
    page, limit = _place(request)
    query = request.query_params
    status, kind = query.get("status"), query.get("asset_type")
    if status is not None and status not in list(AssetStatus):
        raise InvalidRequest.one(
            "status", f"status must be one of {', '.join(AssetStatus)}, got {status[:40]!r}"
        )
    if kind is not None and kind not in KINDS:
        raise InvalidRequest.one(
            "asset_type", f"asset_type must be one of {', '.join(KINDS)}, got {kind[:40]!r}"
        )
    found: MediaKind | None = None if kind is None else KINDS[kind]
    group_id = query.get("group_id")
    if group_id is not None and not group_id.isprintable():
        raise InvalidRequest.one("group_id", "group_id must be the id of a group")
    return AssetFilter(group_id, None if status is None else AssetStatus(status), found, page, limit)
