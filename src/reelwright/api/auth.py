"""Who is calling."""

from __future__ import annotations

from starlette.requests import Request

from reelwright.domain.access import Scope
from reelwright.service.keys import Caller
from reelwright.service.services import Services


async def caller_of(request: Request, services: Services, scope: Scope) -> Caller:
    """Return the caller behind the bearer key.

    Raises AuthenticationFailed, PermissionDenied where the key's terms forbid this, RateLimited.
    """
    address = client_address(request, behind_proxy=services.settings.behind_proxy)
    caller = await services.authenticator.authenticate(bearer(request), address)
    _count(request, services, caller)
    caller.require(scope)
    return caller


def _count(request: Request, services: Services, caller: Caller) -> None:
    limit = caller.terms.rate_limit or services.settings.rate_limit
    if limit is None:
        return
    allowance, refusal = request.app.state.rates.take(caller.key_id, limit)
    request.state.headers = allowance.headers()
    if refusal is not None:
        raise refusal


def client_address(request: Request, *, behind_proxy: bool) -> str | None:
    """Return the IP address that the request comes from.

    Behind a proxy of ours it is the last of X-Forwarded-For: the one that the proxy saw, all before it anyone could have written.
    """
    if behind_proxy and (forwarded := request.headers.get("x-forwarded-for")):
        return forwarded.rpartition(",")[2].strip()
    return request.client.host if request.client else None


def bearer(request: Request) -> str | None:
    """Return the key in the header ``Authorization: Bearer …``, None when there is none."""
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    return secret.strip() or None if scheme.lower() == "bearer" else None
