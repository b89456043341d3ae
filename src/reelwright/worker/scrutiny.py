"""The rule on real people, and moderation, where media are at hand."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Final

from reelwright.domain.catalog import Model
from reelwright.domain.request import MediaKind
from reelwright.domain.task import Task
from reelwright.engines.base import LocalMedia
from reelwright.errors import ContentRefused, Fault
from reelwright.media.faces import count_faces, detector_installed
from reelwright.media.probe import Suspect
from reelwright.service.moderation import Moderation, Question


class FacePolicy(StrEnum):
    """What is done about pictures and videos with faces where the API allows none."""

    OFF = "off"
    WARN = "warn"
    ENFORCE = "enforce"


_NOT_RUN: Final = (
    "the check for real people could not run: no face detector is installed here "
    '(pip install "reelwright[smart]")'
)


class Scrutiny:
    """Looks at input media before an engine does, and at results before their callers do."""

    def __init__(self, faces: FacePolicy, moderation: Moderation) -> None:
        self._faces = faces
        self._moderation = moderation

    async def of_inputs(self, task: Task, model: Model, media: Sequence[LocalMedia]) -> list[str]:
        """Return warnings about the media of a request.

        Raises ContentRefused naming the field, Unavailable when a judge can't tell now.
        """
        present = [medium for medium in media if medium.path.exists()]
        warnings = await self._real_people(present, model)
        for medium in present:
            await self._moderate(task, "input", medium.kind, medium.path, medium.param)
        return warnings

    async def of_asset(self, task: Task, kind: MediaKind, path: Path) -> None:
        """Judge an asset; raises ContentRefused, and Unavailable when a judge can't tell now."""
        # Assets are pictures of invented people, so a face in a picture is what they are for; a reference video has none.
        if kind is MediaKind.VIDEO and self._faces is FacePolicy.ENFORCE and detector_installed():
            (found,) = await asyncio.to_thread(count_faces, [Suspect(path, kind, "url")])
            if isinstance(found, int) and found:
                raise ContentRefused(_people_in_video("url", found), param="url")
        await self._moderate(task, "asset", kind, path, "url")

    async def of_result(self, task: Task, video: Path) -> None:
        """Judge a finished video; raises ContentRefused, and Unavailable when a judge can't tell now."""
        await self._moderate(task, "result", MediaKind.VIDEO, video, None)

    async def _real_people(self, media: Sequence[LocalMedia], model: Model) -> list[str]:
        looked_at = [
            medium
            for medium in media
            if medium.kind is MediaKind.VIDEO or (medium.kind is MediaKind.IMAGE and not model.real_people)
        ]
        if not looked_at or self._faces is FacePolicy.OFF:
            return []
        if not detector_installed():
            return [_NOT_RUN]
        suspects = [Suspect(medium.path, medium.kind, medium.param) for medium in looked_at]
        found = await asyncio.to_thread(count_faces, suspects)
        warnings, sentences = [], []
        for medium, faces in zip(looked_at, found, strict=True):
            if isinstance(faces, Fault):
                warnings.append(f"{medium.param}: the check for real people could not run")
            elif faces:
                tell = _people_in_video if medium.kind is MediaKind.VIDEO else _people_in_picture
                sentences.append((medium.param, tell(medium.param, faces)))
        if sentences and self._faces is FacePolicy.ENFORCE:
            raise ContentRefused("; ".join(sentence for _, sentence in sentences), param=sentences[0][0])
        return warnings + [sentence for _, sentence in sentences]

    async def _moderate(self, task: Task, stage: str, kind: MediaKind, path: Path, param: str | None) -> None:
        if not self._moderation:
            return
        question = Question(stage, task.account_id, task.request.prompt, task.id, kind.value, path)
        reason = await self._moderation.refusal(question)
        if reason is not None:
            what = f"{param}: this medium" if param else "the finished video"
            raise ContentRefused(f"{what} was refused by this server's content policy: {reason}", param=param)


def _people_in_picture(param: str, faces: int) -> str:
    return (
        f"{param}: the picture seems to show a real person ({_count(faces)} found); "
        "pictures of real people need a -face model, such as doubao-seedance-2.0-face"
    )


def _people_in_video(param: str, faces: int) -> str:
    return (
        f"{param}: the video seems to show a real person ({_count(faces)} found); "
        "reference videos must not contain real people"
    )


def _count(faces: int) -> str:
    return "1 face" if faces == 1 else f"{faces} faces"
