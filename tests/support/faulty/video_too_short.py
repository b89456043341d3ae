"""Is done with half of the frames."""

from dataclasses import replace

from faulty.base import Works
from faulty.clip import make_clip


class Engine(Works):
    def render(self, request, workdir):
        yield make_clip(replace(request, frames=request.frames // 2), workdir)
