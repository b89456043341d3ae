from __future__ import annotations

import json
import re
from base64 import b64decode
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

from reelwright.cli import main
from reelwright.cli.app import make_app


def storyboard(*words: str) -> str:
    result = CliRunner().invoke(make_app(["storyboard"]), ["storyboard", *words], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def shown(address: str) -> np.ndarray:
    """Return the picture that a data URI holds."""
    head, code = address.split(",")
    assert head == "data:image/jpeg;base64"
    return np.asarray(Image.open(BytesIO(b64decode(code, validate=True))))


def test_the_shots_are_listed_with_who_is_in_them() -> None:
    text = storyboard("A kitten yawning at the camera")
    assert "kitten (yawn)" in text


def test_who_acts_on_another_is_listed_with_that_one() -> None:
    assert "dog (chase cat), cat (run)" in storyboard("A dog chases a cat")


def test_json_is_the_whole_storyboard() -> None:
    board = json.loads(storyboard("A kitten yawning at the camera", "--duration", "4", "--json"))
    assert board["frames"] == 97
    assert board["shots"][-1]["end"] == 97


def test_json_has_a_picture_of_every_shot() -> None:
    prompt = "0-2s: a red apple on a table. 2-4s: quick cut, a rocket flies in space at night"
    words = storyboard(prompt, "--duration", "4", "--size", "9:16", "--json")
    addresses = [shot["thumbnail"] for shot in json.loads(words)["shots"]]
    assert [shown(address).shape for address in addresses] == [(432, 248, 3)] * 2
    assert words == storyboard(prompt, "--duration", "4", "--size", "9:16", "--json"), "the same every time"


def test_json_comes_without_pictures_where_nobody_wants_them() -> None:
    board = json.loads(storyboard("A kitten yawning at the camera", "--json", "--no-thumbnails"))
    assert [shot["thumbnail"] for shot in board["shots"]] == [None]


def test_the_page_shows_the_prompt_and_runs_nothing_of_it(tmp_path: Path) -> None:
    page = tmp_path / "board.html"
    storyboard("A cat says <script>alert(1)</script>", "--html", str(page))
    text = page.read_text("utf-8")
    assert "&lt;script&gt;" in text
    assert "<script" not in text


def test_the_page_has_a_picture_of_every_shot(tmp_path: Path) -> None:
    page = tmp_path / "board.html"
    prompt = "0-2s: a red apple on a table. 2-4s: quick cut, a rocket flies in space at night"
    storyboard(prompt, "--html", str(page), "--duration", "4", "--size", "9:16")
    pictures = [shown(one) for one in re.findall(r'<img src="([^"]+)" alt="shot', page.read_text("utf-8"))]
    assert [picture.shape for picture in pictures] == [(432, 248, 3)] * 2
    assert all(picture.std() > 10 for picture in pictures), "something is drawn"
    assert abs(pictures[0].mean() - pictures[1].mean()) > 20, "each its own shot"


def test_an_unknown_size_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["storyboard", "x", "--size", "2:1"])
    assert left.value.code == 2
    assert "16:9" in capsys.readouterr().err


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    with pytest.raises(SystemExit) as left:
        main(["storyboard", *words])
    assert left.value.code == 2
    return capsys.readouterr().err


def test_an_empty_or_endless_prompt_is_refused_as_the_server_would(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert "say what the video shows" in refused(capsys, "  ")
    assert "at most 4000 characters, got 10000" in refused(capsys, "a" * 10000)


def test_a_page_that_cannot_be_written_is_told_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = refused(capsys, "A cat", "--html", str(tmp_path))
    assert said.startswith("reelwright: --html: ")
    assert said.count("\n") == 1


def test_the_table_gives_no_orders_to_the_terminal() -> None:
    text = storyboard("A cat\x1b[31m\x07 runs\nand runs")
    assert "\x1b" not in text
    assert "\x07" not in text
    assert "run) " in text


def test_the_page_tells_who_says_what_in_which_shot(tmp_path: Path) -> None:
    page = tmp_path / "new" / "board.html"
    storyboard(
        '0-2s: a cat sleeps. 2-4s: quick cut, a man says: "Wake up"', "--html", str(page), "--duration", "4"
    )
    first, second = page.read_text("utf-8").split("<article")[1:]
    assert "<b>cat</b> sleep" in first
    assert "“Wake up”" not in first
    assert '“Wake up”<br><span class="soft">A man says, 2.' in second
