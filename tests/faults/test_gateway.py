"""The gateway engine against a gateway that misbehaves: sent again under its key until it is answered, and never twice."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from tests.support.doubles.gateway import GatewayDouble
from tests.support.forwarding import MemoryCheckpoint, done_of, options_for, request_for, run, running
from tests.support.media import MediaFactory

from reelwright.engines.gateway import GatewayEngine
from reelwright.engines.registry import FORWARDERS
from reelwright.errors import ConfigError, EngineFailed, NotSubmitted, SubmitUnknown, UpstreamDeclined
from reelwright.worker.child import ChildLimits
from reelwright.worker.engines import Engines
from reelwright.worker.pool import ChildPool


@pytest.fixture
async def gateway(media_files: MediaFactory) -> AsyncIterator[GatewayDouble]:
    async with running(GatewayDouble(media_files.video(seconds=2))) as double:
        yield double


def engine(gateway: GatewayDouble, **more: Any) -> GatewayEngine:
    return GatewayEngine(options_for(gateway, **more))


@pytest.mark.parametrize("order", ["500", "500_after", "lost_after", "slow_after", "nonsense_after", "429"])
async def test_a_submit_without_an_answer_is_sent_again_under_its_key(
    gateway: GatewayDouble, tmp_path: Path, order: str
) -> None:
    gateway.on_create.append(order)
    done_of(await run(engine(gateway), request_for(), tmp_path, MemoryCheckpoint()))
    assert (gateway.calls["create"], len(gateway.jobs)) == (2, 1)
    assert gateway.bodies[0] == gateway.bodies[1]
    assert {head["idempotency-key"] for head in gateway.headers} == {request_for().task_id}


@pytest.mark.parametrize("refusal", ["429", (401, {}), (402, {}), (403, {})], ids=str)
async def test_a_refusal_after_a_lost_answer_proves_nothing(
    gateway: GatewayDouble, tmp_path: Path, refusal: Any
) -> None:
    gateway.on_create.extend(["lost_after", refusal, refusal])
    done_of(await run(engine(gateway), request_for(), tmp_path, MemoryCheckpoint()))
    assert (gateway.calls["create"], len(gateway.jobs)) == (4, 1)


async def test_a_submit_that_is_never_answered_is_left_to_a_person(
    gateway: GatewayDouble, tmp_path: Path
) -> None:
    gateway.on_create.extend(["500_after", *["500"] * 500])
    with pytest.raises(SubmitUnknown):
        await run(engine(gateway, task=0.3), request_for(), tmp_path, MemoryCheckpoint())


async def test_a_key_that_the_gateway_may_have_forgotten_is_not_trusted(
    gateway: GatewayDouble, tmp_path: Path
) -> None:
    checkpoint = MemoryCheckpoint({"intent": {"reference": "x", "at": 1.0}})
    with pytest.raises(SubmitUnknown, match="has expired"):
        await run(engine(gateway), request_for(), tmp_path, checkpoint)
    assert gateway.calls["create"] == 0


async def test_without_idempotency_keys_nobody_can_tell(gateway: GatewayDouble, tmp_path: Path) -> None:
    gateway.on_create.append("500")
    plain = engine(gateway, extra={"idempotent": False})
    with pytest.raises(SubmitUnknown, match="no idempotency keys"):
        await run(plain, request_for(), tmp_path, MemoryCheckpoint())
    assert gateway.calls["create"] == 1


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ((400, {"error": {"message": "their reason", "param": "duration"}}), UpstreamDeclined),
        ((200, {"code": 400, "message": "x", "error": {"message": "their reason"}}), UpstreamDeclined),
        ((402, {"error": {"message": "their reason"}}), NotSubmitted),
        ((404, {"error": {"message": "their reason"}}), NotSubmitted),
        ((409, {"error": {"code": "idempotency_key_reused", "message": "their reason"}}), SubmitUnknown),
    ],
)
async def test_a_refusal_is_said_in_the_gateways_words(
    gateway: GatewayDouble, tmp_path: Path, answer: Any, error: type[Exception]
) -> None:
    gateway.on_create.append(answer)
    with pytest.raises(error, match="their reason"):
        await run(engine(gateway), request_for(), tmp_path, MemoryCheckpoint())
    assert gateway.calls["create"] == 1


async def test_a_gateway_without_batches_is_asked_one_by_one(gateway: GatewayDouble, tmp_path: Path) -> None:
    gateway.batches = False
    done_of(await run(engine(gateway), request_for(), tmp_path, MemoryCheckpoint()))
    done_of(
        await run(
            engine(gateway, extra={"batch": False}),
            request_for(task_id="task_2"),
            tmp_path,
            MemoryCheckpoint(),
        )
    )


@pytest.mark.parametrize("order", ["truncated", "truncated_quietly", "not_a_video", "expired"])
async def test_a_download_that_goes_wrong_is_tried_again(
    gateway: GatewayDouble, tmp_path: Path, order: str
) -> None:
    gateway.on_file.append(order)
    done_of(await run(engine(gateway), request_for(), tmp_path, MemoryCheckpoint()))
    assert gateway.calls["file"] == 2


async def test_a_failed_task_says_why_and_where(gateway: GatewayDouble, tmp_path: Path) -> None:
    gateway.words = ("failed",)
    with pytest.raises(UpstreamDeclined, match="their reason") as failed:
        await run(engine(gateway), request_for(), tmp_path, MemoryCheckpoint())
    assert failed.value.param == "image_urls[0]"


@pytest.mark.parametrize("words", [("in_progress",), ("pending", "gone")], ids=["unknown", "also unknown"])
async def test_a_word_that_is_not_documented_is_an_error_after_a_while(
    gateway: GatewayDouble, tmp_path: Path, words: tuple[str, ...]
) -> None:
    gateway.words = words
    with pytest.raises(EngineFailed, match="no state that its API documents"):
        await run(engine(gateway), request_for(), tmp_path, MemoryCheckpoint())


async def test_a_task_that_is_there_no_more_is_an_error_after_a_while(
    gateway: GatewayDouble, tmp_path: Path
) -> None:
    checkpoint = MemoryCheckpoint({"upstream_id": "task_nobody_knows"})
    with pytest.raises(EngineFailed, match="no longer knows"):
        await run(engine(gateway), request_for(), tmp_path, checkpoint)


@pytest.mark.parametrize("name", sorted(FORWARDERS))
async def test_an_engine_that_forwards_needs_an_upstream(name: str) -> None:
    limits = ChildLimits(memory=1 << 30, deadline=1, silence=1)
    with pytest.raises(ConfigError, match="declare an"):
        Engines((name,), ChildPool(limits, 1))
