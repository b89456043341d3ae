"""`reelwright doctor`: what a server needs of this machine, checked by doing it."""

from __future__ import annotations

import platform
import shutil
import socket
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from typing import Annotated, Final

import typer

from reelwright.cli.output import FAILED, put, put_json, say
from reelwright.config import Settings, load_settings
from reelwright.errors import ReelwrightError
from reelwright.run import run_async

_MODULES: Final = (
    "av",
    "cv2",
    "numpy",
    "obstore",
    "pi_heif",
    "PIL",
    "psycopg",
    "resvg_py",
    "uvicorn",
)
_LEAST_MEMORY: Final = 1024**3
_LEAST_DISK: Final = 1024**3


class Complaint(Exception):
    """What a check found wrong, and what to do about it."""

    def __init__(self, found: str, advice: str) -> None:
        super().__init__(found)
        self.found = found
        self.advice = advice


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of one check; `advice` is empty when it passed."""

    check: str
    ok: bool
    found: str
    advice: str = ""


def register(app: typer.Typer, name: str, text: str) -> None:
    """Add the command."""
    app.command(name, short_help=text)(doctor)


def doctor(
    data_dir: Annotated[Path | None, typer.Option(help="Directory that a server would use.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Check what a server needs of this machine; every line that fails says what to do.

    Exit codes: 0 all is well; 1 something is not.
    """
    settings = load_settings(data_dir=data_dir)
    findings = [examine(name, check, settings) for name, check in CHECKS.items()]
    if as_json:
        put_json([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            put(f"{'ok  ' if finding.ok else 'FAIL'}  {finding.check}: {finding.found}")
            if finding.advice:
                put(f"      → {finding.advice}")
    if not all(finding.ok for finding in findings):
        say("something is missing; the lines above say what to do")
        raise typer.Exit(FAILED)


def examine(name: str, check: Callable[[Settings], str], settings: Settings) -> Finding:
    """Run one check."""
    try:
        return Finding(name, True, check(settings))
    except Complaint as complaint:
        return Finding(name, False, complaint.found, complaint.advice)
    except (OSError, ImportError, ReelwrightError) as error:
        return Finding(
            name, False, f"{type(error).__name__}: {error}", "mend what the message names and run this again"
        )


def _python(_: Settings) -> str:
    bits = 64 if sys.maxsize > 2**32 else 32
    if bits == 32:
        raise Complaint(
            "this Python is a 32-bit one", "install a 64-bit Python: most packages have no 32-bit wheels"
        )
    return f"{platform.python_version()}, {bits} bits, on {platform.system()} {platform.machine()}"


def _packages(_: Settings) -> str:
    missing = []
    for module in _MODULES:
        try:
            import_module(module)
        except ImportError as error:
            missing.append(f"{module} ({error})")
    if missing:
        raise Complaint(
            f"can't be imported: {', '.join(missing)}",
            "install again: `make setup`, or pip install --force-reinstall reelwright",
        )
    return f"all {len(_MODULES)} that matter can be imported"


def _database(settings: Settings) -> str:
    if settings.database_url is not None:
        return run_async(_own_database(settings.database_url.get_secret_value()))
    from reelwright.store.embedded import EmbeddedPostgres

    with tempfile.TemporaryDirectory(prefix="reelwright-", ignore_cleanup_errors=True) as folder:
        postgres = EmbeddedPostgres(Path(folder))
        try:
            postgres.start()
        except ReelwrightError as error:
            raise Complaint(
                error.message,
                "in a container, give it /dev/shm (--shm-size 64m); or set database_url to a Postgres of yours",
            ) from error
        finally:
            postgres.stop()
    return "the embedded Postgres starts and stops"


async def _own_database(url: str) -> str:
    import psycopg

    try:
        async with await psycopg.AsyncConnection.connect(url, connect_timeout=5) as connection:
            version = connection.info.server_version // 10000
    except psycopg.Error as error:
        raise Complaint(
            str(error).strip(), "mend the setting database_url, or start that Postgres"
        ) from error
    if version < 14:
        raise Complaint(f"Postgres {version}", "use Postgres 14 or later")
    return f"Postgres {version} at the setting database_url answers"


def _data_dir(settings: Settings) -> str:
    folder = settings.data_dir
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"x")
    except OSError as error:
        raise Complaint(
            f"{folder} can't be written: {error.strerror}",
            "choose another with --data-dir or REELWRIGHT_DATA_DIR",
        ) from error
    free = shutil.disk_usage(folder).free
    if free < _LEAST_DISK:
        raise Complaint(
            f"{folder} has {free // 1024**2} MiB free", "free at least 1 GiB, or choose another data_dir"
        )
    return f"{folder} can be written, {free // 1024**3} GiB free"


def _blobs(settings: Settings) -> str:
    from reelwright.blobs import open_blobs

    async def try_it() -> None:
        blobs = open_blobs(settings.blob_url, settings.data_dir)
        await blobs.put("doctor/trial", b"x")
        await blobs.delete(["doctor/trial"])

    try:
        run_async(try_it())
    except Exception as error:
        raise Complaint(
            f"can't be written: {error}", "mend the setting blob_url and its credentials"
        ) from error
    return settings.blob_url or "in the data directory"


def _codecs(_: Settings) -> str:
    from av import Codec
    from av.codec.codec import UnknownCodecError

    wanted = {"libx264": "w", "aac": "w", "h264": "r", "hevc": "r", "mp3": "r"}
    missing = []
    for name, mode in wanted.items():
        try:
            Codec(name, mode)  # type: ignore[arg-type]
        except UnknownCodecError:
            missing.append(name)
    if missing:
        raise Complaint(
            f"PyAV lacks {', '.join(missing)}",
            "install the wheel from PyPI: pip install --force-reinstall av",
        )
    return ", ".join(wanted)


def _artwork(_: Settings) -> str:
    from reelwright.engines.animatic.art import card, find_art, load_art

    piece = find_art("kitten")
    if piece is None or not load_art(piece, 64).any() or not card("Reelwright", 64).any():
        raise Complaint("artwork or font can't be drawn", "install again: the package is not whole")
    return "artwork and font can be drawn"


def _port(settings: Settings) -> str:
    try:
        with socket.create_server((settings.host, settings.port)):
            return f"{settings.host}:{settings.port} is free"
    except OSError as error:
        raise Complaint(
            f"{settings.host}:{settings.port}: {error.strerror}",
            "stop what listens there, or choose another with --port",
        ) from error


def _memory(settings: Settings) -> str:
    import psutil

    free = psutil.virtual_memory().available
    if free < _LEAST_MEMORY:
        raise Complaint(
            f"{free // 1024**2} MiB free", "free at least 1 GiB: a render at 1080p takes several hundred MiB"
        )
    return f"{free / 1024**3:.1f} GiB free for {settings.render_slots} render(s) at a time"


CHECKS: Final[dict[str, Callable[[Settings], str]]] = {
    "Python": _python,
    "packages": _packages,
    "database": _database,
    "data directory": _data_dir,
    "results and uploads": _blobs,
    "codecs": _codecs,
    "artwork": _artwork,
    "port": _port,
    "memory": _memory,
}
