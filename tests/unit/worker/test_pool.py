"""How many children there are, and which of them work again."""

from __future__ import annotations

import asyncio
from typing import ClassVar

import pytest

from reelwright.errors import EngineCrashed
from reelwright.worker import pool as pool_module
from reelwright.worker.child import ChildLimits
from reelwright.worker.pool import ChildPool

LIMITS = ChildLimits(memory=1, deadline=1, silence=1)


class FakeChild:
    """Keeps the books of an engine child without a process."""

    alive: ClassVar[list[FakeChild]] = []
    made: ClassVar[list[FakeChild]] = []
    most: ClassVar[int] = 0

    def __init__(self, engine: str, limits: ChildLimits) -> None:
        self.engine = engine
        self.runs = 0
        self.broken = False
        self.alive.append(self)
        self.made.append(self)
        type(self).most = max(self.most, len(self.alive))

    @property
    def fit(self) -> bool:
        return self in self.alive and not self.broken

    async def ready(self) -> bool:
        await asyncio.sleep(0)
        if self.engine.startswith("broken"):
            self.alive.remove(self)
            raise EngineCrashed("no")
        return self.engine.startswith("remote")

    async def kill(self) -> None:
        await asyncio.sleep(0)
        if self in self.alive:
            self.alive.remove(self)


@pytest.fixture(autouse=True)
def children(monkeypatch: pytest.MonkeyPatch) -> type[FakeChild]:
    monkeypatch.setattr(pool_module, "EngineChild", FakeChild)
    monkeypatch.setattr(FakeChild, "alive", [])
    monkeypatch.setattr(FakeChild, "made", [])
    monkeypatch.setattr(FakeChild, "most", 0)
    return FakeChild


async def test_a_healthy_child_works_again() -> None:
    pool = ChildPool(LIMITS, slots=1)
    async with pool.lend("a") as first:
        pass
    async with pool.lend("a") as second:
        assert second is first
    assert len(FakeChild.made) == 1


async def test_a_child_that_is_not_fit_is_ended_and_replaced_before_the_next_task() -> None:
    pool = ChildPool(LIMITS, slots=1)
    async with pool.lend("a") as first:
        first.broken = True  # type: ignore[attr-defined]
    assert [child.fit for child in FakeChild.alive] == [True]
    async with pool.lend("a") as second:
        assert second is not first


async def test_a_worn_child_makes_room_for_a_fresh_one() -> None:
    pool = ChildPool(LIMITS, slots=1)
    async with pool.lend("a") as first:
        first.runs = pool_module.RUNS_PER_CHILD
    assert first not in FakeChild.alive
    assert len(FakeChild.alive) == 1


async def test_a_spare_waits_where_another_render_may_begin_and_nowhere_else() -> None:
    pool = ChildPool(LIMITS, slots=2)
    async with pool.lend("a"):
        assert len(FakeChild.alive) == 2
        async with pool.lend("a"):
            assert len(FakeChild.alive) == 2


async def test_there_are_never_more_than_the_slots_and_one() -> None:
    pool = ChildPool(LIMITS, slots=2)
    for engine in "abcd":
        await pool.is_remote(engine)
    assert len(FakeChild.alive) <= 3
    FakeChild.most = 0
    for engine in "dcbadcab":
        async with pool.lend(engine), pool.lend("a"):
            assert len(FakeChild.alive) <= 3
    assert len(FakeChild.alive) <= 3


async def test_remote_engines_keep_no_child() -> None:
    pool = ChildPool(LIMITS, slots=1)
    assert await pool.is_remote("remote")
    assert not await pool.is_remote("local")
    assert [child.engine for child in FakeChild.alive] == ["local"]


async def test_an_engine_that_does_not_start_counts_as_local_and_is_tried_again_for_each_task() -> None:
    pool = ChildPool(LIMITS, slots=1)
    assert not await pool.is_remote("broken")
    for _ in range(2):
        with pytest.raises(EngineCrashed):
            async with pool.lend("broken"):
                raise AssertionError
    await pool.close()
    assert FakeChild.alive == []


async def test_a_cancelled_borrower_leaves_no_child_behind() -> None:
    pool = ChildPool(LIMITS, slots=1)

    async def borrow() -> None:
        async with pool.lend("a") as child:
            child.broken = True  # type: ignore[attr-defined]
            await asyncio.Event().wait()

    borrower = asyncio.create_task(borrow())
    await asyncio.sleep(0.01)
    borrower.cancel()
    await asyncio.wait([borrower])
    await pool.close()
    assert FakeChild.alive == []
