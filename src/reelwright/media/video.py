"""Read a video as a stream of frames of one size and one rate."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import av
import numpy as np
from av.container import InputContainer
from av.video.reformatter import ColorRange, Colorspace
from av.video.stream import VideoStream

from reelwright.errors import MediaError
from reelwright.media.frames import Frame
from reelwright.media.images import fit_image
from reelwright.media.opening import open_container, pictures
from reelwright.media.wording import reason

_HD_LINES = 576
"""Streams that name no matrix are BT.601 up to this height and BT.709 above it, as players assume."""

_NAMED_MATRICES = frozenset(int(matrix) for matrix in Colorspace)


class _Shown(NamedTuple):
    """A decoded picture and when it comes on, in seconds from the first."""

    at: Fraction
    picture: av.VideoFrame


def read_frames(
    path: Path, width: int, height: int, *, frames: int, fps: int, loop: bool = True
) -> Iterator[Frame]:
    """Yield exactly `frames` pictures of width×height: turned upright, centre-cropped, resized.

    Picture n is the source frame whose timestamp is nearest to n/fps, so variable frame rates keep their timing. A shorter source
    starts again (`loop`) or holds its last picture. Holds two decoded frames at a time; each array is the reader's own.

    Raises MediaError when the file can't be opened or decoded.
    """
    try:
        with open_container(path) as container:
            if not container.streams.video:
                raise MediaError("the file holds no video; give one with pictures")
            stream = container.streams.video[0]
            stream.thread_type = "AUTO"
            source = _timeline(container, stream, loop)
            for picture in _nearest(source, frames, fps):
                yield fit_image(_to_rgb(picture), width, height)
    except av.FFmpegError as fault:
        raise MediaError(
            f"the video can't be decoded ({reason(fault)}); save it again as MP4 with H.264"
        ) from fault


def _timeline(container: InputContainer, stream: VideoStream, loop: bool) -> Iterator[_Shown]:
    """Yield the pictures in order of time; when looping, over and over on one unbroken clock."""
    start = Fraction(0)
    usual = 1 / (stream.average_rate or Fraction(24))
    while True:
        first, at, last = None, start - usual, usual
        for picture in pictures(container, stream):
            stamp = Fraction(picture.pts or 0) * (picture.time_base or Fraction(0))
            first = stamp if first is None else first
            at = max(start + stamp - first, at)
            last = Fraction(picture.duration) * (picture.time_base or Fraction(0)) or usual
            yield _Shown(at, picture)
        if first is None:
            raise MediaError(
                "the video holds no picture that can be decoded; save it again as MP4 with H.264"
            )
        if not loop:
            return
        start = at + last
        container.seek(0)


def _nearest(source: Iterator[_Shown], frames: int, fps: int) -> Iterator[av.VideoFrame]:
    current = next(source)
    following = next(source, None)
    for number in range(frames):
        moment = Fraction(number, fps)
        while following is not None and following.at - moment < moment - current.at:
            current, following = following, next(source, None)
        yield current.picture


def _to_rgb(picture: av.VideoFrame) -> Frame:
    guess = Colorspace.ITU601 if picture.height <= _HD_LINES else Colorspace.ITU709
    matrix = picture.colorspace if picture.colorspace in _NAMED_MATRICES else guess
    rgb = picture.reformat(format="rgb24", src_colorspace=matrix, dst_color_range=ColorRange.JPEG)
    return np.rot90(rgb.to_ndarray(), picture.rotation // 90)
