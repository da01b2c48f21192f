"""A blog to measure on."""

from __future__ import annotations

import json
import os
import subprocess
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bench.measure import BOT, Program, clean_environment

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

BODY = "\n".join(
    f"Paragraph {number} of a digest that is as long as digests are, with a [link](https://example.org/{number}) in it.\n"
    for number in range(12)
)
SETTINGS = 'site = "https://blog.example"\nsite_name = "A Blog"\n'


@dataclass(frozen=True, slots=True)
class Blog:
    """A blog in a folder of its own."""

    root: Path
    env: Mapping[str, str] = field(default_factory=dict)

    @property
    def content(self) -> Path:
        return self.root / "content"

    def make(self, settings: str = SETTINGS) -> Blog:
        self.content.mkdir(parents=True)
        (self.root / "bot.toml").write_text(settings, encoding="utf-8")
        return self

    def digest(self, number: int, hero: str | None = None) -> Path:
        """Write one; a folder holds a thousand."""
        day, month, year = 1 + number % 28, 1 + number // 28 % 12, 2020 + number // 336 % 5
        title = f"A laureate bets on world models, part {number}"
        front = {
            "title": title,
            "description": f"He leaves the lab to found start-up number {number}. Its models learn from video.",
            "pubDatetime": f"{year}-{month:02}-{day:02}T{number % 24:02}:00:00Z",
            "tags": ["AI", "research", "digest"],
            **({"heroImage": hero, "ogImage": hero} if hero else {}),
        }
        text = "".join(f"{name}: {json.dumps(value)}\n" for name, value in front.items())
        path = self.content / f"{number // 1000:03}" / f"{number:06}-world-models.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"---\n{text}---\n\n> The lede of digest {number}.\n\n{BODY}", encoding="utf-8")
        return path

    def archive(self, count: int) -> None:
        """So many digests, changed long enough ago for their size and mtime to be trusted."""
        old = time.time() - 1000
        for number in range(count):
            hero = f"https://pictures.example.org/sites/default/files/styles/wide/public/2025-11/IMG_{number}.jpg?h=7d962837"
            os.utime(self.digest(number, hero), (old, old))

    def git(self, *words: str) -> None:
        who = ["-c", "user.name=A", "-c", "user.email=a@blog.example", "-c", "gc.auto=0"]
        subprocess.run(["git", *who, *words], cwd=self.root, env=clean_environment(), check=True, capture_output=True)

    def commit(self) -> None:
        if not (self.root / ".git").exists():
            self.git("init", "--quiet", "-b", "main")
            (self.root / ".gitignore").write_text("state/\n", encoding="utf-8")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "-m", "The blog")

    def bot(self, *words: str | Path, codes: frozenset[int] = frozenset({0})) -> Program:
        return Program([*BOT, *words], self.root, self.env, codes)
