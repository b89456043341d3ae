"""JSON Schemas of the bodies that callers send."""

from __future__ import annotations

from typing import Any, Final

from reelwright.wire.seedance.batch import MAX_TASKS
from reelwright.wire.seedance.submit import ROLES, TOOLS

_JSON: Final = "application/json"


def _addresses(what: str, most: int) -> dict[str, Any]:
    return {
        "type": "array",
        "nullable": True,
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
            "type": "string",
            "nullable": True,
            "maxLength": 4000,
            "description": "What to show. Required unless an image or a video is given.",
        },
        "duration": {
            "type": "integer",
            "nullable": True,
            "minimum": 4,
            "maximum": 15,
            "default": 5,
            "description": "Seconds.",
        },
        "size": {
            "type": "string",
            "nullable": True,
            "enum": ["16:9", "9:16", "1:1", "4:3", "3:4", "21:9", "adaptive", None],
            "default": "16:9",
            "description": "Aspect ratio; adaptive follows the input.",
        },
        "resolution": {
            "type": "string",
            "nullable": True,
            "enum": ["480p", "720p", "1080p", None],
            "default": "480p",
            "description": "1080p on the standard and -face models only.",
        },
        "seed": {
            "type": "integer",
            "nullable": True,
            "minimum": -1,
            "maximum": 4294967295,
            "description": "The same seed gives a similar video; -1 or absent: random.",
        },
        "generate_audio": {
            "type": "boolean",
            "nullable": True,
            "default": False,
            "description": "With sound.",
        },
        "return_last_frame": {
            "type": "boolean",
            "nullable": True,
            "default": False,
            "description": "Also return the last frame as a picture.",
        },
        "tools": {
            "type": "array",
            "nullable": True,
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
            "type": "array",
            "nullable": True,
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
            "type": "string",
            "nullable": True,
            "description": "Base URL; the ended task is POSTed to <webhook>/callback.",
        },
        "language": {
            "type": "string",
            "nullable": True,
            "default": "en",
            "description": "Language of messages: en, zh, ja or ko; any other means en.",
        },
    },
}
"""In the words of OpenAPI 3.0: an optional field may also be null."""

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
