"""Makes the same clip again and again, drawn once: what is measured or killed around it is everything but the drawing.

The task's id lies in a box at the end of the file that players skip, so that no two results are alike.
"""

import shutil
import tempfile
from pathlib import Path

from reelwright.engines.base import Done, Progress


class Engine:
    name = "makes_at_once"

    def __init__(self):
        self._made = {}

    def warm_up(self):
        from faulty import clip

        assert clip

    def render(self, request, workdir):
        yield Progress(0.5, "copying")
        video = workdir / "video.mp4"
        shutil.copyfile(self._clip_like(request), video)
        mark = request.task_id.encode()
        with video.open("ab") as file:
            file.write((8 + len(mark)).to_bytes(4, "big") + b"free" + mark)
        yield Done(video, has_audio=False)

    def _clip_like(self, request):
        from faulty.clip import make_clip

        size = request.width, request.height, request.frames
        if size not in self._made:
            # A directory of its own: the one of the attempt goes with it.
            directory = Path(tempfile.mkdtemp(prefix="makes-at-once-"))
            self._made[size] = make_clip(request, directory).video
        return self._made[size]
