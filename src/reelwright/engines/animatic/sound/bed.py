"""The bed: the caller's own sound, laid under the whole video."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import cycle
from pathlib import Path

import numpy as np

from reelwright.domain.request import MediaKind
from reelwright.engines.animatic.plan import MediaUse, Storyboard
from reelwright.engines.animatic.sound.signal import Samples, fade, ramp, samples_of, silence
from reelwright.engines.base import LocalMedia
from reelwright.errors import MediaError
from reelwright.media.audio import read_audio

_CROSSFADE = samples_of(0.25)
_SHORTEST = samples_of(0.05)


def bed_media(board: Storyboard, media: Sequence[LocalMedia]) -> tuple[LocalMedia, ...]:
    """Return the media whose sound is the bed, in order: the audio references, or else the reference videos with sound.

    Those that the storyboard names come in its order; when it names none, all do in the caller's.
    """
    audio = [medium for medium in media if medium.kind is MediaKind.AUDIO]
    if audio:
        return _named(board.audio, audio) or tuple(audio)
    videos = [medium for medium in media if medium.kind is MediaKind.VIDEO and medium.has_audio]
    return _named([use for shot in board.shots for use in shot.media], videos) or tuple(videos)


def _named(uses: Sequence[MediaUse], media: Sequence[LocalMedia]) -> tuple[LocalMedia, ...]:
    by_name = {(medium.kind.value, medium.number): medium for medium in media}
    names = dict.fromkeys((use.kind, use.number) for use in uses)
    return tuple(by_name[name] for name in names if name in by_name)


def _head(path: Path, most: int) -> Samples:
    """Return at most `most` samples from the start of a medium, reading no further."""
    blocks: list[Samples] = []
    count = 0
    with ExitStack() as stack:
        source: Iterator[Samples] = read_audio(path)
        close = getattr(source, "close", None)
        if close is not None:
            stack.callback(close)
        for block in source:
            blocks.append(block)
            count += len(block)
            if count >= most:
                break
    return np.concatenate(blocks)[:most] if blocks else silence(0)


def _named_head(medium: LocalMedia, most: int) -> Samples:
    """Return the start of a medium; a fault says which field of the request it came from."""
    try:
        return _head(medium.path, most)
    except MediaError as fault:
        raise MediaError(fault.message, param=fault.param or medium.param) from fault


def shares(lengths: Sequence[int], total: int) -> list[int]:
    """Return how much of each sound to play so that together they fill `total`: equal shares, less where one is shorter.

    What a short one leaves is divided among the others; all are whole when they do not fill the total.
    """
    result = [0] * len(lengths)
    left, waiting = total, sorted(range(len(lengths)), key=lambda index: lengths[index])
    while waiting:
        share = -(-left // len(waiting))
        index = waiting.pop(0)
        result[index] = min(lengths[index], share)
        left -= result[index]
    return result


def join(pieces: Sequence[Samples], length: int) -> Samples:
    """Return the pieces one after another, again and again, each crossfaded into the next, until `length` is full."""
    pieces = [piece for piece in pieces if len(piece) >= _SHORTEST]
    track = silence(length)
    if not pieces:
        return track
    end = 0
    for piece in cycle(pieces):
        overlap = min(_CROSSFADE, end, len(piece) // 2)
        start = end - overlap
        taken = piece[: length - start].copy()
        rise = ramp(overlap)[: len(taken)]
        # Equal power would swell where a loop meets itself, equal gain dips where sounds differ: the mean of both.
        taken[: len(rise)] *= (0.5 * (rise + np.sqrt(rise)))[:, None]
        falling = rise[::-1] if len(rise) == overlap else ramp(overlap)[::-1][: len(rise)]
        track[start : start + len(rise)] *= (0.5 * (falling + np.sqrt(falling)))[:, None]
        track[start : start + len(taken)] += taken
        end = start + len(piece)
        if end >= length:
            return track
    return track


def bed(media: Sequence[LocalMedia], length: int) -> Samples:
    """Return the sound of the media over `length` samples: in order, trimmed or looped, faded at both ends.

    Raises MediaError, naming the field, when a medium cannot be read.
    """
    wanted = shares([samples_of(float(medium.seconds)) or length for medium in media], length)
    pieces = [_named_head(medium, share + _CROSSFADE) for medium, share in zip(media, wanted, strict=True)]
    return fade(join(pieces, length), samples_of(0.01), min(samples_of(0.8), length // 4))
