"""Ends without a result."""

from faulty.base import Works

from reelwright.engines.base import Progress


class Engine(Works):
    def render(self, request, workdir):
        yield Progress(1.0)
