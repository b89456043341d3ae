"""Against which server the contract is held: the one that --base-url names, else one of our own."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest
from tests.contract.runner import Finish
from tests.contract.server import contract_server

_RENDER_SECONDS = 300


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --base-url and --key."""
    parser.addoption(
        "--base-url", default=os.environ.get("BASE_URL"), help="the server to hold to the contract"
    )
    parser.addoption("--key", default=os.environ.get("KEY"), help="an API key of that server")


@dataclass
class Subject:
    """The server under test."""

    client: httpx.Client
    finish: Finish
    has_worker: bool


@pytest.fixture(scope="session")
def subject(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Subject]:
    """The server under test: a foreign one finishes its tasks by itself."""
    # With defaults, because a run of the whole suite reads the command line before this file.
    url = request.config.getoption("--base-url", None) or os.environ.get("BASE_URL")
    key = request.config.getoption("--key", None) or os.environ.get("KEY")
    if url:
        with _client(url, key or "") as client:
            yield Subject(client, lambda task_id: _wait(client, task_id), has_worker=True)
        return
    postgres = request.getfixturevalue("postgres")
    directory = tmp_path_factory.mktemp("contract")
    with (
        contract_server(postgres.new_database(), directory) as server,
        _client(server.url, server.key) as client,
    ):
        yield Subject(client, server.finish, has_worker=False)


def _client(url: str, key: str) -> httpx.Client:
    return httpx.Client(base_url=url, headers={"Authorization": f"Bearer {key}"}, timeout=60)


def _wait(client: httpx.Client, task_id: str) -> None:
    until = time.monotonic() + _RENDER_SECONDS
    while time.monotonic() < until:
        task = client.get(f"/v1/tasks/{task_id}", params={"wait": 30}).json()["data"]
        if task["status"] not in ("pending", "processing"):
            return
        time.sleep(1)
    pytest.fail(f"{task_id} did not end within {_RENDER_SECONDS} s")
