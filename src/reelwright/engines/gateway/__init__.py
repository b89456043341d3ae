"""Forwards to any server of this very dialect, another Reelwright included."""

from __future__ import annotations

from reelwright.engines.gateway.dialect import GatewayDialect
from reelwright.engines.remote.calls import Calls
from reelwright.engines.remote.forward import Forwarder
from reelwright.engines.remote.options import UpstreamOptions


class GatewayEngine(Forwarder):
    """A remote engine for one gateway."""

    def __init__(self, options: UpstreamOptions) -> None:
        calls = Calls(options)
        super().__init__(options, calls, GatewayDialect(options, calls))
