"""Where a download lands: a temporary file beside its goal, renamed when it is whole."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path
from types import TracebackType

from reelwright.client.errors import ConnectionFailed


class Landing:
    """A file in the making. Leaving the `with` block without `finish` removes it, so half a video is never seen."""

    def __init__(self, goal: Path, sha256: str | None = None) -> None:
        """goal: the final path; what is there is replaced. sha256: in hex, checked at the end where given."""
        self.goal = goal
        self._wanted = sha256
        self._digest = hashlib.sha256()
        goal.parent.mkdir(parents=True, exist_ok=True)
        self._path = goal.with_name(f".{goal.name}.{secrets.token_hex(4)}.part")
        self._file = self._path.open("xb")

    def __enter__(self) -> Landing:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        self._path.unlink(missing_ok=True)

    def write(self, part: bytes) -> None:
        """Add bytes."""
        self._digest.update(part)
        self._file.write(part)

    def finish(self) -> Path:
        """Put the file at its goal. Raises ConnectionFailed when it is not what the server announced."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        if self._wanted and self._digest.hexdigest() != self._wanted:
            raise ConnectionFailed(f"the download of {self.goal.name} arrived damaged; try again")
        self._path.replace(self.goal)
        return self.goal
