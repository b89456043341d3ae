"""Words as pictures: titles, captions, and cards for nouns that no artwork shows."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO
from typing import Final

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from reelwright.engines.animatic.art.shelf import Rgba, Shelf

_LONGEST: Final = 120
_WIDEST: Final = 8192
"""Pixels: text beyond this could never be shown, and a picture of it could fill the memory."""
_SHELF: Final = Shelf(24 * 1024 * 1024)
"""Cards and lines of text: each noun that is not known makes a card of its own, in every size in which it is seen."""
_CARD_COLOURS: Final = ("#35577d", "#7d4a35", "#3f6b4c", "#6a4a7a", "#7a6a2e", "#2f6d74")
_CARD_LINES: Final = 4


@cache
def _font_file() -> bytes:
    return files(__package__).joinpath("data/noto-sans-sc-bold.ttf").read_bytes()


@lru_cache(maxsize=32)
def _font(pixels: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(BytesIO(_font_file()), pixels)


def _printable(text: str) -> str:
    """Return `text` on one line, without control characters, cut to a length that can be read."""
    shown = "".join(" " if character.isspace() else character for character in text)
    shown = "".join(character for character in shown if unicodedata.category(character)[0] != "C")
    shown = " ".join(shown.split())
    return shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"


def text_image(text: str, height: int, colour: str) -> Rgba:
    """Return one line of text, `height` pixels from ascender to descender, as read-only premultiplied RGBA.

    colour: ``#rrggbb`` or a CSS name. Characters that the font lacks are boxes. Raises ValueError on a height below
    1 or an unknown colour.
    """
    if height < 1:
        raise ValueError(f"text can't be {height} pixels high")
    key = (text, height, colour)
    kept = _SHELF.find(key)
    return kept if kept is not None else _SHELF.put(key, _line(text, height, colour))


def _line(text: str, height: int, colour: str) -> Rgba:
    line = _printable(text) or " "
    font = _font(max(1, round(height * 0.72)))
    ascent, descent = font.getmetrics()
    width = min(_WIDEST, max(1, round(font.getlength(line))))
    mask = Image.new("L", (width, ascent + descent))
    ImageDraw.Draw(mask).text((0, 0), line, fill=255, font=font)
    mask = mask.resize((max(1, round(width * height / mask.height)), height), Image.Resampling.LANCZOS)
    red, green, blue = _rgb(colour)
    return _premultiplied(mask, (red, green, blue))


def card(text: str, height: int) -> Rgba:
    """Return a lettered card, `height` pixels high, as read-only premultiplied RGBA.

    Its colour follows from the text, so one noun has one card. Raises ValueError on a height below 1.
    """
    if height < 1:
        raise ValueError(f"a card can't be {height} pixels high")
    key = (text, height)
    kept = _SHELF.find(key)
    return kept if kept is not None else _SHELF.put(key, _card(text, height))


def _card(text: str, height: int) -> Rgba:
    drawn = max(height, 48)
    lines = _wrap(_printable(text) or "?")
    size = round(drawn * 0.62 / max(2, len(lines)) / 1.2)
    font = _font(size)
    widest = max(font.getlength(line) for line in lines)
    width = round(max(drawn * 0.75, min(drawn * 2.4, widest + drawn * 0.28)))
    picture = Image.new("RGBA", (width, drawn))
    pen = ImageDraw.Draw(picture)
    colour = _CARD_COLOURS[sum(text.encode("utf-8", "replace")) % len(_CARD_COLOURS)]
    edge = max(2, drawn // 40)
    pen.rounded_rectangle((0, 0, width - 1, drawn - 1), radius=drawn // 9, fill="#f4efe4")
    pen.rounded_rectangle((edge, edge, width - 1 - edge, drawn - 1 - edge), radius=drawn // 10, fill=colour)
    while widest > width - drawn * 0.2 and size > 6:
        size -= 1
        font = _font(size)
        widest = max(font.getlength(line) for line in lines)
    pen.multiline_text(
        (width / 2, drawn / 2), "\n".join(lines), fill="#f4efe4", font=font, anchor="mm", align="center"
    )
    if drawn != height:
        picture = picture.resize((max(1, round(width * height / drawn)), height), Image.Resampling.LANCZOS)
    return _premultiplied(picture.getchannel("A"), np.asarray(picture.convert("RGB")))


def _rgb(colour: str) -> tuple[int, int, int]:
    red, green, blue = Image.new("RGB", (1, 1), colour).getpixel((0, 0))  # type: ignore[misc]
    return int(red), int(green), int(blue)


def _wrap(text: str) -> list[str]:
    """Break a name into at most four lines of similar length, at spaces where there are any."""
    words = text.split(" ") if " " in text else [text[at : at + 6] for at in range(0, len(text), 6)]
    if " " not in text and text.isascii():
        return [text[:24]]
    longest = max(8, -(-len(text) // _CARD_LINES) + 2)
    lines = [words[0]]
    for word in words[1:]:
        if len(lines[-1]) + len(word) < longest:
            lines[-1] += f" {word}" if " " in text else word
        else:
            lines.append(word)
    return lines[:_CARD_LINES]


def _premultiplied(mask: Image.Image, colour: tuple[int, int, int] | np.ndarray) -> Rgba:
    alpha = np.asarray(mask, dtype=np.uint16)[..., None]
    tinted = (
        np.broadcast_to(np.asarray(colour, dtype=np.uint16), (*alpha.shape[:2], 3)) * alpha + 127
    ) // 255
    return np.ascontiguousarray(np.concatenate([tinted, alpha], axis=2).astype(np.uint8))
