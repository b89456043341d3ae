"""The queue between renderer and encoder."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from reelwright.media.handoff import Aborted, Handoff


class Broken(Exception):
    """What one side dies of."""


def in_thread(work: Callable[[], object]) -> tuple[threading.Thread, list[BaseException]]:
    raised: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as fault:  # noqa: BLE001 - handed to the test
            raised.append(fault)

    thread = threading.Thread(target=run)
    thread.start()
    return thread, raised


def test_items_arrive_in_order_and_end_with_finish() -> None:
    handoff: Handoff[int] = Handoff(2)
    got: list[int] = []
    thread, raised = in_thread(lambda: got.extend(handoff))
    for number in range(100):
        handoff.put(number)
    handoff.finish()
    thread.join()
    assert got == list(range(100))
    assert raised == []
    handoff.raise_fault()


def test_a_producer_that_waits_for_room_is_woken_by_the_consumers_death() -> None:
    handoff: Handoff[int] = Handoff(1)
    handoff.put(0)
    thread, raised = in_thread(lambda: handoff.put(1))
    fault = Broken()
    handoff.abort(fault)
    thread.join()
    assert raised == [fault]


def test_a_consumer_that_waits_is_woken_by_the_producers_death() -> None:
    handoff: Handoff[int] = Handoff(1)
    thread, raised = in_thread(lambda: list(handoff))
    handoff.abort(Broken())
    thread.join()
    assert [type(fault) for fault in raised] == [Aborted]


def test_the_first_fault_counts_and_waiting_items_are_dropped() -> None:
    handoff: Handoff[int] = Handoff(3)
    handoff.put(1)
    first = Broken()
    handoff.abort(first)
    handoff.abort(ValueError())
    with pytest.raises(Broken) as caught:
        handoff.raise_fault()
    assert caught.value is first
    with pytest.raises(Aborted):
        next(iter(handoff))
