"""Ark's error codes, one by one, as what to say and what to do. The code itself is kept in the message for whoever asks Ark."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from reelwright.engines.remote.states import Outcome, Refused, Uncertain
from reelwright.errors import NotSubmitted, UpstreamDeclined


class Kind(StrEnum):
    """CALLER: the request can't be made as it is. BUSY: later it can. OPERATOR: not with this account or key. UNSURE: see Ark."""

    CALLER = "caller"
    BUSY = "busy"
    OPERATOR = "operator"
    UNSURE = "unsure"


FAULTS: Final[dict[str, tuple[Kind, str]]] = {
    "MissingParameter": (Kind.CALLER, "a field is missing"),
    "InvalidParameter": (Kind.CALLER, "a field has a value that it does not take"),
    "InvalidArgumentError": (Kind.CALLER, "a field has a value that it does not take"),
    "InputTextSensitiveContentDetected": (
        Kind.CALLER,
        "the prompt was refused by content review; change its words",
    ),
    "InputImageSensitiveContentDetected": (
        Kind.CALLER,
        "an image was refused by content review; give another",
    ),
    "InputVideoSensitiveContentDetected": (
        Kind.CALLER,
        "a video was refused by content review; give another",
    ),
    "InputAudioSensitiveContentDetected": (
        Kind.CALLER,
        "a sound was refused by content review; give another",
    ),
    "OutputTextSensitiveContentDetected": (
        Kind.CALLER,
        "what was made was withheld by content review; change the request",
    ),
    "OutputImageSensitiveContentDetected": (
        Kind.CALLER,
        "what was made was withheld by content review; change the request",
    ),
    "OutputVideoSensitiveContentDetected": (
        Kind.CALLER,
        "the video was withheld by content review; change the request",
    ),
    "OutputAudioSensitiveContentDetected": (
        Kind.CALLER,
        "the sound was withheld by content review; change the request",
    ),
    "SensitiveContentDetected": (Kind.CALLER, "the request was refused by content review; change it"),
    "AuthenticationError": (Kind.OPERATOR, "it does not know the key that this server sends"),
    "InvalidAccount": (Kind.OPERATOR, "its account can't be used"),
    "AccountOverdueError": (Kind.OPERATOR, "its account has an unpaid bill"),
    "AccessDenied": (Kind.OPERATOR, "its account may not do this"),
    "OperationDenied": (Kind.OPERATOR, "its account may not do this"),
    "ModelNotOpen": (Kind.OPERATOR, "its account has not opened this model"),
    "InvalidEndpointOrModel": (Kind.OPERATOR, "it has no model or endpoint of the configured name"),
    "ResourceNotFound": (Kind.OPERATOR, "it has no such thing"),
    "QuotaExceeded": (Kind.OPERATOR, "its account has used up its quota"),
    "SetLimitExceeded": (Kind.OPERATOR, "its account has reached the limit that was set for it"),
    "ServerOverloaded": (Kind.BUSY, "it is overloaded"),
    "RateLimitExceeded": (Kind.BUSY, "it gets too many requests"),
    "InternalServiceError": (Kind.UNSURE, "it had an internal error"),
}
"""By code; what follows the first dot in a code of Ark is a detail, and words before RateLimitExceeded say whose limit it was."""

_BY_STATUS: Final = {
    401: Kind.OPERATOR,
    402: Kind.OPERATOR,
    403: Kind.OPERATOR,
    404: Kind.OPERATOR,
    429: Kind.BUSY,
}


def find_fault(code: str, status: int | None) -> tuple[Kind, str]:
    """Return what an error code means; for one that is not listed its HTTP status tells what to do."""
    base = code.partition(".")[0]
    if base.endswith("RateLimitExceeded"):
        base = "RateLimitExceeded"
    if base in FAULTS:
        return FAULTS[base]
    if status in _BY_STATUS:
        return _BY_STATUS[status], "it refused the request"
    if status is not None and 400 <= status < 500:
        return Kind.CALLER, "it refused the request"
    return Kind.UNSURE, "it had an error"


def refusal(upstream: str, status: int, code: str, message: str, param: str | None, wait: float) -> Outcome:
    """Return what an error answer to a create means. wait: seconds that the upstream asks to wait, for what may pass."""
    kind, words = find_fault(code, status)
    sentence = describe(upstream, words, code or f"HTTP {status}", message)
    if status >= 500 or kind is Kind.UNSURE:
        # Whatever the code says: an answer of this class has come for requests that were taken and billed.
        return Uncertain(f"it answered {status}, {code or 'no code'}")
    if kind is Kind.CALLER:
        return Refused(UpstreamDeclined(sentence, param=param), final=True)
    if kind is Kind.BUSY:
        return Refused(NotSubmitted(sentence, retry_after=wait), again_after=wait)
    return Refused(NotSubmitted(sentence))


def failure(upstream: str, code: str, message: str) -> UpstreamDeclined:
    """Return what to say about a job that Ark took and that failed."""
    return UpstreamDeclined(describe(upstream, find_fault(code, None)[1], code or "no code", message))


def describe(upstream: str, words: str, code: str, message: str) -> str:
    """Put our words, Ark's code and Ark's own message into one sentence."""
    said = f": {message[:500].rstrip('. ')}" if message else ""
    return f"the upstream {upstream} could not make this video: {words} [{code[:120]}]{said}"
