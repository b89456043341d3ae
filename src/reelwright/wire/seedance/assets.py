"""Bodies of the asset endpoints: JSON to plain forms. Each function raises InvalidRequest naming every fault of shape."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from reelwright.errors import Fault, InvalidRequest
from reelwright.wire.seedance.fields import FieldReader

TYPES: Final = ("Image", "Video", "Audio")
_URL_AND_NAME: Final = {"url": {"type": "string"}, "name": {"type": "string", "maxLength": 100}}
_GROUP: Final = {
    "name": {"type": "string", "minLength": 1, "maxLength": 100},
    "description": {"type": "string", "maxLength": 1000},
}
ASSETS_BODY: Final = {
    "application/json": {
        "type": "object",
        "properties": {
            "group": {"type": "object", "required": ["name"], "properties": _GROUP},
            "group_id": {"type": "string", "description": "Of a group that is there, instead of `group`."},
            "project_name": {"type": "string", "default": "default"},
            "asset_type": {"type": "string", "enum": list(TYPES), "default": "Image"},
            "assets": {
                "type": "array",
                "minItems": 1,
                "maxItems": 20,
                "items": {"type": "object", "required": ["url"], "properties": _URL_AND_NAME},
            },
            **_URL_AND_NAME,
            "model": {"type": "string", "default": "doubao-seedance-2.0"},
        },
    }
}
GROUP_BODY: Final = {
    "application/json": {
        "type": "object",
        "required": ["name"],
        "properties": {**_GROUP, "project_name": {"type": "string", "default": "default"}},
    }
}
GROUP_CHANGE_BODY: Final = {"application/json": {"type": "object", "properties": _GROUP}}
ASSET_CHANGE_BODY: Final = {
    "application/json": {
        "type": "object",
        "required": ["name"],
        "properties": {"name": {"type": "string", "minLength": 1, "maxLength": 100}},
    }
}


@dataclass(frozen=True, slots=True)
class AssetEntry:
    """One asset of a submission; `param` is where it stands (``assets[0]``, empty for a single one)."""

    url: str
    name: str
    param: str


@dataclass(frozen=True, slots=True)
class AssetsForm:
    """The body of a submission, by the names that callers use."""

    group_id: str | None
    group_name: str
    group_description: str
    project_name: str
    asset_type: str
    assets: tuple[AssetEntry, ...]
    model: str | None


@dataclass(frozen=True, slots=True)
class GroupForm:
    """The body that makes or changes a group; None: not given."""

    name: str | None
    description: str | None
    project_name: str


def parse_assets(body: Mapping[str, Any]) -> AssetsForm:
    """Read the body of a submission."""
    faults: list[Fault] = []
    reader = FieldReader(body, faults)
    kind = reader.text("asset_type", "Image")
    if kind not in TYPES:
        reader.fault("asset_type", f"asset_type must be one of {', '.join(TYPES)}, got {kind[:40]!r}")
    name, description = _read_group(reader, body)
    form = AssetsForm(
        group_id=reader.text("group_id") if body.get("group_id") is not None else None,
        group_name=name,
        group_description=description,
        project_name=reader.text("project_name", "default"),
        asset_type=kind,
        assets=_read_entries(reader, body),
        model=reader.text("model") or None,
    )
    _settle(faults)
    return form


def parse_group(body: Mapping[str, Any]) -> GroupForm:
    """Read the body that makes or changes a group."""
    faults: list[Fault] = []
    reader = FieldReader(body, faults)
    form = GroupForm(
        name=reader.text("name") if body.get("name") is not None else None,
        description=reader.text("description") if body.get("description") is not None else None,
        project_name=reader.text("project_name", "default"),
    )
    _settle(faults)
    return form


def parse_asset_name(body: Mapping[str, Any]) -> str:
    """Return the new name of an asset."""
    faults: list[Fault] = []
    name = FieldReader(body, faults).required_text("name", "the new name of the asset")
    _settle(faults)
    return name


def _read_group(reader: FieldReader, body: Mapping[str, Any]) -> tuple[str, str]:
    group = body.get("group")
    if (group is None) == (body.get("group_id") is None):
        reader.fault("group", "give either group, to make a new one, or group_id, of one that is there")
        return "", ""
    if group is None:
        return "", ""
    if not isinstance(group, dict):
        reader.fault("group", 'group must be an object such as {"name": "My characters"}')
        return "", ""
    inner = FieldReader(group, reader.faults, "group.")
    return inner.required_text("name", "what to call the group"), inner.text("description")


def _read_entries(reader: FieldReader, body: Mapping[str, Any]) -> tuple[AssetEntry, ...]:
    if (body.get("assets") is None) == (body.get("url") is None):
        reader.fault("assets", "give either assets, a list, or a single url and name")
        return ()
    if body.get("assets") is None:
        return (AssetEntry(reader.required_text("url", "the address of the asset"), reader.text("name"), ""),)
    found = []
    for param, entry in reader.objects("assets"):
        inner = FieldReader(entry, reader.faults, f"{param}.")
        found.append(
            AssetEntry(inner.required_text("url", "the address of the asset"), inner.text("name"), param)
        )
    return tuple(found)


def _settle(faults: list[Fault]) -> None:
    if faults:
        raise InvalidRequest(faults)
