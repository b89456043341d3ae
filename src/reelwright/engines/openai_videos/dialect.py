"""OpenAI's Videos API as GPU servers speak it.

Settling: a job there costs nothing but time, and a server that restarts forgets its jobs. So an uncertain create is sent again,
and so is a job that is not there any more.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from reelwright.domain.request import MediaKind, MediaRole
from reelwright.engines.base import Done, EngineRequest, LocalMedia
from reelwright.engines.openai_videos.profiles import Profile, profile_of
from reelwright.engines.remote.calls import Answer, Calls
from reelwright.engines.remote.download import Downloads
from reelwright.engines.remote.media import data_uri, mime_of
from reelwright.engines.remote.options import UpstreamOptions
from reelwright.engines.remote.poller import Pace
from reelwright.engines.remote.states import (
    Accepted,
    Outcome,
    Phase,
    Refused,
    Settling,
    State,
    Uncertain,
    Undecidable,
)
from reelwright.errors import NotSubmitted, UpstreamDeclined

_PHASES: Final = {
    "queued": Phase.WAITING,
    "pending": Phase.WAITING,
    "in_progress": Phase.RUNNING,
    "processing": Phase.RUNNING,
    "running": Phase.RUNNING,
    "completed": Phase.DONE,
    "succeeded": Phase.DONE,
    "failed": Phase.FAILED,
    "cancelled": Phase.CANCELLED,
}
_INPUT: Final = "input_reference"


class VideosDialect:
    """How such a server is spoken to. Options: the keys of a profile, and hosts."""

    settling = Settling.FREE

    def __init__(self, options: UpstreamOptions, calls: Calls) -> None:
        self._options = options
        self._calls = calls
        self._profile: Profile = profile_of(options)
        self._downloads = Downloads(options, options.extra.get("hosts", ()))
        self.pace = Pace(
            batch=1,
            parallel=8,
            rate=options.number("poll_rate", 20),
            first=options.number("poll_first", 1),
            longest=options.number("poll_longest", 10),
        )

    def warnings(self, request: EngineRequest) -> Sequence[str]:
        """Return what the server's profile has no field for."""
        found = []
        if request.generate_audio and not self._profile.audio:
            found.append(f"{self._options.name} makes no sound, so the video has none")
        if request.web_search:
            found.append(f"{self._options.name} can't search the web; the prompt was used as it is")
        if unused := [medium.param for medium in request.media if not self._takes(medium)]:
            found.append(f"{self._options.name} can't use {', '.join(unused)}")
        if "seed" not in self._profile.numbers:
            found.append(f"{self._options.name} takes no seed; the same request may look different again")
        return found

    def _takes(self, medium: LocalMedia) -> bool:
        if medium.role is MediaRole.FIRST_FRAME:
            return self._profile.first_frame != "none"
        return medium.role is MediaRole.REFERENCE and self._profile.references != "none"

    async def compose(self, request: EngineRequest, reference: str) -> Mapping[str, Any]:
        """Return the fields of the create, without the first frame's file: that is added when it is sent."""
        profile = self._profile
        fields: dict[str, Any] = {
            **profile.fixed,
            "prompt": request.prompt,
            "model": self._options.models.get(request.model, request.model),
            "seconds": str(request.seconds),
            "size": f"{request.width}x{request.height}",
        }
        values = {
            "frames": request.frames,
            "fps": request.fps,
            "seed": request.seed,
            "width": request.width,
            "height": request.height,
        }
        fields.update({theirs: values[ours] for ours, theirs in profile.numbers.items()})
        if profile.audio:
            fields[profile.audio] = request.generate_audio
        first = request.with_role(MediaRole.FIRST_FRAME)
        if first is not None and profile.first_frame == "url":
            fields["reference_url"] = first.url or await asyncio.to_thread(data_uri, first)
        if profile.references == "json":
            fields.update(await asyncio.to_thread(_references, request))
        return fields

    async def create(self, request: EngineRequest, body: Mapping[str, Any], reference: str) -> Outcome:
        """Send the create."""
        answer = await self._calls.call(
            "POST", "/v1/videos", **await asyncio.to_thread(self._parts, request, body)
        )
        job = answer.body.get("id")
        if answer.ok and isinstance(job, str) and job:
            return Accepted(job)
        return self._not_taken(answer)

    def _parts(self, request: EngineRequest, body: Mapping[str, Any]) -> dict[str, Any]:
        if self._profile.body == "json":
            return {"json": dict(body)}
        first = request.with_role(MediaRole.FIRST_FRAME)
        # Parts without a file name are plain fields: multipart always, as the official SDK sends it.
        parts: list[tuple[str, Any]] = [(name, (None, _text(value))) for name, value in body.items()]
        if first is not None and self._profile.first_frame == "file":
            mime = mime_of(first.path)
            name = f"first_frame.{mime.partition('/')[2]}"
            parts.append((_INPUT, (name, first.path.read_bytes(), mime)))
        return {"files": parts}

    def _not_taken(self, answer: Answer) -> Outcome:
        name, error = self._options.name, answer.body.get("error")
        detail = error.get("message") if isinstance(error, Mapping) else answer.body.get("detail")
        said = f"{detail or f'HTTP {answer.status}'}"[:1000]
        if answer.status in (429, 503):
            wait = answer.retry_after(2)
            return Refused(NotSubmitted(f"the upstream {name} is busy: {said}", retry_after=wait), wait)
        if answer.status in (401, 403, 404, 405):
            return Refused(NotSubmitted(f"the upstream {name} does not serve this: {said}"))
        if 400 <= answer.status < 500:
            return Refused(UpstreamDeclined(f"the upstream {name} refused the request: {said}"), final=True)
        return Uncertain(f"it answered {answer.status}: {said}", answer.retry_after(0))

    async def look_up(
        self, request: EngineRequest, saved: Mapping[str, Any], reference: str, since: float
    ) -> str | Undecidable | None:
        """Look for nothing: another job costs nothing."""
        return None

    async def look(self, jobs: Sequence[str]) -> Mapping[str, State]:
        """Return the state of one job."""
        job = jobs[0]
        answer = await self._calls.call("GET", f"/v1/videos/{job}")
        if answer.status == 404:
            return {job: State(Phase.GONE)}
        if not answer.ok:
            return {}
        word = str(answer.body.get("status"))
        progress = answer.body.get("progress")
        fraction = progress / 100 if isinstance(progress, int | float) and progress > 0 else None
        return {job: State(_PHASES.get(word, Phase.UNKNOWN), word, fraction, answer.body)}

    def failure(self, state: State) -> UpstreamDeclined:
        """Return the server's own words."""
        error = state.body.get("error")
        said = error.get("message") if isinstance(error, Mapping) else error
        return UpstreamDeclined(
            f"the upstream {self._options.name} could not make this video: {str(said or 'it gave no reason')[:1000]}"
        )

    async def collect(self, job: str, state: State, request: EngineRequest, workdir: Path) -> Done:
        """Fetch the content; its address never expires while the server runs."""
        path = workdir / "video.mp4"
        await self._downloads.video(f"/v1/videos/{job}/content", path)
        return Done(path, has_audio=bool(self._profile.audio) and request.generate_audio)

    async def cancel(self, job: str) -> bool:
        """Delete a job; servers that can't stop one answer with an error."""
        return 200 <= (await self._calls.call("DELETE", f"/v1/videos/{job}")).status < 300


def _references(request: EngineRequest) -> dict[str, str]:
    """Return reference media as JSON strings, each {image_url|video_url|audio_url: address}; several of a kind as a list."""
    fields: dict[str, str] = {}
    for kind in MediaKind:
        found = [
            {f"{kind}_url": medium.url or data_uri(medium)}
            for medium in request.of_kind(kind)
            if medium.role is MediaRole.REFERENCE
        ]
        if found:
            fields[f"{kind}_reference"] = json.dumps(found[0] if len(found) == 1 else found)
    return fields


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, str) else json.dumps(value)
