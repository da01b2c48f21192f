"""What goes wrong with a call to X's API, as the bot's own errors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.errors import PictureRejected, PublishError, Rejected, TargetRejected, TryLater, Unknown
from bot.publishers.exchange import Call, Errors, Gone, MayBeThere, objects_in
from bot.web.retry_after import retry_at

if TYPE_CHECKING:
    from collections.abc import Mapping

    import requests


LOCKED = ("suspended", "locked")
DAILY_LIMIT_PAUSE = timedelta(hours=3)
"""Without a word from X on when the day's posts begin anew."""
PASSING_PAUSE = timedelta(minutes=15)


class Malformed(Rejected):
    """X knows who asks, and cannot use what is asked."""


@dataclass(frozen=True, slots=True)
class XErrors(Errors):
    def of_answer(self, response: requests.Response, call: Call) -> PublishError:
        """What an answer that is no success means. docs.x.com, "Response codes and errors"."""
        status, problem = response.status_code, Problem.of(response)
        what = f"{self.target.name}: {status} {self.redact(problem.words or response.reason or '')}".rstrip()
        if status < 500 and (later := self.put_off(what, response, problem)):
            return later
        if status == 404 and call is Call.DELETE:
            return Gone(what)
        if call is Call.CREATE and status in {400, 403} and problem.says_duplicate:
            return MayBeThere(what)
        if remedy := self.remedy(status, problem):
            return TargetRejected(what, remedy=remedy)
        if status in {303, 408, 425} or status >= 500 or status < 300:
            return Unknown(what)
        if call is Call.UPLOAD:
            return PictureRejected(what)
        if call is Call.CREATE and status == 400 and "media ids" in problem.words.casefold():
            return PictureRejected(what)
        advice = self.advice(status, problem)
        return Malformed(what, advice) if status == 400 else Rejected(what, advice)

    def put_off(self, what: str, response: requests.Response, problem: Problem) -> TryLater | None:
        """A refusal that passes by itself."""
        now = self.clock.now()
        asked_back = retry_at(response.headers, now)
        if problem.codes & {185, 344}:
            remedy = "the account's posts of this day are used up: post less often, or wait"
            return TryLater(what, max(asked_back or now, now + DAILY_LIMIT_PAUSE), remedy=remedy)
        if problem.kind == "unsupported-authentication":
            # It comes and goes with unchanged keys (10up/autoshare-for-twitter#387).
            return TryLater(what, now + PASSING_PAUSE, remedy="if it stays so for a day, make new keys and tokens")
        if (response.status_code == 429 or 88 in problem.codes) and problem.kind != "usage-capped":
            return TryLater(what, asked_back)
        return None

    def advice(self, status: int, problem: Problem) -> str | None:
        name = self.target.name
        if 186 in problem.codes or "too long" in problem.words.casefold():
            return f"an account without Premium posts 280: take length out of the settings of {name}, or write a shorter text"
        if status == 403:
            return "log in to the account on x.com and see whether it may post this; the next run tries once more"
        if status == 400:
            return f"what was sent is shown by: bot preview FILE --to {name} --json"
        return None

    def remedy(self, status: int, problem: Problem) -> str | None:
        """What to do about an answer that every other post of this run would get too."""
        env, kind = self.target.env, problem.kind
        if status == 401:
            return (
                f"X does not know these keys: make new ones under the app's Keys and tokens, set {env}_API_KEY, "
                f"{env}_API_SECRET, {env}_ACCESS_TOKEN and {env}_ACCESS_TOKEN_SECRET, and see that this machine's clock is right"
            )
        if status == 407:
            return "the proxy asks for a password: put it into the proxy's address in the environment"
        if status == 402 or "credits-depleted" in problem.names or "creditsdepleted" in problem.names:
            return "the app has no credits: buy some in X's developer console"
        if kind == "usage-capped":
            return "the app's usage cap is reached: raise it in X's developer console, or wait for the next period"
        if status == 403 and "spendcapreached" in problem.names:
            until = self.redact(problem.fields.get("reset_date") or "the next period")
            return f"the spend cap is reached: raise it in X's developer console, or wait until {until}"
        if status == 403 and (kind == "oauth1-permissions" or 261 in problem.codes):
            return "the app may only read: set Read and write in its User authentication settings, then make new tokens"
        if status == 403 and 226 in problem.codes:
            return (
                "X takes this for spam: log in to the account on x.com and do what it asks for, say there that the account is "
                "automated (Settings > Your account > Automation), and post less often"
            )
        if status == 403 and (problem.codes & {64, 326} or any(word in problem.words.casefold() for word in LOCKED)):
            return "log in to the account on x.com and do what it asks for"
        if status == 403 and "client-not-enrolled" in problem.names:
            return "the app belongs to no project that may use X's API v2: put it into one, in X's developer console"
        if status == 403 and kind == "client-forbidden":
            return "the app may not use this part of X's API: see its project in X's developer console"
        if status == 404 or 300 <= status < 400:
            return None if status == 303 else f"is {env}_API_BASE right?"
        return None


@dataclass(frozen=True, slots=True)
class Problem:
    """What an answer says about why it is no success."""

    fields: Mapping[str, Any]
    """The answer's JSON object; empty where it has none."""

    @classmethod
    def of(cls, response: requests.Response) -> Problem:
        try:
            fields = response.json()
        except ValueError:
            fields = {}
        return cls(fields if isinstance(fields, dict) else {})

    @property
    def errors(self) -> list[dict[str, Any]]:
        return objects_in(self.fields.get("errors"))

    @property
    def kind(self) -> str:
        """The end of its type, which stands under two hosts."""
        return str(self.fields.get("type") or "").rstrip("/").rpartition("/")[2]

    @property
    def names(self) -> set[str]:
        """Everything that names the problem, in small letters."""
        named = [self.kind, *(self.fields.get(field) for field in ("title", "reason"))]
        return {str(name).casefold() for name in named if name}

    @property
    def codes(self) -> set[int]:
        """Of the older interface, which still answers in places."""
        codes = {str(source.get("code")) for source in (self.fields, *self.errors)}
        return {int(code) for code in codes if code.isascii() and code.isdigit()}

    @property
    def words(self) -> str:
        """The first words that explain it: ``errors[].message`` may hide ``detail``, and the other way round."""
        first = self.errors[0] if self.errors else {}
        words = [
            self.fields.get("detail") or self.fields.get("message"),
            first.get("message") or first.get("detail"),
            self.fields.get("title"),
        ]
        told = list(dict.fromkeys(str(text).strip().rstrip(".") for text in words if text))
        return ": ".join(told[:2])

    @property
    def says_duplicate(self) -> bool:
        """The same text is there already, in any of the words that X has for it."""
        words = self.words.casefold()
        return 187 in self.codes or "duplicate content" in words or "status is a duplicate" in words
