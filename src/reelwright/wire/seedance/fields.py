"""Reads fields of a JSON object by type. What is wrong is collected, never raised, so that every fault is named at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from reelwright.errors import Fault
from reelwright.wire.seedance.bodies import json_type, shown

MAX_ENTRIES: Final = 64
"""More than any limit of a model; keeps an array of a million wrong entries from making a million faults."""

_MAX_INTEGER: Final = 2**63 - 1


class FieldReader:
    """One JSON object under inspection.

    A field that is absent, null or wrong reads as its default; `faults` says what was wrong with it.
    """

    def __init__(self, body: Mapping[str, Any], faults: list[Fault], prefix: str = "") -> None:
        self._body = body
        self._prefix = prefix
        self.faults = faults

    def text(self, name: str, default: str = "") -> str:
        """Read a string."""
        value = self._body.get(name)
        if value is None:
            return default
        if not isinstance(value, str):
            self.fault(name, f"{self._prefix}{name} must be a string, got {shown(value)}")
            return default
        if "\0" in value:
            self.fault(name, f"{self._prefix}{name} must not contain the character U+0000")
            return default
        return value

    def required_text(self, name: str, hint: str) -> str:
        """Read a string that must be there and not empty; `hint` says what it may be."""
        before = len(self.faults)
        value = self.text(name)
        if not value and len(self.faults) == before:
            self.fault(name, f"{self._prefix}{name} is required: {hint}")
        return value

    def integer(self, name: str, default: int | None = None) -> int | None:
        """Read an integer: neither a boolean, nor a number with a fraction, nor a string of digits."""
        value = self._body.get(name)
        if value is None:
            return default
        if type(value) is not int:
            self.fault(name, f"{self._prefix}{name} must be an integer, got {shown(value)}")
            return default
        if abs(value) > _MAX_INTEGER:
            self.fault(name, f"{self._prefix}{name} is far out of range")
            return default
        return value

    def decimal(self, name: str) -> Decimal | None:
        """Read an amount: a number, or a string such as "12.50" where a caller will not trust floating point."""
        value = self._body.get(name)
        if value is None:
            return None
        try:
            # By its shortest text: a JSON number 0.1 means 0.1 and not the nearest binary fraction.
            found = (
                Decimal(str(value)) if type(value) in (int, float, str) and len(str(value)) <= 40 else None
            )
        except InvalidOperation:
            found = None
        if found is None or not found.is_finite():
            self.fault(name, f"{self._prefix}{name} must be an amount such as 12.5, got {shown(value)}")
            return None
        return found

    def boolean(self, name: str) -> bool:
        """Read true or false; absent is false."""
        value = self._body.get(name)
        if value is None:
            return False
        if not isinstance(value, bool):
            self.fault(name, f"{self._prefix}{name} must be true or false, got {shown(value)}")
            return False
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """Read an array of strings, none of them empty."""
        found = []
        for index, value in self._entries(name, "strings"):
            if not isinstance(value, str) or not value:
                got = shown(value) if value != "" else "an empty string"
                self.fault(f"{name}[{index}]", f"{self._prefix}{name}[{index}] must be a string, got {got}")
            elif "\0" in value:
                self.fault(
                    f"{name}[{index}]",
                    f"{self._prefix}{name}[{index}] must not contain the character U+0000",
                )
            else:
                found.append(value)
        return tuple(found)

    def objects(self, name: str) -> Iterable[tuple[str, Mapping[str, Any]]]:
        """Read an array of objects; yields (``name[index]``, object)."""
        for index, value in self._entries(name, "objects"):
            if isinstance(value, dict):
                yield f"{name}[{index}]", value
            else:
                self.fault(
                    f"{name}[{index}]", f"{self._prefix}{name}[{index}] must be an object, got {shown(value)}"
                )

    def fault(self, name: str, message: str) -> None:
        """Record that the field `name` is wrong."""
        self.faults.append(Fault(self._prefix + name, message))

    def _entries(self, name: str, what: str) -> Iterable[tuple[int, Any]]:
        value = self._body.get(name)
        if value is None:
            return ()
        if not isinstance(value, list):
            self.fault(name, f"{self._prefix}{name} must be an array of {what}, got {json_type(value)}")
            return ()
        if len(value) > MAX_ENTRIES:
            self.fault(name, f"{self._prefix}{name} has {len(value)} entries, more than any model takes")
            return ()
        return enumerate(value)
