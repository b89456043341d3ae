"""The stage: draws a shot from its storyboard as a 2.5D scene with depth, light, weather and acting subjects."""

from reelwright.engines.animatic.stage.director import stage_frames

__all__ = ["stage_frames"]
