"""Uses more and more memory, a little at a time."""

import time

from faulty.base import Works

from reelwright.engines.base import Progress


class Engine(Works):
    def render(self, request, workdir):
        kept = []
        while True:
            kept.append(bytearray(b"x") * 16_000_000)
            yield Progress(0.5)
            time.sleep(0.02)
