"""Read a video as a stream of frames of one size and one rate."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

import av
import cv2
import numpy as np
from av.container import InputContainer
from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter
from av.video.stream import VideoStream
from numpy.typing import NDArray

from reelwright.errors import MediaError
from reelwright.media.frames import Frame
from reelwright.media.images import fit_image, largest_cut
from reelwright.media.opening import open_container, pictures
from reelwright.media.wording import reason

Light: TypeAlias = NDArray[np.uint8]
"""The light of a picture without its colours: (height, width)."""

_EVERY_ONE: Final = Fraction(1)
_LIGHT_FIRST: Final = frozenset(
    ("gray", "nv12", "yuv420p", "yuv422p", "yuv444p", "yuvj420p", "yuvj422p", "yuvj444p")
)
_AHEAD: Final = Fraction(1, 2)
"""Seconds decoded before a picture that is wanted later: pictures are stored in another order than they are shown."""

_HD_LINES = 576
"""Streams that name no matrix are BT.601 up to this height and BT.709 above it, as players assume."""

_NAMED_MATRICES = frozenset(int(matrix) for matrix in Colorspace)


class _Shown(NamedTuple):
    """A decoded picture and when it comes on, in seconds from the first."""

    at: Fraction
    picture: av.VideoFrame


def read_frames(
    path: Path,
    width: int,
    height: int,
    *,
    frames: int,
    fps: int,
    loop: bool = True,
    start: int = 0,
    pace: Fraction = _EVERY_ONE,
) -> Iterator[Frame]:
    """Yield exactly `frames` pictures of width×height: turned upright, centre-cropped, resized.

    Picture n of the source is the frame whose timestamp is nearest to n/fps, so variable frame rates keep their timing. A shorter
    source starts again (`loop`) or holds its last picture. Shown are the pictures from `start` on, in steps of `pace`, rounded
    down. Holds two decoded frames at a time; what is shown again is the same array again.

    Raises MediaError when the file can't be opened or decoded.
    """
    developer, before, shown = _Developer(width, height), None, np.empty((0, 0, 3), np.uint8)
    for picture in _read(path, _due(start, pace, frames), fps, loop=loop):
        if picture is not before:
            before, shown = picture, developer.frame(picture)
        yield shown


def read_light(
    path: Path,
    width: int,
    height: int,
    *,
    frames: int,
    fps: int,
    start: int = 0,
    pace: Fraction = _EVERY_ONE,
) -> Iterator[Light]:
    """Yield the same pictures as `read_frames`, looped, as light and dark alone: (height, width), to be measured, not seen.

    A quarter of the time: no colours are made, and what is to be much smaller is made so roughly. Raises MediaError.
    """
    for picture in _read(path, _due(start, pace, frames), fps, loop=True, rough=True):
        yield _fit_light(_light(picture), width, height)


def _due(start: int, pace: Fraction, frames: int) -> Iterator[int]:
    return (start + int(number * pace) for number in range(frames))


def _read(
    path: Path, numbers: Iterator[int], fps: int, *, loop: bool, rough: bool = False
) -> Iterator[av.VideoFrame]:
    """Yield the decoded picture for each of the rising `numbers`; `rough` ones lack the filter that hides edges of blocks."""
    begin = next(numbers, 0)
    try:
        with open_container(path) as container:
            if not container.streams.video:
                raise MediaError("the file holds no video; give one with pictures")
            stream = container.streams.video[0]
            # A tenth dearer in threads, and small pictures come faster than they are used.
            stream.thread_type = "AUTO" if stream.height > _HD_LINES else "NONE"
            if rough:
                stream.codec_context.options = {"skip_loop_filter": "all"}
            source = _timeline(container, stream, Fraction(begin, fps), loop)
            yield from _nearest(source, chain([begin], numbers), fps)
    except av.FFmpegError as fault:
        raise MediaError(
            f"the video can't be decoded ({reason(fault)}); save it again as MP4 with H.264"
        ) from fault


def _timeline(
    container: InputContainer, stream: VideoStream, begin: Fraction, loop: bool
) -> Iterator[_Shown]:
    """Yield the pictures in order of time, some before `begin` left out; when looping, over and over on one unbroken clock."""
    start = Fraction(0)
    usual = 1 / (stream.average_rate or Fraction(24))
    while True:
        first, at, last = None, start - usual, usual
        for picture in _from(begin - start, container, stream):
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


def _from(begin: Fraction, container: InputContainer, stream: VideoStream) -> Iterator[av.VideoFrame]:
    """Yield the first picture, which says when the clock starts, and those from soon before `begin` on."""
    source = pictures(container, stream)
    first = next(source, None)
    if first is None:
        return
    yield first
    if begin > 2 * _AHEAD and first.pts is not None and first.time_base:
        # A file without an index is read through.
        with suppress(av.FFmpegError):
            container.seek(first.pts + int((begin - _AHEAD) / first.time_base), stream=stream)
            source = pictures(container, stream)
    yield from source


def _nearest(source: Iterator[_Shown], numbers: Iterator[int], fps: int) -> Iterator[av.VideoFrame]:
    current = next(source)
    following = next(source, None)
    for number in numbers:
        moment = Fraction(number, fps)
        while following is not None and following.at - moment < moment - current.at:
            current, following = following, next(source, None)
        yield current.picture


class _Developer:
    """Makes frames of one size of the pictures of one video: to set swscale up takes longer than to convert a picture of 480p."""

    def __init__(self, width: int, height: int) -> None:
        self._width, self._height, self._convert = width, height, VideoReformatter()

    def frame(self, picture: av.VideoFrame) -> Frame:
        """Return `picture` in RGB, upright, cropped and resized."""
        guess = Colorspace.ITU601 if picture.height <= _HD_LINES else Colorspace.ITU709
        matrix = picture.colorspace if picture.colorspace in _NAMED_MATRICES else guess
        width, height = self._reduced(picture)
        rgb = self._convert.reformat(
            picture,
            width=width,
            height=height,
            format="rgb24",
            src_colorspace=matrix,
            dst_color_range=ColorRange.JPEG,
            interpolation=Interpolation.AREA,
            threads=1,
        )
        return fit_image(np.rot90(rgb.to_ndarray(), picture.rotation // 90), self._width, self._height)

    def _reduced(self, picture: av.VideoFrame) -> tuple[int, int]:
        """Return the sides at which a picture just covers the frame: to reduce it while converting takes a third of the time."""
        upright = picture.rotation % 180 == 0
        width, height = (self._width, self._height) if upright else (self._height, self._width)
        scale = max(width / picture.width, height / picture.height)
        if scale >= 1:
            return picture.width, picture.height
        return round(picture.width * scale), round(picture.height * scale)


def _light(picture: av.VideoFrame) -> Light:
    """Return the light of `picture`, upright: its first plane where that is one of 8 bits, else by conversion."""
    if picture.format.name not in _LIGHT_FIRST:
        picture = picture.reformat(format="gray")
    plane = picture.planes[0]
    memory: Light = np.asarray(memoryview(plane))
    light = memory.reshape(-1, plane.line_size)[: plane.height, : plane.width]
    return np.rot90(light, picture.rotation // 90)


def _fit_light(light: Light, width: int, height: int) -> Light:
    """Return `light`, cropped as `fit_image` does, at width×height: whole pixels are averaged first, which is quick."""
    left, top, across, down = largest_cut(light.shape[1], light.shape[0], width, height)
    whole = max(1, min(across // width, down // height))
    columns, rows = across // whole, down // whole
    left, top = left + across % whole // 2, top + down % whole // 2
    part = light[top : top + rows * whole, left : left + columns * whole]
    small = cv2.resize(part, (columns, rows), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)
