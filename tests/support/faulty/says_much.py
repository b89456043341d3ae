"""Has more to say than anyone wants to read."""

from faulty.base import Works

from reelwright.engines.base import Warn


class Engine(Works):
    def render(self, request, workdir):
        yield Warn("blah " * 1_000_000)
        yield from super().render(request, workdir)
