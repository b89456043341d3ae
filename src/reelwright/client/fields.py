"""What `generate` and `submit` take, and how it becomes the JSON body."""

from __future__ import annotations

import mimetypes
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias, TypedDict

from reelwright.client.calls import DEFAULT_MODEL

Medium: TypeAlias = str | os.PathLike[str]
"""An address (http, https, asset, data) or a local file, which is uploaded first."""

_ADDRESS: Final = re.compile(r"(https?|asset|data):", re.IGNORECASE)
_KINDS: Final = ("image", "video", "audio")


class VideoFields(TypedDict, total=False):
    """The fields of a request, by their names in the API; and the media, which may be local files here.

    duration: seconds. size: an aspect ratio, or adaptive. seed: 0–4294967295, -1 for a random one.
    image, video, audio: one medium or several. One image is the first frame, several are references.
    first_frame, last_frame: the pictures to begin and end with.
    image_urls and the like: addresses, sent as they are.
    """

    model: str
    duration: int
    size: str
    resolution: str
    seed: int
    generate_audio: bool
    return_last_frame: bool
    tools: Sequence[Mapping[str, Any]]
    webhook: str
    language: str
    image_urls: Sequence[str]
    image_with_roles: Sequence[Mapping[str, str]]
    video_urls: Sequence[str]
    audio_urls: Sequence[str]
    image: Medium | Sequence[Medium]
    video: Medium | Sequence[Medium]
    audio: Medium | Sequence[Medium]
    first_frame: Medium
    last_frame: Medium


@dataclass(frozen=True, slots=True)
class LocalFile:
    """A file on this machine; kind is image, video or audio."""

    path: Path
    kind: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A request whose local files are not uploaded yet.

    plain: the body without media. media: (field of the body, role or None, address or local file), in order.
    """

    plain: Mapping[str, Any]
    media: tuple[tuple[str, str | None, str | LocalFile], ...]

    def local_files(self) -> list[LocalFile]:
        """Return the files to upload, each once."""
        return list(dict.fromkeys(source for _, _, source in self.media if isinstance(source, LocalFile)))

    def body(self, addresses: Mapping[LocalFile, str]) -> dict[str, Any]:
        """Return the JSON body, with the addresses that the uploads got."""
        body: dict[str, Any] = dict(self.plain)
        for name, role, source in self.media:
            url = addresses[source] if isinstance(source, LocalFile) else source
            entry = url if role is None else {"url": url, "role": role}
            body[name] = [*body.get(name, ()), entry]
        return body


def make_draft(prompt: str | None, fields: Mapping[str, Any]) -> Draft:
    """Sort a caller's fields into the body and its media; fields that are None count as not given.

    Raises FileNotFoundError for a medium that is neither an address nor a file, ValueError where one field is given twice.
    """
    given = {name: value for name, value in fields.items() if value is not None}
    media: list[tuple[str, str | None, str | LocalFile]] = []
    for kind in _KINDS:
        if kind in given and f"{kind}_urls" in given:
            raise ValueError(f"give {kind} or {kind}_urls, not both")
        media += [(f"{kind}_urls", None, _source(one, kind)) for one in _several(given.pop(kind, ()))]
    media += [
        ("image_with_roles", role, _source(given.pop(role), "image"))
        for role in ("first_frame", "last_frame")
        if role in given
    ]
    plain: dict[str, Any] = {"model": DEFAULT_MODEL}
    if prompt is not None:
        plain["prompt"] = prompt
    return Draft(plain | given, tuple(media))


def kind_of(path: Path) -> str:
    """Tell whether a file is an image, a video or an audio file by its name. Raises ValueError when that can't be told."""
    guessed, _ = mimetypes.guess_type(path.name)
    kind = (guessed or "").partition("/")[0]
    if kind not in _KINDS:
        raise ValueError(
            f"can't tell from its name whether {path.name} is an image, a video or an audio file"
        )
    return kind


def _several(value: Any) -> Sequence[Medium]:
    return [value] if isinstance(value, str | os.PathLike) else list(value)


def _source(medium: Medium, kind: str) -> str | LocalFile:
    if isinstance(medium, str) and _ADDRESS.match(medium):
        return medium
    path = Path(medium).expanduser()
    if not path.is_file():
        raise FileNotFoundError(f"{medium} is neither a file nor an http, https, asset or data address")
    return LocalFile(path, kind)
