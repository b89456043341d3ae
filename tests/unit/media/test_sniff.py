"""Telling files apart by their first bytes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.media import MediaFactory

from reelwright.domain.request import MediaKind
from reelwright.media.sniff import sniff, sniff_bytes


@pytest.mark.parametrize(
    ("suffix", "name"),
    [("jpg", "jpeg"), *((same, same) for same in ("png", "webp", "bmp", "tiff", "gif", "heic"))],
)
def test_pictures_are_known_by_content(
    media_files: MediaFactory, tmp_path: Path, suffix: str, name: str
) -> None:
    disguised = tmp_path / "film.mp4"
    disguised.write_bytes(media_files.image(suffix).read_bytes())
    found = sniff(disguised)
    assert (found.name, found.kind) == (name, MediaKind.IMAGE)


@pytest.mark.parametrize("suffix", ["mp4", "mov"])
def test_videos_are_known_by_content(media_files: MediaFactory, suffix: str) -> None:
    found = sniff(media_files.video(suffix))
    assert (found.name, found.kind, found.reader) == (suffix, MediaKind.VIDEO, "mov")


@pytest.mark.parametrize("suffix", ["wav", "mp3", "m4a", "aac"])
def test_sounds_are_known_by_content(media_files: MediaFactory, suffix: str) -> None:
    found = sniff(media_files.audio(suffix))
    assert (found.name, found.kind) == (suffix, MediaKind.AUDIO)


def test_a_tag_before_the_sound_is_skipped(tmp_path: Path) -> None:
    tag = b"ID3\x04\x00\x00" + bytes([0, 0, 2, 0]) + bytes(256)
    (tmp_path / "a").write_bytes(tag + b"\xff\xf1\x50\x80" + bytes(60))
    (tmp_path / "b").write_bytes(tag + b"\xff\xfb\x90\x00" + bytes(60))
    assert sniff(tmp_path / "a").name == "aac"
    assert sniff(tmp_path / "b").name == "mp3"


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"", "an empty file"),
        (b"<!DOCTYPE html><html>", "a web page"),
        (b"\n  <HTML>", "a web page"),
        (b'<?xml version="1.0"?><svg xmlns=""/>', "an SVG drawing"),
        (b'{"error": "not found"}', "a text document"),
        (b"\x1aE\xdf\xa3", "a WebM or Matroska file"),
        (b"RIFF\0\0\0\0AVI LIST", "an AVI video"),
        (b"xxxx\0\0\0\0WEBP", "of unknown format"),
        (b"\0\0\0\x20ftypavif\0\0\0\0avifmif1", "an AVIF picture"),
        (b"\0\0\0\x20ftypmif1\0\0\0\0mif1avif", "an AVIF picture"),
        (b"\0\0\0\x18ftyp3gp5\0\0\0\0isom", "a 3GP file"),
        (b"%!PS-Adobe-3.0", "a PostScript file"),
        (b"#EXTM3U\nfile:///etc/passwd", "of unknown format"),
        (b"ffconcat version 1.0", "of unknown format"),
        (b"\0" * 64, "of unknown format"),
    ],
)
def test_what_is_not_taken_is_named_and_has_no_reader(head: bytes, name: str) -> None:
    found = sniff_bytes(head)
    assert (found.name, found.kind, found.reader) == (name, None, "")


@given(st.binary(max_size=600))
def test_any_bytes_have_an_answer(head: bytes) -> None:
    found = sniff_bytes(head)
    assert found.name
    assert (found.kind is None) == (found.reader == "")
