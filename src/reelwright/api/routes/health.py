"""Signs of life."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from reelwright import metrics
from reelwright.api.auth import caller_of, client_address
from reelwright.api.responses import json_answer
from reelwright.domain.access import Scope, is_within
from reelwright.service.services import Services


async def healthz(request: Request, services: Services) -> Response:
    """Tell that the process lives."""
    return json_answer({"status": "ok"})


async def readyz(request: Request, services: Services) -> Response:
    """Tell whether requests can be served; 503 names the part that can't."""
    await services.check_ready()
    return json_answer({"status": "ok"})


async def show_metrics(request: Request, services: Services) -> Response:
    """Show what this process counted and what the deployment has waiting and running, for Prometheus.

    No key is needed from the networks of the setting `metrics_networks`; from elsewhere one with the scope admin.
    """
    if not _is_near(request, services):
        await caller_of(request, services, Scope.ADMIN)
    return Response(metrics.render(await services.stats()), media_type=metrics.CONTENT_TYPE)


def _is_near(request: Request, services: Services) -> bool:
    settings = services.settings
    if "x-forwarded-for" in request.headers and not settings.behind_proxy:
        # Whoever asks comes through a proxy that we know nothing of: its own address proves nothing.
        return False
    address = client_address(request, behind_proxy=settings.behind_proxy)
    return address is not None and is_within(address, settings.metrics_networks)
