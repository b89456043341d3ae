"""The built-in engine: from a request to the files of its video."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryDirectory
from typing import Final

import cv2
import numpy as np

from reelwright.domain.request import MediaKind, MediaRole
from reelwright.engines.animatic.assemble import pictures
from reelwright.engines.animatic.plan import Storyboard
from reelwright.engines.animatic.sound import heard_beats, make_sound, mouthed, say_lines
from reelwright.engines.animatic.storyboard import make_storyboard
from reelwright.engines.animatic.thumbnails import Thumbnails, smaller
from reelwright.engines.base import Done, EngineRequest, Event, LocalMedia, Progress, Warn
from reelwright.errors import EngineFailed
from reelwright.media.encode import VideoSpec, write_jpeg, write_png, write_video
from reelwright.media.frames import Frame, Samples
from reelwright.media.picture import Picture, frame_of

_THUMBNAIL_SIDE: Final = 640
_EVERYTHING: Final = 'A cat and a zeugma walk in the rain in a meadow, with the title "Hello 你好"'

_REPORTS: Final = 50
"""Progress events per video, about: each crosses a process boundary."""


class AnimaticEngine:
    """Draws every request on the CPU: no GPU, key or download."""

    name = "animatic"

    def warm_up(self) -> None:
        """Draw two tiny videos, from words and from a picture, so that artwork, fonts, instruments and codecs are loaded."""
        with TemporaryDirectory(prefix="reelwright-") as name:
            folder = Path(name)
            write_png(folder / "picture.png", np.zeros((96, 160, 3), np.uint8))
            picture = LocalMedia(
                MediaKind.IMAGE, MediaRole.FIRST_FRAME, folder / "picture.png", "", 1, 160, 96
            )
            words = EngineRequest("warm-up", 1, "", _EVERYTHING, 160, 96, 25, 24, seed=0, generate_audio=True)
            for request in (words, replace(words, media=(picture,), generate_audio=False)):
                for _ in self.render(request, folder):
                    pass

    def render(self, request: EngineRequest, workdir: Path) -> Iterator[Event]:
        """Draw `request` into `workdir`, which must exist; yields progress from the first milliseconds on.

        Closing the iterator stops drawing and encoding. Raises MediaError for a medium that can't be decoded.
        """
        # x264 brings its own threads; OpenCV's beside them, on the same cores, would slow both.
        cv2.setNumThreads(1)
        board = make_storyboard(request, heard_beats(request.media, request.frames, request.fps))
        yield Progress(0.0, "storyboard")
        speech = say_lines(board)
        sound, sound_warnings = make_sound(board, request.media, speech)
        for message in (*_unsupported(request), *board.warnings, *sound_warnings):
            yield Warn(message)
        film = _Film(mouthed(board, speech[0]), request.media, workdir)
        yield from film.shoot(sound)
        storyboard = workdir / "storyboard.json"
        shown = film.thumbnails.put_into(board)
        storyboard.write_text(json.dumps(shown.to_json(), ensure_ascii=False, indent=1), "utf-8")
        yield Done(
            film.video,
            has_audio=sound is not None,
            last_frame=film.write_last_frame() if request.return_last_frame else None,
            thumbnail=film.thumbnail,
            storyboard=storyboard,
        )


class _Stopped(Exception):
    """Nobody listens any more; ends the thread that draws and is seen by no one."""


class _Film:
    """The pictures of one video on their way to its files."""

    def __init__(self, board: Storyboard, media: tuple[LocalMedia, ...], workdir: Path) -> None:
        self._board, self._media = board, media
        self.video = workdir / "video.mp4"
        self.thumbnail = workdir / "thumbnail.jpg"
        self.thumbnails = Thumbnails(board)
        self._last_frame = workdir / "last_frame.png"
        self._last: Frame | None = None
        self._stopped = threading.Event()

    def shoot(self, sound: Iterator[Samples] | None) -> Iterator[Progress]:
        """Draw and encode in a thread, and report from this one: an encoder that is busy must not keep progress back."""
        counts: SimpleQueue[int | None] = SimpleQueue()
        with ThreadPoolExecutor(1, "animatic") as pool:
            done = pool.submit(self._write, sound, counts)
            done.add_done_callback(lambda _: counts.put(None))
            try:
                for count in iter(counts.get, None):
                    yield Progress(count / self._board.frames, "frames")
                done.result()
            finally:
                self._stopped.set()

    def write_last_frame(self) -> Path:
        """Write the last frame as it was before encoding."""
        if self._last is None:
            raise EngineFailed("the video has no last frame")
        write_png(self._last_frame, self._last)
        return self._last_frame

    def _write(self, sound: Iterator[Samples] | None, counts: SimpleQueue[int | None]) -> None:
        board = self._board
        preset = "superfast" if board.fast else "veryfast"
        spec = VideoSpec(board.width, board.height, board.fps, preset=preset)
        step = max(1, board.frames // _REPORTS)

        def count(number: int) -> None:
            # Only those that are reported: each wakes the thread that waits for them.
            if number % step == 0:
                counts.put(number)

        written = write_video(self.video, spec, self._frames(), sound, on_frame=count)
        if written.frames != board.frames:
            raise EngineFailed(f"drew {written.frames} frames of {board.frames}; please report this prompt")
        self._last = written.last_frame

    def _frames(self) -> Iterator[Frame | Picture]:
        shown = self._board.frames // 3
        for number, picture in enumerate(pictures(self._board, self._media)):
            if self._stopped.is_set():
                raise _Stopped
            if number == shown:
                write_jpeg(self.thumbnail, smaller(frame_of(picture), _THUMBNAIL_SIDE))
            self.thumbnails.see(number, picture)
            yield picture


def _unsupported(request: EngineRequest) -> Iterator[str]:
    if request.web_search:
        yield "the animatic engine can't search the web: the tool web_search was left out"
