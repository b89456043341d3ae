"""A storyboard as a page to look at: a strip of the whole video, and a card with a picture for every shot."""

from __future__ import annotations

from html import escape
from typing import Final

from reelwright.domain.sizes import FPS
from reelwright.engines.animatic.plan import Action, Shot, SpokenLine, Storyboard, Subject, Transition

_STYLE: Final = """
:root{color-scheme:light dark;--ink:#1d2130;--soft:#667085;--line:#d9dee8;--card:#fff;--back:#f4f6fa;--mark:#3b6fe0}
@media(prefers-color-scheme:dark){:root{--ink:#e8ebf2;--soft:#98a1b3;--line:#333a49;--card:#1c212c;--back:#12151c;--mark:#7ea5ff}}
body{font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--back);max-width:72rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.35rem;line-height:1.35;margin:0 0 .3rem;overflow-wrap:anywhere;white-space:pre-line}
p{margin:.2rem 0}.soft{color:var(--soft)}
.strip{display:flex;gap:2px;margin:1.2rem 0;border-radius:.5rem;overflow:hidden}
.strip a{min-width:1.4rem;padding:.25rem .5rem;color:#fff;background:var(--mark);text-decoration:none;white-space:nowrap}
.strip a:nth-child(even){filter:brightness(.85)}
.shots{display:grid;grid-template-columns:repeat(auto-fill,minmax(20rem,1fr));gap:1.2rem}
article{background:var(--card);border:1px solid var(--line);border-radius:.7rem;overflow:hidden}
article img{display:block;width:100%;max-height:24rem;object-fit:contain;background:#000}
article div{padding:.8rem 1rem 1rem}
h2{font-size:1.05rem;margin:0 0 .3rem;display:flex;justify-content:space-between}
.tags{margin:.4rem 0}.tags span{display:inline-block;border:1px solid var(--line);border-radius:1rem;padding:0 .6rem;
margin:0 .25rem .25rem 0;font-size:.85rem}
blockquote{margin:.5rem 0;padding:.1rem .8rem;border-left:3px solid var(--mark)}
.text{font-size:.9rem;color:var(--soft);overflow-wrap:anywhere}
"""


def page(board: Storyboard) -> str:
    """Return the page as HTML; it loads nothing and runs nothing. The shots bring their thumbnails."""
    cards = "\n".join(_card(number, board, shot) for number, shot in enumerate(board.shots, 1))
    facts = [
        f"{board.frames / FPS:.1f} s",
        f"{board.width}×{board.height}",
        f"style {board.style}",
        f"mood {board.mood}",
        f"{board.beats_per_minute} beats a minute",
        f"seed {board.seed}",
    ]
    warnings = "".join(f"<p>Note: {escape(warning)}</p>" for warning in board.warnings)
    return (
        '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        f"<title>Storyboard</title>\n<style>{_STYLE}</style>\n"
        f'<h1>{escape(board.prompt)}</h1>\n<p class="soft">{escape(" · ".join(facts))}</p>\n{warnings}\n'
        f'<nav class="strip">{_strip(board)}</nav>\n<main class="shots">\n{cards}\n</main>\n</html>\n'
    )


def _strip(board: Storyboard) -> str:
    """Return the shots side by side, each as wide as it is long."""
    return "".join(
        f'<a href="#shot-{number}" style="flex:{shot.frames}">{number}</a>'
        for number, shot in enumerate(board.shots, 1)
    )


def _card(number: int, board: Storyboard, shot: Shot) -> str:
    tags = "".join(f"<span>{escape(tag)}</span>" for tag in _tags(shot))
    cast = ", ".join(_who(who, shot) for who in shot.subjects)
    lines = "".join(_line(line) for line in board.lines if shot.start <= line.start < shot.end)
    return (
        f'<article id="shot-{number}"><img src="{shot.thumbnail}" alt="shot {number}"><div>\n'
        f'<h2>Shot {number} <span class="soft">{shot.start / FPS:.1f}–{shot.end / FPS:.1f} s</span></h2>\n'
        f'<p>{cast or "Nobody is in it."}</p>\n<p class="tags">{tags}</p>\n{lines}'
        f'<p class="text">{escape(shot.text)}</p>\n</div></article>'
    )


def _who(who: Subject, shot: Shot) -> str:
    does = "" if who.duet is None and who.action is Action.IDLE else f" {escape(deed(who, shot))}"
    return f"<b>{escape(who.name)}</b>{does}"


def _tags(shot: Shot) -> list[str]:
    words = [str(shot.setting), hour(shot), str(shot.weather), f"camera {shot.camera}"]
    words.extend(shot.features)
    words.extend(f"{use.kind} {use.number}" for use in shot.media)
    if shot.speed != 1:
        words.append(f"{shot.speed:g}× speed")
    if shot.transition is Transition.DISSOLVE:
        words.append("dissolves")
    if shot.freeze_from is not None:
        words.append(f"stands still from {shot.freeze_from / FPS:.1f} s")
    if shot.caption:
        words.append(f"title “{shot.caption}”")
    return [word.replace("_", " ") for word in words]


def _line(line: SpokenLine) -> str:
    who = {"female": "A woman", "male": "A man"}.get(line.voice, "A voice")
    says = "tells, unseen" if line.narrated else "says"
    span = f"{line.start / FPS:.1f}–{line.end / FPS:.1f} s"
    return f'<blockquote>“{escape(line.text)}”<br><span class="soft">{who} {says}, {span}</span></blockquote>'


def hour(shot: Shot) -> str:
    """Return the time of day of a shot, and the one at its end where it changes."""
    return f"{shot.time} to {shot.to_time}" if shot.to_time else str(shot.time)


def deed(subject: Subject, shot: Shot) -> str:
    """Return what a subject does, and with whom."""
    duet, handling = subject.duet, subject.handling
    if handling is not None:
        return f"{handling.kind.replace('_', ' ')} {shot.subjects[handling.thing].name}"
    if duet is None:
        return str(subject.action)
    other = "" if shot.subjects[duet.to] is subject else f" {shot.subjects[duet.to].name}"
    return f"{duet.kind.replace('_', ' ')}{other}"
