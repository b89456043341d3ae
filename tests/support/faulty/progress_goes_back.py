"""Reports progress that goes back, and beyond its bounds."""

import time

from faulty.base import Works

from reelwright.engines.base import Progress


class Engine(Works):
    def render(self, request, workdir):
        for fraction in (0.8, 0.2, -3.0, float("nan"), 7.0, 0.1):
            yield Progress(fraction)
            time.sleep(0.25)
        yield from super().render(request, workdir)
