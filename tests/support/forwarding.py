"""Engines that forward, run without a server: on a double, with a checkpoint in memory that can die at any line."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from tests.support.doubles.base import Double
from tests.support.requests import engine_request
from tests.support.upstreams import MODEL, serving

from reelwright.engines.base import Done, EngineRequest, Event
from reelwright.engines.remote.forward import Forwarder
from reelwright.engines.remote.options import UpstreamOptions

D = TypeVar("D", bound=Double)
QUICK: Mapping[str, Any] = {
    "poll_first": 0.01,
    "poll_longest": 0.05,
    "list_rate": 200,
    "poll_rate": 200,
    "retry_pause": 0.01,
    "busy_patience": 0.5,
    "settle_seconds": 0.05,
    "settle_patience": 1,
    "unknown_patience": 0.2,
    "breaker_failures": 50,
}


class Killed(BaseException):
    """The worker's process is gone."""


@dataclass
class MemoryCheckpoint:
    """Outlives engines. deaths: how many saves go well before the worker is killed; `late`: killed just after that save."""

    values: dict[str, Any] = field(default_factory=dict)
    saves: list[dict[str, Any]] = field(default_factory=list)
    dies_at: int | None = None
    late: bool = False

    async def load(self) -> Mapping[str, Any]:
        return dict(self.values)

    async def save(self, **values: Any) -> None:
        dies = self.dies_at == len(self.saves)
        if dies and not self.late:
            raise Killed
        self.saves.append(values)
        self.values.update(values)
        if dies:
            raise Killed


def request_for(**values: Any) -> EngineRequest:
    """Return a request as a worker prepares it."""
    return replace(
        engine_request("A kitten yawning", size=(864, 496)),
        **{"task_id": "task_01KMCGF6BQGN3X28H3KSR50X5T", "ratio": "16:9", "resolution": "480p", **values},
    )


@asynccontextmanager
async def running(double: D) -> AsyncIterator[D]:
    """Serve a double."""
    async with serving(double.app()) as url:
        double.url = url
        try:
            yield double
        finally:
            double.release.set()


def options_for(double: Double, path: str = "", **more: Any) -> UpstreamOptions:
    """Return options with which an engine finds a double and is quick to try again."""
    extra = {**QUICK, **more.pop("extra", {})}
    return UpstreamOptions(
        **{
            "name": "up",
            "base_url": double.url + path,
            "key": "sk-secret",
            "models": {MODEL: "their-model"},
            "answer": 1.0,
            "task": 20.0,
            "extra": extra,
            **more,
        }
    )


async def run(
    engine: Forwarder,
    request: EngineRequest,
    workdir: Path,
    checkpoint: MemoryCheckpoint,
    seconds: float = 20,
) -> list[Event]:
    """Run an engine to its end and return its events; the engine is closed."""
    workdir.mkdir(exist_ok=True)
    stream = engine.run(request, workdir, checkpoint)
    assert isinstance(stream, AsyncGenerator)
    try:
        async with asyncio.timeout(seconds), aclosing(stream):
            return [event async for event in stream]
    finally:
        await engine.close()


def done_of(events: list[Event]) -> Done:
    """Return the last event, which has to be the video."""
    last = events[-1]
    assert isinstance(last, Done)
    assert last.video.stat().st_size
    return last
