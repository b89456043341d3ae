"""Bodies of the administrators' requests: JSON to plain forms. Each function raises InvalidRequest naming every fault."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from reelwright.errors import Fault, InvalidRequest
from reelwright.wire.seedance.fields import FieldReader

DAY: Final = 86_400
_LAST_SECOND: Final = 253_402_300_799  # of the year 9999
_AMOUNT: Final = {"type": "number", "description": 'USD; a string such as "12.50" is taken too.'}

ACCOUNT_BODY: Final = {
    "application/json": {
        "type": "object",
        "required": ["name"],
        "properties": {
            "name": {"type": "string", "minLength": 1, "maxLength": 100},
            "id": {"type": "string", "description": "acct_ and a name of your own; default: a new id."},
        },
    }
}
GRANT_BODY: Final = {
    "application/json": {
        "type": "object",
        "required": ["amount"],
        "properties": {"amount": _AMOUNT, "note": {"type": "string", "maxLength": 500}},
    }
}
KEY_BODY: Final = {
    "application/json": {
        "type": "object",
        "required": ["name"],
        "properties": {
            "name": {"type": "string", "minLength": 1, "maxLength": 100},
            "account_id": {"type": "string", "description": "Default: the account of the key that asks."},
            "scopes": {
                "type": "array",
                "items": {"type": "string", "enum": ["generate", "read", "assets", "admin"]},
            },
            "test_mode": {"type": "boolean", "default": False},
            "expires_at": {"type": "integer", "description": "Unix time in seconds."},
            "rate_limit": {"type": "integer", "minimum": 1, "description": "Requests a minute."},
            "running_cap": {"type": "integer", "minimum": 1, "description": "Tasks that run at a time."},
            "weight": {"type": "integer", "minimum": 1, "maximum": 16, "default": 1},
            "budget_total": _AMOUNT,
            "budget_day": _AMOUNT,
            "budget_month": _AMOUNT,
            "models": {"type": "array", "items": {"type": "string"}},
            "networks": {"type": "array", "items": {"type": "string", "example": "10.0.0.0/8"}},
        },
    }
}
ROTATE_BODY: Final = {
    "application/json": {
        "type": "object",
        "properties": {
            "overlap": {
                "type": "integer",
                "minimum": 0,
                "default": DAY,
                "description": "Seconds for which the old text works too.",
            }
        },
    }
}
REASON_BODY: Final = {
    "application/json": {
        "type": "object",
        "required": ["reason"],
        "properties": {"reason": {"type": "string", "minLength": 1, "maxLength": 500}},
    }
}


@dataclass(frozen=True, slots=True)
class KeyForm:
    """The body that makes a key. An absent field is None, or has its documented default."""

    name: str
    account_id: str
    scopes: tuple[str, ...] | None
    test_mode: bool
    expires_at: int | None
    rate_limit: int | None
    running_cap: int | None
    weight: int
    budget_total: Decimal | None
    budget_day: Decimal | None
    budget_month: Decimal | None
    models: tuple[str, ...] | None
    networks: tuple[str, ...] | None


def parse_key(body: Mapping[str, Any], default_account: str) -> KeyForm:
    """Read the body that makes a key. A field that is not known is refused: a misspelt limit must not become no limit."""
    reader = _reader(body, KEY_BODY)
    form = KeyForm(
        name=reader.required_text("name", "what to call the key"),
        account_id=reader.text("account_id", default_account),
        scopes=_texts(reader, body, "scopes"),
        test_mode=reader.boolean("test_mode"),
        expires_at=_time(reader, "expires_at"),
        rate_limit=reader.integer("rate_limit"),
        running_cap=reader.integer("running_cap"),
        weight=_or(reader.integer("weight", 1), 1),
        budget_total=reader.decimal("budget_total"),
        budget_day=reader.decimal("budget_day"),
        budget_month=reader.decimal("budget_month"),
        models=_texts(reader, body, "models"),
        networks=_texts(reader, body, "networks"),
    )
    _settle(reader)
    return form


def parse_account(body: Mapping[str, Any]) -> tuple[str, str | None]:
    """Return the name of an account to be made, and its id where the caller chose one."""
    reader = _reader(body, ACCOUNT_BODY)
    name = reader.required_text("name", "what to call the account")
    account_id = reader.text("id") or None
    _settle(reader)
    return name, account_id


def parse_grant(body: Mapping[str, Any]) -> tuple[Decimal, str]:
    """Return the amount and the note of a grant."""
    reader = _reader(body, GRANT_BODY)
    amount = reader.decimal("amount")
    if amount is None and not reader.faults:
        reader.fault("amount", "amount is required: USD, negative to take money out")
    note = reader.text("note")
    _settle(reader)
    return amount or Decimal(0), note


def parse_rotate(body: Mapping[str, Any]) -> int:
    """Return for how many seconds the old text works too."""
    reader = _reader(body, ROTATE_BODY)
    overlap = reader.integer("overlap", DAY)
    _settle(reader)
    return _or(overlap, DAY)


def parse_reason(body: Mapping[str, Any]) -> str:
    """Return why something was rejected."""
    reader = _reader(body, REASON_BODY)
    reason = reader.required_text("reason", "a sentence for the owner of the asset")
    if len(reason) > 500:
        reader.fault("reason", f"reason must have at most 500 characters, got {len(reason)}")
    _settle(reader)
    return reason


def _reader(body: Mapping[str, Any], schema: Mapping[str, Any]) -> FieldReader:
    faults: list[Fault] = []
    reader = FieldReader(body, faults)
    known = schema["application/json"]["properties"]
    for key in body:
        if key not in known:
            reader.fault(key[:80], f"{key[:80]} is not known here; the fields are: {', '.join(known)}")
    return reader


def _settle(reader: FieldReader) -> None:
    if reader.faults:
        raise InvalidRequest(reader.faults)


def _texts(reader: FieldReader, body: Mapping[str, Any], name: str) -> tuple[str, ...] | None:
    found = reader.texts(name)
    return None if body.get(name) is None else found


def _time(reader: FieldReader, name: str) -> int | None:
    seconds = reader.integer(name)
    if seconds is not None and not 0 <= seconds <= _LAST_SECOND:
        reader.fault(name, f"{name} must be a Unix time in seconds, got {seconds}")
        return None
    return seconds


def _or(value: int | None, default: int) -> int:
    return default if value is None else value
