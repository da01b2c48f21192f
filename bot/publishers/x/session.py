"""Tweepy's HTTP session, which knows one host: this one sends to any."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.publishers import session

if TYPE_CHECKING:
    import requests

TWEEPYS_BASE = "https://api.twitter.com"


class Session(session.Session):
    """Tweepy signs whatever address this sends to."""

    def __init__(self, base: str, timeout_seconds: float) -> None:
        super().__init__(timeout_seconds)
        self.base = base

    def request(self, method: Any, url: Any, *args: Any, **kwargs: Any) -> requests.Response:
        return super().request(method, f"{self.base}{str(url).removeprefix(TWEEPYS_BASE)}", *args, **kwargs)
