"""Which part of a prompt is for which frames."""

from __future__ import annotations

import pytest

from reelwright.engines.animatic.plan import Transition
from reelwright.engines.animatic.storyboard.text import fold
from reelwright.engines.animatic.storyboard.timing import Passage, split_passages

_FRAMES, _FPS = 241, 24


def _split(prompt: str, *, frames: int = _FRAMES, soft: bool = True) -> tuple[list[Passage], list[str]]:
    return split_passages(fold(prompt), frames, _FPS, soft=soft)


def _bounds(prompt: str, *, soft: bool = True) -> list[tuple[int, int]]:
    return [(passage.start, passage.end) for passage in _split(prompt, soft=soft)[0]]


@pytest.mark.parametrize(
    "prompt",
    [
        "0-2s: a cat. 2-6s: a dog. 6-10s: a bird.",
        "0s-2s a cat. 2s-6s a dog. 6s-10s a bird.",
        "[0:00-0:02] a cat [0:02-0:06] a dog [0:06-0:10] a bird",
        "0-2 seconds: a cat; 2-6 seconds: a dog; 6-10 seconds: a bird",
        "From 0 to 2 seconds a cat. From 2 to 6 seconds a dog. From 6 to 10 seconds a bird.",
        "第0-2秒：猫。第2-6秒：狗。第6-10秒：鸟。",
        "0到2秒，猫；2到6秒，狗；6到10秒，鸟",
        "０－２ｓ：cat ２～６ｓ：dog ６—１０ｓ：bird".replace("－", "-"),
        "第零至二秒：猫。第二至六秒：狗。第六至十秒：鸟。",
        "seconds 0-2: a cat. seconds 2-6: a dog. seconds 6-10: a bird",
        "Shot 1 (0-2s): a cat. Shot 2 (2-6s): a dog. Shot 3 (6-10s): a bird.",
    ],
)
def test_times_are_understood_in_every_common_spelling(prompt: str) -> None:
    assert _bounds(prompt) == [(0, 48), (48, 144), (144, 241)]


@pytest.mark.parametrize(
    "prompt",
    [
        "Shot 1: a cat. Shot 2: a dog.",
        "Scene one: a cat. Scene two: a dog.",
        "[Shot 1] a cat [Shot 2] a dog",
        "镜头1：猫。镜头2：狗。",
        "【镜头一】：猫【镜头二】：狗",
        "第一个镜头：猫。第二个镜头：狗。",
        "A cat. Cut to a dog.",
        "猫在睡觉，镜头切换到狗在跑",
        "A cat sleeps, then a dog runs",
        "猫在睡觉，然后狗在跑",
    ],
)
def test_shots_without_times_share_the_video_evenly(prompt: str) -> None:
    assert _bounds(prompt) == [(0, 120), (120, 241)]


def test_what_comes_before_the_first_time_is_its_own_shot_unless_the_times_begin_at_zero() -> None:
    assert _bounds("A cat wakes. 4-10s: it runs.") == [(0, 96), (96, 241)]
    assert _bounds("Anime style. 0-4s: a cat. 4-10s: it runs.") == [(0, 96), (96, 241)]


def test_the_first_and_the_last_seconds_are_understood() -> None:
    assert _bounds("First 3 seconds: a cat. Last 2 seconds: a dog.") == [(0, 193), (193, 241)]
    assert _bounds("前3秒：猫。最后2秒：狗。") == [(0, 193), (193, 241)]
    assert _bounds("A cat. At 4 seconds, a dog.") == [(0, 96), (96, 241)]


def test_a_dissolve_is_told_from_a_cut() -> None:
    passages, _ = _split("A cat. Dissolve to a dog. Cut to a bird.")
    assert [passage.transition for passage in passages] == [
        Transition.CUT,
        Transition.DISSOLVE,
        Transition.CUT,
    ]


def test_then_is_no_new_shot_over_a_callers_picture() -> None:
    assert _bounds("The cat stands up, then walks", soft=False) == [(0, 241)]
    assert _bounds("The cat stands up. Cut to a dog", soft=False) == [(0, 120), (120, 241)]


def test_a_time_beyond_the_video_is_clipped_with_a_warning() -> None:
    passages, warnings = _split("0-4s: a cat. 4-12s: a dog. 12-20s: a bird.")
    assert [(passage.start, passage.end) for passage in passages] == [(0, 96), (96, 241)]
    assert len(warnings) == 1
    assert "10 seconds" in warnings[0]


def test_times_over_each_other_are_cut_off_with_a_warning() -> None:
    passages, warnings = _split("0-6s: a cat. 4-10s: a dog.")
    assert [(passage.start, passage.end) for passage in passages] == [(0, 96), (96, 241)]
    assert any("over each other" in warning for warning in warnings)


def test_times_out_of_order_are_put_in_order() -> None:
    assert _bounds("5-10s: a dog. 0-5s: a cat.") == [(0, 120), (120, 241)]


@pytest.mark.parametrize(
    "prompt",
    [
        "a cat",
        "",
        "a 3-5 year old child plays",
        "the 1990s, 2-3 cats",
        "size 4-5, a shirt",
        "固定镜头：一只猫",
        "16:9 video of a cat",
        "A hot shot: the dog",
    ],
)
def test_what_only_looks_like_a_time_makes_no_shot(prompt: str) -> None:
    assert _bounds(prompt) == [(0, 241)]


def test_too_many_shots_are_no_shorter_than_half_a_second() -> None:
    passages, _ = _split(" ".join(f"Shot {number}: a cat." for number in range(1, 60)))
    assert min(passage.end - passage.start for passage in passages) >= 10
    assert passages[-1].end == _FRAMES
