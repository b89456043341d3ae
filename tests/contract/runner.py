"""Runs golden cases against any server that speaks the dialect.

A file in cases/ has a title and cases; a case has a rule, in words, and steps. A step sends a request and says what the answer
must be: its status, headers, and JSON. Of an object every key named must be there and match; what is not named may be there too.
Strings in angle brackets match by kind. `save` keeps a value of the answer, by its path, for ``{name}`` in later steps;
``{unique}`` is fresh for each case. ``{"$repeat": [text, times]}`` is a long string.
"""

from __future__ import annotations

import io
import json
import re
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import numpy as np
from PIL import Image

CASES = Path(__file__).parent / "cases"
TASK_ID = r"task_[0-9A-HJKMNP-TV-Z]{26}"

Finish = Callable[[str], None]
"""Sees to it that a task completes, and returns when it has."""


@dataclass(frozen=True)
class Case:
    """One rule with the steps that show it. workless: only true while no worker takes the task at once."""

    file: str
    rule: str
    steps: list[dict[str, Any]]
    workless: bool = False


@dataclass(frozen=True)
class Exchange:
    """A request as it was sent and its answer, for the reference page."""

    method: str
    path: str
    headers: dict[str, str]
    body: Any
    answer: httpx.Response


def files() -> Iterator[tuple[str, str, list[Case]]]:
    """Yield (file, title, cases)."""
    for name in ("page", "accepted", "refused", "errors", "tasks", "idempotency", "uploads", "models"):
        read = json.loads((CASES / f"{name}.json").read_text("utf-8"))
        yield name, read["title"], [Case(name, **case) for case in read["cases"]]


def run_case(client: httpx.Client, case: Case, finish: Finish) -> list[Exchange]:
    """Run the steps of a case; return what was exchanged. Raises AssertionError naming the place that differs."""
    values = {"unique": secrets.token_hex(8)}
    exchanges = []
    for number, step in enumerate(case.steps, 1):
        if "finish" in step:
            finish(fill(step["finish"], values))
            continue
        exchange = _send(client, fill(step["request"], values))
        exchanges.append(exchange)
        where = f"step {number}: {exchange.method} {exchange.path}"
        _check_answer(fill(step["answer"], values), exchange.answer, where)
        for name, path in step.get("save", {}).items():
            values[name] = _at(exchange.answer.json(), path)
    return exchanges


def fill(value: Any, values: dict[str, str]) -> Any:
    """Put saved values into ``{name}``, and write long strings out."""
    if isinstance(value, str):
        return re.sub(r"{(\w+)}", lambda found: values.get(found[1], found[0]), value)
    if isinstance(value, list):
        return [fill(item, values) for item in value]
    if isinstance(value, dict):
        if "$repeat" in value:
            text, times = value["$repeat"]
            return text * times
        return {name: fill(item, values) for name, item in value.items()}
    return value


def match(expected: Any, actual: Any, where: str) -> None:
    """Raise AssertionError unless `actual` is what `expected` asks for."""
    if isinstance(expected, str) and expected in KINDS:
        assert KINDS[expected](actual), f"{where}: {actual!r} is no {expected}"
    elif isinstance(expected, dict):
        assert isinstance(actual, dict), f"{where}: {actual!r} is no object"
        for name, item in expected.items():
            assert name in actual, f"{where}: {name!r} is missing in {actual!r}"
            match(item, actual[name], f"{where}.{name}")
    elif isinstance(expected, list):
        assert isinstance(actual, list), f"{where}: {actual!r} is no array"
        assert len(actual) == len(expected), f"{where}: {len(actual)} entries instead of {len(expected)}"
        for index, (item, found) in enumerate(zip(expected, actual, strict=True)):
            match(item, found, f"{where}[{index}]")
    else:
        # 1 and true, and 5 and 5.0, are different things to strict clients.
        same = type(expected) is type(actual) and expected == actual
        assert same, f"{where}: {actual!r} instead of {expected!r}"


def _is_integer(value: Any) -> bool:
    return type(value) is int


KINDS: dict[str, Callable[[Any], bool]] = {
    "<task>": lambda value: isinstance(value, str) and re.fullmatch(TASK_ID, value) is not None,
    "<time>": lambda value: _is_integer(value) and 1_500_000_000 < value < 4_000_000_000,
    "<int>": _is_integer,
    "<number>": lambda value: _is_integer(value) or isinstance(value, float),
    "<bool>": lambda value: isinstance(value, bool),
    "<str>": lambda value: isinstance(value, str) and value != "",
    "<list>": lambda value: isinstance(value, list),
    "<status>": lambda value: value in ("pending", "processing", "completed", "failed", "cancelled"),
    "<url>": lambda value: isinstance(value, str) and re.match(r"https?://\S+$", value) is not None,
    "<mp4>": lambda value: isinstance(value, str) and re.match(r"https?://\S+\.mp4$", value) is not None,
    "<png>": lambda value: isinstance(value, str) and re.match(r"https?://\S+\.png$", value) is not None,
    "<range 0-3>": lambda value: re.match(r"bytes 0-3/\d+$", value) is not None,
}


def _send(client: httpx.Client, wanted: dict[str, Any]) -> Exchange:
    headers = dict(wanted.get("headers", {}))
    if "key" in wanted:
        headers["Authorization"] = f"Bearer {wanted['key']}" if wanted["key"] else ""
    extra: dict[str, Any] = {}
    shown: Any = None
    if "json" in wanted:
        extra["json"] = shown = wanted["json"]
    elif "body" in wanted:
        extra["content"] = shown = wanted["body"]
    elif "file" in wanted:
        file = wanted["file"]
        shown = f"(multipart: {file['field']}={file['name']})"
        extra["files"] = {file["field"]: (file["name"], _make(file["make"]))}
    answer = client.request(wanted["method"], wanted["path"], headers=headers, **extra)
    return Exchange(wanted["method"], wanted["path"], headers, shown, answer)


def _check_answer(expected: dict[str, Any], answer: httpx.Response, where: str) -> None:
    assert answer.status_code == expected["status"], f"{where}: {answer.status_code} {answer.text[:500]}"
    for name, value in expected.get("headers", {}).items():
        assert name in answer.headers, f"{where}: the header {name} is missing"
        match(value, answer.headers[name], f"{where}: header {name}")
    if "json" in expected:
        assert answer.headers["content-type"].startswith("application/json"), where
        match(expected["json"], answer.json(), where)
        _check_money(answer.json(), where)
        if answer.status_code >= 400:
            assert set(answer.json()) == {"error"}, f"{where}: an error has nothing beside it"


def _check_money(value: Any, where: str) -> None:
    """Credits are ten times the cost, as a client computes it."""
    if isinstance(value, list):
        for item in value:
            _check_money(item, where)
    elif isinstance(value, dict):
        if "credits_cost" in value:
            assert value["credits_cost"] == value["cost"] * 10, where
        for item in value.values():
            _check_money(item, where)


def _at(value: Any, path: str) -> str:
    for part in path.split("."):
        value = value[int(part)] if part.isdigit() else value[part]
    return str(value)


def _make(what: str) -> bytes:
    kind, _, size = what.partition(" ")
    if kind == "text":
        return b"this is no picture"
    width, height = (int(side) for side in size.split("x"))
    buffer = io.BytesIO()
    Image.fromarray(np.full((height, width, 3), 128, np.uint8)).save(buffer, kind.upper())
    return buffer.getvalue()
