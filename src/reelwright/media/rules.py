"""The limits on input media, as data, and the check that holds them against measured files.

The same check runs at submit, for media that are at hand, and in the worker, for those that had to be fetched. Limits are the
documented ones of the Seedance 2.0 API; `accepts` is what the live service was measured to let through.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from reelwright.domain.request import MAX_AUDIOS, MAX_IMAGES, MAX_VIDEOS, MediaKind, MediaRef
from reelwright.errors import Fault
from reelwright.media.info import MediaInfo

MB: Final = 1024 * 1024
MAX_SIDE: Final = 6000


@dataclass(frozen=True, slots=True)
class Span:
    """A documented range and the slightly wider one that is accepted, ends included."""

    low: Fraction
    high: Fraction
    accepts: tuple[Fraction, Fraction]

    def __contains__(self, value: Fraction) -> bool:
        return self.accepts[0] <= value <= self.accepts[1]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one kind of medium may be; None: no such limit.

    max_bytes: accepted size, included. sides, pixels: as shown. ratio: width / height. seconds: of each; fps: the mean rate.
    total_seconds: the sum over all media of the kind, documented and accepted.
    """

    noun: str
    formats: tuple[str, ...]
    advice: str
    count: int
    max_bytes: int
    size_text: str
    codecs: tuple[str, ...] = ()
    sides: tuple[int, int] | None = None
    ratio: tuple[Fraction, Fraction] | None = None
    pixels: tuple[int, int] | None = None
    seconds: Span | None = None
    fps: Span | None = None
    total_seconds: tuple[Fraction, Fraction] | None = None


_CLIP_SECONDS: Final = Span(Fraction(2), Fraction(15), (Fraction("1.8"), Fraction("15.2")))
_TOTAL_SECONDS: Final = (Fraction(15), Fraction("15.2"))

LIMITS: Final[dict[MediaKind, Limits]] = {
    MediaKind.IMAGE: Limits(
        noun="picture",
        formats=("jpeg", "png", "webp", "bmp", "tiff", "gif", "heic", "heif"),
        advice="save it as JPEG or PNG",
        count=MAX_IMAGES,
        max_bytes=30 * MB - 1,
        size_text="under 30 MB",
        sides=(300, MAX_SIDE),
        ratio=(Fraction(2, 5), Fraction(5, 2)),
    ),
    MediaKind.VIDEO: Limits(
        noun="video",
        formats=("mp4", "mov"),
        advice="save it as MP4 with H.264 or H.265",
        count=MAX_VIDEOS,
        max_bytes=200 * MB,
        size_text="at most 200 MB",
        codecs=("h264", "hevc"),
        sides=(300, MAX_SIDE),
        pixels=(409_600, 927_408),
        seconds=_CLIP_SECONDS,
        fps=Span(Fraction(24), Fraction(60), (Fraction("23.8"), Fraction("60.2"))),
        total_seconds=_TOTAL_SECONDS,
    ),
    MediaKind.AUDIO: Limits(
        noun="sound",
        formats=("wav", "mp3", "m4a", "aac"),
        advice="save it as WAV or MP3",
        count=MAX_AUDIOS,
        max_bytes=15 * MB,
        size_text="at most 15 MB",
        seconds=_CLIP_SECONDS,
        total_seconds=_TOTAL_SECONDS,
    ),
}


def check_media(media: Sequence[tuple[MediaRef, MediaInfo]]) -> list[Fault]:
    """Return every rule that the opened media break, each alone and all together; an empty list means they may be used."""
    faults = [fault for ref, info in media for fault in check_medium(ref.param, info)]
    for kind in MediaKind:
        faults += _check_together([(ref, info) for ref, info in media if info.kind is kind], LIMITS[kind])
    return faults


def check_medium(param: str, info: MediaInfo) -> list[Fault]:
    """Return every rule that one medium breaks by itself."""
    limits = LIMITS[info.kind]
    problems = (*_check_file(info, limits), *_check_picture(info, limits), *_check_time(info, limits))
    return [Fault(param, f"{param}: the {limits.noun} {problem}") for problem in problems]


def _check_file(info: MediaInfo, limits: Limits) -> Iterator[str]:
    if info.format not in limits.formats:
        listed = ", ".join(limits.formats)
        yield f"is {info.format}, which is not taken; {limits.advice} (formats: {listed})"
    if limits.codecs and info.codec not in limits.codecs:
        yield f"is encoded as {info.codec}; {limits.advice}"
    if info.size_bytes > limits.max_bytes:
        yield f"has {info.size_bytes / MB:.1f} MB; it must be {limits.size_text}: make it smaller"


def _check_picture(info: MediaInfo, limits: Limits) -> Iterator[str]:
    shown = f"is {info.width}x{info.height} pixels"
    if limits.sides:
        low, high = limits.sides
        if not (low <= info.width <= high and low <= info.height <= high):
            yield f"{shown}; each side must be from {low} to {high}: resize it"
    if limits.ratio:
        narrow, wide = limits.ratio
        if not narrow * info.height <= info.width <= wide * info.height:
            yield f"{shown}; width / height must be from {float(narrow):g} to {float(wide):g}: crop it"
    if limits.pixels:
        few, many = limits.pixels
        if not few <= info.width * info.height <= many:
            yield (
                f"{shown}, {info.width * info.height:,} in all; it must have from {few:,} to {many:,} "
                "(480p to 720p): resize it"
            )


def _check_time(info: MediaInfo, limits: Limits) -> Iterator[str]:
    if limits.seconds and info.seconds not in limits.seconds:
        low, high = limits.seconds.low, limits.seconds.high
        remedy = "give a longer one" if info.seconds < low else "cut it"
        yield f"is {float(info.seconds):.2f} s long; it must have from {low} to {high} s: {remedy}"
    if limits.fps and info.fps not in limits.fps:
        low, high = limits.fps.low, limits.fps.high
        yield f"has {float(info.fps):.2f} frames per second; it must have from {low} to {high}: convert it"


def _check_together(media: Sequence[tuple[MediaRef, MediaInfo]], limits: Limits) -> Iterator[Fault]:
    if not media:
        return
    field = media[0][0].param.partition("[")[0]
    if len(media) > limits.count:
        yield Fault(field, f"{field} takes at most {limits.count} entries, got {len(media)}")
    if limits.total_seconds is None:
        return
    documented, accepted = limits.total_seconds
    total = sum((info.seconds for _, info in media), Fraction(0))
    # One that is too long by itself has its own fault, and shortening it may settle the sum.
    if total > accepted and all(info.seconds <= accepted for _, info in media):
        yield Fault(
            field,
            f"{field}: together they are {float(total):.2f} s long; the limit is {documented} s in all: cut or drop some",
        )
