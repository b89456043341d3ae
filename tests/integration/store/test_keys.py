"""Keys: hashed, remembered, forgotten at once when revoked."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from reelwright.core import Core, ensure_first_key
from reelwright.domain.access import KeyTerms, Scope
from reelwright.errors import AuthenticationFailed, PermissionDenied
from reelwright.server import make_services
from reelwright.service.keys import Authenticator
from reelwright.store.audit import read_audit


@pytest.fixture
def authenticator(core: Core) -> Authenticator:
    return make_services(core).authenticator


async def test_a_key_works_and_its_text_is_stored_nowhere(core: Core, authenticator: Authenticator) -> None:
    made = await core.keys.create("mine")
    assert made
    key, secret = made
    assert (await authenticator.authenticate(secret)).key_id == key.id
    async with core.pool.connection() as connection:
        rows = await (await connection.execute("SELECT api_key::text AS whole FROM api_key")).fetchall()
    assert secret not in rows[0]["whole"]


@pytest.mark.parametrize("secret", [None, "", "rw_wrong", "ключ", "\0"])
async def test_no_key_and_a_wrong_key_are_refused_with_what_to_do(
    authenticator: Authenticator, secret: str | None
) -> None:
    with pytest.raises(AuthenticationFailed, match="key"):
        await authenticator.authenticate(secret)


async def test_a_revoked_key_is_refused_although_it_was_remembered(
    core: Core, authenticator: Authenticator
) -> None:
    made = await core.keys.create("mine")
    assert made
    await authenticator.authenticate(made[1])
    assert await core.keys.revoke("mine")
    async with asyncio.timeout(5):
        while True:
            try:
                await authenticator.authenticate(made[1])
            except AuthenticationFailed:
                break
            await asyncio.sleep(0.005)
    assert await core.keys.revoke("mine") == []


async def test_an_expired_key_is_refused(core: Core, authenticator: Authenticator) -> None:
    made = await core.keys.create("old", terms=KeyTerms(expires_at=datetime.now(UTC) - timedelta(seconds=1)))
    assert made
    with pytest.raises(AuthenticationFailed):
        await authenticator.authenticate(made[1])


async def test_a_key_of_one_network_is_refused_from_others(core: Core, authenticator: Authenticator) -> None:
    made = await core.keys.create("office", terms=KeyTerms(networks=("10.0.0.0/8",)))
    assert made
    assert await authenticator.authenticate(made[1], "10.2.3.4")
    assert await authenticator.authenticate(made[1], "::ffff:10.2.3.4")
    for address in ("192.0.2.1", None, "unix"):
        with pytest.raises(PermissionDenied):
            await authenticator.authenticate(made[1], address)


async def test_a_scope_that_a_key_lacks_is_named(core: Core, authenticator: Authenticator) -> None:
    made = await core.keys.create("reader", terms=KeyTerms(scopes=frozenset({Scope.READ})))
    assert made
    caller = await authenticator.authenticate(made[1])
    caller.require(Scope.READ)
    with pytest.raises(PermissionDenied, match="'generate'"):
        caller.require(Scope.GENERATE)


async def test_the_first_key_is_made_once_and_its_file_is_its_owners(core: Core) -> None:
    made = await ensure_first_key(core)
    assert made
    secret, path = made
    assert path.read_text().strip() == secret
    assert path.stat().st_mode & 0o777 == 0o600
    assert await ensure_first_key(core) is None


async def test_making_and_ending_a_key_is_in_the_audit_log(core: Core) -> None:
    made = await core.keys.create("mine", actor="key_admin")
    assert made
    await core.keys.revoke(made[0].id)
    deeds = [deed async for deed in read_audit(core.pool)]
    assert [(deed.actor, deed.verb, deed.subject) for deed in deeds] == [
        ("key_admin", "key_created", made[0].id),
        ("cli", "key_revoked", made[0].id),
    ]
