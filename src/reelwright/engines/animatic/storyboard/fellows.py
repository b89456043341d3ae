"""What follows from what others do: who follows goes as fast, who carries walks, who rides sits on the mount."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from reelwright.engines.animatic.plan import Action
from reelwright.engines.animatic.storyboard.reading import Reading
from reelwright.engines.animatic.storyboard.subjects import Role

CAMERA_ACTS: Final = re.compile(
    r"(?:\b(?:camera|shot|drone|lens|viewpoint|we|view|audience)\s(?:\w+\s){0,2}|镜头\w{0,4}|画面\w{0,2}|观众\w{0,2})$"
)
_MOUNTS: Final = {"horse": "horse-racing", "bicycle": "biking", "canoe": "rowing-boat"}
_FOLLOWS: Final = re.compile(r"\bfollow(?:s|ed|ing)?\b|\bchas(?:es|ed|ing|e)\b|跟着|跟在|追")
_RIDES: Final = re.compile(
    r"\brid(?:es?|ing)\s(?:off\s|away\s)?(?:into|across|through|along|over|towards?|off|away)\b"
)
_CARRIES: Final = re.compile(
    r"\bcarr(?:y|ies|ying)\s[^.,;!?]{2,50}?\s(?:through|across|along|towards?|down|up|into|past|to)\s(?:an?|the|his|her|their|its)\b"
    r"|[端扛抱提背搬拿]着[^，。；]{1,10}(?:走|穿过|经过)"
)


def carrying(reading: Reading, roles: Sequence[Role]) -> list[Role]:
    """Let whoever carries something somewhere walk: `a waiter carries a tray through the hall`."""
    found = _CARRIES.search(reading.text)
    before = [index for index, role in enumerate(roles) if found and role.at < found.start() and role.agent]
    if not before or roles[before[-1]].action is not Action.IDLE:
        return list(roles)
    return [
        replace(role, action=Action.WALK) if index == before[-1] else role for index, role in enumerate(roles)
    ]


def following(reading: Reading, roles: Sequence[Role]) -> list[Role]:
    """Let whoever follows go as fast as who is followed."""
    found = _FOLLOWS.search(reading.text)
    ways = [role.action for role in roles if role.action in (Action.RUN, Action.WALK)]
    alive = [role for role in roles if role.group in ("animals", "people")]
    if found and len(alive) > 1 and all(role.action is Action.IDLE for role in roles):
        ways = [Action.WALK]
    if found is None or not ways or CAMERA_ACTS.search(reading.text[: found.start()]):
        return list(roles)
    return [
        replace(role, action=ways[0])
        if role.action is Action.IDLE and role.group in ("animals", "people")
        else role
        for role in roles
    ]


def mounted(reading: Reading, roles: Sequence[Role]) -> list[Role]:
    """Put whoever rides on what is ridden: there is artwork of a rider and of a cyclist."""
    rider = next((role for role in roles if role.group == "people" and role.action is Action.DRIVE), None)
    mount = next((role for role in roles if role.art in _MOUNTS), None)
    if rider is not None and mount is None and _RIDES.search(reading.text):
        alone = not any(role.group in ("vehicles", "animals", "fantasy", "objects") for role in roles)
        return [replace(role, pose="horse-racing") if role is rider and alone else role for role in roles]
    if rider is None or mount is None:
        return list(roles)
    seated = replace(rider, pose=_MOUNTS[mount.art or ""], colour=None)
    return [seated if role is rider else role for role in roles if role is not mount]
