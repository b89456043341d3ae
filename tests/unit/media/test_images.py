"""Reading still pictures and fitting them to a frame."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms
from tests.support.media import MediaFactory, photo

from reelwright.errors import MediaError
from reelwright.media.images import fit_image, load_image

# The corners of a picture that tell how it is turned.
MARKED = np.zeros((64, 96, 3), np.uint8)
MARKED[:32, :48] = (250, 0, 0)
MARKED[:32, 48:] = (0, 250, 0)
MARKED[32:, :48] = (0, 0, 250)


@pytest.mark.parametrize("suffix", ["png", "bmp", "tiff"])
def test_lossless_formats_keep_every_pixel(media_files: MediaFactory, suffix: str) -> None:
    picture = load_image(media_files.image(suffix))
    assert np.array_equal(picture, photo(640, 480))
    assert picture.dtype == np.uint8
    assert picture.flags.c_contiguous


@pytest.mark.parametrize("suffix", ["jpg", "webp", "gif", "heic"])
def test_lossy_formats_keep_the_picture(media_files: MediaFactory, suffix: str) -> None:
    picture = load_image(media_files.image(suffix))
    assert picture.shape == (480, 640, 3)
    assert cv2.PSNR(picture, photo(640, 480)) > 28


@pytest.mark.parametrize("orientation", range(1, 9))
def test_pictures_are_turned_as_their_camera_was_held(tmp_path: Path, orientation: int) -> None:
    # What is stored is MARKED put through the inverse of what the number asks of the reader.
    undo = {
        1: lambda a: a,
        2: lambda a: a[:, ::-1],
        3: lambda a: np.rot90(a, 2),
        4: lambda a: a[::-1],
        5: lambda a: a.transpose(1, 0, 2),
        6: lambda a: np.rot90(a, 1),
        7: lambda a: np.rot90(a.transpose(1, 0, 2), 2),
        8: lambda a: np.rot90(a, -1),
    }
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored = np.ascontiguousarray(undo[orientation](MARKED))
    Image.fromarray(stored).save(tmp_path / "turned.png", exif=exif)
    assert np.array_equal(load_image(tmp_path / "turned.png"), MARKED)


def test_transparency_is_laid_on_white(tmp_path: Path) -> None:
    Image.new("RGBA", (4, 4), (255, 0, 0, 128)).save(tmp_path / "half.png")
    Image.new("LA", (4, 4), (0, 0)).save(tmp_path / "none.png")
    assert load_image(tmp_path / "half.png")[0, 0].tolist() == [255, 127, 127]
    assert load_image(tmp_path / "none.png")[0, 0].tolist() == [255, 255, 255]


def test_a_palette_with_a_transparent_colour_is_laid_on_white(tmp_path: Path) -> None:
    image = Image.new("P", (4, 4), 1)
    image.putpalette([9, 9, 9, 200, 100, 50])
    image.save(tmp_path / "p.gif", transparency=1)
    assert load_image(tmp_path / "p.gif")[0, 0].tolist() == [255, 255, 255]


@pytest.mark.parametrize(
    ("mode", "value", "expected"), [("L", 77, 77), ("1", 1, 255), ("I;16", 0x8012, 0x80)]
)
def test_grey_in_any_depth_becomes_rgb(tmp_path: Path, mode: str, value: int, expected: int) -> None:
    Image.new(mode, (4, 4), value).save(tmp_path / "grey.png")
    assert load_image(tmp_path / "grey.png")[0, 0].tolist() == [expected] * 3


def test_print_colours_become_rgb(tmp_path: Path) -> None:
    Image.new("CMYK", (8, 8), (0, 255, 255, 0)).save(tmp_path / "print.jpg", quality=95)
    red, green, blue = load_image(tmp_path / "print.jpg")[0, 0].tolist()
    assert red > 200
    assert max(green, blue) < 60


def test_an_embedded_profile_is_converted_to_srgb(tmp_path: Path) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    Image.new("LAB", (4, 4), (128, 128, 128)).save(tmp_path / "lab.tiff", icc_profile=profile)
    assert np.ptp(load_image(tmp_path / "lab.tiff")[0, 0].astype(int)) < 12


def test_a_profile_that_makes_no_sense_is_ignored(tmp_path: Path) -> None:
    Image.new("RGB", (4, 4), (9, 80, 200)).save(tmp_path / "odd.png", icc_profile=b"no profile")
    assert load_image(tmp_path / "odd.png")[0, 0].tolist() == [9, 80, 200]


def test_a_moving_picture_gives_its_first_frame(tmp_path: Path) -> None:
    first, second = Image.new("RGB", (8, 8), "red"), Image.new("RGB", (8, 8), "blue")
    first.save(tmp_path / "moving.gif", save_all=True, append_images=[second])
    assert load_image(tmp_path / "moving.gif")[0, 0].tolist() == [255, 0, 0]


def test_half_a_picture_is_refused(media_files: MediaFactory, tmp_path: Path) -> None:
    whole = media_files.image("jpg").read_bytes()
    (tmp_path / "half.jpg").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(MediaError, match="can't be decoded"):
        load_image(tmp_path / "half.jpg")


def test_what_is_no_picture_is_named(tmp_path: Path) -> None:
    (tmp_path / "page.jpg").write_text("<!DOCTYPE html><title>Sign in</title>")
    with pytest.raises(MediaError, match="a web page"):
        load_image(tmp_path / "page.jpg")


def test_fitting_crops_the_sides_evenly() -> None:
    wide = np.zeros((100, 400, 3), np.uint8)
    wide[:, 150:250] = 200
    fitted = fit_image(wide, 50, 50)
    assert fitted.min() == 200


def test_fitting_crops_less_above_than_below() -> None:
    tall = np.zeros((400, 100, 3), np.uint8)
    tall[90:190] = 200
    assert fit_image(tall, 200, 200).min() == 200


def test_a_picture_of_the_right_size_is_untouched_and_not_shared() -> None:
    picture = photo(64, 48)
    fitted = fit_image(picture, 64, 48)
    assert np.array_equal(fitted, picture)
    assert not np.shares_memory(fitted, picture)


@settings(max_examples=60)
@given(
    across=st.integers(1, 300),
    down=st.integers(1, 300),
    width=st.integers(1, 300),
    height=st.integers(1, 300),
)
def test_fitting_gives_the_size_asked_for(across: int, down: int, width: int, height: int) -> None:
    fitted = fit_image(np.full((down, across, 3), 90, np.uint8), width, height)
    assert fitted.shape == (height, width, 3)
    assert fitted.dtype == np.uint8
    assert fitted.flags.c_contiguous
    assert (fitted == 90).all()
