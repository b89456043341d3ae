"""A GPU server with OpenAI's Videos API, as documented."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from tests.support.doubles.base import Double


@dataclass
class VideosDouble(Double):
    """Keeps its jobs in memory, like the real ones: `forget` is a restart."""

    words: tuple[str, ...] = ("queued", "in_progress", "completed")

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/v1/videos", self.post, methods=["POST"]),
                Route("/v1/videos/{id}", self.get, methods=["GET"]),
                Route("/v1/videos/{id}", self.delete, methods=["DELETE"]),
                Route("/v1/videos/{id}/content", self.file),
            ]
        )

    def forget(self) -> None:
        """Restart: every job is lost."""
        self.jobs.clear()

    async def post(self, request: Request) -> Response:
        if request.headers["content-type"].startswith("application/json"):
            return await self.create(request, await request.json())
        async with request.form() as form:
            body: dict[str, Any] = {}
            for name, value in form.multi_items():
                body[name] = (
                    (value.filename, value.content_type, await value.read())
                    if isinstance(value, UploadFile)
                    else value
                )
        return await self.create(request, body)

    def accept(self, body: Any) -> dict[str, Any]:
        job = f"video_{self.calls['create']}"
        self.jobs[job] = {"body": body}
        return self.video_object(job, "queued")

    def video_object(self, job: str, word: str) -> dict[str, Any]:
        """Return the object that describes a job."""
        body = self.jobs[job]["body"]
        error = {"code": "oom", "message": "CUDA out of memory"} if word == "failed" else None
        return {
            "id": job,
            "object": "video",
            "model": body["model"],
            "status": word,
            "progress": 100 if word == "completed" else 40,
            "created_at": int(time.time()),
            "seconds": body["seconds"],
            "size": body["size"],
            "error": error,
        }

    async def get(self, request: Request) -> Response:
        if fault := await self.poll_fault():
            return fault
        job = request.path_params["id"]
        if job not in self.jobs:
            return JSONResponse({"error": {"message": "Video not found"}}, 404)
        return JSONResponse(self.video_object(job, self.step(self.jobs[job])))

    async def delete(self, request: Request) -> Response:
        self.calls["delete"] += 1
        job = request.path_params["id"]
        self.jobs.pop(job, None)
        return JSONResponse({"id": job, "deleted": True, "object": "video.deleted"})
