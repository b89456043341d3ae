"""Between the administrators' wire and the domain: forms to terms, accounts, keys and deeds to answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from reelwright.api.mapping import money, unix_time
from reelwright.domain.access import ORDINARY_SCOPES, KeyTerms, Scope
from reelwright.errors import InvalidRequest
from reelwright.service.administration import Account, Deed, Key
from reelwright.wire.admin.answers import AccountObject, DeedLine, KeyObject
from reelwright.wire.admin.bodies import KeyForm


def to_terms(form: KeyForm) -> KeyTerms:
    """Build the terms that a form means. Raises InvalidRequest for a scope that there is none of."""
    scopes = ORDINARY_SCOPES if form.scopes is None else frozenset(map(_scope, form.scopes))
    expires_at = None if form.expires_at is None else datetime.fromtimestamp(form.expires_at, UTC)
    return KeyTerms(
        scopes=scopes,
        test_mode=form.test_mode,
        expires_at=expires_at,
        rate_limit=form.rate_limit,
        running_cap=form.running_cap,
        weight=form.weight,
        budget_total=form.budget_total,
        budget_day=form.budget_day,
        budget_month=form.budget_month,
        models=form.models,
        networks=form.networks,
    )


def account_object(account: Account) -> AccountObject:
    """Build the public form of an account."""
    found: AccountObject = {
        "id": account.id,
        "name": account.name,
        "created_at": unix_time(account.created_at),
        "unlimited": account.unlimited,
        "keys": account.keys,
    }
    if not account.unlimited:
        found["balance"] = money(account.balance)[0]
    return found


def key_object(key: Key, secret: str | None = None) -> KeyObject:
    """Build the public form of a key; secret: its text, only in the answer that made it."""
    found: KeyObject = {
        "id": key.id,
        "account_id": key.account_id,
        "name": key.name,
        "hint": key.hint,
        "state": key.state(datetime.now(UTC)),
        "created_at": unix_time(key.created_at),
        "scopes": sorted(key.terms.scopes),
        "test_mode": key.terms.test_mode,
        "weight": key.terms.weight,
    }
    optional: Mapping[str, Any] = {
        "last_used_at": _time(key.last_used_at),
        "expires_at": _time(key.terms.expires_at),
        "revoked_at": _time(key.revoked_at),
        "rate_limit": key.terms.rate_limit,
        "running_cap": key.terms.running_cap,
        "budget_total": _usd(key.terms.budget_total),
        "budget_day": _usd(key.terms.budget_day),
        "budget_month": _usd(key.terms.budget_month),
        "models": key.terms.models,
        "networks": key.terms.networks,
        "key": secret,
        "webhook_secret": None if secret is None else key.webhook_secret,
    }
    found.update({name: value for name, value in optional.items() if value is not None})  # type: ignore[typeddict-item]
    return found


def deed_line(deed: Deed) -> DeedLine:
    """Build a line of the exported audit log."""
    return {
        "id": deed.id,
        "at": deed.at.astimezone(UTC).isoformat(),
        "actor": deed.actor,
        "account_id": deed.account_id,
        "verb": deed.verb,
        "subject": deed.subject,
        "details": deed.details,
    }


def _scope(name: str) -> Scope:
    try:
        return Scope(name)
    except ValueError:
        raise InvalidRequest.one(
            "scopes", f"scopes must be of {', '.join(Scope)}, got {name[:40]!r}"
        ) from None


def _time(moment: datetime | None) -> int | None:
    return None if moment is None else unix_time(moment)


def _usd(amount: Decimal | None) -> int | float | None:
    return None if amount is None else money(amount)[0]
