"""One bounded GET of one picture, from the public internet alone.

The address is resolved once, checked, and connected to as it was checked; each redirect is checked anew. One deadline holds
for everything, from the name's look-up to the last byte. Proxies of the environment are not used: a proxy would resolve the
name itself, out of our sight.
"""

from __future__ import annotations

import http.client
import io
import re
import socket
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, urljoin, urlsplit

from bot import __version__
from bot.errors import PictureError
from bot.web.public import is_public

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable

MAX_REDIRECTS = 5
REDIRECTS = frozenset({301, 302, 303, 307, 308})
ACCEPT = "image/jpeg,image/png,image/webp;q=0.9,image/gif;q=0.8,image/avif;q=0.7,*/*;q=0.5"
AMPERSAND = re.compile(r"&(?:amp|#0*38|#x0*26);", re.IGNORECASE)
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
PATIENCE = 5.0
"""Seconds for one address of a host that has others."""
SHOWN = 120
"""Characters of an address that a message shows."""


class Url(NamedTuple):
    """An address that can be asked."""

    scheme: str
    host: str
    """ASCII, in lower case, without brackets."""
    port: int
    target: str
    """Path and query, percent-encoded."""
    text: str


def resolve(host: str, port: int) -> tuple[str, ...]:
    """The numeric addresses of a host, in the system's order of preference."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(address[0]) for *_, address in found))


@dataclass(frozen=True, slots=True)
class Fetch:
    """How pictures are fetched: ``Fetch(...)(url)`` returns the bytes, or raises PictureError with one line."""

    max_bytes: int = 50_000_000
    timeout_seconds: float = 30.0
    allow_hosts: frozenset[str] = frozenset()
    """Hosts that may be asked although their address is not public."""
    contact: str | None = None
    """The blog's address, for whoever reads the log of a picture's server."""
    resolve: Callable[[str, int], tuple[str, ...]] = resolve
    tls: ssl.SSLContext | None = None
    monotonic: Callable[[], float] = time.monotonic

    def __call__(self, url: str) -> bytes:
        deadline = Deadline(self.monotonic() + self.timeout_seconds, self.timeout_seconds, self.monotonic)
        asked = parse(url)
        for _ in range(MAX_REDIRECTS + 1):
            try:
                answer = self.get(asked, deadline)
            except TimeoutError:
                raise PictureError(f"{shorten(url)}: took longer than {self.timeout_seconds:g} s") from None
            except (OSError, http.client.HTTPException, ValueError) as error:
                raise PictureError(f"{shorten(url)}: {explain(error)}") from None
            if isinstance(answer, bytes):
                return answer
            asked = answer
        raise PictureError(f"{shorten(url)}: redirects more than {MAX_REDIRECTS} times")

    def get(self, url: Url, deadline: Deadline) -> bytes | Url:
        """The body, or where it is said to be."""
        connection = http.client.HTTPConnection(url.host, url.port)
        with self.connect(url, deadline) as sock:
            connection.sock = TimedSocket(sock, deadline)
            connection.putrequest("GET", url.target, skip_host=True, skip_accept_encoding=True)
            for name, value in self.headers(url).items():
                connection.putheader(name, value)
            connection.endheaders()
            response = connection.getresponse()
            if response.status in REDIRECTS and (location := response.getheader("Location")):
                return parse(urljoin(url.text, location))
            if response.status != http.HTTPStatus.OK:
                raise PictureError(f"{shorten(url.text)}: answered {response.status} {response.reason}".rstrip())
            return self.read(response, url)

    def headers(self, url: Url) -> dict[str, str]:
        host = f"[{url.host}]" if ":" in url.host else url.host
        usual = {"http": 80, "https": 443}[url.scheme]
        return {
            "Host": host if url.port == usual else f"{host}:{url.port}",
            "User-Agent": f"bot/{__version__}" + (f" (+{self.contact})" if self.contact else ""),
            "Accept": ACCEPT,
            "Accept-Encoding": "identity",
            "Connection": "close",
        }

    def read(self, response: http.client.HTTPResponse, url: Url) -> bytes:
        too_large = PictureError(f"{shorten(url.text)}: is larger than {self.max_bytes:,} bytes")
        encoding = (response.getheader("Content-Encoding") or "identity").strip().lower()
        if encoding != "identity":
            raise PictureError(f"{shorten(url.text)}: came compressed ({encoding[:20]}), which was not asked for")
        announced = response.length  # None where it is not announced, or chunked
        if announced is not None and announced > self.max_bytes:
            raise too_large
        body = io.BytesIO()
        while chunk := response.read(65536):
            if body.tell() + len(chunk) > self.max_bytes:
                raise too_large
            body.write(chunk)
        if announced is not None and body.tell() < announced:
            raise PictureError(f"{shorten(url.text)}: broke off after {body.tell():,} of {announced:,} bytes")
        return body.getvalue()

    def connect(self, url: Url, deadline: Deadline) -> socket.socket:
        """A connection to one of the host's addresses, each checked; encrypted and verified for https."""
        error: OSError = OSError("has no address")
        addresses = self.addresses(url, deadline)
        for address in addresses:
            left = deadline.left()
            try:
                last = address == addresses[-1]
                sock = socket.create_connection((address, url.port), timeout=left if last else min(left, PATIENCE))
            except OSError as refused:
                error = refused
                continue
            if url.scheme == "http":
                return sock
            try:
                sock.settimeout(deadline.left())
                return (self.tls or default_tls()).wrap_socket(sock, server_hostname=url.host)
            except BaseException:
                sock.close()
                raise
        raise error

    def addresses(self, url: Url, deadline: Deadline) -> tuple[str, ...]:
        found = in_time(lambda: self.resolve(url.host, url.port), deadline)
        if url.host in self.allow_hosts:
            return found
        public = tuple(address for address in found if is_public(address))
        if found and not public:
            raise PictureError(
                f"{shorten(url.text)}: {url.host} is at {found[0]}, which is no public address; "
                f"if it is yours, name it in the settings: images.allow_hosts"
            )
        return public


def default_tls() -> ssl.SSLContext:
    import ssl

    context = ssl.create_default_context()
    context.set_alpn_protocols(["http/1.1"])
    return context


# ── addresses ────────────────────────────────────────────────────────────────────────────────────


def parse(url: str) -> Url:
    """The address as it can be asked: ``&amp;`` understood, unsafe characters percent-encoded, a foreign name in ASCII."""
    text = AMPERSAND.sub("&", AMPERSAND.sub("&", url.strip()))
    if text.startswith("//"):
        text = f"https:{text}"
    if CONTROL.search(text):
        raise PictureError(f"{shorten(url)}: holds a control character")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise PictureError(f"{shorten(url)}: is no address: {error}") from None
    if parts.scheme not in {"http", "https"}:
        raise PictureError(f"{shorten(url)}: only http and https are fetched")
    if "@" in parts.netloc:
        raise PictureError(f"{shorten(hide(text))}: names a user; a picture must be there for everybody")
    host = ascii_host(parts.hostname or "", url)
    target = escape(parts.path or "/", "/;") + (f"?{escape(parts.query, '/?;')}" if parts.query else "")
    clean = f"{parts.scheme}://{f'[{host}]' if ':' in host else host}{f':{port}' if port else ''}{target}"
    return Url(parts.scheme, host, port or {"http": 80, "https": 443}[parts.scheme], target, clean)


def ascii_host(host: str, url: str) -> str:
    if ":" in host:
        return host.lower()
    try:
        name = host.encode("idna").decode("ascii").rstrip(".").lower()
    except UnicodeError:
        name = ""
    if not re.fullmatch(r"[a-z0-9_.-]+", name):
        raise PictureError(f"{shorten(url)}: {host[:80]!r} is no host name")
    return name


def escape(part: str, safe: str) -> str:
    """Percent-encoded where it is not already."""
    kept = re.sub(r"%(?![0-9a-fA-F]{2})", "%25", part)
    return quote(kept, safe=f"%!$&'()*+,=:@~-._[]|{safe}")


def hide(url: str) -> str:
    return re.sub(r"//[^/?#]*@", "//…@", url)


def shorten(url: str) -> str:
    """The address as a message shows it: on one line, no longer than a line."""
    flat = hide(CONTROL.sub(" ", url.strip()))
    return flat if len(flat) <= SHOWN else f"{flat[: SHOWN - 1]}…"


def explain(error: Exception) -> str:
    """What went wrong, in one line that a person understands."""
    if isinstance(error, socket.gaierror):
        return f"its host is not known ({error.strerror})"
    if type(error).__name__ == "SSLCertVerificationError":
        return f"its certificate cannot be trusted ({getattr(error, 'verify_message', error)})"
    if isinstance(error, http.client.RemoteDisconnected):
        return "closed the connection without an answer"
    if isinstance(error, http.client.IncompleteRead):
        return "broke off in the middle"
    if isinstance(error, http.client.HTTPException):
        return f"gave no proper HTTP answer ({type(error).__name__})"
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return "cannot be reached: " + CONTROL.sub(" ", text)[:160]


# ── time ─────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Deadline:
    """When everything must be over."""

    at: float
    seconds: float
    monotonic: Callable[[], float]

    def left(self) -> float:
        """Seconds until then; raises TimeoutError when there are none."""
        left = self.at - self.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


class TimedSocket:
    """A socket for http.client whose every read ends by the deadline, however slowly the bytes drip."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self.sock, self.deadline = sock, deadline

    def sendall(self, content: bytes) -> None:
        self.sock.settimeout(self.deadline.left())
        self.sock.sendall(content)

    def makefile(self, mode: str) -> io.BufferedReader:
        del mode
        return io.BufferedReader(TimedReader(self.sock, self.deadline), 65536)

    def close(self) -> None:
        """Nothing: http.client closes before the body is read; whoever connected closes."""


class TimedReader(io.RawIOBase):
    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self.sock, self.deadline = sock, deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed's WriteableBuffer is private
        self.sock.settimeout(self.deadline.left())
        return self.sock.recv_into(buffer)


def in_time(look_up: Callable[[], tuple[str, ...]], deadline: Deadline) -> tuple[str, ...]:
    """The look-up's result; TimeoutError if it is not there by the deadline (the system's resolver knows no time limit)."""
    import threading

    found: list[tuple[str, ...]] = []
    failed: list[Exception] = []

    def work() -> None:
        try:
            found.append(look_up())
        except Exception as error:  # noqa: BLE001  # carried over to the caller's thread, whatever it is
            failed.append(error)

    thread = threading.Thread(target=work, daemon=True, name="resolve")
    thread.start()
    thread.join(deadline.left())
    if failed:
        raise failed[0]
    if not found:
        raise TimeoutError
    return found[0]
