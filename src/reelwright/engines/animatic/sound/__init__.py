"""Sound of the animatic engine: music, ambience, effects, speech and the caller's own recordings, mixed and mastered."""

from reelwright.engines.animatic.sound.beats import find_beats
from reelwright.engines.animatic.sound.library import sound_names
from reelwright.engines.animatic.sound.mix import make_sound, mouthed, say_lines
from reelwright.engines.animatic.sound.rhythm import heard_beats

__all__ = ["find_beats", "heard_beats", "make_sound", "mouthed", "say_lines", "sound_names"]
