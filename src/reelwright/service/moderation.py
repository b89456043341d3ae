"""The moderation hook: what may be asked for, shown and handed out. Whatever it refuses costs nothing.

It is asked about a prompt before its task is charged, about the input media before the engine sees them, and about the result
before anyone can have it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

import httpx

from reelwright.domain.request import is_http_url
from reelwright.errors import ConfigError, Unavailable

_SECONDS: Final = 30.0
_MAX_REASON: Final = 300


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be judged.

    stage: ``prompt``, ``input`` (a medium of a request), ``asset`` or ``result``. kind: image, video or audio, of a file.
    file: a local copy of the medium. task_id: None for a prompt that has not become a task yet.
    """

    stage: str
    account_id: str
    prompt: str = ""
    task_id: str | None = None
    kind: str | None = None
    file: Path | None = None


class Moderator(Protocol):
    """One judge."""

    async def refusal(self, question: Question) -> str | None:
        """Return why it is refused, in words for the caller, or None. Raises Unavailable when it can't tell now."""
        ...


class WordList:
    """Refuses prompts with words or phrases of a list; it has no opinion of media."""

    def __init__(self, phrases: Iterable[str]) -> None:
        """phrases: compared without regard to case, at word boundaries; in scripts without spaces anywhere."""
        self._patterns = [(phrase, _pattern(phrase)) for phrase in phrases]

    async def refusal(self, question: Question) -> str | None:
        """Return a reason that does not repeat the word: whoever gets it may not have written it."""
        if question.stage != "prompt":
            return None
        hit = any(pattern.search(question.prompt) for _, pattern in self._patterns)
        return "it has a word that is on this server's list" if hit else None


class HttpJudge:
    """Asks a service of yours: a form is POSTed with the fields of the question and the file; see the guide on moderation."""

    def __init__(self, url: str) -> None:
        self._url = url

    async def refusal(self, question: Question) -> str | None:
        """Ask; the answer is JSON, ``{"allowed": true}`` or ``{"allowed": false, "reason": "…"}``."""
        fields = {"stage": question.stage, "account_id": question.account_id, "prompt": question.prompt}
        fields |= {"task_id": question.task_id or "", "kind": question.kind or ""}
        try:
            with ExitStack() as stack:
                files = (
                    None
                    if question.file is None
                    else {"file": (question.kind or "file", stack.enter_context(question.file.open("rb")))}
                )
                async with httpx.AsyncClient(timeout=_SECONDS) as client:
                    answer = await client.post(self._url, data=fields, files=files)
            answer.raise_for_status()
            return _read(answer.json())
        except (httpx.HTTPError, ValueError) as error:
            # Not let through: a judge that is away must not open the gate.
            raise Unavailable(
                f"the moderation service does not answer: {str(error) or type(error).__name__}"
            ) from error


class Moderation:
    """All judges of a deployment; the first that refuses decides."""

    def __init__(self, judges: Sequence[Moderator] = ()) -> None:
        self._judges = tuple(judges)

    def __bool__(self) -> bool:
        return bool(self._judges)

    async def refusal(self, question: Question) -> str | None:
        """Return why it is refused, or None. Raises Unavailable when a judge can't tell now."""
        for judge in self._judges:
            if reason := await judge.refusal(question):
                return reason
        return None


def open_moderation(words: Path | None, url: str | None) -> Moderation:
    """Build what the settings name: a file with a word or phrase a line (# begins a comment), a service, both or neither.

    Raises ConfigError when the file can't be read, or the service's address is none.
    """
    judges: list[Moderator] = []
    if words is not None:
        try:
            lines = words.read_text("utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(f"setting moderation_words: {words} can't be read: {error}") from error
        phrases = [line.partition("#")[0].strip() for line in lines]
        judges.append(WordList(phrase for phrase in phrases if phrase))
    if url is not None:
        if not is_http_url(url):
            raise ConfigError(f"setting moderation_url must be an http(s) URL, got {url[:80]!r}")
        judges.append(HttpJudge(url))
    return Moderation(judges)


def _pattern(phrase: str) -> re.Pattern[str]:
    words = r"\s+".join(re.escape(word) for word in phrase.split())
    # Only letters that are written with spaces between words have boundaries to look for.
    before = r"\b" if phrase[0].isascii() and phrase[0].isalnum() else ""
    after = r"\b" if phrase[-1].isascii() and phrase[-1].isalnum() else ""
    return re.compile(before + words + after, re.IGNORECASE)


def _read(answer: Any) -> str | None:
    if not isinstance(answer, dict) or not isinstance(answer.get("allowed"), bool):
        raise ValueError('its answer must be JSON like {"allowed": true}')  # noqa: TRY004 - not a mistake in this program
    if answer["allowed"]:
        return None
    reason = answer.get("reason")
    return reason[:_MAX_REASON] if isinstance(reason, str) and reason else "it gave no reason"
