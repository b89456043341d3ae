"""Query parameters and headers that routes share."""

from __future__ import annotations

from typing import Final

from reelwright.api.requests import LAST_SECOND
from reelwright.api.routes.tasks import MAX_PAGE, MAX_WAIT
from reelwright.api.table import Parameter
from reelwright.domain.asset import AssetStatus
from reelwright.domain.task import TaskStatus
from reelwright.service.accounts import GROUPS

LANGUAGE: Final = Parameter(
    "language", "Language of messages: en, zh, ja or ko; any other means en.", {"type": "string"}
)
WAIT: Final = Parameter(
    "wait",
    "Seconds to wait for the task's end before answering.",
    {"type": "integer", "minimum": 0, "maximum": MAX_WAIT},
)
STATUS: Final = Parameter(
    "status", "Only tasks in this state.", {"type": "string", "enum": [status.value for status in TaskStatus]}
)
MODEL: Final = Parameter("model", "Only tasks of this model, by id or alias.", {"type": "string"})
_TIME: Final = {"type": "integer", "minimum": 0, "maximum": LAST_SECOND}
CREATED_FROM: Final = Parameter("created_from", "Only tasks created at this Unix time or later.", dict(_TIME))
CREATED_UNTIL: Final = Parameter("created_until", "Only tasks created before this Unix time.", dict(_TIME))
LIMIT: Final = Parameter(
    "limit", "Tasks on a page.", {"type": "integer", "minimum": 1, "maximum": MAX_PAGE, "default": 20}
)
CURSOR: Final = Parameter("cursor", "`next_cursor` of the page before.", {"type": "string"})
LAST_EVENT_ID: Final = Parameter(
    "Last-Event-ID", "The id of the last event that came.", {"type": "string"}, "header"
)
RANGE: Final = Parameter("Range", "One byte range, such as bytes=0-1023.", {"type": "string"}, "header")
IDEMPOTENCY_KEY: Final = Parameter(
    "Idempotency-Key",
    "A key of your own for this request: sent again, the first answer comes again and no second video is made.",
    {"type": "string", "minLength": 1, "maxLength": 191, "pattern": "^[!-~]+$"},
    "header",
)
RESPONSE_VERSION: Final = Parameter(
    "X-APIMart-Response-Version",
    "2026-07-27: answer 202 with an object.",
    {"type": "string", "example": "2026-07-27"},
    "header",
)
TEST_ORDERS: Final = Parameter(
    "X-Reelwright-Test",
    "Failures on order, for keys in test mode; see /docs/testing.md.",
    {"type": "string", "example": "fail_after=40"},
    "header",
)
EXPAND: Final = Parameter(
    "expand", "parameters: with the JSON Schema of requests.", {"type": "string", "enum": ["parameters", ""]}
)
OF_MODEL: Final = Parameter(
    "model", "The model, by id or alias.", {"type": "string", "minLength": 1}, required=True
)
OPERATION: Final = Parameter("operation", "What to do.", {"type": "string", "enum": ["video_generation"]})
START: Final = Parameter("start", "From this Unix time on; default: all.", dict(_TIME))
END: Final = Parameter("end", "Before this Unix time; default: now.", dict(_TIME))
GROUP_BY: Final = Parameter(
    "group_by", "One sum for each.", {"type": "string", "enum": list(GROUPS), "default": "model"}
)
FORMAT: Final = Parameter(
    "format", "How to write it.", {"type": "string", "enum": ["json", "csv"], "default": "json"}
)
OF_ACCOUNT: Final = Parameter("account_id", "Only of this account.", {"type": "string"})
AFTER: Final = Parameter("after", "The id of the last line that you have.", {"type": "integer", "minimum": 0})
PLACE: Final = (
    Parameter("page", "Which page.", {"type": "integer", "minimum": 1, "default": 1}),
    Parameter(
        "limit", "Entries on a page.", {"type": "integer", "minimum": 1, "maximum": MAX_PAGE, "default": 20}
    ),
)
ASSET_FILTER: Final = (
    Parameter("group_id", "Only assets of this group.", {"type": "string"}),
    Parameter("status", "Only assets in this state.", {"type": "string", "enum": [*AssetStatus]}),
    Parameter(
        "asset_type", "Only assets of this kind.", {"type": "string", "enum": ["Image", "Video", "Audio"]}
    ),
    *PLACE,
)
