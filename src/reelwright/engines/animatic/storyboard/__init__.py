"""From a prompt and its media to a storyboard."""

from reelwright.engines.animatic.storyboard.making import make_storyboard

__all__ = ["make_storyboard"]
