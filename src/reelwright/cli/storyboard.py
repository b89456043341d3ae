"""`reelwright storyboard`: the plan of the built-in engine, without a server and without drawing."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Annotated, Final

import typer

from reelwright.cli.output import put, put_json, put_table, say
from reelwright.domain.sizes import FPS, RATIOS, RESOLUTIONS, frame_count, frame_size
from reelwright.engines.animatic.plan import Shot, Storyboard, Subject
from reelwright.engines.animatic.storyboard import make_storyboard
from reelwright.engines.base import EngineRequest
from reelwright.errors import InvalidRequest

_COLUMNS: Final = ("shot", "seconds", "setting", "time", "weather", "camera", "subjects", "text")
_THUMBNAIL: Final = 432
"""The longer side of a shot's picture, in pixels: drawing it takes a tenth of drawing the video."""

_STYLE: Final = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;padding:.4rem .6rem;"
    "border-bottom:1px solid #ccc}img{display:block;max-width:16rem;max-height:16rem;border-radius:.3rem}"
)


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
) -> None:
    """Show what the built-in engine would draw, shot by shot. It takes milliseconds and needs no server."""
    request = _request(prompt, duration, size, resolution, seed)
    board = make_storyboard(request)
    rows = [_row(number, shot) for number, shot in enumerate(board.shots, 1)]
    if html is not None:
        html.write_text(_page(board, rows, _pictures(request)), "utf-8")
        put(str(html))
    elif as_json:
        put_json(board.to_json())
    else:
        put_table(_COLUMNS, rows)
        say(
            f"style {board.style}, mood {board.mood}, {board.beats_per_minute} beats a minute, {board.frames} frames"
        )
    for warning in board.warnings:
        say(f"warning: {warning}")


def _request(prompt: str, duration: int, size: str, resolution: str, seed: int) -> EngineRequest:
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


def _pictures(request: EngineRequest) -> list[str]:
    """Return a picture of every shot, as data URIs."""
    # OpenCV is loaded for the page only: a table of words must be there at once.
    from reelwright.engines.animatic.thumbnails import shot_pictures

    scale = min(1.0, _THUMBNAIL / max(request.width, request.height))
    width, height = (round(side * scale / 2) * 2 for side in (request.width, request.height))
    board = make_storyboard(replace(request, width=width, height=height))
    return [f"data:image/jpeg;base64,{b64encode(data).decode()}" for data in shot_pictures(board, ())]


def _row(number: int, shot: Shot) -> tuple[str, ...]:
    return (
        str(number),
        f"{shot.start / FPS:.1f}-{shot.end / FPS:.1f}",
        str(shot.setting),
        f"{shot.time} to {shot.to_time}" if shot.to_time else str(shot.time),
        str(shot.weather),
        str(shot.camera),
        ", ".join(f"{subject.name} ({_deed(subject, shot)})" for subject in shot.subjects),
        shot.text,
    )


def _deed(subject: Subject, shot: Shot) -> str:
    """Return what a subject does, and with whom."""
    duet = subject.duet
    if duet is None:
        return str(subject.action)
    other = "" if shot.subjects[duet.to] is subject else f" {shot.subjects[duet.to].name}"
    return f"{duet.kind.replace('_', ' ')}{other}"


def _page(board: Storyboard, rows: list[tuple[str, ...]], pictures: list[str]) -> str:
    def line(cells: tuple[str, ...], tag: str) -> str:
        return "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in cells)

    body = "\n".join(
        f'<tr><td><img src="{picture}" alt="shot {row[0]}"></td>{line(row, "td")}</tr>'
        for row, picture in zip(rows, pictures, strict=True)
    )
    lines = "".join(f"<li>{escape(spoken.voice)}: “{escape(spoken.text)}”</li>" for spoken in board.lines)
    return (
        f'<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>Storyboard</title>\n<style>{_STYLE}</style>\n'
        f"<h1>{escape(board.prompt)}</h1>\n"
        f"<p>{board.frames} frames, {board.width}×{board.height}, style {board.style}, mood {board.mood}, seed {board.seed}</p>\n"
        f"<table>\n<tr><th>picture</th>{line(_COLUMNS, 'th')}</tr>\n{body}\n</table>\n<ul>{lines}</ul>\n</html>\n"
    )
