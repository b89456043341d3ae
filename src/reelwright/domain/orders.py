"""Orders to fail: how a client's developer sees, with a key in test mode, what happens when things go wrong.

They come in the header ``X-Reelwright-Test: fail_after=40, no_webhook`` or in the prompt as ``[[test:fail_after=40]]``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from reelwright.errors import Fault, InvalidRequest

HEADER: Final = "X-Reelwright-Test"

ORDERS: Final[Mapping[str, tuple[str, range | None]]] = {
    "refuse": ("the task fails at once, as when its content is refused", None),
    "fail_after": ("the task fails at this percentage", range(100)),
    "slow": ("the task takes this many seconds longer", range(1, 3601)),
    "stuck": ("the task starts, and then nothing happens until it is cancelled or overdue", None),
    "expired": ("the result's addresses have expired when the task completes", None),
    "no_webhook": ("the webhook never comes", None),
    "http": ("the submit itself is answered with this status: 429 or 500", range(429, 501, 71)),
}
"""What each order does, and the numbers that it takes."""

_DIRECTIVE: Final = re.compile(r"\[\[test:([^\]]{1,200})\]\]")
_ORDER: Final = re.compile(r"\s*(\w+)\s*(?:=\s*(\d{1,9}))?\s*", re.ASCII)


def find_orders(header: str | None, prompt: str) -> tuple[dict[str, int], str]:
    """Return the orders that a header and a prompt give, by name (1 where they take no number), and the prompt without them.

    Raises InvalidRequest naming an order that is unknown or whose number is wrong.
    """
    texts = [header] if header else []
    texts += _DIRECTIVE.findall(prompt)
    faults: list[Fault] = []
    orders = dict(_parse(texts, faults))
    if faults:
        raise InvalidRequest(faults)
    return orders, _DIRECTIVE.sub("", prompt).strip() if orders else prompt


def gives_orders(prompt: str) -> bool:
    """Tell whether a prompt has something that would be an order with a key in test mode."""
    return _DIRECTIVE.search(prompt) is not None


def _parse(texts: Iterable[str], faults: list[Fault]) -> Iterable[tuple[str, int]]:
    for text in ",".join(texts).split(",") if texts else ():
        match = _ORDER.fullmatch(text)
        name, number = match.groups() if match else (text.strip(), None)
        known = ORDERS.get(name)
        if known is None:
            listed = ", ".join(ORDERS)
            faults.append(
                Fault(HEADER, f"the test order {name[:40]!r} is not known; the orders are: {listed}")
            )
        elif known[1] is None:
            yield name, 1
        elif number is not None and int(number) in known[1]:
            yield name, int(number)
        else:
            listed = (
                " or ".join(map(str, known[1])) if len(known[1]) < 4 else f"{known[1][0]} to {known[1][-1]}"
            )
            faults.append(
                Fault(HEADER, f"the test order {name} needs a number, {listed}, such as {name}={known[1][0]}")
            )
