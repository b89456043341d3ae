"""Traces through OpenTelemetry: a span for each request and one for each attempt at a task, both with the task's id.

The spans cost next to nothing until somebody collects them: with the extra `otel` installed and the standard variable
`OTEL_EXPORTER_OTLP_ENDPOINT` set, they are sent there; all other `OTEL_*` variables mean what they mean everywhere.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from opentelemetry import propagate, trace
from opentelemetry.trace import Span, SpanKind

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider

log = logging.getLogger(__name__)

_ENDPOINTS = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
_tracer = trace.get_tracer("reelwright")


@contextmanager
def traced(service: str) -> Iterator[None]:
    """Send spans to the collector that the environment names, if it names one; at the end, send the rest.

    service: what to call this process (`service.name`), unless OTEL_SERVICE_NAME says otherwise.
    """
    provider = _provider(service) if any(os.environ.get(name) for name in _ENDPOINTS) else None
    if provider is None:
        yield
        return
    trace.set_tracer_provider(provider)
    try:
        yield
    finally:
        provider.shutdown()


def _provider(service: str) -> TracerProvider | None:
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError:
        mend = f'pip install "reelwright[otel]", or unset {" and ".join(_ENDPOINTS)}'
        log.warning("tracing_not_installed", extra={"mend": mend})
        return None
    name = os.environ.get("OTEL_SERVICE_NAME", service)
    provider = TracerProvider(resource=Resource.create({"service.name": name}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return provider


@contextmanager
def request_span(method: str, headers: Mapping[str, str]) -> Iterator[Span]:
    """Trace a request; the caller's own trace (`traceparent`) goes on in it. Name it once its route is known."""
    context = propagate.extract(headers) if "traceparent" in headers else None
    with _tracer.start_as_current_span(method, context=context, kind=SpanKind.SERVER) as span:
        yield span


@contextmanager
def attempt_span(task_id: str, attempt: int, engine: str) -> Iterator[Span]:
    """Trace an attempt at a task."""
    about: dict[str, str | int] = {
        "reelwright.task": task_id,
        "reelwright.attempt": attempt,
        "reelwright.engine": engine,
    }
    with _tracer.start_as_current_span("attempt", kind=SpanKind.CONSUMER, attributes=about) as span:
        yield span


def note_task(task_id: str) -> None:
    """Say which task the request in hand is about."""
    trace.get_current_span().set_attribute("reelwright.task", task_id)
