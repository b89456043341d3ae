"""Options made from the settings table, so that a flag and its setting can't drift apart."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any, Final, get_args, get_origin

import typer

from reelwright.config import Settings, load_settings

UNFLAGGED: Final = frozenset({"api_key"})
"""Settings without a flag: a command line can be read by everyone on the machine."""

_SINGULAR: Final = {"engines": "--engine", "media_hosts": "--media-host"}


def with_settings(names: Sequence[str]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command an option for each of the settings `names`; it gets the settings as read with them as `settings`."""

    def decorate(function: Callable[..., None]) -> Callable[..., None]:
        def command(**values: Any) -> None:
            flags = {name: values.pop(name) for name in names}
            # An option that may come several times and did not is an empty list.
            given = {name: None if value == [] else value for name, value in flags.items()}
            function(settings=load_settings(**given), **values)

        own = [
            item
            for item in inspect.signature(function, eval_str=True).parameters.values()
            if item.name != "settings"
        ]
        parameters = [*own, *(_option(name) for name in names)]
        command.__name__ = function.__name__
        command.__doc__ = function.__doc__
        command.__annotations__ = {item.name: item.annotation for item in parameters}
        command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        return command

    return decorate


def flag_of(name: str) -> str:
    """Return the flag that sets the setting `name`."""
    return _SINGULAR.get(name, "--" + name.replace("_", "-"))


def _option(name: str) -> inspect.Parameter:
    field = Settings.model_fields[name]
    kind, many = _kind(field.annotation)
    option = typer.Option(
        flag_of(name), help=f"{field.description}", show_default=False, metavar=_metavar(name, kind)
    )
    annotation = Annotated[(list[str] if many else kind) | None, option]  # type: ignore[valid-type]
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation)


def _kind(annotation: Any) -> tuple[type, bool]:
    """Return the type of an option's value, and whether the option may be given several times."""
    kinds = [kind for kind in get_args(annotation) or (annotation,) if kind is not type(None)]
    if get_origin(annotation) is tuple:
        return str, True
    return (kinds[0] if kinds[0] in (bool, int, Path) else str), False


def _metavar(name: str, kind: type) -> str | None:
    if kind is bool:
        return None
    return {int: "NUMBER", Path: "PATH"}.get(kind, "URL" if name.endswith("_url") else "TEXT")
