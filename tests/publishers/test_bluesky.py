"""Posts on a real Bluesky server: what is sent, and that nothing can be sent twice."""

from __future__ import annotations

import json
import logging
import threading
import traceback
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.errors import PictureRejected, PublishError, Rejected, TargetRejected
from bot.model import Card, Digest, Facet, Receipt
from bot.publishers.bluesky.errors import Refused, failed_login, refused_call
from bot.publishers.bluesky.identifiers import ALPHABET, CLOCK_BITS, EPOCH, digest_rkey
from bot.publishers.bluesky.publisher import Bluesky
from bot.publishers.bluesky.repo import Put
from bot.publishers.interface import Surroundings
from tests.publishers.conftest import LINK, NOWHERE, card_draft, claimed, entry_of, picture, target_of
from tests.servers.faults import Request, Response

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.model import Image
    from tests.servers.clock import ManualClock
    from tests.servers.pds import Account, Pds


def test_a_post_with_its_card(
    bluesky: Bluesky, pds: Pds, account: Account, digest: Digest, image: Image, clock: ManualClock
) -> None:
    """The record on the server is the claim's, to the letter, and its address was known before."""
    claim = claimed(bluesky, digest, card_draft(image), clock)
    address = bluesky.address(digest)
    receipt = bluesky.publish(claim, image)
    (post,) = pds.posts(account)
    assert post["value"] == claim.payload
    assert post["value"]["createdAt"] == "2025-11-28T12:00:00.000Z"
    assert receipt == Receipt(post["uri"], str(address), clock.now(), cid=post["cid"])
    assert receipt.id == f"at://{account.did}/app.bsky.feed.post/{claim.rkey}"
    assert pds.blob(account, post["value"]["embed"]["external"]["thumb"]["ref"]["$link"]) == image.content
    (facet,) = post["value"]["facets"]
    index = facet["index"]
    assert post["value"]["text"].encode()[index["byteStart"] : index["byteEnd"]] == b"#KI"
    assert [request.operation for request in pds.requests] == ["login", "upload", "create"]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_post_with_a_picture_of_its_own(
    kind: str, bluesky: Bluesky, pds: Pds, account: Account, digest: Digest, clock: ManualClock
) -> None:
    """Attached with its words and its shape; the server finds the type that the record names."""
    image = picture(kind=kind)
    bluesky.publish(claimed(bluesky, digest, replace(card_draft(image), card=None), clock), image)
    (post,) = pds.posts(account)
    (shown,) = post["value"]["embed"]["images"]
    assert (shown["alt"], shown["aspectRatio"]) == (image.alt, {"width": 300, "height": 200})


def test_the_same_claim_twice_is_one_post(
    bluesky: Bluesky,
    new_bluesky: Callable[[], Bluesky],
    pds: Pds,
    account: Account,
    digest: Digest,
    image: Image,
    clock: ManualClock,
) -> None:
    """Sent again as it is: nothing happens, and the receipt is the same."""
    claim = claimed(bluesky, digest, card_draft(image), clock)
    first = bluesky.publish(claim, image)
    assert new_bluesky().publish(claim, image) == replace(first, existing=True)
    assert len(pds.posts(account)) == 1


def test_a_lost_ledger_makes_no_second_post(
    bluesky: Bluesky, new_bluesky: Callable[[], Bluesky], pds: Pds, account: Account, digest: Digest, clock: ManualClock
) -> None:
    """Another time and other words, but the same digest: the server says so, and the receipt is the first post's."""
    first = bluesky.publish(claimed(bluesky, digest, card_draft(), clock), None)
    clock.forward(days=3)
    edited = replace(card_draft(), text="Another title #KI", facets=())
    again = new_bluesky()
    assert again.publish(claimed(again, digest, edited, clock), None) == replace(first, existing=True)
    (post,) = pds.posts(account)
    assert post["value"]["text"] == card_draft().text


def test_another_post_at_our_key_is_said(bluesky: Bluesky, digest: Digest, clock: ManualClock) -> None:
    """Two digests can share a key once in a million same-millisecond pairs; it is not kept quiet."""
    claim = claimed(bluesky, digest, card_draft(), clock)
    bluesky.publish(claim, None)
    other = claimed(
        bluesky,
        digest,
        replace(card_draft(), card=None, facets=(Facet(0, 3, "link", "https://blog.example/other"),)),
        clock,
    )
    receipt = bluesky.publish(other, None)
    assert receipt.existing
    assert "another link" in receipt.warnings[0]


def test_another_blogs_post_at_our_key_is_not_taken_for_ours(
    new_bluesky: Callable[[], Bluesky], pds: Pds, account: Account, digest: Digest, clock: ManualClock
) -> None:
    """Two blogs of one account have a file of one name and day each: the second one's digest was said to be posted already."""
    drafts = [
        replace(card_draft(), card=Card(address, title, "What it is about"))
        for address, title in (
            ("https://blog.example/posts/hello", "Hello"),
            ("https://blog.example.de/posts/hello", "Guten Tag"),
        )
    ]
    for _ in range(2):
        for draft in drafts:
            one = new_bluesky()
            claim = claimed(one, digest, draft, clock)
            receipt = one.publish(claim, None)
            assert receipt.warnings == ()
            found = one.find(entry_of(claim, digest))
            assert found is not None
            assert found.id == receipt.id
            clock.forward(hours=1)
    assert sorted(post["value"]["embed"]["external"]["title"] for post in pds.posts(account)) == ["Guten Tag", "Hello"]
    third = claimed(one, digest, replace(card_draft(), card=Card("https://third.example/hello", "Ciao", "")), clock)
    with pytest.raises(PublishError, match="another blog's; give the digest an id"):
        one.publish(third, None)
    assert len(pds.posts(account)) == 2


def test_ten_at_once_make_one_post(
    new_bluesky: Callable[[], Bluesky], pds: Pds, account: Account, digest: Digest, clock: ManualClock
) -> None:
    """Ten machines that know nothing of each other: one makes the post, and all get its receipt."""
    receipts: list[Receipt] = []

    def run(number: int) -> None:
        one = new_bluesky()
        claim = claimed(one, digest, replace(card_draft(), text=f"Machine {number} #KI", facets=()), clock)
        receipts.append(one.publish(claim, None))

    threads = [threading.Thread(target=run, args=(number,)) for number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(pds.posts(account)) == 1
    assert len(receipts) == 10
    assert len({receipt.id for receipt in receipts}) == 1
    assert sum(not receipt.existing for receipt in receipts) == 1


def filtered_key() -> datetime:
    """A time whose key the server's filter of words takes offence at."""
    value = 0
    for character in "3noqqermmmmmm":
        value = value << 5 | ALPHABET.index(character)
    return EPOCH + timedelta(microseconds=value >> CLOCK_BITS)


def test_a_key_that_the_server_refuses_has_a_second_one(
    new_bluesky: Callable[[], Bluesky], pds: Pds, account: Account, digest: Digest, clock: ManualClock
) -> None:
    """Servers filter words in keys: the second key is as fixed as the first, so that there is one post all the same."""
    digest = replace(digest, published_at=filtered_key())
    receipts = []
    for _ in range(2):
        one = new_bluesky()
        claim = claimed(one, digest, card_draft(), clock)
        assert "noqqer" in str(claim.rkey)
        receipts.append(one.publish(claim, None))
        clock.forward(hours=1)
    assert len(pds.posts(account)) == 1
    assert receipts[1] == replace(receipts[0], existing=True)
    found = new_bluesky().find(entry_of(claim, digest))
    assert found == receipts[1]


def test_again_is_a_new_post(bluesky: Bluesky, pds: Pds, account: Account, digest: Digest, clock: ManualClock) -> None:
    """What was posted once can be posted once more, when somebody asks for it."""
    first = bluesky.publish(claimed(bluesky, digest, card_draft(), clock), None)
    clock.forward(days=1)
    claim = claimed(bluesky, digest, card_draft(), clock)
    again = bluesky.prepare(digest, card_draft(), clock.now(), again=True)
    second = bluesky.publish(replace(claim, payload=again.payload, rkey=again.rkey), None)
    assert not second.existing
    assert {post["uri"] for post in pds.posts(account)} == {first.id, second.id}


def test_mentions_are_resolved_and_strangers_are_words(
    bluesky: Bluesky, pds: Pds, account: Account, digest: Digest, clock: ManualClock
) -> None:
    """A mention needs the account's DID; whoever does not exist stays in the text, with a warning."""
    friend = pds.account()
    text = f"By @{friend.handle} and @nobody.test"
    start = text.index("@nobody")
    draft = replace(
        card_draft(),
        text=text,
        facets=(
            Facet(3, 4 + len(friend.handle), "mention", friend.handle),
            Facet(start, len(text), "mention", "nobody.test"),
        ),
    )
    receipt = bluesky.publish(claimed(bluesky, digest, draft, clock), None)
    (post,) = pds.posts(account)
    (facet,) = post["value"]["facets"]
    assert facet["features"] == [{"$type": "app.bsky.richtext.facet#mention", "did": friend.did}]
    assert receipt.warnings == ("@nobody.test is nobody on Bluesky, so it is no mention",)
    assert bluesky.publish(claimed(bluesky, digest, draft, clock), None).existing


@pytest.mark.parametrize("size", [1_000_001])
def test_a_picture_that_the_record_may_not_hold(
    size: int, bluesky: Bluesky, pds: Pds, account: Account, digest: Digest, image: Image, clock: ManualClock
) -> None:
    """The server takes the blob and refuses the record because of it: without the picture it may be sent."""
    large = replace(image, content=image.content + b"\0" * (size - len(image.content)))
    with pytest.raises(PictureRejected):
        bluesky.publish(claimed(bluesky, digest, card_draft(large), clock), large)
    assert pds.posts(account) == []


def test_a_picture_of_another_type(bluesky: Bluesky, digest: Digest, clock: ManualClock) -> None:
    """What the server takes for something else than the record says costs the picture, not the post."""
    mislabelled = replace(picture(kind="PNG"), media_type="image/jpeg")
    with pytest.raises(PictureRejected, match="another one"):
        bluesky.publish(claimed(bluesky, digest, card_draft(mislabelled), clock), mislabelled)


def test_deleted_and_posted_again_with_its_picture(
    bluesky: Bluesky, pds: Pds, account: Account, digest: Digest, image: Image, clock: ManualClock
) -> None:
    """Deleting takes the last user of the picture with it; it is uploaded again."""
    claim = claimed(bluesky, digest, card_draft(image), clock)
    receipt = bluesky.publish(claim, image)
    bluesky.delete(receipt)
    assert pds.posts(account) == []
    assert bluesky.find(entry_of(claim, digest)) is None
    bluesky.delete(receipt)
    assert not bluesky.publish(claim, image).existing


def test_a_session_whose_time_is_up_is_renewed(
    new_bluesky: Callable[..., Bluesky], pds: Pds, account: Account, digest: Digest, image: Image, clock: ManualClock
) -> None:
    """By the refresh token, without another log-in, and before anything is sent in vain."""
    from atproto import Session as SdkSession  # type: ignore[import-untyped]  # no py.typed; it takes a second to import

    bluesky = new_bluesky(logged_in=False)
    session = bluesky.api.session()
    _, refresh = session.tokens()
    old = SdkSession(session.handle, session.did, pds.expired_token(account), refresh, session.server)
    session.client.login(session_string=old.export(), fetch_bsky_profile=False)
    bluesky.publish(claimed(bluesky, digest, card_draft(image), clock), image)
    assert len(pds.posts(account)) == 1
    assert [request.operation for request in pds.requests] == ["login", "refresh", "upload", "create"]


def test_a_session_that_the_server_ended_is_replaced_once(
    bluesky: Bluesky, pds: Pds, account: Account, digest: Digest, image: Image, clock: ManualClock
) -> None:
    """Its clock is ahead of ours, or its keys are new: one more log-in, and the post goes out."""
    bluesky.warm()
    del pds.requests[:]
    pds.fault("upload", "expired", 1)
    bluesky.publish(claimed(bluesky, digest, card_draft(image), clock), image)
    assert len(pds.posts(account)) == 1
    assert [request.operation for request in pds.requests] == ["upload", "login", "upload", "create"]


def test_a_session_that_is_ended_again_and_again_is_no_flood_of_logins(
    bluesky: Bluesky, pds: Pds, account: Account, digest: Digest, clock: ManualClock
) -> None:
    """Servers allow few a day: a call that fails after its second log-in has failed."""
    bluesky.warm()
    del pds.requests[:]
    pds.fault("create", "expired", 99)
    with pytest.raises(Rejected):
        bluesky.publish(claimed(bluesky, digest, card_draft(), clock), None)
    assert [request.operation for request in pds.requests] == ["create", "login", "create"]
    assert pds.posts(account) == []


def test_one_login_for_many_posts(
    new_bluesky: Callable[..., Bluesky], pds: Pds, account: Account, digest: Digest, clock: ManualClock
) -> None:
    """Servers allow few logins a day: one run logs in once, whatever happens in which thread."""
    bluesky = new_bluesky(logged_in=False)
    warm = threading.Thread(target=bluesky.warm)
    warm.start()
    for number in range(3):
        one = replace(digest, key=f"digest-{number}")
        bluesky.publish(claimed(bluesky, one, card_draft(), clock), None)
    warm.join()
    assert pds.proxy.count("login") == 1
    assert len(pds.posts(account)) == 3


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_password_follows_nobody_elsewhere(
    status: int, new_bluesky: Callable[..., Bluesky], pds: Pds, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that sends its callers on to another one is a wrong setting; nothing is sent there."""
    seen: list[str] = []

    def answer(request: Request) -> Response:
        seen.append(request.path)
        return Response(status, b"{}", {"location": f"{pds.url}/elsewhere"})

    monkeypatch.setattr(pds.proxy, "answer", answer)
    with pytest.raises(TargetRejected, match="BLUESKY_SERVICE") as caught:
        new_bluesky(logged_in=False).warm()
    assert str(status) in caught.value.what
    assert seen == ["/xrpc/com.atproto.server.createSession"]


def test_a_post_follows_nobody_elsewhere(
    bluesky: Bluesky, pds: Pds, account: Account, digest: Digest, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A followed 302 would turn the post into a question, and its answer into a receipt."""
    bluesky.warm()
    claim = claimed(bluesky, digest, card_draft(), clock)
    elsewhere = Response(302, b"{}", {"location": f"{pds.url}/xrpc/elsewhere"})
    with monkeypatch.context() as patched:
        patched.setattr(pds.proxy, "answer", lambda _: elsewhere)
        with pytest.raises(TargetRejected, match="BLUESKY_SERVICE"):
            bluesky.publish(claim, None)
    assert pds.posts(account) == []


def test_recent_posts_with_all_their_links(bluesky: Bluesky, digest: Digest, clock: ManualClock) -> None:
    """Newest first by when they were posted, which is not the order of their keys."""
    old = replace(digest, key="old", published_at=datetime(2026, 1, 1, tzinfo=UTC))
    bluesky.publish(claimed(bluesky, old, card_draft(), clock), None)
    clock.forward(days=2)
    linked = replace(card_draft(), text="See it", facets=(Facet(0, 3, "link", "https://blog.example/b"),), card=None)
    bluesky.publish(claimed(bluesky, digest, linked, clock), None)
    own = list(bluesky.recent(None))
    assert [one.links for one in own] == [("https://blog.example/b",), (LINK,)]
    assert own[0].receipt.existing
    assert [one.text for one in bluesky.recent(clock.now() - timedelta(days=1))] == ["See it"]


def test_check_says_who(bluesky: Bluesky, pds: Pds, account: Account) -> None:
    """A login, and nothing posted."""
    assert bluesky.check() == f"@{account.handle} ({account.did}) on {pds.url}"


def test_a_wrong_password_is_said_with_its_remedy(
    new_bluesky: Callable[..., Bluesky], digest: Digest, clock: ManualClock
) -> None:
    """By the names of the variables, and without the password."""
    one = new_bluesky(logged_in=False, BLUESKY_APP_PASSWORD="wrong-pass-word")
    with pytest.raises(TargetRejected, match="BLUESKY_APP_PASSWORD") as caught:
        one.publish(claimed(one, digest, card_draft(), clock), None)
    assert "app password" in str(caught.value)
    assert "wrong-pass-word" not in str(caught.value)


@pytest.mark.parametrize(
    ("handle", "seen"),
    [
        ("\u202aposter.test\u202c", r"'\u202aposter.test\u202c'"),
        ("https://bsky.app/profile/poster.test", "'https://bsky.app/profile/poster.test'"),
        ("poster", "'poster'"),
    ],
)
def test_a_handle_that_is_none_is_told_as_it_is(
    handle: str, seen: str, new_bluesky: Callable[..., Bluesky], digest: Digest, clock: ManualClock
) -> None:
    """Whoever copied it with invisible marks, or as an address, sees them; a new app password would not help."""
    one = new_bluesky(logged_in=False, BLUESKY_HANDLE=handle)
    with pytest.raises(TargetRejected) as caught:
        one.publish(claimed(one, digest, card_draft(), clock), None)
    assert f"BLUESKY_HANDLE is {seen}: write the whole name and nothing else" in str(caught.value)


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("AccountDeactivated", "activate it again"),
        ("AccountTakedown", "moderators"),
        ("AuthFactorTokenRequired", "app password"),
    ],
)
def test_what_is_wrong_with_the_account_itself_is_told(name: str, remedy: str) -> None:
    """At the log-in and at the post alike; no new password is asked for where it is not the password."""
    target, now = target_of("bluesky"), datetime(2026, 11, 25, tzinfo=UTC)
    refused = Refused(401, name, "Account is deactivated", {})
    for error in (
        failed_login(refused, target, "me.example", "https://bsky.social", now),
        refused_call(refused, target, "me.example", now),
    ):
        assert isinstance(error, TargetRejected)
        assert remedy in str(error)
        assert "account me.example" in str(error)


def test_missing_secrets_are_named_and_prepare_needs_none(digest: Digest, clock: ManualClock) -> None:
    """A dry run needs no account; sending says which variables are not set."""
    one = Bluesky(target_of("bluesky"), Surroundings({}, clock, NOWHERE))
    claim = claimed(one, digest, card_draft(), clock)
    assert one.address(digest) is None
    with pytest.raises(TargetRejected, match="BLUESKY_HANDLE, BLUESKY_APP_PASSWORD are not set"):
        one.publish(claim, None)


def test_the_password_goes_over_no_open_wire(digest: Digest, clock: ManualClock) -> None:
    """Only https, or this machine itself."""
    environ = {"BLUESKY_HANDLE": "a.test", "BLUESKY_APP_PASSWORD": "p", "BLUESKY_SERVICE": "http://pds.example"}
    with pytest.raises(TargetRejected, match="https://"):
        Bluesky(target_of("bluesky"), Surroundings(environ, clock, NOWHERE)).check()


@pytest.mark.parametrize("written", ["@someone.bsky.social", " someone.bsky.social "])
def test_the_address_is_known_without_a_login(written: str, digest: Digest, clock: ManualClock) -> None:
    """So that a page can show its post's replies."""
    one = Bluesky(target_of("bluesky"), Surroundings({"BLUESKY_HANDLE": written}, clock, NOWHERE))
    assert one.address(digest) == f"https://bsky.app/profile/someone.bsky.social/post/{digest_rkey(digest)}"


@pytest.mark.parametrize(
    "body", [b"[1]", b'"no"', b'{"error": 1, "message": []}', b"{", b"\xff", b'{"uri": 1}', b"null"]
)
def test_strange_answers_are_not_stumbled_over(
    body: bytes,
    bluesky: Bluesky,
    pds: Pds,
    digest: Digest,
    image: Image,
    clock: ManualClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whatever shape an answer has, one of our errors comes out of it."""
    claim = claimed(bluesky, digest, card_draft(image), clock)
    calls = (
        lambda: bluesky.publish(claim, image),
        lambda: bluesky.api.retry(Put(bluesky.repo, str(claim.rkey), claim.payload), idempotent=True),
        lambda: bluesky.find(entry_of(claim, digest)),
        lambda: list(bluesky.recent(None)),
    )
    for status in (200, 400, 429, 500):
        bluesky.warm()
        strange = Response(status, body, {"ratelimit-reset": "soon"})
        with monkeypatch.context() as patched:
            patched.setattr(pds.proxy, "answer", lambda _, strange=strange: strange)
            for call in calls:
                with pytest.raises(PublishError):
                    call()


def test_secrets_are_in_no_error_and_no_log(
    new_bluesky: Callable[..., Bluesky],
    account: Account,
    pds: Pds,
    digest: Digest,
    clock: ManualClock,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Not even where the server sends back what it got, and everything is logged."""
    caplog.set_level(logging.DEBUG)
    one = new_bluesky()
    one.warm()
    token, refresh = one.api.session().tokens()
    for warm in (True, False):
        for status in (200, 400, 401, 403, 429, 500):
            publisher = one if warm else new_bluesky(logged_in=False)
            echo = json.dumps(
                {"error": "Bad", "message": f"{account.password} {f'{token} {refresh}' if warm else ''}"}
            ).encode()
            monkeypatch.setattr(pds.proxy, "answer", lambda _, status=status, echo=echo: Response(status, echo))
            with pytest.raises(PublishError) as caught:
                publisher.publish(claimed(publisher, digest, card_draft(), clock), None)
            shown = "".join(traceback.format_exception(caught.value)) + repr(caught.value)
            shown += repr(publisher.api.login.opened) + caplog.text
            assert not any(secret in shown for secret in (account.password, token, refresh))


def test_the_end_of_a_run_waits_for_no_log_in_that_hangs(monkeypatch: pytest.MonkeyPatch, clock: ManualClock) -> None:
    """A watch that was stopped meanwhile ended by force, without a word of its digests."""
    publisher = Bluesky(target_of("bluesky"), Surroundings({}, clock, NOWHERE))
    begun, answers = threading.Event(), threading.Event()

    def hang() -> None:
        begun.set()
        answers.wait(10)
        raise TargetRejected("it is over")

    monkeypatch.setattr(publisher.api.login, "log_in", hang)

    def warm() -> None:
        with pytest.raises(TargetRejected):
            publisher.warm()

    threads = [threading.Thread(target=warm), threading.Thread(target=publisher.close)]
    threads[0].start()
    begun.wait(10)
    threads[1].start()
    threads[1].join(5)
    closed = not threads[1].is_alive()
    answers.set()
    for thread in threads:
        thread.join(10)
    assert closed
