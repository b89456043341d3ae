"""CPU time of stage and look per frame, against encoding the same frames.

    python benchmarks/animatic/stage.py [--size 1280x720] [--seconds 5] [setting ...]

Prints milliseconds of this process's CPU time: the set-up of a shot, each frame drawn, each frame finished by the film look, and
the encoder's own time for frames that are already there.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

import cv2
import numpy as np

from reelwright.engines.animatic.look import make_look
from reelwright.engines.animatic.plan import Action, CameraMove, Setting, Shot, Storyboard, Subject, Weather
from reelwright.engines.animatic.stage import stage_frames
from reelwright.media.encode import VideoSpec, write_video


def board_of(setting: Setting, weather: Weather, width: int, height: int, frames: int) -> Storyboard:
    """Return a storyboard of one shot with two subjects and a camera that moves."""
    subjects = (
        Subject("dog", "dog", Action.RUN, moves=True),
        Subject("balloon", "balloon", Action.FLOAT, size=0.25, place=0.75, airborne=True),
    )
    shot = Shot(0, frames, "", setting=setting, weather=weather, camera=CameraMove.PUSH_IN, subjects=subjects)
    return Storyboard("", 7, width, height, 24, frames, (shot,))


def measure(board: Storyboard) -> tuple[float, float, float, float]:
    """Return set-up, stage, look and encoding in milliseconds of CPU time, the last three per frame."""
    clock = time.process_time
    look, start = make_look(board), clock()
    frames = iter(stage_frames(board, board.shots[0]))
    kept = [next(frames)]
    ready = clock()
    drawing = finishing = 0.0
    before = clock()
    for number, frame in enumerate(frames, 1):
        drawn = clock()
        finished = look(frame, number)
        done = clock()
        drawing += drawn - before
        finishing += done - drawn
        if number < 49:
            kept.append(finished)
        before = clock()
    count = board.frames - 1
    with tempfile.TemporaryDirectory() as folder:
        begin = clock()
        write_video(Path(folder) / "video.mp4", VideoSpec(board.width, board.height, board.fps), kept)
        encoding = (clock() - begin) / len(kept)
    return (ready - start) * 1e3, drawing / count * 1e3, finishing / count * 1e3, encoding * 1e3


def main() -> None:
    """Measure the settings named, or all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("settings", nargs="*", type=Setting)
    parser.add_argument("--size", default="1280x720")
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--weather", type=Weather, default=Weather.CLEAR)
    options = parser.parse_args()
    width, height = map(int, options.size.split("x"))
    cv2.setNumThreads(1)
    rows = []
    for setting in options.settings or list(Setting):
        board = board_of(setting, options.weather, width, height, options.seconds * 24 + 1)
        rows.append(measure(board))
        setup, stage, look, encode = rows[-1]
        whole = (setup / board.frames + stage + look + encode) / encode
        times = f"set-up {setup:5.0f}  stage {stage:5.2f}  look {look:5.2f}  encode {encode:5.2f}"
        print(f"{setting:11} {times}  whole/encode {whole:.2f}")
    setup, stage, look, encode = np.mean(rows, axis=0)
    print(f"{'mean':11} set-up {setup:5.0f}  stage {stage:5.2f}  look {look:5.2f}  encode {encode:5.2f}")


if __name__ == "__main__":
    main()
