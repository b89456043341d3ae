"""Fixtures for all tiers."""

from __future__ import annotations

import pytest
from tests.support.media import MediaFactory


@pytest.fixture(scope="session")
def media_files(tmp_path_factory: pytest.TempPathFactory) -> MediaFactory:
    """Real pictures, videos and sounds, each made once per session."""
    return MediaFactory(tmp_path_factory.mktemp("media"))
