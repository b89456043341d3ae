"""Messages in other languages: found by their English wording, complete, and never worse than English."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.wire.seedance.translate import translate

SOURCE = Path(str(files("reelwright")))
CATALOGUE = tomllib.loads((SOURCE / "wire/seedance/messages.toml").read_text("utf-8"))
LANGUAGES = ("zh", "ja", "ko")
RAISERS = {"Fault", "one", "fault", "NotFound", "Conflict", "PermissionDenied", "AuthenticationFailed"} | {
    "InvalidRequest",
    "TooLarge",
    "UnsupportedType",
    "MethodNotAllowed",
}
SPEAKERS = (
    "api/*.py",
    "api/routes/[!a]*.py",
    "wire/seedance/*.py",
    "service/[fikstu]*.py",
    "domain/request.py",
)
"""Who speaks to callers; what administrators read is English."""
# Said to administrators and developers, who read English.
UNTRANSLATED = re.compile(
    r"(scopes must|.* must be an amount|weight must|networks\[|.* must be at least|.* must not be negative|there is no account"
    r"|account .* does not have|the test order|this key ordered|there is no delivery|there is no (file|page)"
    r"|expand must|operation must|model is required: the id|the range|the multipart form|the content type multipart"
    r"|the body is not a valid multipart)"
)


def messages_in(path: Path) -> Iterator[str]:
    """Yield what a module says to callers, with 1 in the place of every value."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and node.args:
            name = getattr(node.func, "id", getattr(node.func, "attr", None))
            if name in RAISERS:
                said = node.args[1 if name in ("Fault", "one", "fault") and len(node.args) > 1 else 0]
                if isinstance(said, ast.Constant) and isinstance(said.value, str):
                    yield said.value
                elif isinstance(said, ast.JoinedStr):
                    yield "".join(
                        str(part.value) if isinstance(part, ast.Constant) else "1" for part in said.values
                    )


def all_messages() -> list[str]:
    modules = [path for pattern in SPEAKERS for path in sorted(SOURCE.glob(pattern))]
    assert len(modules) > len(SPEAKERS)
    return sorted({message for path in modules for message in messages_in(path)})


@pytest.mark.parametrize("message", [text for text in all_messages() if not UNTRANSLATED.match(text)])
def test_everything_that_callers_are_told_has_a_translation(message: str) -> None:
    for language in LANGUAGES:
        assert translate(message, language) != message


def test_every_entry_is_complete_and_keeps_its_values() -> None:
    for english, texts in CATALOGUE.items():
        assert set(texts) == set(LANGUAGES), english
        for text in texts.values():
            assert sorted(re.findall(r"{\w+}", text)) == sorted(re.findall(r"{\w+}", english)), english


def test_values_are_carried_over() -> None:
    told = translate("duration must be an integer from 4 to 15, got 99", "zh")
    assert told == "duration 必须是 4 到 15 之间的整数，收到的是 99"


def test_values_that_are_words_of_ours_are_translated_too() -> None:
    assert translate("duration must be an integer, got a string ('5')", "zh").endswith("字符串（'5'）")


def test_faults_that_were_joined_are_told_one_by_one() -> None:
    joined = (
        "image_urls[0]: the picture is 100x90 pixels; each side must be from 300 to 6000: resize it; "
        "prompt is required unless an image or a video is given"
    )
    assert translate(joined, "zh") == (
        "image_urls[0]: 图片为 100x90 像素；每边必须在 300 到 6000 之间：请调整尺寸；未提供图片或视频时，prompt 为必填项"
    )


def test_what_is_not_in_the_catalogue_stays_as_it_is() -> None:
    assert translate("something new; and more", "ja") == "something new；and more"
    assert translate("anything", "en") == "anything"


@given(st.text(), st.sampled_from(LANGUAGES))
def test_no_message_breaks_the_translation(message: str, language: str) -> None:
    assert isinstance(translate(message, language), str)
