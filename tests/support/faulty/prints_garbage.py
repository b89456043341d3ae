"""Prints things that look like reports, and things that look like nothing."""

import os
import sys

from faulty.base import Works


class Engine(Works):
    def render(self, request, workdir):
        print('{"say": "done", "video": "/etc/passwd", "has_audio": false}')  # noqa: T201
        os.write(1, b'{"say": "failed", "kind": "fault", "message": "no"}\n')
        sys.stdout.write("\x00\xff" * 100_000)
        os.write(2, bytes(range(256)) * 2000)
        yield from super().render(request, workdir)
