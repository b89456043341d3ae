"""Works, but only when a test lets it: says that it has started and waits for a file."""

import os
import time
from pathlib import Path

from faulty.base import Works

from reelwright.engines.base import Progress


class Engine(Works):
    def render(self, request, workdir):
        gate = Path(os.environ["FAULTY_GATE"])
        (gate / f"{request.task_id}-{request.attempt}").write_text(str(os.getpid()))
        while not (gate / "open").exists():
            yield Progress(0.5)
            time.sleep(0.02)
        yield from super().render(request, workdir)
