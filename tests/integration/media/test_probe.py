"""Opening untrusted media in a child process."""

from __future__ import annotations

import os
import random
import struct
import subprocess
import sys
import zlib
from fractions import Fraction
from pathlib import Path

import pytest
from tests.support.media import MediaFactory

from reelwright.domain.request import MediaKind
from reelwright.errors import Fault, MediaError
from reelwright.media import probe as probing
from reelwright.media.probe import MediaInfo, Suspect, probe, probe_all
from reelwright.media.rules import check_medium

IMAGE, VIDEO, AUDIO = MediaKind.IMAGE, MediaKind.VIDEO, MediaKind.AUDIO
PICTURES = ("jpg", "png", "webp", "bmp", "tiff", "gif", "heic")


@pytest.fixture
def refusals(tmp_path: Path):
    """Return a function that writes each of some bytes to a file and returns the messages they are refused with."""

    def check(kind: MediaKind, *contents: bytes) -> list[str]:
        suspects = []
        for number, data in enumerate(contents):
            suspects.append(Suspect(tmp_path / f"suspect{number}", kind, f"field[{number}]"))
            suspects[-1].path.write_bytes(data)
        messages = []
        for suspect, fault in zip(suspects, probe_all(suspects), strict=True):
            assert isinstance(fault, Fault), suspect
            assert fault.param == suspect.param
            assert fault.message.startswith(f"{suspect.param}: the ")
            assert "suspect" not in fault.message, "a path of the server was shown"
            messages.append(fault.message)
        return messages

    return check


def test_one_child_measures_a_whole_batch(media_files: MediaFactory) -> None:
    found = probe_all([Suspect(media_files.image(suffix), IMAGE) for suffix in PICTURES])
    for info, suffix in zip(found, PICTURES, strict=True):
        assert isinstance(info, MediaInfo)
        assert info.format == suffix.replace("jpg", "jpeg")
        assert (info.kind, info.width, info.height, info.seconds) == (IMAGE, 640, 480, 0)
        assert info.size_bytes > 10_000
        assert check_medium("x", info) == []


@pytest.mark.parametrize(
    ("suffix", "codec", "name"),
    [
        ("mp4", "libx264", "h264"),
        ("mov", "libx264", "h264"),
        ("mp4", "libx265", "hevc"),
        ("mov", "libx265", "hevc"),
    ],
)
def test_videos_are_measured(media_files: MediaFactory, suffix: str, codec: str, name: str) -> None:
    info = probe(media_files.video(suffix, codec=codec), VIDEO)
    assert (info.format, info.codec, info.width, info.height) == (suffix, name, 864, 496)
    assert (info.seconds, info.fps, info.has_audio) == (2, 24, True)
    assert check_medium("x", info) == []


@pytest.mark.parametrize("suffix", ["wav", "mp3", "m4a", "aac"])
def test_sounds_are_measured_by_decoding(media_files: MediaFactory, suffix: str) -> None:
    info = probe(media_files.audio(suffix), AUDIO)
    assert (info.format, info.has_audio, info.width) == (suffix, True, 0)
    assert abs(info.seconds - 3) < Fraction(1, 10)


def test_sides_are_given_as_shown(media_files: MediaFactory) -> None:
    photo, film, upside_down = probe_all(
        [
            Suspect(media_files.image("jpg", orientation=6), IMAGE),
            Suspect(media_files.video("mov", rotation=90), VIDEO),
            Suspect(media_files.video("mov", rotation=180), VIDEO),
        ]
    )
    assert isinstance(photo, MediaInfo)
    assert isinstance(film, MediaInfo)
    assert isinstance(upside_down, MediaInfo)
    assert (photo.width, photo.height) == (480, 640)
    assert (film.width, film.height) == (496, 864)
    assert (upside_down.width, upside_down.height) == (864, 496)


def test_a_variable_rate_is_measured_by_its_mean(media_files: MediaFactory) -> None:
    info = probe(media_files.video(stamps=(0, 1, 2, 40, 41, 59), sound=False), VIDEO)
    assert info.fps == Fraction(6 * 24, 60)
    assert info.seconds == Fraction(60, 24)
    assert not info.has_audio


def test_a_header_that_lies_about_the_length_is_not_believed(
    media_files: MediaFactory, tmp_path: Path
) -> None:
    raw = bytearray(media_files.audio("wav").read_bytes())
    at = raw.index(b"data") + 4
    raw[at : at + 4] = struct.pack("<I", 10_000)
    (tmp_path / "a.wav").write_bytes(raw)
    assert probe(tmp_path / "a.wav", AUDIO).seconds < Fraction(1, 10)


def test_a_kind_in_the_wrong_field_is_named(media_files: MediaFactory) -> None:
    faults = probe_all(
        [
            Suspect(media_files.video(), IMAGE, "a"),
            Suspect(media_files.image("png"), VIDEO, "b"),
            Suspect(media_files.image("png"), AUDIO, "c"),
            Suspect(media_files.video(), AUDIO, "d"),
            Suspect(media_files.audio("m4a"), VIDEO, "e"),
        ]
    )
    assert [fault.message.partition(";")[0] for fault in faults if isinstance(fault, Fault)] == [
        "a: the file is a video (mp4), not a picture",
        "b: the file is a picture (png), not a video",
        "c: the file is a picture (png), not a sound",
        "d: the file is a video",
        "e: the file is a sound (m4a), not a video",
    ]


def test_an_mp4_without_pictures_is_a_sound(media_files: MediaFactory, tmp_path: Path) -> None:
    raw = media_files.audio("m4a").read_bytes().replace(b"ftypM4A ", b"ftypisom", 1)
    (tmp_path / "a.mp4").write_bytes(raw)
    assert probe(tmp_path / "a.mp4", AUDIO).format == "m4a"
    with pytest.raises(MediaError, match="no video"):
        probe(tmp_path / "a.mp4", VIDEO)


def test_other_containers_and_codecs_are_named(media_files: MediaFactory) -> None:
    with pytest.raises(MediaError, match="a WebM or Matroska file, not a video; save it as MP4"):
        probe(media_files.video("mkv"), VIDEO)
    with pytest.raises(MediaError, match="encoded as mpeg4; save it as MP4"):
        probe(media_files.video(codec="mpeg4"), VIDEO)


def test_half_a_picture_is_refused(media_files: MediaFactory, refusals) -> None:
    wholes = [media_files.image(suffix).read_bytes() for suffix in PICTURES]
    refusals(IMAGE, *(whole[: len(whole) // 2] for whole in wholes))


@pytest.mark.parametrize("options", [{}, {"faststart": True}, {"codec": "libx265"}])
def test_a_video_cut_off_anywhere_is_refused(
    media_files: MediaFactory, refusals, options: dict[str, object]
) -> None:
    whole = media_files.video(**options).read_bytes()
    length = len(whole)
    for message in refusals(VIDEO, *(whole[:end] for end in (length // 10, length // 2, length - 1))):
        assert "ends before its data does" in message


def test_a_video_whose_pictures_are_garbage_is_refused(media_files: MediaFactory, refusals) -> None:
    raw = media_files.video(faststart=True, sound=False).read_bytes()
    start, middle = raw.index(b"mdat") + 8, len(raw) * 45 // 100
    noise = random.Random(1).randbytes(len(raw) - start)
    everywhere, from_the_middle = raw[:start] + noise, raw[:middle] + bytes(len(raw) - middle)
    for message in refusals(VIDEO, everywhere, from_the_middle):
        assert "can't be decoded" in message


@pytest.mark.parametrize("kind", list(MediaKind))
def test_files_that_are_none_are_refused(refusals, kind: MediaKind) -> None:
    refusals(
        kind, b"", b"\0", b"<!DOCTYPE html>", b"\xff\xd8\xff", b"\0\0\0\x08ftyp", b"RIFF....WAVE", b"\xff\xfb"
    )


def test_playlists_that_name_other_files_are_not_followed(refusals, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hush")
    lists = (f"#EXTM3U\n#EXTINF:1,\nfile://{secret}\n", f"ffconcat version 1.0\nfile {secret}\n")
    for message in refusals(VIDEO, *(text.encode() for text in lists)):
        assert "unknown format" in message


def png(width: int, height: int, rows: int) -> bytes:
    """Return a small file that unpacks to a huge picture, of which only `rows` are there."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(bytes((1 + width * 3) * rows), 1)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def test_a_bomb_is_measured_and_not_unpacked(tmp_path: Path) -> None:
    """30,000×20,000 pixels are 1.8 GB, more than the child may use: measuring them must not need it."""
    (tmp_path / "bomb.png").write_bytes(png(30_000, 20_000, rows=1))
    info = probe(tmp_path / "bomb.png", IMAGE)
    assert (info.width, info.height) == (30_000, 20_000)
    assert "each side must be from 300 to 6000" in check_medium("x", info)[0].message


def test_the_largest_picture_that_is_allowed_can_be_opened(tmp_path: Path) -> None:
    (tmp_path / "large.png").write_bytes(png(6000, 6000, rows=6000))
    assert check_medium("x", probe(tmp_path / "large.png", IMAGE)) == []


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel limits memory on Linux only")
def test_too_much_memory_costs_the_medium_and_not_the_server(
    tmp_path: Path, media_files: MediaFactory
) -> None:
    (tmp_path / "large.png").write_bytes(png(6000, 6000, rows=6000))
    small = Suspect(media_files.image("png"), IMAGE, "image_urls[0]")
    large = Suspect(tmp_path / "large.png", IMAGE, "image_urls[1]")
    first, fault, last = probe_all([small, large, small], memory=100 * 1024 * 1024)
    assert isinstance(first, MediaInfo)
    assert first == last
    assert isinstance(fault, Fault)
    assert fault.param == "image_urls[1]"
    assert "memory" in fault.message


CHILD = "reelwright.media.probe_child"


def misbehaving(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, deed: str) -> None:
    """Make the child do `deed` when it comes to a file whose name begins with "evil", as a broken decoder might."""
    script = tmp_path / "child.py"
    script.write_text(
        "import os, signal, time\n"
        "from reelwright.media import probe_child\n"
        "answer = probe_child._answer\n"
        "def evil(path, kind, measure):\n"
        "    if path.name.startswith('evil'):\n"
        f"        {deed}\n"
        "    return answer(path, kind, measure)\n"
        "probe_child._answer = evil\n"
        "probe_child.main()\n"
    )
    start = subprocess.Popen
    monkeypatch.setattr(
        probing.subprocess, "Popen", lambda command, **options: start([*command[:-2], str(script)], **options)
    )


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals and limits")
@pytest.mark.parametrize(
    "deed",
    [
        "os.kill(os.getpid(), signal.SIGSEGV)",
        "os._exit(0)",
        "while True: pass",
        "print('{\"info\": {', end='', flush=True); os._exit(0)",
        "os.write(os.open(str(path) + '.written', os.O_CREAT | os.O_WRONLY), b'x')",
    ],
)
def test_a_decoder_that_goes_wrong_costs_one_medium(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, media_files: MediaFactory, deed: str
) -> None:
    evil = tmp_path / "evil.png"
    evil.write_bytes(media_files.image("png").read_bytes())
    misbehaving(monkeypatch, tmp_path, deed)
    monkeypatch.setattr(probing, "CPU_SECONDS", 1)
    good = Suspect(media_files.image("png"), IMAGE, "image_urls[0]")

    first, fault, last = probe_all([good, Suspect(evil, IMAGE, "image_urls[1]"), good])

    assert isinstance(first, MediaInfo)
    assert first == last
    assert isinstance(fault, Fault)
    assert fault.param == "image_urls[1]"
    assert "could not be opened with the memory and time" in fault.message
    assert not Path(f"{evil}.written").exists() or Path(f"{evil}.written").stat().st_size == 0


def test_a_decoder_that_hangs_holds_the_batch_no_longer_than_the_deadline(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, media_files: MediaFactory
) -> None:
    evil = tmp_path / "evil.png"
    evil.write_bytes(media_files.image("png").read_bytes())
    misbehaving(monkeypatch, tmp_path, "time.sleep(600)")
    good = Suspect(media_files.image("png"), IMAGE)
    first, *rest = probe_all([good, Suspect(evil, IMAGE), Suspect(evil, IMAGE), good], deadline=3.0)
    assert isinstance(first, MediaInfo)
    assert all(isinstance(fault, Fault) and "memory and time" in fault.message for fault in rest)


@pytest.mark.skipif(sys.platform == "win32", reason="reads the environment through /proc or the like")
def test_the_child_knows_nothing_of_the_servers_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, media_files: MediaFactory
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://hush")
    evil = tmp_path / "evil.png"
    evil.write_bytes(media_files.image("png").read_bytes())
    misbehaving(monkeypatch, tmp_path, "return {'fault': ' '.join(sorted(os.environ))}")
    (fault,) = probe_all([Suspect(evil, IMAGE)])
    assert isinstance(fault, Fault)
    assert set(fault.message.split()) <= {"LC_CTYPE", "LD_LIBRARY_PATH", "OPENBLAS_NUM_THREADS", "PYTHONPATH"}


def test_a_child_that_does_not_start_is_our_fault_and_not_the_files(
    monkeypatch: pytest.MonkeyPatch, media_files: MediaFactory
) -> None:
    monkeypatch.setattr(probing, "_environment", lambda: {"PYTHONHOME": os.devnull})
    with pytest.raises(RuntimeError, match="did not start"):
        probe(media_files.image("png"), IMAGE)


@pytest.mark.parametrize(
    "made", ["image jpg", "image png", "image webp", "image heic", "video mp4", "audio mp3", "audio m4a"]
)
def test_damaged_files_are_answered_and_never_crash_the_server(
    media_files: MediaFactory, tmp_path: Path, made: str
) -> None:
    """Flipped bytes: any of them may pass or be refused, but each gets an answer and the batch goes on."""
    name, suffix = made.split()
    kind = MediaKind(name)
    whole = getattr(media_files, name)(suffix).read_bytes()
    chance = random.Random(made)
    suspects = []
    for number in range(12):
        raw = bytearray(whole)
        for _ in range(chance.choice([1, 10, 200])):
            raw[chance.randrange(len(raw))] = chance.randrange(256)
        path = tmp_path / f"{number}"
        path.write_bytes(raw)
        suspects.append(Suspect(path, kind, f"x[{number}]"))
    for suspect, found in zip(suspects, probe_all(suspects), strict=True):
        assert isinstance(found, MediaInfo) or found.param == suspect.param


def test_no_media_need_no_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probing.subprocess, "Popen", None)
    assert probe_all([]) == []
