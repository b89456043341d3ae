"""How a feeling is seen in the bearing: fists on the hips, hanging shoulders, hands that find no rest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import pi, sin
from typing import Final

from reelwright.engines.animatic.plan import Action, Feeling
from reelwright.engines.animatic.stage.act import Act, Beat, keyed, smooth, wag
from reelwright.engines.animatic.stage.gait import Bent

_AT_EASE: Final = frozenset({Action.IDLE, Action.TALK, Action.GASP, Action.CRY, Action.SHAKE})
"""What leaves the arms free to show a feeling."""
MARKS: Final = {
    Feeling.ANGER: "anger",
    Feeling.SADNESS: "gloom",
    Feeling.WORRY: "sweat",
    Feeling.SURPRISE: "amazed",
}
"""What is drawn beside a head that feels something."""
_Arms = tuple[Bent, Bent]


def shows(action: Action) -> bool:
    """Return whether arms that move show a feeling beside an action."""
    return action in _AT_EASE


def bear(act: Act, feeling: Feeling, action: Action, now: Beat) -> Act:
    """Return an act as somebody does it who has a feeling."""
    if action not in _AT_EASE:
        return act
    shown, arms = _BEARINGS[feeling](act, now)
    stride = shown.stride or wag(now)
    if not now.arms or now.hanging or stride.left is not None or stride.right is not None:
        return shown
    return replace(shown, stride=replace(stride, left=arms[0], right=arms[1]))


def _angry(act: Act, now: Beat) -> tuple[Act, _Arms]:
    """Tremble now and then, fists on the hips; who shouts shakes one of them."""
    at = now.clock % 3.2
    fit = smooth((at - 0.4) / 0.2) * (1 - smooth((at - 1.5) / 0.5))
    tremble = sin(now.clock * 2 * pi * 7.5) * fit
    shake = (
        smooth((at - 0.3) / 0.3) * (1 - smooth((at - 2.2) / 0.4))
        if act.mouth > 0 or act.cue == "talk"
        else 0.0
    )
    beat = 10 * sin(now.clock * 2 * pi * 3.1)
    hip = (44.0, -42.0 + 2 * tremble)
    fist = (44.0 + 36 * shake, -42.0 + (176 + beat) * shake)
    shown = replace(
        act,
        dx=act.dx + 0.004 * tremble,
        turn=act.turn + 1.2 + 1.5 * fit,
        cue="anger",
        push=max(0.35, fit),
        tall=act.tall * (1 + 0.006 * tremble),
    )
    return shown, (hip, fist) if now.side > 0 else (fist, hip)


def _sad(act: Act, now: Beat) -> tuple[Act, _Arms]:
    """Stand bowed, the arms hanging before the body, and sigh."""
    sigh = keyed(now.clock % 4.2, (0.6, 0.0), (1.5, 1.0), (1.9, 0.9), (3.0, 0.0))
    shown = replace(
        act, tall=act.tall * (0.965 + 0.016 * sigh), turn=act.turn + 3.0 - 1.2 * sigh, lean=act.lean + 0.02,
        eyes=max(act.eyes, 0.0), cue=act.cue or "gloom", push=act.push or 1.0,
    )  # fmt: skip
    return shown, ((5.0, -13.0), (5.0, -13.0))


def _worried(act: Act, now: Beat) -> tuple[Act, _Arms]:
    """Wring the hands, and shift from one foot to the other."""
    wring, shift = sin(now.clock * 2 * pi * 1.3), sin(now.clock * 2 * pi * 0.37)
    shown = replace(
        act, dx=act.dx + 0.016 * shift, turn=act.turn + 1.2 * shift, tall=act.tall * (0.988 + 0.006 * wring),
        cue=act.cue or "sweat", push=act.push or 1.0,
    )  # fmt: skip
    return shown, ((17.0, -97.0 + 6 * wring), (17.0, -97.0 - 6 * wring))


def _amazed(act: Act, now: Beat) -> tuple[Act, _Arms]:
    """Throw up the hands to the cheeks."""
    up = smooth(now.clock / 0.45)
    shown = replace(act, cue=act.cue or "amazed", push=act.push or up, turn=act.turn - 1.5 * up)
    return shown, ((40.0 * up, -148.0 * up), (40.0 * up, -148.0 * up))


_BEARINGS: Final[dict[Feeling, Callable[[Act, Beat], tuple[Act, _Arms]]]] = {
    Feeling.ANGER: _angry,
    Feeling.SADNESS: _sad,
    Feeling.WORRY: _worried,
    Feeling.SURPRISE: _amazed,
}
