"""Finished pictures kept in memory, within a limit."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable

import numpy as np
from numpy.typing import NDArray

Rgba = NDArray[np.uint8]
"""Premultiplied RGBA: uint8, shape (height, width, 4), C-contiguous."""


class Shelf:
    """Keeps the pictures that were used last, `most` bytes of them, but one in any case. Safe to use from several threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held = 0
        self._pieces: OrderedDict[Hashable, Rgba] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def held(self) -> int:
        """The bytes of what is kept."""
        return self._held

    def find(self, key: Hashable) -> Rgba | None:
        """Return what was put there, or None where there is nothing, or no longer."""
        with self._lock:
            piece = self._pieces.get(key)
            if piece is not None:
                self._pieces.move_to_end(key)
            return piece

    def put(self, key: Hashable, piece: Rgba) -> Rgba:
        """Keep a picture, which is read-only from now on, for it is shared; return it."""
        piece.setflags(write=False)
        with self._lock:
            if key not in self._pieces:
                self._held += piece.nbytes
            self._pieces[key] = piece
            while self._held > self._most and len(self._pieces) > 1:
                _, dropped = self._pieces.popitem(last=False)
                self._held -= dropped.nbytes
        return piece
