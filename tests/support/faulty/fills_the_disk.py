"""Finds no space on the disk."""

import errno

from faulty.base import Works


class Engine(Works):
    def render(self, request, workdir):
        yield from ()
        raise OSError(errno.ENOSPC, "No space left on device")
