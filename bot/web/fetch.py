"""One bounded HTTP request: in size, time and redirects, and for what a digest names to public addresses alone.

The address is resolved once, checked, and connected to as it was checked; each redirect is checked anew. One deadline holds
for everything, from the name's look-up to the last byte. Proxies of the environment are not used for what a digest names: a
proxy would resolve the name itself, out of our sight.
"""

from __future__ import annotations

import http.client
import io
import socket
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin

from bot import __version__
from bot.errors import FetchError
from bot.web.address import DEFAULT_PORTS
from bot.web.deadline import Deadline, TimedSocket, in_time
from bot.web.encoding import CannotDecode, TooLarge, decode
from bot.web.proxy import proxy_for
from bot.web.public import is_public
from bot.web.retry_after import parse_time
from bot.web.url import CONTROL, parse, shorten

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Mapping
    from email.message import Message

    from bot.web.proxy import Proxy
    from bot.web.url import Url

MAX_REDIRECTS = 5
REDIRECTS = frozenset({301, 302, 303, 307, 308})
OK = frozenset({200})
ANY_SUCCESS = frozenset(range(200, 300))
PASSING = frozenset({429, 502, 503, 504})
"""Statuses of a server that may answer otherwise in a moment (RFC 6585, RFC 9110)."""
PAUSE_SECONDS = 1.0
"""Before the same is asked again, where nobody says how long; doubled each time."""
PATIENCE_SECONDS = 5.0
"""For one address of a host that has others."""


@dataclass(frozen=True, slots=True)
class Request:
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    """Besides those that every request has."""
    body: bytes | None = None


GET = Request()


class Answer(NamedTuple):
    status: int
    headers: Message
    body: bytes
    url: str
    """Where redirects led to."""


def resolve(host: str, port: int) -> tuple[str, ...]:
    """The numeric addresses of a host, in the system's order of preference."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(address[0]) for *_, address in found))


@dataclass(frozen=True, slots=True)
class Fetch:
    """How addresses are asked, and within which limits: ``Fetch(...)(url)`` returns the answer, or raises FetchError."""

    max_bytes: int = 50_000_000
    """Of a body; 0: it is left unread."""
    timeout_seconds: float = 30.0
    max_redirects: int = MAX_REDIRECTS
    accept: str = "*/*"
    """The Accept header: which media types are wanted."""
    statuses: frozenset[int] | None = OK
    """Those that count as an answer; None: all of them."""
    allow_hosts: frozenset[str] = frozenset()
    """Hosts that may be asked although their address is not public."""
    owners: bool = False
    """The address is the owner's own and no digest's: its host may be anywhere, and is asked through the environment's proxy."""
    contact: str | None = None
    """The blog's address, for whoever reads the log of the server that was asked."""
    attempts: int = 1
    """How often the same is asked where the server was only busy, or hung up; all within ``timeout_seconds``."""
    resolve: Callable[[str, int], tuple[str, ...]] = resolve
    tls: ssl.SSLContext | None = None
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], object] = time.sleep

    def __call__(self, url: str, request: Request = GET) -> Answer:
        deadline = Deadline(self.monotonic() + self.timeout_seconds, self.monotonic)
        for attempt in range(self.attempts):
            try:
                return self.follow(url, request, self.patience(deadline, attempt, request), deadline)
            except FetchError as error:
                pause = error.again_after
                if pause is None or attempt + 1 >= self.attempts or request.body is not None:
                    raise
                pause = max(pause, PAUSE_SECONDS * 2**attempt)
                if pause >= deadline.at - self.monotonic():
                    raise
                self.sleep(pause)
        raise AssertionError(self.attempts)

    def patience(self, deadline: Deadline, attempt: int, request: Request) -> Deadline:
        """When an answer must have begun: half of what is left, so that silence is asked again; all of it at the last."""
        if attempt + 1 >= self.attempts or request.body is not None:
            return deadline
        now = self.monotonic()
        return Deadline(now + max(0.0, deadline.at - now) / 2, self.monotonic)

    def follow(self, url: str, request: Request, patience: Deadline, deadline: Deadline) -> Answer:
        """One answer, wherever redirects lead to."""
        asked = parse(url)
        for _ in range(self.max_redirects + 1):
            try:
                answer = self.ask(asked, request, patience, deadline)
            except TimeoutError:
                # Whether there is time for another look, the deadline says.
                raise FetchError(
                    shorten(url), f"took longer than {self.timeout_seconds:g} s", again_after=0.0
                ) from None
            except (OSError, http.client.HTTPException, ValueError) as error:
                raise FetchError(shorten(url), explain(error), again_after=0.0 if is_passing(error) else None) from None
            if isinstance(answer, Answer):
                return answer
            asked = answer
        raise FetchError(shorten(url), f"redirects more than {self.max_redirects} times")

    def ask(self, url: Url, request: Request, patience: Deadline, deadline: Deadline) -> Answer | Url:
        """The answer, which begins before ``patience`` ends and is whole by the deadline, or the address that it leads on to."""
        connection = http.client.HTTPConnection(url.host, url.port)
        proxy = proxy_for(url.scheme, url.host) if self.owners else None
        with self.connect_through(proxy, url, patience) if proxy else self.connect(url, patience) as sock:
            connection.sock = timed = TimedSocket(sock, patience)
            target, headers = url.target, self.headers(url, request)
            if proxy and url.scheme == "http":  # an encrypted request goes through it unseen
                target, headers = url.text, {**headers, **proxy.headers}
            connection.putrequest(request.method, target, skip_host=True, skip_accept_encoding=True)
            for name, value in headers.items():
                connection.putheader(name, value)
            connection.endheaders(request.body)
            response = connection.getresponse()
            timed.deadline = deadline
            # What is sent goes to one address and to no other.
            if self.max_redirects and request.body is None and response.status in REDIRECTS:
                location = response.getheader("Location")
                if location:
                    return parse(urljoin(url.text, location))
            if self.statuses is not None and response.status not in self.statuses:
                reason = f"answered {response.status} {response.reason}".rstrip()
                after = None
                if response.status in PASSING:
                    now = datetime.now(UTC)
                    after = ((parse_time(response.getheader("Retry-After"), now) or now) - now).total_seconds()
                raise FetchError(shorten(url.text), reason, status=response.status, again_after=after)
            return Answer(response.status, response.headers, self.read_body(response, url), url.text)

    def headers(self, url: Url, request: Request) -> dict[str, str]:
        host = f"[{url.host}]" if ":" in url.host else url.host
        length = {} if request.body is None else {"Content-Length": str(len(request.body))}
        return {
            "Host": host if url.port == DEFAULT_PORTS[url.scheme] else f"{host}:{url.port}",
            "User-Agent": f"bot/{__version__}" + (f" (+{self.contact})" if self.contact else ""),
            "Accept": self.accept,
            "Accept-Encoding": "identity",
            "Connection": "close",
            **length,
            **request.headers,
        }

    def read_body(self, response: http.client.HTTPResponse, url: Url) -> bytes:
        if not self.max_bytes:
            return b""
        too_large = FetchError(shorten(url.text), f"is larger than {self.max_bytes:,} bytes")
        announced = response.length  # None where it is not announced, or chunked
        if announced is not None and announced > self.max_bytes:
            raise too_large
        body = io.BytesIO()
        while chunk := response.read(65536):
            if body.tell() + len(chunk) > self.max_bytes:
                raise too_large
            body.write(chunk)
        if announced is not None and body.tell() < announced:
            reason = f"broke off after {body.tell():,} of {announced:,} bytes"
            raise FetchError(shorten(url.text), reason, again_after=0.0)
        encoding = response.getheader("Content-Encoding")
        if not encoding:
            return body.getvalue()
        try:
            return decode(body.getvalue(), encoding, self.max_bytes)
        except CannotDecode as error:
            raise FetchError(shorten(url.text), str(error)) from None
        except TooLarge:
            raise too_large from None

    def connect(self, url: Url, deadline: Deadline) -> socket.socket:
        """A connection to one of the host's addresses, each checked; encrypted and verified for https."""
        error: OSError = OSError("has no address")
        addresses = self.addresses(url, deadline)
        for address in addresses:
            left = deadline.left()
            try:
                last = address == addresses[-1]
                sock = socket.create_connection(
                    (address, url.port), timeout=left if last else min(left, PATIENCE_SECONDS)
                )
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

    def connect_through(self, proxy: Proxy, url: Url, deadline: Deadline) -> socket.socket:
        """A connection to the proxy; for https, through it to the host, encrypted and verified."""
        if url.scheme == "http":
            return socket.create_connection((proxy.host, proxy.port), timeout=deadline.left())
        tls = self.tls or default_tls()
        tunnel = http.client.HTTPSConnection(proxy.host, proxy.port, timeout=deadline.left(), context=tls)
        tunnel.set_tunnel(url.host, url.port, dict(proxy.headers))
        tunnel.connect()
        sock: socket.socket = tunnel.sock
        return sock

    def addresses(self, url: Url, deadline: Deadline) -> tuple[str, ...]:
        found = in_time(lambda: self.resolve(url.host, url.port), deadline)
        if self.owners or url.host in self.allow_hosts:
            return found
        public = tuple(address for address in found if is_public(address))
        if found and not public:
            reason = (
                f"{url.host} is at {found[0]}, which is no public address; "
                f"if it is yours, name it in the settings: images.allow_hosts"
            )
            raise FetchError(shorten(url.text), reason)
        return public


def default_tls() -> ssl.SSLContext:
    import ssl

    context = ssl.create_default_context()
    context.set_alpn_protocols(["http/1.1"])
    return context


def is_passing(error: Exception) -> bool:
    """The connection was cut, or the resolver was busy: the same may work in a moment."""
    if isinstance(error, socket.gaierror):
        return error.errno == socket.EAI_AGAIN
    return isinstance(error, ConnectionResetError | BrokenPipeError | http.client.IncompleteRead)


def explain(error: Exception) -> str:
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
