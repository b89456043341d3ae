"""Another gateway of the same dialect, as documented, with idempotency keys."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from tests.support.doubles.base import Double


@dataclass
class GatewayDouble(Double):
    """batches: whether it has POST /v1/tasks/batch."""

    words: tuple[str, ...] = ("pending", "processing", "completed")
    batches: bool = True
    keys: dict[str, str] = field(default_factory=dict)
    key: str = ""

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/v1/videos/generations", self.post, methods=["POST"]),
                Route("/v1/tasks/batch", self.batch, methods=["POST"]),
                Route("/v1/tasks/{id}", self.get, methods=["GET"]),
                Route("/v1/tasks/{id}/cancel", self.cancel, methods=["POST"]),
                Route("/f/{name}", self.file),
            ]
        )

    async def post(self, request: Request) -> Response:
        self.key = request.headers.get("idempotency-key", "")
        return await self.create(request, await request.json())

    def accept(self, body: Any) -> dict[str, Any]:
        job = self.keys.get(self.key) or f"task_{len(self.jobs)}"
        if self.key:
            self.keys[self.key] = job
        self.jobs.setdefault(job, {"body": body})
        return {"code": 200, "data": [{"status": "submitted", "task_id": job}]}

    def error(self, status: int) -> dict[str, Any]:
        return {"error": {"code": status, "message": "as ordered", "type": "x"}}

    def task(self, job: str) -> dict[str, Any]:
        """Return the task object."""
        word = self.step(self.jobs[job])
        task: dict[str, Any] = {"id": job, "status": word, "progress": 40, "created": 1}
        if word == "completed":
            task["result"] = {"videos": [{"url": [f"{self.url}/f/{job}.mp4"], "expires_at": 9}]}
        if word == "failed":
            task["error"] = {"code": "task_failed", "message": "their reason", "param": "image_urls[0]"}
        return task

    async def batch(self, request: Request) -> Response:
        if not self.batches:
            return JSONResponse(self.error(404), 404)
        if fault := await self.poll_fault():
            return fault
        wanted = (await request.json())["task_ids"]
        return JSONResponse({"code": 200, "data": [self.task(job) for job in wanted if job in self.jobs]})

    async def get(self, request: Request) -> Response:
        if fault := await self.poll_fault():
            return fault
        return JSONResponse({"code": 200, "data": self.task(request.path_params["id"])})

    async def cancel(self, request: Request) -> Response:
        self.calls["cancel"] += 1
        return JSONResponse({"code": 200, "data": {}})
