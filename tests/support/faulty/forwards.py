"""A remote engine: its upstream is a directory, so that a test can see what was asked of it and answer."""

import asyncio
import os
from pathlib import Path

from reelwright.engines.base import Progress, Warn


class Engine:
    name = "forwards"

    async def run(self, request, workdir, checkpoint):
        from faulty.clip import make_clip

        upstream = Path(os.environ["FAULTY_GATE"])
        saved = await checkpoint.load()
        if "upstream_id" not in saved:
            await checkpoint.save(upstream_id=f"up-{request.attempt}")
            (upstream / f"submitted-{request.attempt}").touch()
            yield Warn("the upstream was asked")
        while not (upstream / "open").exists():
            yield Progress(0.5)
            await asyncio.sleep(0.02)
        yield make_clip(request, workdir)

    async def cancel(self, request, checkpoint):
        saved = await checkpoint.load()
        (Path(os.environ["FAULTY_GATE"]) / f"cancelled-{saved['upstream_id']}").touch()
