"""Raises an exception that nobody foresaw."""

from faulty.base import Works


class Engine(Works):
    def render(self, request, workdir):
        yield from ()
        raise ZeroDivisionError("/secret/path division by zero")
