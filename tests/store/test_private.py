"""The ledger's branch may be public: nothing in it says who its owner is, or which machine has written it."""

from __future__ import annotations

import json
import os
import sqlite3
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from bot.ledger.schema import public_url
from bot.settings.secrets import redact
from tests.ledger.test_schema import released
from tests.store.places import NOW, GitPlace, Place, begin, digest, entry, git, won

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.store import Store

MAIL, PASSWORD = "me@private.example", "s3cr3t-pass"
HOST = os.uname().nodename


def everything(place: Place) -> bytes:
    """The bytes of the ledger, and of the commits that hold it."""
    log = git(place.bare, "log", "--format=%an %ae %cn %ce %B", "bot-state") if isinstance(place, GitPlace) else ""
    return place.content() + log.encode()


def fail(store: Store, reason: str) -> None:
    made = won(store, digest())
    store.change(lambda ledger: ledger.fail(made, reason, NOW), f"fail {MAIL}")


def test_no_name_of_a_machine_no_mail_address_and_no_password_is_written_down(place: Place) -> None:
    """Whatever a platform's or git's error repeats."""
    store = place.made()
    fail(store, f"login of {MAIL} at https://bot:{PASSWORD}@pds.example refused: token ghp_0123456789abcdef")
    content = everything(place)
    for private in (MAIL, PASSWORD, HOST, "ghp_0123456789abcdef"):
        assert private.encode() not in content, private
    found = entry(store, digest())
    assert found is not None
    assert found.reason == "login of *** at https://pds.example refused: token ***"


def test_a_claimer_of_this_machine_is_still_known_by_its_mark(place: Place) -> None:
    """Dead at once, without a wait for its lease; another machine's is not."""
    won(place.made(), digest())
    found = entry(place.store(), digest())
    assert found is not None
    assert found.claimer is not None
    assert found.claimer.host != HOST
    assert place.store().claimer.host == found.claimer.host
    assert place.store().alive(found) is True


def test_an_old_ledger_is_cleaned_when_it_is_brought_up_to_date(place: Place) -> None:
    """Also of what SQLite has left in its unused pages."""
    old = released()
    for trigger in ("entries_stay", "history_update", "history_goes_on"):
        old.execute(f"DROP TRIGGER {trigger}")
    url = f"https://bsky.app/profile/{MAIL}/post/3k"
    for table in ("entries", "history"):
        old.execute(
            f"UPDATE {table} SET reason = ?, receipt_url = ?, receipt_id = ?",
            (f"login of {MAIL} at https://me:{PASSWORD}@pds.example", url, "at://did:plc:abc/app.bsky.feed.post/3k"),
        )
    old.execute("UPDATE entries SET host = ?", (HOST,))
    for sql in sqlite3_triggers():
        old.execute(sql)
    place.damage(old.serialize())
    store = place.store()
    won(store, digest(9))
    for private in (MAIL, PASSWORD, HOST):
        assert private.encode() not in place.content(), private
    found = entry(store, digest(1))
    assert found is not None
    assert found.receipt is not None
    assert found.receipt.url == "https://bsky.app/profile/did:plc:abc/post/3k"
    assert found.reason == "login of *** at https://pds.example"
    assert found.claimer is None or found.claimer.host == store.claimer.host


def sqlite3_triggers() -> list[str]:
    with sqlite3.connect(":memory:") as connection:
        connection.deserialize(released().serialize())
        query = "SELECT sql FROM sqlite_schema WHERE name IN ('entries_stay', 'history_update', 'history_goes_on')"
        return [sql for (sql,) in connection.execute(query)]


@pytest.mark.parametrize(
    ("url", "receipt_id", "shown"),
    [
        ("https://x.com/me/status/1", "1", "https://x.com/me/status/1"),
        ("https://social.example/@ann/1", "1", "https://social.example/@ann/1"),
        (f"https://social.example/{MAIL}/1", "1", "https://social.example/***/1"),
        (None, None, None),
    ],
)
def test_the_address_of_a_post_stays_as_it_is_where_nothing_private_stands_in_it(
    url: str | None, receipt_id: str | None, shown: str | None
) -> None:
    assert public_url(url, receipt_id) == shown


def test_a_remote_named_by_an_address_is_never_shown_with_its_password(branch: GitPlace) -> None:
    """remote = "https://me:token@host/blog.git" in the settings."""
    from dataclasses import replace

    from bot.errors import LedgerError
    from bot.store import open_store
    from tests.store.places import quiet_environ

    address = f"http://me:{PASSWORD}@127.0.0.1:9/blog.git"
    settings = replace(branch.settings("one"), remote=address)
    store = open_store(settings, clock=branch.clock, environ=quiet_environ())
    with pytest.raises(LedgerError, match="127") as caught:
        store.create(begin)
    assert PASSWORD not in str(caught.value)
    assert PASSWORD not in store.where


@pytest.mark.parametrize("spell", [str, lambda secret: quote(secret, safe=""), json.dumps, repr])
def test_a_secret_is_hidden_however_a_server_spells_it(spell: Callable[[str], str]) -> None:
    """An address or JSON in a server's answer has other signs in it than the environment."""
    secret = 'köl"n/1+2  3='
    assert redact(f"no such key: ({spell(secret).strip(chr(39) + chr(34))})", [secret]) == "no such key: (***)"
