"""Forwards to servers that speak OpenAI's Videos API: vLLM-Omni, SGLang-Diffusion, FastVideo and the like."""

from __future__ import annotations

from reelwright.engines.openai_videos.dialect import VideosDialect
from reelwright.engines.remote.calls import Calls
from reelwright.engines.remote.forward import Forwarder
from reelwright.engines.remote.options import UpstreamOptions


class OpenAIVideosEngine(Forwarder):
    """A remote engine for one GPU server."""

    def __init__(self, options: UpstreamOptions) -> None:
        calls = Calls(options)
        super().__init__(options, calls, VideosDialect(options, calls))
