"""`reelwright tasks`: a list of them, and the decisions that only a person can take about a paid submit."""

from __future__ import annotations

from typing import Annotated

import typer

from reelwright.cli.flags import with_settings
from reelwright.cli.on_core import WHERE, AsJson, on_core, shown_time
from reelwright.cli.output import FAILED, put_json, put_table, say
from reelwright.cli.task_list import list_tasks
from reelwright.config import Settings
from reelwright.domain.task import TaskFailure
from reelwright.errors import SubmitUnknown

_COLUMNS = ("task", "upstream", "submitted", "parked", "why")


def register(app: typer.Typer, name: str, text: str) -> None:
    """Add the commands."""
    tasks = typer.Typer(help=text, no_args_is_help=True)
    where = with_settings(WHERE)
    tasks.command("list")(where(list_tasks))
    tasks.command("parked")(where(parked))
    tasks.command("resolve")(where(resolve))
    app.add_typer(tasks, name=name, short_help=text)


def parked(settings: Settings, as_json: AsJson = False) -> None:
    """List the tasks of which nobody can tell whether an upstream took them, with what is known."""
    found = on_core(settings, lambda core: core.upstreams.parked())
    rows = [
        {
            "task": one.id,
            "upstream": one.engine,
            "submitted": (one.intent or {}).get("at"),
            "parked": shown_time(one.since),
            "why": one.reason,
        }
        for one in found
    ]
    if as_json:
        put_json(rows)
    else:
        put_table(_COLUMNS, [[row[column] for column in _COLUMNS] for row in rows])


def resolve(
    task: Annotated[str, typer.Argument(help="The task's id.", metavar="TASK")],
    settings: Settings,
    upstream_id: Annotated[
        str | None, typer.Option(help="The id that it has upstream: it goes on with that job.", metavar="ID")
    ] = None,
    failed: Annotated[
        bool,
        typer.Option("--failed", help="Nothing came of it upstream: it fails, and costs its caller nothing."),
    ] = False,
) -> None:
    """Say what became of a parked task, after a look into the upstream's console."""
    if (upstream_id is None) is not failed:
        raise typer.BadParameter("give either --upstream-id or --failed")
    if upstream_id is not None:
        job = upstream_id
        done = on_core(settings, lambda core: core.upstreams.resume(task, job))
        what = f"goes on with the upstream's {upstream_id}"
    else:
        failure = TaskFailure(
            SubmitUnknown.wire_code, "the upstream did not take this request; submit it again as a new one"
        )
        done = on_core(settings, lambda core: core.upstreams.give_up(task, failure))
        what = "has failed"
    if not done:
        say(f"there is no parked task {task!r}; `reelwright tasks parked` shows them")
        raise typer.Exit(FAILED)
    say(f"{task} {what}.")
