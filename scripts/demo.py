"""`make demo`: start the real server, ask it for the API's first example over HTTP, save the video and a contact sheet."""

from __future__ import annotations

import argparse
import signal
import sys
import time
from pathlib import Path

from reelwright.cli.local_server import LocalServer
from reelwright.cli.output import exit_code_of, say
from reelwright.cli.progress import ProgressLine
from reelwright.client import Reelwright, Task
from reelwright.client.flows import insist_on_video
from reelwright.media.sheet import make_contact_sheet


def main() -> int:
    """Make the demo and return the exit code."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument(
        "--out", type=Path, default=Path("out"), help="directory for demo.mp4 and demo.png"
    )
    out: Path = arguments.parse_args().out
    # `make` passes SIGTERM on; as an exception it takes the server along.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        run(out)
    except KeyboardInterrupt:
        say("interrupted")
        return 130
    except Exception as error:
        code = exit_code_of(error)
        if code is None:
            raise
        return code
    return 0


def run(out: Path) -> None:
    """Start a server, make the video and its contact sheet in `out`, and say what made them."""
    started = time.monotonic()
    with LocalServer() as server, Reelwright(server.url, server.api_key) as client:
        say(f"the server answers at {server.url} after {time.monotonic() - started:.1f} s")
        asked = time.monotonic()
        task_id = client.videos.submit(
            model="doubao-seedance-2.0",
            prompt="A kitten yawning at the camera",
            resolution="720p",
            size="16:9",
            duration=5,
            generate_audio=True,
        )
        with ProgressLine(task_id) as line:
            task = insist_on_video(client.tasks.wait(task_id, on_progress=line.show))
        took = time.monotonic() - asked
        video = client.download(task, out / "demo.mp4")
    sheet = out / "demo.png"
    make_contact_sheet(video, sheet)
    tell(task, took, video, sheet)


def tell(task: Task, took: float, video: Path, sheet: Path) -> None:
    """Say what was made, by what and how fast."""
    made = task.video
    say(
        f"engine {task.engine}, seed {task.seed}: {made.frames} frames of {made.width}x{made.height} in {took:.1f} s"
    )
    for warning in task.warnings:
        say(f"warning: {warning}")
    sys.stdout.write(f"{video}\n{sheet}\n")


if __name__ == "__main__":
    sys.exit(main())
