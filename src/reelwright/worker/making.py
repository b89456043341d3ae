"""Makes the video of one attempt: prepare, engine, publish."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import UTC
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Final

from reelwright.domain.catalog import Catalog, Model
from reelwright.domain.request import MediaKind
from reelwright.domain.task import Task, TaskResult
from reelwright.domain.tokens import completion_tokens, cost_usd
from reelwright.engines.base import Done, EngineRequest, Progress, Warn
from reelwright.errors import EngineFailed
from reelwright.store.tasks import TaskStore
from reelwright.worker.engines import Engines, TaskCheckpoint
from reelwright.worker.forwarding import Forwarding
from reelwright.worker.patience import patiently
from reelwright.worker.places import WorkPlaces
from reelwright.worker.prepare import Preparer
from reelwright.worker.protocol import request_from_json, request_to_json
from reelwright.worker.publish import Publisher
from reelwright.worker.rehearsal import Rehearsal
from reelwright.worker.review import ReviewDesk
from reelwright.worker.scrutiny import Scrutiny
from reelwright.worker.verdict import Figures, measure_foreign_video
from reelwright.worker.watch import AttemptWatch

PREPARED: Final = 5
RENDERED: Final = 97
"""Percent of a task when its media are at hand, and when its engine is done."""
_BILLED_INPUT: Final = Fraction(15)
"""Seconds of reference video that are charged at most: the documented limit; the tolerance beyond it is free."""


@dataclass(frozen=True, slots=True)
class Made:
    """What an attempt has made, published and priced. cost: USD. ttl: seconds that the addresses of the result work."""

    result: TaskResult
    cost: Decimal
    completion_tokens: int
    ttl: int


@dataclass(frozen=True, slots=True)
class Workshop:
    """What every attempt works with. result_ttl: seconds that the addresses of a result work."""

    tasks: TaskStore
    catalog: Catalog
    engines: Engines
    places: WorkPlaces
    preparer: Preparer
    publisher: Publisher
    scrutiny: Scrutiny
    reviews: ReviewDesk
    result_ttl: int
    forwarding: Forwarding


class Making:
    """The making of one task's video in one attempt."""

    def __init__(self, shop: Workshop, task: Task, watch: AttemptWatch) -> None:
        self._shop = shop
        self._task = task
        self._watch = watch
        self._rehearsal = Rehearsal(task.request.orders)
        self._checkpoint = TaskCheckpoint(shop.tasks, task)
        self._request: EngineRequest | None = None
        self._resumed = False

    async def run(self) -> Made:
        """Make and publish the video.

        Raises TaskError when it can't be made, psycopg, obstore and OS errors when the infrastructure fails.
        """
        self._reach(1)
        model = self._shop.catalog.find(self._task.model)
        if model is None:
            raise EngineFailed(f"model {self._task.model} is no longer offered here; submit with another")
        async with self._shop.places.place(self._task.id, self._task.attempt) as workdir:
            request = self._request = await self._prepared(model, workdir / "inputs")
            self._reach(PREPARED)
            await self._rehearsal.linger()
            if not self._resumed:
                for sentence in await self._shop.scrutiny.of_inputs(self._task, model, request.media):
                    await self._warn(sentence)
            await self._shop.forwarding.pay(self._task)
            done = await self._render(request, workdir / "outputs")
            self._reach(RENDERED)
            figures = await self._measure(request, done)
            await self._shop.scrutiny.of_result(self._task, done.video)
            result = await self._shop.publisher.publish(self._task, request, done, figures)
        if request.return_last_frame and result.last_frame is None:
            await self._warn("the engine made no last frame, so the result has no last_frame_url")
        return self._price(model, request, result)

    async def abandon(self) -> None:
        """Tell the engine that nobody wants this video any more."""
        if self._request is not None:
            await self._shop.engines.cancel(self._task.engine, self._request, self._checkpoint)

    async def _prepared(self, model: Model, inputs: Path) -> EngineRequest:
        """Return what the engine is told; an attempt that resumes needs the media no more, and they may be gone by now."""
        if not self._shop.engines.is_remote(self._task.engine):
            return await self._shop.preparer.prepare(self._task, model, inputs)
        saved = await self._checkpoint.load()
        if "request" in saved and (saved.get("upstream_id") or saved.get("body")):
            # Its media were judged before the submit, and their files are gone.
            self._resumed = True
            return replace(request_from_json(saved["request"]), attempt=self._task.attempt)
        request = await self._shop.preparer.prepare(self._task, model, inputs)
        await self._checkpoint.save(request=request_to_json(request))
        return request

    async def _render(self, request: EngineRequest, outputs: Path) -> Done:
        await asyncio.to_thread(outputs.mkdir)
        events = self._shop.engines.run(self._task.engine, request, outputs, self._checkpoint)
        # Closed here, not when it is collected: a child must be gone before its work directory is.
        async with aclosing(events):
            async for event in events:
                if isinstance(event, Done):
                    return event
                if isinstance(event, Progress):
                    fraction = min(1.0, max(0.0, event.fraction))
                    self._reach(PREPARED + int(fraction * (RENDERED - PREPARED)))
                elif isinstance(event, Warn):
                    await self._warn(event.message)
        raise EngineFailed("the engine ended without a video; submit the request again")

    def _reach(self, percent: int) -> None:
        self._watch.reach(percent)
        self._rehearsal.at(percent)

    async def _measure(self, request: EngineRequest, done: Done) -> Figures:
        if self._shop.engines.is_remote(self._task.engine):
            return await asyncio.to_thread(measure_foreign_video, done.video)
        # Checked in the child that made it.
        return Figures(request.width, request.height, request.frames, request.fps, done.has_audio)

    async def _warn(self, sentence: str) -> None:
        await patiently(lambda: self._shop.tasks.warn(self._task.id, self._task.attempt, sentence))

    def _price(self, model: Model, request: EngineRequest, result: TaskResult) -> Made:
        asked = self._task.request
        seconds = sum((medium.seconds for medium in request.of_kind(MediaKind.VIDEO)), Fraction(0))
        billed = min(seconds, _BILLED_INPUT)
        # As of the submit, whose hold it has to fit, however long the task waited.
        ordered_on = self._task.created_at.astimezone(UTC).date()
        price = model.price(asked.resolution, video_input=bool(seconds), on=ordered_on)
        return Made(
            result=result,
            cost=cost_usd(price, asked.duration, billed),
            completion_tokens=completion_tokens(result.width, result.height, asked.duration, billed),
            ttl=self._rehearsal.ttl(self._shop.result_ttl),
        )
