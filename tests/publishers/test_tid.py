"""The key of a digest's post: always the same, always valid."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from bot.publishers.bluesky.identifiers import digest_rkey, fallback_rkey, rkey_of

if TYPE_CHECKING:
    from bot.model import Digest

VALID = re.compile(r"[234567abcdefghij][234567a-z]{12}")  # atproto.com/specs/tid
ANY_TIME = st.none() | st.datetimes(timezones=st.just(UTC))


@given(st.text(), ANY_TIME)
def test_every_digest_has_a_valid_key(key: str, published_at: datetime | None) -> None:
    """Whatever its key and its time, before 1970 and after 2255 too; the second key is valid as well, and another."""
    first = rkey_of(key, published_at)
    assert VALID.fullmatch(first)
    assert rkey_of(key, published_at) == first
    second = fallback_rkey(first)
    assert VALID.fullmatch(second)
    assert second != first


def test_the_key_is_fixed_for_ever(digest: Digest) -> None:
    """A change here would post everything once more to whoever has lost the ledger."""
    assert digest_rkey(digest) == "3m6og44d2ef2x"
    assert digest_rkey(replace(digest, published_at=None)) == "3k7umfae43v2x"
    assert fallback_rkey("3m6og44d2ef2x") == "3k5alne6jxesp"


def test_the_key_sorts_by_publish_time() -> None:
    """A millisecond later is a later key, whatever the digests are called."""
    start = datetime(2025, 11, 28, 8, tzinfo=UTC)
    keys = [rkey_of(f"digest {number % 7}", start + timedelta(milliseconds=number)) for number in range(500)]
    assert keys == sorted(keys)
    assert len(set(keys)) == 500


def test_the_same_moment_in_another_zone_is_the_same_key() -> None:
    """A time is a moment, however it is written."""
    here = datetime(2025, 11, 28, 9, tzinfo=timezone(timedelta(hours=1)))
    assert rkey_of("a", here) == rkey_of("a", here.astimezone(UTC))


def test_digests_of_one_day_get_different_keys() -> None:
    """Dates without a time make many digests of one millisecond: twenty bits of the key tell them apart."""
    day = datetime(2025, 11, 28, tzinfo=UTC)
    assert len({rkey_of(f"2025-11-28-digest-{number}", day) for number in range(100)}) == 100


def test_again_is_another_key(digest: Digest) -> None:
    """What is posted once more gets a key of its own time."""
    assert digest_rkey(digest, datetime(2025, 12, 1, tzinfo=UTC)) != digest_rkey(digest)
