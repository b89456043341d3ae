"""What a caller's key and account have left, and what they have used."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from reelwright.service.keys import Caller
from reelwright.store.ledger import LedgerStore, Usage

GROUPS: Final[dict[str, Callable[[Usage], str]]] = {
    "model": lambda usage: usage.model,
    "day": lambda usage: usage.day.isoformat(),
    "key": lambda usage: usage.key_id,
}
"""What usage may be grouped by, and the name of the group that a row belongs to."""


@dataclass(frozen=True, slots=True)
class Purse:
    """Money in USD. left: None where nothing limits it; what is held for open tasks is neither left nor used."""

    left: Decimal | None
    used: Decimal


@dataclass(frozen=True, slots=True)
class Spending:
    """What one group has spent, in USD, over how many tasks."""

    name: str
    tasks: int
    spent: Decimal


class Accounts:
    """Balances and usage as callers see their own."""

    def __init__(self, ledger: LedgerStore) -> None:
        self._ledger = ledger

    async def of_key(self, caller: Caller) -> Purse:
        """Return what the caller's key may still spend: the least of its budgets and its account's balance."""
        spent, _ = await self._ledger.key_spent(caller.key_id)
        account = await self.of_account(caller)
        limits = (account.left, await self._ledger.key_left(caller.key_id))
        return Purse(min((limit for limit in limits if limit is not None), default=None), spent)

    async def of_account(self, caller: Caller) -> Purse:
        """Return what the caller's account may still spend."""
        standing = await self._ledger.standing(caller.account_id)
        return Purse(None if standing.unlimited else standing.balance, standing.spent)

    async def usage(self, caller: Caller, start: datetime, end: datetime, group_by: str) -> list[Spending]:
        """Return what the account spent from `start` up to, not including, `end`, by a key of `GROUPS`, by name."""
        name_of = GROUPS[group_by]
        groups: dict[str, Spending] = {}
        for usage in await self._ledger.usage(caller.account_id, start, end):
            name = name_of(usage)
            before = groups.get(name, Spending(name, 0, Decimal(0)))
            groups[name] = Spending(name, before.tasks + usage.tasks, before.spent + usage.spent)
        return [groups[name] for name in sorted(groups)]
