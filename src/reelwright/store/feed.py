"""Follows changes in the database: one connection per process listens, everyone in the process is woken.

A notification only says which thing changed; readers read the row. Whatever was missed while the connection was down is
made good by waking every follower after it is back.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

from psycopg import AsyncConnection, OperationalError
from psycopg.sql import SQL, Identifier

from reelwright.store.database import with_search_path

log = logging.getLogger(__name__)

TASKS: Final = "reelwright_task"
KEYS: Final = "reelwright_key"
WEBHOOKS: Final = "reelwright_webhook"
CALLBACKS: Final = "reelwright_callback"
_RECONNECT_SECONDS: Final = 1.0


class Feed:
    """Wakes followers of tasks and keys."""

    def __init__(self, url: str) -> None:
        self._url = with_search_path(url)
        self._followers: defaultdict[tuple[str, str], set[asyncio.Event]] = defaultdict(set)
        self._listener: asyncio.Task[None] | None = None
        self._listening = asyncio.Event()
        self.closing = False
        """Whether this process is about to end: followers that serve a caller let it go, to be taken on elsewhere."""

    async def start(self) -> None:
        """Begin to listen; returns once notifications arrive."""
        self._listener = asyncio.create_task(self._listen_for_ever(), name="database feed")
        await asyncio.wait_for(self._listening.wait(), 10)

    async def stop(self) -> None:
        """Stop listening."""
        if self._listener is not None:
            self._listener.cancel()
            with suppress(asyncio.CancelledError):
                await self._listener

    def let_go(self) -> None:
        """Wake everyone for the last time, so that nobody who waits holds up the end of the process."""
        self.closing = True
        self._wake_all()

    @contextmanager
    def follow(self, channel: str, name: str = "*") -> Iterator[asyncio.Event]:
        """Give an event that is set whenever the thing called `name` changes, or any on the channel for ``*``.

        Clear it, then read the row, then wait: a change between the read and the wait sets it again.
        """
        event = asyncio.Event()
        self._followers[channel, name].add(event)
        try:
            yield event
        finally:
            self._followers[channel, name].discard(event)
            if not self._followers[channel, name]:
                del self._followers[channel, name]

    async def _listen_for_ever(self) -> None:
        while True:
            try:
                await self._listen()
            except OperationalError as error:
                log.warning("database feed lost its connection", extra={"error": str(error)})
            await asyncio.sleep(_RECONNECT_SECONDS)

    async def _listen(self) -> None:
        async with await AsyncConnection.connect(self._url, autocommit=True) as connection:
            for channel in (TASKS, KEYS, WEBHOOKS, CALLBACKS):
                await connection.execute(SQL("LISTEN {}").format(Identifier(channel)))
            self._listening.set()
            self._wake_all()
            async for notice in connection.notifies():
                self._wake(notice.channel, notice.payload)
                self._wake(notice.channel, "*")

    def _wake(self, channel: str, name: str) -> None:
        for event in self._followers.get((channel, name), ()):
            event.set()

    def _wake_all(self) -> None:
        for events in self._followers.values():
            for event in events:
                event.set()
