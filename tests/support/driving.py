"""Drives the client's flows without a network and without waiting."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from reelwright.client.calls import Answer, Call, Flow, NoAnswer, Send

T = TypeVar("T")

Outcome = Answer | NoAnswer


def ok(data: Any) -> Answer:
    """An answer in the usual envelope."""
    return raw(200, {"code": 200, "data": data})


def raw(status: int, body: Any, **headers: str) -> Answer:
    """Any answer."""
    return Answer(
        status, {name.replace("_", "-"): value for name, value in headers.items()}, json.dumps(body).encode()
    )


def task(status: str = "processing", progress: int = 0, **more: Any) -> dict[str, Any]:
    """A task object as the API writes it."""
    return {"id": "task_1", "status": status, "progress": progress, "created": 1, **more}


@dataclass
class Stage:
    """Answers calls from a script; sleeping and slow answers move its clock."""

    answers: Sequence[Outcome | Callable[[Call[Any]], tuple[float, Outcome]]]
    now: float = 0.0
    sent: list[Call[Any]] = field(default_factory=list)
    sleeps: list[float] = field(default_factory=list)

    def clock(self) -> float:
        return self.now

    def run(self, flow: Flow[T]) -> T:
        script = iter(self.answers)
        outcome: Outcome | None = None
        while True:
            try:
                wish = flow.send(outcome)
            except StopIteration as end:
                result: T = end.value
                return result
            if isinstance(wish, Send):
                self.sent.append(wish.call)
                answer = next(script)
                if callable(answer):
                    took, outcome = answer(wish.call)
                    self.now += took
                else:
                    outcome = answer
            else:
                self.sleeps.append(wish.seconds)
                self.now += wish.seconds
                outcome = None
