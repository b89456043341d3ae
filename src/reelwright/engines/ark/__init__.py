"""Forwards to ByteDance Ark (Volcengine, BytePlus): the real Seedance."""

from __future__ import annotations

from reelwright.engines.ark.dialect import ArkDialect
from reelwright.engines.remote.calls import Calls
from reelwright.engines.remote.forward import Forwarder
from reelwright.engines.remote.options import UpstreamOptions


class ArkEngine(Forwarder):
    """A remote engine for one Ark account."""

    def __init__(self, options: UpstreamOptions) -> None:
        calls = Calls(options)
        super().__init__(options, calls, ArkDialect(options, calls))
