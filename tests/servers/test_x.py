"""The loopback X is as strict as the real one: what it refuses here, a mock would have let through."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
import requests
from requests_oauthlib import OAuth1

from tests.publishers.conftest import picture

if TYPE_CHECKING:
    from tests.servers.x import Account, XServer

Ask = Callable[..., requests.Response]


def signed(account: Account) -> OAuth1:
    return OAuth1(account.api_key, account.api_secret, account.token, account.token_secret)


@pytest.fixture
def ask(x_server: XServer) -> Ask:
    def send(method: str, path: str, account: Account | None = None, **what: Any) -> requests.Response:
        auth = signed(account or x_server.poster)
        return requests.request(method, f"{x_server.url}{path}", auth=auth, timeout=5, **what)

    return send


def test_a_signature_holds_for_one_request_only(x_server: XServer) -> None:
    """Of this method, address and query, and once."""
    request = requests.Request(
        "POST", f"{x_server.url}/2/tweets", json={"text": "a"}, auth=signed(x_server.poster)
    ).prepare()
    with requests.Session() as session:
        assert session.send(request, timeout=5).status_code == 201
        assert session.send(request, timeout=5).status_code == 401, "the nonce was used"
        moved = requests.Request("GET", f"{x_server.url}/2/users/me", auth=signed(x_server.poster)).prepare()
        moved.url = f"{x_server.url}/2/users/{x_server.poster.number}/tweets"
        assert session.send(moved, timeout=5).status_code == 401
        old = requests.Request(
            "GET",
            f"{x_server.url}/2/users/me",
            auth=OAuth1(
                x_server.poster.api_key,
                x_server.poster.api_secret,
                x_server.poster.token,
                x_server.poster.token_secret,
                timestamp="1700000000",
            ),
        ).prepare()
        assert session.send(old, timeout=5).status_code == 401
        assert session.get(f"{x_server.url}/2/users/me", timeout=5).status_code == 401
    assert len(x_server.posts) == 1


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"text": ""},
        {"text": 1},
        {"text": "a", "alt_text": "b"},
        {"text": "a", "media": {}},
        {"text": "a", "media": {"media_ids": []}},
        {"text": "a", "media": {"media_ids": [1]}},
        {"text": "a", "media": {"media_ids": ["1"]}},
        {"text": "a", "media": {"media_ids": ["1"] * 5}},
        {"text": "a", "media": {"ids": ["1"]}},
        [],
    ],
)
def test_only_the_published_shape_is_a_post(body: object, ask: Ask, x_server: XServer) -> None:
    answer = ask("POST", "/2/tweets", json=body)
    assert answer.status_code == 400
    assert answer.json()["title"] == "Invalid Request"
    assert x_server.posts == []


@pytest.mark.parametrize(
    ("text", "fits"), [("a" * 280, True), ("a" * 281, False), ("日" * 140, True), ("日" * 141, False)]
)
def test_the_length_is_counted(text: str, fits: bool, ask: Ask) -> None:
    assert ask("POST", "/2/tweets", json={"text": text}).ok == fits


def test_links_and_emoji_have_their_own_weight(ask: Ask) -> None:
    """23 for any link, 2 for any emoji."""
    assert ask("POST", "/2/tweets", json={"text": f"{'a' * 253} https://blog.example/{'b' * 300} 👩‍👩‍👧"}).ok
    assert not ask("POST", "/2/tweets", json={"text": f"{'a' * 257} https://blog.example/"}).ok


def test_a_duplicate_is_refused_in_the_documented_words(ask: Ask) -> None:
    ask("POST", "/2/tweets", json={"text": "a"})
    answer = ask("POST", "/2/tweets", json={"text": " a"})
    assert (answer.status_code, answer.json()["detail"]) == (
        403,
        "You are not allowed to create a Tweet with duplicate content.",
    )


def test_media_belong_to_whoever_uploaded_them(ask: Ask, x_server: XServer) -> None:
    body = {"media": base64.b64encode(picture().content).decode(), "media_category": "tweet_image"}
    media_id = ask("POST", "/2/media/upload", json=body).json()["data"]["id"]
    post = {"text": "a", "media": {"media_ids": [media_id]}}
    assert ask("POST", "/2/tweets", x_server.account("other"), json=post).status_code == 400
    assert ask("POST", "/2/tweets", json=post).status_code == 201


def test_an_upload_can_be_a_form(ask: Ask, x_server: XServer) -> None:
    """As the docs show it, beside JSON."""
    answer = ask("POST", "/2/media/upload", data={"media_category": "tweet_image"}, files={"media": picture().content})
    assert answer.status_code == 200
    assert [one.content for one in x_server.media.values()] == [picture().content]


@pytest.mark.parametrize(
    ("content", "category", "status"),
    [
        (b"words", "tweet_image", 400),
        (picture(size=(3, 3)).content, "tweet_image", 400),
        (picture(kind="BMP").content, "tweet_image", 400),
        (picture().content + b"\0" * 5_000_000, "tweet_image", 413),
        (picture().content, "tweet_video", 400),
    ],
)
def test_what_is_no_picture_is_refused(content: bytes, category: str, status: int, ask: Ask) -> None:
    body = {"media": base64.b64encode(content).decode(), "media_category": category}
    assert ask("POST", "/2/media/upload", json=body).status_code == status


@pytest.mark.parametrize(
    "params",
    [{"max_results": 4}, {"max_results": 101}, {"since_id": "x"}, {"since": "1"}, {"start_time": "2025-01-01"}],
)
def test_the_timeline_knows_its_parameters(params: dict[str, str], ask: Ask, x_server: XServer) -> None:
    assert ask("GET", f"/2/users/{x_server.poster.number}/tweets", params=params).status_code == 400


def test_a_read_only_app_is_told_so(ask: Ask, x_server: XServer) -> None:
    x_server.poster.may_write = False
    answer = ask("POST", "/2/tweets", json={"text": "a"})
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (403, "oauth1-permissions")


def test_every_request_is_on_record(ask: Ask, x_server: XServer) -> None:
    ask("POST", "/2/tweets", json={"text": "a"})
    (request,) = x_server.requests
    assert (request.operation, request.status, json.loads(request.body)) == ("create", 201, {"text": "a"})
