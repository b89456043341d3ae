"""Open a container with the one reader that its first bytes name, and decode what can be decoded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.video.stream import VideoStream

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
    options = {"protocol_whitelist": "file"}
    if found.reader == "wav":
        # Its header says all; FFmpeg would still read through five megabytes.
        options["probesize"] = "65536"
    return av.open(str(path), format=found.reader, options=options)


def pictures(container: InputContainer, stream: VideoStream) -> Iterator[av.VideoFrame]:
    """Yield the decoded pictures of `stream` from where the container stands."""
    return cast("Iterator[av.VideoFrame]", _decoded(container, stream))


def sounds(container: InputContainer, stream: AudioStream) -> Iterator[av.AudioFrame]:
    """Yield the decoded sound of `stream` from where the container stands."""
    return cast("Iterator[av.AudioFrame]", _decoded(container, stream))


def _decoded(
    container: InputContainer, stream: VideoStream | AudioStream
) -> Iterator[av.VideoFrame | av.AudioFrame]:
    """Skip packets that the decoder refuses: players do, and MP3 files often end in tags that look like sound."""
    for packet in container.demux(stream):
        try:
            yield from cast("list[av.VideoFrame | av.AudioFrame]", packet.decode())
        except av.InvalidDataError:
            continue
