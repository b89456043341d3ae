"""How subjects act: each action as a function of time that bends and moves one flat picture.

The old rules of animation do the work: anticipation before a move, squash and stretch that keep the volume, follow-through after.
"""

from __future__ import annotations

from collections.abc import Callable

from reelwright.engines.animatic.plan import Action
from reelwright.engines.animatic.stage import feelings, gestures, signs, travels
from reelwright.engines.animatic.stage.act import Act, Beat

_ACTS: dict[Action, Callable[[Beat], Act]] = {
    Action.IDLE: gestures.idle,
    Action.WALK: travels.walk,
    Action.RUN: travels.run,
    Action.JUMP: travels.jump,
    Action.FLY: travels.fly,
    Action.SWIM: travels.swim,
    Action.DANCE: gestures.dance,
    Action.SPIN: gestures.spin,
    Action.SLEEP: gestures.sleep,
    Action.WAVE: signs.wave,
    Action.YAWN: gestures.yawn,
    Action.EAT: gestures.eat,
    Action.FALL: travels.fall,
    Action.FLOAT: travels.float_,
    Action.DRIVE: travels.drive,
    Action.TALK: gestures.talk,
    Action.GROW: gestures.grow,
    Action.RISE: travels.rise,
    Action.SHAKE: gestures.shake,
    Action.APPROACH: travels.approach,
    Action.CHEER: signs.cheer,
    Action.CLAP: signs.clap,
    Action.POINT: signs.point,
    Action.LAUGH: feelings.laugh,
    Action.CRY: feelings.cry,
    Action.GASP: feelings.gasp,
}


def blink(clock: float) -> float:
    """Return how far the eyes of someone awake are shut: a blink every few seconds, now and then a double one."""
    at = clock % 6.1
    times = (1.3, 3.9, 4.25)
    return max(max(0.0, 1 - abs(at - time) / 0.1) for time in times)


def perform(action: Action, now: Beat) -> Act:
    """Return what a performer of `action` does at a moment."""
    return _ACTS[action](now)
