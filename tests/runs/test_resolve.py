"""What a person says is checked as strictly as what a run does: a wrong address never becomes a receipt."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.errors import UsageError
from bot.model import Receipt, Status
from bot.publishers.registry import PLATFORMS
from bot.runs.resolve import Resolution, resolve
from tests.reading import load
from tests.store.places import NOW, LocalPlace, claim, digest, entry, receipt, settle, won

if TYPE_CHECKING:
    from bot.store import Store

FILE = Path("content/hello-1.md")
LATER = NOW + timedelta(hours=1)
SETTINGS = 'site = "https://blog.example"\n[targets.x]\nhandle = "me"\n[targets.bluesky]\n[targets.outbox]\n'


def x_id(minutes: float) -> int:
    """The id of a post that was made so long after the claim."""
    from bot.publishers.x.platform import EPOCH

    return (NOW + timedelta(minutes=minutes) - EPOCH) // timedelta(milliseconds=1) << 22


@pytest.fixture
def doubtful(local: LocalPlace) -> Store:
    """One digest in doubt on X, another one posted."""
    (local.folder / "content").mkdir()
    (local.folder / "bot.toml").write_text(SETTINGS)
    store = local.made()
    settle(store, won(store, digest(2)), x_id(2))
    made = won(store, digest(1))
    store.change(lambda ledger: ledger.doubt(made, "no answer", NOW), "doubt")
    return store


def say(store: Store, place: LocalPlace, url: str | None, target: str = "x", **environ: str) -> Status:
    settings = load(place.folder / "bot.toml")
    return resolve(place.folder / FILE, target, url, Resolution(settings, store, environ, LATER)).status


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("https://bsky.app/profile/me.bsky.social/post/3k", "not the address of a post on X"),
        ("https://x.com/me", "not the address of a post on X"),
        ("see https://x.com/me/status/{good}", "not the address of a post on X"),
        ("https://x.com/me/status/{good}0x", "not the address of a post on X"),
        ("https://x.com.evil.example/me/status/{good}", "not the address of a post on X"),
        ("https://x.com/somebody/status/{good}", "is a post of somebody, and x posts as me"),
        ("https://x.com/me/status/{ahead}", "ahead of this machine's clock"),
        ("https://x.com/me/status/99999999999999999999", "ahead of this machine's clock"),
        ("https://x.com/me/status/{before}", "so it is another post"),
        ("https://x.com/me/status/{taken}", "is the post of hello-2 on x"),
    ],
)
def test_an_address_that_cannot_be_is_refused(doubtful: Store, local: LocalPlace, url: str, says: str) -> None:
    """Another platform's, another account's, one that does not exist yet, one that another entry has."""
    ids = {"good": x_id(1), "ahead": x_id(120), "before": x_id(-60), "taken": 1000 + x_id(2)}
    with pytest.raises(UsageError, match=says):
        say(doubtful, local, url.format(**ids))
    found = entry(doubtful, digest(1))
    assert found is not None
    assert found.status is Status.IN_DOUBT


@pytest.mark.parametrize(
    "url",
    [
        "https://x.com/me/status/{}", "https://twitter.com/Me/status/{}?s=20", "https://x.com/i/web/status/{}",
        "https://mobile.x.com/me/status/{}/photo/1", " https://x.com/me/status/{} ",
    ],
)  # fmt: skip
def test_an_address_as_people_copy_it_is_taken(doubtful: Store, local: LocalPlace, url: str) -> None:
    assert say(doubtful, local, url.format(x_id(1))) is Status.POSTED


def test_a_post_of_another_bluesky_account_is_refused(doubtful: Store, local: LocalPlace) -> None:
    """Its handle stands in the address."""
    made = won(doubtful, digest(1), "bluesky")
    doubtful.change(lambda ledger: ledger.doubt(made, "no answer", NOW), "doubt")
    url = "https://bsky.app/profile/{}/post/3kabcdefghijk"
    with pytest.raises(UsageError, match=r"is a post of other\.example"):
        say(doubtful, local, url.format("other.example"), "bluesky", BLUESKY_HANDLE="me.example")
    assert say(doubtful, local, url.format("me.example"), "bluesky", BLUESKY_HANDLE="@me.example") is Status.POSTED


@pytest.mark.parametrize(
    ("address", "whose"),
    [
        ("https://bsky.app/profile/did:plc:other/post/3kb", "did:plc:other"),
        ("at://did:plc:other/app.bsky.feed.post/3kb", "did:plc:other"),
        ("https://bsky.app/profile/other.example/post/3kb", "other.example"),
        ("https://bsky.app/profile/did:plc:own/post/3kb", None),
        ("at://did:plc:own/app.bsky.feed.post/3kb", None),
        ("https://bsky.app/profile/me.example/post/3kb", None),
    ],
)
def test_the_targets_earlier_posts_say_whose_post_it_must_be(
    doubtful: Store, local: LocalPlace, address: str, whose: str | None
) -> None:
    """Also where the settings name nobody, or a mail address, or the address has a did and they have a handle."""
    made = won(doubtful, digest(2), "bluesky")
    known = Receipt("at://did:plc:own/app.bsky.feed.post/3ka", "https://bsky.app/profile/me.example/post/3ka", NOW)
    doubtful.change(lambda ledger: ledger.settle(made, known, NOW), "settle")
    first = won(doubtful, digest(1), "bluesky")
    doubtful.change(lambda ledger: ledger.doubt(first, "no answer", NOW), "doubt")
    if whose is None:
        assert say(doubtful, local, address, "bluesky", BLUESKY_HANDLE="me@mail.example") is Status.POSTED
        return
    with pytest.raises(UsageError, match=f"is a post of {whose}, and bluesky posts as"):
        say(doubtful, local, address, "bluesky")


@pytest.mark.parametrize(
    ("address", "fits"),
    [
        ("https://social.example/@me/{}", True),
        ("https://other.example/@me/{}", False),
        ("https://social.example.evil.example/@me/{}", False),
    ],
)
def test_an_id_of_another_server_is_another_post(doubtful: Store, local: LocalPlace, address: str, fits: bool) -> None:
    """Servers count for themselves, and the same name stands on many."""
    from bot.publishers.mastodon.platform import EPOCH

    (local.folder / "bot.toml").write_text(SETTINGS + "[targets.mastodon]\n")
    made = won(doubtful, digest(1), "mastodon")
    doubtful.change(lambda ledger: ledger.doubt(made, "no answer", NOW), "doubt")
    url = address.format((NOW + timedelta(minutes=1) - EPOCH) // timedelta(milliseconds=1) << 16)
    environ = {"MASTODON_SERVER": "https://social.example"}
    if fits:
        assert say(doubtful, local, url, "mastodon", **environ) is Status.POSTED
        return
    with pytest.raises(UsageError, match=r"is on another server than mastodon, which posts to social\.example"):
        say(doubtful, local, url, "mastodon", **environ)


@pytest.mark.parametrize("url", [None, "https://x.com/me/status/{}"])
def test_a_claim_that_is_alive_is_nobodys_to_resolve(doubtful: Store, local: LocalPlace, url: str | None) -> None:
    """And what was found out meanwhile is not overwritten."""
    doubtful.change(lambda ledger: ledger.absent(entry_of(ledger), LATER, "not there"), "absent")
    claimed = claim(local.store(), digest(1), now=LATER)
    assert claimed is not None
    with pytest.raises(UsageError, match="is not in doubt: it is claimed"):
        say(doubtful, local, url and url.format(x_id(1)))


def entry_of(ledger: object) -> object:
    return ledger.get("hello-1", "x")  # type: ignore[attr-defined]


def test_what_another_run_finds_out_meanwhile_stands(
    doubtful: Store, local: LocalPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look and the word: the receipt that was found is kept."""
    from bot.runs import entries
    from bot.runs import resolve as room

    real = entries.find_entry

    def slow(*args: object) -> object:
        found = real(*args)  # type: ignore[arg-type]
        local.store().change(lambda ledger: ledger.found(found, receipt(7), LATER), "found")
        return found

    monkeypatch.setattr(room, "find_entry", slow)
    with pytest.raises(UsageError, match="not in doubt any more: it is posted"):
        say(doubtful, local, f"https://x.com/me/status/{x_id(1)}")
    found = entry(doubtful, digest(1))
    assert found is not None
    assert found.receipt == receipt(7)


def test_every_platforms_time_of_an_id_is_none_or_aware() -> None:
    for platform in PLATFORMS.values():
        if platform.post_time is not None:
            assert platform.post_time("1994375971599286274").tzinfo is not None  # type: ignore[union-attr]
