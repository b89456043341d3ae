"""What all of them share: a warm-up that does nothing and a render that works."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from reelwright.engines.base import EngineRequest, Event, Progress


class Works:
    """Behaves; the others change one thing."""

    name = "works"

    def warm_up(self) -> None:
        from faulty import clip

        assert clip

    def render(self, request: EngineRequest, workdir: Path) -> Iterator[Event]:
        from faulty.clip import make_clip

        yield Progress(0.1, "painting")
        done = make_clip(request, workdir)
        yield Progress(0.9, "painted")
        yield done
