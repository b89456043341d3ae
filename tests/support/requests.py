"""Requests as an engine gets them, without files behind their media."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from reelwright.domain.request import MediaKind, MediaRole
from reelwright.engines.base import EngineRequest, LocalMedia


def engine_request(
    prompt: str,
    *,
    images: int | Sequence[MediaRole] = 0,
    videos: int = 0,
    audios: int = 0,
    seconds: int = 5,
    seed: int = 42,
    size: tuple[int, int] = (1280, 720),
    fast: bool = False,
    generate_audio: bool = False,
) -> EngineRequest:
    """Return a request for `seconds` seconds; one image is a first frame and several are references, as in image_urls."""
    if isinstance(images, int):
        images = [MediaRole.FIRST_FRAME] if images == 1 else [MediaRole.REFERENCE] * images
    media = [
        LocalMedia(
            MediaKind.IMAGE, role, Path(f"{number}.png"), f"image_urls[{number - 1}]", number, 1280, 720
        )
        for number, role in enumerate(images, 1)
    ]
    for kind, count in ((MediaKind.VIDEO, videos), (MediaKind.AUDIO, audios)):
        media += [
            LocalMedia(
                kind,
                MediaRole.REFERENCE,
                Path(f"{number}.bin"),
                f"{kind}_urls[{number - 1}]",
                number,
                640,
                360,
                Fraction(5),
            )
            for number in range(1, count + 1)
        ]
    return EngineRequest(
        task_id="task_test",
        attempt=1,
        model="doubao-seedance-2.0",
        prompt=prompt,
        width=size[0],
        height=size[1],
        frames=24 * seconds + 1,
        fps=24,
        seed=seed,
        fast=fast,
        generate_audio=generate_audio,
        media=tuple(media),
    )
