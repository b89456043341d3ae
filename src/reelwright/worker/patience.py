"""What is nobody's fault and passes: telling it from mistakes, and waiting for it to pass."""

from __future__ import annotations

import asyncio
import errno
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

from obstore.exceptions import BaseError as BlobError
from psycopg import OperationalError

from reelwright.errors import Unavailable

log = logging.getLogger(__name__)

PATIENCE_SECONDS: Final = 60.0
"""How long a write waits for the database before what it belongs to is tried again as a whole."""
_PAUSES: Final = (0.1, 0.2, 0.5, 1.0, 2.0)
_MACHINE_TROUBLE: Final = frozenset(
    {
        errno.ENOSPC,
        errno.EDQUOT,
        errno.EIO,
        errno.EROFS,
        errno.EMFILE,
        errno.ENFILE,
        errno.ENOMEM,
        errno.EAGAIN,
    }
)

T = TypeVar("T")


class TryLater(Exception):
    """An attempt failed by no fault of its task: run the job again in `delay` seconds."""

    def __init__(self, delay: float) -> None:
        super().__init__(f"again in {delay:g} s")
        self.delay = delay


def is_infrastructure(error: BaseException) -> bool:
    """Tell whether an error says that the database, the blob store or the machine is in trouble."""
    if isinstance(error, OSError):
        return error.errno in _MACHINE_TROUBLE
    return isinstance(error, OperationalError | BlobError | Unavailable)


async def patiently(call: Callable[[], Awaitable[T]]) -> T:
    """Call, and call again while the database is away; it may have done what it was asked and lost the answer.

    Raises psycopg.OperationalError when it stays away for `PATIENCE_SECONDS`.
    """
    started = time.monotonic()
    tries = 0
    while True:
        try:
            return await call()
        except OperationalError as error:
            if time.monotonic() - started > PATIENCE_SECONDS:
                raise
            log.warning("database_away", extra={"error": str(error)})
        await asyncio.sleep(_PAUSES[min(tries, len(_PAUSES) - 1)])
        tries += 1
