"""A web server on the loopback that answers as the test says."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@dataclass
class Web:
    """What the server answers, by path, and what it was asked."""

    url: str = ""
    pages: dict[str, bytes | tuple[int, dict[str, str], bytes] | Callable[[Any], None]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    sent: list[tuple[str, bytes]] = field(default_factory=list)
    """The method and the body of each request."""
    over: threading.Event = field(default_factory=threading.Event)
    """Set at the end of the test: whoever drips, stops."""

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


class Handler(BaseHTTPRequestHandler):
    web: Web

    def do_GET(self) -> None:
        self.web.asked.append((self.path, dict(self.headers)))
        self.web.sent.append((self.command, self.rfile.read(int(self.headers.get("Content-Length", 0)))))
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
        if self.command != "HEAD":
            self.wfile.write(body)

    do_HEAD = do_POST = do_GET  # noqa: N815 -- http.server's names

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
