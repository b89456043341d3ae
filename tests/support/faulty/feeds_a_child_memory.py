"""Uses too much memory in a process that it starts."""

import subprocess
import sys
import time

from faulty.base import Works

from reelwright.engines.base import Progress

GLUTTON = "import time; kept = bytearray(b'x') * 600_000_000; time.sleep(3600)"


class Engine(Works):
    def render(self, request, workdir):
        with subprocess.Popen([sys.executable, "-c", GLUTTON]):
            while True:
                yield Progress(0.5)
                time.sleep(0.05)
