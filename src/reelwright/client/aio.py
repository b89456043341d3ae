"""The async client: drives the core's flows with httpx on asyncio."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import ExitStack, aclosing
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar, Unpack

import httpx

from reelwright.client import calls
from reelwright.client.calls import Answer, Call, Flow, NoAnswer, Retries, Send, Sleep, perform, refusal
from reelwright.client.errors import ConnectionFailed
from reelwright.client.events import Follower
from reelwright.client.fields import Medium, VideoFields, kind_of, make_draft
from reelwright.client.flows import Watcher, insist_on_video, submit_draft, wait_for_end
from reelwright.client.landing import Landing
from reelwright.client.results import Model, Task, TaskPage, Upload, Video
from reelwright.client.transport import answer_of, client_options, no_answer, request_options

T = TypeVar("T")


class AsyncReelwright:
    """A client of one server, for asyncio; the blocking `Reelwright` is its twin.

    base_url: default REELWRIGHT_BASE_URL, else http://127.0.0.1:8000. api_key: default REELWRIGHT_API_KEY.
    timeout: seconds that the server may be silent. retries: how often to try again what can be tried again safely.
    http: an httpx client of your own, in place of the one made from the other arguments; closed with this one.
    """

    def __init__(
        self,
        base_url: str | None = None,
        api_key: str | None = None,
        *,
        timeout: float = 60.0,
        retries: Retries | None = None,
        http: httpx.AsyncClient | None = None,
    ) -> None:
        self._http = http or httpx.AsyncClient(**client_options(base_url, api_key, timeout))
        self._timeout = timeout
        self._retries = Retries() if retries is None else retries
        self.videos = AsyncVideos(self)
        self.tasks = AsyncTasks(self)
        self.uploads = AsyncUploads(self)

    async def __aenter__(self) -> AsyncReelwright:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def models(self) -> tuple[Model, ...]:
        """Return the models that the server offers."""
        return await self.call(calls.list_models())

    async def download(self, source: Task | Video | str, path: str | Path) -> Path:
        """Stream a video to `path` and return it; the file appears there only when it is whole.

        source: a completed task, one of its videos, or any result address. What is at `path` is replaced.

        Raises ApiError when the address has expired, ConnectionFailed when the bytes don't arrive whole.
        """
        video = source.video if isinstance(source, Task) else source
        url = video if isinstance(video, str) else video.url
        # Results are read without the key: their addresses carry their own permission.
        request = self._http.build_request("GET", url)
        request.headers.pop("Authorization", None)
        with Landing(Path(path), video.sha256 if isinstance(video, Video) else None) as landing:
            try:
                response = await self._http.send(request, stream=True, follow_redirects=True)
                async with aclosing(response):
                    if response.status_code != httpx.codes.OK:
                        await response.aread()
                        raise refusal(answer_of(response))
                    async for part in response.aiter_bytes():
                        await asyncio.to_thread(landing.write, part)
            except httpx.RequestError as error:
                raise ConnectionFailed(no_answer(error, request.url).reason) from error
            return await asyncio.to_thread(landing.finish)

    async def call(self, call: Call[T]) -> T:
        """Send one call, with retries."""
        return await self.run(perform(call, self._retries))

    async def run(self, flow: Flow[T]) -> T:
        """Drive a flow of the core to its end."""
        outcome: Answer | NoAnswer | None = None
        while True:
            try:
                wish = flow.send(outcome)
            except StopIteration as end:
                result: T = end.value
                return result
            outcome = await self._grant(wish)

    async def _grant(self, wish: Send | Sleep) -> Answer | NoAnswer | None:
        if isinstance(wish, Sleep):
            await asyncio.sleep(wish.seconds)
            return None
        with ExitStack() as files:
            try:
                response = await self._http.request(**request_options(wish.call, self._timeout, files))
                return answer_of(response)
            except httpx.RequestError as error:
                return no_answer(error, self._http.base_url)

    async def _follow(self, follower: Follower) -> AsyncIterator[Task]:
        while not follower.ended:
            reason = "the stream of events ended early"
            try:
                async with self._http.stream(
                    "GET", follower.path, headers=dict(follower.headers())
                ) as response:
                    if response.status_code != httpx.codes.OK:
                        await response.aread()
                        raise refusal(answer_of(response))
                    async for line in response.aiter_lines():
                        if task := follower.feed(line):
                            yield task
            except httpx.RequestError as error:
                reason = no_answer(error, self._http.base_url).reason
            if not follower.ended:
                pause = follower.pause_after_break()
                if pause is None:
                    raise ConnectionFailed(reason)
                await asyncio.sleep(pause)


class AsyncVideos:
    """Making videos."""

    def __init__(self, client: AsyncReelwright) -> None:
        self._client = client

    async def submit(
        self, prompt: str | None = None, *, idempotency_key: str | None = None, **fields: Unpack[VideoFields]
    ) -> str:
        """Upload the local media, submit the request and return the task's id.

        idempotency_key: 1–191 visible ASCII characters; with it a broken connection is retried without making two videos.

        Raises InvalidRequest and the rest of ApiError, FileNotFoundError for a medium that isn't there.
        """
        draft = make_draft(prompt, fields)
        return await self._client.run(submit_draft(draft, self._client._retries, idempotency_key))

    async def generate(
        self,
        prompt: str | None = None,
        *,
        timeout: float | None = None,  # noqa: ASYNC109 - as its blocking twin has it
        on_progress: Watcher | None = None,
        idempotency_key: str | None = None,
        **fields: Unpack[VideoFields],
    ) -> Task:
        """Make a video and return the completed task.

        timeout: seconds to wait for it, None for no limit. on_progress: called with the task about once a second.

        Raises TaskFailed, TaskCancelled, WaitTimedOut, and what `submit` raises.
        """
        task_id = await self.submit(prompt, idempotency_key=idempotency_key, **fields)
        return insist_on_video(
            await self._client.tasks.wait(task_id, timeout=timeout, on_progress=on_progress)
        )


class AsyncTasks:
    """Tasks of this key's account."""

    def __init__(self, client: AsyncReelwright) -> None:
        self._client = client

    async def get(self, task_id: str, *, language: str | None = None) -> Task:
        """Return a task as it is now. Raises NotFound."""
        return await self._client.call(calls.get_task(task_id, language=language))

    async def get_many(self, task_ids: Sequence[str]) -> tuple[Task, ...]:
        """Return several tasks at once; those that are unknown are left out."""
        return await self._client.call(calls.get_tasks(list(task_ids)))

    async def list(
        self,
        *,
        status: str | None = None,
        model: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
    ) -> TaskPage:
        """Return a page of tasks, newest first."""
        given = {"status": status, "model": model, "limit": limit, "cursor": cursor}
        return await self._client.call(
            calls.list_tasks({name: value for name, value in given.items() if value is not None})
        )

    async def wait(
        self,
        task_id: str,
        *,
        timeout: float | None = None,  # noqa: ASYNC109 - as its blocking twin has it
        on_progress: Watcher | None = None,
    ) -> Task:
        """Wait until a task has ended and return it, whichever way it ended.

        timeout: seconds, None for no limit. on_progress: called with the task about once a second.

        Raises NotFound, WaitTimedOut.
        """
        flow = wait_for_end(task_id, self._client._retries, time.monotonic, timeout, on_progress)
        return await self._client.run(flow)

    def events(self, task_id: str) -> AsyncIterator[Task]:
        """Yield the task at every change, up to and with its end; broken connections are taken up again."""
        return self._client._follow(Follower(task_id))

    async def storyboard(self, task_id: str) -> dict[str, Any]:
        """Return how the built-in engine planned a video: its shots, each with a thumbnail, and all that is in them.

        Raises NotFound while the task is not completed, and where its engine makes no such plan.
        """
        return await self._client.call(calls.get_storyboard(task_id))

    async def cancel(self, task_id: str) -> Task:
        """Ask a task to stop and return it as it is then. Raises Conflict when it has ended otherwise."""
        return await self._client.call(calls.cancel_task(task_id))

    async def delete(self, task_id: str) -> None:
        """Have a task and its files forgotten. Raises Conflict while it has not ended."""
        await self._client.call(calls.delete_task(task_id))


class AsyncUploads:
    """Files that the server keeps for requests."""

    def __init__(self, client: AsyncReelwright) -> None:
        self._client = client

    async def file(self, path: Medium) -> Upload:
        """Upload an image, a video or an audio file; which it is, its name tells. Raises ValueError, InvalidRequest, TooLarge."""
        local = Path(path)
        return await self._client.call(calls.upload(local, kind_of(local)))

    async def image(self, path: Medium) -> Upload:
        """Upload an image."""
        return await self._client.call(calls.upload(Path(path), "image"))

    async def video(self, path: Medium) -> Upload:
        """Upload a video."""
        return await self._client.call(calls.upload(Path(path), "video"))

    async def audio(self, path: Medium) -> Upload:
        """Upload an audio file."""
        return await self._client.call(calls.upload(Path(path), "audio"))
