"""Yields what is no event."""

from faulty.base import Works


class Engine(Works):
    def render(self, request, workdir):
        yield "done"
