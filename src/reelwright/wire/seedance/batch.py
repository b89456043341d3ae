"""The body of POST /v1/tasks/batch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from reelwright.errors import Fault, InvalidRequest
from reelwright.wire.seedance.fields import FieldReader

MAX_TASKS: Final = 50


def parse_batch(body: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the ids that a batch asks for. Raises InvalidRequest naming every fault."""
    faults: list[Fault] = []
    reader = FieldReader(body, faults)
    task_ids = reader.texts("task_ids")
    if not faults and not 1 <= len(task_ids) <= MAX_TASKS:
        reader.fault("task_ids", f"task_ids must have from 1 to {MAX_TASKS} entries, got {len(task_ids)}")
    if faults:
        raise InvalidRequest(faults)
    return task_ids
