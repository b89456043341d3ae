"""Tells who is cut off by the frame, or hidden by another, in prompts that did not ask for it.

    python scripts/framing.py [--seeds 2] [--size 16:9] [--all] ["prompt" ...]

Nothing is painted: the silhouettes of the cast are laid over each other as the shot would show them. Without prompts: those of
gallery.toml and framing.txt.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from reelwright.domain.sizes import FPS, frame_count, frame_size
from reelwright.engines.animatic.plan import Action, CameraMove, Shot, ShotSource, Storyboard
from reelwright.engines.animatic.stage.cast import Performer
from reelwright.engines.animatic.stage.closeup import CloseUp
from reelwright.engines.animatic.stage.drawings import artwork, facing_of
from reelwright.engines.animatic.stage.framing import Framing
from reelwright.engines.animatic.stage.mover import Moment
from reelwright.engines.animatic.stage.planet import Planet
from reelwright.engines.animatic.stage.tabletop import Table
from reelwright.engines.animatic.storyboard import make_storyboard
from reelwright.engines.animatic.storyboard.reading import read
from reelwright.engines.animatic.storyboard.text import fold
from reelwright.engines.base import EngineRequest

HERE = Path(__file__).parent
Mask: TypeAlias = NDArray[np.float32]

_SMALL: Final = 120
"""Pixels of the height of the frame in which silhouettes are looked at."""
_LOOKS: Final = 13
_INSIDE: Final = 0.97
_HIDDEN: Final = 0.5
_HEADROOM: Final = 0.02
_LEAVE: Final = frozenset({Action.FALL, Action.RISE})
_SWEEPS: Final = frozenset(
    move for move in CameraMove if move.value.startswith(("pan_", "tilt_", "truck_", "crane_", "orbit"))
)


@dataclass(frozen=True, slots=True)
class Seen:
    """How one performer is seen over a shot, frame by frame.

    inside: the share of its silhouette that is in the frame. hidden: the share of that which nearer ones cover, and who. top: the
    gap over its head, as a share of the frame's height; below 0 where it is cut. tall: the height of what is seen of it.
    """

    performer: Performer
    inside: tuple[float, ...]
    hidden: tuple[float, ...]
    behind: tuple[str, ...]
    top: tuple[float, ...]
    tall: tuple[float, ...]

    @property
    def name(self) -> str:
        """What the prompt calls it."""
        return self.performer.subject.name


@dataclass(frozen=True, slots=True)
class Offence:
    """Somebody who is not seen as the prompt has it. kind: cut, hidden, head or tiny. worst: the share that says how bad it
    is, at the share `at` of the shot."""

    kind: str
    name: str
    worst: float
    at: float
    by: str = ""


def seen(board: Storyboard, shot: Shot, looks: int = _LOOKS) -> list[Seen]:
    """Return how everybody in a shot is seen, at `looks` moments from its first frame to its last."""
    framing = Framing(board, shot)
    height = _SMALL
    width = round(height * framing.aspect)
    numbers = [round(index * (shot.frames - 1) / max(1, looks - 1)) for index in range(looks)]
    rows: dict[int, list[tuple[float, float, str, float, float]]] = {}
    cast = sorted(framing.cast, key=lambda performer: performer.near)
    for moment in (framing.moment(number) for number in numbers):
        masks = [_mask(performer, framing, moment, height, width) for performer in cast]
        for index, performer in enumerate(cast):
            rows.setdefault(index, []).append(_look(performer, index, masks, cast, height, width))
    return [
        Seen(performer, *(tuple(column) for column in zip(*rows[index], strict=True)))
        for index, performer in enumerate(cast)
    ]


def _mask(performer: Performer, framing: Framing, moment: Moment, height: int, width: int) -> Mask:
    """Return the silhouette of a performer in a field three frames wide and high, with the frame in its middle."""
    subject = performer.subject
    alpha = artwork(subject, 96)[..., 3].astype(np.float32) / 255
    if facing_of(subject) * subject.facing < 0:
        alpha = np.ascontiguousarray(alpha[:, ::-1])
    rows, columns = alpha.shape
    unit = performer.unit(framing.camera, moment, performer.act(moment), height, width)
    box = np.array([[1 / rows, 0, -columns / rows / 2], [0, 1 / rows, -1], [0, 0, 1]])
    field = np.array([[1, 0, width], [0, 1, height], [0, 0, 1.0]])
    full = cv2.warpAffine(alpha, (field @ unit @ box)[:2], (3 * width, 3 * height), flags=cv2.INTER_AREA)
    return np.asarray(full, np.float32)


def _look(
    performer: Performer, index: int, masks: list[Mask], cast: list[Performer], height: int, width: int
) -> tuple[float, float, str, float, float]:
    own = masks[index]
    if performer._cut or performer._scene.sink:
        own = own[: 2 * height]  # what lies under the lower edge, or under water, need not be in sight
    total = float(own.sum())
    if total < 1:
        return 0.0, 0.0, "", 0.0, 0.0
    frame = own[height : 2 * height, width : 2 * width]
    lines = np.flatnonzero(own.max(axis=1) > 0.5)
    top = (int(lines[0]) - height) / height if len(lines) else 0.0
    tall = len(np.flatnonzero(frame.max(axis=1) > 0.5)) / height
    inside = float(frame.sum())
    hidden, by = 0.0, ""
    for other, mask in zip(cast[index + 1 :], masks[index + 1 :], strict=True):
        share = float(np.minimum(frame, mask[height : 2 * height, width : 2 * width]).sum()) / max(
            1.0, inside
        )
        if share > hidden:
            hidden, by = share, other.subject.name
    return inside / total, hidden, by, top, tall


def offences(board: Storyboard, shot: Shot) -> Iterator[Offence]:
    """Yield who is cut off, hidden or has no room over the head in a shot that asks for nothing of the kind."""
    named = bool(read(fold(shot.text)).values("camera"))
    for who in seen(board, shot):
        performer, subject = who.performer, who.performer.subject
        if isinstance(performer, CloseUp | Planet | Table):
            continue
        last = len(who.inside) - 1
        if subject.action not in _LEAVE and not performer._passed and shot.framing != "close":
            # a move that is asked for may lose somebody at its end
            looked = who.inside[: last // 2] if named and shot.camera in _SWEEPS else who.inside
            at = int(np.argmin(looked))
            if looked[at] < _INSIDE:
                yield Offence("cut", who.name, looked[at], at / last)
            at = int(np.argmin(who.top))
            if not performer.hanging and 0 <= who.top[at] < _HEADROOM and who.tall[at] > 0.3:
                yield Offence("head", who.name, who.top[at], at / last)
        whole = subject.bond is None and subject.duet is None and subject.action not in _LEAVE
        often = sum(share > _HIDDEN for share in who.hidden)
        if whole and subject.count < 3 and often > 3:
            at = int(np.argmax(who.hidden))
            yield Offence("hidden", who.name, who.hidden[at], at / last, who.behind[at])
        if max(who.tall) < 0.03 and subject.bond is None:
            yield Offence("tiny", who.name, max(who.tall), 0.0)


def boards(prompt: str, size: str, seeds: int, seconds: int = 5) -> Iterator[Storyboard]:
    """Yield the storyboards of a prompt for several seeds."""
    width, height = frame_size("480p", size)
    for seed in range(1, seeds + 1):
        yield make_storyboard(
            EngineRequest(
                "framing", 1, "framing", prompt, width, height, frame_count(seconds), FPS, seed=seed
            )
        )


def prompts() -> list[tuple[str, str]]:
    """Return prompts and sizes: those of the gallery that need no reference media, and those of framing.txt."""
    import tomllib

    pieces = tomllib.loads((HERE / "gallery.toml").read_text("utf-8"))["piece"]
    own = [
        (piece["prompt"], piece.get("size", "16:9"))
        for piece in pieces
        if not piece.get("pictures") and not piece.get("videos")
    ]
    more = (HERE / "framing.txt").read_text("utf-8").splitlines()
    return own + [(line, "16:9") for line in more if line and not line.startswith("#")]


def main() -> None:
    """Print the offences of the prompts that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("prompts", nargs="*")
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--size", default="", help="of every frame, whatever the gallery has")
    options = parser.parse_args()
    asked = [(prompt, options.size or "16:9") for prompt in options.prompts] or prompts()
    count = 0
    for prompt, size in asked:
        for board in boards(prompt, options.size or size, options.seeds):
            for shot in board.shots:
                if shot.source is not ShotSource.STAGE:
                    continue
                for offence in offences(board, shot):
                    count += 1
                    by = f" by {offence.by}" if offence.by else ""
                    print(
                        f"{offence.kind:6} {offence.worst:5.2f} at {offence.at:.2f}  {offence.name}{by}"
                        f"  [{board.seed} {shot.camera}]  {shot.text[:90]}"
                    )
    print(f"{count} in {len(asked)} prompts")


if __name__ == "__main__":
    main()
