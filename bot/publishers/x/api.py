"""One account's calls to X's API, through tweepy, and what an answer means for a post."""

from __future__ import annotations

import logging
import threading
from enum import Enum
from typing import TYPE_CHECKING, Any

from bot.errors import PictureRejected, PublishError, Rejected, TargetRejected, TryLater, Unknown
from bot.publishers.retry import Retry, retry_at
from bot.publishers.sdk import load
from bot.settings.secrets import said, secrets_of, service_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    import requests
    import tweepy  # type: ignore[import-untyped]  # ships no types

    from bot.clock import Clock
    from bot.settings.model import Target

TWEEPYS_BASE = "https://api.twitter.com"
IDLE_SECONDS = 4.0
"""A connection idle for longer may have been closed by the other side, which only shows when it is used again."""


class Call(Enum):
    """What a call does, which decides what a lost answer means."""

    CREATE = "the post"
    UPLOAD = "the picture's upload"
    DELETE = "the post's removal"
    OTHER = "the call"


class Duplicate(PublishError):
    """X says that the same text is there already."""


class Malformed(Rejected):
    """X knows who asks, and cannot use what is asked."""


class Gone(Rejected):
    """What should be taken away is not there."""


class Api:
    """The calls of one account."""

    def __init__(
        self, target: Target, environ: Mapping[str, str], clock: Clock, retry: Retry, timeout_seconds: float
    ) -> None:
        self.target, self.environ, self.clock, self.retry = target, environ, clock, retry
        self.timeout_seconds = timeout_seconds
        self.lock = threading.Lock()
        self.client: tweepy.Client | None = None
        self.used_at = clock.now()

    def connected(self) -> tweepy.Client:
        """The SDK's client, made once; nothing is sent by this."""
        with self.lock:
            if self.client is None:
                self.client = self.connect()
            return self.client

    def connect(self) -> tweepy.Client:
        secrets = secrets_of(self.target, self.environ)
        base = service_of(self.target, self.environ) or ""
        sdk = load("tweepy")
        for name in ("tweepy", "requests_oauthlib", "oauthlib"):  # their DEBUG lines hold headers and bodies
            logging.getLogger(name).setLevel(logging.WARNING)
        client: tweepy.Client = sdk.Client(
            consumer_key=secrets["API_KEY"],
            consumer_secret=secrets["API_SECRET"],
            access_token=secrets["ACCESS_TOKEN"],
            access_token_secret=secrets["ACCESS_TOKEN_SECRET"],
        )
        client.session = session(base, self.timeout_seconds)
        return client

    def close(self) -> None:
        with self.lock:
            if self.client is not None:
                self.client.session.close()

    def user_id(self) -> str:
        """The account's number, which its access token begins with, so that nobody has to be paid for it."""
        number = secrets_of(self.target, self.environ)["ACCESS_TOKEN"].partition("-")[0]
        if not (number.isascii() and number.isdigit()):
            name = f"{self.target.env}_ACCESS_TOKEN"
            raise TargetRejected(
                f"{self.target.name}: {name} is no OAuth 1.0a access token, which would begin with the account's number "
                "and '-'; copy it from the app's Keys and tokens"
            )
        return number

    # ── calls ────────────────────────────────────────────────────────────────────────────────────

    def repeat(self, method: str, route: str, call: Call = Call.OTHER, **what: Any) -> dict[str, Any]:
        """The answer to a call that makes no post, tried again after whatever went wrong. Raises Rejected or TryLater."""

        def once() -> dict[str, Any]:
            try:
                return self.send(method, route, call, **what)
            except Unknown as error:
                raise TryLater(str(error)) from None

        return self.retry(once)

    def create(self, body: Mapping[str, Any], before: datetime) -> str:
        """The id of a new post; tried again only while it surely is not there, and only ``before``. Raises Duplicate too."""

        def once() -> str:
            if self.clock.now() >= before:
                # Somebody else may have taken the claim for dead by now, and X would take both posts.
                raise TryLater(f"{self.target.name}: it took longer than the claim's lease, so nothing was sent")
            self.freshen()
            answer = self.send("POST", "/2/tweets", Call.CREATE, json=body)
            return self.id_of(answer, "the answer names no post")

        return self.retry(once)

    def id_of(self, answer: Mapping[str, Any], problem: str) -> str:
        found = answer.get("data", answer)
        number = str(found.get("id", "")) if isinstance(found, dict) else ""
        if not (number.isascii() and number.isdigit()):
            raise Unknown(f"{self.target.name}: {problem} ({self.said(answer)})")
        return number

    def freshen(self) -> None:
        """Drop connections that may be dead: a post sent into one of them would be in doubt for nothing."""
        if (self.clock.now() - self.used_at).total_seconds() > IDLE_SECONDS:
            self.close()

    def send(self, method: str, route: str, call: Call, **what: Any) -> dict[str, Any]:
        client = self.connected()
        import requests
        import tweepy

        try:
            answer = client.request(method, route, user_auth=True, **what).json()
        except tweepy.HTTPException as error:
            raise self.verdict(error.response, call) from None
        except requests.RequestException as error:
            raise self.unanswered(error) from None
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            # What the SDK stumbles over when an answer has another shape than it expects.
            raise Unknown(f"{self.target.name}: the answer cannot be read ({self.said(error)})") from None
        finally:
            self.used_at = self.clock.now()
        if not isinstance(answer, dict):
            raise Unknown(f"{self.target.name}: the answer cannot be read ({self.said(answer)})")
        return answer

    def unanswered(self, error: requests.RequestException) -> PublishError:
        import requests
        from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, NewConnectionError

        what = self.said(error)
        cause = error.args[0] if error.args else None
        reason = cause.reason if isinstance(cause, MaxRetryError) else cause
        never_sent = isinstance(reason, NewConnectionError | ConnectTimeoutError)
        wrong = requests.exceptions.InvalidURL | requests.exceptions.MissingSchema | requests.exceptions.InvalidSchema
        if never_sent or isinstance(error, requests.ConnectTimeout | requests.exceptions.ProxyError | wrong):
            return TryLater(f"{self.target.name} cannot be reached ({what})")
        if isinstance(error, requests.exceptions.SSLError) and "CERTIFICATE_VERIFY_FAILED" in str(error):
            return TryLater(f"{self.target.name} cannot be trusted ({what})")
        if isinstance(error, requests.Timeout):
            return Unknown(f"{self.target.name}: no answer within {self.timeout_seconds:g} s")
        return Unknown(f"{self.target.name}: the connection broke ({what})")

    def said(self, message: object) -> str:
        return said(message, [self.environ.get(name, "").strip() for name in self.target.secret_names()])

    # ── answers ──────────────────────────────────────────────────────────────────────────────────

    def verdict(self, response: requests.Response, call: Call) -> PublishError:
        """What an answer that is no success means. docs.x.com, "Response codes and errors"."""
        status, problem = response.status_code, problem_of(response)
        kind = str(problem.get("type", "")).rpartition("/")[2]
        words = self.said(explanation(problem) or response.reason or "")
        what = f"{self.target.name}: {status} {words}".rstrip()
        if status == 429 and kind != "usage-capped":
            return TryLater(what, retry_at(response.headers, self.clock.now()))
        if status == 404 and call is Call.DELETE:
            return Gone(what)
        if remedy := self.remedy(status, kind, problem):
            return TargetRejected(f"{what}; {remedy}")
        if status in {303, 408, 425} or status >= 500 or status < 300:
            return Unknown(what)
        if call is Call.UPLOAD:
            return PictureRejected(what)
        if status == 403 and "duplicate content" in words.casefold():
            return Duplicate(what)
        if call is Call.CREATE and status == 400 and "media ids" in words.casefold():
            return PictureRejected(what)
        return Malformed(what) if status == 400 else Rejected(what)

    def remedy(self, status: int, kind: str, problem: Mapping[str, Any]) -> str | None:
        """What to do about an answer that every other post of this run would get too."""
        env, title = self.target.env, str(problem.get("title", ""))
        if status == 401:
            return (
                f"X does not know these keys: make new ones under the app's Keys and tokens, set {env}_API_KEY, "
                f"{env}_API_SECRET, {env}_ACCESS_TOKEN and {env}_ACCESS_TOKEN_SECRET, and see that this machine's clock is right"
            )
        if status == 402 or kind == "credits-depleted" or title == "CreditsDepleted":
            return "the app has no credits: buy some in X's developer console"
        if kind == "usage-capped":
            return "the app's usage cap is reached: raise it in X's developer console, or wait for the next period"
        if status == 403 and "SpendCapReached" in {title, str(problem.get("reason", ""))} | {kind}:
            until = self.said(problem.get("reset_date") or "the next period")
            return f"the spend cap is reached: raise it in X's developer console, or wait until {until}"
        if status == 403 and kind == "oauth1-permissions":
            return "the app may only read: set Read and write in its User authentication settings, then make new tokens"
        if status == 403 and any(word in explanation(problem).casefold() for word in ("suspended", "locked")):
            return "log in to the account on x.com and do what it asks for"
        if status == 403 and kind in {"client-forbidden", "unsupported-authentication"}:
            return "the app may not use this part of X's API: see its project in X's developer console"
        if status == 404 or 300 <= status < 400:
            return None if status == 303 else f"is {env}_API_BASE right?"
        return None


def session(base: str, timeout_seconds: float) -> requests.Session:
    """Tweepy has no time-out, follows redirects and knows one host; it signs whatever address this sends to."""
    import requests

    class Session(requests.Session):
        def request(self, method: Any, url: Any, *args: Any, **kwargs: Any) -> requests.Response:
            kwargs |= {"timeout": timeout_seconds, "allow_redirects": False}
            return super().request(method, f"{base}{str(url).removeprefix(TWEEPYS_BASE)}", *args, **kwargs)

    return Session()


def problem_of(response: requests.Response) -> dict[str, Any]:
    try:
        found = response.json()
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def explanation(problem: Mapping[str, Any]) -> str:
    """The first words of an answer that explain it: ``errors[].message`` may hide ``detail``, and the other way round."""
    errors = problem.get("errors")
    first = errors[0] if isinstance(errors, list) and errors and isinstance(errors[0], dict) else {}
    found = [problem.get("detail"), first.get("message") or first.get("detail"), problem.get("title")]
    kept = list(dict.fromkeys(str(one) for one in found if one))
    return ": ".join(kept[:2])
