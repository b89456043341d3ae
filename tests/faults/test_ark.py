"""The Ark engine against an Ark that misbehaves: what the caller gets, and that nothing is ever bought twice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from tests.support.doubles.ark import ArkDouble
from tests.support.forwarding import Killed, MemoryCheckpoint, done_of, options_for, request_for, run, running
from tests.support.media import MediaFactory
from volcenginesdkarkruntime import Ark

from reelwright.domain.request import MediaKind, MediaRole
from reelwright.engines.ark import ArkEngine
from reelwright.engines.ark.faults import FAULTS, Kind, find_fault
from reelwright.engines.base import LocalMedia, Progress
from reelwright.errors import (
    EngineFailed,
    EngineTimedOut,
    MediaError,
    NotSubmitted,
    ReelwrightError,
    SubmitUnknown,
    UpstreamDeclined,
)

API = "/api/v3"


@pytest.fixture
async def ark(media_files: MediaFactory) -> AsyncIterator[ArkDouble]:
    async with running(ArkDouble(media_files.video(seconds=2))) as double:
        yield double


def engine(ark: ArkDouble, **more: Any) -> ArkEngine:
    return ArkEngine(options_for(ark, API, **more))


async def test_a_video_is_made_and_copied(ark: ArkDouble, tmp_path: Path) -> None:
    checkpoint = MemoryCheckpoint()
    events = await run(engine(ark), request_for(), tmp_path, checkpoint)
    assert done_of(events).video.read_bytes() == ark.video.read_bytes()
    fractions = [event.fraction for event in events if isinstance(event, Progress)]
    assert fractions == sorted(fractions)
    assert [list(save) for save in checkpoint.saves] == [["intent", "body"], ["upstream_id"]]
    assert ark.headers[0]["authorization"] == "Bearer sk-secret"


async def test_a_last_frame_in_jpeg_becomes_a_png(
    ark: ArkDouble, media_files: MediaFactory, tmp_path: Path
) -> None:
    ark.last_frame = media_files.image("jpg", width=864, height=496).read_bytes()
    done = done_of(await run(engine(ark), request_for(return_last_frame=True), tmp_path, MemoryCheckpoint()))
    assert done.last_frame and done.last_frame.read_bytes()[:4] == b"\x89PNG"


async def test_what_is_sent_is_what_the_official_sdk_sends(ark: ArkDouble, tmp_path: Path) -> None:
    medium = LocalMedia(
        MediaKind.VIDEO, MediaRole.REFERENCE, Path("x"), "video_urls[0]", 1, url="https://example.com/a.mp4"
    )
    wanted = request_for(
        media=(medium,), generate_audio=True, web_search=True, callback_url="https://cb.example/x"
    )
    await run(engine(ark), wanted, tmp_path, MemoryCheckpoint())
    ours = ark.bodies[0]
    sdk = Ark(base_url=f"{ark.url}{API}", api_key="sk", max_retries=0)
    made = await asyncio.to_thread(sdk.content_generation.tasks.create, **ours)
    theirs = {key: value for key, value in ark.bodies[1].items() if value is not None}
    assert theirs == ours
    task = await asyncio.to_thread(sdk.content_generation.tasks.get, task_id=made.id)
    assert task.safety_identifier == wanted.task_id
    await asyncio.to_thread(sdk.close)


async def test_every_field_whose_default_differs_there_is_sent(ark: ArkDouble, tmp_path: Path) -> None:
    await run(engine(ark), request_for(), tmp_path, MemoryCheckpoint())
    body = ark.bodies[0]
    assert body == {
        "model": "their-model",
        "content": [{"type": "text", "text": "A kitten yawning"}],
        "ratio": "16:9",
        "resolution": "480p",
        "duration": 5,
        "seed": 42,
        "generate_audio": False,
        "return_last_frame": False,
        "watermark": False,
        "safety_identifier": request_for().task_id,
        "execution_expires_after": 3600,
        "priority": 0,
    }


async def test_a_picture_that_only_this_server_has_goes_inside_and_a_video_is_refused(
    ark: ArkDouble, media_files: MediaFactory, tmp_path: Path
) -> None:
    image = LocalMedia(
        MediaKind.IMAGE, MediaRole.FIRST_FRAME, media_files.image(width=400, height=400), "image_urls[0]", 1
    )
    await run(engine(ark), request_for(media=(image,)), tmp_path, MemoryCheckpoint())
    [_, sent] = ark.bodies[0]["content"]
    assert sent["image_url"]["url"].startswith("data:image/")
    assert (sent["type"], sent["role"]) == ("image_url", "first_frame")
    video = LocalMedia(MediaKind.VIDEO, MediaRole.REFERENCE, ark.video, "video_urls[0]", 1)
    with pytest.raises(MediaError, match="configure public_url or a bucket") as refused:
        await run(engine(ark), request_for(media=(video,)), tmp_path, MemoryCheckpoint())
    assert refused.value.param == "video_urls[0]"
    assert len(ark.jobs) == 1


@pytest.mark.parametrize("order", ["500_after", "lost_after", "slow_after", "nonsense_after"])
async def test_a_create_whose_answer_was_lost_is_found_and_not_bought_again(
    ark: ArkDouble, tmp_path: Path, order: str
) -> None:
    ark.on_create.append(order)
    done_of(await run(engine(ark), request_for(), tmp_path, MemoryCheckpoint()))
    assert ark.calls["create"] == 1


async def test_a_create_that_is_nowhere_to_be_found_is_sent_again(ark: ArkDouble, tmp_path: Path) -> None:
    ark.on_create.append("500")
    done_of(await run(engine(ark), request_for(), tmp_path, MemoryCheckpoint()))
    assert (ark.calls["create"], len(ark.jobs)) == (2, 1)


async def test_a_create_that_nobody_can_tell_from_another_is_left_to_a_person(
    ark: ArkDouble, tmp_path: Path
) -> None:
    ark.echoes = False
    ark.on_create.append("500_after")
    checkpoint = MemoryCheckpoint()
    with pytest.raises(SubmitUnknown, match="cgt-20261123153000-00000"):
        await run(engine(ark), request_for(), tmp_path, checkpoint)
    # Nor does the next attempt send it again.
    with pytest.raises(SubmitUnknown):
        await run(engine(ark), request_for(), tmp_path, checkpoint)
    assert ark.calls["create"] == 1


async def test_a_list_that_cannot_be_read_leaves_the_create_to_a_person(
    ark: ArkDouble, tmp_path: Path
) -> None:
    ark.on_create.append("500_after")
    ark.on_poll.extend(["500", "nonsense"] * 200)
    with pytest.raises(SubmitUnknown, match="the list can't be read"):
        await run(engine(ark), request_for(), tmp_path, MemoryCheckpoint())
    assert ark.calls["create"] == 1


async def test_the_name_that_a_callback_gave_decides_where_the_list_cannot(
    ark: ArkDouble, tmp_path: Path
) -> None:
    ark.echoes = False
    ark.on_create.append("lost_after")
    checkpoint = MemoryCheckpoint()
    with pytest.raises(SubmitUnknown):
        await run(engine(ark), request_for(), tmp_path, checkpoint)
    checkpoint.values["callback_id"] = next(iter(ark.jobs))
    done_of(await run(engine(ark), request_for(), tmp_path, checkpoint))
    assert ark.calls["create"] == 1


@pytest.mark.parametrize("late", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("save", [0, 1], ids=["intent", "id"])
async def test_a_worker_killed_at_any_line_of_the_submit_buys_one_video(
    ark: ArkDouble, tmp_path: Path, save: int, late: bool
) -> None:
    checkpoint = MemoryCheckpoint(dies_at=save, late=late)
    with pytest.raises(Killed):
        await run(engine(ark), request_for(), tmp_path, checkpoint)
    checkpoint.dies_at = None
    done_of(await run(engine(ark), request_for(), tmp_path, checkpoint))
    assert len(ark.jobs) == 1


async def test_a_worker_stopped_in_the_middle_of_a_create_still_writes_its_id_down(
    ark: ArkDouble, tmp_path: Path
) -> None:
    checkpoint = MemoryCheckpoint()
    sending = asyncio.create_task(run(engine(ark), request_for(), tmp_path, checkpoint))
    while not ark.calls["create"]:
        await asyncio.sleep(0)
    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending
    assert checkpoint.values["upstream_id"] in ark.jobs


async def test_an_upstream_that_cannot_be_reached_has_certainly_taken_nothing(
    tmp_path: Path, ark: ArkDouble
) -> None:
    options = options_for(ark, API)
    nowhere = ArkEngine(
        type(options)(name="up", base_url="http://127.0.0.1:9", models=options.models, extra=options.extra)
    )
    checkpoint = MemoryCheckpoint()
    with pytest.raises(NotSubmitted, match="can't be reached") as refused:
        await run(nowhere, request_for(), tmp_path, checkpoint)
    assert refused.value.retry_after
    assert checkpoint.values["intent"] is None


async def test_an_upstream_that_is_busy_is_asked_again_and_then_left(ark: ArkDouble, tmp_path: Path) -> None:
    ark.on_create.extend(["429", "429"])
    done_of(await run(engine(ark), request_for(), tmp_path, MemoryCheckpoint()))
    assert ark.calls["create"] == 3
    ark.on_create.extend(["429"] * 500)
    with pytest.raises(NotSubmitted, match="RateLimitExceeded"):
        await run(engine(ark), request_for(), tmp_path, MemoryCheckpoint())


@pytest.mark.parametrize(
    ("status", "code", "error", "words"),
    [
        (400, "InputTextSensitiveContentDetected.PolicyViolation", UpstreamDeclined, "change its words"),
        (400, "InvalidParameter.Duration", UpstreamDeclined, "a value that it does not take"),
        (400, "SomethingNew", UpstreamDeclined, "refused the request"),
        (401, "AuthenticationError", NotSubmitted, "does not know the key"),
        (403, "AccountOverdueError", NotSubmitted, "unpaid bill"),
        (404, "ModelNotOpen", NotSubmitted, "has not opened this model"),
        (429, "QuotaExceeded", NotSubmitted, "used up its quota"),
        (429, "SetLimitExceeded", NotSubmitted, "limit that was set"),
    ],
)
async def test_every_refusal_has_our_words_and_arks_code(
    ark: ArkDouble, tmp_path: Path, status: int, code: str, error: type[ReelwrightError], words: str
) -> None:
    ark.on_create.append((status, {"error": {"code": code, "message": "Theirs.", "param": "content"}}))
    with pytest.raises(error) as refused:
        await run(engine(ark), request_for(), tmp_path, MemoryCheckpoint())
    assert words in refused.value.message
    assert f"[{code}]: Theirs" in refused.value.message
    assert (ark.calls["create"], len(ark.jobs)) == (1, 0)


@pytest.mark.parametrize("word", ["failed", "expired", "cancelled"])
async def test_a_job_that_ends_without_a_video_fails(ark: ArkDouble, tmp_path: Path, word: str) -> None:
    ark.words = ("running", word)
    with pytest.raises(UpstreamDeclined) as failed:
        await run(engine(ark), request_for(), tmp_path, MemoryCheckpoint())
    if word == "failed":
        assert "withheld by content review" in failed.value.message


@pytest.mark.parametrize(
    ("order", "files"), [("truncated", 2), ("truncated_quietly", 2), ("not_a_video", 2), ("expired", 2)]
)
async def test_a_download_that_goes_wrong_is_tried_again(
    ark: ArkDouble, tmp_path: Path, order: str, files: int
) -> None:
    ark.on_file.append(order)
    done = done_of(await run(engine(ark), request_for(), tmp_path, MemoryCheckpoint()))
    assert done.video.read_bytes() == ark.video.read_bytes()
    assert ark.calls["file"] == files


@pytest.mark.parametrize("order", ["truncated", "truncated_quietly", "not_a_video", "expired"])
async def test_a_video_that_can_never_be_fetched_is_an_error(
    ark: ArkDouble, tmp_path: Path, order: str
) -> None:
    ark.on_file.extend([order] * 50)
    with pytest.raises(EngineFailed) as failed:
        await run(engine(ark), request_for(), tmp_path, MemoryCheckpoint())
    assert not isinstance(failed.value, UpstreamDeclined)


async def test_polls_that_fail_are_repeated(ark: ArkDouble, tmp_path: Path) -> None:
    ark.on_poll.extend(["500", "nonsense"])
    done_of(await run(engine(ark), request_for(), tmp_path, MemoryCheckpoint()))


async def test_a_state_that_is_not_documented_is_an_error_after_a_while(
    ark: ArkDouble, tmp_path: Path
) -> None:
    ark.words = ("queued", "transmogrifying")
    with pytest.raises(EngineFailed, match="transmogrifying"):
        await run(engine(ark), request_for(), tmp_path, MemoryCheckpoint())


async def test_a_job_that_never_ends_is_an_error_at_its_deadline(ark: ArkDouble, tmp_path: Path) -> None:
    ark.words = ("running",)
    with pytest.raises(EngineTimedOut):
        await run(engine(ark, task=0.5), request_for(), tmp_path, MemoryCheckpoint())


async def test_a_job_that_waits_is_cancelled_and_one_that_runs_is_not(ark: ArkDouble, tmp_path: Path) -> None:
    ark.words = ("queued", "running")
    made = engine(ark)
    checkpoint = MemoryCheckpoint({"upstream_id": ark.accept({"model": "m"})["id"]})
    await made.cancel(request_for(), checkpoint)
    assert ark.jobs[checkpoint.values["upstream_id"]]["word"] == "cancelled"
    running_job = ark.accept({"model": "m"})["id"]
    ark.jobs[running_job]["looks"] = 2
    await made.cancel(request_for(), MemoryCheckpoint({"upstream_id": running_job}))
    assert "word" not in ark.jobs[running_job]
    await made.close()


async def test_after_many_failures_the_upstream_is_left_alone(ark: ArkDouble, tmp_path: Path) -> None:
    ark.on_create.extend(["500"] * 50)
    made = engine(ark, extra={"breaker_failures": 2, "breaker_rest": 60})
    for _ in range(2):
        with pytest.raises(NotSubmitted):
            async for _event in made.run(request_for(), tmp_path, MemoryCheckpoint()):
                pass
    calls = ark.calls["create"]
    with pytest.raises(NotSubmitted, match="left alone"):
        async for _event in made.run(request_for(), tmp_path, MemoryCheckpoint()):
            pass
    assert ark.calls["create"] == calls
    await made.close()


def test_the_key_is_in_no_text_about_the_options(ark: ArkDouble) -> None:
    assert "sk-secret" not in repr(options_for(ark))


@pytest.mark.parametrize("code", sorted(FAULTS))
def test_every_code_says_what_is_wrong_and_the_detail_after_its_dot_does_not_matter(code: str) -> None:
    kind, words = find_fault(f"{code}.SomeDetail", None)
    assert kind in Kind
    assert len(words.split()) >= 3


def test_limits_of_anything_are_busy() -> None:
    assert find_fault("ModelAccountRpmRateLimitExceeded", 429)[0] is Kind.BUSY
    assert find_fault("QuotaExceeded", 429)[0] is Kind.OPERATOR
