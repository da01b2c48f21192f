"""The loopback Mastodon is as strict as the real one: what it refuses here, a mock would have let through."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import requests

from tests.publishers.conftest import picture

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.servers.mastodon import MastodonServer

    Ask = Callable[..., requests.Response]


@pytest.fixture
def ask(mastodon_server: MastodonServer) -> Ask:
    def send(method: str, path: str, **what: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {mastodon_server.poster.token}", **what.pop("headers", {})}
        return requests.request(method, f"{mastodon_server.url}{path}", headers=headers, timeout=5, **what)

    return send


def upload(ask: Ask) -> str:
    answer = ask("POST", "/api/v2/media", files={"file": ("a.jpg", picture().content, "image/jpeg")})
    assert answer.status_code == 200
    return str(answer.json()["id"])


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"status": ""}, "can't be blank"),
        ({"status": "x" * 501}, "character limit of 500"),
        ({"status": "x" * 495, "spoiler_text": "counts"}, "character limit"),
        ({"status": "x", "visibility": "everybody"}, "Visibility"),
        ({"status": "x", "media_ids[]": ["1"]}, "not found or already attached"),
        ({"status": "x", "idempotency_key": "a"}, "knows no"),
    ],
)
def test_what_is_wrong_is_refused(ask: Ask, mastodon_server: MastodonServer, body: dict[str, Any], error: str) -> None:
    answer = ask("POST", "/api/v1/statuses", data=body)
    assert answer.status_code == 422
    assert error in answer.json()["error"]
    assert mastodon_server.posts == []


def test_a_link_counts_23(ask: Ask) -> None:
    link = "https://blog.example/" + "x" * 300
    assert ask("POST", "/api/v1/statuses", data={"status": f"{'y' * 476} {link}"}).status_code == 200
    assert ask("POST", "/api/v1/statuses", data={"status": f"{'y' * 477} {link}"}).status_code == 422


def test_a_picture_is_attached_once(ask: Ask) -> None:
    number = upload(ask)
    body = {"status": "x", "media_ids[]": [number]}
    assert ask("GET", f"/api/v1/media/{number}").status_code == 200
    assert ask("POST", "/api/v1/statuses", data=body).status_code == 200
    assert ask("POST", "/api/v1/statuses", data=body).status_code == 422
    assert ask("GET", f"/api/v1/media/{number}").status_code == 404


@pytest.mark.parametrize(("version", "status"), [("4.2.0", 200), ("4.5.15", 200), ("4.6.3", 500)])
def test_a_key_is_remembered_as_that_version_does(
    ask: Ask, mastodon_server: MastodonServer, version: str, status: int
) -> None:
    mastodon_server.version = version
    how = {"data": {"status": "x"}, "headers": {"Idempotency-Key": "k"}}
    first = ask("POST", "/api/v1/statuses", **how)
    again = ask("POST", "/api/v1/statuses", **how)
    assert (first.status_code, again.status_code, len(mastodon_server.posts)) == (200, status, 1)
    assert ask("DELETE", f"/api/v1/statuses/{first.json()['id']}").status_code == 200
    assert ask("POST", "/api/v1/statuses", **how).status_code == 404


def test_a_token_may_do_what_its_scopes_say(ask: Ask, mastodon_server: MastodonServer) -> None:
    mastodon_server.poster.scopes = ("read:statuses",)
    assert ask("POST", "/api/v1/statuses", data={"status": "x"}).status_code == 403
    assert ask("GET", "/api/v1/accounts/verify_credentials").status_code == 403
    assert ask("GET", "/api/v1/apps/verify_credentials").json()["scopes"] == ["read:statuses"]
    assert ask("GET", "/api/v1/apps/verify_credentials", headers={"Authorization": "Bearer no"}).status_code == 401


def test_a_text_comes_back_as_html(ask: Ask) -> None:
    link = "https://blog.example/posts/a-long-one-that-is-cut?a=1&b=2"
    content = ask("POST", "/api/v1/statuses", data={"status": f"A <b> & #AI\nline\n\n{link}"}).json()["content"]
    assert content.startswith("<p>A &lt;b&gt; &amp; <a ")
    assert "<br />line</p><p>" in content
    assert 'href="https://blog.example/posts/a-long-one-that-is-cut?a=1&amp;b=2"' in content
    assert link not in content
