"""Quoted strings of a prompt: lines that are spoken, words to be shown, and mere names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from reelwright.engines.animatic.storyboard.text import BLANK, STOPS

Use = Literal["speech", "caption", "name"]

_REACH: Final = 80
"""How far before a quote the verb that introduces it may stand, in characters."""

_PAIRS: Final = re.compile(
    r"“(?P<curly>[^“”]{1,600})”"
    r"|「(?P<corner>[^「」]{1,600})」"
    r"|『(?P<double_corner>[^『』]{1,600})』"
    r"|«(?P<angle>[^«»]{1,600})»"
    r"|《(?P<title>[^《》]{1,600})》"
    r"|\"(?P<straight>[^\"]{1,600})\""
    r"|(?<!\w)['‘](?P<single>(?:[^'‘’\n]|(?<=\w)['’](?=\w)){1,600})['’](?!\w)"
)
_COLON_LINE: Final = re.compile(
    r"(?:\b(?:narrator|narration|voice-?over|voice over|vo|dialogue|says)|旁白|台词|配音|画外音|[他她它人]说|说道?)\s*[:：]\s*"
    r"(?P<line>[^\s\"'“”‘’「」『』\n].{1,300}?(?:[。！？!?]|\.(?=\s|$)|(?=[\n\"“「])|$))",
    re.IGNORECASE,
)

_SPEAKS: Final = re.compile(
    r"\b(?:say|says|said|saying|speak|speaks|speaking|tell|tells|telling|told|ask|asks|asking"
    r"|asked|reply|replies|replying|replied"
    r"|answer|answers|answering|shout|shouts|shouting|shouted|yell|yells|yelling|whisper"
    r"|whispers|whispering|whispered"
    r"|scream|screams|screaming|exclaim|exclaims|exclaiming|announce|announces|announcing"
    r"|narrate|narrates|narrating"
    r"|narrator|narration|voice|voices|voice-?over|dialogue|line|lines|murmur|murmurs|mutter"
    r"|mutters|call|calls|calling"
    r"|sing|sings|singing|greet|greets|add|adds|declare|declares|recite|recites|reads aloud|speech|vo)\b"
    r"|说|道|问|喊|叫|答|旁白|配音|台词|念|讲|唱|独白|对白|画外音|低语|口播|语音"
)
_SHOWS: Final = re.compile(
    r"\b(?:text|title|titles|caption|captions|subtitle|subtitles|sign|banner|poster|written"
    r"|writes|write|reading|reads|lettering|letters"
    r"|words|slogan|headline|logo|labelled|labeled|inscription|engraved|screen shows"
    r"|appears on screen|on-screen|tagline|billboard)\b"
    r"|字幕|标题|文字|写着|字样|标语|招牌|显示|横幅|海报|大字|书名|题字|印着|刻着|片名|出现.{0,4}字"
)
_NAMES: Final = re.compile(
    r"\b(?:brand|called|named|name|titled|entitled|product|label|labelled as|company|song|model"
    r"|known as)\b[^.]{0,12}$"
    r"|(?:品牌|名叫|名为|叫做|叫作|名字|称为|名称|歌曲)\W{0,3}$"
)
_MUTE: Final = re.compile(
    r"\b(?:no|without|don't show|do not show|free of)\s+(?:any\s+)?(?:text|caption|captions"
    r"|subtitles?|titles?|words|watermarks?)|(?:不要|无|没有|不出现|不加|去掉)\s*(?:任何)?\s*(?:字幕|文字|标题|水印)"
)


@dataclass(frozen=True, slots=True)
class Quote:
    """A quoted string: its words as written, the place of quote marks and all, and what it is for."""

    text: str
    start: int
    end: int
    use: Use


def find_quotes(prompt: str) -> list[Quote]:
    """Return the quoted strings of a prompt, in order, each with its use."""
    shown = not _MUTE.search(prompt.lower())
    quotes: list[Quote] = []
    for match in _PAIRS.finditer(prompt):
        words = next(group for group in match.groups() if group is not None).strip()
        if any(character.isalnum() for character in words):
            use = _use(prompt, match.start(), match.end(), quotes, title=match["title"] is not None)
            quotes.append(
                Quote(words, match.start(), match.end(), "name" if use == "caption" and not shown else use)
            )
    return _with_colon_lines(prompt, quotes)


def _use(prompt: str, start: int, end: int, before: list[Quote], *, title: bool) -> Use:
    lead = _lead(prompt, start, before)
    if _NAMES.search(lead) or title:
        return "caption" if _SHOWS.search(lead[-24:]) else "name"
    speaks, shows = _last(_SPEAKS, lead), _last(_SHOWS, lead)
    if speaks < 0 and shows < 0:
        return _use_from_what_follows(prompt[end : end + 40].lower(), before, prompt, start)
    if shows >= 0 and (speaks < shows or _is_lettering(lead)):
        return "caption"
    return "speech"


def _is_lettering(lead: str) -> bool:
    """Return whether the thing that `says` is a sign and not a person."""
    return (
        re.search(
            r"\b(?:sign|banner|poster|text|title|billboard|screen|caption)\s+(?:that\s+)?(?:says?|saying)\b",
            lead,
        )
        is not None
    )


def _use_from_what_follows(tail: str, before: list[Quote], prompt: str, start: int) -> Use:
    if re.match(
        r"\W{0,3}(?:he|she|they|it|the \w+|a \w+|[\w ]{0,16})?\s?(?:says|said|asks|asked|whispers"
        r"|whispered|shouts|shouted|replies|replied|answers|answered|exclaims|exclaimed|screams|screamed|yells|yelled|cries|cried|murmurs"
        r"|mutters|calls|adds|sings)\b",
        tail,
    ):
        return "speech"
    if re.match(
        r".{0,16}(?:appears?|(?:is |are )?(?:written|engraved|carved|printed|painted|spelled|lettered)\b"
        r"|on (?:the )?screen|字样|字幕|几个大字|的字)",
        tail,
    ):
        return "caption"
    # "…says 'one', 'two'": a list goes on as it began.
    if before and re.fullmatch(r"[\s,，、和and]*", prompt[before[-1].end : start]):
        return before[-1].use
    return "name"


def _lead(prompt: str, start: int, before: list[Quote]) -> str:
    """Return what stands before a quote in its own sentence and after the quote before it."""
    floor = max(start - _REACH, before[-1].end if before else 0)
    lead = prompt[floor:start].lower()
    cut = max(
        (
            at
            for at, character in enumerate(lead)
            if character in STOPS and lead[at + 1 : at + 2] in ("", " ", "\n")
        ),
        default=-1,
    )
    return lead[cut + 1 :]


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((match.start() for match in pattern.finditer(text)), default=-1)


def _with_colon_lines(prompt: str, quotes: list[Quote]) -> list[Quote]:
    """Add lines that follow `narrator:` or `旁白：` without quote marks."""
    for match in _COLON_LINE.finditer(prompt):
        start, end = match.span("line")
        if all(end <= quote.start or start >= quote.end for quote in quotes):
            quotes.append(Quote(match["line"].strip(), start, end, "speech"))
    return sorted(quotes, key=lambda quote: quote.start)


def without_quotes(text: str, quotes: list[Quote]) -> str:
    """Return `text` with every quote blanked out, so that its words are not taken for things to see."""
    letters = list(text)
    for quote in quotes:
        letters[quote.start : quote.end] = BLANK * (quote.end - quote.start)
    return "".join(letters)
