"""Submitting a request: checked, held and durable before the caller learns the task's id."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from ulid import ULID

from reelwright import metrics
from reelwright.domain.catalog import Catalog, Model
from reelwright.domain.orders import gives_orders
from reelwright.domain.request import MAX_SEED, RANDOM_SEED, MediaKind, VideoRequest, check_request
from reelwright.domain.routing import candidates, choose
from reelwright.domain.tokens import cost_usd
from reelwright.errors import Conflict, InvalidRequest, PermissionDenied, Unavailable
from reelwright.service.intake import Intake
from reelwright.service.keys import Caller
from reelwright.service.moderation import Moderation, Question
from reelwright.service.queue_gate import QueueGate
from reelwright.service.remembered import Remembered
from reelwright.store.submit_once import Answered, Once, OnceStore
from reelwright.store.tasks import NewTask, TaskStore

__all__ = ["Accepted", "Once", "Submissions"]

LONGEST_VIDEO_INPUT: Final = Fraction(76, 5)
"""Seconds of reference video in all, with the tolerance that the rules grant: 15.2."""

Paused = Callable[[], Awaitable[Mapping[str, str]]]


@dataclass(frozen=True, slots=True)
class Accepted:
    """A submit that was taken in.

    id: the task's. note: what came with its idempotency key. replayed: whether it is an earlier one's answer.
    """

    id: str
    note: Mapping[str, Any] = field(default_factory=dict)
    replayed: bool = False


class Submissions:
    """Takes requests in."""

    def __init__(
        self,
        tasks: TaskStore,
        once: OnceStore,
        intake: Intake,
        catalog: Catalog,
        engines: Sequence[str],
        deadline: int,
        moderation: Moderation,
        paused: Paused | None = None,
        gate: QueueGate | None = None,
        announced: Callable[[], Awaitable[frozenset[str]]] | None = None,
    ) -> None:
        """engines: names that workers of this deployment run. deadline: seconds that a task may take in all.

        paused: tells which upstreams have failed lately, and how. gate: refuses while the queue is full.
        announced: tells the engines of living workers, which count beside those that are named here.
        """
        self._gate = gate
        self._announced = announced
        self._paused = paused
        self._tasks = tasks
        self._once = once
        self._intake = intake
        self._catalog = catalog
        self._engines = frozenset(engines)
        self._deadline = deadline
        self._moderation = moderation
        self._typical = Remembered(tasks.typical_seconds)

    async def earlier(self, once: Once) -> Accepted | None:
        """Return the answer that an idempotency key has already got, or None.

        Raises Conflict when the key was used with another body.
        """
        answered = await self._once.find(once)
        return None if answered is None else _replay(answered, once)

    async def submit(
        self, request: VideoRequest, caller: Caller, public_url: str, once: Once | None = None
    ) -> Accepted:
        """Store a request as a task; the caller may rely on its id from then on.

        public_url: base of the addresses in answers about this task. once: the idempotency key to submit it under.

        Raises InvalidRequest naming every fault, PermissionDenied when the key may not use the model, PaymentRequired when
        balance or budget do not cover the hold, Conflict when another submit is at the idempotency key, RateLimited when the
        queue is full, Unavailable when no engine here serves the model.
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
        engine = await self._engine_for(model, request)
        if self._gate is not None:
            await self._gate.enter()
        await self._moderate(request, caller)
        request = await self._intake.take_in(request, caller, public_url)
        new = NewTask(
            id=f"task_{ULID()}",
            account_id=caller.account_id,
            key_id=caller.key_id,
            model=model.id,
            engine=engine,
            request=request,
            seed=draw_seed(request.seed),
            public_url=public_url,
            deadline=request.expires_after or self._deadline,
            weight=caller.terms.weight,
            running_cap=caller.terms.running_cap,
            hold=_hold(model, request),
            estimated_seconds=await self._typical.of(model.id, request.resolution, request.duration),
            warnings=tuple(_warnings(request, caller)),
        )
        if once is None:
            await self._tasks.add(new)
            metrics.SUBMITTED.labels(model.id, engine).inc()
            return Accepted(new.id)
        answered = await self._once.add(new, once)
        if answered is None:
            raise Conflict(
                "a request with this Idempotency-Key is being worked on; send it again in a moment",
                code="idempotency_in_progress",
                retry_after=1,
            )
        if answered.task_id != new.id:
            return _replay(answered, once)
        metrics.SUBMITTED.labels(model.id, engine).inc()
        return Accepted(new.id, answered.note)

    async def _engine_for(self, model: Model, request: VideoRequest) -> str:
        # Who forwards nothing need not ask who is paused.
        paused = await self._paused() if self._paused and self._catalog.upstreams else {}
        running_here = self._engines | (await self._announced() if self._announced else frozenset())
        judged = candidates(request, model, self._catalog, running_here, paused)
        if chosen := choose(judged):
            return chosen.engine
        running = [one for one in judged if one.engine in running_here]
        if not running:
            raise Unavailable(
                f"no engine that serves {model.id} is configured here; ask the operator to add one"
            )
        why = "; ".join(f"{one.engine}: {', '.join(one.refusals)}" for one in running)
        raise InvalidRequest.one("model", f"no engine here that serves {model.id} takes this request ({why})")

    async def _moderate(self, request: VideoRequest, caller: Caller) -> None:
        reason = await self._moderation.refusal(Question("prompt", caller.account_id, request.prompt))
        if reason is not None:
            raise InvalidRequest.one(
                "prompt", f"the prompt was refused by this server's content policy: {reason}; change it"
            )


def draw_seed(asked: int | None) -> int:
    """Return the seed to use: the one asked for, or a random one where it was left to chance."""
    if asked is None or asked == RANDOM_SEED:
        return secrets.randbelow(MAX_SEED + 1)
    return asked


def _hold(model: Model, request: VideoRequest) -> Decimal:
    with_video = bool(request.of_kind(MediaKind.VIDEO))
    price = model.price(request.resolution, video_input=with_video, on=datetime.now(UTC).date())
    # The inputs are not measured yet: hold for the longest that the rules allow and settle for what it was.
    input_seconds = LONGEST_VIDEO_INPUT if with_video else Fraction(0)
    return cost_usd(price, request.duration, input_seconds)


def _replay(answered: Answered, once: Once) -> Accepted:
    if answered.fingerprint != once.fingerprint:
        raise Conflict(
            "this Idempotency-Key was used with another body; take a new key for a new request",
            code="idempotency_key_reused",
        )
    return Accepted(answered.task_id, answered.note, replayed=True)


def _warnings(request: VideoRequest, caller: Caller) -> Iterable[str]:
    for key in request.unknown_keys:
        yield f"the key {key[:80]!r} is not known and was ignored"
    if request.orders:
        yield "this task follows test orders: " + ", ".join(sorted(request.orders))
    elif gives_orders(request.prompt) and not caller.test_mode:
        yield "the prompt has a test order, which only works with a key in test mode; it was taken as text"
