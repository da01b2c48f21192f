"""The log-in of one account: one for a whole run, for a server allows few a day; and the SDK behind it."""

from __future__ import annotations

import contextlib
import logging
import sys
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from bot.errors import PublishError, TargetRejected, Unknown
from bot.publishers.bluesky.errors import Refused, answer_to, failed_login
from bot.publishers.exchange import hang_up
from bot.publishers.sdk import import_sdk
from bot.settings.secrets import account_name, private_values, redact, secrets_of, service_of
from bot.web.deadline import Deadline, in_time

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Iterator, Mapping

    import httpx
    from atproto_client import Client  # type: ignore[import-untyped]  # no py.typed

    from bot.publishers.interface import Surroundings
    from bot.settings.model import Target


# ── the SDK ─────────────────────────────────────────────────────────────────────────────────────


def atproto() -> Any:
    """The part of atproto that sends; the rest (firehose, identities) is a quarter of its import."""
    return import_sdk("atproto_client", light_imports)


@contextlib.contextmanager
def light_imports() -> Iterator[None]:
    """Meanwhile pydantic builds no model, and httpx does without its command line.

    A model is built when it is first used: of 664, a post uses a few. What httpx shows its command line with cannot
    be imported meanwhile, unless it has been before.
    """
    from pydantic import BaseModel

    modules: dict[str, Any] = sys.modules
    hidden = {"pygments"} - modules.keys()
    modules |= dict.fromkeys(hidden)  # None: it cannot be imported (the import system, "The module cache")
    BaseModel.model_config["defer_build"] = True
    try:
        yield
    finally:
        del BaseModel.model_config["defer_build"]
        for name in hidden:
            del modules[name]


T = TypeVar("T")

OPENED = ("connect_tcp.complete", "start_tls.complete")
"""httpcore's trace events of a connection that stands (its "Extensions" document)."""


class Connections:
    def __init__(self) -> None:
        self.sockets: list[socket.socket] = []
        self.lock = threading.Lock()

    def watch(self, request: httpx.Request) -> None:
        """Hear of the connection that this request opens; httpx calls it before each."""
        request.extensions["trace"] = self.note

    def note(self, event: str, details: Mapping[str, object]) -> None:
        if not event.endswith(OPENED):
            return
        stream = details["return_value"]
        sock = stream.get_extra_info("socket")  # type: ignore[attr-defined]  # httpcore's NetworkStream
        with self.lock:
            self.sockets = [one for one in self.sockets if one.fileno() != -1]
            self.sockets.append(sock)

    def cut(self) -> None:
        """Hang up on whatever is still read."""
        with self.lock:
            hang_up(self.sockets)


# ── the log-in ──────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Session:
    client: Client = field(repr=False)
    """The SDK's, which renews the session by itself before its access token expires."""
    did: str
    handle: str
    server: str
    """Where the account lives, which need not be where it logged in."""

    def tokens(self) -> tuple[str, str]:
        session = atproto().Session.decode(self.client.export_session_string())
        return session.access_jwt, session.refresh_jwt


class Login:
    def __init__(self, target: Target, surroundings: Surroundings) -> None:
        self.target, self.environ, self.retry = target, surroundings.environ, surroundings.retrying()
        self.timeout_seconds = surroundings.timeout_seconds
        self.connections = Connections()
        self.lock = threading.RLock()
        self.opened: Session | None = None
        self.refusal: TargetRejected | None = None

    def name(self) -> str:
        """Who posts, as the settings have it."""
        return account_name(self.target, self.environ)

    def redact(self, message: object) -> str:
        tokens = self.opened.tokens() if self.opened is not None else ()
        return redact(message, [*private_values(self.target, self.environ), *tokens])

    def session(self) -> Session:
        """The session, after the one log-in of this run. A refusal holds for all of the run."""
        with self.lock:
            if self.refusal is not None:
                raise self.refusal
            if self.opened is None:
                try:
                    self.opened = self.retry(self.log_in)
                except TargetRejected as error:
                    self.refusal = error
                    raise
            return self.opened

    def log_in(self) -> Session:
        """Log in once. Raises TargetRejected or TryLater."""
        password = secrets_of(self.target, self.environ)["APP_PASSWORD"]
        service = service_of(self.target, self.environ) or ""
        client = self.new_client(service)
        try:
            self.answer(lambda: client.login(self.name(), password, fetch_bsky_profile=False))
        except PublishError as error:
            client.request.close()
            raise failed_login(error, self.target, self.name(), service, self.retry.clock.now()) from None
        return session_of(client)

    def answer(self, call: Callable[[], T], times: int = 1) -> T:
        """The answer to one call of the SDK, for which so many times an answer's time is given.

        Raises Refused, TryLater (surely never arrived) or Unknown.
        """
        seconds = self.timeout_seconds * times
        try:
            return in_time(lambda: answer_to(call, self.redact), Deadline(time.monotonic() + seconds, time.monotonic))
        except TimeoutError:
            self.connections.cut()
            raise Unknown(f"no answer within {seconds:g} s") from None

    def new_client(self, service: str) -> Client:
        """The SDK with nobody logged in."""
        sdk = atproto()
        import httpx

        for name in ("httpx", "httpcore"):  # what they say is not for this bot's users
            logging.getLogger(name).setLevel(logging.WARNING)
        hooks = {"request": [self.connections.watch], "response": [refuse_redirect]}
        try:
            request = sdk.request.Request(timeout=httpx.Timeout(self.timeout_seconds), event_hooks=hooks)
        except (ImportError, ValueError, httpx.InvalidURL) as error:
            # httpx reads the proxies of the environment here; nothing has been sent.
            raise TargetRejected(
                f"{self.target.name}: the proxy that the environment names cannot be used ({self.redact(error)})",
                remedy="see HTTPS_PROXY and ALL_PROXY; a SOCKS proxy needs the package socksio",
            ) from None
        return sdk.Client(service, request=request)

    def renew(self, stale: Session) -> Session:
        """Log in once more, for the server does not take this session, unless another thread has done so meanwhile.

        By its own clock the SDK renews a session in time; what comes here was ended by the server.
        """
        with self.lock:
            if self.opened is stale:
                self.close()
            return self.session()

    def close(self) -> None:
        """End the connections and forget the session; the next call logs in anew. Whoever logs in at this moment is not waited for."""
        if not self.lock.acquire(blocking=False):
            return
        try:
            if self.opened is not None:
                self.opened.client.request.close()
            self.opened = None
        finally:
            self.lock.release()


def session_of(client: Client) -> Session:
    session = atproto().Session.decode(client.export_session_string())
    return Session(client, session.did, session.handle, session.pds_endpoint.removesuffix("/xrpc"))


def refuse_redirect(response: httpx.Response) -> None:
    """The SDK would follow it, and take a password, a token or a post to wherever it leads."""
    if response.has_redirect_location:
        raise Refused(response.status_code, "", "the server sends its callers elsewhere", response.headers)
