"""Blobs on the local disk, and the addresses that open them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.blobs import BlobStore, UrlSigner, open_blobs
from reelwright.errors import ConfigError, NotFound


@pytest.fixture
def blobs(tmp_path: Path) -> BlobStore:
    return open_blobs(None, tmp_path)


async def content(blobs: BlobStore, name: str, start: int = 0, end: int | None = None) -> bytes:
    return b"".join([part async for part in blobs.read(name, start, end)])


async def test_what_was_put_is_read_back_whole_and_in_parts(blobs: BlobStore) -> None:
    data = bytes(range(256)) * 5000
    await blobs.put("results/a/1/video.mp4", data)
    assert await content(blobs, "results/a/1/video.mp4") == data
    assert await content(blobs, "results/a/1/video.mp4", 1000, 700_001) == data[1000:700_001]
    assert await content(blobs, "results/a/1/video.mp4", len(data) - 3) == data[-3:]
    assert (await blobs.head("results/a/1/video.mp4")).size == len(data)


async def test_a_file_is_streamed_in_and_out(blobs: BlobStore, tmp_path: Path) -> None:
    source, target = tmp_path / "in.bin", tmp_path / "out.bin"
    source.write_bytes(b"reel" * 700_000)
    await blobs.put_file("uploads/x", source)
    await blobs.download("uploads/x", target)
    assert target.read_bytes() == source.read_bytes()


async def test_a_blob_that_is_not_there_is_not_found(blobs: BlobStore, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        await blobs.head("results/none")
    with pytest.raises(NotFound):
        await content(blobs, "results/none")


async def test_deleting_twice_is_no_error_and_names_go_by_directory(blobs: BlobStore) -> None:
    for name in ("results/a/1/video.mp4", "results/a/2/video.mp4", "results/ab/1/video.mp4"):
        await blobs.put(name, b"x")
    found = [name async for name in blobs.names("results/a/")]
    assert sorted(found) == ["results/a/1/video.mp4", "results/a/2/video.mp4"]
    await blobs.delete(found)
    await blobs.delete(found)
    assert [name async for name in blobs.names("results/")] == ["results/ab/1/video.mp4"]


def test_an_address_that_can_not_be_opened_names_the_setting(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="blob_url"):
        open_blobs("gopher://bucket", tmp_path)


NAME = "results/task_X/1/video.mp4"


def test_a_token_opens_its_blob_until_it_expires() -> None:
    signer = UrlSigner(b"secret")
    token = signer.sign(NAME, 1000)
    assert signer.check(token, NAME, now=999)
    assert not signer.check(token, NAME, now=1000)
    assert not signer.check(token, "results/task_Y/1/video.mp4", now=1)
    assert not UrlSigner(b"other").check(token, NAME, now=1)


@given(st.text(max_size=40))
def test_no_forged_token_opens_anything(token: str) -> None:
    assert not UrlSigner(b"secret").check(token, NAME, now=1)


def test_a_later_expiry_needs_a_new_signature() -> None:
    signer = UrlSigner(b"secret")
    signature = signer.sign(NAME, 1000).partition("-")[2]
    assert not signer.check(f"9000-{signature}", NAME, now=1)
