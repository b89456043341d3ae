"""Is done with a video that is not there."""

from faulty.base import Works

from reelwright.engines.base import Done


class Engine(Works):
    def render(self, request, workdir):
        yield Done(workdir / "video.mp4", has_audio=False)
