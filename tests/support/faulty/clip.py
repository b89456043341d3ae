"""What a good engine makes, as quickly as can be: a real video of the right size in one colour."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from reelwright.engines.base import Done, EngineRequest
from reelwright.media.encode import VideoSpec, write_jpeg, write_png, write_video


def make_clip(request: EngineRequest, workdir: Path) -> Done:
    """Write the video, its last frame and its thumbnail into `workdir`."""
    frame = np.full((request.height, request.width, 3), (40, 90, 160), np.uint8)
    spec = VideoSpec(request.width, request.height, request.fps, preset="ultrafast")
    video, last, thumbnail = workdir / "video.mp4", workdir / "last.png", workdir / "thumbnail.jpg"
    write_video(video, spec, (frame for _ in range(request.frames)))
    write_png(last, frame)
    write_jpeg(thumbnail, frame[::4, ::4].copy())
    return Done(video, has_audio=False, last_frame=last, thumbnail=thumbnail)
