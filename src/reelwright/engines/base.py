"""The seam between Reelwright and an engine.

An engine gets a frozen request with local files and yields events. It never sees HTTP, SQL or settings. Engines that
compute run in a child process (`LocalEngine`); engines that forward run as coroutines (`RemoteEngine`).
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from reelwright.domain.request import MediaKind, MediaRole


@dataclass(frozen=True, slots=True)
class LocalMedia:
    """One medium of a request, fetched, opened and measured.

    param: where the caller wrote it, for messages. number: its place among its kind, from 1, as prompts name it.
    width, height: pixels as shown (rotation applied), 0 for audio. seconds: length, 0 for images.
    url: its address, where other servers can reach it too; None where only this one can.
    """

    kind: MediaKind
    role: MediaRole
    path: Path
    param: str
    number: int
    width: int = 0
    height: int = 0
    seconds: Fraction = Fraction(0)
    has_audio: bool = False
    url: str | None = None


@dataclass(frozen=True, slots=True)
class EngineRequest:
    """Everything an engine is told.

    width, height: pixels of the video. frames: exact number of frames to make. fps: frames per second.
    seed: always set. fast: prefer speed to quality. params: extras of one engine (upstream model id, test orders).
    ratio, resolution: the labels that width and height come from ("16:9", "480p"), for servers that take labels.
    language: of messages. typical_seconds: how long the like took lately, None where nobody knows yet.
    callback_url: where an upstream may tell that something has changed; it is never believed, only looked after.
    """

    task_id: str
    attempt: int
    model: str
    prompt: str
    width: int
    height: int
    frames: int
    fps: int
    seed: int
    fast: bool = False
    generate_audio: bool = False
    return_last_frame: bool = False
    web_search: bool = False
    media: tuple[LocalMedia, ...] = ()
    params: Mapping[str, Any] | None = None
    ratio: str = ""
    resolution: str = ""
    language: str = "en"
    typical_seconds: int | None = None
    callback_url: str | None = None

    @property
    def seconds(self) -> int:
        """The length asked for, in whole seconds."""
        return (self.frames - 1) // self.fps

    def of_kind(self, kind: MediaKind) -> tuple[LocalMedia, ...]:
        """Return the media of one kind, in the caller's order."""
        return tuple(medium for medium in self.media if medium.kind is kind)

    def with_role(self, role: MediaRole) -> LocalMedia | None:
        """Return the first medium with a role, or None."""
        return next((medium for medium in self.media if medium.role is role), None)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the engine is: `fraction` from 0 to 1 of its own work; `stage` is a word for logs and screens."""

    fraction: float
    stage: str = ""


@dataclass(frozen=True, slots=True)
class Warn:
    """Something the caller asked for that could not be honoured, in a sentence for the caller."""

    message: str


@dataclass(frozen=True, slots=True)
class Done:
    """The engine's last event: the files it made, all inside its work directory.

    last_frame: PNG of the last frame before encoding. thumbnail: JPEG. storyboard: JSON.
    """

    video: Path
    has_audio: bool
    last_frame: Path | None = None
    thumbnail: Path | None = None
    storyboard: Path | None = None


Event = Progress | Warn | Done


@runtime_checkable
class LocalEngine(Protocol):
    """An engine that computes here: run in a child process, one request at a time."""

    name: str

    def warm_up(self) -> None:
        """Import and load what the first request would otherwise wait for; called once before any request."""

    def render(self, request: EngineRequest, workdir: Path) -> Iterator[Event]:
        """Make the video; yield progress at least every few seconds and `Done` last.

        Raises TaskError with a message for the caller; anything else counts as a fault of the engine.
        """
        ...


class Checkpoint(Protocol):
    """Where a remote engine keeps what must survive the death of its worker."""

    async def load(self) -> Mapping[str, Any]:
        """Return what earlier attempts saved, or an empty mapping."""
        ...

    async def save(self, **values: Any) -> None:
        """Store `values` durably, merged over what is there. Raises StaleAttempt when another attempt took over."""
        ...


@runtime_checkable
class Connected(Protocol):
    """What a remote engine may offer besides."""

    def news(self, task_id: str) -> None:
        """Look after a task's job at once: somebody says that it has changed."""
        ...

    async def close(self) -> None:
        """Close connections; nothing runs any more."""
        ...


@runtime_checkable
class RemoteEngine(Protocol):
    """An engine that forwards to a server: thousands may be in flight in one process."""

    name: str

    def run(self, request: EngineRequest, workdir: Path, checkpoint: Checkpoint) -> AsyncIterator[Event]:
        """Submit or resume, follow, download; yield events and `Done` last."""
        ...

    async def cancel(self, request: EngineRequest, checkpoint: Checkpoint) -> None:
        """Ask the upstream to stop, where it can."""
        ...
