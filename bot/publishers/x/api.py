"""One account's calls to X's API, through tweepy."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from bot.errors import TargetRejected, Unknown
from bot.publishers.exchange import Call
from bot.publishers.sdk import SdkAccount, import_sdk
from bot.publishers.x.errors import XErrors
from bot.settings.secrets import secrets_of, service_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import tweepy  # type: ignore[import-untyped]  # ships no types

TWEEPYS_BASE = "https://api.twitter.com"


class Api(SdkAccount["tweepy.Client"]):
    @property
    def errors(self) -> XErrors:
        return XErrors(self.target, self.redact, self.timeout_seconds, self.clock)

    def connect(self) -> tweepy.Client:
        secrets = secrets_of(self.target, self.environ)
        base = service_of(self.target, self.environ) or ""
        sdk = import_sdk("tweepy")
        for name in ("tweepy", "requests_oauthlib", "oauthlib"):  # their DEBUG lines hold headers and bodies
            logging.getLogger(name).setLevel(logging.WARNING)
        client: tweepy.Client = sdk.Client(
            consumer_key=secrets["API_KEY"],
            consumer_secret=secrets["API_SECRET"],
            access_token=secrets["ACCESS_TOKEN"],
            access_token_secret=secrets["ACCESS_TOKEN_SECRET"],
        )
        from bot.publishers.session import HttpSession

        client.session = HttpSession(self.timeout_seconds, (TWEEPYS_BASE, base))
        return client

    def user_id(self) -> str:
        """The account's number, which its access token begins with, so that nobody has to be paid for it."""
        number = secrets_of(self.target, self.environ)["ACCESS_TOKEN"].partition("-")[0]
        if not (number.isascii() and number.isdigit()):
            name = f"{self.target.env}_ACCESS_TOKEN"
            raise TargetRejected(
                f"{self.target.name}: {name} is no OAuth 1.0a access token, which would begin with the account's number and '-'",
                remedy="copy it from the app's Keys and tokens",
            )
        return number

    # ── calls ────────────────────────────────────────────────────────────────────────────────────

    def repeat(self, method: str, route: str, call: Call = Call.OTHER, **what: Any) -> dict[str, Any]:
        """The answer to a call that makes no post, tried again after whatever went wrong. Raises Rejected or TryLater."""
        return self.retry.repeat(lambda: self.request(method, route, call, **what))

    def create(self, body: Mapping[str, Any], in_time: Callable[[], bool]) -> str:
        """The id of a new post; ``in_time`` is asked once more when the connection stands. Raises MayBeThere too."""

        def send() -> str:
            answer = self.request("POST", "/2/tweets", Call.CREATE, in_time, json=body)
            return self.id_of(answer, "the answer names no post")

        return self.create_once(send, in_time)

    def id_of(self, answer: Mapping[str, Any], problem: str) -> str:
        """The number of what was made. Raises Unknown with the ``problem`` where the answer has none."""
        made = answer.get("data", answer)
        number = str(made.get("id", "")) if isinstance(made, dict) else ""
        if not (number.isascii() and number.isdigit()):
            raise Unknown(f"{self.target.name}: {problem} ({self.redact(answer)})")
        return number

    def request(
        self, method: str, route: str, call: Call, in_time: Callable[[], bool] = lambda: True, **what: Any
    ) -> dict[str, Any]:
        """The answer to one request. Raises what ``errors`` makes of it where it is no success."""
        answer = self.send(lambda client: client.request(method, route, user_auth=True, **what), call, in_time)
        if not isinstance(answer, dict):
            raise Unknown(f"{self.target.name}: the answer cannot be read ({self.redact(answer)})")
        return answer
