"""The gate in front of the queue."""

from __future__ import annotations

import pytest

from reelwright.errors import RateLimited
from reelwright.service.queue_gate import QueueGate


class Queue:
    """A queue whose length a test sets, and which notes how often it was counted."""

    def __init__(self, waiting: int) -> None:
        self.waiting = waiting
        self.counted = 0
        self.now = 0.0

    async def count(self, limit: int) -> int:
        self.counted += 1
        return min(self.waiting, limit)

    def gate(self, limit: int) -> QueueGate:
        return QueueGate(self.count, limit, lambda: self.now)


async def test_a_full_queue_takes_no_more_and_says_when_to_come_back() -> None:
    gate = Queue(10).gate(limit=10)
    with pytest.raises(RateLimited) as refused:
        await gate.enter()
    assert refused.value.retry_after == 10
    assert refused.value.status == 429


async def test_submits_between_two_counts_are_counted_by_the_gate_itself() -> None:
    queue = Queue(8)
    gate = queue.gate(limit=10)
    await gate.enter()
    await gate.enter()
    with pytest.raises(RateLimited):
        await gate.enter()
    assert queue.counted == 1


async def test_the_queue_is_counted_again_after_a_second() -> None:
    queue = Queue(10)
    gate = queue.gate(limit=10)
    with pytest.raises(RateLimited):
        await gate.enter()
    queue.waiting, queue.now = 3, 1.0
    await gate.enter()
    assert queue.counted == 2
