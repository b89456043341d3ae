"""`reelwright storyboard`: the plan of the built-in engine, without a server and without drawing."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from reelwright.cli.board_page import deed, hour, page
from reelwright.cli.output import put, put_json, put_table, say
from reelwright.domain.request import MAX_PROMPT
from reelwright.domain.sizes import FPS, RATIOS, RESOLUTIONS, frame_count, frame_size
from reelwright.engines.animatic.plan import Shot, Storyboard
from reelwright.engines.animatic.storyboard import make_storyboard
from reelwright.engines.base import EngineRequest
from reelwright.errors import InvalidRequest

_COLUMNS: Final = ("shot", "seconds", "setting", "time", "weather", "camera", "subjects", "text")
_MOST_TEXT: Final = 72
"""Letters of a shot's text that the table shows; the page and the JSON have them all."""


def register(app: typer.Typer, name: str, text: str) -> None:
    """Add the command."""
    app.command(name, short_help=text)(storyboard)


def storyboard(
    prompt: Annotated[str, typer.Argument(help="What the video shows.")],
    duration: Annotated[int, typer.Option(min=4, max=15, help="Seconds.")] = 5,
    size: Annotated[str, typer.Option(help=f"One of {', '.join(RATIOS)}.")] = "16:9",
    resolution: Annotated[str, typer.Option(help=f"One of {', '.join(RESOLUTIONS)}.")] = "480p",
    seed: Annotated[
        int, typer.Option(min=0, max=4294967295, help="Decides what the prompt leaves open.")
    ] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print the whole storyboard as JSON.")] = False,
    html: Annotated[Path | None, typer.Option(help="Write a page to look at.")] = None,
    thumbnails: Annotated[
        bool, typer.Option(help="Draw a picture of every shot for the JSON; without, it takes milliseconds.")
    ] = True,
) -> None:
    """Show what the built-in engine would draw, shot by shot. It needs no server."""
    request = _request(prompt, duration, size, resolution, seed)
    board = make_storyboard(request)
    if html is not None:
        _write(html, page(_drawn(board, request)))
        put(str(html))
    elif as_json:
        put_json((_drawn(board, request) if thumbnails else board).to_json())
    else:
        put_table(_COLUMNS, [_row(number, shot) for number, shot in enumerate(board.shots, 1)])
        say(
            f"style {board.style}, mood {board.mood}, {board.beats_per_minute} beats a minute, {board.frames} frames"
        )
    for warning in board.warnings:
        say(f"warning: {warning}")


def _write(path: Path, text: str) -> None:
    """Write a page. Raises InvalidRequest, naming the option, where that can't be done."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    except OSError as error:
        raise InvalidRequest.one(
            "html", f"--html: {path} can't be written ({error.strerror}); name a file, as board.html"
        ) from error


def _request(prompt: str, duration: int, size: str, resolution: str, seed: int) -> EngineRequest:
    if not prompt.strip():
        raise InvalidRequest.one("prompt", "the prompt is empty; say what the video shows")
    if len(prompt) > MAX_PROMPT:
        raise InvalidRequest.one(
            "prompt", f"prompt must be at most {MAX_PROMPT} characters, got {len(prompt)}"
        )
    if size not in RATIOS:
        raise InvalidRequest.one("size", f"--size must be one of {', '.join(RATIOS)}, got {size!r}")
    if resolution not in RESOLUTIONS:
        raise InvalidRequest.one(
            "resolution", f"--resolution must be one of {', '.join(RESOLUTIONS)}, got {resolution!r}"
        )
    width, height = frame_size(resolution, size)
    return EngineRequest(
        "storyboard",
        1,
        "storyboard",
        prompt,
        width,
        height,
        frame_count(duration),
        FPS,
        seed,
        generate_audio=True,
    )


def _drawn(board: Storyboard, request: EngineRequest) -> Storyboard:
    # OpenCV is loaded for pictures only: a table of words must be there at once.
    from reelwright.engines.animatic.thumbnails import draw_thumbnails

    return draw_thumbnails(board, request)


def _row(number: int, shot: Shot) -> tuple[str, ...]:
    return (
        str(number),
        f"{shot.start / FPS:.1f}-{shot.end / FPS:.1f}",
        str(shot.setting),
        hour(shot),
        str(shot.weather),
        str(shot.camera),
        ", ".join(f"{_short(subject.name)} ({deed(subject, shot)})" for subject in shot.subjects),
        _short(shot.text),
    )


def _short(text: str) -> str:
    """Return the beginning of a text in one line; what is no letter could give orders to a terminal."""
    line = "".join(letter if letter.isprintable() else " " for letter in text)
    line = " ".join(line.split())
    return line if len(line) <= _MOST_TEXT else f"{line[: _MOST_TEXT - 1].rstrip()}…"
