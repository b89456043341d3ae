"""Balance and usage."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import Response

from reelwright.api.auth import caller_of
from reelwright.api.mapping import money
from reelwright.api.requests import time_query
from reelwright.api.responses import data_answer, json_answer
from reelwright.domain.access import Scope
from reelwright.domain.tokens import credits_of
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
    """Return what your account has spent between two times, by model, day or key; as JSON, or as CSV with `format=csv`."""
    caller = await caller_of(request, services, Scope.READ)
    group_by = request.query_params.get("group_by", "model")
    if group_by not in GROUPS:
        raise InvalidRequest.one(
            "group_by", f"group_by must be one of {', '.join(GROUPS)}, got {group_by[:40]!r}"
        )
    written = request.query_params.get("format", "json")
    if written not in ("json", "csv"):
        raise InvalidRequest.one("format", f"format must be json or csv, got {written[:40]!r}")
    start = time_query(request, "start") or datetime.fromtimestamp(0, UTC)
    end = time_query(request, "end") or datetime.now(UTC)
    found = await services.accounts.usage(caller, start, end, group_by)
    if written == "csv":
        headers = {"Content-Disposition": f'attachment; filename="usage-by-{group_by}.csv"'}
        return Response(_csv(group_by, found), headers=headers, media_type="text/csv")
    return data_answer([_row(spent) for spent in found])


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


def _csv(group_by: str, rows: Iterable[Spending]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow((group_by, "tasks", "cost", "credits_cost"))
    # Decimals as they are: a spreadsheet that adds them up finds the same sum as the ledger.
    writer.writerows((row.name, row.tasks, row.spent, credits_of(row.spent)) for row in rows)
    return text.getvalue()
