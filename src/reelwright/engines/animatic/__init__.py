"""The built-in engine: draws an animatic, the moving storyboard that film makers cut before they shoot.

`AnimaticEngine` is loaded on first use: the storyboard and the artwork serve a command line that must start without OpenCV.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reelwright.engines.animatic.engine import AnimaticEngine

__all__ = ["AnimaticEngine"]


def __getattr__(name: str) -> Any:
    if name == "AnimaticEngine":
        from reelwright.engines.animatic.engine import AnimaticEngine

        return AnimaticEngine
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
