"""The HTTP session of SDKs that use requests: with time-outs, without redirects, and each request an exchange of ours."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

if TYPE_CHECKING:
    from bot.publishers.exchange import Exchange


class UnderWay(threading.local):
    """The exchange that this thread is in; an SDK hands nothing through to its session."""

    exchange: Exchange | None = None


under_way = UnderWay()


class WatchedConnection(HTTPConnection):
    """A connection that tells the exchange which socket it uses, so that it can be cut."""

    def connect(self) -> None:
        super().connect()
        self.note()

    def getresponse(self) -> Any:
        self.note()  # it may be kept from an earlier request
        return super().getresponse()

    def note(self) -> None:
        if under_way.exchange is not None:
            under_way.exchange.uses(self.sock)


class WatchedTlsConnection(WatchedConnection, HTTPSConnection):
    """The same, encrypted."""


class Pool(HTTPConnectionPool):
    ConnectionCls = WatchedConnection


class TlsPool(HTTPSConnectionPool):
    ConnectionCls = WatchedTlsConnection


POOLS = {"http": Pool, "https": TlsPool}


class Adapter(HTTPAdapter):
    """Takes its connections from pools of ours, through a proxy too."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = POOLS

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(proxy, **kwargs)
        if not proxy.lower().startswith("socks"):
            manager.pool_classes_by_scheme = POOLS
        return manager


class HttpSession(requests.Session):
    """A session that waits for no answer for ever and goes nowhere but where it is sent."""

    def __init__(self, timeout_seconds: float, instead: tuple[str, str] = ("", "")) -> None:
        """``instead``: the one host that an SDK knows, and where what it sends there is to go."""
        super().__init__()
        self.timeout_seconds = timeout_seconds
        self.own_base, self.base = instead
        for scheme in POOLS:
            self.mount(f"{scheme}://", Adapter())

    def request(self, method: Any, url: Any, *args: Any, **kwargs: Any) -> requests.Response:
        kwargs |= {"timeout": self.timeout_seconds, "allow_redirects": False}
        return super().request(method, f"{self.base}{str(url).removeprefix(self.own_base)}", *args, **kwargs)

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        exchange = under_way.exchange
        if exchange is None:
            return super().send(request, **kwargs)
        if isinstance(request.body, str | bytes):
            content = request.body.encode() if isinstance(request.body, str) else request.body
            request.body = exchange.body(content)  # type: ignore[assignment]  # its length is in the head already
        response = super().send(request, **kwargs)
        exchange.response = response
        return response
