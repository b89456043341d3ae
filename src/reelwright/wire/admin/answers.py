"""The shapes of the administrators' answers."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from reelwright.wire.seedance.answers import UnixTime


class AccountObject(TypedDict):
    """An account. balance: USD, absent while nothing limits it."""

    id: str
    name: str
    created_at: UnixTime
    unlimited: bool
    balance: NotRequired[float]
    keys: int


class AccountAnswer(TypedDict):
    """One account."""

    code: Literal[200]
    data: AccountObject


class AccountsAnswer(TypedDict):
    """Every account, oldest first."""

    code: Literal[200]
    data: list[AccountObject]


class KeyObject(TypedDict):
    """A key and its terms. `key` and `webhook_secret` are there only in the answer that made the key's text."""

    id: str
    account_id: str
    name: str
    hint: str
    state: Literal["valid", "expired", "revoked"]
    created_at: UnixTime
    last_used_at: NotRequired[UnixTime]
    expires_at: NotRequired[UnixTime]
    revoked_at: NotRequired[UnixTime]
    scopes: list[str]
    test_mode: bool
    weight: int
    rate_limit: NotRequired[int]
    running_cap: NotRequired[int]
    budget_total: NotRequired[float]
    budget_day: NotRequired[float]
    budget_month: NotRequired[float]
    models: NotRequired[list[str]]
    networks: NotRequired[list[str]]
    key: NotRequired[Annotated[str, Field(description="The key itself; it can't be read again.")]]
    webhook_secret: NotRequired[str]


class KeyAnswer(TypedDict):
    """One key."""

    code: Literal[200]
    data: KeyObject


class KeysAnswer(TypedDict):
    """Keys, oldest first."""

    code: Literal[200]
    data: list[KeyObject]


class DeedLine(TypedDict):
    """One line of the audit log."""

    id: int
    at: str
    actor: str
    account_id: str
    verb: str
    subject: str
    details: dict[str, Any]


class LedgerCheck(TypedDict):
    """Whether the ledger adds up; each fault is a sentence."""

    balanced: bool
    faults: list[str]


class LedgerAnswer(TypedDict):
    """The outcome of a check of the whole ledger."""

    code: Literal[200]
    data: LedgerCheck
