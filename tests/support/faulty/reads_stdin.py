"""Wants to read what the worker has to say to it."""

import os
import sys

from faulty.base import Works


class Engine(Works):
    def render(self, request, workdir):
        if os.read(0, 100) or sys.stdin.read():
            raise AssertionError("there was something to read")
        yield from super().render(request, workdir)
