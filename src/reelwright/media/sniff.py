"""Tell what a file is from its first bytes, never from its name."""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple

from reelwright.domain.request import MediaKind


class Sniffed(NamedTuple):
    """A format: its name, the kind of medium it can be, and who reads it (a plug-in of Pillow, a demuxer of FFmpeg).

    For formats that are not taken the name is a phrase for messages ("a web page"), and there is neither kind nor reader.
    """

    name: str
    kind: MediaKind | None = None
    reader: str = ""


_HEAD = 64
_TEXT_HEAD = 512

_MAGIC: Final = (
    (b"\xff\xd8\xff", 0, Sniffed("jpeg", MediaKind.IMAGE, "JPEG")),
    (b"\x89PNG\r\n\x1a\n", 0, Sniffed("png", MediaKind.IMAGE, "PNG")),
    (b"GIF87a", 0, Sniffed("gif", MediaKind.IMAGE, "GIF")),
    (b"GIF89a", 0, Sniffed("gif", MediaKind.IMAGE, "GIF")),
    (b"II*\0", 0, Sniffed("tiff", MediaKind.IMAGE, "TIFF")),
    (b"MM\0*", 0, Sniffed("tiff", MediaKind.IMAGE, "TIFF")),
    (b"BM", 0, Sniffed("bmp", MediaKind.IMAGE, "BMP")),
    (b"WEBP", 8, Sniffed("webp", MediaKind.IMAGE, "WEBP")),
    (b"WAVE", 8, Sniffed("wav", MediaKind.AUDIO, "wav")),
    (b"AVI ", 8, Sniffed("an AVI video")),
    (b"\x1aE\xdf\xa3", 0, Sniffed("a WebM or Matroska file")),
    (b"OggS", 0, Sniffed("an Ogg file")),
    (b"fLaC", 0, Sniffed("a FLAC file")),
    (b"FLV\x01", 0, Sniffed("a Flash video")),
    (b"#!AMR", 0, Sniffed("an AMR recording")),
    (b"FORM", 0, Sniffed("an AIFF file")),
    (b"8BPS", 0, Sniffed("a Photoshop file")),
    (b"%PDF", 0, Sniffed("a PDF document")),
    (b"%!PS", 0, Sniffed("a PostScript file")),
    (b"PK\x03\x04", 0, Sniffed("a ZIP archive")),
    (b"\x1f\x8b", 0, Sniffed("a gzip archive")),
    (b"\0\0\x01\xba", 0, Sniffed("an MPEG-1/2 video")),
    (b"\0\0\0\x0cJXL ", 0, Sniffed("a JPEG XL picture")),
)

_HEIF_BRANDS: Final = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_FOREIGN_BRANDS: Final = {
    b"avif": "an AVIF picture",
    b"avis": "an AVIF picture",
    b"crx ": "a camera raw file",
}
_OLD_QUICKTIME: Final = {b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"}


def sniff(path: Path) -> Sniffed:
    """Return what the file at `path` is; raises OSError when it can't be read."""
    with path.open("rb") as file:
        head = file.read(_TEXT_HEAD)
        if head[:3] == b"ID3" and len(head) > 10:
            size = sum((byte & 0x7F) << shift for byte, shift in zip(head[6:10], (21, 14, 7, 0), strict=True))
            file.seek(10 + size)
            # Taggers also put ID3 before AAC; what follows the tag decides, and MP3 is what it is made for.
            return _mpeg_audio(file.read(_HEAD)) or Sniffed("mp3", MediaKind.AUDIO, "mp3")
    return sniff_bytes(head)


def sniff_bytes(head: bytes) -> Sniffed:
    """Return what a file that begins with `head` (at least 64 bytes, if it has them) is."""
    if not head:
        return Sniffed("an empty file")
    for magic, offset, found in _MAGIC:
        riff = offset == 0 or head[:4] in (b"RIFF", b"RF64")
        if riff and head[offset : offset + len(magic)] == magic:
            return found
    if head[4:8] == b"ftyp":
        return _by_brands(head)
    if head[4:8] in _OLD_QUICKTIME:
        return Sniffed("mov", MediaKind.VIDEO, "mov")
    return _mpeg_audio(head) or _text(head) or Sniffed("of unknown format")


def _by_brands(head: bytes) -> Sniffed:
    major = head[8:12]
    length = min(int.from_bytes(head[:4], "big"), _TEXT_HEAD)
    brands = [major, *(head[at : at + 4] for at in range(16, length, 4))]
    for brand, name in _FOREIGN_BRANDS.items():
        if brand in brands:
            return Sniffed(name)
    if major in _HEIF_BRANDS:
        return Sniffed("heic" if {b"heic", b"heix"} & set(brands) else "heif", MediaKind.IMAGE, "HEIF")
    if major in (b"M4A ", b"M4B "):
        return Sniffed("m4a", MediaKind.AUDIO, "mov")
    if major[:2] == b"3g":
        return Sniffed("a 3GP file")
    return Sniffed("mov" if major == b"qt  " else "mp4", MediaKind.VIDEO, "mov")


def _mpeg_audio(head: bytes) -> Sniffed | None:
    """Tell MP3 and AAC (ADTS) frames apart by the layer bits of their sync word (ISO 11172-3, 13818-7)."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return None
    layer = (head[1] >> 1) & 3
    if layer == 0 and head[1] & 0xF0 == 0xF0:
        return Sniffed("aac", MediaKind.AUDIO, "aac")
    return Sniffed("mp3", MediaKind.AUDIO, "mp3") if layer == 1 else None


def _text(head: bytes) -> Sniffed | None:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    if b"<svg" in start:
        return Sniffed("an SVG drawing")
    if start.startswith((b"<!doctype html", b"<html", b"<head")):
        return Sniffed("a web page")
    if start.startswith((b"<?xml", b"{", b"[")):
        return Sniffed("a text document")
    return None
