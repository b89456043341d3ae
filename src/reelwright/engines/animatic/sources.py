"""The pictures of one shot, from wherever its storyboard says they come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import repeat

from reelwright.domain.request import MediaKind
from reelwright.engines.animatic.byhand import HANDS
from reelwright.engines.animatic.handwork import worked
from reelwright.engines.animatic.inbetween import inbetween_frames
from reelwright.engines.animatic.motion import motion_frames
from reelwright.engines.animatic.photo import photo_frames
from reelwright.engines.animatic.plan import Shot, ShotSource, Storyboard
from reelwright.engines.animatic.plate import Plate, make_plate
from reelwright.engines.animatic.restyle import video_frames
from reelwright.engines.animatic.stage import stage_frames
from reelwright.engines.base import LocalMedia
from reelwright.errors import MediaError
from reelwright.media.frames import Frame
from reelwright.media.images import fit_image, load_image


def source_frames(board: Storyboard, shot: Shot, media: Sequence[LocalMedia]) -> Iterator[Frame]:
    """Yield exactly `shot.frames` frames of `shot`, before its look; from `shot.freeze_from` on the picture stands still.

    media: of the whole request. Raises MediaError, naming the field, for a medium that can't be decoded.
    """
    frames = _moving_frames(board, shot, media)
    if shot.freeze_from is None:
        yield from frames
        return
    picture = next(frames)
    for number in range(shot.start, shot.end):
        yield picture
        if number < shot.freeze_from and number + 1 < shot.end:
            picture = next(frames)


def _moving_frames(board: Storyboard, shot: Shot, media: Sequence[LocalMedia]) -> Iterator[Frame]:
    images = _used(shot, media, MediaKind.IMAGE)
    videos = _used(shot, media, MediaKind.VIDEO)
    match shot.source:
        case ShotSource.STAGE:
            if HANDS in shot.features:
                return worked(board, shot, stage_frames(board, replace(shot, subjects=())))
            return stage_frames(board, shot)
        case ShotSource.PHOTO:
            return photo_frames(board, shot, *_picture(board, images[0]))
        case ShotSource.HOLD:
            return repeat(_fitted(board, _whole(images[0])), shot.frames)
        case ShotSource.INBETWEEN:
            first, last = (_fitted(board, _whole(image)) for image in images[:2])
            return inbetween_frames(board, shot, first, last)
        case ShotSource.VIDEO:
            footage = video_frames(board, shot, videos[0].path, videos[0].seconds)
            if HANDS in shot.features:
                footage = worked(board, shot, footage)
            return _naming(videos[0], footage)
        case ShotSource.MOTION:
            picture, plate = _picture(board, images[0])
            return _naming(videos[0], motion_frames(board, shot, picture, videos[0].path, plate))


def _used(shot: Shot, media: Sequence[LocalMedia], kind: MediaKind) -> list[LocalMedia]:
    given = {medium.number: medium for medium in media if medium.kind is kind}
    return [given[use.number] for use in shot.media if use.kind == kind.value]


def _picture(board: Storyboard, medium: LocalMedia) -> tuple[Frame, Plate]:
    whole = _whole(medium)
    return _fitted(board, whole), make_plate(whole, board.width, board.height)


def _whole(medium: LocalMedia) -> Frame:
    with _named(medium):
        return load_image(medium.path)


def _fitted(board: Storyboard, whole: Frame) -> Frame:
    return fit_image(whole, board.width, board.height)


def _naming(medium: LocalMedia, frames: Iterator[Frame]) -> Iterator[Frame]:
    with _named(medium):
        yield from frames


@contextmanager
def _named(medium: LocalMedia) -> Iterator[None]:
    """Let faults of `medium` say which field of the request it came from: what decodes it knows only a path."""
    try:
        yield
    except MediaError as fault:
        raise MediaError(fault.message, param=fault.param or medium.param) from fault
