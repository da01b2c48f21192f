"""The documents that the ledger knows: as they were claimed, whether they were seen, and gone when they are taken down."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.model import Claim, Claimer, Companion, Receipt
from tests.store.places import LEASE, NOW, digest, intent

if TYPE_CHECKING:
    from bot.ledger import Ledger

URI = "at://did:plc:abc/site.standard.document/3kdizbclu4rt2"
DOCUMENT = Companion(URI, "bafyone", {"title": "Ünï", "textContent": "word " * 2000})


def claimed(ledger: Ledger, companion: Companion | None = DOCUMENT) -> Claim:
    claim = ledger.claim(intent(digest(), companion=companion), Claimer("aaaa", "laptop"), NOW, LEASE)
    assert isinstance(claim, Claim)
    return claim


def test_the_claim_holds_it_to_the_letter(ledger: Ledger) -> None:
    claim = claimed(ledger)
    assert claim.companion == DOCUMENT
    assert ledger.companions.get(claim.key, claim.target) == DOCUMENT


def test_a_receipt_says_that_it_was_made(ledger: Ledger) -> None:
    """What was claimed stays known, so that it can be made again as it was."""
    claim = claimed(ledger)
    ledger.settle(
        claim, Receipt("at://post", "https://post", NOW, companion=Companion(URI, "bafyone", made_at=NOW)), NOW
    )
    assert ledger.companions.get(claim.key, claim.target) == replace(DOCUMENT, made_at=NOW)


def test_another_version_is_another_document(ledger: Ledger) -> None:
    claim = claimed(ledger)
    other = Companion(URI, "bafytwo", made_at=NOW)
    ledger.companions.keep(claim.key, claim.target, other)
    assert ledger.companions.get(claim.key, claim.target) == other


def test_it_goes_with_its_post(ledger: Ledger) -> None:
    claim = claimed(ledger)
    entry = ledger.settle(claim, Receipt("at://post", "https://post", NOW), NOW)
    assert ledger.companions.get(claim.key, claim.target) is not None
    ledger.delete(entry, NOW)
    assert ledger.companions.get(claim.key, claim.target) is None


def test_a_post_without_one_has_none(ledger: Ledger) -> None:
    claim = claimed(ledger, None)
    assert ledger.companions.get(claim.key, claim.target) is None


def test_it_is_kept_small(ledger: Ledger) -> None:
    """The ledger is pushed as one file: a body is kept compressed."""
    claimed(ledger)
    (size,) = ledger.connection.execute("SELECT length(record) FROM companions").fetchone()
    assert size < 300
