"""What one process counts, for Prometheus. Counting never fails and never waits.

What the whole deployment has waiting and running is not counted here but read from the database; see `domain.stats`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, start_http_server
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from reelwright.domain.stats import Stats

REGISTRY: Final = CollectorRegistry()
CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
_FAST: Final = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60)
_SLOW: Final = (0.05, 0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 10800)

REQUESTS: Final = Histogram(
    "reelwright_request_seconds",
    "Time until an answer begins, by route.",
    ["method", "route", "status"],
    buckets=_FAST,
    registry=REGISTRY,
)
SUBMITTED: Final = Counter(
    "reelwright_tasks_submitted", "Tasks that were taken in.", ["model", "engine"], registry=REGISTRY
)
WAITED: Final = Histogram(
    "reelwright_task_wait_seconds",
    "From submit to the first attempt.",
    ["engine"],
    buckets=_SLOW,
    registry=REGISTRY,
)
ATTEMPTS: Final = Histogram(
    "reelwright_attempt_seconds",
    "How long attempts took, however they ended.",
    ["engine"],
    buckets=_SLOW,
    registry=REGISTRY,
)
ENDED: Final = Counter(
    "reelwright_tasks_ended", "Tasks that this process ended.", ["engine", "status"], registry=REGISTRY
)
INTERRUPTED: Final = Counter(
    "reelwright_attempts_interrupted",
    "Attempts that ended without an end of their task: the database, the blob store or the disk failed (outage), another"
    " attempt had taken over (superseded), or the worker stopped (stopping).",
    ["reason"],
    registry=REGISTRY,
)
TAKEN_OVER: Final = Counter(
    "reelwright_jobs_taken_over", "Jobs of dead workers that were given to others.", registry=REGISTRY
)
WEBHOOKS: Final = Counter(
    "reelwright_webhooks", "Tries to deliver a webhook.", ["outcome"], registry=REGISTRY
)
REMOVED: Final = Counter(
    "reelwright_removed", "What was removed because its time was over.", ["what"], registry=REGISTRY
)


def render(stats: Stats | None = None) -> bytes:
    """Return what this process counted, and what the deployment holds, in Prometheus' text format."""
    own = generate_latest(REGISTRY)
    if stats is None:
        return own
    whole = CollectorRegistry()
    whole.register(_Deployment(stats))
    return own + generate_latest(whole)


def serve(host: str, port: int) -> None:
    """Serve this process's counts on a port of their own, from a thread; for workers, which have no other."""
    start_http_server(port, host, registry=REGISTRY)


class _Deployment(Collector):
    """What the database says of the deployment; every process tells the same, so take the maximum and not the sum."""

    def __init__(self, stats: Stats) -> None:
        self._stats = stats

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """Yield the gauges."""
        tasks = GaugeMetricFamily(
            "reelwright_tasks", "Unfinished tasks of the deployment.", labels=["engine", "status"]
        )
        oldest = GaugeMetricFamily(
            "reelwright_oldest_waiting_seconds", "Age of the task that waits longest.", labels=["engine"]
        )
        for queue in self._stats.queues:
            tasks.add_metric([queue.engine, "pending"], queue.waiting)
            tasks.add_metric([queue.engine, "processing"], queue.running)
            tasks.add_metric([queue.engine, "parked"], queue.parked)
            oldest.add_metric([queue.engine], queue.oldest_seconds)
        yield tasks
        yield oldest
        yield GaugeMetricFamily(
            "reelwright_webhooks_waiting",
            "Webhooks that are to be delivered.",
            value=self._stats.webhooks_waiting,
        )
        workers = GaugeMetricFamily("reelwright_workers", "Workers that live, by engine.", labels=["engine"])
        for engine in sorted({engine for worker in self._stats.workers for engine in worker.engines}):
            workers.add_metric([engine], sum(engine in worker.engines for worker in self._stats.workers))
        yield workers
