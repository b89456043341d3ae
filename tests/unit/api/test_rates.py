"""Rates of keys, on a clock that the test holds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reelwright.api.rates import Rates


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_key_may_make_its_limit_at_once_and_then_waits() -> None:
    clock = Clock()
    rates = Rates(clock)
    left = [rates.take("key", 3)[0].remaining for _ in range(3)]
    assert left == [2, 1, 0]
    allowance, refusal = rates.take("key", 3)
    assert refusal is not None
    assert (refusal.retry_after, allowance.remaining, allowance.reset) == (20, 0, 60)
    clock.now += 20
    assert rates.take("key", 3)[1] is None
    assert rates.take("key", 3)[1] is not None


def test_keys_do_not_share_a_rate() -> None:
    rates = Rates(Clock())
    assert rates.take("one", 1)[1] is None
    assert rates.take("one", 1)[1] is not None
    assert rates.take("other", 1)[1] is None


@given(st.integers(1, 600), st.lists(st.floats(0, 20), max_size=60))
def test_no_minute_lets_more_than_twice_the_limit_through(limit: int, pauses: list[float]) -> None:
    clock = Clock()
    rates = Rates(clock)
    passed = []
    for pause in pauses:
        clock.now += pause
        if rates.take("key", limit)[1] is None:
            passed.append(clock.now)
    for begin in passed:
        assert sum(begin <= when < begin + 60 for when in passed) <= 2 * limit


def test_waiting_as_told_is_always_enough() -> None:
    clock = Clock()
    rates = Rates(clock)
    for _ in range(50):
        _, refusal = rates.take("key", 7)
        if refusal is not None:
            clock.now += refusal.retry_after
            assert rates.take("key", 7)[1] is None
