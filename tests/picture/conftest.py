"""Pictures made on the spot."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image as Pillow

from bot.model import Digest, Picture
from bot.settings.model import ImageSettings, Settings
from tests.reading import read_target
from tests.servers.web import web  # noqa: F401 -- a fixture

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.settings.model import Target


# ── pictures ─────────────────────────────────────────────────────────────────────────────────────


def saved(pixels: Pillow.Image, kind: str = "JPEG", **how: Any) -> bytes:
    buffer = io.BytesIO()
    pixels.save(buffer, kind, **how)
    return buffer.getvalue()


def opened(content: bytes) -> Pillow.Image:
    pixels = Pillow.open(io.BytesIO(content))
    pixels.load()
    return pixels


def gradient(width: int, height: int, mode: str = "RGB") -> Pillow.Image:
    """A picture in which every corner is another colour."""
    red = Pillow.linear_gradient("L").resize((width, height))
    green = Pillow.linear_gradient("L").rotate(90).resize((width, height))
    blue = Pillow.radial_gradient("L").resize((width, height))
    return Pillow.merge("RGB", (red, green, blue)).convert(mode)


def noise(width: int, height: int) -> Pillow.Image:
    """What no encoder can make small."""
    return Pillow.merge("RGB", [Pillow.effect_noise((width, height), 90) for _ in range(3)])


def photo(width: int, height: int) -> Pillow.Image:
    """Soft shapes under a little grain, as a camera sees them."""
    return Pillow.blend(gradient(width, height), noise(width, height), 0.12)


@pytest.fixture(scope="session")
def jpeg() -> bytes:
    return saved(gradient(640, 360), quality=88)


# ── nouns ────────────────────────────────────────────────────────────────────────────────────────


def target(name: str = "bluesky", **table: Any) -> Target:
    return read_target(name, table, "test")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "content").mkdir()
    (tmp_path / "public").mkdir()
    return Settings(
        root=tmp_path,
        source=None,
        site="https://blog.example",
        site_name="The Daily Digest",
        content=tmp_path / "content",
        images=ImageSettings(assets=(tmp_path / "public",), allow_hosts=frozenset({"127.0.0.1"}), timeout_seconds=10),
        targets=(target("bluesky"), target("x")),
    )


@pytest.fixture
def digest(settings: Settings) -> Callable[..., Digest]:
    def make(*sources: str, **more: Any) -> Digest:
        pictures = tuple(
            one if isinstance(one, Picture) else Picture(one, None, origin)
            for one, origin in zip(sources, ("heroImage", "ogImage", "body", "body"), strict=False)
        )
        usual = {"title": "A laureate bets on world models", "description": "He leaves the lab to found a start-up."}
        return Digest(
            key="2025-11-28-laureate",
            path=settings.content / "2025-11-28-laureate.md",
            slug="laureate",
            url="https://blog.example/posts/laureate",
            pictures=pictures,
            **(usual | more),
        )

    return make
