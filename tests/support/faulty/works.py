"""Makes a video."""

from faulty.base import Works as Engine

__all__ = ["Engine"]
