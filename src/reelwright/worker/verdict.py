"""Opens what an engine made before anyone is told that it is there; the figures of a result are measured, not hoped for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reelwright.domain.request import MediaKind
from reelwright.engines.base import Done, EngineRequest
from reelwright.errors import EngineFailed, MediaError


@dataclass(frozen=True, slots=True)
class Figures:
    """What a video is: its sides in pixels, frames, frames per second, and whether it has sound."""

    width: int
    height: int
    frames: int
    fps: int
    has_audio: bool


def check_own_video(request: EngineRequest, done: Done) -> None:
    """Open the video that the engine of this very process made; raises RuntimeError when it is not what was ordered."""
    # Late, so that a child whose engine brings its own encoder does not load another one while it starts.
    import av

    asked = Figures(request.width, request.height, request.frames, request.fps, done.has_audio)
    try:
        with av.open(str(done.video), options={"protocol_whitelist": "file"}) as container:
            video = container.streams.video[0]
            rate = video.average_rate or 0
            found = Figures(video.width, video.height, video.frames, int(rate), bool(container.streams.audio))
    except (av.FFmpegError, IndexError) as error:
        raise RuntimeError(f"{done.video.name} is no video: {error}") from error
    if found != asked:
        raise RuntimeError(f"{done.video.name} is {found}, ordered was {asked}")


def measure_foreign_video(path: Path) -> Figures:
    """Open a video that came over the network, in a process of its own, and return what it is. Blocks for a moment.

    Raises EngineFailed when it can't be opened.
    """
    from reelwright.media.probe import probe

    try:
        info = probe(path, MediaKind.VIDEO)
    except MediaError as error:
        raise EngineFailed(f"the video that the engine delivered can't be used: {error.message}") from error
    return Figures(info.width, info.height, round(info.seconds * info.fps), round(info.fps), info.has_audio)
