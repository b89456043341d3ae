"""Makes the video and nothing beside it."""

from dataclasses import replace

from faulty.base import Works
from faulty.clip import make_clip


class Engine(Works):
    def render(self, request, workdir):
        yield replace(make_clip(request, workdir), last_frame=None, thumbnail=None)
