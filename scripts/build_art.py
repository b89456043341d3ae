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
    left, top, size = place
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="-5 -6 42 42">'
        f'<svg width="32" height="32" viewBox="0 0 32 32">{_repaint(_inside(body), paint)}</svg>'
        f'<svg x="{left}" y="{top}" width="{size}" height="{size}" viewBox="0 0 32 32">{_inside(head)}</svg></svg>'
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
    with zipfile.ZipFile(ARCHIVE, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(pieces):
            _store(archive, f"{name}.svg", pieces[name])


def _store(archive: zipfile.ZipFile, name: str, text: str) -> None:
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, text, compresslevel=9)


if __name__ == "__main__":
    main()
