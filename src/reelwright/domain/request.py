"""What a caller asked for, and the rules that need no media to be opened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

from reelwright.domain.catalog import Catalog, Model
from reelwright.domain.sizes import ADAPTIVE, DEFAULT_RATIO, RATIOS, RESOLUTIONS
from reelwright.errors import Fault

MAX_PROMPT: Final = 4000
MAX_SEED: Final = 4294967295
RANDOM_SEED: Final = -1
MAX_IMAGES: Final = 9
MAX_VIDEOS: Final = 3
MAX_AUDIOS: Final = 3
MIN_EXPIRY: Final = 3600
MAX_EXPIRY: Final = 259_200
"""Seconds that a task may be given to finish, as the documented service takes them."""
MAX_DATA_URI: Final = 10 * 1024 * 1024 * 4 // 3 + 256
"""Characters of a data URI that holds 10 MB in base64, with room for its header."""


class MediaKind(StrEnum):
    """What a medium is."""

    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"


class MediaRole(StrEnum):
    """What a medium is for. One entry in image_urls is a first frame; several are references."""

    FIRST_FRAME = "first_frame"
    LAST_FRAME = "last_frame"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class MediaRef:
    """One medium of a request, not yet fetched.

    param: where the caller wrote it (``image_urls[0]``, ``image_with_roles[1].url``).
    number: its place among the media of its kind, from 1, as prompts name it ("image 1").
    url: http(s), asset:// or data:.
    """

    kind: MediaKind
    role: MediaRole
    url: str
    param: str
    number: int


@dataclass(frozen=True, slots=True)
class VideoRequest:
    """A request for one video, as asked; defaults are filled in, nothing is resolved yet.

    ratio: a listed ratio or ``adaptive``. seed: None when the caller left it to chance.
    unknown_keys: top-level keys that mean nothing here; they are listed in the task's warnings.
    orders: to fail, from a key in test mode; see `domain.orders`.
    expires_after: seconds from submit at which it fails if it is not finished; None leaves that to the server.
    """

    model: str
    prompt: str
    duration: int = 5
    ratio: str = DEFAULT_RATIO
    resolution: str = "480p"
    seed: int | None = None
    generate_audio: bool = False
    return_last_frame: bool = False
    web_search: bool = False
    media: tuple[MediaRef, ...] = ()
    webhook: str | None = None
    language: str = "en"
    unknown_keys: tuple[str, ...] = ()
    orders: Mapping[str, int] | None = None
    expires_after: int | None = None

    def of_kind(self, kind: MediaKind) -> tuple[MediaRef, ...]:
        """Return the media of one kind, in the caller's order."""
        return tuple(medium for medium in self.media if medium.kind is kind)

    def with_role(self, role: MediaRole) -> tuple[MediaRef, ...]:
        """Return the media of one role, in the caller's order."""
        return tuple(medium for medium in self.media if medium.role is role)


def check_request(request: VideoRequest, catalog: Catalog) -> list[Fault]:
    """Return every fault that can be seen without opening a medium; an empty list means the request may go on."""
    model = catalog.find(request.model)
    faults = [] if model else [_unknown_model(request.model, catalog)]
    faults += _check_prompt(request)
    faults += _check_numbers(request, model)
    faults += _check_resolution(request, model, catalog)
    faults += _check_roles(request)
    faults += _check_counts(request)
    for medium in request.media:
        faults += _check_address(medium, model, catalog)
    if request.webhook is not None and not is_http_url(request.webhook):
        faults.append(
            Fault(
                "webhook", "webhook must be an absolute http or https URL, such as https://example.com/hooks"
            )
        )
    return faults


def is_http_url(url: str) -> bool:
    """Tell whether `url` is an absolute http(s) address with a host and without control characters or spaces."""
    if any(char <= " " or char == "\x7f" for char in url):
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _unknown_model(name: str, catalog: Catalog) -> Fault:
    hint = catalog.suggest(name)
    known = ", ".join(model.id for model in catalog.models)
    if hint is None:
        return Fault("model", f"model {name[:80]!r} is not known; the models are: {known}")
    return Fault("model", f"model {name[:80]!r} is not known; did you mean {hint}? The models are: {known}")


def _check_prompt(request: VideoRequest) -> Iterable[Fault]:
    if len(request.prompt) > MAX_PROMPT:
        yield Fault("prompt", f"prompt must be at most {MAX_PROMPT} characters, got {len(request.prompt)}")
    shows_something = any(medium.kind is not MediaKind.AUDIO for medium in request.media)
    if not request.prompt.strip() and not shows_something:
        yield Fault("prompt", "prompt is required unless an image or a video is given")


def _check_numbers(request: VideoRequest, model: Model | None) -> Iterable[Fault]:
    low, high = (model.min_duration, model.max_duration) if model else (4, 15)
    if not low <= request.duration <= high:
        yield Fault("duration", f"duration must be an integer from {low} to {high}, got {request.duration}")
    if request.seed is not None and not RANDOM_SEED <= request.seed <= MAX_SEED:
        yield Fault(
            "seed",
            f"seed must be an integer from 0 to {MAX_SEED}, or -1 for a random one, got {request.seed}",
        )
    if request.expires_after is not None and not MIN_EXPIRY <= request.expires_after <= MAX_EXPIRY:
        yield Fault(
            "execution_expires_after",
            f"execution_expires_after must be an integer from {MIN_EXPIRY} to {MAX_EXPIRY} seconds, got {request.expires_after}",
        )
    if request.ratio not in (*RATIOS, ADAPTIVE):
        options = ", ".join((*RATIOS, ADAPTIVE))
        yield Fault("size", f"size must be one of {options}, got {request.ratio[:40]!r}")


def _check_resolution(request: VideoRequest, model: Model | None, catalog: Catalog) -> Iterable[Fault]:
    if request.resolution not in RESOLUTIONS:
        options = ", ".join(RESOLUTIONS)
        yield Fault("resolution", f"resolution must be one of {options}, got {request.resolution[:40]!r}")
    elif model and request.resolution not in model.resolutions:
        offered = " and ".join(catalog.offering(request.resolution)) or "no model here"
        listed = ", ".join(model.resolutions)
        yield Fault(
            "resolution",
            f"resolution {request.resolution} is only supported by {offered}; {model.id} takes {listed}",
        )


def _check_roles(request: VideoRequest) -> Iterable[Fault]:
    first = request.with_role(MediaRole.FIRST_FRAME)
    last = request.with_role(MediaRole.LAST_FRAME)
    references = request.with_role(MediaRole.REFERENCE)
    if len(first) > 1:
        yield Fault(first[1].param, "at most one image may have the role first_frame")
    if len(last) > 1:
        yield Fault(last[1].param, "at most one image may have the role last_frame")
    if last and not first:
        yield Fault(
            last[0].param, "an image with the role last_frame needs another with the role first_frame"
        )
    with_roles = any(medium.param.startswith("image_with_roles") for medium in (*first, *last))
    images = [medium for medium in references if medium.kind is MediaKind.IMAGE]
    if with_roles and images:
        yield Fault(
            images[0].param, "first_frame or last_frame and reference_image can't be used in one request"
        )
    if with_roles:
        for kind, field in ((MediaKind.VIDEO, "video_urls"), (MediaKind.AUDIO, "audio_urls")):
            if request.of_kind(kind):
                yield Fault(field, f"{field} can't be used together with first_frame or last_frame images")
    if request.of_kind(MediaKind.AUDIO) and all(medium.kind is MediaKind.AUDIO for medium in request.media):
        yield Fault(
            "audio_urls", "audio_urls needs at least one reference image or reference video beside it"
        )


def _check_counts(request: VideoRequest) -> Iterable[Fault]:
    for kind, limit in (
        (MediaKind.IMAGE, MAX_IMAGES),
        (MediaKind.VIDEO, MAX_VIDEOS),
        (MediaKind.AUDIO, MAX_AUDIOS),
    ):
        media = request.of_kind(kind)
        if len(media) > limit:
            field = media[0].param.partition("[")[0]
            yield Fault(field, f"{field} takes at most {limit} entries, got {len(media)}")


def _check_address(medium: MediaRef, model: Model | None, catalog: Catalog) -> Iterable[Fault]:
    url = medium.url
    if url.startswith("asset://"):
        if not _is_asset_id(url.removeprefix("asset://")):
            yield Fault(
                medium.param, f"{medium.param} is not an asset address such as asset://asset_a: {url[:80]!r}"
            )
        if model and not model.assets:
            allowed = " and ".join(catalog.allowing_assets())
            yield Fault(
                medium.param,
                f"{medium.param}: asset:// addresses are only supported by {allowed}, not by {model.id}",
            )
    elif url.startswith("data:"):
        if medium.kind is not MediaKind.IMAGE:
            yield Fault(
                medium.param, f"{medium.param}: data URIs are taken for images only; give an http(s) URL"
            )
        elif len(url) > MAX_DATA_URI:
            yield Fault(
                medium.param,
                f"{medium.param}: a data URI may hold at most 10 MB; upload the file and give its URL",
            )
    elif not is_http_url(url):
        yield Fault(medium.param, f"{medium.param} must be an http(s) or asset:// URL, got {url[:80]!r}")


def _is_asset_id(text: str) -> bool:
    return 0 < len(text) <= 128 and all(char.isascii() and (char.isalnum() or char in "_-.") for char in text)
