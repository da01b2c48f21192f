"""What goes wrong with a call to a Mastodon server, as the bot's own errors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bot.errors import PictureRejected, PublishError, Rejected, TargetRejected, TryLater, Unknown
from bot.publishers.exchange import Call, Errors, Gone, MayBeThere
from bot.publishers.mastodon.platform import SCOPES
from bot.web.retry_after import retry_at

if TYPE_CHECKING:
    import requests


LOGIN_WORDS = ("login is currently", "pending approval", "missing a confirmed", "suspended", "moved")
"""Of a 403 whose account has to do something first (app/controllers/concerns/api/access_token_tracking_concern.rb's kin)."""


@dataclass(frozen=True, slots=True)
class MastodonErrors(Errors):
    server: str
    """Where the calls go."""

    def of_answer(self, response: requests.Response, call: Call) -> PublishError:
        status, words = response.status_code, words_of(response)
        what = f"{self.target.name}: {status} {self.redact(words or response.reason or '')}".rstrip()
        if 300 <= status < 400:
            return self.moved(response)
        if status == 429:
            return TryLater(what, retry_at(response.headers, self.clock.now()))
        if status in {408, 425} or status >= 500 or status < 300:
            return Unknown(what)
        if status == 404:
            return self.not_found(what, words, call)
        if remedy := self.remedy(status, words):
            return TargetRejected(what, remedy=remedy)
        if call in {Call.UPLOAD, Call.PROCESSING}:
            return PictureRejected(what)
        return self.refused(what, status, words) if call is Call.CREATE else Rejected(what)

    def moved(self, response: requests.Response) -> TargetRejected:
        """The server leads elsewhere, where neither the post nor the token is taken."""
        place = urlsplit(response.headers.get("location", ""))
        where = f"{place.scheme}://{place.netloc}" if place.scheme and place.netloc else "elsewhere"
        return TargetRejected(
            f"{self.target.name}: {self.server} leads to {self.redact(where)}, where nothing was sent",
            remedy=f"if that is your server, set {self.target.env}_SERVER to it",
        )

    def not_found(self, what: str, words: str, call: Call) -> PublishError:
        if call in {Call.DELETE, Call.READ, Call.PROCESSING} and words:
            return Gone(what)
        if call is Call.CREATE and words.startswith("Record not found"):
            return Rejected(
                f"{self.target.name}: this was posted within the last hour, and was taken down again",
                remedy="to post it once more: bot post --again",
            )
        return TargetRejected(what, remedy=f"is {self.target.env}_SERVER right?")

    def refused(self, what: str, status: int, words: str) -> PublishError:
        small = words.casefold()
        if status == 422 and "not finished processing" in small:
            return TryLater(what)
        if status == 422 and ("already attached" in small or "duplicate" in small):
            return MayBeThere(what)
        if status == 422 and "character limit" in small:
            return Rejected(what, remedy=f"set length in [targets.{self.target.name}] to what the server takes")
        if "attach" in small or "media" in small:
            return PictureRejected(what)
        return Rejected(what)

    def remedy(self, status: int, words: str) -> str | None:
        """What to do about an answer that every other post of this run would get too."""
        env, small = self.target.env, words.casefold()
        if status == 401:
            return (
                f"make a new access token on {self.server} under Preferences > Development, and set {env}_ACCESS_TOKEN; "
                f"is {env}_SERVER the account's own server?"
            )
        if status == 407:
            return "the proxy asks for a password: put it into the proxy's address in the environment"
        if status == 403 and "scope" in small:
            return (
                f"give the application on {self.server} (Preferences > Development) the scopes {' '.join(SCOPES)}, "
                f"then set {env}_ACCESS_TOKEN to its new access token"
            )
        if status == 403 and any(word in small for word in LOGIN_WORDS):
            return f"log in to the account on {self.server} and do what it asks for"
        if status == 403 and not words:
            return f"something before {self.server} lets nobody through from here: a firewall, a proxy"
        if status == 422 and "authenticated user" in small:
            return f"{env}_ACCESS_TOKEN is an application's own token: take the one that is called “Your access token”"
        return None


def words_of(response: requests.Response) -> str:
    """The server's own explanation; empty where it is none of its own, as a proxy's page."""
    try:
        answer: Any = response.json()
    except ValueError:
        return ""
    error = answer.get("error") if isinstance(answer, dict) else None
    return str(error) if isinstance(error, str) else ""
