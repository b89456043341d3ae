"""What the server says about itself: true, complete, and all of it from here."""

from __future__ import annotations

import json
import re

from tests.integration.api.conftest import Api

from reelwright.api.app import ROUTES


async def test_every_route_is_documented_with_its_errors(api: Api) -> None:
    document = (await api.client.get("/openapi.json")).json()
    for route in ROUTES:
        if not route.documented:
            continue
        operations = document["paths"][re.sub(r":\w+}", "}", route.path)]
        for method in route.methods.lower().split():
            operation = operations[method]
            assert operation["summary"].endswith((".", ":")), route.path
            assert {"405", "500"} <= set(operation["responses"])
            if route.key:
                assert {"401", "403", "429", "503"} <= set(operation["responses"])


async def test_every_reference_of_the_document_leads_somewhere(api: Api) -> None:
    text = (await api.client.get("/openapi.json")).text
    schemas = json.loads(text)["components"]["schemas"]
    wanted = set(re.findall(r'"#/components/schemas/(\w+)"', text))
    assert wanted <= set(schemas)
    assert wanted == set(schemas)


async def test_operations_have_names_of_their_own(api: Api) -> None:
    document = (await api.client.get("/openapi.json")).json()
    names = [operation["operationId"] for path in document["paths"].values() for operation in path.values()]
    assert len(names) == len(set(names))


async def test_no_route_that_needs_a_key_answers_without_one(api: Api) -> None:
    api.client.headers.pop("Authorization")
    for route in ROUTES:
        if route.key:
            path = re.sub(r"{\w+}", "x", route.path)
            answer = await api.client.request(route.methods.split()[0], path)
            assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer"), path


async def test_the_documentation_needs_no_other_host(api: Api) -> None:
    page = await api.client.get("/docs")
    assert "default-src 'self'" in page.headers["content-security-policy"]
    assert not re.search(r"(src|href)=\"(https?:)?//", page.text)
    for name in re.findall(r"/docs/assets/[\w.\-]+", page.text):
        sent = await api.client.get(name)
        assert sent.status_code == 200, name
        assert sent.headers["x-content-type-options"] == "nosniff"


async def test_the_index_lists_pages_that_are_there(api: Api) -> None:
    index = (await api.client.get("/llms.txt")).text
    pages = re.findall(r"http://reelwright\.test(/docs/\w+\.md)", index)
    assert len(pages) >= 8
    for page in pages:
        sent = await api.client.get(page)
        assert sent.status_code == 200
        assert sent.headers["content-type"].startswith("text/markdown")
        assert "{base}" not in sent.text


async def test_a_server_without_its_database_lives_but_is_not_ready(api: Api) -> None:
    assert (await api.client.get("/readyz")).status_code == 200
    await api.core.pool.close()
    assert (await api.client.get("/healthz")).status_code == 200
    answer = await api.client.get("/readyz")
    assert (answer.status_code, answer.json()["error"]["type"]) == (503, "service_unavailable")
    assert int(answer.headers["retry-after"]) > 0
