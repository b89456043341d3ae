"""Is done with a file that is no video."""

from faulty.base import Works

from reelwright.engines.base import Done


class Engine(Works):
    def render(self, request, workdir):
        video = workdir / "video.mp4"
        video.write_bytes(b"certainly not an MP4" * 100)
        yield Done(video, has_audio=False)
