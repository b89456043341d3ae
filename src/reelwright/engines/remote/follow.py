"""How long a job is waited for, and how far it seems to be."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import Final

from reelwright.engines.remote.states import Phase, State
from reelwright.errors import EngineFailed, EngineTimedOut

_USUAL_SECONDS: Final = 120
_MOST: Final = 0.95


@dataclass(slots=True)
class Patience:
    """upstream: its name. until: Unix seconds at which a job is given up. odd: seconds that a job may be unknown or gone."""

    upstream: str
    until: float
    odd: float
    odd_since: float | None = None

    def left(self) -> float:
        """Return the seconds until the job is given up."""
        return self.until - time.time()


def check_patience(state: State | None, patience: Patience) -> None:
    """Raise EngineTimedOut when a job took too long, EngineFailed when it has been odd for too long.

    A word that nobody has documented is not progress: after a while it is an error.
    """
    if patience.left() <= 0:
        raise EngineTimedOut(
            f"the upstream {patience.upstream} did not finish this video in the time that it has; submit the request again"
        )
    if state is None:
        return
    if state.phase not in (Phase.UNKNOWN, Phase.GONE):
        patience.odd_since = None
        return
    now = time.monotonic()
    patience.odd_since = patience.odd_since if patience.odd_since is not None else now
    if now - patience.odd_since >= patience.odd:
        what = (
            "no longer knows this job"
            if state.phase is Phase.GONE
            else f"says {state.word[:40]!r} about this job, which is no state that its API documents"
        )
        raise EngineFailed(f"the upstream {patience.upstream} {what}; submit the request again")


def expected_fraction(state: State | None, elapsed: float, typical: int | None) -> float:
    """Return how far a job is: what the upstream says, else by how long the like took lately.

    The estimate nears its limit and never reaches it: 1 - e^(-1.5·t/T), 78 % at the usual time T.
    """
    if state is not None and state.fraction is not None:
        return min(_MOST, max(0.0, state.fraction))
    return _MOST * (1 - math.exp(-1.5 * max(0.0, elapsed) / (typical or _USUAL_SECONDS)))
