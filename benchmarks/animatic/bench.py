"""Measure the animatic engine: CPU against encoding its own frames, memory against length, fidelity to the caller's pictures.

    python benchmarks/animatic/bench.py [--quick]

Every row runs in a process of its own, after warm-up. The ratio divides the CPU seconds of the whole process during the task by
those of encoding the same frames, read from a file, with the same settings: it holds on a busy machine too, seconds don't.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import deque
from dataclasses import dataclass
from pathlib import Path

import av
import cv2
import numpy as np

from reelwright.domain.request import MediaKind, MediaRole
from reelwright.domain.sizes import FPS, frame_count, frame_size
from reelwright.engines.animatic import AnimaticEngine
from reelwright.engines.base import Done, EngineRequest, LocalMedia
from reelwright.media.encode import VideoSpec, write_video
from reelwright.media.images import fit_image, load_image

PROMPT = "A fox walks through a meadow with birds in the sky, push in"


@dataclass(frozen=True)
class Case:
    """One row: how many pictures the caller gives (1 first frame, 2 first and last), and the size and length of the video."""

    pictures: int
    resolution: str
    seconds: int
    fast: bool = False
    audio: bool = False

    @property
    def label(self) -> str:
        """The row's first column."""
        kind = ("text", "image", "first/last")[self.pictures]
        extras = "".join(word for word, on in ((" fast", self.fast), (" + sound", self.audio)) if on)
        return f"{kind}{extras}"


CASES = [
    *(Case(pictures, resolution, 5) for pictures in (0, 1, 2) for resolution in ("480p", "720p", "1080p")),
    Case(0, "720p", 5, audio=True),
    Case(0, "720p", 5, fast=True),
    *(Case(pictures, "1080p", seconds) for pictures in (0, 1) for seconds in (4, 15)),
]


def main() -> None:
    """Print the table, or measure one row for it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="480p rows only")
    parser.add_argument("--row", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.row is not None:
        print(json.dumps(measure(CASES[options.row])))
        return
    print(
        f"{'task':<16}{'size':<7}{'s':>3}{'CPU s':>8}{'enc. s':>8}{'ratio':>7}{'wall s':>8}{'MB':>6}{'dB first/last':>16}"
    )
    for row, case in enumerate(CASES):
        if options.quick and case.resolution != "480p":
            continue
        found = _in_child(row)
        fidelity = "/".join(f"{value:.1f}" for value in found["psnr"])
        print(
            f"{case.label:<16}{case.resolution:<7}{case.seconds:>3}{found['cpu']:>8.2f}{found['encode']:>8.2f}"
            f"{found['cpu'] / found['encode']:>7.2f}{found['wall']:>8.2f}{found['peak']:>6.0f}{fidelity:>16}",
            flush=True,
        )


def _in_child(row: int) -> dict[str, float | list[float]]:
    command = [sys.executable, __file__, "--row", str(row)]
    return dict(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))


def measure(case: Case) -> dict[str, float | list[float]]:
    """Return the figures of one row."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        request = _request(case, folder)
        engine = AnimaticEngine()
        engine.warm_up()
        cpu, wall = time.process_time(), time.perf_counter()
        *_, done = engine.render(request, folder)
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        assert isinstance(done, Done)
        return {
            "cpu": cpu,
            "wall": wall,
            "peak": peak,
            "encode": _encoding(request, folder),
            "psnr": _fidelity(request, done.video),
        }


def _encoding(request: EngineRequest, folder: Path) -> float:
    """Return the CPU seconds of encoding the frames of `request` and nothing else."""
    from reelwright.engines.animatic.assemble import assemble
    from reelwright.engines.animatic.storyboard import make_storyboard

    shape = (request.frames, request.height, request.width, 3)
    raw = np.memmap(folder / "frames.raw", np.uint8, "w+", shape=shape)
    for number, frame in enumerate(assemble(make_storyboard(request), request.media)):
        raw[number] = frame
    preset = "superfast" if request.fast else "veryfast"
    spec = VideoSpec(request.width, request.height, request.fps, preset)
    before = time.process_time()
    write_video(folder / "again.mp4", spec, iter(raw))
    return time.process_time() - before


def _fidelity(request: EngineRequest, video: Path) -> list[float]:
    """Return the PSNR of the first and last frame of `video` against the fitted pictures that were given for them."""
    with av.open(str(video)) as container:
        pictures = container.decode(video=0)
        ends = (next(pictures), *deque(pictures, maxlen=1))
        frames = [frame.to_ndarray(format="rgb24") for frame in ends]
    fitted = [fit_image(load_image(medium.path), request.width, request.height) for medium in request.media]
    return [float(cv2.PSNR(frame, picture)) for frame, picture in zip(frames, fitted, strict=False)]


def _request(case: Case, folder: Path) -> EngineRequest:
    width, height = frame_size(case.resolution, "16:9")
    return EngineRequest(
        task_id="bench",
        attempt=1,
        model="bench",
        prompt=PROMPT,
        width=width,
        height=height,
        frames=frame_count(case.seconds),
        fps=FPS,
        seed=11,
        fast=case.fast,
        generate_audio=case.audio,
        media=tuple(_picture(folder, number, case.pictures) for number in range(1, case.pictures + 1)),
    )


def _picture(folder: Path, number: int, count: int) -> LocalMedia:
    """Write a picture with the traits of a photograph: edges of every contrast, texture, grain."""
    rng = np.random.default_rng(number)
    y, x = np.mgrid[0:1200, 0:1800].astype(np.float32)
    picture = np.stack([120 + 70 * np.sin(x / 900 + tint) + y / 20 for tint in (0, 1, 2)], axis=2)
    for _ in range(60):
        centre = tuple(int(value) for value in rng.integers(0, (1800, 1200)))
        colour = [float(value) for value in rng.integers(20, 235, 3)]
        cv2.circle(picture, centre, int(rng.integers(20, 260)), colour, -1, cv2.LINE_AA)
    picture = cv2.GaussianBlur(picture, (0, 0), 1.2)
    picture += cv2.resize(rng.normal(0, 9, (300, 450)), (1800, 1200))[..., None] + rng.normal(
        0, 2, (1200, 1800, 1)
    )
    path = folder / f"picture-{number}.png"
    cv2.imwrite(str(path), np.clip(picture, 0, 255).astype(np.uint8))
    role = MediaRole.FIRST_FRAME if number == 1 else MediaRole.LAST_FRAME
    return LocalMedia(MediaKind.IMAGE, role, path, f"image_with_roles[{number - 1}]", number, 1800, 1200)


if __name__ == "__main__":
    main()
