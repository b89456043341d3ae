"""Open what `make demo` made and fail unless it is the video that was asked for: all frames, the size, the sound."""

from __future__ import annotations

import sys
from pathlib import Path

import av

FRAMES, SIZE, SECONDS = 121, (1280, 720), 5


def main(video: Path, sheet: Path) -> None:
    """Check both files."""
    with av.open(str(video)) as container:
        pictures = sum(1 for _ in container.decode(video=0))
        stream = container.streams.video[0]
        size, codec = (stream.width, stream.height), stream.codec_context.name
    with av.open(str(video)) as container:
        samples = sum(frame.samples for frame in container.decode(audio=0))
        rate = container.streams.audio[0].rate
    expect("frames", pictures, FRAMES)
    expect("size", size, SIZE)
    expect("codec", codec, "h264")
    expect("seconds of sound", round(samples / rate), SECONDS)
    expect("contact sheet begins as a PNG", sheet.read_bytes()[:8], b"\x89PNG\r\n\x1a\n")
    sys.stdout.write(f"{video}: {pictures} frames of {size[0]}x{size[1]}, {samples / rate:.2f} s of sound\n")


def expect(what: str, got: object, wanted: object) -> None:
    """Exit with a message unless `got` is `wanted`."""
    if got != wanted:
        raise SystemExit(f"the demo is wrong: {what} is {got}, not {wanted}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
