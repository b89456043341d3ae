"""Open and measure one video or sound; runs in the probe's child process."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple

import av
from av.container import InputContainer
from av.stream import Disposition
from av.video.stream import VideoStream

from reelwright.domain.request import MediaKind
from reelwright.errors import MediaError
from reelwright.media.opening import open_container, pictures, sounds
from reelwright.media.rules import LIMITS, MAX_SIDE
from reelwright.media.sniff import Sniffed

_ENOUGH_SECONDS: Final = 60
"""Sound is decoded to be measured, for headers lie; beyond this the rules refuse it whatever the exact length."""
_CUT_OFF: Final = "the file ends before its data does; send it again, or give the address of the whole file"


class _Timing(NamedTuple):
    """What the packets of a video say: how many, from first to last moment, and the timestamp of the last."""

    frames: int
    seconds: Fraction
    last: int


def measure_video(path: Path, _: Sniffed) -> dict[str, Any]:
    """Return the fields of MediaInfo that are a video's own.

    Raises MediaError for a file that is cut off, holds no usable picture at its start or its end, or another codec.
    """
    _check_whole(path)
    with open_container(path) as container:
        stream = _moving_pictures(container)
        if stream is None:
            raise MediaError("the file holds no video; give one with pictures")
        codec = stream.codec_context.name
        if codec not in LIMITS[MediaKind.VIDEO].codecs:
            raise MediaError(f"the video is encoded as {codec}; save it as MP4 with H.264 or H.265")
        timing = _timing(container, stream)
        width, height = stream.codec_context.width, stream.codec_context.height
        if max(width, height) <= MAX_SIDE:
            width, height = _decode_ends(container, stream, timing)
        return {
            "width": width,
            "height": height,
            "seconds": str(timing.seconds),
            "fps": str(Fraction(timing.frames) / timing.seconds),
            "has_audio": _can_be_heard(container),
            "codec": codec,
        }


def measure_audio(path: Path, found: Sniffed) -> dict[str, Any]:
    """Return the fields of MediaInfo that are a sound's own; raises MediaError when there is none or it can't be decoded."""
    if found.reader == "mov":
        _check_whole(path)
    with open_container(path) as container:
        if _moving_pictures(container) is not None:
            raise MediaError("the file is a video; give it in video_urls, or its sound alone as WAV or MP3")
        if not container.streams.audio:
            raise MediaError("the file holds no sound; give one that does")
        stream = container.streams.audio[0]
        seconds = Fraction(0)
        for frame in sounds(container, stream):
            seconds += Fraction(frame.samples, frame.sample_rate)
            if seconds > _ENOUGH_SECONDS:
                seconds = max(seconds, Fraction(container.duration or 0, av.time_base))
                break
        if not seconds:
            raise MediaError("the sound can't be decoded; save it again as WAV or MP3")
        return {
            "format": "m4a" if found.reader == "mov" else found.name,
            "seconds": str(seconds),
            "has_audio": True,
            "codec": stream.codec_context.codec.canonical_name,
        }


def _moving_pictures(container: InputContainer) -> VideoStream | None:
    """Return the video stream; the cover of a song is not one."""
    streams = (s for s in container.streams.video if not s.disposition & Disposition.attached_pic)
    return next(streams, None)


def _timing(container: InputContainer, stream: VideoStream) -> _Timing:
    """Read the clock of every packet, decoding none: a header's length and rate are claims."""
    base = stream.time_base or Fraction(1, av.time_base)
    frames, start, end, last = 0, None, 0, 0
    for packet in container.demux(stream):
        if packet.pts is None or packet.size == 0:
            continue
        frames += 1
        start = packet.pts if start is None else min(start, packet.pts)
        end = max(end, packet.pts + (packet.duration or 0))
        last = max(last, packet.pts)
    if start is None:
        raise MediaError("the video holds no pictures; save it again as MP4 with H.264")
    if end == last and frames > 1:  # no duration on the last: as long as the mean
        end += (last - start) // (frames - 1)
    return _Timing(frames, max(end - start, 1) * base, last)


def _decode_ends(container: InputContainer, stream: VideoStream, timing: _Timing) -> tuple[int, int]:
    """Decode a picture at the start and one from the last key frame on; return (width, height) as shown."""
    container.seek(0)
    first = _one_picture(container, stream)
    container.seek(timing.last, stream=stream)
    _one_picture(container, stream)
    lying = first.rotation % 180 != 0
    return (first.height, first.width) if lying else (first.width, first.height)


def _one_picture(container: InputContainer, stream: VideoStream) -> av.VideoFrame:
    whole = (picture for picture in islice(pictures(container, stream), 60) if not picture.is_corrupt)
    picture = next(whole, None)
    if picture is None:
        raise MediaError("the video can't be decoded; save it again as MP4 with H.264")
    return picture


def _can_be_heard(container: InputContainer) -> bool:
    if not container.streams.audio:
        return False
    container.seek(0)
    return next(sounds(container, container.streams.audio[0]), None) is not None


def _check_whole(path: Path) -> None:
    """Refuse an MP4 or MOV whose outermost boxes (ISO 14496-12, 4.2) reach beyond the end of the file, or that has no index."""
    size = path.stat().st_size
    kinds = set()
    for kind, end in _boxes(path, size):
        if end > size:
            raise MediaError(_CUT_OFF)
        kinds.add(kind)
    if b"moov" not in kinds:
        raise MediaError(_CUT_OFF)


def _boxes(path: Path, size: int) -> Iterator[tuple[bytes, int]]:
    with path.open("rb") as file:
        at = 0
        while at + 8 <= size:
            file.seek(at)
            head = file.read(16)
            length = int.from_bytes(head[:4], "big")
            if length == 1:  # a 64-bit length follows
                length = int.from_bytes(head[8:16], "big")
            end = size if length == 0 else at + max(length, 8)
            yield head[4:8], end
            at = end
