"""What the blog's owner is asked, each with a default, an example and a way to leave it out; answers outlive a stop."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True, slots=True)
class Question:
    """What the blog's owner is asked."""

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
