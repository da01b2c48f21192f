"""Where the two kinds of ledger live in the tests, and who comes to them."""

from __future__ import annotations

import atexit
import functools
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bot.model import Claim, Digest, Intent, Receipt
from bot.settings.model import Settings
from bot.store import open_store

if TYPE_CHECKING:
    from bot.ledger import Ledger
    from bot.model import Entry
    from bot.store import Store

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
LEASE = timedelta(minutes=10)


@dataclass
class Clock:
    """Stands still until it is told to move."""

    at: datetime = NOW
    slept: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return sum(self.slept)

    def sleep(self, seconds: float) -> bool:
        self.slept.append(seconds)
        return True


def digest(number: int = 1, **changes: object) -> Digest:
    fields: dict[str, object] = {
        "key": f"hello-{number}",
        "path": Path(f"content/hello-{number}.md"),
        "slug": f"hello-{number}",
        "url": f"https://blog.example/posts/hello-{number}",
        "title": f"Hello, world number {number}",
        "lang": "en",
        "published_at": NOW - timedelta(days=1, minutes=number),
    }
    return Digest(**{**fields, **changes})  # type: ignore[arg-type]


def intent(of: Digest, target: str = "x", **changes: object) -> Intent:
    fields: dict[str, object] = {"payload": {"text": of.title, "n": [1, None, "é"]}, "fingerprint": "f" * 16}
    return Intent(of, target, **{**fields, **changes})  # type: ignore[arg-type]


def receipt(number: int = 1, at: datetime = NOW) -> Receipt:
    return Receipt(id=str(1000 + number), url=f"https://x.com/me/status/{1000 + number}", posted_at=at)


def claim(store: Store, of: Digest, target: str = "x", now: datetime = NOW, **how: object) -> Claim | Entry:
    wanted = intent(of, target)
    return store.change(lambda ledger: ledger.claim(wanted, store.claimer, now, LEASE, **how), f"claim {of.key}")  # type: ignore[arg-type]


def won(store: Store, of: Digest, target: str = "x", now: datetime = NOW, **how: object) -> Claim:
    made = claim(store, of, target, now, **how)
    assert isinstance(made, Claim), made
    return made


def settle(store: Store, made: Claim, number: int = 1, now: datetime = NOW) -> Entry:
    return store.change(lambda ledger: ledger.settle(made, receipt(number), now), f"settle {made.key}")


def entry(store: Store, of: Digest, target: str = "x") -> Entry | None:
    return store.read(lambda ledger: ledger.entry(of, target))


def begin(ledger: Ledger) -> list[str]:
    return ledger.targets.register(["x", "bluesky"], NOW)


def git(folder: Path, *args: str) -> str:
    done = subprocess.run(
        ["git", "-c", "user.name=A", "-c", "user.email=a@blog.example", *args],
        cwd=folder, capture_output=True, encoding="utf-8", check=False, env=quiet_environ(),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def quiet_environ(**more: str) -> dict[str, str]:
    """The environment without anybody's git configuration."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "GITHUB_", "BOT_"))}
    return {**kept, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", **more}


@dataclass
class Place:
    """One ledger, and everybody who may come to it."""

    folder: Path
    clock: Clock = field(default_factory=Clock)
    stores: list[Store] = field(default_factory=list)

    def settings(self, who: str) -> Settings:
        raise NotImplementedError

    def store(self, who: str = "one", **environ: str) -> Store:
        """A run's store; ``who`` names the machine's folder that it runs in."""
        store = open_store(self.settings(who), clock=self.clock, environ=quiet_environ(**environ))
        if hasattr(store, "fresh_seconds"):
            store.fresh_seconds = 0.0
        self.stores.append(store)
        return store

    def made(self) -> Store:
        """A store whose ledger has just been made."""
        store = self.store()
        assert store.create(begin) == ["x", "bluesky"]
        return store

    def damage(self, content: bytes) -> None:
        """Put these bytes where the ledger is."""
        raise NotImplementedError

    def content(self) -> bytes:
        """The bytes of the ledger."""
        raise NotImplementedError

    def close(self) -> None:
        for store in self.stores:
            store.close()


class LocalPlace(Place):
    def settings(self, who: str) -> Settings:  # noqa: ARG002 -- everybody works in one folder
        return Settings(root=self.folder, source=None, state=self.folder / "state")

    @property
    def path(self) -> Path:
        return self.folder / "state" / "ledger.db"

    def damage(self, content: bytes) -> None:
        self.path.parent.mkdir(exist_ok=True)
        self.path.write_bytes(content)

    def content(self) -> bytes:
        return self.path.read_bytes()


@functools.cache
def founded(form: str) -> Path:
    """A folder with a blog's repository and the clone that its first commit came from, to copy: git is called once."""
    folder = Path(tempfile.mkdtemp(prefix="bot-founded-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    bare, first = folder / "blog.git", folder / "first"
    git(folder, "init", "--quiet", "--bare", "-b", "main", f"--object-format={form}", str(bare))
    git(folder, "init", "--quiet", "-b", "main", f"--object-format={form}", str(first))
    (first / "content").mkdir()
    (first / "content" / "a file.md").write_text("---\ntitle: A\n---\n")
    (first / "state").mkdir()
    (first / "state" / "keep.txt").write_text("kept\n")
    (first / "run.sh").write_text("#!/bin/sh\n")
    (first / "run.sh").chmod(0o755)
    git(first, "add", ".")
    git(first, "commit", "--quiet", "-m", "The blog")
    git(first, "push", "--quiet", str(bare), "main")
    return folder


@dataclass
class GitPlace(Place):
    branch: str = "bot-state"
    url: str | None = None
    """Of the repository; none: the folder itself."""
    form: str = "sha1"
    depth: int | None = None

    @property
    def bare(self) -> Path:
        return self.folder / "blog.git"

    def found(self) -> GitPlace:
        """Make the blog's repository, with one commit on main."""
        made = founded(self.form)
        if self.bare.exists():
            git(made / "first", "push", "--quiet", str(self.bare), "main")
        else:
            shutil.copytree(made / "blog.git", self.bare)
        return self

    def checkout(self, who: str) -> Path:
        path = self.folder / who
        if not path.exists():
            depth = [f"--depth={self.depth}"] if self.depth else []
            git(self.folder, "clone", "--quiet", *depth, self.url or self.bare.as_uri(), str(path))
        return path

    def settings(self, who: str) -> Settings:
        root = self.checkout(who)
        return Settings(root=root, source=None, state=root / "state", branch=self.branch)

    def damage(self, content: bytes) -> None:
        if not git(self.bare, "for-each-ref", f"refs/heads/{self.branch}"):
            self.store("elsewhere").create(begin)
            git(
                self.bare, "update-ref", "-d", f"refs/bot/newest/{self.branch}"
            )  # what is put there is older, or strange
        path = self.folder / f"damaged-{self.commits()}"
        git(self.folder, "clone", "--quiet", "--branch", self.branch, self.bare.as_uri(), str(path))
        (path / "state" / "ledger.db").write_bytes(content)
        git(path, "commit", "--quiet", "--allow-empty", "-a", "-m", "Damage")
        git(path, "push", "--quiet")

    def content(self) -> bytes:
        done = subprocess.run(
            ["git", "cat-file", "blob", f"{self.branch}:state/ledger.db"], cwd=self.bare, capture_output=True, check=True
        )  # fmt: skip
        return done.stdout

    def commits(self) -> int:
        return int(git(self.bare, "rev-list", "--count", self.branch))
