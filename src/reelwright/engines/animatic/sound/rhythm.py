"""The beats of the caller's own music, as frames of the video."""

from __future__ import annotations

from collections.abc import Sequence

from reelwright.domain.request import MediaKind
from reelwright.engines.animatic.sound.beats import find_beats
from reelwright.engines.animatic.sound.bed import bed
from reelwright.engines.animatic.sound.signal import RATE
from reelwright.engines.base import LocalMedia
from reelwright.media.frames import samples_in


def heard_beats(media: Sequence[LocalMedia], frames: int, fps: int) -> tuple[int, ...]:
    """Return the frames on which the beats of the reference sounds fall, as they lie under the video; none without a pulse.

    Raises MediaError when a sound can't be read.
    """
    sounds = [medium for medium in media if medium.kind is MediaKind.AUDIO]
    if not sounds:
        return ()
    beats = find_beats(bed(sounds, samples_in(frames, fps)))
    return tuple(dict.fromkeys(frame for beat in beats if (frame := round(beat * fps / RATE)) < frames))
