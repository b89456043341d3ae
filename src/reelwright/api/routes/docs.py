"""The server's own documentation: OpenAPI and Swagger UI, from files of packages and never from another host."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

import swagger_ui_bundle
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from reelwright.api.requests import public_url
from reelwright.api.responses import json_answer
from reelwright.errors import NotFound
from reelwright.service.services import Services

_SWAGGER_FILES: Final = {
    "swagger-ui.css": "text/css",
    "swagger-ui-bundle.js": "text/javascript",
    "favicon-32x32.png": "image/png",
}
_ORDER: Final = (
    "quickstart",
    "generation",
    "tasks",
    "media",
    "assets",
    "errors",
    "idempotency",
    "webhooks",
    "testing",
)
_OURS: Final = {"docs.html": "text/html", "docs.js": "text/javascript"}
# Swagger UI sets style attributes; scripts come from this server only.
_POLICY: Final = (
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'"
)


async def swagger(request: Request, services: Services) -> Response:
    """Show the API to try it out in a browser."""
    return Response(
        _own_file("docs.html"), headers={"Content-Security-Policy": _POLICY}, media_type="text/html"
    )


async def swagger_file(request: Request, services: Services) -> Response:
    """Send a file of the documentation page."""
    name = request.path_params["name"]
    headers = {"Cache-Control": "public, max-age=86400", "X-Content-Type-Options": "nosniff"}
    if name in _OURS:
        return Response(_own_file(name), headers=headers, media_type=_OURS[name])
    if name in _SWAGGER_FILES:
        path = Path(swagger_ui_bundle.swagger_ui_path) / name
        return FileResponse(path, headers=headers, media_type=_SWAGGER_FILES[name])
    raise NotFound(f"there is no file {name[:80]!r} in the documentation")


async def openapi(request: Request, services: Services) -> Response:
    """Return the OpenAPI document of this server."""
    return json_answer(request.app.openapi())


async def index(request: Request, services: Services) -> Response:
    """List the pages of this server's documentation, for people and for language models."""
    base = public_url(request, services.settings)
    lines = [
        "# Reelwright",
        "",
        "> A server that makes videos. It speaks the Seedance 2.0 video API: submit a request, get a task id, follow the task.",
        "",
        "## Pages",
        "",
        *(f"- [{title}]({base}/docs/{name}.md): {summary}" for name, (title, summary) in _titles().items()),
        "",
        "## Reference",
        "",
        f"- [OpenAPI document]({base}/openapi.json): every path, parameter and answer of this server",
        f"- [Try it out]({base}/docs): the same in a browser",
        "",
    ]
    return Response("\n".join(lines), media_type="text/plain")


async def page(request: Request, services: Services) -> Response:
    """Return a page of the documentation as Markdown."""
    name = request.path_params["name"]
    if name not in _titles():
        raise NotFound(f"there is no page {name[:80]!r}; /llms.txt lists the pages")
    text = _pages().joinpath(f"{name}.md").read_text("utf-8")
    return Response(
        text.replace("{base}", public_url(request, services.settings)), media_type="text/markdown"
    )


@cache
def _titles() -> dict[str, tuple[str, str]]:
    """Return the pages in their order, with title and summary: a page begins ``# Title``, an empty line, a sentence."""
    found = {}
    for file in sorted(_pages().iterdir(), key=lambda entry: _ORDER.index(entry.name.removesuffix(".md"))):
        title, _, summary = file.read_text("utf-8").split("\n", 3)[:3]
        found[file.name.removesuffix(".md")] = (title.removeprefix("# "), summary)
    return found


def _pages() -> Traversable:
    return files("reelwright.api").joinpath("pages")


@cache
def _own_file(name: str) -> bytes:
    return files("reelwright.api").joinpath("static", name).read_bytes()
