"""An account's session on its Bluesky server: one login for a whole run."""

from __future__ import annotations

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from bot.errors import PublishError, TargetRejected, TryLater, Unknown
from bot.publishers.bluesky.answers import Refused, ask, unanswered
from bot.publishers.interface import ignore
from bot.publishers.retry import Retry, retry_at
from bot.publishers.sdk import load
from bot.settings.secrets import said, secrets_of, service_of

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Mapping
    from concurrent.futures import Future

    import httpx
    from atproto import Client  # type: ignore[import-untyped]  # no py.typed

    from bot.settings.model import Target

SEPARATOR = ":::"  # of the parts of a session as the SDK's login(session_string=...) reads them
REMEDY = "make an app password (Settings > Privacy and security > App passwords)"


@dataclass(frozen=True, slots=True)
class Who:
    """Whose session it is."""

    did: str = ""
    handle: str = ""
    server: str = ""
    token: str = field(default="", repr=False)


class Login:
    """The session of one account."""

    def __init__(self, target: Target, environ: Mapping[str, str], retry: Retry, timeout_seconds: float) -> None:
        self.target, self.environ, self.retry, self.timeout_seconds = target, environ, retry, timeout_seconds
        self.lock = threading.RLock()
        self.client: Client | None = None
        self.who = Who()
        self.barred: TargetRejected | None = None

    def name(self) -> str:
        """Who posts, as the settings have it."""
        return (self.environ.get(f"{self.target.env}_HANDLE", "").strip() or self.target.handle or "").removeprefix("@")

    def said(self, message: object) -> str:
        return said(message, [self.environ.get(f"{self.target.env}_APP_PASSWORD", "").strip(), self.who.token])

    def session(self, under_way: Callable[[], None] = ignore) -> Who:
        """Who is logged in, after the one login of this run; ``under_way`` is called once its answer is waited for.

        A refusal holds for the whole run: a server allows few logins a day.
        """
        with self.lock:
            if self.barred is not None:
                raise self.barred
            if self.client is None:
                try:
                    self.client = self.retry(partial(self.enter, under_way))
                except TargetRejected as error:
                    self.barred = error
                    raise
            return self.who

    def enter(self, under_way: Callable[[], None] = ignore) -> Client:
        """Log in, and import the SDK while the answer is on its way; both take long."""
        secrets = secrets_of(self.target, self.environ)
        service = service_of(self.target, self.environ) or ""
        with ThreadPoolExecutor(1, thread_name_prefix="bot-import") as pool:
            imported: list[Future[Client]] = []

            def left() -> None:
                under_way()
                imported.append(pool.submit(self.blank))

            try:
                session = self.create_session(service, secrets["APP_PASSWORD"], left)
            except PublishError as error:
                raise self.no_entry(error, service) from None
            return self.open(session, imported[0].result() if imported else self.blank())

    def create_session(self, service: str, password: str, left: Callable[[], None] = ignore) -> str:
        """What the server says to who we are; ``left`` is called when the question has left this machine."""
        import httpx

        def trace(event: str, _: object) -> None:
            if event.endswith("send_request_body.complete"):
                left()

        for name in ("httpx", "httpcore"):  # what they say is not for this bot's users
            logging.getLogger(name).setLevel(logging.WARNING)
        url, body = (
            f"{service}/xrpc/com.atproto.server.createSession",
            {"identifier": self.name(), "password": password},
        )
        try:
            with httpx.Client(timeout=self.timeout_seconds, verify=self.trust) as client:
                answer = client.post(url, json=body, extensions={"trace": trace})
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise unanswered(error, self.said) from None
        return self.read(answer, service)

    def read(self, answer: httpx.Response, service: str) -> str:
        """The answer to createSession as the SDK takes a session, with the server that the account lives on."""
        try:
            made = answer.json()
        except ValueError:
            made = None
        if not answer.is_success:
            no = made if isinstance(made, dict) else {}
            name, message = self.said(no.get("error") or ""), self.said(no.get("message") or "")
            raise Refused(answer.status_code, name, message, answer.headers)
        try:
            services = (made.get("didDoc") or {}).get("service") or ()
            home = [one["serviceEndpoint"] for one in services if one["id"].endswith("#atproto_pds")]
            parts = made["handle"], made["did"], made["accessJwt"], made["refreshJwt"], home[0] if home else service
            return SEPARATOR.join(parts)
        except (AttributeError, KeyError, TypeError):
            raise Unknown("the answer cannot be read") from None

    @cached_property
    def trust(self) -> ssl.SSLContext:
        """The certificates that are trusted; reading them takes longer than all else about a connection."""
        import httpx

        return httpx.create_ssl_context()

    def blank(self) -> Client:
        """The SDK with nobody logged in."""
        import httpx

        sdk = load("atproto")
        request = sdk.Request(timeout=httpx.Timeout(self.timeout_seconds), verify=self.trust)
        client: Client = sdk.Client(request=request)
        return client

    def open(self, session: str, client: Client) -> Client:
        """The SDK with this session."""
        client.on_session_change(
            lambda _, now: setattr(self, "who", Who(now.did, now.handle, str(now.pds_endpoint), now.access_jwt))
        )
        client.login(session_string=session, fetch_bsky_profile=False)
        return client

    def no_entry(self, error: PublishError, service: str) -> PublishError:
        """What a failed login means."""
        what, env = f"{self.target.name}: login at {service}: {error}", self.target.env
        if not isinstance(error, Refused):
            return TryLater(what)
        if error.status in {400, 401, 403}:
            return TargetRejected(f"{what}; {REMEDY} for {self.name()}, and set {env}_HANDLE and {env}_APP_PASSWORD")
        if error.status == 429:
            return TryLater(what, retry_at(error.headers, self.retry.clock.now()))
        if error.status < 500:
            return TargetRejected(f"{what}; is {env}_SERVICE right?")
        return TryLater(what)

    def refresh(self, stale: Who) -> None:
        """A fresh session, unless another thread has got one meanwhile."""
        with self.lock:
            if self.session().token != stale.token:
                return
            client: Any = self.client
            try:
                ask(client._refresh_and_set_session, self.said)  # noqa: SLF001 -- in public, the SDK refreshes by its own clock only
            except PublishError:
                self.close()
                self.session()

    def close(self) -> None:
        """End the connections and forget the session; the next call logs in anew."""
        with self.lock:
            client: Any = self.client
            if client is not None:
                client.request.close()
            self.client = None
