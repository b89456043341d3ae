"""Which reference media a shot uses, and how."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Final

from reelwright.domain.request import MediaKind, MediaRole
from reelwright.engines.animatic.plan import MediaUse, ShotSource, Transition
from reelwright.engines.animatic.storyboard.references import (
    Mention,
    freezes,
    wants_motion,
    wants_perspective,
    wants_restyle,
)
from reelwright.engines.animatic.storyboard.timing import MOST_SHOTS, Passage
from reelwright.engines.base import EngineRequest

_STILL_AT_END: Final = 36
"""Frames for which a video stands still at its end, when the prompt does not say how long."""


class Kind(Enum):
    """What the media of a request make of it."""

    DRAWN = auto()
    """No pictures and no videos: everything is drawn."""
    ONE_PICTURE = auto()
    TWO_ENDS = auto()
    PICTURES = auto()
    VIDEOS = auto()
    MOTION = auto()
    """Pictures that move as videos do."""
    MIXED = auto()
    """Pictures in some shots, videos in the others."""


@dataclass(frozen=True, slots=True)
class Take:
    """A passage and where its pictures come from."""

    passage: Passage
    source: ShotSource
    media: tuple[MediaUse, ...] = ()


def kind_of(
    request: EngineRequest, passages: Sequence[Passage], mentions: Sequence[Mention], folded: str
) -> Kind:
    """Return what a request's media make of it; `folded` is its prompt."""
    pictures, videos = request.of_kind(MediaKind.IMAGE), request.of_kind(MediaKind.VIDEO)
    first, last = request.with_role(MediaRole.FIRST_FRAME), request.with_role(MediaRole.LAST_FRAME)
    if first and last:
        return Kind.TWO_ENDS
    if pictures and videos:
        return Kind.MIXED if _mixes(passages, mentions, folded) else Kind.MOTION
    if videos:
        return Kind.VIDEOS
    if not pictures:
        return Kind.DRAWN
    return Kind.ONE_PICTURE if len(pictures) == 1 or first or last else Kind.PICTURES


def _mixes(passages: Sequence[Passage], mentions: Sequence[Mention], folded: str) -> bool:
    """Return whether pictures and videos take turns, rather than the pictures moving as the videos do."""
    if wants_restyle(folded) and not wants_motion(folded):
        return True
    pictured = [
        any(
            mention.kind is MediaKind.IMAGE and passage.at <= mention.start < passage.until
            for mention in mentions
        )
        for passage in passages
    ]
    return any(pictured) and not all(pictured) and wants_perspective(folded)


def takes(
    request: EngineRequest, passages: Sequence[Passage], mentions: Sequence[Mention], folded: str
) -> list[Take]:
    """Return the takes of a video: its passages, split further where there are more media than passages."""
    kind = kind_of(request, passages, mentions, folded)
    if kind is Kind.DRAWN:
        return [Take(passage, ShotSource.STAGE) for passage in passages]
    if kind is Kind.TWO_ENDS:
        return [_between_ends(request, passages)]
    if kind is Kind.ONE_PICTURE:
        use = _one_picture(request)
        return _frozen(
            [Take(passage, ShotSource.PHOTO, (use,)) for passage in passages], use, mentions, folded
        )
    if kind is Kind.VIDEOS:
        return _shared(passages, _uses(request, MediaKind.VIDEO), mentions, ShotSource.VIDEO)
    if kind is Kind.MOTION:
        return _moved(request, passages, mentions)
    if kind is Kind.MIXED:
        return _frozen(_mixed(request, passages, mentions), None, mentions, folded)
    uses = _uses(request, MediaKind.IMAGE)
    return _frozen(_shared(passages, uses, mentions, ShotSource.PHOTO), None, mentions, folded)


def _uses(request: EngineRequest, kind: MediaKind) -> list[MediaUse]:
    return [MediaUse(kind.value, medium.number) for medium in request.of_kind(kind)]


def _one_picture(request: EngineRequest) -> MediaUse:
    chosen = request.with_role(MediaRole.FIRST_FRAME) or request.of_kind(MediaKind.IMAGE)[0]
    return MediaUse(MediaKind.IMAGE.value, chosen.number)


def _between_ends(request: EngineRequest, passages: Sequence[Passage]) -> Take:
    first, last = request.with_role(MediaRole.FIRST_FRAME), request.with_role(MediaRole.LAST_FRAME)
    uses = tuple(MediaUse(MediaKind.IMAGE.value, end.number) for end in (first, last) if end)
    whole = replace(
        passages[0], at=0, until=passages[-1].until, start=0, end=passages[-1].end, timed=False, told_end=None
    )
    return Take(whole, ShotSource.INBETWEEN, uses)


def _named_in(
    passage: Passage, mentions: Sequence[Mention], kind: str, uses: Sequence[MediaUse]
) -> list[MediaUse]:
    numbers = dict.fromkeys(
        mention.number
        for mention in mentions
        if mention.kind == kind and passage.at <= mention.start < passage.until
    )
    return [use for number in numbers for use in uses if use.number == number]


def _shared(
    passages: Sequence[Passage], uses: Sequence[MediaUse], mentions: Sequence[Mention], source: ShotSource
) -> list[Take]:
    """Give each passage the media it names; hand out the rest in order, so that every one of them is used."""
    kind = uses[0].kind
    named = [_named_in(passage, mentions, kind, uses) for passage in passages]
    left = [use for use in uses if all(use not in chosen for chosen in named)]
    empty = [index for index, chosen in enumerate(named) if not chosen]
    for place, index in enumerate(empty):
        share = left[place * len(left) // len(empty) : (place + 1) * len(left) // len(empty)]
        named[index] = share or [_at_hand(named, index, uses)]
    if not empty and left:
        named[-1] = [*named[-1], *left]
    made: list[Take] = []
    for passage, chosen in zip(passages, named, strict=True):
        made += [Take(part, source, (use,)) for part, use in _parts(passage, chosen)]
    return made


def _at_hand(named: Sequence[list[MediaUse]], index: int, uses: Sequence[MediaUse]) -> MediaUse:
    """Return the medium that was last in the picture."""
    earlier = [chosen[-1] for chosen in named[:index] if chosen]
    return earlier[-1] if earlier else uses[0]


def _parts(passage: Passage, uses: Sequence[MediaUse]) -> list[tuple[Passage, MediaUse]]:
    """Split a passage into equal parts, one for each medium; at least one frame each."""
    uses = uses[: max(1, min(len(uses), passage.end - passage.start, MOST_SHOTS))]
    parts = []
    length = passage.end - passage.start
    for index, use in enumerate(uses):
        start = passage.start + length * index // len(uses)
        end = passage.start + length * (index + 1) // len(uses)
        transition = passage.transition if index == 0 else Transition.DISSOLVE
        parts.append((replace(passage, start=start, end=end, transition=transition), use))
    return parts


def _moved(request: EngineRequest, passages: Sequence[Passage], mentions: Sequence[Mention]) -> list[Take]:
    """Let each picture move as a video does: the first as the first, the second as the second."""
    pictures, videos = _uses(request, MediaKind.IMAGE), _uses(request, MediaKind.VIDEO)
    made = _shared(passages, pictures, mentions, ShotSource.MOTION)
    if len(videos) > len(made):
        whole = replace(passages[0], end=passages[-1].end, until=passages[-1].until)
        parts = [part for part, _ in _parts(whole, videos)]
        chosen = [pictures[index * len(pictures) // len(parts)] for index in range(len(parts))]
        made = [Take(part, ShotSource.MOTION, (use,)) for part, use in zip(parts, chosen, strict=True)]
    paired = []
    for index, take in enumerate(made):
        named = _named_in(take.passage, mentions, MediaKind.VIDEO.value, videos) if len(passages) > 1 else []
        video = named[0] if named else videos[index * len(videos) // len(made)]
        paired.append(replace(take, media=(*take.media, video)))
    return paired


def _mixed(request: EngineRequest, passages: Sequence[Passage], mentions: Sequence[Mention]) -> list[Take]:
    """Show a picture in the passages that name one, the videos in the others; a picture that no passage names comes first."""
    pictures, videos = _uses(request, MediaKind.IMAGE), _uses(request, MediaKind.VIDEO)
    named = [_named_in(passage, mentions, MediaKind.IMAGE.value, pictures) for passage in passages]
    left = [use for use in pictures if all(use not in chosen for chosen in named)]
    if not any(named) or all(named):
        return _opened(passages, pictures, videos)
    last = max(index for index, chosen in enumerate(named) if chosen)
    named[last] = [*named[last], *left]
    made: list[Take] = []
    shown = [passage for passage, chosen in zip(passages, named, strict=True) if not chosen]
    footage = _shared(shown, videos, [], ShotSource.VIDEO) if shown else []
    for passage, chosen in zip(passages, named, strict=True):
        if chosen:
            made += [Take(part, ShotSource.PHOTO, (use,)) for part, use in _parts(passage, chosen)]
        else:
            made += [take for take in footage if passage.start <= take.passage.start < passage.end]
    return made


def _opened(
    passages: Sequence[Passage], pictures: Sequence[MediaUse], videos: Sequence[MediaUse]
) -> list[Take]:
    """Open on the pictures for a quarter of the video, then show the videos."""
    first, end = passages[0], passages[-1].end
    until = first.end if len(passages) > 1 else max(1, end // 4)
    made = [Take(part, ShotSource.PHOTO, (use,)) for part, use in _parts(replace(first, end=until), pictures)]
    rest = passages[1:] or [replace(first, start=until, transition=Transition.DISSOLVE)]
    return made + _shared(rest, videos, [], ShotSource.VIDEO)


def _frozen(
    made: list[Take], default: MediaUse | None, mentions: Sequence[Mention], folded: str
) -> list[Take]:
    """End on a still picture where the prompt asks for it: `final frame freezes on image 2`."""
    at = freezes(folded)
    if at is None:
        return made
    last = made[-1]
    shown = [use for take in made for use in take.media if use.kind == MediaKind.IMAGE.value]
    named = [
        use
        for mention in mentions
        if mention.kind is MediaKind.IMAGE and at <= mention.start < at + 60
        for use in shown
        if use.number == mention.number
    ]
    use = next(iter(named), None) or default or next((use for use in last.media if use in shown), None)
    if use is None:
        return made
    length = last.passage.end - last.passage.start
    told = last.passage.told_end
    start = (
        told
        if told is not None and last.passage.start < told < last.passage.end
        else last.passage.end - min(_STILL_AT_END, length // 3)
    )
    if not last.passage.start < start < last.passage.end:
        return made
    still = replace(last.passage, start=start, transition=Transition.CUT)
    return [
        *made[:-1],
        replace(last, passage=replace(last.passage, end=start)),
        Take(still, ShotSource.HOLD, (use,)),
    ]
