"""Reports progress as fast as it can."""

from faulty.base import Works

from reelwright.engines.base import Progress


class Engine(Works):
    def render(self, request, workdir):
        for number in range(300_000):
            yield Progress(number / 300_000)
        yield from super().render(request, workdir)
