"""The engine for GPU servers against one that misbehaves, and what it sends as the official SDK would have sent it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import openai
import pytest
from tests.support.doubles.videos import VideosDouble
from tests.support.forwarding import Killed, MemoryCheckpoint, done_of, options_for, request_for, run, running
from tests.support.media import MediaFactory

from reelwright.domain.request import MediaKind, MediaRole
from reelwright.engines.base import LocalMedia, Warn
from reelwright.engines.openai_videos import OpenAIVideosEngine
from reelwright.errors import ConfigError, EngineFailed, NotSubmitted, UpstreamDeclined


@pytest.fixture
async def server(media_files: MediaFactory) -> AsyncIterator[VideosDouble]:
    async with running(VideosDouble(media_files.video(seconds=2))) as double:
        yield double


def engine(server: VideosDouble, profile: str = "", **more: Any) -> OpenAIVideosEngine:
    return OpenAIVideosEngine(options_for(server, profile=profile, **more))


def first_frame(media_files: MediaFactory) -> LocalMedia:
    path = media_files.image(width=400, height=400)
    return LocalMedia(MediaKind.IMAGE, MediaRole.FIRST_FRAME, path, "image_urls[0]", 1)


@pytest.mark.filterwarnings("ignore:The Sora API:DeprecationWarning")
async def test_what_is_sent_is_what_the_official_sdk_sends(
    server: VideosDouble, media_files: MediaFactory, tmp_path: Path
) -> None:
    frame = first_frame(media_files)
    done_of(await run(engine(server), request_for(media=(frame,)), tmp_path, MemoryCheckpoint()))
    sdk = openai.OpenAI(base_url=f"{server.url}/v1", api_key="sk-secret", max_retries=0)
    made = await asyncio.to_thread(
        sdk.videos.create,
        prompt="A kitten yawning",
        model="their-model",
        seconds="5",  # type: ignore[arg-type]
        size="864x496",  # type: ignore[arg-type]
        input_reference=("first_frame.png", frame.path.read_bytes(), "image/png"),
    )
    await asyncio.to_thread(sdk.close)
    ours, theirs = server.bodies
    assert ours == theirs
    assert made.status == "queued"


async def test_each_profile_sends_what_its_server_understands(
    server: VideosDouble, media_files: MediaFactory, tmp_path: Path
) -> None:
    reference = LocalMedia(
        MediaKind.AUDIO, MediaRole.REFERENCE, Path("x"), "audio_urls[0]", 1, url="https://example.com/a.mp3"
    )
    wanted = request_for(media=(first_frame(media_files), reference), generate_audio=True)
    for profile in ("vllm-omni", "sglang", "fastvideo"):
        done_of(await run(engine(server, profile), wanted, tmp_path, MemoryCheckpoint()))
    vllm, sglang, fastvideo = server.bodies
    assert (vllm["num_frames"], vllm["fps"], vllm["seed"], vllm["generate_sound"]) == (
        "121",
        "24",
        "42",
        "true",
    )
    assert json.loads(vllm["audio_reference"]) == {"audio_url": "https://example.com/a.mp3"}
    assert vllm["input_reference"][1] == sglang["input_reference"][1] == "image/png"
    assert (sglang["num_frames"], "generate_sound" in sglang) == ("121", False)
    assert fastvideo["reference_url"].startswith("data:image/png;base64,")
    assert fastvideo["seed"] == 42


async def test_the_caller_is_told_what_the_server_cannot_do(
    server: VideosDouble, media_files: MediaFactory, tmp_path: Path
) -> None:
    last = LocalMedia(MediaKind.IMAGE, MediaRole.LAST_FRAME, Path("x"), "image_with_roles[1].url", 2)
    wanted = request_for(media=(first_frame(media_files), last), generate_audio=True, web_search=True)
    events = await run(engine(server), wanted, tmp_path, MemoryCheckpoint())
    told = " ".join(event.message for event in events if isinstance(event, Warn))
    assert "makes no sound" in told
    assert "can't search" in told
    assert "can't use image_with_roles[1].url" in told


async def test_a_server_that_lost_its_jobs_makes_them_again(server: VideosDouble, tmp_path: Path) -> None:
    server.words = ("in_progress",)
    checkpoint = MemoryCheckpoint()
    work = asyncio.create_task(run(engine(server), request_for(), tmp_path, checkpoint))
    while server.calls["poll"] < 2:
        await asyncio.sleep(0.01)
    server.words = ("in_progress", "completed")
    server.forget()
    done_of(await work)
    assert server.calls["create"] == 2


async def test_a_server_that_always_loses_its_jobs_is_given_up(server: VideosDouble, tmp_path: Path) -> None:
    checkpoint = MemoryCheckpoint()
    server.words = ("in_progress",)
    work = asyncio.create_task(run(engine(server), request_for(), tmp_path, checkpoint))
    while not work.done():
        server.forget()
        await asyncio.sleep(0.005)
    with pytest.raises(EngineFailed, match="lost this job 3 times"):
        await work


@pytest.mark.parametrize("order", ["500", "500_after", "lost_after", "slow_after", "429"])
async def test_a_create_without_an_answer_is_simply_sent_again(
    server: VideosDouble, tmp_path: Path, order: str
) -> None:
    server.on_create.append(order)
    done_of(await run(engine(server), request_for(), tmp_path, MemoryCheckpoint(), seconds=30))
    assert server.calls["create"] == 2


@pytest.mark.parametrize("late", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("save", [0, 1], ids=["intent", "id"])
async def test_a_worker_killed_at_any_line_is_followed_by_one_that_finishes(
    server: VideosDouble, tmp_path: Path, save: int, late: bool
) -> None:
    checkpoint = MemoryCheckpoint(dies_at=save, late=late)
    with pytest.raises(Killed):
        await run(engine(server), request_for(), tmp_path, checkpoint)
    checkpoint.dies_at = None
    done_of(await run(engine(server), request_for(), tmp_path, checkpoint))


@pytest.mark.parametrize(
    ("status", "error"),
    [(400, UpstreamDeclined), (401, NotSubmitted), (404, NotSubmitted), (422, UpstreamDeclined)],
)
async def test_a_refusal_is_said_in_the_servers_words(
    server: VideosDouble, tmp_path: Path, status: int, error: type[Exception]
) -> None:
    server.on_create.append((status, {"detail": "size is not supported"}))
    with pytest.raises(error, match="size is not supported"):
        await run(engine(server), request_for(), tmp_path, MemoryCheckpoint())


async def test_a_failed_job_says_why(server: VideosDouble, tmp_path: Path) -> None:
    server.words = ("failed",)
    with pytest.raises(UpstreamDeclined, match="CUDA out of memory"):
        await run(engine(server), request_for(), tmp_path, MemoryCheckpoint())


@pytest.mark.parametrize("order", ["truncated", "truncated_quietly", "not_a_video", "expired"])
async def test_a_download_that_goes_wrong_is_tried_again(
    server: VideosDouble, tmp_path: Path, order: str
) -> None:
    server.on_file.append(order)
    done = done_of(await run(engine(server), request_for(), tmp_path, MemoryCheckpoint()))
    assert done.video.read_bytes() == server.video.read_bytes()


async def test_a_job_is_deleted_when_nobody_wants_it(server: VideosDouble) -> None:
    made = engine(server)
    job = server.accept({"model": "m", "seconds": "5", "size": "1x1"})["id"]
    await made.cancel(request_for(), MemoryCheckpoint({"upstream_id": job}))
    assert server.calls["delete"] == 1
    await made.close()


async def test_an_unknown_profile_is_a_mistake_in_the_catalogue(server: VideosDouble) -> None:
    with pytest.raises(ConfigError, match="vllm-omni"):
        engine(server, "vllm")
