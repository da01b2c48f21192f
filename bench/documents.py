"""A post with a Standard.site document beside one without, on a real Bluesky server: python -m bench documents"""

from __future__ import annotations

import itertools
import statistics
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from bench.blog import Blog
from bench.measure import Ended, Measured, Row, Stopwatch, Unavailable, beside, in_turn
from bench.post import ANSWER_SECONDS
from bench.servers import hero, servers
from bot.model import BlogProfile
from bot.publishers.bluesky.identifiers import PUBLICATIONS, publication_key
from bot.publishers.bluesky.publication import publication_record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.servers import Servers
    from tests.servers.pds import Pds

SITE = "https://blog.example"
WITHOUT = "a post without one"


def rows(*, quick: bool = False) -> Iterator[Row]:
    with (
        tempfile.TemporaryDirectory(prefix="bot-bench-") as folder,
        servers(hero(320, 180) if quick else hero(), may_install=not quick) as outside,
        Stopwatch() as stopwatch,
    ):
        if outside.bluesky is None:
            raise Unavailable(", ".join(outside.notes))
        posters = {
            "bot": Poster(Path(folder) / "with", outside, stopwatch, publication(outside.bluesky, outside)),
            WITHOUT: Poster(Path(folder) / "without", outside, stopwatch, ""),
        }
        outside.seconds = 0.01 if quick else ANSWER_SECONDS
        numbers = itertools.count()
        tries = {who: lambda poster=poster: poster.post(next(numbers)) for who, poster in posters.items()}  # type: ignore[misc]
        found = in_turn(tries, 1 if quick else 9)
        ours, theirs = (Measured(who, found[who], poster.beside()) for who, poster in posters.items())
        yield Row("documents", "bot post to bluesky with a document: whole process", "ms", ours, (theirs,), WITHOUT)


def publication(pds: Pds, outside: Servers) -> str:
    """Make a new account's publication; the target's settings that name it."""
    account = pds.account()
    outside.env |= account.environ()
    record = publication_record(BlogProfile(SITE, "A Blog"))
    where = {"repo": account.did, "collection": PUBLICATIONS, "rkey": publication_key(SITE)}
    made = pds.post("com.atproto.repo.putRecord", {**where, "record": record}, account.token)
    return (
        f'documents = true\ndid = "{account.did}"\npublication = "{made["uri"]}"\npublication_cid = "{made["cid"]}"\n'
    )


class Poster:
    """A blog that posts a new digest each time."""

    def __init__(self, root: Path, outside: Servers, stopwatch: Stopwatch, documents: str) -> None:
        """``documents``: the settings of the target; empty: it makes none."""
        settings = f'site = "{SITE}"\nsite_name = "A Blog"\n[images]\nallow_hosts = ["127.0.0.1"]\n[targets.bluesky]\n'
        self.blog = Blog(root, outside.env).make(settings + documents)
        self.outside, self.stopwatch, self.documents = outside, stopwatch, documents
        self.seen: list[Ended] = []
        self.requests: list[int] = []
        stopwatch.run(self.blog.bot("init", "-y"))

    def post(self, number: int) -> float:
        """Milliseconds."""
        path = self.blog.digest(number, f"{self.outside.heroes.url}/{number}.jpg")
        self.outside.spans.clear()
        ended = self.stopwatch.run(self.blog.bot("post", path))
        self.seen.append(ended)
        self.requests.append(len(self.outside.spans))
        records = sum(span.operation == "create" for span in self.outside.spans)
        if not records:
            raise RuntimeError(f"nothing was posted: {ended.said}")
        return 1000 * ended.seconds

    def beside(self) -> dict[str, float | str]:
        return {"requests": statistics.median(self.requests), **beside(self.seen)}
