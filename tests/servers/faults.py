"""A loopback HTTP server made of a function, that can be told to fail in every way a network and a server can."""

from __future__ import annotations

import contextlib
import http.client
import itertools
import select
import socket
import struct
import threading
import time
from dataclasses import dataclass, field
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import parse_qsl, urlencode, urlsplit

if TYPE_CHECKING:
    import re
    from collections.abc import Callable
    from datetime import datetime

KINDS = frozenset(
    {
        "refused",  # nobody listens any more; `accept()` ends it
        "reset-before", "reset-after", "timeout-before", "timeout-after",
        "400", "401", "402", "403-duplicate", "403-permission", "403-other", "404", "413", "429", "429-reset",
        "500-before", "502-before", "503-before", "504-before", "500-after", "502-after", "503-after", "504-after",
        "html-before", "html-after", "empty-after", "cut-json", "cut-body", "expired",
        "drip-head", "drip-body", "200-empty",
        "302-elsewhere", "403-login", "403-page", "404-record", "422-application", "422-attached", "422-length", "422-picture",
        "422-processing", "503-lock",
        "403-187", "403-187-in-errors", "403-226", "403-185", "403-too-long", "403-not-enrolled", "403-unsupported-authentication",
    }
)  # fmt: skip
"""What can be asked for. "after": the request was carried out and its answer lost. cut-json: a whole answer that holds
half of its JSON, carried out; cut-body: the connection breaks in the middle of it, carried out. drip: the answer comes
byte by byte, none of them late, and never ends; carried out."""

HTML = b"<!doctype html><html><title>One moment</title><h1>We will be right back</h1></html>"
DRIP_SECONDS = 0.05
"""Between two bytes: no time-out for one of them is ever reached."""
HELD_SECONDS = 20.0
"""Longer than any test's time-out."""


@dataclass(slots=True)
class Request:
    """One request as it arrived."""

    method: str
    path: str
    params: dict[str, str]
    headers: dict[str, str]
    body: bytes = field(repr=False)
    operation: str = "other"
    status: int | None = None
    """What it was answered with; None: nothing."""


@dataclass(frozen=True, slots=True)
class Response:
    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Fault:
    on: str
    kind: str
    times: int
    only: Callable[[Request], bool]
    reset_seconds: float
    after: str | None


class Server:
    """Answers on 127.0.0.1 with ``answer``.

    ``operation`` names what a request does, ``refusal`` words a kind of refusal, given when a limit of rate ends
    (seconds since 1970, by ``now``).
    """

    def __init__(
        self,
        answer: Callable[[Request], Response],
        operation: Callable[[Request], str],
        refusal: Callable[[str, float], Response],
        now: Callable[[], float] = time.time,
    ) -> None:
        self.answer, self.operation, self.refusal, self.now = answer, operation, refusal, now
        self.faults: list[Fault] = []
        self.requests: list[Request] = []
        self.lock = threading.RLock()
        self.busy = 0
        self.done = threading.Condition()
        self.connections: set[socket.socket] = set()
        self.threads: list[threading.Thread] = []
        self.listener: socket.socket | None = None
        self.port = 0
        self.date: Callable[[], datetime] | None = None
        """What its answers say the time is."""
        self.dripped = threading.Event()
        """Somebody hung up on an answer that dripped."""
        self.accepted = 0
        """Connections so far."""
        self.accept()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    # ── listening ────────────────────────────────────────────────────────────────────────────────

    def accept(self) -> None:
        """Listen, on the same port as before."""
        if self.listener is None:
            self.listener = socket.create_server(("127.0.0.1", self.port), backlog=128)
            self.port = self.listener.getsockname()[1]
            self.spawn(self.loop, self.listener)

    def refuse(self) -> None:
        """Listen no more: whoever connects is refused, and connections that wait for a request are closed."""
        if self.listener is not None:
            with contextlib.suppress(OSError):
                self.listener.shutdown(socket.SHUT_RDWR)
            self.listener.close()
            self.listener = None

    def stop(self) -> None:
        self.refuse()
        with self.lock:
            for connection in self.connections:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
        for thread in self.threads:
            thread.join(5)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def spawn(self, run: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=run, args=arguments, daemon=True)
        self.threads = [one for one in self.threads if one.is_alive()] + [thread]
        thread.start()

    def loop(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, address = listener.accept()
            except OSError:
                return
            self.accepted += 1
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.spawn(self.serve, connection, address)

    def serve(self, connection: socket.socket, address: Any) -> None:
        with self.lock:
            self.connections.add(connection)
        try:
            with contextlib.suppress(OSError):
                Handler(connection, address, self)  # type: ignore[arg-type]
        finally:
            with self.lock:
                self.connections.discard(connection)
            connection.close()

    # ── failing ──────────────────────────────────────────────────────────────────────────────────

    def fault(
        self,
        on: str,
        kind: str,
        times: int = 1,
        *,
        only: Callable[[Request], bool] = lambda _: True,
        reset_seconds: float = 5.0,
        after: str | None = None,
    ) -> None:
        """Fail the next ``times`` requests that do ``on`` (and that ``only`` holds for).

        "refused" begins at once, or, so that one request of several meets it, when ``after`` has been answered.
        ``reset_seconds``: how long 429-reset asks to wait.
        """
        assert kind in KINDS, kind
        if kind == "refused" and after is None:
            self.refuse()
            with self.lock:
                for connection in self.connections:
                    with contextlib.suppress(OSError):
                        connection.shutdown(socket.SHUT_RDWR)
            return
        with self.lock:
            self.faults.append(Fault(on, kind, times, only, reset_seconds, after))

    def heal(self) -> None:
        """Fail no more, and listen."""
        with self.lock:
            self.faults.clear()
        self.accept()

    def carry_out(self, request: Request) -> Response:
        with self.done:
            self.busy += 1
        try:
            return self.answer(request)
        finally:
            with self.done:
                self.busy -= 1
                self.done.notify_all()

    def quiet(self) -> None:
        """Nothing is being carried out any more, also not of what the other side has given up."""
        with self.done:
            self.done.wait_for(lambda: not self.busy, HELD_SECONDS)

    def fault_for(self, request: Request) -> Fault | None:
        with self.lock:
            for fault in self.faults:
                if fault.kind != "refused" and fault.on == request.operation and fault.only(request):
                    fault.times -= 1
                    if fault.times <= 0:
                        self.faults.remove(fault)
                    return fault
            return None

    def refuses_after(self, request: Request) -> bool:
        with self.lock:
            for fault in self.faults:
                if fault.kind == "refused" and fault.after == request.operation:
                    self.faults.remove(fault)
                    return True
            return False

    def count(self, operation: str) -> int:
        """How many requests of that kind arrived."""
        return sum(request.operation == operation for request in self.requests)


class QuietHandler(BaseHTTPRequestHandler):
    """Answers without a word on stderr; whoever hangs up is no error."""

    def reset(self) -> None:
        """RST instead of an answer."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.rfile.close()
        self.connection.close()
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Silent: a test looks at ``requests``."""

    def finish(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            super().finish()


class Handler(QuietHandler):
    protocol_version = "HTTP/1.1"
    server: Server  # type: ignore[assignment]

    def do_any(self) -> None:
        parts = urlsplit(self.path)
        length = int(self.headers.get("content-length") or 0)
        body = self.rfile.read(length)
        if len(body) < length:  # the other side hung up in the middle: no request
            self.close_connection = True
            return
        request = Request(
            method=self.command,
            path=parts.path,
            params=dict(parse_qsl(parts.query, keep_blank_values=True)),
            headers={name.lower(): value for name, value in self.headers.items()},
            body=body,
        )
        request.operation = self.server.operation(request)
        with self.server.lock:
            self.server.requests.append(request)
        fault = self.server.fault_for(request)
        if fault is None:
            response = self.server.carry_out(request)
            if self.server.refuses_after(request):
                self.server.refuse()
                self.close_connection = True
            self.reply(request, response)
            return
        self.fail(request, fault)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_any  # noqa: N815 -- http.server's names

    def fail(self, request: Request, fault: Fault) -> None:
        kind = fault.kind
        if kind.endswith("-before") or kind == "expired" or (kind[:3].isdigit() and not kind.endswith("-after")):
            carried_out = None
        else:
            carried_out = self.server.carry_out(request)
            if carried_out.status >= 400:  # refused by itself: there is no answer to lose
                self.reply(request, carried_out)
                return
        match kind:
            case "reset-before" | "reset-after":
                self.reset()
            case "timeout-before" | "timeout-after":
                # Until the other side has given up.
                with contextlib.suppress(OSError, ValueError):
                    select.select([self.connection], [], [], HELD_SECONDS)
                self.close_connection = True
            case "drip-head" | "drip-body" if carried_out is not None:
                self.drip(carried_out, kind)
            case "html-before" | "html-after":
                self.reply(request, Response(200, HTML, {"Content-Type": "text/html"}))
            case "empty-after":
                self.reply(request, Response(200, b"", {}))
            case "cut-json" if carried_out is not None:
                half = carried_out.body[: len(carried_out.body) // 2]
                self.reply(request, Response(carried_out.status, half, carried_out.headers))
            case "cut-body" if carried_out is not None:
                self.reply(request, carried_out, cut=len(carried_out.body) // 2)
            case _ if kind[:3] in {"500", "502", "503", "504"} and kind != "503-lock":
                body = (
                    self.server.refusal("500", 0)
                    if kind.startswith("500")
                    else Response(500, HTML, {"Content-Type": "text/html"})
                )
                self.reply(request, Response(int(kind[:3]), body.body, body.headers))
            case _:
                self.reply(request, self.server.refusal(kind, self.server.now() + fault.reset_seconds))

    def reply(self, request: Request, response: Response, cut: int | None = None) -> None:
        request.status = response.status
        reason = http.client.responses.get(response.status, "")
        headers = {"Content-Type": "application/json; charset=utf-8", **response.headers}
        headers["Content-Length"] = str(len(response.body))
        if self.server.date is not None:
            headers["Date"] = format_datetime(self.server.date(), usegmt=True)
        if self.close_connection:
            headers["Connection"] = "close"
        lines = [f"HTTP/1.1 {response.status} {reason}", *(f"{name}: {value}" for name, value in headers.items())]
        head = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
        if cut is None:
            self.wfile.write(head + response.body)
        else:
            self.wfile.write(head + response.body[:cut])
            self.close_connection = True

    def drip(self, response: Response, kind: str) -> None:
        head = b"HTTP/1.1 200 OK\r\nX-Slow: "
        if kind == "drip-body":
            head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n"
        self.wfile.write(head)
        until = time.monotonic() + HELD_SECONDS
        with contextlib.suppress(OSError):
            for byte in itertools.chain(response.body, itertools.repeat(32)):
                if time.monotonic() > until:
                    break
                self.wfile.write(bytes([byte]))
                time.sleep(DRIP_SECONDS)
        self.server.dripped.set()
        self.close_connection = True


class Proxy(Server):
    """Stands before a real server and fails in its place; addresses of that server in its answers become the proxy's."""

    def __init__(
        self,
        upstream: str,
        operation: Callable[[Request], str],
        refusal: Callable[[str, float], Response],
        rewrite: re.Pattern[str] | None = None,
    ) -> None:
        self.upstream, self.rewrite = urlsplit(upstream), rewrite
        super().__init__(self.forward, operation, refusal)

    def forward(self, request: Request) -> Response:
        connection = http.client.HTTPConnection(self.upstream.hostname or "", self.upstream.port, timeout=30)
        try:
            query = urlencode(request.params)
            target = f"{request.path}?{query}" if query else request.path
            dropped = {"connection", "accept-encoding", "host", "content-length"}
            headers = {name: value for name, value in request.headers.items() if name not in dropped}
            connection.request(request.method, target, request.body or None, headers)
            answer = connection.getresponse()
            body = answer.read()
        finally:
            connection.close()
        if self.rewrite is not None and self.rewrite.search(request.path):
            body = body.replace(self.upstream.geturl().encode(), self.url.encode())
        kept = {"content-type", "retry-after", "ratelimit-limit", "ratelimit-remaining", "ratelimit-reset"}
        return Response(
            answer.status, body, {name: value for name, value in answer.getheaders() if name.lower() in kept}
        )
