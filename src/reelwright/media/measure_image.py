"""Open and measure one picture; runs in the probe's child process."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any, Final

from pi_heif import register_heif_opener
from PIL import Image

from reelwright.media.rules import MAX_SIDE
from reelwright.media.sniff import Sniffed

_EXIF_ORIENTATION: Final = 0x0112
_LYING: Final = frozenset({5, 6, 7, 8})
"""EXIF orientations that swap width and height."""

register_heif_opener(thumbnails=False)
Image.MAX_IMAGE_PIXELS = None  # decided below, by sides


def measure_image(path: Path, found: Sniffed) -> dict[str, Any]:
    """Return the fields of MediaInfo that are a picture's own; raises whatever Pillow raises for a broken file."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Image.open(path, formats=(found.reader,)) as image:
            width, height = image.size
            # A larger one is measured and not decoded: the rules refuse it, and a bomb must not go off before that.
            if max(width, height) <= MAX_SIDE:
                image.load()
                # Only now: looking for EXIF makes Pillow decode a PNG.
                if image.getexif().get(_EXIF_ORIENTATION) in _LYING:
                    width, height = height, width
    return {"width": width, "height": height, "codec": found.name}
