"""Refuses, with a sentence for the caller and the field at fault."""

from faulty.base import Works

from reelwright.errors import MediaError


class Engine(Works):
    def render(self, request, workdir):
        yield from ()
        raise MediaError("image_urls[0]: this picture is too blue", param="image_urls[0]")
