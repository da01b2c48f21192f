"""The publisher that writes each post into a folder of pages."""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import tempfile
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.content.story import story_of
from bot.errors import TargetRejected
from bot.folders import write_whole
from bot.locking import lock_file
from bot.model import Receipt
from bot.points import Point, reach
from bot.publishers.interface import OwnPost, Prepared, Publisher
from bot.publishers.outbox.pages import INDEX, render_index, render_post
from bot.publishers.outbox.post import draft_of, links_of, payload_of, posted_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from bot.model import Claim, Digest, Draft, Entry, Image
    from bot.publishers.interface import Surroundings
    from bot.settings.model import Target

ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif", "image/webp": ".webp"}
INDEX_SECONDS = 10.0
"""So long the index is waited for while another process writes it."""
LONGEST_NAME = 80
"""Characters of a key that go into a file's name; file systems take 255 bytes."""


def differences(there: Mapping[str, Any], ours: Mapping[str, Any]) -> Iterator[str]:
    """What the post that stands in this one's place has that this one has not, for whoever has to see that it is another."""
    for what in ("title", "link"):
        if there.get(what) and ours.get(what) and there[what] != ours[what]:
            yield f"the post that is there already has another {what}: {there[what]}"


class Outbox(Publisher):
    """One folder of pages. A post is there when its JSON file is."""

    repeatable = True

    def __init__(self, target: Target, surroundings: Surroundings) -> None:
        self.target = target
        self.folder = surroundings.state / "outbox"
        self.clock = surroundings.clock

    # ── before anything is written ───────────────────────────────────────────────────────────────

    def prepare(self, digest: Digest, draft: Draft, now: datetime, *, again: bool = False) -> Prepared:
        title = story_of(digest, self.target.site_name).title
        return Prepared(payload_of(title, draft, now), self.name(digest.key, now if again else None))

    def name(self, key: str, again_at: datetime | None = None) -> str:
        """The post's file name without its ending: readable, safe on any file system, and no other post's."""
        safe = re.sub(r"[^a-z0-9._-]+", "-", key.lower()).strip("-.")[:LONGEST_NAME]
        if safe != key:
            safe = f"{safe}-{hashlib.sha256(key.encode()).hexdigest()[:8]}".lstrip("-")
        again = f"-{again_at:%Y%m%dT%H%M%S}" if again_at else ""
        return f"{safe}{again}-{self.target.name}"

    def address(self, digest: Digest) -> str | None:
        return self.url(self.name(digest.key))

    def check(self) -> str:
        with self.using():
            self.folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=self.folder):
                return f"pages in {self.folder}"

    # ── posting ──────────────────────────────────────────────────────────────────────────────────

    def publish(self, claim: Claim, image: Image | None) -> Receipt:
        name = self.name_of(claim)
        payload = claim.payload
        if (receipt := self.find_receipt(name)) is not None:
            return replace(receipt, warnings=tuple(differences(self.post(self.folder / f"{name}.json") or {}, payload)))
        with self.using():
            self.folder.mkdir(parents=True, exist_ok=True)
            picture = None
            if image is not None and payload.get("image"):
                picture = f"{name}{ENDINGS.get(image.media_type, '.img')}"
                reach(Point.UPLOAD_BEFORE)
                write_whole(self.folder / picture, image.content)
                reach(Point.UPLOAD_AFTER)
            post = {"key": claim.key, "target": self.target.name, "picture": picture, **payload}
            page = render_post(payload, self.target, image if picture else None)
            write_whole(self.folder / f"{name}.html", page.encode())
            write_whole(self.folder / f"{name}.json", json.dumps(post, ensure_ascii=False, indent=2).encode())
        self.list_all()
        return self.receipt(name, payload, existing=False)

    def delete(self, receipt: Receipt) -> None:
        name = receipt.id.removesuffix(".html")
        with self.using():
            for ending in (".json", ".html", *ENDINGS.values(), ".img"):
                (self.folder / f"{name}{ending}").unlink(missing_ok=True)
            if self.folder.is_dir():
                self.list_all()

    def list_all(self) -> None:
        """The index shows every post there is, also one that another process writes at this moment.

        A post is there without it, so what a disk refuses here is no failure, nor is another process that stands still
        while it writes the index; the next post writes it anew.
        """
        with contextlib.suppress(OSError), lock_file(self.folder / ".index.lock", seconds=INDEX_SECONDS) as held:
            if held:
                write_whole(self.folder / INDEX, render_index(self.posts(), self.target).encode())

    @contextlib.contextmanager
    def using(self) -> Iterator[None]:
        """What a disk refuses, in one line."""
        try:
            yield
        except OSError as error:
            reason = f"{self.folder} cannot be used: {error.strerror or error}"
            remedy = "the user who runs the bot must be able to write there"
            raise TargetRejected(f"{self.target.name}: {reason}", remedy) from None

    # ── looking ──────────────────────────────────────────────────────────────────────────────────

    def find(self, entry: Entry) -> Receipt | None:
        return self.find_receipt(self.name_of(entry))

    def name_of(self, claimed: Claim | Entry) -> str:
        """The name that was claimed; where that is the post of a digest whose file was written over, the ledger key's own."""
        name = claimed.rkey or self.name(claimed.key)
        there = self.post(self.folder / f"{name}.json")
        return name if there is None or there.get("key") == claimed.key else self.name(claimed.key)

    def find_receipt(self, name: str) -> Receipt | None:
        """The post that is there; a run that was killed may have left it out of the index."""
        post = self.post(self.folder / f"{name}.json")
        if post is None:
            return None
        self.list_all()
        return self.receipt(name, post, existing=True)

    def post(self, path: Path) -> dict[str, Any] | None:
        with self.using():
            try:
                post = json.loads(path.read_bytes())
            except FileNotFoundError:
                return None
            except ValueError:
                raise TargetRejected(f"{path}: not written by the outbox; remove it") from None
        return post if isinstance(post, dict) else None

    def posts(self) -> list[tuple[str, dict[str, Any]]]:
        """What the index shows, newest first: file name without ending and post."""
        return self.newest_first(self.showable_post)

    def showable_post(self, path: Path) -> dict[str, Any] | None:
        """The post, if it can be shown; a file that is not the outbox's is not worth the index of all others."""
        try:
            post = self.post(path)
            if post is not None:
                draft_of(post)
                posted_at(post)
        except (TargetRejected, AttributeError, LookupError, TypeError, ValueError):
            return None
        return post

    def newest_first(self, read: Callable[[Path], dict[str, Any] | None]) -> list[tuple[str, dict[str, Any]]]:
        posts = [(path.stem, post) for path in self.folder.glob("*.json") if (post := read(path)) is not None]
        return sorted(posts, key=lambda named: (str(named[1].get("createdAt")), named[0]), reverse=True)

    def recent(self, since: datetime | None) -> Iterator[OwnPost]:
        # A ledger is rebuilt from these: what cannot be read may be a post, and is not skipped.
        for name, post in self.newest_first(self.post):
            receipt = self.receipt(name, post, existing=True)
            if post.get("target") == self.target.name and (since is None or receipt.posted_at >= since):
                yield OwnPost(links_of(post), str(post.get("text", "")), receipt)

    def receipt(self, name: str, post: Mapping[str, Any], *, existing: bool) -> Receipt:
        moment = posted_at(post) or self.clock.now()
        return Receipt(id=f"{name}.html", url=self.url(name), posted_at=moment, existing=existing)

    def url(self, name: str) -> str:
        return (self.folder.absolute() / f"{name}.html").as_uri()
