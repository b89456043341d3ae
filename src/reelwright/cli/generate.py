"""`reelwright generate`: one video, through a server that is configured, or through one of our own for this call."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from reelwright.cli.output import INTERRUPTED, put, put_json, say
from reelwright.cli.progress import ProgressLine
from reelwright.client import DEFAULT_MODEL, ConnectionFailed, Reelwright, Task
from reelwright.client.flows import insist_on_video
from reelwright.errors import ConfigError

_STOP_SECONDS: Final = 20.0
_SLUG_LENGTH: Final = 48


def register(app: typer.Typer, name: str, text: str) -> None:
    """Add the command."""
    app.command(name, short_help=text)(generate)


def generate(
    prompt: Annotated[
        str | None, typer.Argument(help="What the video shows; may be left out when media say it.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Where to save the MP4; default: named for the prompt."),
    ] = None,
    model: Annotated[str, typer.Option(help="Model.")] = DEFAULT_MODEL,
    duration: Annotated[int | None, typer.Option(help="Seconds, 4 to 15; the server's default is 5.")] = None,
    size: Annotated[str | None, typer.Option(help="16:9, 9:16, 1:1, 4:3, 3:4, 21:9 or adaptive.")] = None,
    resolution: Annotated[str | None, typer.Option(help="480p, 720p or 1080p.")] = None,
    seed: Annotated[
        int | None, typer.Option(help="0 to 4294967295; the same seed gives the same video.")
    ] = None,
    audio: Annotated[bool | None, typer.Option("--audio/--no-audio", help="With sound or without.")] = None,
    return_last_frame: Annotated[
        bool, typer.Option("--return-last-frame", help="Save the last frame too, as PNG beside the video.")
    ] = False,
    image: Annotated[
        list[str] | None,
        typer.Option(help="File or address; one is the first frame, several are references."),
    ] = None,
    first_frame: Annotated[str | None, typer.Option(help="Picture to begin with: file or address.")] = None,
    last_frame: Annotated[str | None, typer.Option(help="Picture to end with: file or address.")] = None,
    video: Annotated[list[str] | None, typer.Option(help="Reference video: file or address.")] = None,
    audio_ref: Annotated[list[str] | None, typer.Option(help="Reference sound: file or address.")] = None,
    web_search: Annotated[
        bool, typer.Option("--web-search", help="Let the engine search the web, if it can.")
    ] = False,
    language: Annotated[str | None, typer.Option(help="Of error messages: en, zh, ja or ko.")] = None,
    webhook: Annotated[str | None, typer.Option(help="Base URL that is told of the end.")] = None,
    base_url: Annotated[
        str | None,
        typer.Option(
            envvar="REELWRIGHT_BASE_URL", help="Server to use; without it one is started for this call."
        ),
    ] = None,
    data_dir: Annotated[
        Path | None,
        typer.Option(help="For a server of our own: keep its data here; default: a temporary directory."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the finished task as JSON.")] = False,
) -> None:
    """Make a video and print the path of the MP4.

    Media may be local files: they are uploaded. Ctrl-C cancels the task. Without --base-url or REELWRIGHT_BASE_URL a server is
    started for this call and leaves no process behind.

    Exit codes: 0 done; 1 the task failed or was cancelled; 2 refused: something in the request is wrong; 3 the server can't be
    reached or does not take the key; 130 interrupted.
    """
    goal = output or _free_name(prompt)
    fields: dict[str, Any] = {
        "model": model,
        "duration": duration,
        "size": size,
        "resolution": resolution,
        "seed": seed,
        "generate_audio": audio,
        "return_last_frame": return_last_frame or None,
        "tools": [{"type": "web_search"}] if web_search else None,
        "language": language,
        "webhook": webhook,
        "image": image or None,
        "first_frame": first_frame,
        "last_frame": last_frame,
        "video": video or None,
        "audio": audio_ref or None,
    }
    with _interruptible(), _client(base_url, data_dir) as client:
        task = _make(client, prompt, fields)
        path = client.download(task, goal)
        if task.last_frame_url:
            client.download(task.last_frame_url, path.with_suffix(".last.png"))
    for warning in task.warnings:
        say(f"warning: {warning}")
    if as_json:
        put_json({**task.raw, "path": str(path)})
    else:
        put(str(path))


def _make(client: Reelwright, prompt: str | None, fields: dict[str, Any]) -> Task:
    task_id = client.videos.submit(prompt, **fields)
    with ProgressLine(task_id) as line:
        try:
            task = client.tasks.wait(task_id, on_progress=line.show)
        except KeyboardInterrupt:
            line.note("cancelling ...")
            _cancel(client, task_id)
            raise typer.Exit(INTERRUPTED) from None
    return insist_on_video(task)


def _cancel(client: Reelwright, task_id: str) -> None:
    client.tasks.cancel(task_id)
    # A running render stops at its next sign of life: wait, so that "cancelled" is true when we say so.
    ended = client.tasks.wait(task_id, timeout=_STOP_SECONDS)
    say(f"task {task_id} is {ended.status}")


@contextmanager
def _client(base_url: str | None, data_dir: Path | None) -> Iterator[Reelwright]:
    if base_url:
        with Reelwright(base_url, _key_for(base_url)) as client:
            yield client
        return
    from reelwright.cli.local_server import LocalServer

    with LocalServer(data_dir) as server, Reelwright(server.url, server.api_key) as client:
        try:
            yield client
        except ConnectionFailed as error:
            raise ConnectionFailed(f"the server of this call ended: {server.last_words()}") from error


def _key_for(base_url: str) -> str | None:
    """Return the key to use: of the environment, or the first key of a server on this machine."""
    if os.environ.get("REELWRIGHT_API_KEY"):
        return None
    if re.match(r"https?://(127\.0\.0\.1|localhost|\[::1\])(:|/|$)", base_url):
        from reelwright.config import load_settings

        stored = load_settings().data_dir / "api-key"
        if stored.exists():
            return stored.read_text("utf-8").strip()
    raise ConfigError(f"no key for {base_url}: set REELWRIGHT_API_KEY to one of its keys")


@contextmanager
def _interruptible() -> Iterator[None]:
    """Let SIGTERM end the command as Ctrl-C does: the task is cancelled and our server stopped."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None
    finally:
        signal.signal(signal.SIGTERM, before)


def _free_name(prompt: str | None) -> Path:
    """Name a new file in this directory for the prompt; nothing that exists is overwritten unasked."""
    slug = re.sub(r"[^\w]+", "-", (prompt or "").lower())[:_SLUG_LENGTH].strip("-") or "video"
    path, number = Path(f"{slug}.mp4"), 1
    while path.exists():
        number += 1
        path = Path(f"{slug}-{number}.mp4")
    return path
