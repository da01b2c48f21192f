"""Never sent is what surely never left; a lost answer is a question, whatever stands between the bot and the platform."""

from __future__ import annotations

import socket
import ssl
import subprocess
import time
import urllib.request
from typing import TYPE_CHECKING, Any

import pytest
from urllib3.util import connection

from bot.errors import TryLater, Unknown
from bot.publishers.mastodon.api import ServerLimits
from bot.publishers.mastodon.publisher import Mastodon
from tests.publishers.conftest import TIMEOUT_SECONDS, card_draft, claimed, link_draft
from tests.servers.relay import Relay
from tests.servers.x import XServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from bot.model import Digest, Image
    from bot.publishers.bluesky.publisher import Bluesky
    from bot.publishers.x.publisher import X
    from tests.servers.clock import ManualClock
    from tests.servers.mastodon import MastodonServer
    from tests.servers.pds import Account, Pds

WAYS = ("plain", "proxy", "tls", "tls through a proxy")
LOST = ("reset-after", "timeout-after", "empty-after", "cut-body", "drip-head", "drip-body")


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """For 127.0.0.1, with its key, in one file."""
    folder = tmp_path_factory.mktemp("tls")
    key, file = folder / "key.pem", folder / "both.pem"
    call = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "2",
    ]
    call += ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(file)]
    subprocess.run(call, check=True, capture_output=True)
    file.write_bytes(file.read_bytes() + key.read_bytes())
    return file


@pytest.fixture
def proxy(monkeypatch: pytest.MonkeyPatch) -> Iterator[Relay]:
    """The environment's proxy, for everything."""
    # What a test itself asks a server goes straight to it.
    urllib.request.install_opener(urllib.request.build_opener(urllib.request.ProxyHandler({})))
    with Relay() as made:
        for name in ("http_proxy", "https_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{made.port}")
        for name in ("no_proxy", "NO_PROXY"):
            monkeypatch.setenv(name, "")
        yield made


@pytest.fixture(params=["x", "mastodon"])
def server(request: pytest.FixtureRequest) -> XServer | MastodonServer:
    """Each platform that is asked before anything is sent again."""
    made: XServer | MastodonServer = request.getfixturevalue(f"{request.param}_server")
    return made


@pytest.fixture
def front(certificate: Path, server: XServer | MastodonServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Relay]:
    """The server's end of TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    with Relay(server.http.port, context) as made:
        if isinstance(server, XServer):
            server.scheme = "https"
        yield made


@pytest.fixture
def by_way(request: pytest.FixtureRequest, server: XServer | MastodonServer) -> Callable[[str], X | Mastodon]:
    """The publisher, going to the server that way."""
    name, variable = ("x", "X_API_BASE") if isinstance(server, XServer) else ("mastodon", "MASTODON_SERVER")
    new: Callable[..., X | Mastodon] = request.getfixturevalue(f"new_{name}")

    def go(way: str) -> X | Mastodon:
        base = {}
        if "tls" in way:
            base[variable] = f"https://127.0.0.1:{request.getfixturevalue('front').port}"
        if "proxy" in way:
            request.getfixturevalue("proxy")
        return new(**base)

    return go


@pytest.mark.parametrize("kept_alive", [False, True], ids=["first", "kept-alive"])
@pytest.mark.parametrize("kind", LOST)
@pytest.mark.parametrize("way", WAYS)
def test_a_lost_answer_is_never_taken_for_a_post_that_was_not_sent(
    way: str,
    kind: str,
    kept_alive: bool,
    by_way: Callable[[str], X | Mastodon],
    server: XServer | MastodonServer,
    digest: Digest,
    clock: ManualClock,
) -> None:
    """Behind a proxy one run posted four times: the library calls a lost answer an error of the proxy."""
    publisher = by_way(way)
    if kept_alive:
        list(publisher.recent(None))
    server.fault("create", kind, 9)
    begun = time.monotonic()
    with pytest.raises(Unknown):
        publisher.publish(claimed(publisher, digest, link_draft(), clock), None)
    assert time.monotonic() - begun < TIMEOUT_SECONDS + 3
    server.http.quiet()
    assert len(server.posts) == server.http.count("create") == 1


@pytest.mark.parametrize("way", WAYS)
def test_it_is_posted_whatever_the_way(
    way: str,
    by_way: Callable[[str], X | Mastodon],
    server: XServer | MastodonServer,
    digest: Digest,
    clock: ManualClock,
) -> None:
    """The relays of these tests carry a post through."""
    publisher = by_way(way)
    receipt = publisher.publish(claimed(publisher, digest, link_draft(), clock), None)
    assert [post.id for post in server.posts] == [receipt.id]


def test_a_tunnel_that_is_refused_was_never_sent(
    by_way: Callable[[str], X | Mastodon],
    proxy: Relay,
    server: XServer | MastodonServer,
    digest: Digest,
    clock: ManualClock,
) -> None:
    """CONNECT is answered 502: put off, tried again, and sent once the proxy is well."""
    publisher = by_way("tls through a proxy")
    if isinstance(publisher, Mastodon):
        publisher.limits = ServerLimits()
    proxy.refuses_tunnels = True
    with pytest.raises(TryLater):
        publisher.publish(claimed(publisher, digest, link_draft(), clock), None)
    assert len(proxy.heads) == 4, "what was never sent may be tried again"
    proxy.refuses_tunnels = False
    publisher.publish(claimed(publisher, digest, link_draft(), clock), None)
    assert len(server.posts) == 1


@pytest.mark.parametrize(
    "way", ["no proxy listens", "nobody listens", "the name is unknown", "tls ends in its handshake"]
)
def test_what_never_left_is_put_off_without_a_doubt(
    way: str, new_x: Callable[..., X], monkeypatch: pytest.MonkeyPatch, digest: Digest, clock: ManualClock
) -> None:
    """A connection that never stood needs no person to look at the account."""
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    with Relay(port) as hangs_up:
        if way == "no proxy listens":
            monkeypatch.setenv("http_proxy", base)
            monkeypatch.setenv("no_proxy", "")
            monkeypatch.setenv("NO_PROXY", "")
        elif way == "the name is unknown":
            base = "https://no-such-host.invalid"
        elif way == "tls ends in its handshake":
            base = f"https://127.0.0.1:{hangs_up.port}"
        x = new_x(X_API_BASE=base)
        with pytest.raises(TryLater):
            x.publish(claimed(x, digest, link_draft(), clock), None)


def test_a_machine_that_slept_while_it_connected_sends_nothing(
    x: X, x_server: XServer, digest: Digest, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lease is looked at when the body leaves: by then another machine may have posted it."""
    claim = claimed(x, digest, link_draft(), clock)
    create_connection = connection.create_connection

    def connect(*args: Any, **how: Any) -> socket.socket:
        clock.forward(hours=8)
        return create_connection(*args, **how)

    monkeypatch.setattr(connection, "create_connection", connect)
    with pytest.raises(TryLater, match="lease"):
        x.publish(claim, None)
    x_server.http.quiet()
    assert x_server.posts == []


def test_whoever_drips_is_hung_up_on(x: X, x_server: XServer, digest: Digest, image: Image, clock: ManualClock) -> None:
    """No thread, no connection and no claim is held by an answer that never ends."""
    x_server.fault("upload", "drip-body", 9)
    with pytest.raises(TryLater):
        x.publish(claimed(x, digest, link_draft(image), clock), image)
    assert x_server.http.dripped.wait(5)
    assert x_server.posts == []


@pytest.mark.parametrize("kind", ["reset-after", "cut-body"])
def test_bluesky_behind_a_proxy_is_in_doubt_after_a_lost_answer(
    kind: str,
    proxy: Relay,
    new_bluesky: Callable[..., Bluesky],
    pds: Pds,
    account: Account,
    digest: Digest,
    clock: ManualClock,
) -> None:
    """The other SDK, the same way: however often it is put, there is one post, and its lost answer is a question."""
    bluesky = new_bluesky()
    pds.proxy.fault("create", kind, 9)
    claim = claimed(bluesky, digest, card_draft(), clock)
    with pytest.raises(Unknown):
        bluesky.publish(claim, None)
    assert any("putRecord" in line for line in proxy.heads)
    pds.proxy.heal()
    assert bluesky.publish(claim, None).id == pds.posts(account)[0]["uri"]
    assert len(pds.posts(account)) == 1


@pytest.mark.parametrize("kind", ["drip-head", "drip-body", "reset-after"])
def test_bluesky_s_answers_have_an_end_too(
    kind: str, bluesky: Bluesky, pds: Pds, account: Account, digest: Digest, clock: ManualClock
) -> None:
    """The record is put once more under its key, and there is one post."""
    bluesky.api.login.timeout_seconds = 1.0
    pds.proxy.fault("create", kind)
    begun = time.monotonic()
    claim = claimed(bluesky, digest, card_draft(), clock)
    receipt = bluesky.publish(claim, None)
    assert time.monotonic() - begun < 10
    assert [post["uri"] for post in pds.posts(account)] == [receipt.id]
