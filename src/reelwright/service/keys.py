"""Who is calling: keys checked at every request, remembered for a minute, forgotten at once when revoked."""

from __future__ import annotations

import time
from asyncio import Event
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from reelwright.domain.access import KeyTerms, Scope
from reelwright.errors import AuthenticationFailed, PermissionDenied
from reelwright.store.feed import KEYS, Feed
from reelwright.store.keys import Key, KeyStore, hash_key

_REMEMBER_SECONDS: Final = 60.0
_REMEMBER_KEYS: Final = 10_000


@dataclass(frozen=True, slots=True)
class Caller:
    """The account and key behind a request, and the key's terms."""

    account_id: str
    key_id: str
    terms: KeyTerms = field(default_factory=KeyTerms)

    @property
    def test_mode(self) -> bool:
        """Whether failures may be asked for."""
        return self.terms.test_mode

    def require(self, scope: Scope) -> None:
        """Raise PermissionDenied unless the key has a scope."""
        if scope not in self.terms.scopes:
            has = ", ".join(sorted(self.terms.scopes))
            raise PermissionDenied(f"this needs a key with the scope {scope.value!r}; yours has {has}")


class Authenticator:
    """Turns a bearer key into a caller."""

    def __init__(self, keys: KeyStore, feed: Feed) -> None:
        self._keys = keys
        self._known: dict[bytes, tuple[float, Caller]] = {}
        self._following: AbstractContextManager[Event] = feed.follow(KEYS)
        # Followed for as long as the process lives.
        self._revoked = self._following.__enter__()

    async def authenticate(self, secret: str | None, address: str | None = None) -> Caller:
        """Return who a bearer key belongs to. address: where the request comes from, an IP address.

        Raises AuthenticationFailed when there is none, or it is not valid; PermissionDenied when it may not be used from there.
        """
        caller = await self._caller_of(secret)
        if not caller.terms.allows_address(address):
            raise PermissionDenied(f"this key may not be used from {address or 'an unknown address'}")
        return caller

    async def _caller_of(self, secret: str | None) -> Caller:
        if not secret:
            raise AuthenticationFailed(
                "this needs a key: send the header 'Authorization: Bearer YOUR_API_KEY'"
            )
        if self._revoked.is_set():
            self._revoked.clear()
            self._known.clear()
        digest = hash_key(secret)
        now = time.monotonic()
        known = self._known.get(digest)
        if known and known[0] > now and not _expired(known[1]):
            return known[1]
        key = await self._keys.find(secret)
        if key is None:
            self._known.pop(digest, None)
            raise AuthenticationFailed(
                "this key is not valid: it is unknown, expired or revoked; `reelwright keys create` makes one"
            )
        caller = _caller(key)
        if len(self._known) >= _REMEMBER_KEYS:
            self._known.clear()
        self._known[digest] = (now + _REMEMBER_SECONDS, caller)
        await self._keys.touch(key.id)
        return caller


def _caller(key: Key) -> Caller:
    return Caller(account_id=key.account_id, key_id=key.id, terms=key.terms)


def _expired(caller: Caller) -> bool:
    return caller.terms.expires_at is not None and caller.terms.expires_at <= datetime.now(UTC)
