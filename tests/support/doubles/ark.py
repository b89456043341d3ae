"""Ark, as documented."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from tests.support.doubles.base import Double

_PATH = "/api/v3/contents/generations/tasks"


@dataclass
class ArkDouble(Double):
    """echoes: whether tasks carry the safety_identifier of their create."""

    words: tuple[str, ...] = ("queued", "running", "succeeded")
    echoes: bool = True
    error_of_failed: tuple[str, str] = ("OutputVideoSensitiveContentDetected", "The video may be sensitive.")
    last_frame: bytes = b""

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route(_PATH, self.post, methods=["POST"]),
                Route(_PATH, self.list, methods=["GET"]),
                Route(_PATH + "/{id}", self.get, methods=["GET"]),
                Route(_PATH + "/{id}", self.delete, methods=["DELETE"]),
                Route("/file/{name}", self.file),
                Route("/last/{name}", self.last),
            ]
        )

    async def post(self, request: Request) -> Response:
        return await self.create(request, await request.json())

    def accept(self, body: Any) -> dict[str, Any]:
        job = f"cgt-20261123153000-{len(self.jobs):05}"
        self.jobs[job] = {"body": body, "created_at": int(time.time())}
        return {"id": job}

    def task(self, job: str, *, look: bool = True) -> dict[str, Any]:
        """Return the task object."""
        stored = self.jobs[job]
        word = stored.get("word") or (self.step(stored) if look else self.words[0])
        body = stored["body"]
        task = {
            "id": job,
            "model": body["model"],
            "status": word,
            "error": None,
            "created_at": stored["created_at"],
            "updated_at": stored["created_at"],
            **{key: body.get(key) for key in ("seed", "resolution", "ratio", "duration", "generate_audio")},
        }
        if self.echoes:
            task["safety_identifier"] = body.get("safety_identifier")
        if word == "succeeded":
            task["content"] = {"video_url": f"{self.url}/file/{job}.mp4?token=x"}
            if body.get("return_last_frame"):
                task["content"]["last_frame_url"] = f"{self.url}/last/{job}.png"
            task["usage"] = {"completion_tokens": 108900, "total_tokens": 108900}
        if word == "failed":
            task["error"] = dict(zip(("code", "message"), self.error_of_failed, strict=True))
        return task

    async def list(self, request: Request) -> Response:
        if fault := await self.poll_fault():
            return fault
        wanted = [
            part for text in request.query_params.getlist("filter.task_ids") for part in text.split(",")
        ]
        model = request.query_params.get("filter.model")
        self.calls["listed"] += len(wanted)
        found = [job for job in self.jobs if not wanted or job in wanted]
        items = [self.task(job, look=bool(wanted)) for job in found]
        items = [item for item in items if model in (None, item["model"])]
        page, size = (int(request.query_params.get(f"page_{name}", 1)) for name in ("num", "size"))
        return JSONResponse({"total": len(items), "items": items[(page - 1) * size : page * size]})

    async def get(self, request: Request) -> Response:
        if fault := await self.poll_fault():
            return fault
        job = request.path_params["id"]
        if job not in self.jobs:
            return JSONResponse({"error": {"code": "ResourceNotFound", "message": "no such task"}}, 404)
        return JSONResponse(self.task(job))

    async def delete(self, request: Request) -> Response:
        self.calls["delete"] += 1
        job = self.jobs[request.path_params["id"]]
        if job.get("looks", 0) >= 2:
            code = "InvalidAction.RunningTaskDeletion"
            return JSONResponse({"error": {"code": code, "message": "it is running"}}, 409)
        job["word"] = "cancelled"
        return JSONResponse({})

    async def last(self, request: Request) -> Response:
        return Response(self.last_frame, media_type="image/png")
