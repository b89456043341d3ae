"""Does not want to be ended, and falls silent."""

import signal
import time

from faulty.base import Works

from reelwright.engines.base import Progress


class Engine(Works):
    def warm_up(self) -> None:
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)

    def render(self, request, workdir):
        yield Progress(0.2)
        time.sleep(3600)
