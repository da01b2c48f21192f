"""Every reason not to post has its words, and says what would change it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.model import Claimer, Digest, Entry, Override, Receipt, Status
from bot.watcher.verdict import FINAL, QUIET, Kind, own_word, reasons
from tests.reading import read_target

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
X = read_target("x", {}, "bot.toml")
DIGEST = Digest(
    "a", Path("content/a.md"), "a", "https://example.com/posts/a", "A", published_at=NOW - timedelta(days=1)
)
RECEIPT = Receipt("1", "https://x.com/i/1", NOW - timedelta(hours=1))


def entry(status: Status, **more: object) -> Entry:
    made = Entry("a", "x", status, "A", DIGEST.url, "content/a.md", 1, NOW, claimer=Claimer("n", "h"))
    return replace(made, **more)


@pytest.mark.parametrize(
    ("digest", "kind", "word"),
    [
        (DIGEST, Kind.NEW, "new"),
        (replace(DIGEST, published_at=None), Kind.NEW, "new"),
        (replace(DIGEST, published_at=NOW), Kind.NEW, "new"),
        (replace(DIGEST, draft=True), Kind.DRAFT, "it is a draft; take draft: true out of its front matter"),
        (replace(DIGEST, override=Override(skip=True)), Kind.SOCIAL_OFF, "social: false"),
        (replace(DIGEST, overrides={"x": Override(skip=True)}), Kind.SKIP, "its front matter says to skip x"),
        (replace(DIGEST, overrides={"bluesky": Override(skip=True)}), Kind.NEW, "new"),
        (
            replace(DIGEST, published_at=NOW + timedelta(minutes=1)),
            Kind.EMBARGO,
            "it is published at 2026-01-01 12:01 UTC",
        ),
    ],
)
def test_a_digest_s_own_word(digest: Digest, kind: Kind, word: str) -> None:
    why = reasons(digest, None, X, NOW)
    assert why.kind is kind
    assert word in str(why)
    assert why.change
    assert why.due == (kind is Kind.NEW)
    assert own_word(digest, X, NOW) == (None if kind is Kind.NEW else str(why))


@pytest.mark.parametrize(
    ("found", "kind", "word"),
    [
        (entry(Status.POSTED, receipt=RECEIPT), Kind.POSTED, "it was posted at 2026-01-01 11:00 UTC: https://x.com/i/1; to post it once more: bot post --again"),
        (entry(Status.POSTED, receipt=RECEIPT, key="old/a"), Kind.POSTED, "as old/a"),
        (entry(Status.DELETED), Kind.DELETED, "taken down"),
        (entry(Status.BASELINE), Kind.BASELINE, "it was there before the bot began"),
        (entry(Status.BASELINE, reason="handled before x was set up"), Kind.BASELINE, "handled before x was set up"),
        (entry(Status.BASELINE, reason="too late"), Kind.BASELINE, "too late"),
        (entry(Status.CLAIMED, lease_until=NOW + timedelta(minutes=1)), Kind.CLAIMED, "another run is posting it"),
        (entry(Status.CLAIMED, lease_until=NOW - timedelta(minutes=1)), Kind.IN_DOUBT, "may have posted it"),
        (entry(Status.IN_DOUBT, reason="no answer"), Kind.IN_DOUBT, "bot resolve content/a.md x --posted URL | --not-posted"),
        (entry(Status.FAILED, reason="503", retry_at=NOW + timedelta(minutes=5)), Kind.PUT_OFF, "503; the first bot run after 2026-01-01 12:05 UTC tries again"),
        (entry(Status.FAILED, reason="503", retry_at=NOW), Kind.RETRY, "it failed: 503; the next bot run tries once more"),
        (entry(Status.FAILED, reason="403"), Kind.RETRY, "403"),
    ],
)  # fmt: skip
def test_the_ledger_s_word(found: Entry, kind: Kind, word: str) -> None:
    why = reasons(DIGEST, found, X, NOW)
    assert why.kind is kind
    assert word in str(why)
    assert why.due == (kind is Kind.RETRY)
    assert why.final == (kind in FINAL)


def test_a_digest_that_failed_and_is_a_draft_by_now_is_left_out() -> None:
    """Its own word goes before another try, and the ledger's before its own word where it was posted."""
    draft = replace(DIGEST, draft=True)
    assert reasons(draft, entry(Status.FAILED), X, NOW).kind is Kind.DRAFT
    assert reasons(draft, entry(Status.POSTED, receipt=RECEIPT), X, NOW).kind is Kind.POSTED


def test_every_kind_is_due_final_quiet_or_waits() -> None:
    assert not FINAL & QUIET
    for status in Status:
        made = entry(status, receipt=RECEIPT)
        assert reasons(DIGEST, made, X, NOW).reason
