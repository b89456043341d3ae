"""The body of POST /v1/videos/generations: JSON to a plain form, with every fault of shape collected.

What a field may be is said here by type only; which values a model takes is decided elsewhere, from the catalogue.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from reelwright.errors import Fault
from reelwright.wire.seedance.fields import FieldReader

LANGUAGES: Final = ("en", "zh", "ja", "ko")
ROLES: Final = ("first_frame", "last_frame", "reference_image")
TOOLS: Final = ("web_search",)

KEYS: Final = frozenset(
    {
        "model",
        "prompt",
        "duration",
        "size",
        "resolution",
        "seed",
        "generate_audio",
        "return_last_frame",
        "tools",
        "image_urls",
        "image_with_roles",
        "video_urls",
        "audio_urls",
        "webhook",
        "language",
        "execution_expires_after",
    }
)
_MAX_UNKNOWN: Final = 32


@dataclass(frozen=True, slots=True)
class RoleImage:
    """One entry of image_with_roles; `param` is where it stands (``image_with_roles[1]``)."""

    url: str
    role: str
    param: str


@dataclass(frozen=True, slots=True)
class SubmitForm:
    """The body of a submit, by the names that callers use. An absent field has its documented default; `seed` has none."""

    model: str
    prompt: str = ""
    duration: int = 5
    size: str = "16:9"
    resolution: str = "480p"
    seed: int | None = None
    generate_audio: bool = False
    return_last_frame: bool = False
    tools: tuple[str, ...] = ()
    image_urls: tuple[str, ...] = ()
    image_with_roles: tuple[RoleImage, ...] = ()
    video_urls: tuple[str, ...] = ()
    audio_urls: tuple[str, ...] = ()
    webhook: str | None = None
    language: str = "en"
    execution_expires_after: int | None = None
    unknown_keys: tuple[str, ...] = ()


def parse_submit(body: Mapping[str, Any]) -> tuple[SubmitForm, list[Fault]]:
    """Read the body of a submit; return the form and every fault of shape.

    A faulty field has its default in the form, so that the rules about values can still look at all the others.
    """
    faults: list[Fault] = []
    reader = FieldReader(body, faults)
    unknown = [key for key in body if key not in KEYS]
    form = SubmitForm(
        model=reader.required_text("model", "the name of a video model, such as doubao-seedance-2.0"),
        prompt=reader.text("prompt"),
        duration=reader.integer("duration", 5) or 0,
        size=reader.text("size", "16:9"),
        resolution=reader.text("resolution", "480p"),
        seed=reader.integer("seed"),
        generate_audio=reader.boolean("generate_audio"),
        return_last_frame=reader.boolean("return_last_frame"),
        tools=_read_tools(reader, unknown),
        image_urls=reader.texts("image_urls"),
        image_with_roles=_read_role_images(reader, unknown),
        video_urls=reader.texts("video_urls"),
        audio_urls=reader.texts("audio_urls"),
        webhook=reader.text("webhook") if body.get("webhook") is not None else None,
        language=known_language(reader.text("language", "en")),
        execution_expires_after=reader.integer("execution_expires_after"),
        unknown_keys=tuple(_printable(key) for key in unknown[:_MAX_UNKNOWN]),
    )
    if body.get("image_urls") and body.get("image_with_roles"):
        reader.fault(
            "image_urls",
            "image_urls and image_with_roles can't be used together: give every image in one of the two",
        )
    return form, faults


def known_language(asked: str | None) -> str:
    """Return the language to write messages in: en, zh, ja or ko, and en for any other (zh-CN is zh)."""
    base = (asked or "").lower().replace("_", "-").partition("-")[0].strip()
    return base if base in LANGUAGES else "en"


def _read_tools(reader: FieldReader, unknown: list[str]) -> tuple[str, ...]:
    found = []
    for param, entry in reader.objects("tools"):
        kind = entry.get("type")
        if kind in TOOLS:
            found.append(str(kind))
            unknown += [f"{param}.{key}" for key in entry if key != "type"]
        else:
            listed = " or ".join(TOOLS)
            got = f"{kind[:40]!r}" if isinstance(kind, str) else "none"
            reader.fault(f"{param}.type", f"{param}.type must be {listed}, got {got}")
    return tuple(found)


def _read_role_images(reader: FieldReader, unknown: list[str]) -> tuple[RoleImage, ...]:
    found = []
    for param, entry in reader.objects("image_with_roles"):
        inner = FieldReader(entry, reader.faults, f"{param}.")
        url = inner.required_text("url", "the address of the image")
        role = inner.required_text("role", f"one of {', '.join(ROLES)}")
        if role and role not in ROLES:
            inner.fault("role", f"{param}.role must be one of {', '.join(ROLES)}, got {role[:40]!r}")
        elif url and role:
            found.append(RoleImage(url, role, param))
            unknown += [f"{param}.{key}" for key in entry if key not in ("url", "role")]
    return tuple(found)


def _printable(key: str) -> str:
    # The database takes no U+0000 in text.
    return key[:80].replace("\0", "\ufffd")
