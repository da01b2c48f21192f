"""A blog with accounts on servers of the tests, and one that serves its pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from tests.servers.faults import Request, Response, Server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Blog, Ran
    from tests.servers.pds import Account as BlueskyAccount
    from tests.servers.pds import Pds
    from tests.servers.x import Account as XAccount
    from tests.servers.x import XServer

PAGE = """<!doctype html><html><head><title>Hello, world</title>
<meta property="og:title" content="Hello, world"><meta property="og:description" content="What it is about.">
<meta property="og:image" content="/card.png"><meta name="twitter:card" content="summary_large_image">
<link rel="canonical" href="/posts/2026-11-20-hello"></head><body><h1>Hello, world</h1></body></html>"""


@dataclass
class Site:
    """The blog's own site, on loopback."""

    server: Server
    page: str = PAGE

    def answer(self, request: Request) -> Response:
        if request.path == "/card.png":
            return Response(200, png(), {"content-type": "image/png"})
        if request.path.startswith("/posts/") and self.page:
            return Response(200, self.page.encode(), {"content-type": "text/html; charset=utf-8"})
        return Response(404, b"", {})


def png() -> bytes:
    import io

    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (1200, 630), "#123456").save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def site(blog: Blog) -> Iterator[Site]:
    """The blog is published at an address on loopback."""
    made = Site(Server(lambda _: Response(404, b"", {}), lambda _: "page", lambda _kind, _at: Response(500, b"", {})))
    made.server.answer = made.answer
    blog.settings(f'site = "{made.server.url}"\n[targets.bluesky]\n[targets.x]\n')
    yield made
    made.server.stop()


@pytest.fixture
def x_account(blog: Blog, x_server: XServer) -> XAccount:
    account = x_server.account()
    blog.env |= account.environ()
    return account


@pytest.fixture
def bluesky_account(blog: Blog, pds: Pds) -> BlueskyAccount:
    account = pds.account()
    blog.env |= account.environ()
    return account


def of(ran: Ran, check: str, target: str | None = None) -> list[dict[str, Any]]:
    return [one for one in ran.findings if one["check"] == check and target in {None, one["target"]}]
