"""Administration: accounts, keys and money of the whole deployment. Every route needs a key with the scope admin."""

from __future__ import annotations

from collections.abc import AsyncIterator

from pydantic_core import to_json
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from reelwright.api.admin_mapping import account_object, deed_line, key_object, to_terms
from reelwright.api.auth import caller_of
from reelwright.api.requests import integer_query, read_body, read_object
from reelwright.api.responses import data_answer
from reelwright.domain.access import Scope
from reelwright.service.services import Services
from reelwright.wire.admin.answers import LedgerCheck
from reelwright.wire.admin.bodies import parse_account, parse_grant, parse_key, parse_rotate
from reelwright.wire.seedance.bodies import parse_object

NDJSON = "application/x-ndjson"
_LAST_ID = 2**62


async def list_accounts(request: Request, services: Services) -> Response:
    """List every account with its balance, oldest first."""
    await caller_of(request, services, Scope.ADMIN)
    return data_answer([account_object(account) for account in await services.administration.accounts()])


async def get_account(request: Request, services: Services) -> Response:
    """Return one account."""
    await caller_of(request, services, Scope.ADMIN)
    return data_answer(
        account_object(await services.administration.account(request.path_params["account_id"]))
    )


async def create_account(request: Request, services: Services) -> Response:
    """Make an account.

    Nothing limits what it spends until money is granted to it for the first time.
    """
    caller = await caller_of(request, services, Scope.ADMIN)
    name, account_id = parse_account(await read_object(request))
    made = await services.administration.create_account(name, account_id=account_id, actor=caller.key_id)
    return data_answer(account_object(made))


async def grant(request: Request, services: Services) -> Response:
    """Put money into an account, or take it out with a negative amount; from then on it is limited to what it has."""
    caller = await caller_of(request, services, Scope.ADMIN)
    amount, note = parse_grant(await read_object(request))
    account_id = request.path_params["account_id"]
    account = await services.administration.grant(account_id, amount, note, actor=caller.key_id)
    return data_answer(account_object(account))


async def list_keys(request: Request, services: Services) -> Response:
    """List keys, of one account or of all, oldest first."""
    await caller_of(request, services, Scope.ADMIN)
    found = await services.administration.keys(request.query_params.get("account_id"))
    return data_answer([key_object(key) for key in found])


async def create_key(request: Request, services: Services) -> Response:
    """Make a key. The answer has its text, which can't be read again."""
    caller = await caller_of(request, services, Scope.ADMIN)
    form = parse_key(await read_object(request), caller.account_id)
    key, secret = await services.administration.create_key(
        form.name, form.account_id, to_terms(form), actor=caller.key_id
    )
    return data_answer(key_object(key, secret))


async def rotate_key(request: Request, services: Services) -> Response:
    """Give a key a new text; the old one works for `overlap` seconds more, a day unless told otherwise.

    The key stays the same: its terms, what it has spent, its tasks and the secret of its webhooks.
    """
    caller = await caller_of(request, services, Scope.ADMIN)
    body = await read_body(request)
    overlap = parse_rotate(parse_object(body) if body.strip() else {})
    key_id = request.path_params["key_id"]
    key, secret = await services.administration.rotate_key(key_id, overlap, actor=caller.key_id)
    return data_answer(key_object(key, secret))


async def revoke_key(request: Request, services: Services) -> Response:
    """End a key, at once and in every process of the deployment."""
    caller = await caller_of(request, services, Scope.ADMIN)
    key = await services.administration.revoke_key(request.path_params["key_id"], actor=caller.key_id)
    return data_answer(key_object(key))


async def export_audit(request: Request, services: Services) -> Response:
    """Export the audit log, oldest first, one JSON object a line: who did what to keys, assets and money.

    `after` is the id of the last line that you have.
    """
    await caller_of(request, services, Scope.ADMIN)
    account_id = request.query_params.get("account_id")
    if account_id is not None:
        await services.administration.account(account_id)
    after = integer_query(request, "after", 0, _LAST_ID) or 0
    return StreamingResponse(_lines(services, account_id, after), media_type=NDJSON)


async def verify_ledger(request: Request, services: Services) -> Response:
    """Add up the whole ledger: what was held, settled and released for every task, and the balance of every account."""
    await caller_of(request, services, Scope.ADMIN)
    faults = await services.administration.verify_ledger()
    found: LedgerCheck = {"balanced": not faults, "faults": faults}
    return data_answer(found)


async def _lines(services: Services, account_id: str | None, after: int) -> AsyncIterator[bytes]:
    async for deed in services.administration.audit(account_id, after):
        yield to_json(deed_line(deed)) + b"\n"
