"""Random histories of a blog's files: whatever becomes of their names, titles and days, each digest is posted once."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.model import Posted
from tests.chaos.inside import Hands, Inside

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Blog
    from tests.servers.x import XServer

WORDS = [
    "apple",
    "river",
    "mountain",
    "cloud",
    "engine",
    "letter",
    "garden",
    "music",
    "window",
    "silver",
    "paper",
    "forest",
    "harbor",
    "candle",
    "market",
    "bridge",
]
STEPS = 6
CHANGES = (
    "new",
    "new",
    "rename",
    "title",
    "date",
    "body",
    "rename and title",
    "swap",
    "rotate",
    "away",
    "back",
    "reuse",
)


@dataclass
class Story:
    """One digest, as its author thinks of it."""

    title: str
    body: str
    date: str | None
    own_id: str | None
    name: str | None
    """None: its file is taken away for a while."""
    posts: int = 0
    touched: bool = True


@dataclass
class Author:
    """Who writes, renames and edits at random, but changes each digest in one way between two runs."""

    inside: Inside
    chance: random.Random
    stories: list[Story] = field(default_factory=list)
    names: int = 0

    @property
    def content(self) -> Path:
        return self.inside.blog.root / "content"

    def words(self, number: int) -> str:
        return " ".join(self.chance.choices(WORDS, k=number)).capitalize()

    def new_name(self) -> str:
        self.names += 1
        return f"{self.chance.choice(['', 'sub/'])}{self.chance.choice(WORDS)}-{self.names}.md"

    def a_time(self) -> str:
        return (self.inside.clock.now() - timedelta(seconds=self.chance.randrange(36_000))).isoformat()

    def write_new(self, name: str | None = None) -> None:
        number = len(self.stories)
        day = self.inside.clock.now().date().isoformat()
        self.stories.append(
            Story(
                f"{self.words(4)} {number}",
                "\n\n".join(f"{self.words(15)}." for _ in range(self.chance.choice([1, 4]))),
                # What takes another's file is of another time.
                self.a_time() if name else self.chance.choice([None, day, self.a_time()]),
                f"id-{number}" if self.chance.random() < 0.15 else None,
                name or self.new_name(),
            )
        )

    def change(self) -> None:
        there = [story for story in self.stories if story.name and not story.touched]
        gone = [story for story in self.stories if not story.name and not story.touched]
        what = self.chance.choice(CHANGES)
        some = self.chance.sample(gone if what == "back" else there, k=min(3, len(gone if what == "back" else there)))
        if what == "new" or not some:
            self.write_new()
            return
        one = some[0]
        changed = some[: {"swap": 2, "rotate": 3}.get(what, 1)]
        if what in {"swap", "rotate"}:
            names = [story.name for story in changed]
            for story, name in zip(changed, names[1:] + names[:1], strict=True):
                story.name = name
        if what in {"rename", "rename and title", "back"}:
            one.name = self.new_name()
        if what in {"title", "rename and title"}:
            one.title = f"{self.words(4)} {self.stories.index(one)}"
        if what == "date":
            one.date = self.a_time()
        if what == "body":
            one.body += f"\n\n{self.words(5)}."
        if what in {"away", "reuse"}:
            name, one.name = one.name, None
            if what == "reuse" and one.date is not None:
                self.write_new(name)
        for story in changed:
            story.touched = True

    def save(self) -> None:
        for path in self.content.rglob("*.md"):
            path.unlink()
        for story in self.stories:
            if story.name:
                self.inside.blog.digest(
                    story.name, f"\n{story.body}\n", title=story.title, pubDatetime=story.date, id=story.own_id
                )

    def run(self) -> None:
        """Some changes, and a run."""
        for story in self.stories:
            story.touched = False
        for _ in range(self.chance.randint(1, 3)):
            self.change()
        self.save()
        self.inside.clock.forward(minutes=30)
        by_path = {f"content/{story.name}": story for story in self.stories if story.name}
        for result in self.inside.run("x").results:
            if isinstance(result.outcome, Posted):
                by_path[result.path].posts += 1


@pytest.fixture
def author(x_blog: Blog, x_server: XServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Author]:
    monkeypatch.chdir(x_blog.root)
    x_server.remembers = False
    x_blog.settings('site = "https://blog.example"\n[images]\ndraw_card = false\n[targets.x]\n')
    assert x_blog.bot("init").code == 0
    inside = Inside(x_blog, Hands())
    x_server.now = inside.clock.now
    yield Author(inside, random.Random())
    inside.close()


@pytest.mark.parametrize("seed", range(7))
def test_each_digest_is_posted_once_whatever_becomes_of_its_file(author: Author, seed: int) -> None:
    """Files that exchanged names were taken for each other's twins, and posted again after the next edit."""
    author.chance.seed(seed)
    for _ in range(STEPS):
        author.run()
        told = [
            (story.title, story.posts)
            for story in author.stories
            if story.posts > 1 or (story.name and not story.posts)
        ]
        assert told == []
