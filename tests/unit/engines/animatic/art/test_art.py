"""The artwork: every piece draws, every noun means the right one, and the cache never gets in the way."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.engines.animatic import art
from reelwright.engines.animatic.art import raster
from reelwright.engines.animatic.art.archive import pose, svg, table
from reelwright.engines.animatic.art.raster import Gallery

_DATA = Path(art.__file__).parent / "data"


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Gallery:
    """One gallery with a cache of its own."""
    return Gallery(tmp_path_factory.mktemp("art"))


@pytest.mark.slow
def test_every_piece_draws() -> None:
    """Some features of SVG fail without a word: a piece must have ink, and colour or shade in it."""
    gallery = Gallery(None, memory=1)
    for name in sorted(art.art_names()):
        piece = gallery.load(name, 80)
        ink = piece[..., 3] > 200
        assert ink.mean() > 0.08, name
        assert piece[..., :3][ink].std() > 3, name


@pytest.mark.parametrize("name", ["cat", "man-standing", "fireworks", "cityscape", "red-apple", "zzz"])
def test_a_piece_is_premultiplied_and_cropped_to_its_ink(gallery: Gallery, name: str) -> None:
    piece = gallery.load(name, 150)
    assert piece.shape[0] == 150
    assert piece.shape[2] == 4
    assert piece.dtype == np.uint8
    assert piece.flags.c_contiguous
    assert (piece[..., :3] <= piece[..., 3:]).all()
    for edge in (piece[0], piece[-1], piece[:, 0], piece[:, -1]):
        assert edge[:, 3].max() > 0


def test_a_shared_piece_can_not_be_drawn_into(gallery: Gallery) -> None:
    piece = gallery.load("cat", 64)
    with pytest.raises(ValueError, match="read-only"):
        piece[0, 0, 0] = 1


def test_an_unknown_piece_and_an_impossible_height_are_refused(gallery: Gallery) -> None:
    with pytest.raises(KeyError):
        gallery.load("no-such-piece", 64)
    with pytest.raises(ValueError, match="0 pixels"):
        gallery.load("cat", 0)


def test_a_drawn_piece_is_kept_on_disk_and_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Gallery(tmp_path).load("dog", 60)
    assert len(list(tmp_path.glob("dog-*.png"))) == 1
    assert not list(tmp_path.glob("*.part"))
    monkeypatch.setattr("resvg_py.svg_to_bytes", lambda **_: pytest.fail("drawn again"))
    assert np.array_equal(Gallery(tmp_path).load("dog", 60), first)


def test_a_damaged_file_in_the_cache_is_drawn_anew(tmp_path: Path) -> None:
    first = Gallery(tmp_path).load("dog", 60)
    (kept,) = tmp_path.glob("dog-*.png")
    for damage in (b"", b"not a picture", kept.read_bytes()[:200]):
        kept.write_bytes(damage)
        assert np.array_equal(Gallery(tmp_path).load("dog", 60), first)


def test_a_cache_that_can_not_be_written_costs_nothing_but_time(tmp_path: Path) -> None:
    occupied = tmp_path / "occupied"
    occupied.write_text("a file where the directory should be")
    assert Gallery(occupied).load("dog", 60).shape[0] == 60


def test_the_disk_holds_no_more_than_its_limit_and_what_was_used_last(tmp_path: Path) -> None:
    for name in ("dog", "cat", "star"):
        Gallery(tmp_path).load(name, 60)
    for age, name in enumerate(("cat", "star", "dog")):
        (kept,) = tmp_path.glob(f"{name}-*.png")
        os.utime(kept, (1000 - age, 1000 - age))
    Gallery(tmp_path).load("dog", 60)
    room = sum(kept.stat().st_size for name in ("dog", "cat") for kept in tmp_path.glob(f"{name}-*.png"))
    Gallery(tmp_path, disk=room + 8000).load("red-heart", 60)
    assert not list(tmp_path.glob("star-*.png"))
    assert sum(kept.stat().st_size for kept in tmp_path.iterdir()) <= room + 8000
    assert list(tmp_path.glob("dog-*.png"))
    assert list(tmp_path.glob("red-heart-*.png"))


def test_a_kept_piece_does_not_outlive_the_way_in_which_people_are_dressed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    worn = (("top", "#cc2222"),)
    first = Gallery(tmp_path).load("man-standing", 60, look=worn)
    assert np.array_equal(Gallery(tmp_path).load("man-standing", 60, look=worn), first)
    monkeypatch.setattr(raster, "recolour", lambda name, drawing, look: drawing)
    assert not np.array_equal(Gallery(tmp_path).load("man-standing", 60, look=worn), first)


def test_memory_holds_no_more_than_its_limit() -> None:
    gallery = Gallery(None, memory=60_000)
    for height in range(60, 80):
        gallery.load("star", height)
    assert gallery.held <= 60_000


@pytest.mark.parametrize(
    ("noun", "piece"),
    [
        ("kitten", "cat"),
        ("kittens", "cat"),
        ("Puppies", "dog"),
        ("little red foxes", "fox-standing"),
        ("apple", "red-apple"),
        ("fruit tea", "cup-with-straw"),
        ("moon", "full-moon"),
        ("skyscrapers", "office-building"),
        ("men", "man-standing"),
        ("children", "child-standing"),
        ("wolves", "wolf-standing"),
        ("buses", "bus"),
        ("tomatoes", "tomato"),
        ("glasses", "glasses"),
        ("hot dog", "hot-dog"),
        ("小猫", "cat"),
        ("宇航员", "astronaut"),
        ("奶茶", "bubble-tea"),
        ("汽车", "automobile"),
    ],
)
def test_a_noun_means_its_piece(noun: str, piece: str) -> None:
    assert art.find_art(noun) == piece


@pytest.mark.parametrize(
    "noun", ["", " ", "glorp", "city", "park", "table", "love", "democracy", "量子", "🐱", "the"]
)
def test_a_noun_without_artwork_means_none(noun: str) -> None:
    assert art.find_art(noun) is None


@given(st.text(max_size=60))
def test_any_noun_means_a_piece_or_none(noun: str) -> None:
    assert art.find_art(noun) in art.art_names() | {None}


def test_every_word_of_the_tables_leads_to_a_piece_and_stands_once() -> None:
    listed = table("nouns.toml")
    words = [
        word
        for group, pieces in listed.items()
        if group not in ("poses", "close", "front")
        for each in pieces.values()
        for word in each
    ]
    assert len(words) == len(set(words))
    pieces = {
        piece
        for group, named in listed.items()
        if group not in ("poses", "close", "front")
        for piece in named
    }
    pieces |= set(listed["close"]) | set(listed["close"].values()) | set(listed["poses"])
    pieces |= set(listed["front"]) | set(listed["front"].values())
    pieces |= {piece for poses in listed["poses"].values() for piece in poses.values()}
    poses = table("poses.toml")
    pieces |= {piece for part in poses.values() for named in part.values() for piece in named}
    assert pieces <= art.art_names()


@pytest.mark.parametrize(
    ("piece", "facing", "form"),
    [
        ("cat", -1, "whole"),
        ("rocket", 1, "thing"),
        ("woman-standing", 0, "whole"),
        ("cook", 0, "bust"),
        ("red-apple", 0, "thing"),
    ],
)
def test_a_piece_knows_how_it_is_drawn(piece: str, facing: int, form: str) -> None:
    assert (pose(piece).facing, pose(piece).form) == (facing, form)
    assert (art.art_facing(piece), art.art_form(piece)) == (facing, form)


def test_people_are_drawn_doing_what_they_do() -> None:
    assert art.pose_art("woman-standing", "run") == "woman-running"
    assert art.pose_art("cat", "run") == "cat"
    assert art.close_art("cat") == "cat-face"


def _mean(piece: np.ndarray) -> np.ndarray:
    return piece[..., :3][piece[..., 3] > 250].mean(axis=0)


def test_a_red_car_is_dyed_blue_and_its_outline_stays(gallery: Gallery) -> None:
    red, blue = gallery.load("automobile", 120), gallery.load("automobile", 120, "#2f6fc8")
    assert np.array_equal(red[..., 3], blue[..., 3])
    assert (blue[..., :3] <= blue[..., 3:]).all()
    assert _mean(blue)[2] > _mean(blue)[0] + 20
    assert _mean(red)[0] > _mean(red)[2]


def test_a_brown_horse_is_dyed_white_and_black(gallery: Gallery) -> None:
    assert _mean(gallery.load("horse", 120, "#f2f2f0")).min() > 170
    assert _mean(gallery.load("horse", 120, "#26262a")).max() < 70


def test_a_piece_of_the_colour_asked_for_stays_as_it_is(gallery: Gallery) -> None:
    assert (
        np.abs(_mean(gallery.load("red-apple", 120, "#c8322f")) - _mean(gallery.load("red-apple", 120))).max()
        < 40
    )


def test_no_drawing_reaches_for_a_file_or_the_net() -> None:
    for name in art.art_names():
        drawing = svg(name)
        assert "<image" not in drawing, name
        assert 'href="http' not in drawing, name


def test_the_data_are_small_and_have_their_licences() -> None:
    assert (_DATA / "fluent.zip").stat().st_size < 6_000_000
    assert (_DATA / "noto-sans-sc-bold.ttf").stat().st_size < 6_000_000
    assert "MIT License" in (_DATA / "LICENSE-fluent-emoji.txt").read_text("utf-8")
    assert "SIL Open Font License" in (_DATA / "LICENSE-noto-sans-sc.txt").read_text("utf-8")
    assert "fluent.zip" in (_DATA / "PROVENANCE.md").read_text("utf-8")
    assert tomllib.loads((_DATA / "nouns.toml").read_text("utf-8"))
