"""Whatever goes wrong on the way to X: what the error says, how many posts there are, and what is found later."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import requests
from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, ProtocolError

from bot.errors import PictureRejected, PublishError, Rejected, TargetRejected, TryLater, Unknown
from bot.model import Claim, Digest, InDoubt, Intent, Receipt
from bot.pipeline.doubt import Doubts
from bot.publishers.exchange import innermost
from bot.store import open_store
from tests.publishers.conftest import claimed, entry_of, link_draft
from tests.reading import load

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.model import Image
    from bot.publishers.x.publisher import X
    from tests.servers.clock import ManualClock
    from tests.servers.x import XServer

ALWAYS = 99

# Fault on the call that creates the post -> what it means, and the posts that are there then.
CREATE = {
    "refused": (TryLater, 0),
    "429": (TryLater, 0),
    "400": (Rejected, 0),
    "401": (TargetRejected, 0),
    "402": (TargetRejected, 0),
    "403-permission": (TargetRejected, 0),
    "403-other": (Rejected, 0),
    "403-duplicate": (Unknown, 0),
    "404": (TargetRejected, 0),
    "403-187": (Unknown, 0),
    "403-187-in-errors": (Unknown, 0),
    "403-226": (TargetRejected, 0),
    "403-185": (TryLater, 0),
    "403-not-enrolled": (TargetRejected, 0),
    "403-unsupported-authentication": (TryLater, 0),
    "reset-before": (Unknown, 0),
    "reset-after": (Unknown, 1),
    "timeout-before": (Unknown, 0),
    "timeout-after": (Unknown, 1),
    "500-before": (Unknown, 0),
    "500-after": (Unknown, 1),
    "502-before": (Unknown, 0),
    "502-after": (Unknown, 1),
    "503-before": (Unknown, 0),
    "503-after": (Unknown, 1),
    "504-before": (Unknown, 0),
    "504-after": (Unknown, 1),
    "html-before": (Unknown, 0),
    "html-after": (Unknown, 1),
    "empty-after": (Unknown, 1),
    "cut-json": (Unknown, 1),
    "cut-body": (Unknown, 1),
}

# Fault on the upload, which may always be repeated -> what it means when it lasts.
UPLOAD = {
    "refused": TryLater,
    "429": TryLater,
    "400": PictureRejected,
    "413": PictureRejected,
    "403-other": PictureRejected,
    "401": TargetRejected,
    "402": TargetRejected,
    "403-permission": TargetRejected,
    "404": TargetRejected,
    **dict.fromkeys(["reset-before", "reset-after", "timeout-before", "timeout-after"], TryLater),
    **{f"{status}-{when}": TryLater for status in (500, 502, 503, 504) for when in ("before", "after")},
    **dict.fromkeys(["html-before", "html-after", "empty-after", "cut-json", "cut-body"], TryLater),
}


@pytest.mark.parametrize("kind", CREATE)
def test_a_fault_on_create(kind: str, x: X, x_server: XServer, digest: Digest, clock: ManualClock) -> None:
    """One fault, one meaning; what was carried out is found on the timeline, what was not is not."""
    error, posts = CREATE[kind]
    claim = claimed(x, digest, link_draft(), clock)
    x_server.fault("create", kind, ALWAYS)
    with pytest.raises(PublishError) as caught:
        x.publish(claim, None)
    assert isinstance(caught.value, error)
    if error is Rejected:
        assert not isinstance(caught.value, TargetRejected | PictureRejected)
    x_server.http.quiet()
    assert len(x_server.posts) == posts
    if error is Unknown:
        assert x_server.http.count("create") == 1, "a post that may be there is never sent again"
    x_server.http.heal()
    found = x.find(entry_of(claim, digest))
    assert (found is not None) == bool(posts)
    if found is not None:
        assert found.id == x_server.posts[0].id


@pytest.mark.parametrize("kind", ["429", "429-reset"])
def test_what_passes_is_waited_for(kind: str, x: X, x_server: XServer, digest: Digest, clock: ManualClock) -> None:
    """A limit that ends within half a minute is slept through, and the post goes out once."""
    x_server.fault("create", kind, 1, reset_seconds=12)
    receipt = x.publish(claimed(x, digest, link_draft(), clock), None)
    assert not receipt.existing
    assert [post.id for post in x_server.posts] == [receipt.id]
    assert len(clock.sleeps) == 1
    assert kind == "429" or clock.sleeps[0] >= 11


def test_refused_connections_are_tried_again(x: X, x_server: XServer, digest: Digest, clock: ManualClock) -> None:
    """Nobody listens at first; what was never sent is sent as soon as somebody does."""
    x_server.http.refuse()
    clock.while_asleep = [lambda: None, x_server.http.accept]
    receipt = x.publish(claimed(x, digest, link_draft(), clock), None)
    assert [post.id for post in x_server.posts] == [receipt.id]


def test_nothing_is_sent_after_the_claim_s_lease(x: X, x_server: XServer, digest: Digest, clock: ManualClock) -> None:
    """Not even when the first try was in time: somebody else may have taken the claim for dead meanwhile."""
    claim = claimed(x, digest, link_draft(), clock)
    x_server.http.refuse()

    def too_late() -> None:
        clock.forward(minutes=10)
        x_server.http.accept()

    clock.while_asleep = [too_late]
    with pytest.raises(TryLater, match="lease"):
        x.publish(claim, None)
    assert x_server.posts == []
    assert x_server.http.count("create") == 0


def test_a_look_that_began_too_early_is_no_answer(
    x: X, x_server: XServer, digest: Digest, clock: ManualClock, tmp_path: Path
) -> None:
    """However long it takes: what the timeline does not show counts from the time of the question."""
    (tmp_path / "bot.toml").write_text('site = "https://blog.example"\ntimeline_lag = "10s"\n')
    settings = load(tmp_path / "bot.toml")
    store = open_store(settings, clock=clock, environ={})
    store.create(lambda ledger: ledger.targets.register(["x"], clock.now()))
    intent = Intent(digest, "x", {"body": {"text": "a"}, "link": digest.url})
    claim = store.change(
        lambda ledger: ledger.claim(intent, store.claimer, clock.now(), timedelta(minutes=10)), "claim"
    )
    assert isinstance(claim, Claim)
    entry = store.change(lambda ledger: ledger.doubt(claim, "no answer", clock.now()), "doubt")
    doubts = Doubts(settings, store, clock, lambda _: x)
    clock.forward(seconds=5)
    x_server.fault("timeline", "429-reset", 1, reset_seconds=12)
    assert isinstance(doubts.look(entry, x.target), InDoubt)
    assert (clock.now() - entry.updated_at).total_seconds() > 10
    assert doubts.look(entry, x.target) is None, "asked again, it is an answer"


def test_refused_between_upload_and_create(
    x: X, x_server: XServer, digest: Digest, image: Image, clock: ManualClock
) -> None:
    """The server goes away after the picture: surely no post."""
    x_server.fault("create", "refused", after="metadata")
    with pytest.raises(TryLater):
        x.publish(claimed(x, digest, link_draft(image), clock), image)
    assert x_server.http.count("metadata") == 1
    assert x_server.posts == []


def test_a_limit_that_ends_too_late_is_no_reason_to_sleep(
    x: X, x_server: XServer, digest: Digest, clock: ManualClock
) -> None:
    """The reset is an hour away: put off until then, at once."""
    now = clock.now()
    x_server.fault("create", "429-reset", ALWAYS, reset_seconds=3600)
    with pytest.raises(TryLater) as caught:
        x.publish(claimed(x, digest, link_draft(), clock), None)
    assert clock.sleeps == []
    assert caught.value.retry_at is not None
    assert 3599 <= (caught.value.retry_at - now).total_seconds() <= 3601


@pytest.mark.parametrize("kind", UPLOAD)
def test_a_fault_on_upload(
    kind: str, x: X, x_server: XServer, digest: Digest, image: Image, clock: ManualClock
) -> None:
    """No fault of an upload leaves a post, or a doubt."""
    claim = claimed(x, digest, link_draft(image), clock)
    x_server.fault("upload", kind, ALWAYS)
    with pytest.raises(PublishError) as caught:
        x.publish(claim, image)
    assert isinstance(caught.value, UPLOAD[kind])
    assert x_server.http.count("create") == 0
    assert x_server.posts == []


@pytest.mark.parametrize("kind", [kind for kind, error in UPLOAD.items() if error is TryLater and kind != "refused"])
def test_an_upload_is_repeated(
    kind: str, x: X, x_server: XServer, digest: Digest, image: Image, clock: ManualClock
) -> None:
    """One fault of an upload costs nothing but a moment."""
    x_server.fault("upload", kind, 1)
    receipt = x.publish(claimed(x, digest, link_draft(image), clock), image)
    assert [post.id for post in x_server.posts] == [receipt.id]
    assert x_server.posts[0].media[0].content == image.content


@pytest.mark.parametrize("kind", UPLOAD)
def test_a_fault_on_the_alt_text_never_stops_the_post(
    kind: str, x: X, x_server: XServer, digest: Digest, image: Image, clock: ManualClock
) -> None:
    """The picture goes out without its words, and the receipt says so."""
    if kind == "refused":
        x_server.fault("metadata", "refused", after="upload")
        clock.while_asleep = [lambda: None, lambda: None, x_server.http.accept]
    else:
        x_server.fault("metadata", kind, ALWAYS)
    receipt = x.publish(claimed(x, digest, link_draft(image), clock), image)
    (post,) = x_server.posts
    assert post.id == receipt.id
    assert len(post.media) == 1
    if kind == "refused":  # came back in time
        assert post.media[0].alt == image.alt
        return
    assert len(receipt.warnings) == 1
    assert "alt text" in receipt.warnings[0]


def test_a_duplicate_is_the_post_itself(x: X, x_server: XServer, digest: Digest, clock: ManualClock) -> None:
    """X says that the text is there already: the post that is there is the receipt."""
    there = x.publish(claimed(x, digest, link_draft(), clock), None)
    for number in range(30):
        x_server.add(x_server.poster, f"Another one, {number}")
    again = x.publish(claimed(x, digest, link_draft(), clock), None)
    assert again == Receipt(there.id, there.url, again.posted_at, existing=True)
    assert sum("A digest" in post.text for post in x_server.posts) == 1


def test_a_duplicate_that_cannot_be_found_is_a_doubt(
    x: X, x_server: XServer, digest: Digest, clock: ManualClock
) -> None:
    """X says that it is there and the timeline does not show it: nobody knows."""
    x.publish(claimed(x, digest, link_draft(), clock), None)
    x_server.fault("timeline", "503-before", ALWAYS)
    with pytest.raises(Unknown, match="cannot be looked up"):
        x.publish(claimed(x, digest, link_draft(), clock), None)


@pytest.mark.parametrize(
    "kind", ["reset-before", "timeout-before", "429", "500-before", "html-before", "cut-json", "empty-after"]
)
def test_an_unreadable_timeline_is_no_answer(
    kind: str, x: X, x_server: XServer, digest: Digest, clock: ManualClock
) -> None:
    """`find` raises where it cannot tell; None would let the post be sent again."""
    entry = entry_of(claimed(x, digest, link_draft(), clock), digest)
    x_server.fault("timeline", kind, ALWAYS)
    with pytest.raises(TryLater):
        x.find(entry)
    x_server.http.heal()
    assert x.find(entry) is None


@pytest.mark.parametrize(
    ("kind", "remedy"),
    [
        ("401", "X_API_KEY"),
        ("402", "credits"),
        ("403-permission", "Read and write"),
        ("403-226", "Automation"),
        ("403-not-enrolled", "project"),
    ],
)
def test_the_remedy_is_in_the_error(
    kind: str, remedy: str, x: X, x_server: XServer, digest: Digest, clock: ManualClock
) -> None:
    """What nobody but the account's owner can mend says how, on one line."""
    x_server.fault("create", kind)
    with pytest.raises(TargetRejected, match=remedy) as caught:
        x.publish(claimed(x, digest, link_draft(), clock), None)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("kind", "remedy"),
    [
        ("403-too-long", "take length out of the settings of x"),
        ("403-other", "log in to the account on x.com"),
        ("400", "bot preview FILE --to x"),
    ],
)
def test_a_refusal_of_this_post_alone_says_what_to_do(
    kind: str, remedy: str, x: X, x_server: XServer, digest: Digest, clock: ManualClock
) -> None:
    """And keeps no other post back."""
    x_server.fault("create", kind)
    with pytest.raises(Rejected, match=remedy) as caught:
        x.publish(claimed(x, digest, link_draft(), clock), None)
    assert not isinstance(caught.value, TargetRejected)


def test_a_broken_connection_is_told_in_plain_words() -> None:
    """What happened on the wire, and not the tuples that libraries wrap it in: "(('Connection aborted.', ...))"."""
    reset = ConnectionResetError(104, "Connection reset by peer")
    wrapped = requests.ConnectionError(ProtocolError("Connection aborted.", reset))
    assert str(wrapped).startswith("('Connection aborted.'")
    assert innermost(wrapped) is reset
    lost = requests.ConnectionError(MaxRetryError(None, "/2/tweets", ConnectTimeoutError("timed out")))  # type: ignore[arg-type]  # no pool is needed
    assert str(innermost(lost)) == "timed out"


def test_a_host_that_is_not_known_is_told_without_our_own_classes(
    new_x: Callable[..., X], digest: Digest, clock: ManualClock
) -> None:
    """And not as "WatchedTlsConnection(host='api.nowhere.invalid', port=443): ..."."""
    x = new_x(X_API_BASE="https://api.nowhere.invalid")
    with pytest.raises(TryLater, match="x cannot be reached") as caught:
        x.publish(claimed(x, digest, link_draft(), clock), None)
    assert "Connection(" not in str(caught.value)


def test_an_answer_that_is_no_json_is_told_as_one(x: X, x_server: XServer, digest: Digest, clock: ManualClock) -> None:
    """The connection did not break, and where JSON went wrong says nothing to a person."""
    x_server.fault("create", "html-after")
    with pytest.raises(Unknown) as caught:
        x.publish(claimed(x, digest, link_draft(), clock), None)
    assert str(caught.value) == "x: the answer cannot be read (it is no JSON)"


def test_what_x_says_reads_as_one_sentence(x: X, x_server: XServer, digest: Digest, clock: ManualClock) -> None:
    """Its words end in a stop, before which its name for the problem is put behind a colon."""
    x_server.fault("create", "403-other")
    with pytest.raises(Rejected, match=r"403 You are not permitted to do this: Forbidden; "):
        x.publish(claimed(x, digest, link_draft(), clock), None)


@pytest.mark.parametrize(("kind", "minutes"), [("403-185", 180), ("403-unsupported-authentication", 15)])
def test_a_refusal_that_passes_is_put_off_at_once(
    kind: str, minutes: int, x: X, x_server: XServer, digest: Digest, clock: ManualClock
) -> None:
    """X comes back with unchanged keys, and on another day: it is not given up, and nobody sleeps for it."""
    x_server.fault("create", kind)
    with pytest.raises(TryLater) as caught:
        x.publish(claimed(x, digest, link_draft(), clock), None)
    assert clock.sleeps == []
    assert caught.value.retry_at == clock.now() + timedelta(minutes=minutes)
    x.publish(claimed(x, digest, link_draft(), clock), None)
    assert len(x_server.posts) == 1
