"""JSON Schemas of the bodies that callers send."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from reelwright.wire.seedance.batch import MAX_TASKS
from reelwright.wire.seedance.submit import ROLES, TOOLS

_JSON: Final = "application/json"


def _addresses(what: str, most: int) -> dict[str, Any]:
    return {
        "type": ["array", "null"],
        "maxItems": most,
        "items": {"type": "string", "minLength": 1},
        "description": what,
    }


SUBMIT_SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "title": "SubmitBody",
    "required": ["model"],
    "additionalProperties": True,
    "properties": {
        "model": {
            "type": "string",
            "minLength": 1,
            "description": "The model's id or alias; see GET /v1/models.",
        },
        "prompt": {
            "type": ["string", "null"],
            "maxLength": 4000,
            "description": "What to show. Required unless an image or a video is given.",
        },
        "duration": {
            "type": ["integer", "null"],
            "minimum": 4,
            "maximum": 15,
            "default": 5,
            "description": "Seconds.",
        },
        "size": {
            "type": ["string", "null"],
            "enum": ["16:9", "9:16", "1:1", "4:3", "3:4", "21:9", "adaptive", None],
            "default": "16:9",
            "description": "Aspect ratio; adaptive follows the input.",
        },
        "resolution": {
            "type": ["string", "null"],
            "enum": ["480p", "720p", "1080p", None],
            "default": "480p",
            "description": "1080p on the standard and -face models only.",
        },
        "seed": {
            "type": ["integer", "null"],
            "minimum": -1,
            "maximum": 4294967295,
            "description": "The same seed gives a similar video; -1 or absent: random.",
        },
        "generate_audio": {
            "type": ["boolean", "null"],
            "default": False,
            "description": "With sound.",
        },
        "return_last_frame": {
            "type": ["boolean", "null"],
            "default": False,
            "description": "Also return the last frame as a picture.",
        },
        "tools": {
            "type": ["array", "null"],
            "items": {
                "type": "object",
                "required": ["type"],
                "properties": {"type": {"type": "string", "enum": list(TOOLS)}},
            },
        },
        "image_urls": _addresses(
            "One image is the first frame; several, or one beside videos or sounds, are references. Not with image_with_roles.",
            9,
        ),
        "image_with_roles": {
            "type": ["array", "null"],
            "maxItems": 9,
            "items": {
                "type": "object",
                "required": ["url", "role"],
                "properties": {
                    "url": {"type": "string", "minLength": 1},
                    "role": {"type": "string", "enum": list(ROLES)},
                },
            },
            "description": "Images with their roles. First and last frames exclude references, videos and sounds.",
        },
        "video_urls": _addresses("Reference videos, at most 15 s together.", 3),
        "audio_urls": _addresses(
            "Reference sounds, at most 15 s together; only beside an image or a video.", 3
        ),
        "webhook": {
            "type": ["string", "null"],
            "description": "Base URL; the ended task is POSTed to <webhook>/callback.",
        },
        "language": {
            "type": ["string", "null"],
            "default": "en",
            "description": "Language of messages: en, zh, ja or ko; any other means en.",
        },
        "execution_expires_after": {
            "type": ["integer", "null"],
            "minimum": 3600,
            "maximum": 259200,
            "description": "Seconds from submit at which an unfinished task fails; by default the server's own limit.",
        },
    },
}
"""Draft 2020-12. An optional field may also be null, which means the same as absent."""


def submit_schema(
    names: Sequence[str], resolutions: Sequence[str], durations: tuple[int, int]
) -> dict[str, Any]:
    """Return the schema of the body for one model: its names, its resolutions, its shortest and longest duration."""
    properties = SUBMIT_SCHEMA["properties"]
    return {
        **SUBMIT_SCHEMA,
        "properties": {
            **properties,
            "model": {**properties["model"], "enum": list(names)},
            "resolution": {**properties["resolution"], "enum": [*resolutions, None]},
            "duration": {**properties["duration"], "minimum": durations[0], "maximum": durations[1]},
        },
    }


SUBMIT_BODY: Final = {_JSON: SUBMIT_SCHEMA}

BATCH_BODY: Final = {
    _JSON: {
        "type": "object",
        "required": ["task_ids"],
        "properties": {
            "task_ids": {
                "type": "array",
                "minItems": 1,
                "maxItems": MAX_TASKS,
                "items": {"type": "string", "minLength": 1},
            }
        },
    }
}

UPLOAD_BODY: Final = {
    "multipart/form-data": {
        "type": "object",
        "required": ["file"],
        "properties": {"file": {"type": "string", "format": "binary"}},
    }
}
