"""Read still pictures as they are meant to be seen, and fit them to a frame."""

from __future__ import annotations

import io
import warnings
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from pi_heif import register_heif_opener
from PIL import Image, ImageCms, ImageOps

from reelwright.domain.request import MediaKind
from reelwright.errors import MediaError
from reelwright.media.frames import Frame
from reelwright.media.sniff import sniff
from reelwright.media.wording import reason

register_heif_opener(thumbnails=False)

_ABOVE: Final = 0.3
"""Share of what is cropped above and below that is above."""


def load_image(path: Path) -> Frame:
    """Return the picture of a file: upright (EXIF), in sRGB, flattened on white, the first frame if it moves.

    Raises MediaError when the file can't be decoded.
    """
    found = sniff(path)
    if found.kind is not MediaKind.IMAGE:
        raise MediaError(f"the file is {found.name} and can't be read as a picture")
    try:
        with warnings.catch_warnings():
            # Odd EXIF or TIFF tags make Pillow warn; the pixels are what counts.
            warnings.simplefilter("ignore", UserWarning)
            with Image.open(path, formats=(found.reader,)) as image:
                return np.array(_upright_rgb(image))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as fault:
        raise MediaError(
            f"the picture can't be decoded ({reason(fault)}); save it again as JPEG or PNG"
        ) from fault


def largest_cut(columns: int, rows: int, width: int, height: int) -> tuple[int, int, int, int]:
    """Return left, top, width and height of the largest part of a picture of columns×rows with the shape of width×height.

    It lies in the middle across; of what is cropped above and below, less is above: heads are up there. All in pixels of the
    picture, and at least one wide and high.
    """
    across = max(1, min(columns, round(rows * width / height)))
    down = max(1, min(rows, round(columns * height / width)))
    return (columns - across) // 2, round(_ABOVE * (rows - down)), across, down


def fit_image(image: Frame, width: int, height: int) -> Frame:
    """Return the largest part of `image` that has the shape of width×height, resized to it; see `largest_cut`."""
    if image.shape[:2] == (height, width):
        return image.copy()
    left, top, across, down = largest_cut(image.shape[1], image.shape[0], width, height)
    part = image[top : top + down, left : left + across]
    shrinks = across > width or down > height
    resized = cv2.resize(part, (width, height), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC)
    return np.ascontiguousarray(resized, dtype=np.uint8)


def _upright_rgb(image: Image.Image) -> Image.Image:
    image.load()
    ImageOps.exif_transpose(image, in_place=True)
    profile = image.info.get("icc_profile")
    image = _flattened(_eight_bit(image))
    if profile:
        return _in_srgb(image, profile)
    return image if image.mode == "RGB" else image.convert("RGB")


def _eight_bit(image: Image.Image) -> Image.Image:
    """Scale 16-bit grey to 8 bits: Pillow's own conversion clips everything above 255 to white."""
    if image.mode.startswith("I;16"):
        return Image.fromarray((np.asarray(image).astype(np.uint16) >> 8).astype(np.uint8))
    if image.mode == "I":
        return Image.fromarray((np.clip(np.asarray(image), 0, 65535) >> 8).astype(np.uint8))
    return image


def _flattened(image: Image.Image) -> Image.Image:
    if not image.has_transparency_data:
        return image
    see_through = image.convert("RGBA")
    ground = Image.new("RGBA", see_through.size, "white")
    return Image.alpha_composite(ground, see_through).convert("RGB")


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """Convert from the embedded profile; a profile that does not fit the pixels is ignored, as browsers do."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image.convert("RGB")
    return converted or image.convert("RGB")
