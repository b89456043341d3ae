"""Measure the animatic engine: CPU against encoding its own frames, speed, memory, fidelity to the caller's pictures, loudness.

    python benchmarks/animatic/bench.py [--quick] [--settings | --deeds] [--resolution 720p] [--fast]

Every row runs in a process of its own, after warm-up. The ratio divides the CPU seconds of the whole process during the task by
those of encoding the same frames, read from a file, with the same settings: it holds on a busy machine too, seconds don't.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, TypedDict
from unittest.mock import patch

import av
import cv2
import numpy as np
from material import Case, Mode, request_for

from reelwright.domain.request import MediaKind, MediaRole
from reelwright.engines.animatic import AnimaticEngine, engine
from reelwright.engines.animatic.assemble import assemble, pictures
from reelwright.engines.animatic.plan import Setting, Storyboard, Weather
from reelwright.engines.animatic.sound.loudness import loudness
from reelwright.engines.animatic.storyboard import make_storyboard
from reelwright.engines.base import Done, EngineRequest, LocalMedia
from reelwright.media.audio import read_audio
from reelwright.media.encode import VideoSpec, write_video
from reelwright.media.frames import Frame
from reelwright.media.images import fit_image, load_image
from reelwright.media.picture import Picture
from reelwright.worker.process import ONE_THREAD

SIZES = ("480p", "720p", "1080p")
CASES = [
    *(Case(mode, size) for mode in Mode for size in SIZES),
    *(Case(Mode.TEXT, size, fast=True) for size in SIZES),
    *(Case(Mode.TEXT, size, audio=True) for size in SIZES),
    *(Case(mode, "1080p", seconds) for mode in (Mode.TEXT, Mode.IMAGE) for seconds in (4, 15)),
]
SPECIAL = {
    Setting.LAKE: ("river", "lakeside", "deck"),
    Setting.MEADOW: ("savanna", "terraces", "vines", "tulips", "windmill"),
    Setting.FOREST: ("swamp", "jungle", "bamboo"),
    Setting.MOUNTAINS: ("canyon", "cave", "waterfall"),
    Setting.SNOWFIELD: ("aurora", "ice-cave"),
    Setting.PARK: ("stadium", "pool", "playground"),
    Setting.SEA: ("harbour",),
    Setting.STREET: ("airfield", "market", "station", "subway"),
    Setting.CITY: ("rooftop",),
    Setting.ROOM: ("library", "classroom", "hospital", "gym", "laboratory", "spaceship", "tabletop"),
}
PLACES = [
    *((setting, Weather.CLEAR, "") for setting in Setting),
    *((place, weather, "") for place in (Setting.MEADOW, Setting.FOREST) for weather in list(Weather)[1:]),
    *((Setting.STREET, weather, "") for weather in (Weather.RAIN, Weather.SNOW, Weather.FOG)),
    *((setting, Weather.CLEAR, feature) for setting, features in SPECIAL.items() for feature in features),
]
DEEDS = (
    "A girl plays the piano",
    "A barista pours milk into a cup of coffee",
    "An old man paints a landscape at an easel",
    "Two kids build a snowman",
    "A farmer waters the flowers in the garden",
    "A boy kicks a football into the goal",
    "A mother pushes a stroller through the park",
    "A cat knocks a glass off the table",
    "A girl hugs her grandfather",
    "Two knights fight with swords",
    "A woman says 'Welcome to the show!'",
    "A woman walks her dog in the park",
)


class Row(TypedDict):
    """Figures of one row: seconds, megabytes, dB, LUFS; `first` is the wait for the first frame; None where nothing is heard."""

    cpu: float
    encode: float
    wall: float
    first: float
    frames: int
    peak: float
    psnr: list[float]
    lufs: float | None


def main() -> None:
    """Print a table, or measure one row for it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="480p rows only")
    parser.add_argument(
        "--settings", action="store_true", help="text to video in every setting, place and weather"
    )
    parser.add_argument("--deeds", action="store_true", help="text to video of what people do to things")
    parser.add_argument("--resolution", choices=SIZES, default="480p", help="of --settings and --deeds")
    parser.add_argument("--fast", action="store_true", help="--settings or --deeds with the fast model")
    parser.add_argument("--row", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    staged = Case(Mode.TEXT, options.resolution, fast=options.fast)
    model = ("--resolution", options.resolution, *(("--fast",) if options.fast else ()))
    if options.row is not None:
        case = staged if options.settings or options.deeds else CASES[options.row]
        place = PLACES[options.row] if options.settings else None
        print(json.dumps(measure(case, place, DEEDS[options.row] if options.deeds else None)))
    elif options.settings:
        _print_places(model)
    elif options.deeds:
        _print_deeds(model)
    else:
        _print_cases(quick=options.quick)


def _print_cases(*, quick: bool) -> None:
    heads = ("CPU s", "enc. s", "ratio", "fps", "wall s", "first s", "MB", "LUFS")
    print(f"{'task':<16}{'size':<7}{'s':>3}{''.join(f'{head:>8}' for head in heads)}{'dB first/last':>16}")
    for number, case in enumerate(CASES):
        if quick and case.resolution != "480p":
            continue
        row = _in_child("--row", str(number))
        heard = "" if row["lufs"] is None else f"{row['lufs']:.1f}"
        print(
            f"{case.label:<16}{case.resolution:<7}{case.seconds:>3}{row['cpu']:>8.2f}{row['encode']:>8.2f}"
            f"{row['cpu'] / row['encode']:>8.2f}{row['frames'] / row['wall']:>8.0f}{row['wall']:>8.2f}{row['first']:>8.2f}"
            f"{row['peak']:>8.0f}{heard:>8}{'/'.join(f'{value:.1f}' for value in row['psnr']):>16}",
            flush=True,
        )


def _print_places(model: tuple[str, ...]) -> None:
    print(f"{'setting':<12}{'feature':<11}{'weather':<9}{'CPU s':>8}{'enc. s':>8}{'ratio':>8}")
    for number, (setting, weather, feature) in enumerate(PLACES):
        row = _in_child("--settings", *model, "--row", str(number))
        ratio = row["cpu"] / row["encode"]
        figures = f"{row['cpu']:>8.2f}{row['encode']:>8.2f}{ratio:>8.2f}"
        print(f"{setting:<12}{feature:<11}{weather:<9}{figures}", flush=True)


def _print_deeds(model: tuple[str, ...]) -> None:
    print(f"{'prompt':<48}{'CPU s':>8}{'enc. s':>8}{'ratio':>8}")
    for number, prompt in enumerate(DEEDS):
        row = _in_child("--deeds", *model, "--row", str(number))
        figures = f"{row['cpu']:>8.2f}{row['encode']:>8.2f}{row['cpu'] / row['encode']:>8.2f}"
        print(f"{prompt:<48}{figures}", flush=True)


def _in_child(*options: str) -> Row:
    command = [sys.executable, __file__, *options]
    # as a worker starts an engine
    environment = {**ONE_THREAD, **os.environ}
    output = subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout
    found: Row = json.loads(output)
    return found


def measure(case: Case, place: tuple[Setting, Weather, str] | None = None, prompt: str | None = None) -> Row:
    """Return the figures of one row, its shots moved to `place` if one is given, or of another prompt."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        work = folder / "work"
        work.mkdir()
        request, subject, watch = request_for(case, folder), AnimaticEngine(), _Watch(place)
        request = replace(request, prompt=prompt or request.prompt)
        subject.warm_up()
        with patch.multiple(engine, make_storyboard=watch.make_storyboard, pictures=watch.pictures):
            watch.start = wall = time.perf_counter()
            cpu = time.process_time()
            *_, done = subject.render(request, work)
            cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        assert isinstance(done, Done)
        return {
            "cpu": cpu,
            "wall": wall,
            "first": watch.waited,
            "frames": request.frames,
            "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            "encode": _encoding(request, watch.board, folder),
            "psnr": _fidelity(request, done.video),
            "lufs": loudness(np.concatenate(list(read_audio(done.video)))) if done.has_audio else None,
        }


class _Watch:
    """Stands between the engine and its parts: keeps the storyboard, and how long the first frame took."""

    board: Storyboard
    start = 0.0
    waited = 0.0

    def __init__(self, place: tuple[Setting, Weather, str] | None) -> None:
        self._place = place

    def make_storyboard(self, *arguments: Any) -> Storyboard:
        self.board = make_storyboard(*arguments)
        if self._place is not None:
            setting, weather, feature = self._place
            features = (feature,) if feature else ()
            shots = tuple(
                replace(shot, setting=setting, weather=weather, features=features)
                for shot in self.board.shots
            )
            self.board = replace(self.board, shots=shots)
        return self.board

    def pictures(self, board: Storyboard, media: tuple[LocalMedia, ...]) -> Iterator[Frame | Picture]:
        for number, picture in enumerate(pictures(board, media)):
            if number == 0:
                self.waited = time.perf_counter() - self.start
            yield picture


def _encoding(request: EngineRequest, board: Storyboard, folder: Path) -> float:
    """Return the CPU seconds of encoding the frames of `request` and nothing else."""
    shape = (request.frames, request.height, request.width, 3)
    raw = np.memmap(folder / "frames.raw", np.uint8, "w+", shape=shape)
    for number, frame in enumerate(assemble(board, request.media)):
        raw[number] = frame
    spec = VideoSpec(request.width, request.height, request.fps, "superfast" if request.fast else "veryfast")
    before = time.process_time()
    write_video(folder / "again.mp4", spec, iter(raw))
    return time.process_time() - before


def _fidelity(request: EngineRequest, video: Path) -> list[float]:
    """Return the PSNR of the first and last frame of `video` against the fitted pictures that were given for them."""
    given = [medium for medium in request.of_kind(MediaKind.IMAGE) if medium.role is not MediaRole.REFERENCE]
    with av.open(str(video)) as container:
        pictures = container.decode(video=0)
        ends = (next(pictures), *deque(pictures, maxlen=1))
        frames = [frame.to_ndarray(format="rgb24") for frame in ends]
    fitted = [fit_image(load_image(medium.path), request.width, request.height) for medium in given]
    return [float(cv2.PSNR(frame, picture)) for frame, picture in zip(frames, fitted, strict=False)]


if __name__ == "__main__":
    main()
