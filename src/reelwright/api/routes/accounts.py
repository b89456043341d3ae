"""Balance and usage."""

from __future__ import annotations

from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import Response

from reelwright.api.auth import caller_of
from reelwright.api.mapping import money
from reelwright.api.requests import time_query
from reelwright.api.responses import data_answer, json_answer
from reelwright.domain.access import Scope
from reelwright.errors import InvalidRequest, NotImplementedHere
from reelwright.service.accounts import GROUPS, Purse, Spending
from reelwright.service.services import Services
from reelwright.wire.seedance.answers import Balance, UsageRow


async def key_balance(request: Request, services: Services) -> Response:
    """Return what your key may still spend and what it has used."""
    caller = await caller_of(request, services, Scope.READ)
    return json_answer(_balance(await services.accounts.of_key(caller)))


async def account_balance(request: Request, services: Services) -> Response:
    """Return what your account may still spend and what it has used."""
    caller = await caller_of(request, services, Scope.READ)
    return json_answer(_balance(await services.accounts.of_account(caller)))


async def usage(request: Request, services: Services) -> Response:
    """Return what your account has spent between two times, by model, day or key."""
    caller = await caller_of(request, services, Scope.READ)
    group_by = request.query_params.get("group_by", "model")
    if group_by not in GROUPS:
        raise InvalidRequest.one(
            "group_by", f"group_by must be one of {', '.join(GROUPS)}, got {group_by[:40]!r}"
        )
    start = time_query(request, "start") or datetime.fromtimestamp(0, UTC)
    end = time_query(request, "end") or datetime.now(UTC)
    return data_answer([_row(spent) for spent in await services.accounts.usage(caller, start, end, group_by)])


async def real_avatar(request: Request, services: Services) -> Response:
    """Verify a real person: needs the vendor's own liveness page, which this server does not have."""
    await caller_of(request, services, Scope.ASSETS)
    raise NotImplementedHere(
        "real-person verification needs the vendor's liveness page, and no engine here offers it; "
        "upload a drawn or generated character with /v1/seedance2/private-avatar instead"
    )


def _balance(purse: Purse) -> Balance:
    used, used_credits = money(purse.used)
    left, left_credits = (-1, -1) if purse.left is None else money(purse.left)
    return {
        "success": True,
        "remain_balance": left,
        "remain_credits": left_credits,
        "used_balance": used,
        "used_credits": used_credits,
        "unlimited_quota": purse.left is None,
    }


def _row(spending: Spending) -> UsageRow:
    cost, credits_cost = money(spending.spent)
    return {"name": spending.name, "tasks": spending.tasks, "cost": cost, "credits_cost": credits_cost}
