"""Puts what an engine made into the blob store, under names that belong to one attempt."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from pathlib import Path

from reelwright.blobs import BlobStore
from reelwright.domain.task import Task, TaskResult
from reelwright.engines.base import Done, EngineRequest
from reelwright.worker.verdict import Figures


def task_prefix(task_id: str) -> str:
    """Return what the names of all blobs of a task begin with."""
    return f"results/{task_id}/"


def attempt_prefix(task: Task) -> str:
    """Return what the names of all blobs of this attempt begin with: no other attempt writes there."""
    return f"{task_prefix(task.id)}{task.attempt}/"


class Publisher:
    """Stores results, and removes what nobody will ask for."""

    def __init__(self, blobs: BlobStore) -> None:
        self._blobs = blobs

    async def publish(self, task: Task, request: EngineRequest, done: Done, figures: Figures) -> TaskResult:
        """Store an attempt's files and return the result to write into the task. Doing it twice does no harm.

        figures: what the video is, measured.
        """
        files = {
            "video.mp4": done.video,
            "last_frame.png": done.last_frame if request.return_last_frame else None,
            "thumbnail.jpg": done.thumbnail,
            "storyboard.json": done.storyboard,
        }
        prefix = attempt_prefix(task)
        names = {name: prefix + name for name, path in files.items() if path is not None}
        for name, path in files.items():
            if path is not None:
                await self._blobs.put_file(prefix + name, path)
        return TaskResult(
            video=names["video.mp4"],
            width=figures.width,
            height=figures.height,
            frames=figures.frames,
            fps=figures.fps,
            duration=round(figures.frames / figures.fps, 3),
            has_audio=figures.has_audio,
            size_bytes=done.video.stat().st_size,
            sha256=await asyncio.to_thread(_sha256, done.video),
            thumbnail=names.get("thumbnail.jpg"),
            last_frame=names.get("last_frame.png"),
            storyboard=names.get("storyboard.json"),
        )

    async def remove(self, prefix: str, *, keep: str | None = None) -> None:
        """Delete the blobs whose names begin with the directory `prefix`, but for those that begin with `keep`."""
        names = [name async for name in self._blobs.names(prefix)]
        await self.delete([name for name in names if keep is None or not name.startswith(keep)])

    async def delete(self, names: Sequence[str]) -> None:
        """Delete blobs by name."""
        await self._blobs.delete(names)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
