"""What administrators do: accounts, keys and money of the whole deployment, and the log of all that."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from decimal import Decimal
from ipaddress import ip_network
from typing import Final

from reelwright.domain.access import MAX_USD, KeyTerms, check_terms
from reelwright.domain.catalog import Catalog
from reelwright.errors import Fault, InvalidRequest, NotFound
from reelwright.store.accounts import Account, AccountStore
from reelwright.store.audit import Deed
from reelwright.store.keys import Key, KeyStore
from reelwright.store.ledger import LedgerStore

__all__ = ["Account", "Administration", "Deed", "Key"]

MAX_OVERLAP: Final = 30 * 86_400
MAX_NAME: Final = 100
MAX_NOTE: Final = 500
_ID: Final = re.compile(r"[a-z]+_[0-9A-Za-z_.-]{1,64}", re.ASCII)
_SMALLEST: Final = Decimal("0.0001")

ReadAudit = Callable[[str | None, int], AsyncIterator[Deed]]
"""Goes through the log of an account, or of all; takes the account's id and the id of the last line seen."""


class Administration:
    """Every method names its actor for the audit log: a key's id, or ``cli``."""

    def __init__(
        self,
        accounts: AccountStore,
        keys: KeyStore,
        ledger: LedgerStore,
        read_audit: ReadAudit,
        catalog: Catalog,
    ) -> None:
        self._accounts = accounts
        self._keys = keys
        self._ledger = ledger
        self._read_audit = read_audit
        self._catalog = catalog

    async def accounts(self) -> list[Account]:
        """Return every account, oldest first."""
        return await self._accounts.all()

    async def account(self, account_id: str) -> Account:
        """Return an account. Raises NotFound."""
        found = await self._accounts.get(account_id) if _ID.fullmatch(account_id) else None
        if found is None:
            raise NotFound(f"there is no account {account_id[:64]!r}; list them to see their ids")
        return found

    async def create_account(self, name: str, *, actor: str, account_id: str | None = None) -> Account:
        """Make an account without a limit; the first grant limits it. Raises InvalidRequest, Conflict."""
        faults = [*_check_text("name", name, MAX_NAME)]
        if account_id is not None and not (account_id.startswith("acct_") and _ID.fullmatch(account_id)):
            faults.append(Fault("id", f"id must look like acct_name, got {account_id[:64]!r}"))
        if faults:
            raise InvalidRequest(faults)
        return await self._accounts.create(name, account_id=account_id, actor=actor)

    async def grant(self, account_id: str, amount: Decimal, note: str, *, actor: str) -> Account:
        """Put money into an account, or take it out with a negative amount; from then on it is limited to what it has.

        Raises InvalidRequest, NotFound, and Conflict when more is taken out than is there.
        """
        faults = [*_check_text("note", note, MAX_NOTE, required=False)]
        if amount == 0 or abs(amount) > MAX_USD or amount % _SMALLEST != 0:
            faults.append(
                Fault(
                    "amount",
                    f"amount must be USD with at most four decimals, neither 0 nor beyond {MAX_USD}, got {amount}",
                )
            )
        if faults:
            raise InvalidRequest(faults)
        await self.account(account_id)
        await self._ledger.grant(account_id, amount, note, actor=actor)
        return await self.account(account_id)

    async def keys(self, account_id: str | None = None) -> list[Key]:
        """Return every key, or those of one account, oldest first. Raises NotFound when there is no such account."""
        if account_id is not None:
            await self.account(account_id)
        return await self._keys.all(account_id)

    async def create_key(self, name: str, account_id: str, terms: KeyTerms, *, actor: str) -> tuple[Key, str]:
        """Make a key of an account; return it with its text, which can't be read again. Raises InvalidRequest, NotFound."""
        terms, faults = self._checked(terms)
        if faults := [*_check_text("name", name, MAX_NAME), *faults]:
            raise InvalidRequest(faults)
        await self.account(account_id)
        made = await self._keys.create(name, account_id=account_id, terms=terms, actor=actor)
        if made is None:
            raise LookupError("a random key was there already")
        return made

    async def rotate_key(self, key_id: str, overlap: int, *, actor: str) -> tuple[Key, str]:
        """Give a key a new text; the old one works `overlap` seconds longer. Raises InvalidRequest, NotFound."""
        if not 0 <= overlap <= MAX_OVERLAP:
            raise InvalidRequest.one(
                "overlap", f"overlap must be from 0 to {MAX_OVERLAP} seconds, got {overlap}"
            )
        made = await self._keys.rotate(key_id, overlap, actor=actor) if _ID.fullmatch(key_id) else None
        if made is None:
            raise _no_such_key(key_id)
        return made

    async def revoke_key(self, key_id: str, *, actor: str) -> Key:
        """End a key, at once and in every process. Raises NotFound when there is none with this id, or it has ended."""
        # By id only: a name may be that of several keys.
        is_id = key_id.startswith("key_") and _ID.fullmatch(key_id)
        ended = await self._keys.revoke(key_id, actor=actor) if is_id else []
        if not ended:
            raise _no_such_key(key_id)
        return ended[0]

    def audit(self, account_id: str | None = None, after: int = 0) -> AsyncIterator[Deed]:
        """Go through the audit log, oldest first, of one account or of all; `after` is the id of the last line seen."""
        return self._read_audit(account_id, after)

    async def verify_ledger(self) -> list[str]:
        """Return a sentence for each task or account whose money does not add up; an empty list means that all does."""
        return await self._ledger.audit()

    def _checked(self, terms: KeyTerms) -> tuple[KeyTerms, list[Fault]]:
        """Return terms with models by id and networks as the database wants them, and what is wrong with them."""
        if faults := check_terms(terms):
            return terms, faults
        models = None
        if terms.models is not None:
            found = [self._catalog.find(name) for name in terms.models]
            for index, (name, model) in enumerate(zip(terms.models, found, strict=True)):
                if model is None:
                    faults.append(
                        Fault(f"models[{index}]", f"models[{index}]: there is no model {name[:80]!r}")
                    )
            models = tuple(dict.fromkeys(model.id for model in found if model is not None))
        networks = terms.networks
        if networks is not None:
            networks = tuple(str(ip_network(network, strict=False)) for network in networks)
        return replace(terms, models=models, networks=networks), faults


def _check_text(name: str, value: str, longest: int, *, required: bool = True) -> list[Fault]:
    if (required and not value.strip()) or len(value) > longest or not value.replace("\n", "").isprintable():
        least = 1 if required else 0
        return [Fault(name, f"{name} must have from {least} to {longest} printable characters")]
    return []


def _no_such_key(key_id: str) -> NotFound:
    return NotFound(
        f"there is no key {key_id[:64]!r} that has not ended; list the keys to see their ids", param="key_id"
    )
