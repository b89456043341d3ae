"""Uploads: what is stored, what is refused, and what becomes of file names."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.integration.api.conftest import Api
from tests.support.media import write_image

from reelwright.api.routes import uploads as routes
from reelwright.service import uploads
from reelwright.service.uploads import safe_filename


async def test_a_picture_comes_back_as_it_was_sent(api: Api, tmp_path: Path) -> None:
    picture = write_image(tmp_path / "photo.jpg", 640, 480)
    answer = await api.client.post(
        "/v1/uploads/images", files={"file": ("../../etc/My photo.JPG", picture.read_bytes(), "text/html")}
    )
    assert answer.status_code == 200, answer.text
    stored = answer.json()
    assert set(stored) == {"url", "filename", "content_type", "bytes", "created_at"}
    assert (stored["filename"], stored["content_type"]) == ("My-photo.jpg", "image/jpeg")
    assert stored["bytes"] == picture.stat().st_size
    assert isinstance(stored["created_at"], int)
    assert stored["url"].startswith("http://reelwright.test/f/image/")
    api.client.headers.pop("Authorization")
    sent = await api.client.get(stored["url"])
    assert (sent.content, sent.headers["content-type"]) == (picture.read_bytes(), "image/jpeg")
    assert sent.headers["x-content-type-options"] == "nosniff"


async def test_an_upload_may_be_used_in_a_request(api: Api, tmp_path: Path) -> None:
    picture = write_image(tmp_path / "photo.webp", 640, 480)
    answer = await api.client.post("/v1/uploads/images", files={"file": ("a.webp", picture.read_bytes())})
    await api.submit(image_urls=[answer.json()["url"]])


@pytest.mark.parametrize(
    ("files", "param"),
    [
        ({"other": ("a.png", b"x")}, "file"),
        ({"file": ("a.png", b"")}, "file"),
        ({"file": ("a.png", b"<html>")}, "file"),
        ({"file": ("a.bmp", b"BM" + bytes(200))}, "file"),
    ],
)
async def test_what_is_no_picture_is_refused(
    api: Api, files: dict[str, tuple[str, bytes]], param: str
) -> None:
    answer = await api.client.post("/v1/uploads/images", files=files)
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, param)


async def test_a_picture_format_that_only_requests_take_is_refused_here(api: Api, tmp_path: Path) -> None:
    picture = write_image(tmp_path / "photo.bmp", 640, 480)
    answer = await api.client.post("/v1/uploads/images", files={"file": ("a.bmp", picture.read_bytes())})
    assert answer.status_code == 400
    assert "jpeg, png, webp, gif" in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    ("kind", "status"),
    [("application/json", 415), ("multipart/form-data", 400), ("multipart/form-data; boundary=x", 400)],
)
async def test_a_body_that_is_no_form_is_refused(api: Api, kind: str, status: int) -> None:
    answer = await api.client.post("/v1/uploads/images", content=b"{}", headers={"Content-Type": kind})
    assert answer.status_code == status


async def test_a_file_over_its_limit_is_refused_while_it_comes(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routes, "upload_limits", lambda kind: uploads.UploadLimits(1000, ("png",)))
    read = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal read
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n'
        for _ in range(10_000):
            read += 1
            yield bytes(1000)

    answer = await api.client.post(
        "/v1/uploads/images", content=endless(), headers={"Content-Type": "multipart/form-data; boundary=x"}
    )
    assert (answer.status_code, answer.json()["error"]["type"]) == (413, "invalid_request_error")
    announced = await api.client.post("/v1/uploads/images", files={"file": ("a.png", bytes(100_000))})
    assert announced.status_code == 413


async def test_a_form_that_ends_early_is_refused(api: Api) -> None:
    content = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\nabc'
    answer = await api.client.post(
        "/v1/uploads/images", content=content, headers={"Content-Type": "multipart/form-data; boundary=x"}
    )
    assert (answer.status_code, "closing boundary" in answer.text) == (400, True)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("photo.JPEG", "photo.jpg"),
        ("C:\\Users\\me\\cat.png", "cat.jpg"),
        ("../../../etc/passwd", "passwd.jpg"),
        ("..", "file.jpg"),
        ("", "file.jpg"),
        ("a\r\nSet-Cookie: x.png", "a--Set-Cookie--x.jpg"),
        ('"; rm -rf /', "file.jpg"),
        ("猫の写真.png", "猫の写真.jpg"),
        ("x" * 500 + ".png", "x" * 100 + ".jpg"),
        (".htaccess", "htaccess.jpg"),
    ],
)
def test_file_names_become_harmless(name: str, safe: str) -> None:
    assert safe_filename(name, "jpg") == safe
