"""The languages of a blog: folders that are called by one, and what its layouts name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.sites import places
from bot.sites.script import Script

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.sites.folder import Tree
    from bot.sites.model import Found


LANGUAGES = frozenset(
    "bg da de el en es fa fi fr he hi hu ja ko nb nl pl pt ro ru sv th tr uk vi zh".split()  # noqa: SIM905 - one line
)
"""What can only be a language: "it", "cs", "ml" and the like are topics on many a blog."""


def is_language(name: str) -> bool:
    main, _, region = name.lower().replace("_", "-").partition("-")
    return main in LANGUAGES and (not region or 2 <= len(region) <= 4)


def same_language(name: str, language: str | None) -> bool:
    """A name without a region is its language of whatever region: "en" is "en-US", but "zh-tw" is not "zh-CN"."""
    one, other = (text.lower().replace("_", "-") for text in (name, language or ""))
    return one == other or ("-" not in one and other.startswith(f"{one}-"))


def posts_of_all(tree: Tree, base: str, glob: str = "*.md") -> tuple[Found | None, tuple[str, ...]]:
    """The folder of the posts; where languages have folders of their own, the one above them and which files are posts."""
    inner = sorted(one for one in tree.folders if one.rpartition("/")[0] == base and tree.posts_below(one))
    own = [one for one in inner if is_language(one.rpartition("/")[2])]
    likely = {one: path for one in (own if len(own) > 1 else [base]) if (path := places.posts_folder(tree, one))}
    content, parts = places.together(places.of_languages(tree, likely))
    return content, tuple(f"{one}/**/{glob}" for one in parts) if len(parts) > 1 else ()


# ── what layouts name ───────────────────────────────────────────────────────────────────────────


HTML = re.compile(
    r"<html\b[^>]{0,300}?\slang=(?:[\"']?(?P<lang>[\w-]{2,12})[\"'\s>]|[\"'`]?\$?\{\{?-?\s*`?(?:\$\{)?(?P<name>[\w$.?]{1,80})[^}]{0,80}\})",
    re.IGNORECASE,
)
NAMES = ("lang", "language", "locale", "defaultLocale")
"""What a constant is called that a layout may call otherwise."""
LANGUAGE = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})?")


def lang_of(layouts: Iterable[str], scripts: Mapping[str, str]) -> str | None:
    """Of the first layout that names one; None where none does, or only by a program."""
    for text in layouts:
        found = HTML.search(text)
        if found is None:
            continue
        if found["lang"]:
            return found["lang"]
        name = found["name"].rpartition(".")[2].strip("?$")
        sources = (text[: found.start()], *scripts.values())
        said = constant(sources, (name,), scripts) or constant(sources, NAMES, scripts, TWO_LETTERS)
        if said is not None:
            return said.replace("_", "-")
    return None


TWO_LETTERS = re.compile(r"(?!js|ts|md)[a-z]{2}(?:[-_][A-Z][A-Za-z]{1,3})?")
"""What is surely a language, although its name may mean another thing."""


def constant(
    sources: Iterable[str], names: Iterable[str], scripts: Mapping[str, str], form: re.Pattern[str] = LANGUAGE
) -> str | None:
    """The first of these names that holds a language."""
    read = [Script(source, scripts) for source in sources]
    said = (one for name in names for script in read for one in script.said(name))
    return next((one for one in said if form.fullmatch(one)), None)
