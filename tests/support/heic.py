"""Write a HEIC picture: one H.265 key frame, encoded with PyAV, in the boxes of ISO 23008-12.

The package reads HEIC and never writes it, so no dependency brings an encoder for it.
"""

from __future__ import annotations

import struct
from pathlib import Path

import av
import numpy as np


def write_heic(path: Path, picture: np.ndarray) -> None:
    """Write `picture` (uint8 RGB, even sides of at least 64 pixels) to `path` as HEIC."""
    height, width = picture.shape[:2]
    config, data = _encode(picture, path.with_suffix(".tmp.mp4"))
    properties = _box("ipco", config, _full("ispe", struct.pack(">II", width, height)))
    assigned = _full("ipma", struct.pack(">IHBBB", 1, 1, 2, 0x81, 0x02))
    entry = _full("infe", struct.pack(">HH4sx", 1, 0, b"hvc1"), version=2)
    parts = [
        _full("hdlr", struct.pack(">4x4s12xx", b"pict")),
        _full("pitm", struct.pack(">H", 1)),
        _full("iinf", struct.pack(">H", 1) + entry),
        _box("iprp", properties, assigned),
    ]
    kind = _box("ftyp", b"heic\0\0\0\0mif1heic")
    without_location = len(kind) + len(_full("meta", b"".join(parts)))
    location = _location(without_location + len(_location(0, 0)) + 8, len(data))
    path.write_bytes(kind + _full("meta", b"".join([*parts, location])) + _box("mdat", data))


def _encode(picture: np.ndarray, scratch: Path) -> tuple[bytes, bytes]:
    """Return the hvcC box and the samples of one key frame, by way of an MP4."""
    with av.open(str(scratch), "w", format="mp4") as container:
        stream = container.add_stream("libx265", rate=1)
        stream.height, stream.width, stream.pix_fmt = picture.shape[0], picture.shape[1], "yuv420p"
        stream.codec_context.codec_tag = "hvc1"
        stream.codec_context.options = {
            "preset": "ultrafast",
            "crf": "12",
            "x265-params": "log-level=none:bframes=0",
        }
        frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
        frame.pts = 0
        for packet in (*stream.encode(frame), *stream.encode(None)):
            packet.pts = packet.dts = 0  # for a single picture x265 leaves the decoding time to chance
            container.mux(packet)
    raw = scratch.read_bytes()
    with av.open(str(scratch)) as container:
        data = b"".join(bytes(packet) for packet in container.demux(video=0) if packet.size)
    scratch.unlink()
    at = raw.index(b"hvcC") - 4
    return raw[at : at + int.from_bytes(raw[at : at + 4], "big")], data


def _location(offset: int, length: int) -> bytes:
    return _full("iloc", struct.pack(">BBHHHHII", 0x44, 0, 1, 1, 0, 1, offset, length))


def _box(name: str, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I4s", 8 + len(body), name.encode()) + body


def _full(name: str, body: bytes, version: int = 0) -> bytes:
    return _box(name, bytes([version, 0, 0, 0]), body)
