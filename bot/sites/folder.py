"""The files that say how a blog is built: a bounded look, at ordinary files only, following no link."""

from __future__ import annotations

import itertools
import os
import re
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from bot.sites.script import is_script

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

FOLDERS = 20_000
"""Folders that are looked into at most; an archive may be large, and somebody is waiting."""
DEPTH = 8
TEXT_BYTES = 128 * 1024
"""Of one file; a configuration is shorter."""
TEXTS = 400
"""Files that are read at most."""

PASSED_OVER = frozenset(
    {"node_modules", "vendor", "dist", "_site", "resources", "venv", "themes", "target", "coverage"}
)
SETTINGS_FOLDERS = frozenset({".vitepress", ".vuepress"})
"""Hidden folders that say how a blog is built."""
SHARED = re.compile(
    r"package\.json|(?:(?:public|static|docs|src|source)/)?CNAME|(?:(?:app|src)/)?routes/.*[$\[]\w.*\.[jt]sx"
)
"""Files that say something whatever builds the blog."""
DATE_LINE = re.compile(
    rb"^\s{0,4}[\"']?(?:date\w*|pub\w*|publish\w*|created\w*|timestamp)[\"']?\s*[:=]\s*[\"']?\w",
    re.IGNORECASE | re.MULTILINE,
)
DATED_NAME = re.compile(r"\d{4}-?\d{2}-?\d{2}[-_. ]")
HEAD_BYTES = 1024
SAMPLE = 100
"""Posts of a folder that are looked into for a date; the others are taken to be like them."""
USUAL_MARKDOWN = (".md", ".mdx", ".markdown")
MARKDOWN = (*USUAL_MARKDOWN, ".mkd", ".mkdn", ".mkdown", ".mdown", ".svx")
NO_POSTS = re.compile(r"(?:readme|changelog|contributing|license|code_of_conduct|security)\.", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Tree:
    """A blog's folder, as far as it matters here. Paths are relative, with "/" between their parts; "" is the top."""

    texts: Mapping[str, str] = field(default_factory=dict)
    """The files that say how the blog is built."""
    markdown: Mapping[str, int] = field(default_factory=dict)
    """Folder to the number of posts right in it; a folder with an ``index.md`` is a post of the folder above."""
    dated: Mapping[str, int] = field(default_factory=dict)
    """The same for posts that have a date, in their name or near their beginning."""
    folders: frozenset[str] = frozenset()
    root: Path = Path()
    endings: frozenset[str] = frozenset()
    """Of Markdown's names, those that few blogs have: "mkd"."""

    def first(self, name: re.Pattern[str]) -> str:
        """The path of the first telling file that is called so; "" where there is none."""
        return next((path for path in self.texts if name.fullmatch(path)), "")

    def unusual(self, endings: Iterable[str]) -> tuple[str, ...]:
        """The files with one of these endings, however it is written, as a glob; empty where they are what is usual."""
        known = list(endings)
        written = sorted(one for one in self.endings if one.lower() in known)
        return (f"**/*.{{{','.join(dict.fromkeys([*known, *written]))}}}",) if written else ()

    def scripts(self) -> dict[str, str]:
        """The programs among the telling files."""
        return {path: text for path, text in self.texts.items() if is_script(path)}

    def dated_below(self, folder: str) -> int:
        return sum(count for one, count in self.dated.items() if is_below(one, folder))

    def posts_below(self, folder: str) -> int:
        return sum(count for one, count in self.markdown.items() if is_below(one, folder))


def is_below(path: str, folder: str) -> bool:
    return not folder or path == folder or path.startswith(f"{folder}/")


def look(root: Path, telling: Callable[[str], bool]) -> Tree:
    """What lies in ``root``; whatever cannot be read is left out. ``telling``: which files are to be read."""
    texts: dict[str, str] = {}
    markdown: dict[str, int] = {}
    dated: dict[str, int] = {}
    folders: set[str] = set()
    endings: set[str] = set()
    for folder, names in walk(root, DEPTH):
        folders.add(folder)
        for name in names:
            path = f"{folder}/{name}" if folder else name
            if name.lower().endswith(MARKDOWN):
                if not name.endswith(USUAL_MARKDOWN):
                    endings.add(name.rpartition(".")[2])
                if not name.startswith("_") and not NO_POSTS.match(name):
                    home = folder.rpartition("/")[0] if name.startswith("index.") and folder else folder
                    count = markdown.get(home, 0)
                    markdown[home] = count + 1
                    alike = count >= SAMPLE and dated.get(home, 0) * 2 >= count
                    if alike or DATED_NAME.match(name) or (count < SAMPLE and has_date(root / path)):
                        dated[home] = dated.get(home, 0) + 1
            elif (
                len(texts) < TEXTS
                and (SHARED.fullmatch(path) or telling(path))
                and (text := read(root / path)) is not None
            ):
                texts[path] = text
    return Tree(texts, markdown, dated, frozenset(folders - {""}), root, frozenset(endings))


def settings_texts(root: Path, telling: Callable[[str], bool], depth: int) -> Tree:
    """Only the files that say how the blog is built, from so many folders deep."""
    texts: dict[str, str] = {}
    for folder, names in walk(root, depth):
        for name in names:
            path = f"{folder}/{name}" if folder else name
            if len(texts) < TEXTS and telling(path) and (text := read(root / path)) is not None:
                texts[path] = text
    return Tree(texts, root=root)


def has_date(path: Path) -> bool:
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return False
        with path.open("rb", buffering=0) as file:
            return DATE_LINE.search(file.read(HEAD_BYTES)) is not None
    except OSError:
        return False


def walk(root: Path, depth: int) -> Iterator[tuple[str, list[str]]]:
    """Folders from the top down, with the names of their files in order."""
    for place, inner, names in itertools.islice(os.walk(root, followlinks=False), FOLDERS):
        relative = Path(place).relative_to(root).as_posix()
        folder = "" if relative == "." else relative
        deep = (folder.count("/") + 1 if folder else 0) >= depth
        inner[:] = (
            []
            if deep
            else sorted(one for one in inner if one not in PASSED_OVER and (one[0] != "." or one in SETTINGS_FOLDERS))
        )
        yield folder, sorted(name for name in names if name.isprintable())


def read(path: Path) -> str | None:
    """The text of an ordinary, short file; None for any other: a link may lead out of the blog, a pipe may never end."""
    try:
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode) or status.st_size > TEXT_BYTES:
            return None
        with path.open("rb") as file:
            return file.read(TEXT_BYTES).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return None
