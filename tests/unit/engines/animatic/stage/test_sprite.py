"""Pictures of subjects at any size, turn and squash."""

from __future__ import annotations

import numpy as np
import pytest

from reelwright.engines.animatic.plan import TimeOfDay, Weather
from reelwright.engines.animatic.stage.blend import Scratch
from reelwright.engines.animatic.stage.light import light_of
from reelwright.engines.animatic.stage.sprite import Sprite


@pytest.mark.parametrize("wide", [0.06, 0.1, 0.2])
def test_a_figure_that_turns_its_edge_is_a_narrow_picture_and_no_shreds(wide: float) -> None:
    picture = np.zeros((200, 200, 4), np.uint8)
    picture[:, ::4, 3] = 255  # thin bars, of which plain sampling would hit some and miss others
    sprite = Sprite(picture, [light_of(TimeOfDay.DAY, Weather.CLEAR)], 1.0, mirrored=False)
    frame = np.full((240, 240, 4), 255, np.uint8)
    sprite.draw(frame, np.array([[200 * wide, 0, 120], [0, 200, 220], [0, 0, 1.0]]), Scratch(240, 240))
    half = int(100 * wide) - 1
    row = frame[120, 120 - half : 120 + half, 0].astype(int)
    assert row.mean() == pytest.approx(255 * 0.75, abs=8)
    assert row.std() < 15
