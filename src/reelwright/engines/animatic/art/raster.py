"""Artwork as pixels: drawn once, kept on disk and in memory."""

from __future__ import annotations

import io
import os
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from typing import Final
from zlib import crc32

import cv2
import numpy as np
import platformdirs
import resvg_py
from numpy.typing import NDArray
from PIL import Image, ImageColor, UnidentifiedImageError

from reelwright.engines.animatic.art import archive
from reelwright.engines.animatic.art.dye import dye
from reelwright.engines.animatic.art.recolour import recolour
from reelwright.engines.animatic.art.shelf import Rgba, Shelf

Look = tuple[tuple[str, str], ...]
"""Parts of a person and the colours that they are to have: see `recolour`."""

_SIZES: Final = (96, 192, 288, 384, 512, 768, 1024)
_MEMORY: Final = 96 * 1024 * 1024
_DISK: Final = 512 * 1024 * 1024
"""Twice what all pieces take in all sizes: people in clothes of all colours have no end."""
_SWEEP: Final = 64
"""Pieces that are drawn between two looks at how much is kept."""
_FAINTEST_INK: Final = 6
"""Alpha below this is the blur of a filter, which would move the feet off the ground if it counted as ink."""


class Gallery:
    """Draws pieces on demand.

    cache: a directory for drawn pieces; None, or one that can't be written, means memory only. memory: bytes of
    finished pieces to keep. disk: bytes of drawn pieces to keep, about. Safe to use from several threads, and on one directory
    from several processes.
    """

    def __init__(self, cache: Path | None, memory: int = _MEMORY, disk: int = _DISK) -> None:
        self._cache = cache
        self._pieces = Shelf(memory)
        self._disk = disk
        self._drawn = 0
        self._lock = threading.Lock()

    def load(
        self, name: str, height: int, colour: str | None = None, look: Look = (), part: str = ""
    ) -> Rgba:
        """Return a piece at `height` pixels, cropped to its ink; read-only, for it is shared.

        colour: ``#rrggbb`` for its main paint, None for its own. part: of a figure, drawn alone where it is on it. Raises
        KeyError when there is no piece of that name, ValueError when the height is not positive or the colour unknown.
        """
        if height < 1:
            raise ValueError(f"artwork can't be {height} pixels high")
        key = (name, height, colour, look, part)
        piece = self._pieces.find(key)
        if piece is not None:
            return piece
        piece = self._draw(name, height, look, part)
        if colour is not None:
            red, green, blue = ImageColor.getrgb(colour)[:3]
            piece = dye(piece, (red, green, blue))
        return self._pieces.put(key, piece)

    @property
    def held(self) -> int:
        """The bytes of finished pieces in memory."""
        return self._pieces.held

    def _sweep(self, directory: Path) -> None:
        """Look now and then whether more is kept on disk than may be, and remove what has not been used for longest."""
        with self._lock:
            self._drawn += 1
            due = self._drawn % _SWEEP == 1
        if due:
            _remove_oldest(directory, self._disk)

    def _draw(self, name: str, height: int, look: Look, part: str) -> Rgba:
        drawn = min((size for size in _SIZES if size * 7 >= height * 8), default=_SIZES[-1])
        whole = _premultiply(self._tile(name, drawn, look))
        rows, columns = _ink(whole)
        ink = (_premultiply(self._tile(name, drawn, look, part)) if part else whole)[rows, columns]
        width = max(1, round(ink.shape[1] * height / ink.shape[0]))
        shrink = height <= ink.shape[0]
        piece = cv2.resize(ink, (width, height), interpolation=cv2.INTER_AREA if shrink else cv2.INTER_CUBIC)
        # A cubic overshoots: colour above its alpha would glow when it is blended.
        piece[..., :3] = np.minimum(piece[..., :3], piece[..., 3:])
        return np.ascontiguousarray(piece, dtype=np.uint8)

    def _tile(self, name: str, size: int, look: Look, part: str = "") -> NDArray[np.uint8]:
        """Return a piece as drawn: straight RGBA, `size` pixels square."""
        # Recoloured first: what is kept must not outlive a change of how that is done.
        drawing = recolour(name, archive.svg(name, part), dict(look)) if look else None
        mark = archive.fingerprint(name, part) if drawing is None else f"{crc32(drawing.encode()):08x}"
        kept = self._cache / f"{name}-{mark}-{size}.png" if self._cache else None
        png = _read(kept) if kept else None
        if png is None:
            fresh = resvg_py.svg_to_bytes(
                svg_string=archive.svg(name, part) if drawing is None else drawing,
                width=size,
                height=size,
                skip_system_fonts=True,
            )
            png = bytes(fresh)
            if kept:
                _write(kept, png)
                self._sweep(kept.parent)
        with Image.open(io.BytesIO(png)) as image:
            return np.asarray(image.convert("RGBA"))


def _read(path: Path) -> bytes | None:
    """Return a kept piece, or None when it is missing or damaged."""
    try:
        png = path.read_bytes()
        with Image.open(io.BytesIO(png)) as image:
            image.verify()
        # What is used is not the oldest: see `_remove_oldest`.
        with suppress(OSError):
            os.utime(path)
    except (OSError, SyntaxError, UnidentifiedImageError):
        return None
    return png


def _write(path: Path, png: bytes) -> None:
    """Keep a drawn piece; a full disk or a read-only home costs time later, never the video."""
    unfinished: str | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Another process must never read half a file, so it appears under its name only when it is whole.
        descriptor, unfinished = tempfile.mkstemp(dir=path.parent, suffix=".part")
        with os.fdopen(descriptor, "wb") as file:
            file.write(png)
        Path(unfinished).replace(path)
    except OSError:
        if unfinished:
            Path(unfinished).unlink(missing_ok=True)


def _remove_oldest(directory: Path, most: int) -> None:
    """Remove the files of a directory that were used longest ago, until the rest takes no more than `most` bytes."""
    found: list[tuple[float, int, Path]] = []
    with suppress(OSError):
        for entry in os.scandir(directory):
            # Another process may be removing the same.
            with suppress(OSError):
                status = entry.stat()
                found.append((status.st_mtime, status.st_size, Path(entry.path)))
    total = sum(size for _, size, _ in found)
    for _, size, path in sorted(found):
        if total <= most:
            return
        with suppress(OSError):
            path.unlink(missing_ok=True)
            total -= size


def _premultiply(tile: NDArray[np.uint8]) -> Rgba:
    alpha = cv2.extractChannel(tile, 3)
    cover = cv2.merge([alpha, alpha, alpha, np.full_like(alpha, 255)])
    return np.asarray(cv2.multiply(tile, cover, scale=1 / 255), np.uint8)


def _ink(piece: Rgba) -> tuple[slice, slice]:
    """Return the rows and columns that have ink."""
    ink = piece[..., 3] >= _FAINTEST_INK
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not rows.size:
        return slice(None), slice(None)
    return slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)


_gallery = Gallery(Path(platformdirs.user_cache_dir("reelwright")) / "art")


def load_art(name: str, height: int, colour: str | None = None, look: Look = (), part: str = "") -> Rgba:
    """Return a piece of artwork at `height` pixels, from the gallery that the whole process shares.

    colour: ``#rrggbb`` for its main paint, None for its own. look: colours of parts of a person. part: one of `Build.drawings`,
    in a picture as large as that of the whole. The array is premultiplied RGBA, cropped to its ink and read-only. Raises
    KeyError when there is no such piece, ValueError on a height below 1 or an unknown colour.
    """
    return _gallery.load(name, height, colour, look, part)


def keep_art_in(directory: Path | None) -> None:
    """Let the shared gallery keep drawn pieces in `directory`; None keeps them in memory only."""
    global _gallery
    _gallery = Gallery(directory)
