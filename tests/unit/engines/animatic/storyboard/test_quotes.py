"""What is spoken, what is shown and what is only a name."""

from __future__ import annotations

import pytest
from tests.support.requests import engine_request

from reelwright.engines.animatic.storyboard import make_storyboard
from reelwright.engines.animatic.storyboard.quotes import find_quotes


def _uses(prompt: str) -> list[tuple[str, str]]:
    return [(quote.text, quote.use) for quote in find_quotes(prompt)]


@pytest.mark.parametrize(
    ("prompt", "line"),
    [
        ('A man says "Hello there"', "Hello there"),
        ("A man says 'Don't go'", "Don't go"),
        ("A man says ‘Hello there’", "Hello there"),
        ("A man says: “Hello there.”", "Hello there."),
        ("老人说：“你好。”", "你好。"),
        ("女孩喊「快跑」", "快跑"),
        ("背景旁白：『新鲜现摇』", "新鲜现摇"),
        ("«Bonjour», she whispers", "Bonjour"),
        ("'Run!' he shouts", "Run!"),
        ("Narrator: Once upon a time.", "Once upon a time."),
        ("旁白：很久很久以前。", "很久很久以前。"),
        ("voiceover 'Take a sip of freshness'", "Take a sip of freshness"),
        ('She turns around and, smiling, tells him: "I knew it."', "I knew it."),
    ],
)
def test_a_line_is_spoken(prompt: str, line: str) -> None:
    assert _uses(prompt) == [(line, "speech")]


@pytest.mark.parametrize(
    ("prompt", "words"),
    [
        ("The title 'Summer Dreams' appears", "Summer Dreams"),
        ("A sign that says 'Open'", "Open"),
        ('neon text reading "TOKYO"', "TOKYO"),
        ("屏幕上出现字幕“未完待续”", "未完待续"),
        ("'The End' appears on screen", "The End"),
        ("墙上写着“禁止入内”", "禁止入内"),
    ],
)
def test_words_are_shown(prompt: str, words: str) -> None:
    assert _uses(prompt) == [(words, "caption")]


@pytest.mark.parametrize(
    "prompt",
    [
        "an advertisement for the brand 'Peace Apple'",
        "a dog named 'Rex' runs",
        "一只名叫“小白”的狗",
        "改编自《三体》",
    ],
)
def test_a_name_is_neither_spoken_nor_shown(prompt: str) -> None:
    assert [use for _, use in _uses(prompt)] == ["name"]
    board = make_storyboard(engine_request(prompt))
    assert board.lines == ()
    assert board.shots[0].caption is None


def test_no_text_means_no_text() -> None:
    assert _uses("The title 'Summer' on a beach, but no text or subtitles") == [("Summer", "name")]


@pytest.mark.parametrize(
    "prompt",
    ["the dogs' bowls and the cats' toys", "it's a dog's life", "rock 'n' roll", "'", "''", '"', "5' 10\""],
)
def test_an_apostrophe_quotes_nothing(prompt: str) -> None:
    assert all(use == "name" for _, use in _uses(prompt))
    assert make_storyboard(engine_request(prompt)).lines == ()


def test_a_quoted_word_is_not_drawn() -> None:
    board = make_storyboard(engine_request("A woman says 'I saw a dragon and three lions'"))
    assert [subject.art for subject in board.shots[0].subjects] == ["woman-standing"]


@pytest.mark.parametrize(
    ("prompt", "voices"),
    [
        ("A man stops a woman and says: 'Remember.'", ["male"]),
        ("The man looks at the woman. The woman says 'No.'", ["female"]),
        ("A girl asks 'Why?' and her father answers 'Because.'", ["female", "male"]),
        ("他说“你好”，她回答“好久不见”", ["male", "female"]),
        ("A dog barks. Female voice: 'Buy now.'", ["female"]),
        ("旁白说：“新品上市”，使用男声", ["male"]),
        ("A robot says 'Beep.'", ["any"]),
        ("A man runs. Background voice: 'Faster.' The background voice uses a female tone.", ["female"]),
    ],
)
def test_a_line_has_the_voice_of_whoever_speaks(prompt: str, voices: list[str]) -> None:
    assert [
        line.voice for line in make_storyboard(engine_request(prompt, generate_audio=True)).lines
    ] == voices


def test_a_line_too_long_for_the_video_is_said_so() -> None:
    board = make_storyboard(engine_request(f"A man says '{'and so on ' * 50}'", generate_audio=True))
    assert any("does not fit" in warning for warning in board.warnings)


def test_lines_that_nobody_will_hear_are_said_so() -> None:
    assert any(
        "generate_audio" in warning for warning in make_storyboard(engine_request("A man says 'Hi'")).warnings
    )


@pytest.mark.parametrize(
    "prompt",
    [
        '0-3s: a cat on a sofa. 3-5s: a man on a street says "We have to leave before it gets dark"',
        '0-3s: a girl in a kitchen says "I have waited for you all day long". 3-5s: a cat runs on a meadow',
        "0-3秒：一只猫在沙发上。3-5秒：一个男人在街道上说：“我们快走吧，天要黑了”",
    ],
)
def test_a_line_begins_in_its_shot_and_is_expected_to_end_in_it(prompt: str) -> None:
    board = make_storyboard(engine_request(prompt, generate_audio=True))
    (line,) = board.lines
    shot = next(shot for shot in board.shots if line.text in shot.text)
    assert shot.start <= line.start < line.end <= shot.end


def test_a_line_too_long_for_its_shot_begins_with_it() -> None:
    board = make_storyboard(
        engine_request(
            '0-2s: a girl says "I have been waiting for you all day long". 2-5s: a cat runs',
            generate_audio=True,
        )
    )
    assert board.lines[0].start == 0


def test_a_narrator_may_begin_before_the_shot_so_as_to_be_done_with_the_video() -> None:
    board = make_storyboard(
        engine_request(
            '0-4s: a lake. 4-5s: a castle, narrator: "Nobody had lived there for a very long time"',
            generate_audio=True,
        )
    )
    assert board.lines[0].start < 96
    assert board.lines[0].end <= board.frames
