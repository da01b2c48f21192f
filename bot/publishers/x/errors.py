"""What goes wrong with a call to X's API, as the bot's own errors."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from bot.errors import PictureRejected, PublishError, Rejected, TargetRejected, TryLater, Unknown
from bot.publishers.retry import retry_at

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import requests

    from bot.clock import Clock
    from bot.settings.model import Target


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


@dataclass(frozen=True, slots=True)
class Errors:
    """What an account's answers mean."""

    target: Target
    redact: Callable[[object], str]
    """Takes the account's secrets out of a foreign message."""
    clock: Clock
    timeout_seconds: float
    """For one request."""

    def of_connection(self, error: requests.RequestException) -> PublishError:
        """What it means that no answer came."""
        import requests
        from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, NewConnectionError

        what = self.redact(error)
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

    def of_answer(self, response: requests.Response, call: Call) -> PublishError:
        """What an answer that is no success means. docs.x.com, "Response codes and errors"."""
        status, problem = response.status_code, problem_of(response)
        kind = str(problem.get("type", "")).rpartition("/")[2]
        words = self.redact(explanation(problem) or response.reason or "")
        what = f"{self.target.name}: {status} {words}".rstrip()
        if status == 429 and kind != "usage-capped":
            return TryLater(what, retry_at(response.headers, self.clock.now()))
        if status == 404 and call is Call.DELETE:
            return Gone(what)
        if remedy := self.remedy(status, kind, problem):
            return TargetRejected(what, remedy=remedy)
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
            until = self.redact(problem.get("reset_date") or "the next period")
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


def problem_of(response: requests.Response) -> dict[str, Any]:
    """The answer's JSON object; empty where it has none."""
    try:
        problem = response.json()
    except ValueError:
        return {}
    return problem if isinstance(problem, dict) else {}


def explanation(problem: Mapping[str, Any]) -> str:
    """The first words of an answer that explain it: ``errors[].message`` may hide ``detail``, and the other way round."""
    errors = problem.get("errors")
    first = errors[0] if isinstance(errors, list) and errors and isinstance(errors[0], dict) else {}
    words = [problem.get("detail"), first.get("message") or first.get("detail"), problem.get("title")]
    return ": ".join(list(dict.fromkeys(str(text) for text in words if text))[:2])
