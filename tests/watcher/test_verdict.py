"""Every reason not to post has its words, and says what would change it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.model import Claimer, Digest, Entry, InDoubt, Override, Receipt, Skipped, Status
from bot.watcher.standing import MEANINGS, Standing, outcome_behind, outcome_of, receipt_of, standing_of
from bot.watcher.verdict import Verdict, judge, verdict_of_digest
from tests.reading import read_target

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
X = read_target("x", {}, "bot.toml")
DIGEST = Digest(
    "a", Path("content/a.md"), "a", "https://example.com/posts/a", "A", published_at=NOW - timedelta(days=1)
)
RECEIPT = Receipt("1", "https://x.com/i/1", NOW - timedelta(hours=1))


def entry(status: Status, **more: Any) -> Entry:
    made = Entry("a", "x", status, "A", DIGEST.url, "content/a.md", 1, NOW, claimer=Claimer("n", "h"))
    return replace(made, **more)


@pytest.mark.parametrize(
    ("digest", "standing", "word"),
    [
        (DIGEST, Standing.NEW, "new"),
        (replace(DIGEST, published_at=None), Standing.NEW, "new"),
        (replace(DIGEST, published_at=NOW), Standing.NEW, "new"),
        (replace(DIGEST, draft=True), Standing.DRAFT, "it is a draft; take draft: true out of its front matter"),
        (replace(DIGEST, override=Override(skip=True)), Standing.SOCIAL_OFF, "social: false"),
        (replace(DIGEST, overrides={"x": Override(skip=True)}), Standing.SKIP, "its front matter says to skip x"),
        (replace(DIGEST, overrides={"bluesky": Override(skip=True)}), Standing.NEW, "new"),
        (
            replace(DIGEST, published_at=NOW + timedelta(minutes=1)),
            Standing.EMBARGO,
            "it is published at 2026-01-01 12:01 UTC",
        ),
    ],
)
def test_a_digest_s_own_word(digest: Digest, standing: Standing, word: str) -> None:
    verdict = judge(digest, None, X, NOW)
    assert verdict.standing is standing
    assert word in str(verdict)
    assert verdict.change
    assert verdict.due == (standing is Standing.NEW)
    assert verdict_of_digest(digest, X, NOW) == (None if standing is Standing.NEW else verdict)


def test_the_table_that_says_to_skip_is_named() -> None:
    """The target's own where it says so, else its platform's, of which it says nothing."""
    french = read_target("x-fr", {"platform": "x"}, "bot.toml")
    for overrides, named in (
        ({"x-fr": Override(text="A toi"), "x": Override(skip=True)}, "social.x "),
        ({"x-fr": Override(skip=True), "x": Override(text="To x")}, "social.x-fr "),
    ):
        verdict = verdict_of_digest(replace(DIGEST, overrides=overrides), french, NOW)
        assert verdict is not None
        assert named in verdict.change


@pytest.mark.parametrize(
    ("found", "standing", "word"),
    [
        (entry(Status.POSTED, receipt=RECEIPT), Standing.POSTED, "it was posted at 2026-01-01 11:00 UTC: https://x.com/i/1; to post it once more: bot post content/a.md --to x --again"),
        (entry(Status.POSTED, receipt=RECEIPT, key="old/a"), Standing.POSTED, "as old/a"),
        (entry(Status.DELETED), Standing.DELETED, "taken down"),
        (entry(Status.BASELINE), Standing.BASELINE, "it was there before the bot began"),
        (entry(Status.BASELINE, target="*"), Standing.BASELINE, "bot post content/a.md --to x"),
        (entry(Status.BASELINE, reason="handled before x was set up"), Standing.BASELINE, "handled before x was set up"),
        (entry(Status.BASELINE, reason="too late"), Standing.BASELINE, "too late"),
        (entry(Status.CLAIMED, lease_until=NOW + timedelta(minutes=1)), Standing.CLAIMED, "another run is posting it"),
        (entry(Status.CLAIMED, lease_until=NOW - timedelta(minutes=1)), Standing.ABANDONED, "may have posted it"),
        (entry(Status.IN_DOUBT, reason="no answer"), Standing.IN_DOUBT, "bot resolve content/a.md x --posted URL | --not-posted"),
        (entry(Status.FAILED, reason="503", retry_at=NOW + timedelta(minutes=5)), Standing.PUT_OFF, "503; the first bot run after 2026-01-01 12:05 UTC tries again"),
        (entry(Status.FAILED, reason="503", retry_at=NOW), Standing.RETRY, "it failed: 503; the next bot run tries once more"),
        (entry(Status.FAILED, reason="403"), Standing.RETRY, "403"),
    ],
)  # fmt: skip
def test_the_ledger_s_word(found: Entry, standing: Standing, word: str) -> None:
    verdict = judge(DIGEST, found, X, NOW)
    assert verdict.standing is standing
    assert word in str(verdict)
    assert verdict.due == (standing is Standing.RETRY)
    assert verdict.final == (standing in {Standing.POSTED, Standing.DELETED, Standing.BASELINE})


def test_a_digest_that_failed_and_is_a_draft_by_now_is_left_out() -> None:
    """Its own word goes before another try, and the ledger's before its own word where it was posted."""
    draft = replace(DIGEST, draft=True)
    assert judge(draft, entry(Status.FAILED), X, NOW).standing is Standing.DRAFT
    assert judge(draft, entry(Status.POSTED, receipt=RECEIPT), X, NOW).standing is Standing.POSTED


@pytest.mark.parametrize("standing", Standing)
def test_every_standing_has_one_meaning(standing: Standing) -> None:
    """What is due has no outcome yet; what is final is not named by a run; what the digest itself says always is."""
    meaning = MEANINGS[standing]
    outcome = Verdict(standing, "why", "what would change it").outcome
    assert meaning.due == (outcome is None)
    assert not (meaning.due and meaning.final)
    assert not (meaning.final and meaning.listed)
    assert meaning.listed or not meaning.by_digest
    assert isinstance(outcome, InDoubt) == (standing in {Standing.ABANDONED, Standing.OVERDUE, Standing.IN_DOUBT})


def test_every_status_has_a_verdict_and_an_outcome() -> None:
    for status in Status:
        found = entry(status, receipt=RECEIPT)
        assert judge(DIGEST, found, X, NOW).reason
        assert outcome_of(found, NOW)
        assert not isinstance(outcome_behind(found, NOW), InDoubt), "a lost race is no doubt"
        assert (receipt_of(found) is None) == (status is not Status.POSTED)


@pytest.mark.parametrize(
    ("alive", "minutes", "standing"),
    [
        (True, 1, Standing.CLAIMED),
        (True, -1, Standing.OVERDUE),
        (False, 1, Standing.ABANDONED),
        (False, -1, Standing.ABANDONED),
        (None, 1, Standing.CLAIMED),
        (None, -1, Standing.ABANDONED),
    ],
)
def test_a_claim_stands_while_its_claimer_lives_or_its_lease_where_nobody_can_be_asked(
    alive: bool | None, minutes: int, standing: Standing
) -> None:
    claimed = entry(Status.CLAIMED, lease_until=NOW + timedelta(minutes=minutes))
    assert standing_of(claimed, NOW, lambda _: alive) is standing
    assert judge(DIGEST, claimed, X, NOW, alive=lambda _: alive).standing is standing
    outcome = outcome_of(claimed, NOW, lambda _: alive)
    assert isinstance(outcome, Skipped if standing is Standing.CLAIMED else InDoubt)
