"""Cut the font of the animatic engine out of Noto Sans SC.

Fetch the font with the ordinary npm client, then run this script on it, with fonttools installed::

    npm install --no-save @expo-google-fonts/noto-sans-sc@0.4.3
    python scripts/build_font.py node_modules

It keeps Latin, Greek, Cyrillic, kana and the Chinese of GB 2312 and of Big5's common plane: 3.5 MB of 10.5.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from fontTools import subset

ROOT = Path(__file__).resolve().parents[1]
SOURCE = "@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf"
FONT = ROOT / "src/reelwright/engines/animatic/art/data/noto-sans-sc-bold.ttf"

# Latin to Latin Extended-A, Greek, Cyrillic, punctuation, CJK punctuation and kana, full-width forms.
RANGES = (
    (0x20, 0x7E),
    (0xA0, 0x17F),
    (0x370, 0x3FF),
    (0x400, 0x45F),
    (0x2010, 0x203E),
    (0x3000, 0x30FF),
    (0xFF01, 0xFFEF),
)
SINGLES = (0x20AC, 0x2122, 0x25A1, 0x2665)


def main() -> None:
    """Subset the font."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("packages", type=Path, help="the node_modules directory")
    source = parser.parse_args().packages / SOURCE
    options = subset.Options(hinting=False, name_IDs=["*"], layout_features=["kern"], notdef_outline=True)
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE", "STAT", "GSUB"]
    font = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=_wanted())
    cutter.subset(font)
    subset.save_font(font, str(FONT), options)
    sys.stdout.write(f"{len(font.getGlyphOrder())} glyphs, {FONT.stat().st_size} bytes\n")


def _wanted() -> set[int]:
    chosen = {code for first, last in RANGES for code in range(first, last + 1)} | set(SINGLES)
    return chosen | _plane("gb2312", 0xB0, 0xF7) | _plane("big5", 0xA4, 0xC6)


def _plane(encoding: str, first: int, last: int) -> set[int]:
    """Return the code points of the rows `first` to `last` of a two-byte encoding."""
    pairs = (bytes((row, cell)) for row in range(first, last + 1) for cell in range(0x40, 0xFF))
    decoded = (pair.decode(encoding, "ignore") for pair in pairs)
    return {ord(character) for character in decoded if len(character) == 1}


if __name__ == "__main__":
    main()
