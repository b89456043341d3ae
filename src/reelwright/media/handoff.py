"""A short queue between two threads in which a failure on either side stops the other at once."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class Aborted(Exception):
    """The producer gave up; raised in the consumer, which need not report it."""


class Handoff(Generic[T]):
    """Holds at most `size` items; `queue.Queue` can't be woken when the other side has died (before Python 3.13)."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._items: deque[T] = deque()
        self._changed = threading.Condition()
        self._finished = False
        self._fault: BaseException | None = None

    def put(self, item: T) -> None:
        """Wait for room and add `item`; raises what the consumer died of."""
        with self._changed:
            self._changed.wait_for(lambda: self._fault is not None or len(self._items) < self._size)
            if self._fault is not None:
                raise self._fault
            self._items.append(item)
            self._changed.notify_all()

    def finish(self) -> None:
        """Say that no more items come; the consumer still gets those that wait."""
        with self._changed:
            self._finished = True
            self._changed.notify_all()

    def abort(self, fault: BaseException) -> None:
        """Stop both sides; the first fault is the one that counts. Waiting items are dropped."""
        with self._changed:
            self._fault = self._fault or fault
            self._items.clear()
            self._changed.notify_all()

    def raise_fault(self) -> None:
        """Raise the fault of either side, if there was one."""
        if self._fault is not None:
            raise self._fault

    def __iter__(self) -> Iterator[T]:
        """Yield items until `finish`; raises Aborted when the producer gave up."""
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._items or self._finished or self._fault is not None)
                if self._fault is not None:
                    raise Aborted
                if not self._items:
                    return
                item = self._items.popleft()
                self._changed.notify_all()
            yield item
