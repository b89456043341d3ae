"""What a prompt says without wanting it seen: labels, what it denies, what happened before, and what is only heard."""

from __future__ import annotations

import re
from typing import Final

from reelwright.engines.animatic.storyboard.lexicon import has_meaning
from reelwright.engines.animatic.storyboard.text import BLANK

_HEARD: Final = "sound"
_DENIED: Final = "denied"
_CAMERA: Final = "camera"
_SHOWN: Final = "shown"
_LABELS: Final = {
    _DENIED: r"negative(?: prompts?)?|avoid|exclude|do not include|负面(?:提示)?词?|反向提示词|避免|排除",
    _HEARD: r"(?:ambient )?(?:sounds?|audio|sfx|music)(?: (?:design|effects?|track))?"
    r"|bgm|soundtrack|(?:背景)?(?:声音|音效|音乐|配乐|音频)",
    _CAMERA: r"camera(?: (?:movements?|moves?|motion|work|angle|shot))?|shot(?: type)?|framing|cinematography|lens"
    r"|镜头(?:语言|运动)?|运镜(?:方式)?|机位|景别|摄影|拍摄(?:手法|方式)?",
    _SHOWN: r"(?:main )?(?:subjects?|characters?|motion|movements?|actions?|environment|scene|setting|location|place|background"
    r"|(?:visual )?style|look|aesthetic|lighting|light|mood|atmosphere|tone|time(?: of day)?|weather|prompt|description|details?"
    r"|duration|quality|video|format|resolution|aspect ratio)"
    r"|(?:主体|主角|人物|角色|动作|运动|场景|环境|背景|地点|风格|画风|画质|光线|光影|灯光|氛围|情绪|时间|天气|画面|内容|描述|时长|提示词)(?:描述)?",
}
_LABEL: Final = re.compile(
    r"(?:(?<=[.;,!?。；，！？、\n(\[【])|^)[ \t\"'*-]{0,3}(?:"
    + "|".join(rf"(?P<{kind}>{words})" for kind, words in _LABELS.items())
    + r")(?:[\])】\"' ]{0,2}[:：]|(?<=[【\[]..)[】\]]|(?<=[【\[]....)[】\]])"
)
_NO_LIST: Final = re.compile(
    r"\b(?:no|without(?:\sany)?|free of|devoid of|avoid(?:ing)?|exclude|excluding|nor)\s(?:[\w'-]+\s){0,2}[\w'-]+"
    r"(?:,\s(?:no\s)?(?:[\w'-]+\s)?[\w'-]+){0,6},?\s(?:or|nor|and\sno)\s(?:any\s)?(?:[\w'-]+\s)?[\w'-]+"
)
"""What is denied, to the end of its list: `without text, logos or watermarks`."""
_NOT_BUT: Final = re.compile(
    r"\bnot\s(?:an?|the|just|only)\s[^,.;]{1,40}?(?=,?\sbut\b)|\brather than\s(?:an?\s|the\s)?[\w'-]+"
)
_WHOSE: Final = re.compile(r",\swhose\s[^,.;]{2,60}(?=,)")
"""What is told of somebody by the way."""
_NO_CHINESE: Final = re.compile(
    r"(?:没有(?:任何)?|不要(?:出现|有|包含)?(?:任何)?|不(?:出现|包含|含)(?:任何)?|避免(?:出现)?|禁止(?:出现)?|别(?:出现|有))"
    r"[^，。；,;.\n的！？]{1,14}(?:、[^，。；,;.\n的、]{1,8})*|不是[^，。；,;]{1,8}?(?=，?而是)"
    r"|(?:失去|丢|弄丢|走丢|忘记)了?[^，。；,;的]{1,6}的"
)
_PAST: Final = (
    r"(?:\w{2,}ed|lost|found|came|went|ran|won|left|made|saw|wrote|built|fell|broke|forgot|stole|ate|drank|took|gave|met|caught|bought"
    r"|had|was|were|knew|taught|brought|fought|died|hid|flew|swam|sang|told|threw|sent|slept|stood|sat)"
)
_BACKSTORY: Final = re.compile(
    rf"\b(?:who|that|which)\s(?:(?:once|just|had|has|have|never|always|recently|first)\s){{0,3}}{_PAST}\b"
)
_MAIN: Final = re.compile(r"[a-z]+(?:'[a-z]+)?|[.,;!?。，；\n]")
_AUXILIARIES: Final = frozenset({"is", "are", "now"})
_REACH: Final = 90
"""Characters after which a clause of what happened before is over in any case."""


def seen(plain: str) -> str:
    """Return a folded text with all that is not to be seen blanked out; every character keeps its position."""
    letters = list(_without_denied(plain))
    for kind, start, end, label in _sections(plain):
        _blank(letters, label, start)
        if kind in (_HEARD, _DENIED):
            _blank(letters, start, end)
        elif kind == _CAMERA:
            letters[label:start] = list(_word(plain[label:start]))
    for start, end in _backstories(plain):
        _blank(letters, start, end)
    return "".join(letters)


def heard(plain: str) -> str:
    """Return a folded text with all that is not to be heard blanked out; every character keeps its position."""
    letters = list(_without_denied(plain))
    for kind, start, end, _ in _sections(plain):
        if kind == _DENIED:
            _blank(letters, start, end)
    return "".join(letters)


def _word(label: str) -> str:
    """Return the label of what the camera does as the word that its moves follow, as long as it was."""
    word = next((word for word in ("camera", "镜头") if word in label), "")
    return word.rjust(len(label)) if word else " " * len(label)


def _blank(letters: list[str], start: int, end: int) -> None:
    """Blank out a stretch, but not what ends a sentence."""
    for at in range(start, end):
        if letters[at] not in "\n.;。；" + BLANK:
            letters[at] = " "


def _sections(plain: str) -> list[tuple[str, int, int, int]]:
    """Return kind, start, end and the label's own start of each labelled section; it reaches to the next label or line."""
    found = list(_LABEL.finditer(plain))
    sections = []
    for index, match in enumerate(found):
        until = found[index + 1].start() if index + 1 < len(found) else len(plain)
        kind = match.lastgroup or _SHOWN
        if kind == _HEARD:
            line = re.compile(r"\n|[。；]|\.\s").search(plain, match.end(), until)
            until = line.start() if line else until
        sections.append((kind, match.end(), until, match.start(kind)))
    return sections


def _without_denied(plain: str) -> str:
    for pattern in (_NO_LIST, _NOT_BUT, _WHOSE, _NO_CHINESE):
        plain = pattern.sub(lambda match: " " * len(match[0]), plain)
    return plain


def _backstories(plain: str) -> list[tuple[int, int]]:
    """Return where relative clauses tell what happened before: `the dog that chased the cat is now sleeping`.

    They end at the verb of their sentence; one that has none after it tells the story itself.
    """
    found = []
    for match in _BACKSTORY.finditer(plain):
        for word in _MAIN.finditer(plain, match.end(), match.end() + _REACH):
            if word[0] in ".,;!?。，；\n":
                break
            if word[0] in _AUXILIARIES or _is_present(word[0]):
                found.append((match.start(), word.start()))
                break
    return found


def _is_present(word: str) -> bool:
    """Return whether a word is a verb of the present: `sits`, but not `sitting` and not `cats`."""
    return has_meaning(word, "action") and word.endswith("s") and not has_meaning(word, "noun")
