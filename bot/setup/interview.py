"""What ``bot init`` asks the blog's owner: each question with a default, an example and a way to leave it out."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from bot.settings.model import USUAL_PERMALINK
from bot.settings.read import check_permalink
from bot.settings.table import as_site, as_text
from bot.sites import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from bot.setup.origin import Checkout
    from bot.sites import Blog


@dataclass(frozen=True, slots=True)
class Question:
    text: str
    default: str | None = None
    read: Callable[[str], str] = str.strip
    """The answer as it is to be kept; raises ValueError, TypeError or SettingsError for one that cannot be used."""
    form: str = ""
    """What ``read`` takes, in words."""
    needed: str | None = None
    """Why it cannot be left out with "-"; None: it can."""
    about: str = ""
    """What is to be known before it is asked."""


class Owner(Protocol):
    """The blog's owner, who is there to be asked."""

    def answer(self, question: Question) -> str | None:
        """An answer that can be used; None for a question that was left out."""
        ...

    def confirm(self, question: str, *, default: bool = True) -> bool: ...

    def agree(self, question: str, whole: str = "") -> None:
        """Return if the owner agrees; else this is the end of the command. ``whole``: what is shown on request."""
        ...


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered before the command was stopped, kept outside the blog."""

    file: Path

    @classmethod
    def of(cls, blog: Path, environ: Mapping[str, str]) -> Answers:
        """Those about the blog in this folder."""
        caches = environ.get("XDG_CACHE_HOME") or str(Path(environ.get("HOME") or Path.home()) / ".cache")
        name = hashlib.blake2b(str(blog.absolute()).encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()
        return cls(Path(caches) / "bot" / f"init-{name}.json")

    def read(self) -> dict[str, str | None]:
        try:
            kept = json.loads(self.file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        answers = kept if isinstance(kept, dict) else {}
        return {key: value for key, value in answers.items() if value is None or isinstance(value, str)}

    def keep(self, answers: Mapping[str, str | None]) -> None:
        """Only a convenience: a folder that cannot be written to stops nobody."""
        with suppress(OSError):
            self.file.parent.mkdir(parents=True, exist_ok=True)
            self.file.write_text(json.dumps(dict(answers)), encoding="utf-8")

    def forget(self) -> None:
        with suppress(OSError):
            self.file.unlink(missing_ok=True)


# ── what it asks ─────────────────────────────────────────────────────────────────────────────────

BRANCH = "bot-state"
SHARED = (
    "The ledger remembers what was posted. On a git branch of its own, runners and laptops share it; with - it stays in a file "
    "of this machine."
)
FOLDERS = 8
"""That are named to somebody who named one that there is not."""


@dataclass(frozen=True, slots=True)
class Interview:
    root: Path
    blog: Blog
    checkout: Checkout | None
    said: Mapping[str, Any]
    """On the command line, by setting."""
    kept: Answers
    asks_branch: bool
    """False: the command line named it."""

    def opening(self) -> Iterator[str]:
        yield f"{self.looks_like()} What stands in brackets is taken with Enter; - leaves a question out."
        if self.kept.read():
            yield "What you answered before it was stopped stands in the brackets."

    def answers(self, owner: Owner, values: Mapping[str, Any]) -> dict[str, Any]:
        """The owner's answers to what the command line left open; those given before a stop are the defaults."""
        before = self.kept.read()
        answers: dict[str, str | None] = {}
        for key, question in self.questions(values):
            default = before.get(key) or values.get(key, question.default)
            answers[key] = owner.answer(replace(question, default=default))
            self.kept.keep({**before, **answers})
        return answers

    def looks_like(self) -> str:
        name = self.blog.kind.value
        if self.blog.kind is Kind.PLAIN:
            return "Nothing in this folder says what builds the blog, so every page's address follows one pattern."
        return f"This looks like a blog made with {name}, whose own files answer most of what follows."

    def questions(self, values: Mapping[str, Any]) -> Iterator[tuple[str, Question]]:
        if "site" not in self.said:
            guess = self.checkout.pages if self.checkout is not None and "site" not in values else None
            yield (
                "site",
                Question(
                    f"The blog's address, like https://your.blog{' (GitHub Pages would have it there)' if guess else ''}",
                    guess,
                    as_site,
                    'an address like "https://your.blog"',
                    "the site cannot be left out, for a post would have no link",
                ),
            )
        if "content" not in self.said:
            there = (self.root / "content").is_dir() or "content" not in values
            yield (
                "content",
                Question(
                    "The folder of its digests, the Markdown files, like content/posts",
                    "content",
                    self.as_folder,
                    f"a folder that is there{self.folders()}",
                    None if there else "there is no content/, so the folder cannot be left out",
                ),
            )
        if "permalink" not in self.said and "generator" not in values:
            yield (
                "permalink",
                Question(
                    f"A page's address below it, like {USUAL_PERMALINK}",
                    USUAL_PERMALINK,
                    as_permalink,
                    f'a pattern like "{USUAL_PERMALINK}"',
                ),
            )
        if self.asks_branch and self.checkout is not None and self.checkout.remote:
            yield "branch", Question("The ledger's branch, like bot-state", BRANCH, about=SHARED)

    def folders(self) -> str:
        names = sorted(one.name for one in self.root.iterdir() if one.is_dir() and not one.name.startswith((".", "_")))
        return f"; in {self.root.name}/ there are: {', '.join(names[:FOLDERS])}" if names else ""

    def as_folder(self, answer: str) -> str:
        """A folder that is there; a blog that is only begun may have the usual one made."""
        folder = answer.strip().rstrip("/")
        if folder == "content" or (self.root / folder).is_dir():
            return folder
        raise ValueError(answer)


def as_permalink(answer: str) -> str:
    check_permalink(answer, "the permalink")
    return as_text(answer)
