"""What opening a medium found out about it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from reelwright.domain.request import MediaKind


@dataclass(frozen=True, slots=True)
class MediaInfo:
    """One opened and measured medium.

    format: jpeg, png, mp4, wav… by content. width, height: pixels as shown (rotation applied), 0 for audio.
    seconds: measured length, 0 for images. fps: mean rate of a video, else 0. codec: of the picture, or of a sound file.
    """

    kind: MediaKind
    format: str
    size_bytes: int
    width: int = 0
    height: int = 0
    seconds: Fraction = Fraction(0)
    fps: Fraction = Fraction(0)
    has_audio: bool = False
    codec: str = ""
