"""Every exception that Reelwright raises on purpose, in one tree.

::

    ReelwrightError
    ├── CallerError                     the caller can mend it; carries an HTTP status and a wire type
    │   ├── InvalidRequest        400   one or more faults, each naming its field
    │   ├── AuthenticationFailed  401
    │   ├── PaymentRequired       402
    │   ├── PermissionDenied      403
    │   ├── NotFound              404
    │   ├── MethodNotAllowed      405
    │   ├── Conflict              409   may carry a string code (idempotency)
    │   ├── TooLarge              413
    │   ├── UnsupportedType       415
    │   ├── RangeNotSatisfiable   416   carries the file's size
    │   └── RateLimited           429   carries retry_after
    ├── NotImplementedHere        501
    ├── Unavailable               503   the server can't serve this now; carries retry_after
    ├── ConfigError                     a setting is wrong: names it and says what to write
    ├── TaskError                       ends a task as `failed`, with a message for the caller
    │   ├── MediaError                  an input medium can't be used; names the field
    │   ├── ContentRefused              a medium or the result is not allowed here; names the field
    │   ├── EngineFailed                the engine said no
    │   │   └── UpstreamDeclined        so did the server that it forwards to, which bills nothing for that
    │   ├── EngineCrashed               its process ended without a word
    │   ├── EngineTimedOut              it ran past its deadline, or fell silent
    │   ├── EngineOutOfMemory           it needed more than its limit
    │   ├── NotSubmitted                a server that an engine forwards to did not take the request: another may be asked
    │   └── SubmitUnknown               a paid submit whose outcome nobody can tell: for a person to decide
    └── StaleAttempt                    this attempt was superseded: stop, touch nothing

What a handler needs to know is on the exception itself, so that one handler can write every answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a request.

    param: the field as the caller wrote it, with an index where there is one (``image_urls[0]``).
    message: what was wrong and what to do.
    """

    param: str | None
    message: str


class ReelwrightError(Exception):
    """Base of all; `message` is fit for the reader it is meant for."""

    status: ClassVar[int] = 500
    type: ClassVar[str] = "server_error"

    def __init__(self, message: str, *, param: str | None = None, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.param = param
        self.code = code


class CallerError(ReelwrightError):
    """The caller can mend it."""

    status = 400
    type = "invalid_request_error"


class InvalidRequest(CallerError):
    """A request with one or more faults; the message names them all."""

    def __init__(self, faults: list[Fault] | tuple[Fault, ...]) -> None:
        if not faults:
            raise ValueError("InvalidRequest needs at least one fault")
        super().__init__("; ".join(fault.message for fault in faults), param=faults[0].param)
        self.faults = tuple(faults)

    @classmethod
    def one(cls, param: str | None, message: str) -> InvalidRequest:
        """Build the common case of a single fault."""
        return cls([Fault(param, message)])


class AuthenticationFailed(CallerError):
    """No key, or not a valid one."""

    status = 401
    type = "authentication_error"


class PaymentRequired(CallerError):
    """The balance or budget does not cover the hold."""

    status = 402
    type = "payment_required"


class PermissionDenied(CallerError):
    """The key is valid and not allowed to do this."""

    status = 403
    type = "permission_error"


class NotFound(CallerError):
    """No such thing, or not yours: the two look the same."""

    status = 404


class MethodNotAllowed(CallerError):
    """The path exists, the method doesn't."""

    status = 405


class Conflict(CallerError):
    """The thing is in a state that does not allow this."""

    status = 409

    def __init__(
        self,
        message: str,
        *,
        param: str | None = None,
        code: str | None = None,
        retry_after: int | None = None,
    ) -> None:
        super().__init__(message, param=param, code=code)
        self.retry_after = retry_after


class TooLarge(CallerError):
    """A body or file over its limit."""

    status = 413


class UnsupportedType(CallerError):
    """A content type that this path does not take."""

    status = 415


class RangeNotSatisfiable(CallerError):
    """A byte range outside of the file, which has `size` bytes."""

    status = 416

    def __init__(self, message: str, *, size: int) -> None:
        super().__init__(message)
        self.size = size


class RateLimited(CallerError):
    """Too many requests, or a queue that is full."""

    status = 429
    type = "rate_limit_error"

    def __init__(self, message: str, *, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class NotImplementedHere(ReelwrightError):
    """The API has it, this deployment does not."""

    status = 501


class Unavailable(ReelwrightError):
    """The server can't serve this right now; trying again helps."""

    status = 503
    type = "service_unavailable"

    def __init__(self, message: str, *, retry_after: int = 5) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class ConfigError(ReelwrightError):
    """A setting is wrong."""


class TaskError(ReelwrightError):
    """Ends a task as `failed`; `message` is shown to the caller.

    wire_code: the word in `error.code` of the failed task.
    """

    wire_code: ClassVar[str] = "task_failed"


class MediaError(TaskError):
    """An input medium can't be used; `param` names the field."""


class ContentRefused(TaskError):
    """A medium or the result is not allowed here: by the rule on real people, or by moderation."""

    wire_code = "content_refused"


class EngineFailed(TaskError):
    """The engine ended with an error of its own."""


class UpstreamDeclined(EngineFailed):
    """An upstream refused a request for good, or declared its job failed: it bills nothing for that."""


class EngineCrashed(TaskError):
    """The engine's process ended without a word."""


class EngineTimedOut(TaskError):
    """The engine ran past its deadline, or fell silent."""


class EngineOutOfMemory(TaskError):
    """The engine needed more memory than its limit."""


class NotSubmitted(TaskError):
    """An upstream did not take the request, and it is certain that nothing was begun or billed there.

    So another engine may be asked; where there is none, the same again in `retry_after` seconds, or never when that is None.
    """

    def __init__(self, message: str, *, param: str | None = None, retry_after: float | None = None) -> None:
        super().__init__(message, param=param)
        self.retry_after = retry_after


class SubmitUnknown(TaskError):
    """A paid submit whose outcome can't be decided; never submitted again without a person's word."""

    wire_code = "submit_unknown"


class StaleAttempt(ReelwrightError):
    """Another attempt has taken this task over, or it has ended: stop and touch nothing."""
