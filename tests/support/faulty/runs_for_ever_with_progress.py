"""Reports progress and never comes to an end."""

import time

from faulty.base import Works

from reelwright.engines.base import Progress


class Engine(Works):
    def render(self, request, workdir):
        while True:
            yield Progress(0.5)
            time.sleep(0.05)
