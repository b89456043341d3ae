"""Submitting a request: checked, held and durable before the caller learns the task's id."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from ulid import ULID

from reelwright.domain.catalog import Catalog, Model
from reelwright.domain.request import MAX_SEED, RANDOM_SEED, MediaKind, VideoRequest, check_request
from reelwright.domain.task import Task
from reelwright.domain.tokens import cost_usd
from reelwright.errors import InvalidRequest, PermissionDenied, Unavailable
from reelwright.service.keys import Caller
from reelwright.store.tasks import NewTask, TaskStore

LONGEST_VIDEO_INPUT: Final = Fraction(76, 5)
"""Seconds of reference video in all, with the tolerance that the rules grant: 15.2."""


class Submissions:
    """Takes requests in."""

    def __init__(self, tasks: TaskStore, catalog: Catalog, engines: Sequence[str], deadline: int) -> None:
        """engines: names that workers of this deployment run. deadline: seconds that a task may take in all."""
        self._tasks = tasks
        self._catalog = catalog
        self._engines = frozenset(engines)
        self._deadline = deadline

    async def submit(self, request: VideoRequest, caller: Caller, public_url: str) -> Task:
        """Store a request as a task and return it; the caller may rely on its id from then on.

        public_url: base of the addresses in answers about this task.

        Raises InvalidRequest naming every fault, PermissionDenied when the key may not use the model, PaymentRequired when
        balance or budget do not cover the hold, Unavailable when no engine here serves the model.
        """
        if faults := check_request(request, self._catalog):
            raise InvalidRequest(faults)
        model = self._catalog.find(request.model)
        if model is None:
            raise LookupError(request.model)
        if not caller.terms.allows_model(model.id):
            raise PermissionDenied(
                f"this key may not use {model.id}; it may use {', '.join(caller.terms.models or ())}",
                param="model",
            )
        return await self._tasks.add(
            NewTask(
                id=f"task_{ULID()}",
                account_id=caller.account_id,
                key_id=caller.key_id,
                model=model.id,
                engine=self._engine_for(model),
                request=request,
                seed=draw_seed(request.seed),
                public_url=public_url,
                deadline=self._deadline,
                weight=caller.terms.weight,
                running_cap=caller.terms.running_cap,
                hold=_hold(model, request),
                estimated_seconds=await self._tasks.typical_seconds(request, model.id),
                warnings=tuple(_unknown_key_warnings(request)),
            )
        )

    def _engine_for(self, model: Model) -> str:
        for engine in model.engines:
            if engine in self._engines:
                return engine
        raise Unavailable(f"no engine that serves {model.id} is configured here; ask the operator to add one")


def draw_seed(asked: int | None) -> int:
    """Return the seed to use: the one asked for, or a random one where it was left to chance."""
    if asked is None or asked == RANDOM_SEED:
        return secrets.randbelow(MAX_SEED + 1)
    return asked


def _hold(model: Model, request: VideoRequest) -> Decimal:
    with_video = bool(request.of_kind(MediaKind.VIDEO))
    price = model.price(request.resolution, video_input=with_video)
    # The inputs are not measured yet: hold for the longest that the rules allow and settle for what it was.
    input_seconds = LONGEST_VIDEO_INPUT if with_video else Fraction(0)
    return cost_usd(price, request.duration, input_seconds)


def _unknown_key_warnings(request: VideoRequest) -> list[str]:
    return [f"the key {key[:80]!r} is not known and was ignored" for key in request.unknown_keys]
