"""When a failed webhook is tried again."""

from hypothesis import given
from hypothesis import strategies as st

from reelwright.domain.webhook import GIVE_UP_AFTER, LONGEST_DELAY, next_delay


def test_the_first_three_waits_are_the_documented_ones() -> None:
    assert [next_delay(tries, 0) for tries in (1, 2, 3)] == [10, 30, 60]


def test_a_receiver_that_never_answers_is_given_up_within_a_day() -> None:
    age, tries = 0.0, 1
    while (delay := next_delay(tries, age)) is not None:
        age += delay
        tries += 1
    assert GIVE_UP_AFTER - LONGEST_DELAY < age <= GIVE_UP_AFTER
    assert 10 < tries < 20


@given(st.integers(1, 60), st.floats(0, GIVE_UP_AFTER))
def test_waits_grow_and_are_never_longer_than_the_longest(tries: int, age: float) -> None:
    delay = next_delay(tries, age)
    assert delay is None or 10 <= delay <= LONGEST_DELAY
