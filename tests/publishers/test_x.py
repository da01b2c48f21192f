"""Posts on X: what is sent, what it costs, and how a post is found again."""

from __future__ import annotations

import json
import logging
import traceback
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from bot.errors import PublishError, TargetRejected, TryLater
from bot.model import Digest, Receipt
from bot.publishers.interface import Surroundings
from bot.publishers.x.publisher import X
from tests.publishers.conftest import LINK, NOWHERE, claimed, entry_of, link_draft, picture, target_of
from tests.servers.faults import Response

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.model import Image
    from tests.servers.clock import ManualClock
    from tests.servers.x import XServer


def test_a_post_with_its_picture(x: X, x_server: XServer, digest: Digest, image: Image, clock: ManualClock) -> None:
    """Three signed requests make one post: text, picture and alt text are those of the draft."""
    receipt = x.publish(claimed(x, digest, link_draft(image), clock), image)
    (post,) = x_server.posts
    assert receipt == Receipt(post.id, f"https://x.com/i/web/status/{post.id}", clock.now())
    assert post.text == f"A digest <&> more\n\n{LINK}"
    assert post.links == [LINK]
    assert (post.media[0].content, post.media[0].alt) == (image.content, image.alt)
    assert [(one.operation, one.status) for one in x_server.requests] == [
        ("upload", 200),
        ("metadata", 200),
        ("create", 201),
    ]
    assert json.loads(x_server.requests[2].body) == {"text": post.text, "media": {"media_ids": [post.media[0].id]}}
    assert x_server.dollars() == Decimal("0.205")


def test_what_is_claimed_is_what_is_sent(x: X, x_server: XServer, digest: Digest, clock: ManualClock) -> None:
    """The body of the claim goes out as it is; without a picture nothing is uploaded, whatever is handed over."""
    claim = claimed(x, digest, link_draft(), clock)
    x.publish(claim, picture())
    (request,) = x_server.requests
    assert json.loads(request.body) == claim.payload["body"]


def test_labels_are_sent_with_a_picture_and_never_without(
    x: X, x_server: XServer, digest: Digest, image: Image, clock: ManualClock
) -> None:
    """X takes made_with_ai and paid_partnership as fields of the post, and they are about its media."""
    labelled = replace(link_draft(image), made_with_ai=True, paid_partnership=True)
    x.publish(claimed(x, digest, labelled, clock), image)
    body = json.loads(x_server.requests[-1].body)
    assert (body["made_with_ai"], body["paid_partnership"]) == (True, True)
    bare = claimed(x, digest, replace(labelled, image=None, text="Another one"), clock)
    x.publish(bare, None)
    assert set(json.loads(x_server.requests[-1].body)) == {"text"}


def test_the_handle_makes_the_address(new_x: Callable[..., X], digest: Digest, clock: ManualClock) -> None:
    """With a handle in the settings a post's address names it, without asking X for money."""
    x = new_x({"handle": "@someone"})
    receipt = x.publish(claimed(x, digest, link_draft(), clock), None)
    assert receipt.url == f"https://x.com/someone/status/{receipt.id}"


@pytest.mark.parametrize(
    "spelt", [LINK, LINK.replace("blog", "BLOG", 1), LINK.replace("-", "%2D"), LINK.replace(".example", ".example:443")]
)
def test_a_link_is_found_in_any_spelling(
    spelt: str, x: X, x_server: XServer, digest: Digest, clock: ManualClock
) -> None:
    """X may give a link back in another spelling of the same letters; it is the same link."""
    claim = claimed(x, digest, link_draft(), clock)
    post = x_server.add(x_server.poster, link_draft().text.replace(LINK, spelt))
    found = x.find(entry_of(claim, digest))
    assert found is not None
    assert (found.id, found.existing) == (post.id, True)


def test_other_words_with_the_link_are_a_question_for_a_person(
    x: X, x_server: XServer, digest: Digest, clock: ManualClock
) -> None:
    """Neither is it the post that was sent, nor does it prove that there is none."""
    claim = claimed(x, digest, link_draft(), clock)
    x_server.add(x_server.poster, f"Have you read this? {LINK}", at=clock.now() - timedelta(hours=2))
    assert x.find(entry_of(claim, digest)) is None, "it is older than the claim"
    x_server.add(x_server.poster, f"Have you read it? {LINK}")
    with pytest.raises(TryLater, match="other words"):
        x.find(entry_of(claim, digest))


@pytest.mark.parametrize(
    "shown",
    [
        "https://blog.example/posts/a-digest-2",
        "https://other.example/posts/a-digest",
        "https://blog.example/posts/a-digest?p=2",
    ],
)
def test_another_link_is_another_post(shown: str, x: X, x_server: XServer, digest: Digest, clock: ManualClock) -> None:
    """A post of another digest is never taken for this one's."""
    claim = claimed(x, digest, link_draft(), clock)
    x_server.add(x_server.poster, f"Words {shown}")
    assert x.find(entry_of(claim, digest)) is None


def test_a_post_without_a_link_is_found_by_its_text(
    x: X, x_server: XServer, digest: Digest, image: Image, clock: ManualClock
) -> None:
    """Escaped, and with a link to its picture at the end, the text is still the same."""
    draft = link_draft(image, text="5 < 6 & “so on” 👩‍👩‍👧", link=None)
    claim = claimed(x, digest, draft, clock)
    x_server.add(x_server.poster, "5 < 6 & “so on”")
    assert x.find(entry_of(claim, digest)) is None
    receipt = x.publish(claim, image)
    assert getattr(x.find(entry_of(claim, digest)), "id", None) == receipt.id


def test_a_picture_without_words_is_never_taken_for_absent(
    x: X, x_server: XServer, digest: Digest, image: Image, clock: ManualClock
) -> None:
    """Nothing tells it from another picture: it was not found, and went out again."""
    claim = claimed(x, digest, link_draft(image, text="", link=None), clock)
    x.publish(claim, image)
    with pytest.raises(TryLater, match="neither words nor a link"):
        x.find(entry_of(claim, digest))


def test_looking_is_bounded_by_what_is_known(x: X, x_server: XServer, digest: Digest, clock: ManualClock) -> None:
    """Since the newest post that the ledger knows, else since a day before the claim: no id is made up."""
    older = x_server.add(x_server.poster, f"Last week {LINK}", at=clock.now() - timedelta(days=7))
    entry = entry_of(claimed(x, digest, link_draft(), clock), digest)
    assert x.find(entry) is None
    asked = x_server.requests[-1].params
    assert "since_id" not in asked
    assert asked["start_time"] == "2025-11-27T12:00:00Z"
    assert x.find(replace(entry, since_id=older.id)) is None
    asked = x_server.requests[-1].params
    assert asked["since_id"] == older.id
    assert "start_time" not in asked


def test_a_long_timeline_is_read_to_its_end(x: X, x_server: XServer, digest: Digest, clock: ManualClock) -> None:
    """The post is found behind many newer ones, and each page is asked for once."""
    claim = claimed(x, digest, link_draft(), clock)
    receipt = x.publish(claim, None)
    for number in range(150):
        clock.forward(seconds=1)
        x_server.add(x_server.poster, f"Number {number}")
    assert getattr(x.find(entry_of(claim, digest)), "id", None) == receipt.id
    assert x_server.http.count("timeline") == 3


def test_a_post_that_lags_is_not_found_yet(x: X, x_server: XServer, digest: Digest, clock: ManualClock) -> None:
    """A timeline may be 15 minutes behind: None then means not yet."""
    x_server.lag = timedelta(minutes=15)
    claim = claimed(x, digest, link_draft(), clock)
    receipt = x.publish(claim, None)
    assert x.find(entry_of(claim, digest)) is None
    clock.forward(minutes=15)
    assert getattr(x.find(entry_of(claim, digest)), "id", None) == receipt.id


def test_recent_posts_with_all_their_links(x: X, x_server: XServer, clock: ManualClock) -> None:
    """Newest first, links in full, text as it was written; nobody else's."""
    x_server.add(x_server.poster, "Long ago", at=clock.now() - timedelta(days=9))
    first = x_server.add(x_server.poster, f"One & two {LINK}")
    clock.forward(hours=1)
    second = x_server.add(x_server.poster, "Without")
    x_server.add(x_server.account("other"), "Not mine")
    own = list(x.recent(clock.now() - timedelta(days=1)))
    assert [one.receipt.id for one in own] == [second.id, first.id]
    assert (own[1].links, own[1].text) == ((LINK,), f"One & two {LINK}")
    assert own[1].receipt.posted_at == first.created_at
    assert len(list(x.recent(None))) == 3


def test_deleting_twice_is_deleting_once(x: X, x_server: XServer, digest: Digest, clock: ManualClock) -> None:
    """Gone is gone, by whichever answer X says so."""
    receipt = x.publish(claimed(x, digest, link_draft(), clock), None)
    x.delete(receipt)
    assert x_server.posts == []
    x.delete(receipt)
    x_server.fault("delete", "404")
    x.delete(receipt)


def test_check_costs_nothing_and_posts_nothing(x: X, x_server: XServer) -> None:
    """Keys that may post are told from keys that may only read, without a cent."""
    assert x_server.poster.number in x.check()
    assert x_server.posts == []
    assert x_server.dollars() == 0
    x_server.poster.may_write = False
    with pytest.raises(TargetRejected, match="Read and write"):
        x.check()


@pytest.mark.parametrize("name", ["X_API_KEY", "X_API_SECRET", "X_ACCESS_TOKEN", "X_ACCESS_TOKEN_SECRET"])
def test_a_wrong_secret_is_refused(
    name: str, new_x: Callable[..., X], x_server: XServer, digest: Digest, clock: ManualClock
) -> None:
    """The signature is checked for real: any of the four wrong, and nothing is posted."""
    x = new_x(**{name: f"{x_server.poster.number}-wrong"})
    with pytest.raises(TargetRejected, match="401"):
        x.publish(claimed(x, digest, link_draft(), clock), None)
    assert x_server.posts == []


def test_missing_secrets_are_named_and_prepare_needs_none(digest: Digest, clock: ManualClock) -> None:
    """A dry run needs no account; sending says which variables are not set."""
    x = X(target_of("x"), Surroundings({"X_API_KEY": "k"}, clock, NOWHERE))
    claim = claimed(x, digest, link_draft(), clock)
    with pytest.raises(TargetRejected, match="X_API_SECRET, X_ACCESS_TOKEN, X_ACCESS_TOKEN_SECRET are not set"):
        x.publish(claim, None)


@pytest.mark.parametrize("base", ["http://api.example", "ftp://127.0.0.1", "api.x.com", "https://"])
def test_secrets_go_over_no_open_wire(base: str, new_x: Callable[..., X], digest: Digest, clock: ManualClock) -> None:
    """Only https, or this machine itself."""
    x = new_x(X_API_BASE=base)
    with pytest.raises(TargetRejected, match="X_API_BASE"):
        x.publish(claimed(x, digest, link_draft(), clock), None)


def test_a_second_account_has_its_own_variables(
    new_x: Callable[..., X], x_server: XServer, digest: Digest, clock: ManualClock
) -> None:
    """env = "X_FR" reads X_FR_API_KEY and so on; the address of the service may be shared."""
    other = x_server.account("autre")
    environ = other.environ("X_FR")
    del environ["X_FR_API_BASE"]
    x = new_x({"name": "x-fr", "env": "X_FR"}, **environ)
    x.publish(claimed(x, digest, link_draft(), clock), None)
    assert [post.author for post in x_server.posts] == [other.number]


def test_a_redirect_is_not_followed(
    x: X, x_server: XServer, digest: Digest, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A signed request goes to nobody else."""
    elsewhere = Response(307, b"", {"Location": f"{x_server.url}/2/media/upload"})
    monkeypatch.setattr(x_server.http, "answer", lambda _: elsewhere)
    with pytest.raises(TargetRejected, match="X_API_BASE"):
        x.publish(claimed(x, digest, link_draft(), clock), None)
    assert len(x_server.requests) == 1


@pytest.mark.parametrize(
    "body",
    [
        b"[1]",
        b'"no"',
        b'{"errors": "no"}',
        b'{"errors": [1]}',
        b"{",
        b"\xff",
        b'{"data": []}',
        b'{"data": {"id": "abc"}}',
    ],
)
@pytest.mark.parametrize("status", [200, 201, 400, 403, 429, 500])
def test_strange_answers_are_not_stumbled_over(
    status: int,
    body: bytes,
    x: X,
    x_server: XServer,
    digest: Digest,
    clock: ManualClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whatever shape an answer has, one of our errors comes out of it."""
    monkeypatch.setattr(x_server.http, "answer", lambda _: Response(status, body, {"x-rate-limit-reset": "soon"}))
    with pytest.raises(PublishError):
        x.publish(claimed(x, digest, link_draft(), clock), None)


def test_secrets_are_in_no_error_and_no_log(
    new_x: Callable[..., X],
    x_server: XServer,
    digest: Digest,
    clock: ManualClock,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Not even where the server sends all that it got back, and everything is logged."""
    caplog.set_level(logging.DEBUG)
    secrets = [secret for name, secret in x_server.environ().items() if name != "X_API_BASE"]
    echo = json.dumps(
        {"title": "Bad", "detail": " ".join(secrets), "errors": [{"message": " ".join(secrets)}]}
    ).encode()
    for status in (200, 400, 401, 403, 429, 500):
        monkeypatch.setattr(x_server.http, "answer", lambda _, status=status: Response(status, echo))
        x = new_x()
        with pytest.raises(PublishError) as caught:
            x.publish(claimed(x, digest, link_draft(), clock), None)
        said = "".join(traceback.format_exception(caught.value)) + repr(caught.value) + repr(x) + caplog.text
        assert not [secret for secret in secrets if secret in said]
    assert "oauth_signature" not in caplog.text


def test_an_idle_connection_is_not_posted_into(x: X, x_server: XServer, digest: Digest, clock: ManualClock) -> None:
    """A server closes idle connections; a post sent into a dead one would be in doubt for nothing."""
    entry = entry_of(claimed(x, digest, link_draft(), clock), digest)
    for pause, connections in ((0, 1), (1, 1), (300, 2)):
        clock.forward(seconds=pause)
        assert x.find(entry) is None
        draft = link_draft(text=f"After {pause} s", link=None)
        x.publish(claimed(x, digest, draft, clock), None)
        clock.forward(seconds=pause)
        x.publish(claimed(x, digest, replace(draft, text=f"{draft.text} more"), clock), None)
        assert x_server.http.accepted == connections


def test_an_unknown_token_form_says_what_is_wrong(new_x: Callable[..., X]) -> None:
    """An OAuth 2.0 token in the place of the 1.0a one is recognised before anything is sent."""
    with pytest.raises(TargetRejected, match=r"OAuth 1\.0a"):
        new_x(X_ACCESS_TOKEN="bearerish").check()


def test_a_bot_that_is_stopped_waits_no_longer(x: X, x_server: XServer, digest: Digest, clock: ManualClock) -> None:
    """A signal ends the wait; what is surely not posted is put off."""
    clock.stopped = True
    x_server.fault("create", "429", 99)
    with pytest.raises(TryLater):
        x.publish(claimed(x, digest, link_draft(), clock), None)
    assert x_server.http.count("create") == 1
