"""Posts in a folder: a page each that a browser opens, written once, harmless whatever a digest holds."""

from __future__ import annotations

import errno
import json
import os
import threading
import time
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import pytest

from bot.errors import TargetRejected
from bot.locking import lock_file
from bot.model import Card, Claim, Digest, Draft, Facet, Receipt
from bot.publishers.interface import Surroundings
from bot.publishers.outbox import pages, publisher
from bot.publishers.outbox.publisher import Outbox
from tests.publishers.conftest import LINK, card_draft, claim_of, entry_of, picture, target_of

if TYPE_CHECKING:
    from datetime import datetime

    from bot.model import Image
    from tests.servers.clock import ManualClock


@pytest.fixture
def outbox(tmp_path: Path, clock: ManualClock) -> Outbox:
    return Outbox(target_of("outbox"), Surroundings({}, clock, tmp_path / "state"))


def claim(outbox: Outbox, digest: Digest, draft: Draft, *, again: bool = False) -> Claim:
    now: datetime = outbox.clock.now()
    return claim_of(digest, "outbox", outbox.prepare(digest, draft, now, again=again), now)


def page_of(receipt: Receipt) -> Path:
    return Path(unquote(urlsplit(receipt.url).path))


class Page(HTMLParser):
    """What a browser would make of a page."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.texts: list[str] = []
        self.headings: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data
        if self.tags and self.tags[-1][0] in {"h1", "h2", "h3"} and data.strip():
            self.headings.append(data)
        self.texts.append(data.strip())

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def test_a_post_is_a_page(outbox: Outbox, digest: Digest, image: Image, clock: ManualClock) -> None:
    """Text, card and picture are in one file that can be handed on; the index shows it; a program reads the JSON."""
    draft = card_draft(image)
    address = outbox.address(digest)
    receipt = outbox.publish(claim(outbox, digest, draft), image)
    assert receipt == Receipt("2025-11-28-a-digest-outbox.html", str(address), clock.now())
    page = Page(page_of(receipt))
    assert draft.text in page.words
    assert "What it is about" in page.words
    assert {link["href"] for link in page.all("a")} == {"index.html", LINK}
    assert {"A digest", "Outbox", "posted 2025-11-28 12:00 UTC"} <= set(page.texts)
    (shown,) = page.all("img")
    assert shown["alt"] == image.alt
    assert str(shown["src"]).startswith("data:image/jpeg;base64,")
    index = Page(outbox.folder / "index.html")
    assert "2025-11-28-a-digest-outbox.html" in [link["href"] for link in index.all("a")]
    assert (outbox.folder / str(index.all("img")[0]["src"])).read_bytes() == image.content
    stored = json.loads((outbox.folder / "2025-11-28-a-digest-outbox.json").read_text(encoding="utf-8"))
    assert (stored["text"], stored["key"], stored["card"]["uri"]) == (draft.text, digest.key, LINK)


def test_another_process_that_stands_still_holds_no_post(
    outbox: Outbox, digest: Digest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was stopped while it wrote the index, and every post after it waited for ever, with its claim."""
    assert publisher.INDEX_SECONDS <= 30
    monkeypatch.setattr(publisher, "INDEX_SECONDS", 0.1)
    outbox.folder.mkdir(parents=True)
    with lock_file(outbox.folder / ".index.lock"):
        outbox.publish(claim(outbox, digest, card_draft()), None)
    assert not (outbox.folder / "index.html").exists()
    outbox.publish(claim(outbox, replace(digest, key="newer"), card_draft()), None)
    assert "2025-11-28-a-digest-outbox.html" in (outbox.folder / "index.html").read_text(encoding="utf-8")


def test_a_post_that_stands_in_its_place_is_named_where_it_differs(outbox: Outbox, digest: Digest) -> None:
    """The ledger was lost and the file written over since: nobody was told that the new one is not there."""
    outbox.publish(claim(outbox, digest, card_draft()), None)
    again = outbox.publish(claim(outbox, digest, card_draft()), None)
    assert (again.existing, again.warnings) == (True, ())
    other = outbox.publish(claim(outbox, replace(digest, title="Another issue"), card_draft()), None)
    assert other.existing
    assert other.warnings == ("the post that is there already has another title: A digest",)


def test_the_index_lists_the_newest_first_and_names_each_target(
    outbox: Outbox, digest: Digest, clock: ManualClock
) -> None:
    """A digest's posts to several outboxes stand together under its title."""
    archive = Outbox(replace(outbox.target, name="archive"), Surroundings({}, clock, outbox.folder.parent))
    outbox.publish(claim(outbox, digest, card_draft()), None)
    clock.forward(days=1)
    newer = replace(digest, key="newer", title="A newer one")
    for one in (outbox, archive):
        one.publish(claim(one, newer, card_draft()), None)
    index = Page(outbox.folder / "index.html")
    assert index.headings == ["Outbox", "A newer one", "Outbox", "archive (Outbox)", "A digest", "Outbox"]


def test_an_index_of_many_shows_the_newest_and_leads_to_the_others(
    outbox: Outbox, digest: Digest, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is written anew for each post of a long run."""
    monkeypatch.setattr(pages, "SHOWN", 2)
    for number in range(4):
        outbox.publish(claim(outbox, replace(digest, key=f"a{number}", title=f"Title {number}"), card_draft()), None)
        clock.forward(days=1)
    index = Page(outbox.folder / "index.html")
    assert index.headings == ["Outbox", "Title 3", "Outbox", "Title 2", "Outbox", "Older posts"]
    assert [link["href"] for link in index.all("a")][-2:] == ["a1-outbox.html", "a0-outbox.html"]
    assert "Outbox, 2025-11-28 12:00 UTC" in index.texts


def test_a_post_that_an_older_version_wrote_is_shown(outbox: Outbox, digest: Digest) -> None:
    """Whatever its file does not say."""
    outbox.folder.mkdir(parents=True)
    (outbox.folder / "old-outbox.json").write_text('{"text": "Written long ago", "length": 16}', encoding="utf-8")
    outbox.publish(claim(outbox, digest, card_draft()), None)
    assert "Written long ago" in Page(outbox.folder / "index.html").words
    old = replace(claim(outbox, digest, card_draft()), rkey="older", payload={"text": "Claimed long ago"})
    assert "Claimed long ago" in Page(page_of(outbox.publish(old, None))).words


def test_the_same_post_twice_is_one_page(outbox: Outbox, digest: Digest, image: Image, clock: ManualClock) -> None:
    """The second time nothing is written, and the receipt says so."""
    first = outbox.publish(claim(outbox, digest, card_draft(image)), image)
    before = page_of(first).stat().st_mtime_ns
    clock.forward(days=1)
    again = outbox.publish(claim(outbox, digest, card_draft(image)), image)
    assert again == replace(first, existing=True)
    assert page_of(first).stat().st_mtime_ns == before
    assert outbox.find(entry_of(claim(outbox, digest, card_draft()), digest)) == again


def test_again_is_a_second_page(outbox: Outbox, digest: Digest, clock: ManualClock) -> None:
    first = outbox.publish(claim(outbox, digest, card_draft()), None)
    clock.forward(days=1)
    second = outbox.publish(claim(outbox, digest, card_draft(), again=True), None)
    assert not second.existing
    assert [own.receipt.id for own in outbox.recent(None)] == [second.id, first.id]
    assert [own.links for own in outbox.recent(clock.now())] == [(LINK,)]


def test_a_deleted_post_is_gone_everywhere(outbox: Outbox, digest: Digest, image: Image) -> None:
    receipt = outbox.publish(claim(outbox, digest, card_draft(image)), image)
    outbox.delete(receipt)
    outbox.delete(receipt)
    assert sorted(path.name for path in outbox.folder.iterdir() if not path.name.startswith(".")) == ["index.html"]
    assert "A digest" not in (outbox.folder / "index.html").read_text(encoding="utf-8")


HOSTILE = (
    "</title></style></p><script>alert(1)</script><img src=x onerror=alert(1)>\" onmouseover='alert(1)' &amp; \u202e"
)


@pytest.mark.parametrize("link", [f"javascript:{HOSTILE}", "http://[", "data:text/html,<script>alert(1)</script>"])
def test_a_hostile_digest_is_only_words(link: str, outbox: Outbox, digest: Digest) -> None:
    """Markup in any field is shown, not obeyed; no address but a web address is a link; the policy allows no script."""
    image = replace(picture(), alt=HOSTILE)
    draft = replace(
        card_draft(image),
        text=HOSTILE,
        facets=(Facet(0, 8, "link", f"javascript:{HOSTILE}"), Facet(8, 16, 'tag"><script>', HOSTILE)),
        card=Card(link, HOSTILE, HOSTILE),
        tags=(HOSTILE,),
        langs=(HOSTILE,),
    )
    receipt = outbox.publish(claim(outbox, replace(digest, title=HOSTILE), draft), image)
    for path in (page_of(receipt), outbox.folder / "index.html"):
        page = Page(path)
        assert not page.all("script")
        assert len(page.all("img")) == 1
        assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
        assert not [link for link in page.all("a") if str(link["href"]).startswith(("javascript", "data"))]
        assert HOSTILE in page.words
        policies = [str(meta["content"]) for meta in page.all("meta") if meta.get("http-equiv")]
        assert policies
        assert "default-src 'none'" in policies[0]


@pytest.mark.parametrize(
    "key", ["../../etc/passwd", "a/b", "a-b", "ünï/cödé", "A-B", ".hidden", "x" * 400, "CON", "a b", "", "日本語"]
)
def test_every_key_has_a_file_of_its_own(key: str, outbox: Outbox, digest: Digest) -> None:
    """No key leads out of the folder, is hidden or too long for a file system, or shares another's file."""
    receipt = outbox.publish(claim(outbox, replace(digest, key=key), card_draft()), None)
    assert page_of(receipt).parent == outbox.folder.absolute()
    assert page_of(receipt).is_file()
    assert not receipt.id.startswith(".")
    others = [outbox.name(other) for other in ("a/b", "a-b", "A-B", "a b", "ünï/cödé", "日本語") if other != key]
    assert outbox.name(key) not in others


def test_a_post_is_there_when_its_json_is(
    outbox: Outbox, digest: Digest, image: Image, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed half way, a post is not there, and is written whole the next time; no rest is left over."""
    real = os.replace

    def dies(source: str, target: Path) -> None:
        if str(target).endswith(".json"):
            raise KeyboardInterrupt
        real(source, target)

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", dies)
        with pytest.raises(KeyboardInterrupt):
            outbox.publish(claim(outbox, digest, card_draft(image)), image)
    assert outbox.find(entry_of(claim(outbox, digest, card_draft()), digest)) is None
    assert not list(outbox.folder.glob(".*.part"))
    assert not outbox.publish(claim(outbox, digest, card_draft(image)), image).existing


def test_a_folder_that_cannot_be_written_is_said(outbox: Outbox, digest: Digest) -> None:
    """By its name and the reason."""
    outbox.folder.parent.mkdir(parents=True)
    outbox.folder.write_text("a file in its place")
    with pytest.raises(TargetRejected, match=r"outbox cannot be used: .* must be able to write there"):
        outbox.publish(claim(outbox, digest, card_draft()), None)
    with pytest.raises(TargetRejected):
        outbox.check()


def test_a_full_disk_costs_the_index_and_not_the_post(
    outbox: Outbox, digest: Digest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its JSON is there, and a post that is there was never surely not posted."""
    real = os.replace

    def full(source: str, target: Path) -> None:
        if str(target).endswith("index.html"):
            raise OSError(errno.ENOSPC, "No space left on device")
        real(source, target)

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", full)
        first = outbox.publish(claim(outbox, digest, card_draft()), None)
        assert outbox.find(entry_of(claim(outbox, digest, card_draft()), digest)) == replace(first, existing=True)
    assert not first.existing
    assert not (outbox.folder / "index.html").exists()
    outbox.publish(claim(outbox, digest, card_draft()), None)
    assert "2025-11-28-a-digest-outbox.html" in (outbox.folder / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "content", ["no JSON", '{"text": 1, "card": "a"}', '{"createdAt": 7}', "[]", '{"image": {"alt": ""}}']
)
def test_a_file_that_is_not_the_outbox_s_spoils_no_index(content: str, outbox: Outbox, digest: Digest) -> None:
    outbox.folder.mkdir(parents=True)
    (outbox.folder / "foreign.json").write_text(content, encoding="utf-8")
    receipt = outbox.publish(claim(outbox, digest, card_draft()), None)
    assert outbox.find(entry_of(claim(outbox, digest, card_draft()), digest)) == replace(receipt, existing=True)
    index = (outbox.folder / "index.html").read_text(encoding="utf-8")
    assert receipt.id in index
    assert "foreign" not in index


def test_a_file_that_cannot_be_read_is_not_skipped_when_a_ledger_is_rebuilt(outbox: Outbox, digest: Digest) -> None:
    outbox.publish(claim(outbox, digest, card_draft()), None)
    (outbox.folder / "a.json").write_text("no JSON", encoding="utf-8")
    with pytest.raises(TargetRejected, match="not written by the outbox"):
        list(outbox.recent(None))


def test_the_index_misses_no_post_that_is_written_meanwhile(outbox: Outbox, digest: Digest) -> None:
    """One run lists the posts, another adds one before the first has written its list: the index shows both."""
    listed = threading.Event()

    class Slow(Outbox):
        def posts(self) -> list[tuple[str, dict[str, Any]]]:
            found = super().posts()
            listed.set()
            time.sleep(0.2)
            return found

    slow = Slow(outbox.target, Surroundings({}, outbox.clock, outbox.folder.parent))
    thread = threading.Thread(target=slow.publish, args=(claim(slow, digest, card_draft()), None))
    thread.start()
    assert listed.wait(5)
    other = replace(digest, key="another")
    outbox.publish(claim(outbox, other, card_draft()), None)
    thread.join()
    index = (outbox.folder / "index.html").read_text(encoding="utf-8")
    assert "2025-11-28-a-digest-outbox.html" in index
    assert "another-outbox.html" in index
