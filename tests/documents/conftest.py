"""A blog with a publication on a real Bluesky server, whose posts pin their documents."""

from __future__ import annotations

import contextlib
import io
import json
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest

from bot.cli import cli
from bot.cli.guard import guarded
from bot.cli.wiring import Wiring
from bot.model import BlogProfile
from bot.publishers.bluesky.identifiers import DOCUMENTS, PUBLICATIONS, publication_key, record_cid
from bot.publishers.bluesky.publication import publication_record
from tests.chaos.world import png
from tests.conftest import Ran

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import Blog
    from tests.servers.faults import Request, Response
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
        record = publication_record(BlogProfile(SITE, "The Log"))
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
        (self.blog.root / "content" / "hero.png").write_bytes(png())
        return self.blog.digest(name, **{"heroImage": "hero.png", "heroAlt": "A small square", **front})

    def bot(self, *args: object, env: dict[str, str] | None = None) -> Ran:
        """``bot ARGS``, in this process, which has imported everything already; with an ``env`` in one that can be killed."""
        if env is not None:
            return self.blog.bot(*args, env=env)
        out, err = io.StringIO(), io.StringIO()
        with (
            contextlib.chdir(self.blog.root),
            patch.dict(os.environ, self.blog.env, clear=True),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
            closed_afterwards(),
        ):
            code = guarded(cli, [str(arg) for arg in args])
        return Ran(code, out.getvalue(), err.getvalue())

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

    def rkey(self, uri: str) -> str:
        return uri.rpartition("/")[2]

    def put_document(self, rkey: str, **changes: Any) -> dict[str, Any]:
        """A document that another program has made, of the same page unless it says otherwise."""
        record = {
            "$type": DOCUMENTS,
            "site": self.publication,
            "path": "/posts/2026-11-20-hello",
            "title": "By another program",
            "publishedAt": "2026-11-20T08:00:00.000Z",
        }
        return self.put(DOCUMENTS, rkey, {**record, **changes})

    def before(self, collection: str, act: Callable[[], object]) -> None:
        """Do this once, in the moment before a record of this collection arrives at the server."""
        answer, waiting = self.pds.proxy.answer, [act]

        def intercepted(request: Request) -> Response:
            if waiting and puts(collection)(request):
                waiting.pop()()
            return answer(request)

        self.pds.proxy.answer = intercepted

    def is_sound(self, count: int = 1) -> None:
        """So many posts and documents, and each post pins one that is there, at a key of its own."""
        posts, documents = self.posts(), self.documents()
        assert len(posts) == len(documents) == count
        publication = {"uri": self.publication, "cid": self.publication_cid}
        there = [{"uri": document["uri"], "cid": document["cid"]} for document in documents]
        assert sorted(references(post)[0]["uri"] for post in posts) == sorted(one["uri"] for one in there)
        for post in posts:
            assert references(post)[0] in there
            assert references(post)[1:] == [publication]
        for document in documents:
            assert record_cid(document["value"]) == document["cid"]


@contextlib.contextmanager
def closed_afterwards() -> Iterator[None]:
    """What a call opens is closed when it ends, for its process does not end."""
    made: list[Wiring] = []
    begin = Wiring.__init__

    def init(self: Wiring, *args: Any, **how: Any) -> None:
        begin(self, *args, **how)
        made.append(self)

    with patch.object(Wiring, "__init__", init):
        try:
            yield
        finally:
            for wiring in made:
                wiring.opened.close()


def puts(collection: str) -> Callable[[Request], bool]:
    """Whether a request puts a record of this collection."""

    def does(request: Request) -> bool:
        return request.operation == "create" and json.loads(request.body)["collection"] == collection

    return does


def references(post: dict[str, Any]) -> list[dict[str, str]]:
    """What a post pins."""
    found: list[dict[str, str]] = post["value"]["embed"]["external"].get("associatedRefs", [])
    return found


@pytest.fixture
def site(blog: Blog, pds: Pds) -> Iterator[Site]:
    """The blog after ``bot init``, without a digest."""
    made = Site(blog, pds, pds.account())
    answer = pds.proxy.answer
    pds.requests.clear()
    assert made.bot("init", "-y").code == 0
    yield made
    pds.proxy.answer = answer
    pds.proxy.heal()
