"""Ends its process in the middle."""

import os

from faulty.base import Works

from reelwright.engines.base import Progress


class Engine(Works):
    def render(self, request, workdir):
        yield Progress(0.3)
        os._exit(0)
