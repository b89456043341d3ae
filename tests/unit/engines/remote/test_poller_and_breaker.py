"""Polling many jobs with few calls, and leaving alone what fails."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.engines.remote.breaker import Breaker
from reelwright.engines.remote.calls import CallFailed
from reelwright.engines.remote.download import is_whole_mp4
from reelwright.engines.remote.follow import expected_fraction
from reelwright.engines.remote.poller import Pace, Poller
from reelwright.engines.remote.states import Phase, State
from reelwright.errors import NotSubmitted

RUNNING = State(Phase.RUNNING)


class Upstream:
    """Answers looks, and records them."""

    def __init__(self, failures: int = 0) -> None:
        self.looks: list[tuple[str, ...]] = []
        self.failures = failures

    async def look(self, jobs: Sequence[str]) -> Mapping[str, State]:
        self.looks.append(tuple(jobs))
        if self.failures:
            self.failures -= 1
            raise CallFailed("down")
        return dict.fromkeys(jobs, RUNNING)


async def test_a_hundred_jobs_are_looked_at_in_one_call() -> None:
    upstream = Upstream()
    poller = Poller("up", upstream.look, Pace(batch=100, parallel=1, rate=1000, first=0.01, longest=60))
    with ExitStack() as stack:
        news = [stack.enter_context(poller.watch(f"job-{number}")) for number in range(100)]
        assert [await queue.get() for queue in news] == [RUNNING] * 100
    assert len(upstream.looks) <= 2
    await poller.close()


async def test_calls_stay_under_the_rate_however_many_jobs_there_are() -> None:
    upstream = Upstream()
    poller = Poller("up", upstream.look, Pace(batch=1, parallel=2, rate=50, first=0.001, longest=0.001))
    loop = asyncio.get_running_loop()
    began = loop.time()
    with ExitStack() as stack:
        for number in range(50):
            stack.enter_context(poller.watch(f"job-{number}"))
        while len(upstream.looks) < 20:
            await asyncio.sleep(0.005)
    assert (len(upstream.looks) - 2) / (loop.time() - began) <= 55
    await poller.close()


async def test_a_watcher_that_is_slow_keeps_one_state_and_no_queue() -> None:
    upstream = Upstream()
    poller = Poller("up", upstream.look, Pace(rate=10_000, first=0.001, longest=0.001))
    with poller.watch("job") as news:
        while len(upstream.looks) < 20:
            await asyncio.sleep(0.001)
        assert news.qsize() <= 1
    await poller.close()


async def test_an_upstream_that_is_down_for_a_while_is_asked_again() -> None:
    upstream = Upstream(failures=1)
    poller = Poller("up", upstream.look, Pace(rate=1000, first=0.001, longest=0.01))
    with poller.watch("job") as news:
        assert await asyncio.wait_for(news.get(), 10) is RUNNING
    assert len(upstream.looks) >= 2
    await poller.close()


async def test_a_nudge_looks_at_once() -> None:
    upstream = Upstream()
    poller = Poller("up", upstream.look, Pace(rate=1000, first=3600, longest=3600))
    with poller.watch("job") as news:
        await asyncio.sleep(0)
        poller.nudge("job")
        assert await asyncio.wait_for(news.get(), 5) is RUNNING
    await poller.close()


async def test_when_nobody_watches_nobody_looks() -> None:
    upstream = Upstream()
    poller = Poller("up", upstream.look, Pace(rate=1000, first=0.001, longest=0.001))
    with poller.watch("job") as news:
        await news.get()
    await asyncio.wait_for(asyncio.gather(poller._loop), 5)  # type: ignore[arg-type]
    looks = len(upstream.looks)
    with poller.watch("other") as news:
        await asyncio.wait_for(news.get(), 5)
    assert len(upstream.looks) > looks
    await poller.close()


def test_a_breaker_opens_rests_and_lets_one_through() -> None:
    now = [0.0]
    breaker = Breaker("up", 2, 30, lambda: now[0])
    breaker.failed()
    breaker.check()
    breaker.failed()
    with pytest.raises(NotSubmitted) as refused:
        breaker.check()
    assert refused.value.retry_after == 30
    now[0] = 31
    breaker.check()
    with pytest.raises(NotSubmitted):
        breaker.check()
    breaker.succeeded()
    breaker.check()


@given(st.floats(0, 1e6), st.floats(0, 1e6), st.integers(1, 10_000))
def test_the_estimate_never_goes_back_and_never_ends(one: float, other: float, typical: int) -> None:
    sooner, later = sorted((one, other))
    assert 0 <= expected_fraction(None, sooner, typical) <= expected_fraction(None, later, typical) <= 0.95


def test_what_the_upstream_says_counts_more_than_an_estimate() -> None:
    assert expected_fraction(State(Phase.RUNNING, fraction=0.4), 1e6, 1) == 0.4
    assert expected_fraction(State(Phase.RUNNING, fraction=7), 0, 1) == 0.95


@given(st.binary(max_size=200))
def test_no_bytes_make_the_check_for_whole_videos_fail(data: bytes) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as directory:
        path = Path(directory) / "x.mp4"
        path.write_bytes(data)
        assert not is_whole_mp4(path)


def test_every_cut_of_a_video_shows(media_files, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    data = media_files.video(seconds=2).read_bytes()
    path = tmp_path / "cut.mp4"
    path.write_bytes(data)
    assert is_whole_mp4(path)
    for cut in range(1, 20):
        path.write_bytes(data[: len(data) * cut // 20])
        assert not is_whole_mp4(path)
