"""`reelwright route`: what would happen to a request, and why; nothing is submitted."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from reelwright.api.mapping import to_request
from reelwright.catalog_file import load_catalog, read_key
from reelwright.cli.flags import with_settings
from reelwright.cli.on_core import AsJson, on_core
from reelwright.cli.output import FAILED, put_json, put_table, say
from reelwright.config import Settings
from reelwright.core import Core
from reelwright.domain.catalog import Catalog
from reelwright.domain.request import MediaKind, VideoRequest, check_request
from reelwright.domain.routing import Candidate, candidates, choose
from reelwright.errors import ConfigError, InvalidRequest
from reelwright.store.fleet import FleetStore
from reelwright.wire.seedance.submit import parse_submit

_COLUMNS = ("order", "engine", "verdict", "model there", "bill", "region", "why")


def register(app: typer.Typer, name: str, text: str) -> None:
    """Add the command."""
    wanted = ("data_dir", "database_url", "engines", "catalog_file")
    app.command(name, short_help=text)(with_settings(wanted)(route))


def route(
    settings: Settings,
    request: Annotated[
        Path | None,
        typer.Argument(help="File with the JSON body of a submit; - reads stdin.", allow_dash=True),
    ] = None,
    model: Annotated[str, typer.Option(help="Model, when there is no file.")] = "doubao-seedance-2.0",
    resolution: Annotated[str, typer.Option(help="Resolution, when there is no file.")] = "480p",
    duration: Annotated[int, typer.Option(help="Seconds, when there is no file.")] = 5,
    live: Annotated[
        bool, typer.Option("--live", help="Ask the database too: pauses, budgets, engines of other workers.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show which engine would make a request, and why not the others. Nothing is sent; exits with 1 when none would."""
    body = _body(request) or {
        "model": model,
        "prompt": "a request",
        "resolution": resolution,
        "duration": duration,
    }
    form, faults = parse_submit(body)
    catalog = load_catalog(settings)
    asked = to_request(form)
    if faults := [*faults, *check_request(asked, catalog)]:
        raise InvalidRequest(faults)
    paused, spent, running = _live(settings, catalog) if live else ({}, {}, frozenset(settings.engines))
    found = catalog.find(asked.model)
    judged = candidates(asked, found, catalog, running, paused) if found else ()
    chosen = choose(judged)
    rows = [_row(number, one, one is chosen, asked, spent) for number, one in enumerate(judged, 1)]
    if as_json:
        put_json(rows)
    else:
        put_table(_COLUMNS, [[row[column] for column in _COLUMNS] for row in rows])
        for one in judged:
            for line in _media_lines(one, asked):
                say(line)
    if chosen is None:
        say(
            f"No engine would take it. {asked.model} is served by: {', '.join(one.engine for one in judged) or 'none'}"
        )
        raise typer.Exit(FAILED)
    say(f"{chosen.engine} would make it; what it certainly does not take goes on to the next one that can.")


def _body(file: Path | None) -> dict[str, Any] | None:
    if file is None:
        return None
    text = sys.stdin.read() if str(file) == "-" else file.read_text("utf-8")
    try:
        found = json.loads(text)
    except ValueError as error:
        raise typer.BadParameter(f"{file} is not JSON: {error}") from error
    if not isinstance(found, dict):
        raise typer.BadParameter(f"{file} must hold a JSON object, as for POST /v1/videos/generations")
    return found


def _live(settings: Settings, catalog: Catalog) -> tuple[dict[str, str], dict[str, Any], frozenset[str]]:
    async def look(core: Core) -> tuple[dict[str, str], dict[str, Any], frozenset[str]]:
        spent = {one.name: await core.upstreams.spent(one.name) for one in catalog.upstreams}
        running = frozenset(settings.engines) | await FleetStore(core.pool).engines()
        return await core.upstreams.paused(), spent, running

    return on_core(settings, look)


def _row(
    number: int, one: Candidate, is_chosen: bool, asked: VideoRequest, spent: dict[str, Any]
) -> dict[str, Any]:
    refusals, bill = list(one.refusals), None
    verdict = "makes it" if is_chosen else "refuses" if refusals else "next"
    if one.upstream is not None:
        video_input = bool(asked.of_kind(MediaKind.VIDEO))
        bill = one.upstream.bill(asked.resolution, asked.duration, video_input=video_input)
        refusals += _warnings(one, spent)
    if one.paused:
        refusals.append(f"left alone for now: {one.paused}")
    return {
        "order": number,
        "engine": one.engine,
        "verdict": verdict,
        "model there": one.upstream.models.get(asked.model) if one.upstream else None,
        "bill": None if bill is None else f"{bill} USD",
        "region": one.upstream.region if one.upstream else "here",
        "why": "; ".join(refusals) or ("first in the model's order that can" if is_chosen else None),
    }


def _warnings(one: Candidate, spent: dict[str, Any]) -> list[str]:
    """Return what would stop a request at an upstream that could take it."""
    found: list[str] = []
    if one.upstream is None:
        return found
    try:
        read_key(one.upstream)
    except ConfigError as error:
        found.append(str(error))
    budget = one.upstream.budget_day
    if budget is not None and one.upstream.name in spent:
        found.append(f"{spent[one.upstream.name]} of {budget} USD of today's budget are used")
    return found


def _media_lines(one: Candidate, asked: VideoRequest) -> list[str]:
    if one.upstream is None or one.refusals:
        return []
    how = {
        "ark": "by address; what only this server reaches inside the request (pictures and sounds; a video is refused)",
        "gateway": "by address; what only this server reaches is uploaded there first",
        "openai-videos": "the first frame inside the request; references as the server's profile says",
    }.get(one.upstream.engine)
    return [f"{one.engine}: media go there {how}"] if asked.media and how else []
