"""The moderation hook: word lists, and a service over HTTP."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from tests.support.http import body, loopback

from reelwright.errors import ConfigError, Unavailable
from reelwright.service.moderation import HttpJudge, Moderation, Question, WordList, open_moderation


def prompt(text: str) -> Question:
    return Question("prompt", "acct_1", text)


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("A GUN on a table", True),
        ("a gunther and a begun song", False),
        ("a machine\n gun", True),
        ("一个赌场的夜晚", True),
        ("夜晚", False),
        ("c++ code", True),
        ("", False),
    ],
)
async def test_a_word_list_finds_words_and_phrases_whatever_their_case(text: str, refused: bool) -> None:
    words = WordList(["gun", "赌场", "c++"])
    reason = await words.refusal(prompt(text))
    assert (reason is not None) == refused
    assert "gun" not in (reason or "")


async def test_a_word_list_has_no_opinion_of_media(tmp_path: Path) -> None:
    assert await WordList(["gun"]).refusal(Question("input", "acct_1", "a gun", file=tmp_path / "x")) is None


async def test_a_file_of_words_has_comments_and_empty_lines(tmp_path: Path) -> None:
    words = tmp_path / "words.txt"
    words.write_text("# weapons\ngun  # of any kind\n\n machine  pistol\n", "utf-8")
    moderation = open_moderation(words, None)
    assert await moderation.refusal(prompt("a machine pistol"))
    assert await moderation.refusal(prompt("# weapons")) is None


def test_a_file_of_words_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="moderation_words"):
        open_moderation(tmp_path / "none.txt", None)


def test_an_address_that_is_none_is_named() -> None:
    with pytest.raises(ConfigError, match="moderation_url"):
        open_moderation(None, "judge.example.com")


async def test_a_service_gets_the_question_with_the_file_and_its_answer_counts(tmp_path: Path) -> None:
    picture = tmp_path / "picture"
    picture.write_bytes(b"the picture itself")
    received: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
        received.append(await reader.readexactly(length))
        writer.write(
            body(
                json.dumps({"allowed": False, "reason": "too loud"}).encode(), Content_Type="application/json"
            )
        )
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        question = Question("input", "acct_1", "a cat", "task_1", "image", picture)
        assert await HttpJudge(f"http://127.0.0.1:{port}/judge").refusal(question) == "too loud"
    for part in (
        b"the picture itself",
        b'name="stage"\r\n\r\ninput',
        b'name="task_id"\r\n\r\ntask_1',
        b"a cat",
    ):
        assert part in received[0]


@pytest.mark.parametrize("answer", [b'{"allowed": "yes"}', b"[]", b"<html>"])
async def test_a_service_that_answers_nonsense_lets_nothing_through(answer: bytes) -> None:
    async def nonsense(path: str, writer: asyncio.StreamWriter) -> None:
        writer.write(body(answer))

    async with loopback(nonsense) as server:
        with pytest.raises(Unavailable, match="moderation"):
            await HttpJudge(server.url()).refusal(prompt("x"))


async def test_a_service_that_is_away_lets_nothing_through() -> None:
    with pytest.raises(Unavailable, match="moderation"):
        await HttpJudge("http://127.0.0.1:9/judge").refusal(prompt("x"))


async def test_without_a_judge_everything_goes() -> None:
    assert not Moderation()
    assert await Moderation().refusal(prompt("anything")) is None
