"""What the client raises.

::

    ClientError
    ├── ConnectionFailed                the server could not be reached, or fell silent
    ├── BadAnswer                       what came back is not this API
    ├── ApiError                        the server said no; carries status, type, code, param, details, request_id
    │   ├── InvalidRequest        400
    │   ├── AuthenticationFailed  401
    │   ├── PaymentRequired       402
    │   ├── PermissionDenied      403
    │   ├── NotFound              404
    │   ├── Conflict              409
    │   ├── TooLarge              413
    │   ├── RateLimited           429   carries retry_after
    │   └── ServerError           5xx   may carry retry_after
    ├── TaskFailed                      carries the task
    ├── TaskCancelled                   carries the task
    └── WaitTimedOut                    carries the task as it was last seen; it goes on without us
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from reelwright.client.results import Task


class ClientError(Exception):
    """Base of all; `message` is fit to be shown."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class ConnectionFailed(ClientError):
    """The server could not be reached, or broke off."""


class BadAnswer(ClientError):
    """What came back is not this API: a proxy's page, or another service."""


class ApiError(ClientError):
    """The server refused.

    status: of HTTP. type, code, param: as the server wrote them. details: every fault, where it lists several.
    request_id: to quote to the operator. retry_after: seconds, where the server names them.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int,
        type: str = "",  # noqa: A002 - its name on the wire
        code: int | str | None = None,
        param: str | None = None,
        details: tuple[Mapping[str, Any], ...] = (),
        request_id: str | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.type = type
        self.code = code
        self.param = param
        self.details = details
        self.request_id = request_id
        self.retry_after = retry_after


class InvalidRequest(ApiError):
    """Something in the request is wrong; `param` and `details` name it."""


class AuthenticationFailed(ApiError):
    """No key, or not a valid one."""


class PaymentRequired(ApiError):
    """The balance does not cover the request."""


class PermissionDenied(ApiError):
    """The key may not do this."""


class NotFound(ApiError):
    """No such thing, or not this key's."""


class Conflict(ApiError):
    """The thing is in a state that does not allow this."""


class TooLarge(ApiError):
    """A file or body over its limit."""


class RateLimited(ApiError):
    """Too many requests, also after the tries that the client made by itself."""


class ServerError(ApiError):
    """The server failed, or can't serve this now."""


class TaskFailed(ClientError):
    """The task ended without a video; `task.error` says why."""

    def __init__(self, message: str, task: Task) -> None:
        super().__init__(message)
        self.task = task


class TaskCancelled(ClientError):
    """The task was cancelled."""

    def __init__(self, message: str, task: Task) -> None:
        super().__init__(message)
        self.task = task


class WaitTimedOut(ClientError):
    """The task had not ended in the time given; it goes on, and `tasks.wait` can be called again."""

    def __init__(self, message: str, task: Task) -> None:
        super().__init__(message)
        self.task = task


_BY_STATUS: Final[Mapping[int, type[ApiError]]] = {
    400: InvalidRequest,
    401: AuthenticationFailed,
    402: PaymentRequired,
    403: PermissionDenied,
    404: NotFound,
    409: Conflict,
    413: TooLarge,
    415: InvalidRequest,
    422: InvalidRequest,
    429: RateLimited,
}


def api_error(
    status: int, body: Any, *, request_id: str | None = None, retry_after: float | None = None
) -> ApiError:
    """Build the exception for an answer of `status` whose JSON is `body` (any JSON; only what is there is used)."""
    found = body.get("error") if isinstance(body, dict) else None
    error: Mapping[str, Any] = found if isinstance(found, dict) else {}
    kind = _BY_STATUS.get(status, ServerError if status >= 500 else ApiError)
    details = error.get("details")
    return kind(
        str(error.get("message") or f"the server answered {status} without a message"),
        status=status,
        type=str(error.get("type") or ""),
        code=error.get("code"),
        param=error.get("param"),
        details=tuple(item for item in details if isinstance(item, dict))
        if isinstance(details, list)
        else (),
        request_id=error.get("request_id") or request_id,
        retry_after=retry_after,
    )
