"""CPU time of the sound of the gallery's prompts: making it, and encoding it.

    python benchmarks/animatic/sound.py [--seconds 5] [--rounds 5] [WORD]

Prints the dearest first, in milliseconds of this process's CPU time, the least of some rounds; every round starts without kept
notes. WORD chooses pieces whose name or prompt has it. Speech is left out: its cost is that of the voice.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median

import cv2
import numpy as np

from reelwright.engines.animatic.plan import Storyboard
from reelwright.engines.animatic.sound import instruments, make_sound
from reelwright.engines.animatic.storyboard import make_storyboard
from reelwright.media.encode import VideoSpec, write_video
from reelwright.media.frames import Samples

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))

from gallery import load_pieces, request_of


def main() -> None:
    """Print a line for each prompt of the gallery that has no media."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("word", nargs="?", default="")
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    cv2.setNumThreads(1)
    rows = []
    for piece in load_pieces():
        given = {"pictures", "videos", "sound"} & piece.keys()
        if given or options.word not in piece["name"] + piece["prompt"]:
            continue
        piece |= {"seconds": options.seconds, "audio": True}
        board = replace(make_storyboard(request_of(piece, ()), ()), lines=())
        made = min(_cost(lambda board=board: _sound(board)) for _ in range(options.rounds))
        encoded = _encoding(board, options.rounds)
        rows.append((made, encoded, piece["name"], piece["prompt"]))
    print(f"{'made':>6}{'AAC':>6}  ms")
    for made, encoded, name, prompt in sorted(rows, reverse=True):
        print(f"{made:>6.0f}{encoded:>6.0f}  {name} {prompt[:60]}")
    print(f"{median(row[0] for row in rows):>6.0f}{median(row[1] for row in rows):>6.0f}  median")


def _sound(board: Storyboard) -> Samples:
    instruments.note.cache_clear()
    instruments.stroke.cache_clear()
    blocks, _ = make_sound(board, ())
    return np.concatenate(list(blocks or ()))


def _encoding(board: Storyboard, rounds: int) -> float:
    """Return what a video of tiny black frames costs more with its sound than without."""
    sound = _sound(board)
    frames = [np.zeros((16, 16, 3), np.uint8)] * board.frames
    with tempfile.TemporaryDirectory() as folder:
        path, spec = Path(folder) / "video.mp4", VideoSpec(16, 16, board.fps)
        costs = [
            min(_cost(lambda audio=audio: write_video(path, spec, frames, audio)) for _ in range(rounds))
            for audio in (None, (sound,))
        ]
    return costs[1] - costs[0]


def _cost(work: Callable[[], object]) -> float:
    before = time.process_time()
    work()
    return (time.process_time() - before) * 1e3


if __name__ == "__main__":
    main()
