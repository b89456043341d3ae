"""Hears from upstreams that a task has changed. They are not believed: the engine asks for itself."""

from __future__ import annotations

import time
from typing import Final

from reelwright.blobs import UrlSigner
from reelwright.errors import NotFound
from reelwright.store.upstreams import UpstreamStore

_LIFE: Final = 30 * 86_400
_MAX_ID: Final = 200


class Callbacks:
    """Addresses that only the upstream of a task knows, and what comes there."""

    def __init__(self, store: UpstreamStore, signer: UrlSigner, public_url: str | None) -> None:
        """public_url: where upstreams reach this server; without it there are no addresses."""
        self._store = store
        self._signer = signer
        self._public_url = public_url

    def address(self, task_id: str) -> str | None:
        """Return the unguessable address for one task, or None when upstreams can't reach this server."""
        if self._public_url is None:
            return None
        token = self._signer.sign(_name(task_id), int(time.time()) + _LIFE)
        return f"{self._public_url.rstrip('/')}/v1/callbacks/{task_id}/{token}"

    async def hear(self, task_id: str, token: str, upstream_id: object) -> None:
        """Note that an upstream has news of a task, and which id it gives it. Raises NotFound when the address is not ours."""
        if not self._signer.check(token, _name(task_id), time.time()):
            raise NotFound("there is no such address for callbacks")
        named = upstream_id if isinstance(upstream_id, str) and 0 < len(upstream_id) <= _MAX_ID else None
        await self._store.hear(task_id, named if named and named.isprintable() else None)


def _name(task_id: str) -> str:
    return f"callback/{task_id}"
