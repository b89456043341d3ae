"""Kills, freezes and restarts members of a fleet at random, and brings back who was killed."""

from __future__ import annotations

import random
import signal
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import Final

import psutil
from tests.support.fleet import API, Fleet, Member

_PAUSE: Final = (0.5, 3.0)
_FROZEN: Final = (1.0, 25.0)
"""Seconds; beyond fifteen a worker's tasks may be given to others while it sleeps."""


class Monkey(threading.Thread):
    """Does harm until it is told to stop; everyone lives again when it has ended."""

    def __init__(self, fleet: Fleet, kill_postgres: Callable[[], None], chance: random.Random) -> None:
        super().__init__(name="monkey")
        self.done: Counter[str] = Counter()
        self._fleet = fleet
        self._kill_postgres = kill_postgres
        self._chance = chance
        self._enough = threading.Event()
        self._thaws: list[threading.Timer] = []

    def stop(self) -> None:
        """Let it end and wait for that."""
        self._enough.set()
        self.join()
        for timer in self._thaws:
            timer.cancel()
        for member in self._fleet.members.values():
            member.send(signal.SIGCONT)
        self._fleet.supervise()

    def run(self) -> None:
        """Choose a deed, do it, rest a while."""
        deeds: dict[str, tuple[int, Callable[[], None]]] = {
            "API killed": (3, lambda: self._kill(self._one_of(API))),
            "worker killed": (4, lambda: self._kill(self._chance.choice(self._fleet.workers()))),
            "worker stopped by SIGTERM": (
                1,
                lambda: self._terminate(self._chance.choice(self._fleet.workers())),
            ),
            "worker frozen": (2, self._freeze),
            "engine child killed": (4, self._kill_child),
            "Postgres killed": (1, self._kill_postgres),
        }
        names, weights = list(deeds), [weight for weight, _ in deeds.values()]
        while not self._enough.wait(self._chance.uniform(*_PAUSE)):
            name = self._chance.choices(names, weights)[0]
            deeds[name][1]()
            self.done[name] += 1
            self._fleet.supervise()

    def _one_of(self, kind: str) -> Member:
        return self._chance.choice(
            [member for name, member in self._fleet.members.items() if name.startswith(kind)]
        )

    def _kill(self, member: Member) -> None:
        if member.lives:
            member.end(signal.SIGKILL)
        member.start()

    def _terminate(self, member: Member) -> None:
        member.send(signal.SIGCONT)
        member.send(signal.SIGTERM)
        # A second one does not wait, should the first be busy for long.
        with suppress(Exception):
            member.process.wait(5)  # type: ignore[union-attr]
        self._kill(member)

    def _freeze(self) -> None:
        member = self._chance.choice(self._fleet.workers())
        member.send(signal.SIGSTOP)
        thaw = threading.Timer(self._chance.uniform(*_FROZEN), member.send, [signal.SIGCONT])
        thaw.daemon = True
        thaw.start()
        self._thaws.append(thaw)

    def _kill_child(self) -> None:
        children = [child for worker in self._fleet.workers() for child in worker.children()]
        if children:
            with suppress(psutil.NoSuchProcess):
                self._chance.choice(children).kill()
