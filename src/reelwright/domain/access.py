"""What a key may do and how much it may spend."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from ipaddress import ip_address, ip_network
from typing import Final

from reelwright.errors import Fault

MAX_COUNT: Final = 1_000_000
MAX_USD: Final = Decimal(1_000_000_000)
"""What a rate or a cap, and an amount of money, may be at most; the database's columns hold more."""


class Scope(StrEnum):
    """What a key may be used for. ADMIN includes keys, accounts and money of the whole deployment."""

    GENERATE = "generate"
    READ = "read"
    ASSETS = "assets"
    ADMIN = "admin"


ORDINARY_SCOPES = frozenset({Scope.GENERATE, Scope.READ, Scope.ASSETS})


@dataclass(frozen=True, slots=True)
class KeyTerms:
    """The terms of a key.

    test_mode: whether failures may be asked for. rate_limit: requests a minute, None for the server's own.
    running_cap: how many of its tasks may run at a time. weight: 1 to 16, how many turns it
    gets where others get one. budget_total, budget_day, budget_month: USD, held and spent.
    models: ids that it may use, None for all. networks: where it may be used from, in CIDR notation, None for anywhere.
    """

    scopes: frozenset[Scope] = ORDINARY_SCOPES
    test_mode: bool = False
    expires_at: datetime | None = None
    rate_limit: int | None = None
    running_cap: int | None = None
    weight: int = 1
    budget_total: Decimal | None = None
    budget_day: Decimal | None = None
    budget_month: Decimal | None = None
    models: tuple[str, ...] | None = None
    networks: tuple[str, ...] | None = None

    def allows_model(self, model: str) -> bool:
        """Tell whether the key may use a model, by its id."""
        return self.models is None or model in self.models

    def allows_address(self, address: str | None) -> bool:
        """Tell whether the key may be used from an IP address; an unknown one is outside every network."""
        return self.networks is None or is_within(address, self.networks)


def is_within(address: str | None, networks: Iterable[str]) -> bool:
    """Tell whether an IP address is in one of the networks; an unknown one is in none."""
    try:
        where = ip_address(address or "")
    except ValueError:
        return False
    where = getattr(where, "ipv4_mapped", None) or where
    return any(where in ip_network(network, strict=False) for network in networks)


def check_terms(terms: KeyTerms) -> list[Fault]:
    """Return what is wrong with the terms of a key to be made."""
    faults = []
    if not terms.scopes:
        faults.append(Fault("scopes", f"scopes must name at least one of {', '.join(Scope)}"))
    for name in ("rate_limit", "running_cap"):
        value = getattr(terms, name)
        if value is not None and not 1 <= value <= MAX_COUNT:
            faults.append(Fault(name, f"{name} must be from 1 to {MAX_COUNT}, got {value}"))
    if not 1 <= terms.weight <= 16:
        faults.append(Fault("weight", f"weight must be from 1 to 16, got {terms.weight}"))
    for name in ("budget_total", "budget_day", "budget_month"):
        value = getattr(terms, name)
        if value is not None and not 0 <= value <= MAX_USD:
            faults.append(Fault(name, f"{name} must be from 0 to {MAX_USD} USD, got {value}"))
    faults += [
        Fault(name, f"{name} must name at least one; leave it away to allow all")
        for name in ("models", "networks")
        if getattr(terms, name) == ()
    ]
    for index, network in enumerate(terms.networks or ()):
        if not _is_network(network):
            faults.append(
                Fault(
                    f"networks[{index}]",
                    f"networks[{index}] is no network such as 10.0.0.0/8: {network[:60]!r}",
                )
            )
    return faults


def _is_network(text: str) -> bool:
    try:
        ip_network(text, strict=False)
    except ValueError:
        return False
    # A zone means something on one machine only, and the database takes none.
    return "%" not in text
