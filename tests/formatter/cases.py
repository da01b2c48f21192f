"""Digests to compose from: the golden ones, the real ones, and any that a test makes up."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.model import Digest, Image
from tests.reading import find_target, parse

if TYPE_CHECKING:
    from bot.settings.model import Target

HERE = Path(__file__).parent
SHARED = HERE.parents[2] / "shared" / "data" / "digests"
SITE = {"site": "https://blog.example.com", "site_name": "The Daily Digest"}
PICTURE = Image(b"jpeg", "image/jpeg", 1200, 630, "What the picture shows.")


def target(name: str, **table: Any) -> Target:
    return find_target(name, parse({**SITE, "targets": {name: table}}, None, Path()))


def digest(**changes: Any) -> Digest:
    facts: dict[str, Any] = {
        "key": "post", "path": Path("content/post.md"), "slug": "post", "url": "https://blog.example.com/posts/post", "title": "A Title",
    }  # fmt: skip
    return Digest(**{**facts, **changes})
