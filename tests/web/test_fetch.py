"""Fetching: bounded in time, size and hops, from public addresses alone."""

from __future__ import annotations

import base64
import contextlib
import gzip
import socket
import socketserver
import ssl
import threading
import time
import zlib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot import __version__
from bot.errors import FetchError
from bot.web.fetch import Fetch, Request
from bot.web.public import is_public
from bot.web.url import parse, shorten
from tests.servers.web import Web, serve

LOCAL = frozenset({"127.0.0.1"})


def fetch(url: str, **how: object) -> bytes:
    return Fetch(**{"allow_hosts": LOCAL, "timeout_seconds": 10.0, **how})(url).body


def refusal(url: str, **how: object) -> str:
    with pytest.raises(FetchError) as caught:
        fetch(url, **how)
    message = str(caught.value)
    assert "\n" not in message
    return message


# ── what is asked ────────────────────────────────────────────────────────────────────────────────


def test_the_bytes_come_as_they_are(web: Web) -> None:
    web.pages["/a.jpg"] = bytes(range(256)) * 1000
    assert fetch(f"{web.url}/a.jpg") == bytes(range(256)) * 1000


def test_the_request_says_who_asks_and_wants_no_compression(web: Web) -> None:
    web.pages["/a"] = b"x"
    fetch(f"{web.url}/a", contact="https://blog.example")
    (_, headers) = web.asked[0]
    assert headers["User-Agent"] == f"bot/{__version__} (+https://blog.example)"
    assert headers["Accept-Encoding"] == "identity"
    assert headers["Host"] == web.url.removeprefix("http://")


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("/i.png?w=1&amp;h=2", "/i.png?w=1&h=2"),
        ("/i.png?w=1&#038;h=2&#x26;q=3", "/i.png?w=1&h=2&q=3"),
        ("/i.png?a=1&amp;amp;b=2", "/i.png?a=1&b=2"),
        ("/i.png?a&copy=1", "/i.png?a&copy=1"),
        ("/a b/ü.png", "/a%20b/%C3%BC.png"),
        ("/a%20b/%C3%BC.png", "/a%20b/%C3%BC.png"),
        ("/100%.png", "/100%25.png"),
        ("/_next/image?url=%2Fimages%2Fglm5.jpg&w=1200", "/_next/image?url=%2Fimages%2Fglm5.jpg&w=1200"),
        ("/get/width/1200/https://arxiv.org/html/1", "/get/width/1200/https://arxiv.org/html/1"),
        ("/v2_47@1743780481~tplv:600:400:q70.jpg", "/v2_47@1743780481~tplv:600:400:q70.jpg"),
        ("/i.png#part", "/i.png"),
        ("", "/"),
    ],
)
def test_addresses_are_asked_as_browsers_ask_them(web: Web, written: str, asked: str) -> None:
    web.pages[asked] = b"x"
    assert fetch(web.url + written) == b"x"
    assert web.paths == [asked]


def test_a_foreign_name_is_asked_for_in_ascii() -> None:
    assert parse("https://bücher.example/a").host == "xn--bcher-kva.example"
    assert parse("//cdn.example/a.png").text == "https://cdn.example/a.png"


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://user:secret@example.org/a.png", "names a user"),
        ("https://user@example.org/a.png", "names a user"),
        ("file:///etc/passwd", "only http and https"),
        ("ftp://example.org/a.png", "only http and https"),
        ("gopher://example.org/a", "only http and https"),
        ("http://exa mple.org/", "no host name"),
        ("http:///a.png", "no host name"),
        ("http://a.example/\r\nX-Evil: 1", "control character"),
        ("http://a.example:99999/", "no address"),
        ("http://[::1/", "no address"),
        ("http://" + "a" * 300 + ".example/", "no host name"),
    ],
)
def test_what_cannot_be_asked_is_refused_before_any_look_up(url: str, reason: str) -> None:
    message = refusal(url, resolve=lambda *_: pytest.fail("looked up"))
    assert reason in message
    assert "secret" not in message


def test_a_message_shows_a_long_address_shortened() -> None:
    assert len(shorten("https://a.example/" + "x" * 500)) == 120


# ── what is sent ─────────────────────────────────────────────────────────────────────────────────


def test_a_body_is_sent_with_its_headers(web: Web) -> None:
    web.pages["/hook"] = (204, {}, b"")
    asking = Fetch(allow_hosts=LOCAL, statuses=frozenset({204}))
    answer = asking(f"{web.url}/hook", Request("POST", {"Content-Type": "application/json"}, b'{"a": 1}'))
    assert answer.status == 204
    assert web.sent == [("POST", b'{"a": 1}')]
    assert web.asked[0][1]["Content-Type"] == "application/json"


def test_a_body_is_sent_to_one_address_alone(web: Web) -> None:
    """It may hold what the next server must not see."""
    web.pages["/hook"] = (307, {"Location": "/elsewhere"}, b"")
    with pytest.raises(FetchError, match="answered 307"):
        Fetch(allow_hosts=LOCAL)(f"{web.url}/hook", Request("POST", body=b"secret"))
    assert web.paths == ["/hook"]


def test_only_the_head_is_asked_for(web: Web) -> None:
    web.pages["/a"] = (404, {"Date": "Mon, 23 Nov 2026 07:00:00 GMT", "Content-Encoding": "gzip"}, b"body")
    answer = Fetch(allow_hosts=LOCAL, statuses=None, max_bytes=0)(f"{web.url}/a", Request("HEAD"))
    assert (answer.status, answer.body) == (404, b"")
    assert "Mon, 23 Nov 2026 07:00:00 GMT" in answer.headers.get_all("Date")
    assert web.sent == [("HEAD", b"")]


def test_the_accepted_types_are_said(web: Web) -> None:
    web.pages["/a"] = b"x"
    fetch(f"{web.url}/a", accept="text/html")
    assert web.asked[0][1]["Accept"] == "text/html"


# ── where from ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.255.0.3", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "100.100.100.200", "168.63.129.16", "192.0.0.192", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
        "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8",
        "::127.0.0.1", "2002:7f00:1::", "2002:0808:0808::1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1",
        "2001::1", "2001:db8::1", "nonsense", "",
    ],
)  # fmt: skip
def test_an_address_that_is_not_everybodys_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.215.14", "2606:4700::6810:84e5", "64:ff9b::808:808"])
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "[::1]", "169.254.169.254", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0.0.0.0", "0", "①②⑦.0.0.1", "127.0.0.1."],
)  # fmt: skip
def test_no_spelling_of_an_inner_address_reaches_it(web: Web, host: str) -> None:
    port = web.url.rpartition(":")[2]
    message = refusal(f"http://{host}:{port}/a.png", allow_hosts=frozenset())
    assert "no public address" in message
    assert "allow_hosts" in message
    assert web.asked == []


def test_a_name_that_points_inwards_is_refused(web: Web) -> None:
    message = refusal("http://rebind.example/a.png", resolve=lambda *_: ("10.0.0.8",))
    assert "rebind.example is at 10.0.0.8" in message


@pytest.mark.parametrize(
    "address",
    [
        "fec0::1", "feff::1", "fe80::1%eth0", "fc00::1", "fd00::1", "ff02::1", "::1", "::", "::7f00:1", "::ffff:127.0.0.1",
        "::ffff:0:127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1", "100::1", "2001:db8::1", "2001::1", "2002:7f00:1::", "3fff::1",
        "3ffe::1", "4000::1", "5f00::1", "8000::1", "2620:4f:8000::1", "192.31.196.1", "192.52.193.1", "192.175.48.1",
        "100.64.0.1", "198.18.0.1", "240.0.0.1", "255.255.255.255", "224.0.0.1", "not an address", "",
    ],
)  # fmt: skip
def test_an_address_that_is_not_the_internets_is_never_asked(address: str) -> None:
    """A digest's picture made the bot ask ``fec0::1``, a machine of the runner's own network."""
    assert not is_public(address)


def test_the_checked_address_is_the_one_that_is_used(web: Web) -> None:
    """A name whose answer changes between check and use is asked once only."""
    answers = [("127.0.0.1",), ("10.0.0.1",)]
    asked = []

    def resolve(host: str, port: int) -> tuple[str, ...]:
        asked.append(host)
        return answers[len(asked) - 1]

    port = web.url.rpartition(":")[2]
    web.pages["/a"] = b"once"
    allowed = frozenset({"moving.example"})
    assert fetch(f"http://moving.example:{port}/a", resolve=resolve, allow_hosts=allowed) == b"once"
    assert asked == ["moving.example"]
    assert web.asked[0][1]["Host"] == f"moving.example:{port}"


def test_an_allowed_host_opens_itself_and_no_other(web: Web) -> None:
    port = web.url.rpartition(":")[2]
    web.pages["/a"] = b"x"
    assert fetch(f"{web.url}/a") == b"x"
    assert "no public address" in refusal(f"http://localhost:{port}/a")


def test_the_environments_proxy_is_not_used(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    web.pages["/a"] = b"x"
    assert fetch(f"{web.url}/a") == b"x"


def test_the_owners_own_address_may_be_anywhere_and_goes_through_the_proxy(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A webhook, GitHub's API: on a machine without another way out."""
    monkeypatch.setenv("http_proxy", web.url.replace("//", "//me:pa%20ss@"))
    monkeypatch.setenv("no_proxy", "")
    web.pages["http://intranet.example/hook"] = b"x"
    assert Fetch(owners=True)("http://intranet.example/hook").body == b"x"
    assert web.asked[0][1]["Proxy-Authorization"] == f"Basic {base64.b64encode(b'me:pa ss').decode()}"
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    web.pages["/a"] = b"straight"
    assert Fetch(owners=True)(f"{web.url}/a").body == b"straight"


# ── redirects ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed(web: Web, status: int) -> None:
    web.pages["/a"] = (status, {"Location": "/b c?x=1&amp;y=2"}, b"")
    web.pages["/b%20c?x=1&y=2"] = b"there"
    assert fetch(f"{web.url}/a") == b"there"


def test_five_redirects_are_followed_and_the_sixth_is_not(web: Web) -> None:
    for hop in range(7):
        web.pages[f"/{hop}"] = (302, {"Location": f"/{hop + 1}"}, b"")
    web.pages["/7"] = b"end"
    assert fetch(f"{web.url}/2") == b"end"
    assert "more than 5 times" in refusal(f"{web.url}/1")


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("http://169.254.169.254/latest/meta-data/", "no public address"),
        ("http://[::1]/a", "no public address"),
        ("file:///etc/passwd", "only http and https"),
        ("http://user:pw@127.0.0.1/a", "names a user"),
    ],
)
def test_every_redirect_is_checked_anew(web: Web, location: str, reason: str) -> None:
    web.pages["/a"] = (302, {"Location": location}, b"")
    assert reason in refusal(f"{web.url}/a")
    assert len(web.asked) == 1


# ── bounds ───────────────────────────────────────────────────────────────────────────────────────


def test_an_announced_size_over_the_limit_is_refused_before_the_body(web: Web) -> None:
    web.pages["/a"] = (200, {"Content-Length": "5000000000"}, b"x")
    assert "larger than 1,000 bytes" in refusal(f"{web.url}/a", max_bytes=1000)


def test_an_unannounced_size_over_the_limit_is_refused_while_it_comes(web: Web) -> None:
    sent = []

    def endless(handler: Any) -> None:
        handler.send_response(200)
        handler.end_headers()
        while not web.over.is_set():
            handler.wfile.write(b"x" * 65536)
            sent.append(65536)

    web.pages["/a"] = endless
    assert "larger than 1,000,000 bytes" in refusal(f"{web.url}/a", max_bytes=1_000_000)


def test_exactly_the_limit_is_taken(web: Web) -> None:
    web.pages["/a"] = b"x" * 1000
    assert len(fetch(f"{web.url}/a", max_bytes=1000)) == 1000
    assert "larger than 999" in refusal(f"{web.url}/a", max_bytes=999)


@pytest.mark.parametrize("where", ["before the answer", "in the headers", "in the body"])
def test_the_deadline_holds_however_slowly_the_bytes_drip(web: Web, where: str) -> None:
    def drip(handler: Any) -> None:
        if where == "in the body":
            handler.send_response(200)
            handler.end_headers()
        elif where == "in the headers":
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while not web.over.wait(0.02):
            if where != "before the answer":
                handler.wfile.write(b"x")

    web.pages["/a"] = drip
    began = time.monotonic()
    assert "took longer than 0.3 s" in refusal(f"{web.url}/a", timeout_seconds=0.3)
    assert time.monotonic() - began < 3


def test_a_look_up_that_never_ends_is_bounded_too() -> None:
    over = threading.Event()

    def resolve(host: str, port: int) -> tuple[str, ...]:
        over.wait(20)
        return ()

    try:
        assert "took longer" in refusal("http://slow.example/", resolve=resolve, timeout_seconds=0.2)
    finally:
        over.set()


def test_redirects_do_not_begin_the_time_anew(web: Web) -> None:
    now = [0.0]

    def later(handler: Any) -> None:
        now[0] += 4
        handler.send_response(302)
        handler.send_header("Location", "/a")
        handler.end_headers()

    web.pages["/a"] = later
    assert "took longer than 10 s" in refusal(f"{web.url}/a", monotonic=lambda: now[0])
    assert len(web.asked) == 3


# ── what goes wrong ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_server_that_is_busy_for_a_moment_is_asked_again(web: Web, status: int) -> None:
    """One blip of the hero's host, and the post had a drawn card for ever."""
    waits: list[float] = []
    web.pages["/a"] = (status, {"Retry-After": "3"}, b"busy")

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        web.pages["/a"] = b"picture"

    assert fetch(f"{web.url}/a", attempts=3, sleep=sleep) == b"picture"
    assert waits == [3.0]
    assert len(web.asked) == 2


def test_silence_is_asked_again_within_the_one_deadline(web: Web) -> None:
    """The first look found nobody at home; the picture was there all the same."""

    def say_nothing(handler: Any) -> None:
        web.pages["/a"] = b"picture"
        web.over.wait(20)
        del handler

    web.pages["/a"] = say_nothing
    begun = time.monotonic()
    assert fetch(f"{web.url}/a", attempts=3, timeout_seconds=3.0, sleep=lambda _: None) == b"picture"
    assert time.monotonic() - begun < 3
    assert len(web.asked) == 2


def test_an_answer_that_has_begun_has_all_the_time(web: Web) -> None:
    """A slow picture is not broken off in the middle to be asked for anew."""

    def drip(handler: Any) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "4")
        handler.end_headers()
        for _ in range(4):
            handler.wfile.write(b"x")
            web.over.wait(0.6)

    web.pages["/a"] = drip
    assert fetch(f"{web.url}/a", attempts=3, timeout_seconds=4.0) == b"xxxx"
    assert len(web.asked) == 1


def test_a_connection_that_is_cut_is_tried_again(web: Web) -> None:
    web.pages["/a"] = lambda _: None
    web.pages["/b"] = (200, {"Content-Length": "100"}, b"only this")
    for path in ("/a", "/b"):
        sleep = lambda _seconds, path=path: web.pages.update({path: b"picture"})  # noqa: E731
        assert fetch(web.url + path, attempts=2, sleep=sleep) == b"picture"


@pytest.mark.parametrize(
    ("page", "asked"),
    [
        ((503, {}, b""), 3),
        ((503, {"Retry-After": "60"}, b""), 1),  # longer than there is time
        ((503, {"Retry-After": "Wed, 01 Jan 2999 00:00:00 GMT"}, b""), 1),
        ((503, {"Retry-After": "soon"}, b""), 3),
        ((404, {}, b""), 1),
        ((500, {}, b""), 1),
        ((403, {"Retry-After": "1"}, b""), 1),
    ],
)
def test_it_is_asked_again_within_bounds(web: Web, page: tuple[int, dict[str, str], bytes], asked: int) -> None:
    waits: list[float] = []
    web.pages["/a"] = page
    refusal(f"{web.url}/a", attempts=3, sleep=waits.append)
    assert len(web.asked) == asked
    assert sum(waits) < 10


def test_what_is_sent_is_sent_once(web: Web) -> None:
    """A webhook that answers 503 has perhaps heard it."""
    web.pages["/hook"] = (503, {}, b"")
    with pytest.raises(FetchError):
        Fetch(allow_hosts=LOCAL, attempts=3)(f"{web.url}/hook", Request("POST", {}, b"{}"))
    assert len(web.asked) == 1


JPEG = b"\xff\xd8\xff" + bytes(range(256)) * 40
RAW = zlib.compressobj(wbits=-15)


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(JPEG)),
        ("x-gzip", gzip.compress(JPEG)),
        ("GZIP", gzip.compress(JPEG[:100]) + gzip.compress(JPEG[100:]) + b"\0\0"),
        ("gzip, aws-chunked", gzip.compress(JPEG)),
        ("deflate", zlib.compress(JPEG)),
        ("deflate", RAW.compress(JPEG) + RAW.flush()),
        ("gzip, gzip", gzip.compress(gzip.compress(JPEG))),
        *((label, JPEG) for label in ("aws-chunked", "none", "None", "UTF-8", "utf8", "identity", "binary", "image/jpeg", "gzip", ",")),
    ],
)  # fmt: skip
def test_a_picture_is_read_whatever_its_content_encoding_says(web: Web, encoding: str, body: bytes) -> None:
    """Buckets keep the label that a file was uploaded with, and send the compressed bytes whether or not they were asked for."""
    web.pages["/a"] = (200, {"Content-Encoding": encoding}, body)
    assert fetch(f"{web.url}/a") == JPEG


def test_a_small_body_does_not_become_a_large_one(web: Web) -> None:
    web.pages["/bomb"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(bytes(50_000_000)))
    begun = time.monotonic()
    assert "is larger than 100,000 bytes" in refusal(f"{web.url}/bomb", max_bytes=100_000)
    assert time.monotonic() - begun < 5


def test_a_body_in_countless_members_is_refused_at_once(web: Web) -> None:
    """Each copied all that followed: five megabytes of empty ones held a run for minutes, past every deadline."""
    web.pages["/members"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(b"") * 50_000)
    begun = time.process_time()
    assert "in too many parts" in refusal(f"{web.url}/members")
    assert time.process_time() - begun < 2


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, br"])
def test_a_compression_that_nobody_here_knows_is_named(web: Web, encoding: str) -> None:
    web.pages["/a"] = (200, {"Content-Encoding": encoding}, b"\x1f\x8b?")
    assert f"came compressed ({encoding.rpartition(' ')[2]})" in refusal(f"{web.url}/a")


def test_each_failure_says_what_happened(web: Web) -> None:
    web.pages["/gone"] = (410, {}, b"")
    web.pages["/short"] = (200, {"Content-Length": "100"}, b"only this")
    web.pages["/zip"] = (200, {"Content-Encoding": "gzip"}, b"\x1f\x8b")
    web.pages["/chunks"] = (200, {"Transfer-Encoding": "chunked"}, b"5\r\nhello\r\n99\r\nbroken")
    web.pages["/loop"] = (302, {}, b"")
    web.pages["/odd"] = lambda handler: handler.wfile.write(b"SSH-2.0-OpenSSH_9.2\r\n")
    web.pages["/silent"] = lambda _: None
    assert "answered 404 Not Found" in refusal(f"{web.url}/nothing")
    with pytest.raises(FetchError) as caught:
        fetch(f"{web.url}/nothing")
    assert caught.value.status == 404
    assert caught.value.reason == "answered 404 Not Found"
    assert caught.value.address == f"{web.url}/nothing"
    assert "answered 410 Gone" in refusal(f"{web.url}/gone")
    assert "broke off after 9 of 100 bytes" in refusal(f"{web.url}/short")
    assert "came compressed (gzip), and breaks off" in refusal(f"{web.url}/zip")
    assert "broke off" in refusal(f"{web.url}/chunks")
    assert "answered 302" in refusal(f"{web.url}/loop")
    assert "no proper HTTP answer" in refusal(f"{web.url}/odd")
    assert "closed the connection" in refusal(f"{web.url}/silent")


def test_a_port_where_nobody_listens_is_one_line() -> None:
    assert "refused" in refusal("http://127.0.0.1:1/a").lower()


def test_an_unknown_host_is_said_to_be_unknown() -> None:
    def resolve(host: str, port: int) -> tuple[str, ...]:
        raise socket.gaierror(-2, "Name or service not known")

    assert "host is not known (Name or service not known)" in refusal("http://nowhere.example/", resolve=resolve)


def test_the_next_address_is_tried_when_one_refuses(web: Web) -> None:
    port = web.url.rpartition(":")[2]
    web.pages["/a"] = b"x"
    allowed = frozenset({"two.example"})
    found = fetch(f"http://two.example:{port}/a", resolve=lambda *_: ("::1", "127.0.0.1"), allow_hosts=allowed)
    assert found == b"x"


# ── https ────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Of our own, for the name pictures.example."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "pictures.example")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("pictures.example")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return str(path)


@pytest.mark.parametrize(
    ("host", "reason"), [("pictures.example", None), ("other.example", "certificate cannot be trusted")]
)
def test_https_verifies_the_name_that_was_asked_for(certificate: str, host: str, reason: str | None) -> None:
    server_side = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server_side.load_cert_chain(certificate)
    web = Web(pages={"/a": b"secure"})
    server = serve(web, server_side)
    url = f"https://{host}:{server.server_port}/a"
    how = {
        "tls": ssl.create_default_context(cafile=certificate),
        "resolve": lambda *_: ("127.0.0.1",),
        "allow_hosts": frozenset({host}),
    }
    try:
        if reason is None:
            assert fetch(url, **how) == b"secure"
            del how["tls"]
            assert "certificate cannot be trusted" in refusal(url, **how)
        else:
            assert reason in refusal(url, **how)
    finally:
        server.shutdown()
        server.server_close()


def test_https_goes_through_the_proxy_unread(certificate: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The proxy gets its password and sees no request; the server gets the request and no password."""
    server_side = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server_side.load_cert_chain(certificate)
    web = Web(pages={"/a": b"secure"})
    server = serve(web, server_side)
    heads: list[bytes] = []

    class Tunnel(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            heads.append(self.request.recv(4096))
            self.request.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            with socket.create_connection(("127.0.0.1", server.server_port)) as inner:
                back = threading.Thread(target=copy, args=(inner, self.request), daemon=True)
                back.start()
                copy(self.request, inner)

    def copy(source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while chunk := source.recv(65536):
                sink.sendall(chunk)
            sink.shutdown(socket.SHUT_WR)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Tunnel) as proxy:
        threading.Thread(target=proxy.serve_forever, args=(0.01,), daemon=True).start()
        monkeypatch.setenv("https_proxy", f"http://me:secret@127.0.0.1:{proxy.server_address[1]}")
        monkeypatch.setenv("no_proxy", "")
        tls = ssl.create_default_context(cafile=certificate)
        try:
            assert Fetch(owners=True, tls=tls)("https://pictures.example/a").body == b"secure"
        finally:
            proxy.shutdown()
            server.shutdown()
            server.server_close()
    assert heads[0].startswith(b"CONNECT pictures.example:443")
    assert b"Proxy-Authorization: Basic" in heads[0]
    assert "Proxy-Authorization" not in web.asked[0][1]
