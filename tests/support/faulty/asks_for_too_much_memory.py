"""Asks for an absurd amount of memory at once."""

from faulty.base import Works


class Engine(Works):
    def render(self, request, workdir):
        yield from ()
        bytearray(10**13)
