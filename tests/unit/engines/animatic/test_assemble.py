"""Shots put together: transitions, freezes, and the caller's pictures in their own colours."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.boards import board_of, shot_of
from tests.support.media import MediaFactory, photo

from reelwright.domain.request import MediaKind, MediaRole
from reelwright.engines.animatic.assemble import assemble
from reelwright.engines.animatic.dissolves import DISSOLVE
from reelwright.engines.animatic.plan import (
    CameraMove,
    MediaUse,
    Shot,
    ShotSource,
    Storyboard,
    Style,
    Transition,
)
from reelwright.engines.base import LocalMedia
from reelwright.errors import MediaError

WIDTH, HEIGHT = 192, 112
COLOURS = [(200, 40, 40), (40, 200, 40), (40, 40, 200)]


def image(path: Path, number: int) -> LocalMedia:
    return LocalMedia(MediaKind.IMAGE, MediaRole.REFERENCE, path, f"image_urls[{number - 1}]", number)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> tuple[LocalMedia, ...]:
    """Three plain pictures: red, green, blue."""
    folder = tmp_path_factory.mktemp("plain")
    media = []
    for number, colour in enumerate(COLOURS, 1):
        path = folder / f"{number}.png"
        cv2.imwrite(str(path), np.full((HEIGHT, WIDTH, 3), colour[::-1], np.uint8))
        media.append(image(path, number))
    return tuple(media)


@pytest.fixture(scope="module")
def pictured(tmp_path_factory: pytest.TempPathFactory) -> tuple[LocalMedia, ...]:
    """Two photographs of the size of the frame."""
    folder = tmp_path_factory.mktemp("pictured")
    for number in (1, 2):
        cv2.imwrite(str(folder / f"{number}.png"), photo(WIDTH, HEIGHT, seed=number)[..., ::-1])
    return tuple(image(folder / f"{number}.png", number) for number in (1, 2))


def held(start: int, end: int, number: int, **more: object) -> Shot:
    return shot_of(end - start, start, source=ShotSource.HOLD, media=(MediaUse("image", number),), **more)


def frames_of(board: Storyboard, media: tuple[LocalMedia, ...]) -> list[np.ndarray]:
    return [frame.copy() for frame in assemble(board, media)]


def test_a_cut_is_sharp(plain: tuple[LocalMedia, ...]) -> None:
    frames = frames_of(board_of(held(0, 20, 1), held(20, 45, 2)), plain)
    assert [tuple(frame[0, 0]) for frame in (frames[19], frames[20])] == COLOURS[:2]
    assert len(frames) == 45


def test_a_dissolve_is_centred_on_the_cut_and_lasts_half_a_second(plain: tuple[LocalMedia, ...]) -> None:
    board = board_of(held(0, 40, 1, transition=Transition.DISSOLVE), held(40, 80, 2))
    frames = frames_of(board, plain)
    red = np.array([frame[0, 0, 0] for frame in frames], int)
    assert len(frames) == 80
    assert (red[: 40 - DISSOLVE // 2] == 200).all()
    assert (red[40 + DISSOLVE // 2 :] == 40).all()
    assert (np.diff(red) <= 0).all()
    assert red[39] + red[40] == pytest.approx(240, abs=2)


@settings(max_examples=40)
@given(
    lengths=st.lists(st.integers(1, 30), min_size=1, max_size=5),
    dissolves=st.lists(st.booleans(), min_size=5, max_size=5),
)
def test_transitions_never_change_the_number_of_frames(
    plain: tuple[LocalMedia, ...], lengths: list[int], dissolves: list[bool]
) -> None:
    ends = np.cumsum(lengths)
    shots = [
        held(int(end) - length, int(end), number % 3 + 1, transition=list(Transition)[int(dissolve)])
        for number, (length, end, dissolve) in enumerate(zip(lengths, ends, dissolves, strict=False))
    ]
    board = board_of(*shots)
    assert sum(1 for _ in assemble(board, plain)) == board.frames


def test_a_frozen_picture_stands_still(pictured: tuple[LocalMedia, ...]) -> None:
    shot = shot_of(30, source=ShotSource.PHOTO, media=(MediaUse("image", 1),), freeze_from=12)
    frames = frames_of(board_of(shot), pictured)
    assert len(frames) == 30
    assert not np.array_equal(frames[11], frames[12])
    assert all(np.array_equal(frame, frames[12]) for frame in frames[13:])


def test_a_moving_picture_that_comes_to_a_stop_settles(pictured: tuple[LocalMedia, ...]) -> None:
    uses = (MediaUse("image", 1),)
    moving = shot_of(36, source=ShotSource.PHOTO, media=uses, camera=CameraMove.PUSH_IN)
    still = shot_of(36, 36, source=ShotSource.HOLD, media=uses)
    frames = frames_of(board_of(moving, still), pictured)
    steps = [np.abs(after.astype(int) - before).mean() for before, after in pairwise(frames)]
    assert max(steps) < 4
    assert np.array_equal(frames[-1], photo(WIDTH, HEIGHT, seed=1))


@pytest.mark.parametrize("style", list(Style))
def test_an_image_to_video_begins_with_the_picture_in_any_style(
    pictured: tuple[LocalMedia, ...], style: Style
) -> None:
    shot = shot_of(26, source=ShotSource.PHOTO, media=(MediaUse("image", 1),))
    frames = frames_of(board_of(shot, style=style), pictured)
    assert np.array_equal(frames[0], photo(WIDTH, HEIGHT, seed=1))
    if style is not Style.FILM:
        assert np.abs(frames[-1].astype(int) - frames[0]).mean() > 3


@pytest.mark.parametrize("style", [Style.FILM, Style.NOIR])
def test_both_ends_of_an_in_between_are_the_pictures_in_any_style(
    pictured: tuple[LocalMedia, ...], style: Style
) -> None:
    uses = (MediaUse("image", 1), MediaUse("image", 2))
    shot = shot_of(40, source=ShotSource.INBETWEEN, media=uses)
    frames = frames_of(board_of(shot, style=style), pictured)
    assert np.array_equal(frames[0], photo(WIDTH, HEIGHT, seed=1))
    assert np.array_equal(frames[-1], photo(WIDTH, HEIGHT, seed=2))


def test_film_leaves_the_callers_pictures_their_colours(plain: tuple[LocalMedia, ...]) -> None:
    frames = frames_of(board_of(held(0, 30, 3)), plain)
    assert all((frame == COLOURS[2]).all() for frame in frames)


def test_no_look_is_made_that_no_frame_needs(
    plain: tuple[LocalMedia, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Storyboard] = []
    monkeypatch.setattr("reelwright.engines.animatic.assemble.make_look", made.append)
    assert len(frames_of(board_of(held(0, 30, 3)), plain)) == 30
    assert not made


def test_a_reference_video_is_shown_in_its_style(media_files: MediaFactory) -> None:
    path = media_files.video()
    media = (LocalMedia(MediaKind.VIDEO, MediaRole.REFERENCE, path, "video_urls[0]", 1),)
    shot = shot_of(6, source=ShotSource.VIDEO, media=(MediaUse("video", 1),))
    as_is, noir = (frames_of(board_of(shot, style=style), media) for style in (Style.FILM, Style.NOIR))
    assert len(as_is) == len(noir) == 6
    colour = [np.ptp(frames[3].astype(int), axis=2).mean() for frames in (as_is, noir)]
    assert colour[1] < colour[0] / 2


def test_a_broken_picture_names_its_field(tmp_path: Path) -> None:
    path = tmp_path / "broken.jpg"
    path.write_bytes(b"\xff\xd8\xff\xe0 not a picture")
    shot = shot_of(5, source=ShotSource.PHOTO, media=(MediaUse("image", 1),))
    with pytest.raises(MediaError) as caught:
        frames_of(board_of(shot), (image(path, 1),))
    assert caught.value.param == "image_urls[0]"


def test_a_broken_video_names_its_field(tmp_path: Path, pictured: tuple[LocalMedia, ...]) -> None:
    path = tmp_path / "broken.mp4"
    path.write_bytes(b"\0\0\0\x18ftypisom" + bytes(400))
    video = LocalMedia(MediaKind.VIDEO, MediaRole.REFERENCE, path, "video_urls[0]", 1)
    uses = (MediaUse("image", 1), MediaUse("video", 1))
    shot = shot_of(5, source=ShotSource.MOTION, media=uses)
    with pytest.raises(MediaError) as caught:
        frames_of(board_of(shot), (*pictured, video))
    assert caught.value.param == "video_urls[0]"


def test_the_painting_network_paints_the_callers_pictures_only(
    plain: tuple[LocalMedia, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    def black(board: Storyboard) -> object:
        return lambda frame, number: np.zeros_like(frame)

    monkeypatch.setattr("reelwright.engines.animatic.assemble.net_look", black)
    board = board_of(shot_of(20), held(20, 40, 1), style=Style.OIL)
    frames = frames_of(board, plain)
    assert frames[10].any()
    assert not frames[30].any()
