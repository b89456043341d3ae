"""Measure what everything else stands on, and print it as a table in Markdown.

    python benchmarks/foundation.py [--rounds 40]

One server with its own Postgres and one warm worker on this machine, nothing else asked of it: how soon a task starts, what the
idle processes take of memory, how long the first example of the API takes, how soon the command line answers.
"""

from __future__ import annotations

import argparse
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import psutil

from reelwright.cli.local_server import LocalServer
from reelwright.client import Reelwright, VideoFields

PROMPT = "A kitten yawning at the camera"
EXAMPLE: VideoFields = {
    "resolution": "720p",
    "size": "16:9",
    "duration": 5,
    "generate_audio": True,
    "seed": 42,
}
CLIPS = 5
HELPS = 10


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=40, help="how many starts to time")
    rounds: int = arguments.parse_args().rounds
    with LocalServer() as server, Reelwright(server.url, server.api_key) as client:
        client.videos.generate(PROMPT, **EXAMPLE)
        clips = [time_clip(client) for _ in range(CLIPS)]
        starts = [time_start(client) * 1000 for _ in range(rounds)]
        memory = memory_of(server)
    helps = [time_help() for _ in range(HELPS)]
    rows = [
        (f"POST to first progress event, p50 of {rounds}", f"{statistics.median(starts):.0f} ms"),
        (f"POST to first progress event, p95 of {rounds}", f"{percentile(starts, 95):.0f} ms"),
        (
            "first example of the API (5 s, 720p, sound), POST to completed, median of 5",
            f"{statistics.median(clips):.2f} s",
        ),
        *memory,
        (f"`reelwright --help`, median of {HELPS}", f"{statistics.median(helps):.2f} s"),
    ]
    print(f"{platform.machine()}, {psutil.cpu_count()} cores, Python {platform.python_version()}\n")
    print("| measured | |\n|---|---|")
    for name, figure in rows:
        print(f"| {name} | {figure} |")


def time_clip(client: Reelwright) -> float:
    """Return the seconds from POST until the task is known to be completed."""
    began = time.perf_counter()
    client.tasks.wait(client.videos.submit(PROMPT, **EXAMPLE))
    return time.perf_counter() - began


def time_start(client: Reelwright) -> float:
    """Return the seconds from POST until the first event with progress reaches the caller; then let the task be cancelled."""
    began = time.perf_counter()
    task_id = client.videos.submit(PROMPT, duration=15, resolution="1080p")
    took = next(time.perf_counter() - began for task in client.tasks.events(task_id) if task.progress > 0)
    client.tasks.cancel(task_id)
    client.tasks.wait(task_id)
    return took


def memory_of(server: LocalServer) -> list[tuple[str, str]]:
    """Return what the idle processes take: shared pages are divided among those who share them where the system tells."""
    family = [psutil.Process(server.pid), *psutil.Process(server.pid).children(recursive=True)]
    pid_file = server.data_dir / "postgres" / "postmaster.pid"
    postmaster = psutil.Process(int(pid_file.read_text("utf-8").splitlines()[0]))
    parts = {
        "server and worker": family[:1],
        "engine child": family[1:],
        "Postgres": [postmaster, *postmaster.children()],
    }
    kind = "PSS" if Path("/proc/self/smaps_rollup").exists() else "RSS"
    sizes = {name: sum(map(size_of, processes)) for name, processes in parts.items()}
    sizes["together"] = sum(sizes.values())
    return [(f"idle memory ({kind}), {name}", f"{size / 1024**2:.0f} MiB") for name, size in sizes.items()]


def size_of(process: psutil.Process) -> int:
    """Return a process's bytes: proportional set size where there is one, else resident set size."""
    rollup = Path(f"/proc/{process.pid}/smaps_rollup")
    if not rollup.exists():
        return int(process.memory_info().rss)
    pss = next(line for line in rollup.read_text("ascii").splitlines() if line.startswith("Pss:"))
    return int(pss.split()[1]) * 1024


def time_help() -> float:
    """Return the seconds that `reelwright --help` takes as a process."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-m", "reelwright", "--help"], stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - began


def percentile(values: Iterable[float], percent: int) -> float:
    """Return the smallest value that `percent` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, -(-len(ordered) * percent // 100) - 1)]


if __name__ == "__main__":
    main()
