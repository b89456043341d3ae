"""The server's own documentation: OpenAPI and Swagger UI, from files of packages and never from another host."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

import swagger_ui_bundle
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from reelwright.api.responses import json_answer
from reelwright.errors import NotFound
from reelwright.service.services import Services

_SWAGGER_FILES: Final = {
    "swagger-ui.css": "text/css",
    "swagger-ui-bundle.js": "text/javascript",
    "favicon-32x32.png": "image/png",
}
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


@cache
def _own_file(name: str) -> bytes:
    return files("reelwright.api").joinpath("static", name).read_bytes()
