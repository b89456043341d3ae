"""What `reelwright route` explains."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.support.upstreams import MODEL, catalog_file

from reelwright.cli import main


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(["route", *words])
    shown = capsys.readouterr()
    return int(ended.value.code or 0), shown.out, shown.err


@pytest.fixture
def catalog(tmp_path: Path) -> str:
    far = {
        "name": "far",
        "engine": "ark",
        "base_url": "https://far.example",
        "key": "env:NOT_SET_ANYWHERE",
        "models": {MODEL: "theirs"},
        "limits": {"resolutions": ["480p"]},
        "price": {"480p": "0.10"},
        "region": "moon",
    }
    return str(catalog_file(tmp_path, far, engines=("animatic",)))


def test_it_says_who_makes_a_request_and_why(catalog: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(
        capsys, "--catalog-file", catalog, "--engine", "far", "--engine", "animatic", "--json"
    )
    far, animatic = json.loads(out)
    assert code == 0
    assert (far["verdict"], far["model there"], far["bill"], far["region"]) == (
        "makes it",
        "theirs",
        "0.50 USD",
        "moon",
    )
    assert "NOT_SET_ANYWHERE is not set" in far["why"]
    assert animatic["verdict"] == "next"
    assert "far would make it" in err


def test_a_request_from_a_file_goes_past_who_cannot_take_it(
    catalog: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    body = tmp_path / "body.json"
    body.write_text(json.dumps({"model": MODEL, "prompt": "A kitten", "resolution": "720p"}))
    engines = ("--engine", "far", "--engine", "animatic")
    _, out, err = run(capsys, str(body), "--catalog-file", catalog, *engines)
    assert "resolution 720p is not among 480p" in out
    assert "animatic would make it" in err


def test_it_fails_when_nobody_would(catalog: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "--catalog-file", catalog, "--engine", "far", "--resolution", "1080p")
    assert code == 1
    assert "No engine would take it" in err


def test_a_wrong_request_is_named(catalog: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "--catalog-file", catalog, "--duration", "99")
    assert code == 2
    assert "duration" in err
