"""Who is calling."""

from __future__ import annotations

from starlette.requests import Request

from reelwright.service.keys import Caller
from reelwright.service.services import Services


async def caller_of(request: Request, services: Services) -> Caller:
    """Return the caller behind the bearer key. Raises AuthenticationFailed."""
    return await services.authenticator.authenticate(bearer(request))


def bearer(request: Request) -> str | None:
    """Return the key in the header ``Authorization: Bearer …``, None when there is none."""
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    return secret.strip() or None if scheme.lower() == "bearer" else None
