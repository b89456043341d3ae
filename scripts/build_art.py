"""Build the artwork archive of the animatic engine from the Fluent Emoji icon packages.

Fetch the two packages into an empty directory with the ordinary npm client, then run this script on it::

    npm install --no-save @iconify-json/fluent-emoji@1.2.7 @iconify-json/fluent-emoji-flat@1.2.6
    python scripts/build_art.py node_modules

It reads `scripts/art_pieces.txt` (one piece a line) and writes `art/data/fluent.zip`: one SVG a piece.
The archive is the same byte for byte for the same input.
"""

from __future__ import annotations

import argparse
import colorsys
import io
import json
import re
import sys
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import resvg_py
from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
PIECES = ROOT / "scripts/art_pieces.txt"
ARCHIVE = ROOT / "src/reelwright/engines/animatic/art/data/fluent.zip"
PROBE = 96
LEAST_INK = 0.08
LEAST_LIKENESS = 0.4

# The tile behind these pieces is a picture of the sky: on a stage it would be a hole cut into the scenery.
UNFRAME: dict[str, tuple[str, ...]] = {
    "fireworks": ('d="M26.296 1.96H5.656', '<rect width="2.055" height="22.561"'),
    "sparkler": ('d="M26.253 2.015H5.643', '<rect width="2.055"'),
    "shooting-star": ('d="M26.33 30H5.67C3.64',),
    "cityscape": ('<rect width="28" height="28"',),
    "cityscape-at-dusk": ('<rect width="28" height="28"', 'd="M26.5 4.23'),
    "bridge-at-night": ('<rect width="28" height="28"', 'd="M7.496 4.26'),
}

# Fluent Emoji draws these animals as heads alone, and a head that runs is a ball: here they get a body, the paint of the
# body, and where the head sits on it (left, top, size, in the body's own 32 units).
COMPOSED: dict[str, tuple[str, str, str, tuple[float, float, float]]] = {
    "fox-standing": ("fox", "dog", "#f2853f", (-3, -2, 19)),
    "wolf-standing": ("wolf", "dog", "#8f8f99", (-3, -2, 19)),
    "lion-standing": ("lion", "dog", "#dba04f", (-4, -3, 21)),
    "raccoon-standing": ("raccoon", "dog", "#8a8a90", (-3, -2, 19)),
    "bear-sitting": ("bear", "teddy-bear", "#7d5140", (6, -3.5, 20)),
    "panda-sitting": ("panda", "teddy-bear", "#3d3a44", (6, -3.5, 20)),
    "polar-bear-sitting": ("polar-bear", "teddy-bear", "#e6e6ee", (5.5, -3.2, 21)),
    "koala-sitting": ("koala", "teddy-bear", "#9a98a2", (5, -3.5, 22)),
    "frog-sitting": ("frog", "teddy-bear", "#4fb968", (5.5, -3.5, 21)),
    "hamster-sitting": ("hamster", "teddy-bear", "#f0a868", (5.5, -3.5, 21)),
}
# The same animals seen from the front, for all who look at the camera: a head on a body of our own drawing: its paint, its
# chest, where the head sits, and whether there is a tail.
FRONTAL: dict[str, tuple[str, str, str, tuple[float, float, float], bool]] = {
    "cat-front": ("cat-face", "#f2a52c", "#ffe2a0", (5.2, -3.6, 21.5), True),
    "dog-front": ("dog-face", "#eaa67c", "#ffdcbb", (5.2, -3.2, 21.5), True),
    "fox-front": ("fox", "#f08038", "#fbe0c8", (5, -3.4, 22), True),
    "wolf-front": ("wolf", "#85858d", "#d6d6de", (5.5, -3.6, 21), True),
    "lion-front": ("lion", "#e0a344", "#f6d690", (4.5, -4, 23), True),
    "tiger-front": ("tiger-face", "#f28a2e", "#f0eaf4", (4.5, -3.6, 23), True),
    "raccoon-front": ("raccoon", "#9c98a2", "#d8d4dc", (5, -3.6, 22), True),
    "rabbit-front": ("rabbit-face", "#e4e0e6", "#ffffff", (5.6, -4.6, 20.8), False),
    "mouse-front": ("mouse-face", "#cfcad8", "#f4f0f8", (5.2, -3.8, 21.6), True),
    "monkey-front": ("monkey-face", "#8a6058", "#d8a098", (5.4, -3.4, 21.2), True),
    "pig-front": ("pig-face", "#ff78a6", "#ffb0d0", (5.5, -3.4, 21), False),
    "cow-front": ("cow-face", "#e6e4ea", "#ffffff", (5.2, -3.6, 21.6), True),
}
# People whom Fluent Emoji draws as heads alone, standing: the figure under the head, and where the head sits.
STANDING: dict[str, tuple[str, str, tuple[float, float, float]]] = {
    "boy-standing": ("boy", "man-standing", (10.2, -0.6, 11.6)),
    "girl-standing": ("girl", "woman-standing", (10, -0.8, 12)),
    "child-standing": ("child", "person-standing", (10, -0.6, 11.8)),
    "old-man-standing": ("old-man", "man-standing", (10.9, 0, 10.2)),
    "old-woman-standing": ("old-woman", "woman-standing", (10.6, -0.2, 10.8)),
}
# Birds that Fluent Emoji draws standing, on the wing: our own drawing in their body's, wing's and beak's colour.
FLYING: dict[str, tuple[str, str, str]] = {
    "bird-flying": ("#f2334a", "#d81e5c", "#ffb340"),
    "blackbird-flying": ("#4b4264", "#6f62a0", "#d8d0e4"),
    "parrot-flying": ("#e8316e", "#3a94f2", "#ffb340"),
    "owl-flying": ("#8a5f50", "#6d453c", "#ff9a4c"),
    "duck-flying": ("#d8d2e2", "#6a4640", "#ffbe48"),
    "goose-flying": ("#b06a5c", "#8d4f46", "#ff6f3a"),
    "swan-flying": ("#eeeaf2", "#d6cde4", "#ff8a24"),
    "flamingo-flying": ("#ff7fb2", "#ff5f9a", "#544b5a"),
}
LIGHTHOUSE = (
    '<defs><linearGradient id="w" x1="0" x2="1"><stop offset="0" stop-color="#d5d9e2"/><stop offset=".35" stop-color="#fff"/>'
    '<stop offset="1" stop-color="#b4b9c8"/></linearGradient><linearGradient id="r" x1="0" x2="1">'
    '<stop offset="0" stop-color="#c42f3a"/><stop offset=".35" stop-color="#f2545b"/><stop offset="1" stop-color="#9c2430"/>'
    '</linearGradient><linearGradient id="k" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#8b8794"/>'
    '<stop offset="1" stop-color="#5c5866"/></linearGradient></defs>'
    '<path d="M5 31C6 27.6 9.5 28.4 11 27C13 25.6 19 25.6 21 27C23 28.2 26 27.8 27 31Z" fill="url(#k)"/>'
    '<path d="M12.6 9L10.6 28H21.4L19.4 9Z" fill="url(#w)"/>'
    '<path d="M12.3 12L11.9 16H20.1L19.7 12Z" fill="url(#r)"/><path d="M11.5 20L11 24.4H21L20.5 20Z" fill="url(#r)"/>'
    '<rect x="11.2" y="8" width="9.6" height="1.5" rx=".7" fill="#4a4654"/>'
    '<rect x="13.4" y="4.4" width="5.2" height="3.8" rx=".5" fill="#ffe27a"/>'
    '<rect x="15.6" y="4.4" width=".8" height="3.8" fill="#4a4654"/>'
    '<path d="M12.6 4.8L16 1.2L19.4 4.8Z" fill="url(#r)"/><circle cx="16" cy="1.2" r=".6" fill="#4a4654"/>'
    '<path d="M14.6 28V25.4A1.4 1.4 0 0 1 17.4 25.4V28Z" fill="#5a4038"/>'
    '<rect x="15.2" y="17.2" width="1.6" height="2" rx=".5" fill="#5d7f9d"/>'
)
"""Our own: no icon set of the kind has one."""
_HEX = re.compile(r"#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b")
_MATRIX = re.compile(r'values="0 0 0 0 ([\d.]+) 0 0 0 0 ([\d.]+) 0 0 0 0 ([\d.]+) 0 0 0 ([\d.]+) 0"')


def main() -> None:
    """Read the packages, check every piece by drawing it, write the archive."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("packages", type=Path, help="the node_modules directory")
    packages = parser.parse_args().packages
    colour = _icons(packages / "@iconify-json/fluent-emoji")
    flat = _icons(packages / "@iconify-json/fluent-emoji-flat")
    names = [line for line in PIECES.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    chosen = {name: svg for name in names if (svg := _choose(name, colour, flat))}
    chosen |= {
        name: _compose(chosen[head], chosen[body], *rest) for name, (head, body, *rest) in COMPOSED.items()
    }
    chosen |= {name: _front(chosen[head], *rest) for name, (head, *rest) in FRONTAL.items()}
    chosen |= {
        name: _nested(_inside(chosen[body]), _inside(chosen[head]), place)
        for name, (head, body, place) in STANDING.items()
    }
    chosen |= {name: _flying(*colours) for name, colours in FLYING.items()}
    chosen["lighthouse"] = _svg(LIGHTHOUSE)
    _write(chosen)
    sys.stdout.write(f"{len(chosen)} pieces, {ARCHIVE.stat().st_size} bytes\n")


def _icons(package: Path) -> dict[str, dict[str, str]]:
    icons: dict[str, dict[str, str]] = json.loads((package / "icons.json").read_text("utf-8"))["icons"]
    return icons


def _choose(name: str, colour: dict[str, Any], flat: dict[str, Any]) -> str | None:
    """Return the SVG to ship: the shaded piece where it draws well, else the flat one, else None."""
    simple = _svg(flat[name]["body"]) if name in flat else None
    shaded = _svg(_unframe(name, colour[name]["body"]))
    if _draws(shaded) and (simple is None or name in UNFRAME or _likeness(shaded, simple) >= LEAST_LIKENESS):
        return shaded
    sys.stdout.write(f"{name}: the shaded piece does not draw; {'flat instead' if simple else 'dropped'}\n")
    return simple if simple and _draws(simple) else None


def _unframe(name: str, body: str) -> str:
    """Drop the elements that draw the tile; ends the build when one of them is no longer in the package."""
    for mark in UNFRAME.get(name, ()):
        elements = [tag for tag in re.findall(r"<(?:path|rect)\b[^>]*/>", body) if mark in tag]
        if not elements:
            raise SystemExit(f"{name} has no element with {mark}")
        for element in elements:
            body = body.replace(element, "")
    return body


def _compose(head: str, body: str, paint: str, place: tuple[float, float, float]) -> str:
    """Return a head on a body of another colour."""
    return _nested(_repaint(_inside(body), paint), _inside(head), place)


def _front(head: str, paint: str, chest: str, place: tuple[float, float, float], tail: bool) -> str:
    """Return a head on an animal's body that sits upright, seen from the front."""
    red, green, blue = _channels(paint)
    dark, deep, light = (
        _hex((min(1, red * by), min(1, green * by), min(1, blue * by))) for by in (0.8, 0.62, 1.12)
    )
    body = (
        '<defs><linearGradient id="fp" x1="0" y1="0" x2="0" y2="1">'
        f'<stop offset="0" stop-color="{dark}"/><stop offset=".45" stop-color="{light}"/>'
        f'<stop offset="1" stop-color="{paint}"/></linearGradient>'
        f'<radialGradient id="fr" cx=".4" cy=".35" r=".75"><stop offset="0" stop-color="{light}"/>'
        f'<stop offset=".6" stop-color="{paint}"/><stop offset="1" stop-color="{dark}"/></radialGradient>'
        f'<linearGradient id="fl" x1="0" y1="0" x2="1" y2="0"><stop offset="0" stop-color="{dark}"/>'
        f'<stop offset=".4" stop-color="{light}"/><stop offset="1" stop-color="{dark}"/></linearGradient></defs>'
    )
    if tail:
        for path, tone, width in (
            ("M21.5 29C28 30 30.5 25.5 28.6 21.4", deep, 3.1),
            ("M21.5 28.6C27.4 29.5 29.6 25.4 28 21.6", paint, 2.2),
        ):
            body += f'<path d="{path}" fill="none" stroke="{tone}" stroke-width="{width}" stroke-linecap="round"/>'
    body += (
        '<ellipse cx="10.1" cy="27.3" rx="4.6" ry="4.5" fill="url(#fr)"/>'
        '<ellipse cx="21.9" cy="27.3" rx="4.6" ry="4.5" fill="url(#fr)"/>'
        '<path d="M11.2 13C8.6 19 8.8 30.4 16 30.6C23.2 30.4 23.4 19 20.8 13Z" fill="url(#fp)"/>'
        f'<ellipse cx="16" cy="20.6" rx="3.7" ry="5.4" fill="{chest}" fill-opacity=".9"/>'
        '<rect x="11.3" y="20.6" width="4.3" height="10.8" rx="2.1" fill="url(#fl)"/>'
        '<rect x="16.4" y="20.6" width="4.3" height="10.8" rx="2.1" fill="url(#fl)"/>'
        f'<ellipse cx="8.6" cy="31" rx="2.9" ry="1.5" fill="{dark}"/>'
        f'<ellipse cx="23.4" cy="31" rx="2.9" ry="1.5" fill="{dark}"/>'
        f'<ellipse cx="13.4" cy="31" rx="2.5" ry="1.6" fill="{chest}"/>'
        f'<ellipse cx="18.6" cy="31" rx="2.5" ry="1.6" fill="{chest}"/>'
    )
    return _nested(body, _inside(head), place)


def _flying(body: str, wing: str, beak: str) -> str:
    """Return a bird on the wing, flying to the left."""

    def shades(name: str, tone: str) -> str:
        red, green, blue = _channels(tone)
        light, dark = (_hex((min(1, red * by), min(1, green * by), min(1, blue * by))) for by in (1.18, 0.72))
        stops = f'<stop offset="0" stop-color="{light}"/><stop offset="1" stop-color="{dark}"/>'
        return f'<linearGradient id="{name}" x1="0" y1="0" x2=".25" y2="1">{stops}</linearGradient>'

    return _svg(
        f"<defs>{shades('b', body)}{shades('w', wing)}</defs>"
        f'<path d="M15 16C14.4 10 15.6 5.6 19.6 1.6C21.4 5.6 21.6 11 20 16Z" fill="{wing}"/>'
        '<path d="M21 17.2L31.4 14.6L30.2 18L31 20.4L28.6 22.4L20.4 21.4Z" fill="url(#w)"/>'
        '<ellipse cx="15.6" cy="18.4" rx="9" ry="4.7" fill="url(#b)"/>'
        '<circle cx="8" cy="15.8" r="4.1" fill="url(#b)"/>'
        f'<path d="M4.6 14.6L.6 16.6L4.9 17.8Z" fill="{beak}"/>'
        '<circle cx="7" cy="15" r=".85" fill="#2d2232"/><circle cx="6.7" cy="14.7" r=".3" fill="#fff"/>'
        '<ellipse cx="14" cy="21" rx="6" ry="1.7" fill="#fff" fill-opacity=".22"/>'
        '<path d="M11.8 16.6C12.8 9.4 17.6 3.6 27 .6C26.8 4 26.2 6 25 8.2C25 9.8 24 11.4 22.8 12.2'
        'C22.2 14.8 20 18 16.6 19.6C13.8 20.2 11.5 19.2 11.8 16.6Z" fill="url(#w)"/>'
    )


def _nested(body: str, head: str, place: tuple[float, float, float]) -> str:
    left, top, size = place
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="-5 -6 42 42">'
        f'<svg width="32" height="32" viewBox="0 0 32 32">{body}</svg>'
        f'<svg x="{left}" y="{top}" width="{size}" height="{size}" viewBox="0 0 32 32">{head}</svg></svg>'
    )


def _inside(svg: str) -> str:
    return svg[svg.index(">") + 1 : svg.rindex("</svg>")]


def _repaint(body: str, paint: str) -> str:
    """Return a drawing whose paint, shades and glows have the hue of `paint`; lines and whites stay."""
    target = colorsys.rgb_to_hsv(*_channels(paint))
    body = _HEX.sub(lambda match: _hex(_shaded(_channels(match[0]), target)), body)
    return _MATRIX.sub(
        lambda match: _matrix(_shaded((float(match[1]), float(match[2]), float(match[3])), target), match[4]),
        body,
    )


def _shaded(
    colour: tuple[float, float, float], target: tuple[float, float, float]
) -> tuple[float, float, float]:
    _, saturation, value = colorsys.rgb_to_hsv(*colour)
    if value < 0.25 or saturation < 0.12:
        return colour
    vivid = min(1, target[1] * (0.6 + 0.8 * saturation))
    return colorsys.hsv_to_rgb(target[0], vivid, min(1, target[2] * (0.55 + 0.47 * value)))


def _channels(colour: str) -> tuple[float, float, float]:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue


def _hex(colour: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in colour)


def _matrix(colour: tuple[float, float, float], alpha: str) -> str:
    red, green, blue = (f"{channel:.4g}" for channel in colour)
    return f'values="0 0 0 0 {red} 0 0 0 0 {green} 0 0 0 0 {blue} 0 0 0 {alpha} 0"'


def _svg(body: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 32 32">{body}</svg>'


def _alpha(svg: str) -> np.ndarray:
    png = bytes(resvg_py.svg_to_bytes(svg_string=svg, width=PROBE, height=PROBE, skip_system_fonts=True))
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGBA"))[..., 3] / 255.0


def _draws(svg: str) -> bool:
    return float(_alpha(svg).mean()) >= LEAST_INK


def _likeness(one: str, other: str) -> float:
    a, b = _alpha(one), _alpha(other)
    return float(np.minimum(a, b).sum() / np.maximum(a, b).sum())


def _write(pieces: dict[str, str]) -> None:
    ARCHIVE.parent.mkdir(parents=True, exist_ok=True)
    # An engine that is running reads on from the archive that it has opened.
    fresh = ARCHIVE.with_suffix(".new")
    with zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(pieces):
            _store(archive, f"{name}.svg", pieces[name])
    fresh.replace(ARCHIVE)


def _store(archive: zipfile.ZipFile, name: str, text: str) -> None:
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, text, compresslevel=9)


if __name__ == "__main__":
    main()
