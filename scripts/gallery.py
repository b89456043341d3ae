"""Draw the gallery: every piece of gallery.toml as a video with a contact sheet, on one page to look through.

    python scripts/gallery.py [--out out/gallery] [--only WORD] [--jobs N] [--steady]

`--steady` looks at every frame and shows the moments that may pop, flicker or stutter, eight frames around each.

Reference media of the use cases are drawn by the engine itself, so nothing is downloaded.
"""

from __future__ import annotations

import argparse
import html
import json
import os
import time
import tomllib
import traceback
from concurrent.futures import ProcessPoolExecutor
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any
from zlib import crc32

import av
import numpy as np
from steadiness import findings, strip

from reelwright.domain.request import MediaKind, MediaRole
from reelwright.domain.sizes import FPS, frame_count, frame_size
from reelwright.engines.animatic import AnimaticEngine
from reelwright.engines.base import Done, EngineRequest, LocalMedia, Warn
from reelwright.media.encode import write_png
from reelwright.media.sheet import make_contact_sheet

HERE = Path(__file__).parent
REFERENCE_SECONDS = 4


def main() -> None:
    """Draw what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path("out/gallery"))
    parser.add_argument("--only", default="", help="pieces whose name or prompt has this word")
    parser.add_argument("--jobs", type=int, default=max(1, (os.cpu_count() or 2) // 2))
    parser.add_argument("--steady", action="store_true", help="show the moments that may be unsteady")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    pieces = [piece for piece in load_pieces() if options.only in piece["name"] + piece["prompt"]]
    with ProcessPoolExecutor(options.jobs) as pool:
        rows = []
        for piece, row in zip(
            pieces, pool.map(partial(draw_piece, out=options.out, steady=options.steady), pieces), strict=True
        ):
            print(piece["name"], piece["prompt"][:80], flush=True)
            rows.append(row)
    page = options.out / "index.html"
    page.write_text(PAGE.format(rows="\n".join(rows)), "utf-8")
    print(f"{len(rows)} pieces on {page}")


def load_pieces() -> list[dict[str, Any]]:
    """Return the pieces of gallery.toml, each with a name."""
    pieces = tomllib.loads((HERE / "gallery.toml").read_text("utf-8"))["piece"]
    for number, piece in enumerate(pieces, 1):
        piece.setdefault("name", f"prompt-{number:02}")
    return list(pieces)


def draw_piece(piece: dict[str, Any], out: Path, *, steady: bool = False) -> str:
    """Draw one piece into `out` and return its part of the page; a failure is shown there too.

    steady: with the moments that may be unsteady.
    """
    folder = out / piece["name"]
    folder.mkdir(parents=True, exist_ok=True)
    started = time.process_time()
    try:
        warnings = draw(request_of(piece, references_of(piece, folder)), folder)
        make_contact_sheet(folder / "video.mp4", folder / "sheet.png", columns=6, rows=2)
        moments = unsteady(folder) if steady else ""
    except Exception:  # noqa: BLE001 - one broken piece must not hide the others
        traceback.print_exc()
        return ROW.format(
            name=piece["name"], prompt=html.escape(piece["prompt"]), notes=_failure(), moments=""
        )
    notes = [f"{time.process_time() - started:.1f} s of CPU", *warnings]
    return ROW.format(
        name=piece["name"],
        prompt=html.escape(piece["prompt"]),
        notes=html.escape(" · ".join(notes)),
        moments=moments,
    )


def unsteady(folder: Path) -> str:
    """Write strips of the worst moments of the video in `folder`, the worst of each kind, and return them as HTML."""
    with av.open(str(folder / "video.mp4")) as container:
        frames = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
    shots = json.loads((folder / "storyboard.json").read_text("utf-8"))["shots"]
    worst = {
        finding.kind: finding for finding in reversed(findings(frames, [shot["start"] for shot in shots]))
    }
    parts = []
    for kind, finding in worst.items():
        write_png(folder / f"{kind}.png", strip(frames, finding))
        words = f"{kind} at frame {finding.frame}, {finding.score:.1f}"
        parts.append(f'<p>{words}<br><img loading="lazy" src="{folder.name}/{kind}.png" alt="{words}"></p>')
    return "".join(parts)


def request_of(piece: dict[str, Any], media: tuple[LocalMedia, ...]) -> EngineRequest:
    """Return the engine's request for a piece."""
    width, height = frame_size(piece.get("resolution", "480p"), piece.get("size", "16:9"))
    return EngineRequest(
        task_id=piece["name"],
        attempt=1,
        model="gallery",
        prompt=piece["prompt"],
        width=width,
        height=height,
        frames=frame_count(piece.get("seconds", 4)),
        fps=FPS,
        seed=piece.get("seed", crc32(piece["name"].encode())),
        fast=piece.get("fast", False),
        generate_audio=piece.get("audio", False),
        media=media,
    )


def references_of(piece: dict[str, Any], folder: Path) -> tuple[LocalMedia, ...]:
    """Draw the reference media that a piece names, and return them."""
    return (
        *(
            _picture(prompt, number, piece, folder)
            for number, prompt in enumerate(piece.get("pictures", ()), 1)
        ),
        *(_video(prompt, number, folder) for number, prompt in enumerate(piece.get("videos", ()), 1)),
        *([_sound(folder)] if piece.get("sound") else []),
    )


def draw(request: EngineRequest, folder: Path) -> list[str]:
    """Run the engine in this process; return its warnings."""
    events = list(AnimaticEngine().render(request, folder))
    if not isinstance(events[-1], Done):
        raise TypeError(f"the engine ended with {events[-1]}")
    return [event.message for event in events if isinstance(event, Warn)]


def _picture(prompt: str, number: int, piece: dict[str, Any], folder: Path) -> LocalMedia:
    made = folder / f"picture-{number}"
    made.mkdir(exist_ok=True)
    draw(_reference(prompt, 0, last_frame=True), made)
    single = len(piece["pictures"]) == 1
    roles = [MediaRole.FIRST_FRAME, MediaRole.LAST_FRAME] if piece.get("roles") else [MediaRole.REFERENCE] * 9
    role = MediaRole.FIRST_FRAME if single else roles[number - 1]
    path, (width, height) = made / "last_frame.png", frame_size("480p", "16:9")
    return LocalMedia(MediaKind.IMAGE, role, path, f"image_urls[{number - 1}]", number, width, height)


def _video(prompt: str, number: int, folder: Path) -> LocalMedia:
    made = folder / f"video-{number}"
    made.mkdir(exist_ok=True)
    draw(_reference(prompt, REFERENCE_SECONDS), made)
    width, height = frame_size("480p", "16:9")
    seconds = Fraction(frame_count(REFERENCE_SECONDS), FPS)
    return LocalMedia(
        MediaKind.VIDEO,
        MediaRole.REFERENCE,
        made / "video.mp4",
        f"video_urls[{number - 1}]",
        number,
        width,
        height,
        seconds,
    )


def _reference(prompt: str, seconds: int, *, last_frame: bool = False) -> EngineRequest:
    piece = {"name": "reference", "prompt": prompt, "seconds": seconds or 1}
    request = request_of(piece, ())
    return EngineRequest(
        **{field: getattr(request, field) for field in request.__slots__} | {"return_last_frame": last_frame}
    )


def _sound(folder: Path) -> LocalMedia:
    """Write four seconds of a plucked figure in 120 beats per minute."""
    import wave

    rate, seconds = 48_000, 4
    time_axis = np.arange(rate * seconds) / rate
    beat = time_axis % 0.5
    pitch = np.array([220, 277.18, 329.63, 440])[(time_axis / 0.5).astype(int) % 4]
    samples = 0.5 * np.exp(-6 * beat) * np.sin(2 * np.pi * pitch * beat)
    path = folder / "sound.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, rate, 0, "NONE", "not compressed"))
        file.writeframes((samples * 32767).astype("<i2").tobytes())
    return LocalMedia(
        MediaKind.AUDIO,
        MediaRole.REFERENCE,
        path,
        "audio_urls[0]",
        1,
        seconds=Fraction(seconds),
        has_audio=True,
    )


def _failure() -> str:
    return f"<pre>{html.escape(traceback.format_exc())}</pre>"


PAGE = """<!doctype html><meta charset="utf-8"><title>Gallery</title>
<style>body {{ font: 16px system-ui; margin: 2em auto; max-width: 1600px }} img, video {{ max-width: 100% }}
video {{ height: 220px }} section {{ margin-bottom: 3em }} small {{ color: #666 }}</style>
<h1>Gallery of the animatic engine</h1>
{rows}
"""

ROW = """<section id="{name}"><h2>{name}</h2><p>{prompt}<br><small>{notes}</small></p>
<video controls loop preload="none" poster="{name}/thumbnail.jpg" src="{name}/video.mp4"></video>
<img loading="lazy" src="{name}/sheet.png" alt="frames of {name}">{moments}</section>"""

if __name__ == "__main__":
    main()
