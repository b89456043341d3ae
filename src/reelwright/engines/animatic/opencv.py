"""How OpenCV is to work while frames are drawn."""

from __future__ import annotations

import cv2


def one_thread() -> None:
    """Let OpenCV draw in the thread that calls it, and enlarge pictures the quick way; to be called before the first frame.

    x264 brings its own threads: OpenCV's beside them, on the same cores, would slow both. Intel's library, where OpenCV has
    it, enlarges in half the time if a level may be rounded the other way; all frames of a process must be rounded alike.
    """
    cv2.setNumThreads(1)
    cv2.ipp.setUseIPP_NotExact(True)
