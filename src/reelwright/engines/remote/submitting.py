"""Submitting exactly once: intent before, id after, and an uncertain create settled before another leaves."""

from __future__ import annotations

import asyncio
import itertools
import json
import logging
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from reelwright.engines.base import Checkpoint, EngineRequest
from reelwright.engines.remote.breaker import Breaker
from reelwright.engines.remote.calls import CallFailed, NeverSent, Unanswered
from reelwright.engines.remote.options import UpstreamOptions
from reelwright.engines.remote.states import Accepted, Outcome, Refused, Settling, Uncertain, Undecidable
from reelwright.errors import NotSubmitted, StaleAttempt, SubmitUnknown

if TYPE_CHECKING:
    from reelwright.engines.remote.forward import Dialect

log = logging.getLogger(__name__)

_MAX_BODY: Final = 65_536
"""Bytes of a body that the checkpoint keeps; one with pictures inside is composed anew."""
_FAREWELL: Final = 10.0
_FRESH: Final = 5.0
_KEY_LIFE: Final = 23 * 3600.0
"""Seconds for which an idempotency key is trusted: servers of the dialect keep it for 24 hours."""


class LostJob(Exception):
    """The upstream forgot a job that costs nothing to submit again."""


class Submitting:
    """Gets a request's job: the one that an earlier attempt made, or a new one."""

    def __init__(self, options: UpstreamOptions, dialect: Dialect, breaker: Breaker) -> None:
        self._name = options.name
        self._dialect = dialect
        self._breaker = breaker
        self._pause = options.number("retry_pause", 1.0)
        self._busy_patience = options.number("busy_patience", 30)
        self._task_seconds = options.task
        self._settle_seconds = options.number("settle_seconds", 120)
        self._settle_patience = options.number("settle_patience", 900)

    async def job(self, request: EngineRequest, checkpoint: Checkpoint) -> tuple[str, float]:
        """Return the upstream's id of the job and the Unix time at which it was submitted.

        Raises NotSubmitted when it was certainly not taken, SubmitUnknown when that can't be found out.
        """
        saved = dict(await checkpoint.load())
        intent = saved.get("intent")
        if job := saved.get("upstream_id"):
            return str(job), float(intent["at"]) if intent else time.time()
        if intent:
            log.info("submit_resumed", extra={"upstream": self._name, "task": request.task_id})
            found = await self._settle(request, saved, float(intent["at"]))
            if found is not None:
                await checkpoint.save(upstream_id=found)
                return found, float(intent["at"])
        return await self._submit(request, checkpoint, saved)

    async def _submit(
        self, request: EngineRequest, checkpoint: Checkpoint, saved: Mapping[str, Any]
    ) -> tuple[str, float]:
        earlier = saved.get("intent") or {}
        # With an idempotency key an uncertain create is settled by sending it again: until that is answered it stays in doubt.
        doubt = bool(earlier) and self._dialect.settling is Settling.SEND_AGAIN
        if not doubt:
            self._breaker.check()
        body = saved.get("body") or await self._composed(request, request.task_id)
        # The time of the first intent counts: a look-up must not begin after a create that an earlier attempt sent.
        at = float(earlier.get("at") or time.time())
        waited = 0.0
        for tries in itertools.count():
            await self._save_intent(checkpoint, request.task_id, at, body)
            outcome = await self._uncancelled(request, body, checkpoint)
            if isinstance(outcome, Accepted):
                self._breaker.succeeded()
                return outcome.id, at
            if isinstance(outcome, Uncertain):
                self._breaker.failed()
                found = await self._settle(request, await checkpoint.load(), at)
                if found is not None:
                    await checkpoint.save(upstream_id=found)
                    return found, at
                doubt = self._dialect.settling is Settling.SEND_AGAIN
            elif not doubt or outcome.final:
                await checkpoint.save(intent=None)
                doubt = False
                if outcome.again_after is None:
                    raise outcome.error
            waited += await self._pause_or_give_up(outcome, tries, waited, doubt)
        raise AssertionError("unreachable")

    async def _pause_or_give_up(
        self, outcome: Refused | Uncertain, tries: int, waited: float, doubt: bool
    ) -> float:
        """Wait before the same is sent again and return for how long; raises when it has waited long enough in all."""
        pause: float = max(outcome.again_after or 0.0, min(30.0, self._pause * 2 ** min(tries, 5)))
        patience = min(_KEY_LIFE, self._task_seconds) if doubt else self._busy_patience
        if waited + pause <= patience:
            await asyncio.sleep(pause)
            return pause
        why = outcome.why if isinstance(outcome, Uncertain) else outcome.error.message
        if doubt:
            raise SubmitUnknown(self._unknown(why))
        if isinstance(outcome, Refused):
            raise outcome.error
        raise NotSubmitted(f"the upstream {self._name} does not take the request: {why}", retry_after=30)

    async def _composed(self, request: EngineRequest, reference: str) -> Mapping[str, Any]:
        try:
            return await self._dialect.compose(request, reference)
        except CallFailed as error:
            self._breaker.failed()
            raise NotSubmitted(f"the media could not be handed on: {error}", retry_after=30) from error

    async def _save_intent(
        self, checkpoint: Checkpoint, reference: str, at: float, body: Mapping[str, Any]
    ) -> None:
        keep = body if len(json.dumps(body)) <= _MAX_BODY else None
        while True:
            begun = time.monotonic()
            await checkpoint.save(
                intent={"reference": reference, "at": at, "upstream": self._name}, body=keep
            )
            # A worker that was frozen here may have been replaced: only what was allowed just now may leave.
            if time.monotonic() - begun < _FRESH:
                return

    async def _uncancelled(
        self, request: EngineRequest, body: Mapping[str, Any], checkpoint: Checkpoint
    ) -> Outcome:
        """Send the create; when this attempt is stopped meanwhile, its answer is still waited for and written down."""
        sending = asyncio.create_task(self._send(request, body, checkpoint))
        try:
            return await asyncio.shield(sending)
        except asyncio.CancelledError:
            if not sending.done():
                await asyncio.wait({sending}, timeout=_FAREWELL)
            sending.cancel()
            # Nobody waits for it any more: what it raises is in the log already.
            sending.add_done_callback(lambda done: done.cancelled() or done.exception())
            raise

    async def _send(self, request: EngineRequest, body: Mapping[str, Any], checkpoint: Checkpoint) -> Outcome:
        try:
            outcome = await self._dialect.create(request, body, request.task_id)
        except NeverSent as error:
            self._breaker.failed()
            return Refused(NotSubmitted(str(error), retry_after=10), again_after=self._pause)
        except Unanswered as error:
            outcome = Uncertain(str(error))
        if isinstance(outcome, Accepted):
            try:
                await checkpoint.save(upstream_id=outcome.id)
            except StaleAttempt:
                # Left running: the attempt that took over may have found this very job.
                about = {"upstream": self._name, "task": request.task_id, "job": outcome.id}
                log.error("upstream_job_not_recorded", extra=about)
                raise
        return outcome

    async def _settle(self, request: EngineRequest, saved: Mapping[str, Any], at: float) -> str | None:
        """Return the id of the job that an uncertain create made; None when another may be sent.

        Raises SubmitUnknown when that can't be found out.
        """
        settling = self._dialect.settling
        if settling is Settling.FREE:
            return None
        if settling is Settling.SEND_AGAIN:
            if time.time() - at > _KEY_LIFE:
                raise SubmitUnknown(self._unknown("the idempotency key has expired"))
            return None
        return await self._look_up(request, saved, at)

    async def _look_up(self, request: EngineRequest, saved: Mapping[str, Any], at: float) -> str | None:
        started, tries, why = time.monotonic(), 0, "it was never looked for"
        # Not there once is not proof: what was accepted may show in the list only later.
        quiet_until = started + max(0.0, self._settle_seconds - max(0.0, time.time() - at))
        while time.monotonic() < started + self._settle_patience:
            try:
                found = await self._dialect.look_up(request, saved, request.task_id, at)
            except CallFailed as error:
                why = f"the list can't be read: {error}"
            else:
                if isinstance(found, Undecidable):
                    raise SubmitUnknown(self._unknown(found.why))
                if found is not None or time.monotonic() >= quiet_until:
                    log.info(
                        "submit_settled",
                        extra={"upstream": self._name, "task": request.task_id, "job": found},
                    )
                    return found
            await asyncio.sleep(min(15.0, self._pause * 2 ** min(tries, 4)))
            tries += 1
        raise SubmitUnknown(self._unknown(why))

    def _unknown(self, why: str) -> str:
        return (
            f"nobody can tell whether the upstream {self._name} took this request ({why}); it is not sent again before a person "
            "has decided"
        )
