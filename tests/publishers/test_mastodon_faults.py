"""Whatever goes wrong on the way to Mastodon: what the error says, how many posts there are, and what is found later."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.errors import PictureRejected, PublishError, Rejected, SaidToBeThere, TargetRejected, TryLater, Unknown
from bot.publishers.mastodon.api import ServerLimits
from tests.publishers.conftest import claimed, entry_of, hurry, link_draft, sent

if TYPE_CHECKING:
    from bot.model import Digest, Image
    from bot.publishers.mastodon.publisher import Mastodon
    from tests.servers.clock import ManualClock
    from tests.servers.mastodon import MastodonServer

ALWAYS = 99
LOST = {
    f"{kind}-{when}": (Unknown, int(when == "after"))
    for kind in ("reset", "timeout", "500", "502", "503", "504", "html")
    for when in ("before", "after")
}

# Fault on the call that creates the post -> what it means, and the posts that are there then.
CREATE = {
    **LOST,
    **dict.fromkeys(["empty-after", "cut-json", "cut-body", "drip-head", "drip-body"], (Unknown, 1)),
    "503-lock": (Unknown, 0),
    "refused": (TryLater, 0),
    "429": (TryLater, 0),
    "422-processing": (TryLater, 0),
    "400": (Rejected, 0),
    "402": (Rejected, 0),
    "403-other": (Rejected, 0),
    "404-record": (Rejected, 0),
    "422-length": (Rejected, 0),
    "401": (TargetRejected, 0),
    "expired": (TargetRejected, 0),
    "403-permission": (TargetRejected, 0),
    "403-login": (TargetRejected, 0),
    "403-page": (TargetRejected, 0),
    "404": (TargetRejected, 0),
    "422-application": (TargetRejected, 0),
    "302-elsewhere": (TargetRejected, 0),
    "403-duplicate": (SaidToBeThere, 0),
    "422-attached": (SaidToBeThere, 0),
}

# Fault on the upload, which may always be repeated -> what it means when it lasts.
UPLOAD = {
    **dict.fromkeys(["refused", "429", *LOST, "empty-after", "cut-json", "cut-body", "503-lock"], TryLater),
    **dict.fromkeys(["400", "403-other", "413", "422-picture"], PictureRejected),
    **dict.fromkeys(["401", "403-permission", "403-page", "404", "302-elsewhere"], TargetRejected),
}


@pytest.mark.parametrize("kind", CREATE)
def test_a_fault_on_create(
    kind: str, mastodon: Mastodon, mastodon_server: MastodonServer, digest: Digest, clock: ManualClock
) -> None:
    """One fault, one meaning; what was carried out is found among the account's own posts, what was not is not."""
    error, posts = CREATE[kind]
    claim = claimed(mastodon, digest, link_draft(), clock)
    hurry(mastodon, kind)
    mastodon_server.fault("create", kind, ALWAYS)
    with pytest.raises(PublishError) as caught:
        sent(mastodon, claim)
    assert isinstance(caught.value, error)
    if error is Rejected:
        assert not isinstance(caught.value, TargetRejected | PictureRejected)
    if error is TargetRejected:
        assert caught.value.remedy, "what to do about it"
    mastodon_server.http.quiet()
    assert len(mastodon_server.posts) == posts
    if isinstance(caught.value, Unknown):
        assert mastodon_server.http.count("create") == 1, "a post that may be there is never sent again"
    mastodon_server.http.heal()
    mastodon.api.timeout_seconds = 10.0
    found = mastodon.find(entry_of(claim, digest))
    assert (found is not None) == bool(posts)
    if found is not None:
        assert found.id == mastodon_server.posts[0].id


@pytest.mark.parametrize("kind", UPLOAD)
def test_a_fault_on_upload(
    kind: str, mastodon: Mastodon, mastodon_server: MastodonServer, digest: Digest, image: Image, clock: ManualClock
) -> None:
    """No fault of an upload leaves a post, or a doubt."""
    mastodon.server_limits()
    hurry(mastodon, kind)
    mastodon_server.fault("upload", kind, ALWAYS)
    with pytest.raises(PublishError) as caught:
        sent(mastodon, claimed(mastodon, digest, link_draft(image), clock), image)
    assert type(caught.value) is UPLOAD[kind]
    assert mastodon_server.http.count("create") == 0
    assert mastodon_server.posts == []


@pytest.mark.parametrize("kind", [kind for kind, error in UPLOAD.items() if error is TryLater and kind != "refused"])
def test_an_upload_is_repeated(
    kind: str, mastodon: Mastodon, mastodon_server: MastodonServer, digest: Digest, image: Image, clock: ManualClock
) -> None:
    """One fault of an upload costs nothing but a moment."""
    hurry(mastodon, kind)
    mastodon_server.fault("upload", kind)
    sent(mastodon, claimed(mastodon, digest, link_draft(image), clock), image)
    (post,) = mastodon_server.posts
    assert post.media[0].content == image.content


def test_a_limit_that_ends_soon_is_waited_for_and_a_later_one_is_put_off(
    mastodon: Mastodon, mastodon_server: MastodonServer, digest: Digest, clock: ManualClock
) -> None:
    """The SDK would have slept for five minutes, again and again, and held the claim all the while."""
    mastodon_server.fault("create", "429-reset", reset_seconds=12)
    sent(mastodon, claimed(mastodon, digest, link_draft(), clock))
    assert len(mastodon_server.posts) == len(clock.sleeps) == 1
    assert 11 <= clock.sleeps[0] <= 14
    now = clock.now()
    mastodon_server.fault("create", "429-reset", ALWAYS, reset_seconds=3600)
    with pytest.raises(TryLater) as caught:
        sent(mastodon, claimed(mastodon, digest, link_draft(text="Another"), clock))
    assert caught.value.retry_at is not None
    assert abs(caught.value.retry_at - now - timedelta(hours=1)) < timedelta(seconds=2)
    assert len(clock.sleeps) == 1


def test_a_reset_that_cannot_be_read_makes_no_doubt_of_a_post(
    mastodon: Mastodon, mastodon_server: MastodonServer, digest: Digest, clock: ManualClock
) -> None:
    """The SDK raises an error of limits for a post that was made."""
    answer = mastodon_server.http.answer

    def odd(request):
        response = answer(request)
        response.headers["X-RateLimit-Reset"] = "in a while"
        return response

    mastodon_server.http.answer = odd
    receipt = sent(mastodon, claimed(mastodon, digest, link_draft(), clock))
    assert [post.id for post in mastodon_server.posts] == [receipt.id]


def test_nothing_is_sent_after_the_claim_s_lease(
    mastodon: Mastodon, mastodon_server: MastodonServer, digest: Digest, clock: ManualClock
) -> None:
    """Not even when the first try was in time: somebody else may have taken the claim for dead meanwhile."""
    claim = claimed(mastodon, digest, link_draft(), clock)
    mastodon.limits = ServerLimits()
    mastodon_server.http.refuse()

    def too_late() -> None:
        clock.forward(minutes=10)
        mastodon_server.http.accept()

    clock.while_asleep = [too_late]
    with pytest.raises(TryLater, match="lease"):
        sent(mastodon, claim)
    assert mastodon_server.posts == []
    assert mastodon_server.http.count("create") == 0


@pytest.mark.parametrize(
    "kind", ["reset-before", "timeout-before", "429", "500-before", "html-before", "cut-json", "empty-after"]
)
def test_an_unreadable_list_is_no_answer(
    kind: str, mastodon: Mastodon, mastodon_server: MastodonServer, digest: Digest, clock: ManualClock
) -> None:
    """`find` raises where it cannot tell; None would let the post be sent again."""
    entry = entry_of(claimed(mastodon, digest, link_draft(), clock), digest)
    hurry(mastodon, kind)
    mastodon_server.fault("timeline", kind, ALWAYS)
    with pytest.raises(TryLater):
        mastodon.find(entry)
    mastodon_server.http.heal()
    assert mastodon.find(entry) is None


def test_a_repeat_that_a_newer_server_stumbles_over_is_a_question(
    mastodon: Mastodon, mastodon_server: MastodonServer, digest: Digest, clock: ManualClock
) -> None:
    """4.6 answers 500 to a key that it has: the post is there, and is found."""
    mastodon_server.version = "4.6.3"
    claim = claimed(mastodon, digest, link_draft(), clock)
    there = sent(mastodon, claim)
    with pytest.raises(Unknown):
        sent(mastodon, claim)
    found = mastodon.find(entry_of(claim, digest))
    assert found is not None
    assert found.id == there.id


@pytest.mark.parametrize("kind", ["429", "429-reset", "503-before", "403-permission"])
def test_a_removal_that_fails_says_so(
    kind: str, mastodon: Mastodon, mastodon_server: MastodonServer, digest: Digest, clock: ManualClock
) -> None:
    receipt = sent(mastodon, claimed(mastodon, digest, link_draft(), clock))
    mastodon_server.fault("delete", kind, ALWAYS, reset_seconds=1800)
    with pytest.raises(TargetRejected if kind == "403-permission" else TryLater):
        mastodon.delete(receipt)
    assert len(mastodon_server.posts) == 1
    mastodon_server.http.heal()
    mastodon.delete(receipt)
    mastodon.delete(receipt)
    assert mastodon_server.posts == []
