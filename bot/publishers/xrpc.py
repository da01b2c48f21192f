"""One account's calls to its Bluesky server, through the SDK, with one login for a whole run."""

from __future__ import annotations

import importlib
import json
import logging
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from bot.errors import PictureRejected, PublishError, Rejected, TargetRejected, TryLater, Unknown
from bot.publishers.retry import Retry, retry_at
from bot.publishers.said import said, secrets_of, setting

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping

    import httpx
    from atproto import Client  # type: ignore[import-untyped]  # ships no marker for its types

    from bot.clock import Clock
    from bot.config import Target
    from bot.model import Image

SERVICE = "https://bsky.social"
EXPIRED = {"ExpiredToken", "InvalidToken", "AuthMissing"}
NO_SESSION = {400, 401}


class Refused(PublishError):
    """The server said no; what that means for the post is still to be decided."""

    def __init__(self, status: int, name: str, message: str, headers: Mapping[str, str]) -> None:
        super().__init__(" ".join(part for part in (str(status), name, message) if part))
        self.status, self.name, self.message, self.headers = status, name, message, headers


@dataclass(frozen=True, slots=True)
class Who:
    """Whose session it is."""

    did: str = ""
    handle: str = ""
    server: str = ""
    token: str = field(default="", repr=False)


class Xrpc:
    """The calls of one account."""

    def __init__(
        self, target: Target, environ: Mapping[str, str], clock: Clock, retry: Retry, timeout_seconds: float
    ) -> None:
        self.target, self.environ, self.clock, self.retry = target, environ, clock, retry
        self.timeout_seconds = timeout_seconds
        self.lock = threading.RLock()
        self.client: Client | None = None
        self.who = Who()
        self.barred: TargetRejected | None = None

    # ── the session ──────────────────────────────────────────────────────────────────────────────

    def name(self) -> str:
        """Who posts, as the settings have it."""
        return (self.environ.get(f"{self.target.env}_HANDLE", "").strip() or self.target.handle or "").removeprefix("@")

    def session(self) -> Who:
        """Who is logged in, after the one login of this run.

        A refusal holds for the whole run: a server allows few logins a day.
        """
        with self.lock:
            if self.barred is not None:
                raise self.barred
            if self.client is None:
                try:
                    self.client = self.retry(self.login)
                except TargetRejected as error:
                    self.barred = error
                    raise
            return self.who

    def login(self) -> Client:
        """The server is asked while the SDK is being imported; both take long."""
        secrets = secrets_of(self.target, self.environ)
        service = setting(self.target, self.environ, "BLUESKY", "SERVICE", SERVICE)
        import httpx

        for name in ("httpx", "httpcore"):  # their DEBUG lines hold headers
            logging.getLogger(name).setLevel(logging.WARNING)
        importing = threading.Thread(target=importlib.import_module, args=("atproto",))
        importing.start()
        url = f"{service}/xrpc/com.atproto.server.createSession"
        body = {"identifier": self.name(), "password": secrets["APP_PASSWORD"]}
        try:
            answer = self.ask(lambda: httpx.post(url, json=body, timeout=self.timeout_seconds))
            return self.open(session_of(answer, service))
        except PublishError as error:
            raise self.not_let_in(error, service) from None
        finally:
            importing.join()

    def open(self, session: str) -> Client:
        """The SDK with this session."""
        import httpx
        from atproto import Client, Request

        client = Client(request=Request(timeout=httpx.Timeout(self.timeout_seconds)))
        client.on_session_change(
            lambda _, now: setattr(self, "who", Who(now.did, now.handle, str(now.pds_endpoint), now.access_jwt))
        )
        client.login(session_string=session, fetch_bsky_profile=False)
        return client

    def not_let_in(self, error: PublishError, service: str) -> PublishError:
        """What a failed login means."""
        if isinstance(error, Refused) and error.status in NO_SESSION:
            env = self.target.env
            return TargetRejected(
                f"{self.target.name}: {service} refused the login of {self.name()} ({error}); make an app password "
                f"(Settings > Privacy and security > App passwords) and set {env}_HANDLE and {env}_APP_PASSWORD"
            )
        return harmless(self.verdict(error) if isinstance(error, Refused) else error)

    def close(self) -> None:
        """End the connections and forget the session; the next call logs in anew."""
        with self.lock:
            client: Any = self.client
            if client is not None:
                client.request.close()
            self.client = None

    def refresh(self, stale: Who) -> None:
        """A fresh session, unless another thread has got one meanwhile."""
        with self.lock:
            if self.session().token != stale.token:
                return
            client: Any = self.client
            try:
                self.ask(client._refresh_and_set_session)  # noqa: SLF001 -- in public, the SDK refreshes by its own clock only
            except (Refused, Unknown):
                self.close()
                self.session()

    # ── calls ────────────────────────────────────────────────────────────────────────────────────

    def call(
        self, nsid: str, body: object = None, *, blob: Image | None = None, params: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        """The answer's JSON, of one call whose session is renewed once if it has expired.

        Raises Refused, TryLater (surely never arrived) or Unknown.
        """
        who = self.session()
        try:
            return self.send(nsid, body, blob, params)
        except Refused as no:
            if no.status not in NO_SESSION or no.name not in EXPIRED:
                raise
        self.refresh(who)
        return self.send(nsid, body, blob, params)

    def repeat(
        self,
        nsid: str,
        body: object = None,
        *,
        blob: Image | None = None,
        params: Mapping[str, str] | None = None,
        absent: Container[str] = (),
    ) -> dict[str, Any] | None:
        """The same of a call that makes no post, so that it can be tried again after whatever went wrong.

        None where the server refuses it by one of the names in ``absent``. Raises Rejected or TryLater.
        """

        def once() -> dict[str, Any] | None:
            try:
                return self.call(nsid, body, blob=blob, params=params)
            except Refused as no:
                if no.name in absent:
                    return None
                raise harmless(self.verdict(no, picture=blob is not None)) from None
            except Unknown as error:
                raise harmless(error) from None

        return self.retry(once)

    def send(self, nsid: str, body: object, blob: Image | None, params: Mapping[str, str] | None) -> dict[str, Any]:
        client: Any = self.client
        where = f"{nsid}?{urlencode(params)}" if params else nsid

        def request() -> Any:
            if blob is not None:
                content, media_type = blob.content, blob.media_type
            elif body is not None:
                # Raw: the SDK's models drop a null, and putRecord without swapRecord overwrites.
                content, media_type = json.dumps(body, ensure_ascii=False, allow_nan=False).encode(), "application/json"
            else:
                return client.invoke_query(where, timeout=self.timeout_seconds)
            headers = {"Content-Type": media_type}
            return client.invoke_procedure(where, content=content, headers=headers, timeout=self.timeout_seconds)

        answer = self.ask(request).content
        if isinstance(answer, dict):
            return answer
        raise Unknown(f"{self.target.name}: the answer to {nsid} cannot be read ({self.said(answer or 'empty')})")

    def ask(self, call: Callable[[], Any]) -> Any:
        """One request through the SDK; whatever goes wrong becomes Refused, TryLater (never sent) or Unknown."""
        import httpx
        from atproto.exceptions import AtProtocolError, RequestErrorBase  # type: ignore[import-untyped]  # as above

        try:
            return call()
        except RequestErrorBase as error:
            if error.response is not None:
                raise self.refused(error.response) from None
            raise self.unanswered(error.__cause__ or error) from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise self.unanswered(error) from None
        except (AtProtocolError, AttributeError, TypeError, ValueError) as error:
            # What the SDK stumbles over when an answer has another shape than it expects.
            raise Unknown(f"{self.target.name}: the answer cannot be read ({self.said(error)})") from None

    def unanswered(self, error: BaseException) -> PublishError:
        import httpx

        what = self.said(error) or type(error).__name__
        never_sent = httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout | httpx.ProxyError
        if isinstance(error, never_sent | httpx.UnsupportedProtocol | httpx.InvalidURL):
            return TryLater(f"{self.target.name} cannot be reached ({what})")
        if isinstance(error, httpx.TimeoutException):
            return Unknown(f"{self.target.name}: no answer within {self.timeout_seconds:g} s")
        return Unknown(f"{self.target.name}: the connection broke ({what})")

    def refused(self, response: Any) -> Refused:
        name, message = getattr(response.content, "error", ""), getattr(response.content, "message", "")
        return Refused(response.status_code, self.said(name or ""), self.said(message or ""), response.headers)

    def said(self, message: object) -> str:
        return said(message, [self.environ.get(f"{self.target.env}_APP_PASSWORD", "").strip(), self.who.token])

    def verdict(self, no: Refused, *, picture: bool = False) -> PublishError:
        """What a refusal means for the post."""
        what = f"{self.target.name}: {no}"
        if no.status == 429:
            return TryLater(what, retry_at(no.headers, self.clock.now()))
        if no.status in {408, 425} or no.status >= 500:
            return Unknown(what)
        if no.status in {401, 402, 403}:
            return TargetRejected(f"{what}; look at the account {self.name()}, then: bot doctor")
        if picture:
            return PictureRejected(what)
        if no.status == 404 or no.status < 400:
            return TargetRejected(f"{what}; is {self.target.env}_SERVICE right?")
        return Rejected(what)


def session_of(answer: httpx.Response, service: str) -> str:
    """The answer to createSession as the SDK reads a session, with the server that the account really lives on."""
    try:
        made = answer.json()
    except ValueError:
        made = None
    if not answer.is_success:
        name, message = (made.get("error"), made.get("message")) if isinstance(made, dict) else ("", "")
        raise Refused(answer.status_code, said(name or ""), said(message or ""), answer.headers)
    try:
        home = [
            one["serviceEndpoint"]
            for one in (made.get("didDoc") or {}).get("service", ())
            if one["id"].endswith("#atproto_pds")
        ]
        parts = (made["handle"], made["did"], made["accessJwt"], made["refreshJwt"], home[0] if home else service)
        return ":::".join(parts)
    except (AttributeError, KeyError, TypeError):
        raise Unknown("the answer to the login cannot be read") from None


def harmless(error: PublishError) -> PublishError:
    """Of a call that makes no post: a lost answer is only a reason to ask again."""
    return TryLater(str(error)) if isinstance(error, Unknown) else error
