"""Money: holds, settlements and releases, on a real Postgres."""

import asyncio
from decimal import Decimal

import psycopg
import pytest

from reelwright.core import Core
from reelwright.domain.access import KeyTerms
from reelwright.domain.request import VideoRequest
from reelwright.domain.task import TaskFailure, TaskResult
from reelwright.errors import Conflict, NotFound, PaymentRequired
from reelwright.server import make_services
from reelwright.service.keys import Caller
from reelwright.service.submit import Submissions
from reelwright.store.ledger import LedgerStore

ACCOUNT = "acct_default"
REQUEST = VideoRequest(model="doubao-seedance-2.0", prompt="A kitten", resolution="720p")
PRICE = Decimal("0.71")
RESULT = TaskResult("results/x/1/video.mp4", 1280, 720, 121, 24, 5.04, False, 1, "00")


@pytest.fixture
async def caller(core: Core) -> Caller:
    made = await core.keys.create("test")
    assert made
    return Caller(ACCOUNT, made[0].id)


@pytest.fixture
def submissions(core: Core) -> Submissions:
    return make_services(core).submissions


@pytest.fixture
def ledger(core: Core) -> LedgerStore:
    return LedgerStore(core.pool)


async def test_an_unlimited_account_submits_without_a_balance_and_its_spending_is_kept(
    core: Core, submissions: Submissions, ledger: LedgerStore, caller: Caller
) -> None:
    task = await submissions.submit(REQUEST, caller, "http://host")
    standing = await ledger.standing(ACCOUNT)
    assert (standing.unlimited, standing.balance, standing.held, standing.spent) == (True, 0, PRICE, 0)
    await core.tasks.claim(task.id)
    await core.tasks.complete(task.id, 1, RESULT, cost=PRICE, completion_tokens=108_900, ttl=60)
    standing = await ledger.standing(ACCOUNT)
    assert (standing.balance, standing.held, standing.spent) == (0, 0, PRICE)
    assert await ledger.key_spent(caller.key_id) == (PRICE, 0)
    assert await ledger.audit() == []


async def test_two_hundred_submits_at_once_spend_a_budget_for_fifty_and_no_more(
    submissions: Submissions, ledger: LedgerStore, caller: Caller
) -> None:
    await ledger.grant(ACCOUNT, 50 * PRICE, "budget")
    outcomes = await asyncio.gather(
        *(submissions.submit(REQUEST, caller, "http://host") for _ in range(200)), return_exceptions=True
    )
    accepted = [outcome for outcome in outcomes if not isinstance(outcome, BaseException)]
    assert len(accepted) == 50
    assert all(
        isinstance(outcome, PaymentRequired) for outcome in outcomes if isinstance(outcome, BaseException)
    )
    standing = await ledger.standing(ACCOUNT)
    assert (standing.balance, standing.held) == (0, 50 * PRICE)
    assert await ledger.audit() == []


async def test_a_key_spends_no_more_than_its_budget_however_many_submits_come_at_once(
    core: Core, submissions: Submissions, ledger: LedgerStore
) -> None:
    made = await core.keys.create("small", terms=KeyTerms(budget_day=5 * PRICE, budget_total=50 * PRICE))
    assert made
    caller = Caller(ACCOUNT, made[0].id, made[0].terms)
    outcomes = await asyncio.gather(
        *(submissions.submit(REQUEST, caller, "http://host") for _ in range(40)), return_exceptions=True
    )
    accepted = [outcome for outcome in outcomes if not isinstance(outcome, BaseException)]
    refused = [outcome for outcome in outcomes if isinstance(outcome, PaymentRequired)]
    assert (len(accepted), len(refused)) == (5, 35)
    assert "budget of this key (day " in refused[0].message
    assert await ledger.key_spent(caller.key_id) == (0, 5 * PRICE)


async def test_a_cancelled_task_gives_its_key_the_budget_back(core: Core, submissions: Submissions) -> None:
    made = await core.keys.create("small", terms=KeyTerms(budget_total=PRICE))
    assert made
    caller = Caller(ACCOUNT, made[0].id, made[0].terms)
    task = await submissions.submit(REQUEST, caller, "http://host")
    with pytest.raises(PaymentRequired):
        await submissions.submit(REQUEST, caller, "http://host")
    await core.tasks.request_cancel(task.id, ACCOUNT)
    assert await submissions.submit(REQUEST, caller, "http://host")


async def test_whatever_ends_a_task_without_a_video_gives_the_whole_hold_back(
    core: Core, submissions: Submissions, ledger: LedgerStore, caller: Caller
) -> None:
    await ledger.grant(ACCOUNT, Decimal(10), "budget")
    waiting, running, failing = [await submissions.submit(REQUEST, caller, "http://host") for _ in range(3)]
    await core.tasks.request_cancel(waiting.id, ACCOUNT)
    await core.tasks.claim(running.id)
    await core.tasks.request_cancel(running.id, ACCOUNT)
    await core.tasks.cancel(running.id, 1)
    await core.tasks.claim(failing.id)
    await core.tasks.fail(failing.id, 1, TaskFailure("task_failed", "no"))
    standing = await ledger.standing(ACCOUNT)
    assert (standing.balance, standing.held, standing.spent) == (10, 0, 0)
    assert await ledger.audit() == []


async def test_a_task_that_cost_less_than_its_hold_gives_the_rest_back(
    core: Core, submissions: Submissions, ledger: LedgerStore, caller: Caller
) -> None:
    await ledger.grant(ACCOUNT, Decimal(1), "budget")
    task = await submissions.submit(REQUEST, caller, "http://host")
    await core.tasks.claim(task.id)
    await core.tasks.complete(task.id, 1, RESULT, cost=Decimal("0.5"), completion_tokens=1, ttl=60)
    standing = await ledger.standing(ACCOUNT)
    assert (standing.balance, standing.held, standing.spent) == (Decimal("0.5"), 0, Decimal("0.5"))


async def test_money_that_is_not_there_can_not_be_taken_out(ledger: LedgerStore, caller: Caller) -> None:
    await ledger.grant(ACCOUNT, Decimal(1), "in")
    with pytest.raises(Conflict):
        await ledger.grant(ACCOUNT, Decimal(-2), "out")
    with pytest.raises(NotFound):
        await ledger.grant("acct_none", Decimal(1), "in")


async def test_the_ledger_can_not_be_rewritten_and_the_audit_sees_a_forged_balance(
    core: Core, ledger: LedgerStore, caller: Caller
) -> None:
    await ledger.grant(ACCOUNT, Decimal(1), "in")
    async with core.pool.connection() as connection:
        with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
            await connection.execute("UPDATE ledger SET amount = 100")
        await connection.execute("UPDATE account SET balance = 5")
    (sentence,) = await ledger.audit()
    assert "acct_default" in sentence
