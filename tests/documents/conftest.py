"""A blog with a publication on a real Bluesky server, whose posts pin their documents."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from bot.publishers.bluesky.cid import record_cid
from bot.publishers.bluesky.standard_site import (
    DOCUMENTS,
    PUBLICATIONS,
    Publication,
    publication_key,
    publication_record,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Blog, Ran
    from tests.servers.pds import Account, Pds

SITE = "https://blog.example/log"


@dataclass
class Site:
    """One blog, its account, and what is on the server."""

    blog: Blog
    pds: Pds
    account: Account
    more: str = ""
    """More settings of the target."""
    publication: str = field(init=False)
    publication_cid: str = field(init=False)

    def __post_init__(self) -> None:
        self.blog.env |= self.account.environ()
        record = publication_record(Publication(SITE, "The Log"))
        made = self.put(PUBLICATIONS, publication_key(SITE), record)
        self.publication, self.publication_cid = made["uri"], made["cid"]
        self.settings()

    def settings(self, *, more: str = "", documents: bool = True, top: str = "") -> None:
        wanted = (
            f'documents = true\ndid = "{self.account.did}"\npublication = "{self.publication}"\n'
            f'publication_cid = "{self.publication_cid}"\n'
        )
        self.blog.settings(
            f'site = "{SITE}"\nsite_name = "The Log"\nsince = 2024-01-01\n{top}[images]\ndraw_card = false\n'
            f"[targets.bluesky]\n{wanted if documents else ''}{more}"
        )

    def digest(self, name: str = "2026-11-20-hello.md", **front: Any) -> Path:
        return self.blog.digest(name, **front)

    def bot(self, *args: object, **how: Any) -> Ran:
        return self.blog.bot(*args, **how)

    # ── the server ───────────────────────────────────────────────────────────────────────────────

    def put(self, collection: str, rkey: str, record: dict[str, Any]) -> dict[str, Any]:
        """What another program writes into the account."""
        body = {"repo": self.account.did, "collection": collection, "rkey": rkey, "record": record}
        made: dict[str, Any] = self.pds.post("com.atproto.repo.putRecord", body, self.account.token)
        return made

    def delete(self, uri: str) -> None:
        repo, collection, rkey = uri.removeprefix("at://").split("/")
        key = {"repo": repo, "collection": collection, "rkey": rkey}
        self.pds.post("com.atproto.repo.deleteRecord", key, self.account.token)

    def posts(self) -> list[dict[str, Any]]:
        return self.pds.posts(self.account)

    def documents(self) -> list[dict[str, Any]]:
        query = {"repo": self.account.did, "collection": DOCUMENTS, "limit": "100"}
        records: list[dict[str, Any]] = self.pds.get("com.atproto.repo.listRecords", query)["records"]
        return records

    def is_sound(self) -> None:
        """One post, one document, and the post pins what is there."""
        (post,), (document,) = self.posts(), self.documents()
        assert references(post) == [
            {"uri": document["uri"], "cid": document["cid"]},
            {"uri": self.publication, "cid": self.publication_cid},
        ]
        assert record_cid(document["value"]) == document["cid"]


def references(post: dict[str, Any]) -> list[dict[str, str]]:
    """What a post pins."""
    found: list[dict[str, str]] = post["value"]["embed"]["external"].get("associatedRefs", [])
    return found


@pytest.fixture
def site(blog: Blog, pds: Pds) -> Site:
    made = Site(blog, pds, pds.account())
    pds.proxy.quiet()
    pds.requests.clear()
    assert made.bot("init", "-y").code == 0
    return made
