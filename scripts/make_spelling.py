"""Write what the mending of misspelled words must know: words of the rules, and English words that are not known.

    python scripts/make_spelling.py WORDS COMMON

WORDS, COMMON: lists of English words, one a line, such as /usr/share/dict/american-english and american-english-small
(SCOWL, free for any use). Run it again when the lexicon or the rules have grown.
"""

from __future__ import annotations

import re
import sys
import textwrap
import tomllib
from pathlib import Path
from typing import Final

from reelwright.engines.animatic.art import known_nouns
from reelwright.engines.animatic.storyboard import spelling
from reelwright.engines.animatic.storyboard.lexicon import known_words, lexicon

RULES: Final = Path(__file__).parents[1] / "src/reelwright/engines/animatic/storyboard/data"
DATA: Final = RULES / "spelling"
NOTICE: Final = "From SCOWL, Copyright 2000-2011 by Kevin Atkinson, who permits any use with this notice."
PLAIN: Final = (
    "toward towards wearing holding through without between behind camera while slowly quickly gently softly around "
    "beside inside outside under above across along against before after during which their there where camera video "
    "scene close subject action environment lighting sound audio style background foreground another everyone"
)
"""Words of the grammar that rules read."""
BRITISH: Final = (
    "metre metres litre litres fibre fibres sabre moult mould plough calibre sombre spectre lustre"
)
"""Real words that an American list lacks."""


def main() -> None:
    """Write both lists."""
    words = {line.strip() for line in Path(sys.argv[1]).read_text("utf-8").splitlines()}
    words = {word for word in words if word.isascii() and word.isalpha() and 4 <= len(word) <= 16}
    real = {word for word in words if word.islower()} | set(BRITISH.split())
    names = {word.capitalize() for word in words if word.lower() not in real}
    tables = [
        tomllib.loads((RULES / name).read_text("utf-8"))
        for name in ("duets.toml", "handlings.toml", "works.toml")
    ]
    said = [row["words"] for table in tables for row in table.values() if "words" in row]
    patterns = [re.compile("|".join(words)) for words in said]
    ruled = {word for word in real if any(pattern.fullmatch(word) for pattern in patterns)}
    _write("rules.txt", "English words that rules read and the lexicon lacks.", ruled | set(PLAIN.split()))
    listed = {
        word
        for table in lexicon().values()
        for phrases in table.values()
        for word in " ".join(phrases).split()
    }
    formed = {word for word in known_words() if word.isascii() and word.isalpha() and len(word) > 3}
    _write("unwritten.txt", "Forms of verbs that nobody writes.", formed - listed - real - set(known_nouns()))
    _write("english.txt", "", set())
    alike = {word for word in (*real, *names) if spelling.meant(word.lower()) is not None}
    common = {line.strip() for line in Path(sys.argv[2]).read_text("utf-8").splitlines()} & real
    others = {word for word in common | alike if len(word) > 4} - spelling.targets()
    _write(
        "english.txt",
        "English words that are not known, common ones and those that look like known ones.",
        others,
    )


def _write(name: str, title: str, words: set[str]) -> None:
    DATA.mkdir(exist_ok=True)
    body = textwrap.fill(" ".join(sorted(words)), 120)
    DATA.joinpath(name).write_text(
        f"# {title} Made by scripts/make_spelling.py.\n# {NOTICE}\n{body}\n", "utf-8"
    )


if __name__ == "__main__":
    main()
