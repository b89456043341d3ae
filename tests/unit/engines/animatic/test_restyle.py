"""A caller's video, retimed to the shot."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
from tests.support.boards import board_of, shot_of

from reelwright.engines.animatic.plan import ShotSource
from reelwright.engines.animatic.restyle import video_frames
from reelwright.media.encode import VideoSpec, write_video

WIDTH, HEIGHT, LENGTH = 160, 96, 24


def test_a_short_reference_dissolves_into_its_beginning_instead_of_jumping_there(tmp_path: Path) -> None:
    path = tmp_path / "darker.mp4"
    ramp = (np.full((HEIGHT, WIDTH, 3), 220 - 8 * number, np.uint8) for number in range(LENGTH))
    write_video(path, VideoSpec(WIDTH, HEIGHT, 24, preset="ultrafast"), ramp)
    shot = shot_of(80, source=ShotSource.VIDEO)
    board = board_of(shot, width=WIDTH, height=HEIGHT)
    frames = list(video_frames(board, shot, path, Fraction(LENGTH, 24)))
    levels = np.array([float(frame.mean()) for frame in frames])
    assert len(levels) == 80
    assert np.abs(levels[:LENGTH] - (220 - 8 * np.arange(LENGTH))).max() < 6
    assert np.abs(np.diff(levels)).max() < 32  # the jump would be 184
    assert abs(levels[LENGTH + 14] - levels[14]) < 6
