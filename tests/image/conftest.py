"""A web server on the loopback, and pictures made on the spot."""

from __future__ import annotations

import io
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image as Pillow

from bot.config import ImageSettings, Settings, read_target
from bot.model import Digest, Picture

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from bot.config import Target


@dataclass
class Web:
    """What the server answers, by path, and what it was asked."""

    url: str = ""
    pages: dict[str, bytes | tuple[int, dict[str, str], bytes] | Callable[[Any], None]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)
    """Set at the end of the test: whoever drips, stops."""

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


class Handler(BaseHTTPRequestHandler):
    web: Web

    def do_GET(self) -> None:
        self.web.asked.append((self.path, dict(self.headers)))
        page = self.web.pages.get(self.path, (404, {}, b"not here"))
        if callable(page):
            page(self)
            return
        status, headers, body = (200, {}, page) if isinstance(page, bytes) else page
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if "Content-Length" not in headers and "Transfer-Encoding" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, *args: object) -> None:
        """A client that hangs up early is what some of the tests are about."""


def serve(web: Web, tls: Any = None) -> Server:
    server = Server(("127.0.0.1", 0), type("Bound", (Handler,), {"web": web}))
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    return server


@pytest.fixture
def web() -> Iterator[Web]:
    web = Web()
    server = serve(web)
    web.url = f"http://127.0.0.1:{server.server_port}"
    yield web
    web.over.set()
    server.shutdown()
    server.server_close()


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
