"""Whatever goes wrong on the way to a real Bluesky server: one post in the end, and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.errors import PictureRejected, PublishError, Rejected, TargetRejected, TryLater, Unknown
from tests.publishers.conftest import TIMEOUT_SECONDS, card_draft, claimed, entry_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.model import Digest, Image
    from bot.publishers.bluesky.publisher import Bluesky
    from tests.servers.clock import ManualClock
    from tests.servers.pds import Account, Pds

ALWAYS = 99

# Fault on putRecord that lasts -> what it means, and the posts that are there then.
CREATE = {
    "refused": (TryLater, 0),
    "429": (TryLater, 0),
    "400": (Rejected, 0),
    "401": (TargetRejected, 0),
    "402": (TargetRejected, 0),
    "403-permission": (TargetRejected, 0),
    "403-duplicate": (TargetRejected, 0),
    "404": (TargetRejected, 0),
    **{f"{what}-before": (Unknown, 0) for what in ("reset", "timeout", "500", "502", "503", "504", "html")},
    **{f"{what}-after": (Unknown, 1) for what in ("reset", "timeout", "500", "502", "503", "504", "html", "empty")},
    "cut-json": (Unknown, 1),
    "cut-body": (Unknown, 1),
}
PASSING = [kind for kind, (error, _) in CREATE.items() if error is Unknown] + ["429", "429-reset", "expired"]
UPLOAD = {
    "refused": TryLater,
    "429": TryLater,
    "400": PictureRejected,
    "413": PictureRejected,
    "401": TargetRejected,
    "402": TargetRejected,
    "403-permission": TargetRejected,
    **{kind: TryLater for kind, (error, _) in CREATE.items() if error is Unknown},
}


def fail(bluesky: Bluesky, pds: Pds, on: str, kind: str, times: int) -> None:
    """After the login, with a time-out that a test can wait for."""
    bluesky.warm()
    if kind.startswith("timeout"):
        bluesky.api.timeout_seconds = TIMEOUT_SECONDS
    pds.fault(on, kind, times)


@pytest.mark.parametrize("kind", CREATE)
def test_a_fault_that_lasts(
    kind: str,
    bluesky: Bluesky,
    new_bluesky: Callable[[], Bluesky],
    pds: Pds,
    account: Account,
    digest: Digest,
    clock: ManualClock,
) -> None:
    """One meaning each; afterwards the post is found if it is there, and sending it again makes one post."""
    error, posts = CREATE[kind]
    claim = claimed(bluesky, digest, card_draft(), clock)
    fail(bluesky, pds, "create", kind, ALWAYS)
    with pytest.raises(PublishError) as caught:
        bluesky.publish(claim, None)
    assert isinstance(caught.value, error)
    if error is Rejected:
        assert not isinstance(caught.value, TargetRejected | PictureRejected)
    pds.proxy.quiet()
    assert len(pds.posts(account)) == posts
    pds.proxy.heal()
    next_run = new_bluesky()
    found = next_run.find(entry_of(claim, digest))
    assert (found is not None) == bool(posts)
    clock.forward(hours=1)
    receipt = next_run.publish(claimed(next_run, digest, card_draft(), clock), None)
    assert receipt.existing == bool(posts)
    assert [post["uri"] for post in pds.posts(account)] == [receipt.id]


@pytest.mark.parametrize("kind", PASSING)
def test_a_fault_that_passes(
    kind: str, bluesky: Bluesky, pds: Pds, account: Account, digest: Digest, clock: ManualClock
) -> None:
    """It is sent again within the same run: one post, which this run has made."""
    claim = claimed(bluesky, digest, card_draft(), clock)
    fail(bluesky, pds, "create", kind, 1)
    receipt = bluesky.publish(claim, None)
    pds.proxy.quiet()
    assert not receipt.existing
    assert [(post["uri"], post["cid"]) for post in pds.posts(account)] == [(receipt.id, receipt.cid)]
    assert pds.proxy.count("create") >= 2


@pytest.mark.parametrize("kind", UPLOAD)
def test_a_fault_on_upload(
    kind: str, bluesky: Bluesky, pds: Pds, account: Account, digest: Digest, image: Image, clock: ManualClock
) -> None:
    """No fault of an upload leaves a post, or a doubt."""
    claim = claimed(bluesky, digest, card_draft(image), clock)
    fail(bluesky, pds, "upload", kind, ALWAYS)
    with pytest.raises(PublishError) as caught:
        bluesky.publish(claim, image)
    assert isinstance(caught.value, UPLOAD[kind])
    assert pds.proxy.count("create") == 0
    assert pds.posts(account) == []


@pytest.mark.parametrize("kind", [kind for kind, error in UPLOAD.items() if error is TryLater and kind != "refused"])
def test_an_upload_is_repeated(
    kind: str, bluesky: Bluesky, pds: Pds, account: Account, digest: Digest, image: Image, clock: ManualClock
) -> None:
    """One fault of an upload costs nothing but a moment."""
    claim = claimed(bluesky, digest, card_draft(image), clock)
    fail(bluesky, pds, "upload", kind, 1)
    receipt = bluesky.publish(claim, image)
    assert [post["uri"] for post in pds.posts(account)] == [receipt.id]


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("401", TargetRejected),
        ("403-permission", TargetRejected),
        ("429", TryLater),
        ("500-before", TryLater),
        ("html-before", TryLater),
        ("reset-before", TryLater),
    ],
)
def test_a_fault_on_login(
    kind: str, error: type, new_bluesky: Callable[..., Bluesky], pds: Pds, digest: Digest, clock: ManualClock
) -> None:
    """Nobody logged in, nothing sent; a refused password is not tried again in this run."""
    bluesky = new_bluesky(logged_in=False)
    claim = claimed(bluesky, digest, card_draft(), clock)
    pds.fault("login", kind, ALWAYS)
    for _ in range(2):
        with pytest.raises(error):
            bluesky.publish(claim, None)
    assert pds.proxy.count("create") == 0
    if error is TargetRejected:
        assert pds.proxy.count("login") == 1


def test_a_limit_that_ends_too_late_is_no_reason_to_sleep(
    bluesky: Bluesky, pds: Pds, digest: Digest, clock: ManualClock
) -> None:
    """The reset is an hour away: put off until then, at once."""
    bluesky.warm()
    now = clock.now()
    pds.fault("create", "429-reset", ALWAYS, reset_seconds=3600)
    with pytest.raises(TryLater) as caught:
        bluesky.publish(claimed(bluesky, digest, card_draft(), clock), None)
    assert clock.sleeps == []
    assert caught.value.retry_at is not None
    assert 3599 <= (caught.value.retry_at - now).total_seconds() <= 3601


def test_a_refusal_after_a_lost_answer_is_still_a_doubt(
    bluesky: Bluesky, pds: Pds, account: Account, digest: Digest, clock: ManualClock
) -> None:
    """The first answer was lost, so that the second attempt's refusal proves nothing."""
    bluesky.warm()
    pds.fault("create", "reset-after", 1)
    pds.fault("create", "400", ALWAYS)
    with pytest.raises(Unknown):
        bluesky.publish(claimed(bluesky, digest, card_draft(), clock), None)
    assert len(pds.posts(account)) == 1


@pytest.mark.parametrize("kind", ["429", "500-before", "html-before", "reset-before"])
def test_an_unreadable_record_is_no_answer(
    kind: str, bluesky: Bluesky, pds: Pds, digest: Digest, clock: ManualClock
) -> None:
    """`find` raises where it cannot tell."""
    entry = entry_of(claimed(bluesky, digest, card_draft(), clock), digest)
    pds.fault("get", kind, ALWAYS)
    with pytest.raises(TryLater):
        bluesky.find(entry)
    pds.proxy.heal()
    assert bluesky.find(entry) is None
