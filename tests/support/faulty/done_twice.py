"""Says that it is done, and goes on."""

from faulty.base import Works

from reelwright.engines.base import Progress


class Engine(Works):
    def render(self, request, workdir):
        yield from super().render(request, workdir)
        yield Progress(0.1)
        yield from super().render(request, workdir)
