"""Open a container with the one reader that its first bytes name."""

from __future__ import annotations

from pathlib import Path

import av
from av.container import InputContainer

from reelwright.domain.request import MediaKind
from reelwright.errors import MediaError
from reelwright.media.sniff import sniff


def open_container(path: Path) -> InputContainer:
    """Open an MP4, MOV, WAV, MP3 or AAC file; close it after use.

    Naming the reader keeps a file from choosing one of FFmpeg's others, some of which fetch further files by name or address; the
    protocol list keeps MOV references from doing so. Raises MediaError for another format, av.FFmpegError for a broken file.
    """
    found = sniff(path)
    if found.kind not in (MediaKind.VIDEO, MediaKind.AUDIO):
        raise MediaError(f"the file is {found.name} and can't be read as a video or as sound")
    return av.open(str(path), format=found.reader, options={"protocol_whitelist": "file"})
