"""A blog whose digests are written as text."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.content import read
from bot.settings.model import Settings
from tests.reading import PLATFORMS

if TYPE_CHECKING:
    from pathlib import Path

    from bot.model import Digest


class Desk:
    """Writes files into content/ and reads them as digests."""

    def __init__(self, root: Path) -> None:
        self.settings = Settings(
            root=root, source=None, site="https://example.com", content=root / "content", platforms=PLATFORMS
        )

    def set(self, **changes: object) -> Desk:
        self.settings = replace(self.settings, **changes)
        return self

    def write(self, text: str | bytes, name: str = "post.md") -> Path:
        path = self.settings.content / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def read(self, text: str | bytes, name: str = "post.md") -> Digest:
        return read(self.write(text, name), self.settings)

    def front(self, front: str, body: str = "", name: str = "post.md") -> Digest:
        """A digest of this YAML; its title is "T" unless it says so."""
        title = "" if front.startswith(("title:", "meta:")) else "title: T\n"
        return self.read(f"---\n{title}{front}\n---\n{body}", name)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)
