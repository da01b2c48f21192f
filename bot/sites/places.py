"""Where in a blog's folder its posts, its assets and its address are, as far as names and numbers tell."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from bot.sites import values
from bot.sites.model import Found

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.sites.folder import Tree

NAMES = ("posts", "blog", "_posts", "post", "digests", "articles", "writing", "news", "notes", "journal", "entries")
"""What the folder of a blog's posts is called, the likeliest first."""


FAR = 4
"""How many times as many posts another folder has than the one with a post's name, to be taken for it."""
PAGES = 5
"""A blog has hardly more pages right beside its folder of posts."""


def folder(value: object, tree: Tree, where: str) -> Found | None:
    """A folder of the blog that is there."""
    text = values.plain(value)
    if text is None:
        return None
    path = text.removeprefix("./").strip("/")
    return Found(path, where) if path in tree.folders else None


def posts_folder(tree: Tree, base: str = "") -> str | None:
    """Where below ``base`` the posts are: the folder with most dated files, else one with a post's name, else the fullest.

    ``base`` itself if they lie right in it, if it has a post's name, or if no folder of it has half of them.
    """
    if base.rpartition("/")[2] in NAMES:
        return base if tree.posts_below(base) else None
    start = f"{base}/" if base else ""
    tops = {one.removeprefix(start).partition("/")[0] for one in tree.folders if one.startswith(start)} - {""}
    filled = {name: count for name in tops if (count := tree.posts_below(start + name))}
    dated = {name: count for name in filled if (count := tree.dated_below(start + name))}
    for counts, within in ((tree.dated, dated), (tree.markdown, filled)):
        own = counts.get(base, 0)
        likely = [name for name in NAMES if name in within]
        most = max(within.values(), default=0)
        # A folder that is called so may be behind one that is not, but not far.
        # A handful of files beside it are pages, whatever dates they have; many with dates are the posts.
        few = own <= PAGES or counts is tree.markdown
        if likely and within[likely[0]] * FAR >= max(most, own) and (few or within[likely[0]] * 2 >= own):
            return start + likely[0]
        if own and (own >= most or counts is tree.markdown):
            return base or None
        if within:
            best = max(sorted(within), key=lambda name: within[name])
            one_of_many = best.isdigit() or (base and most * 2 < sum(within.values()))
            return (base or None) if one_of_many else start + best
    return None


def of_languages(tree: Tree, posts: Mapping[str, str]) -> list[str]:
    """The folders of posts in ``posts``, which has one for each language's folder, where the fullest tells what it is called.

    A language without a folder of that name has none, unless its own is called as no folder of the fullest is.
    """
    if not posts:
        return []
    main = max(posts, key=lambda base: (tree.dated_below(posts[base]), tree.posts_below(posts[base])))
    section = posts[main].removeprefix(main)
    found: list[str] = []
    for base, path in posts.items():
        if f"{base}{section}" in tree.folders:
            found.append(f"{base}{section}")
        elif f"{main}{path.removeprefix(base)}" not in tree.folders:
            found.append(path)
    return found


def together(folders: Sequence[str]) -> tuple[Found | None, list[str]]:
    """The folder that holds all of these, and where below it each of them is."""
    if not folders:
        return None, []
    top = os.path.commonpath(folders)
    return Found(top or ".", f"{folders[0]}/"), [one.removeprefix(top).strip("/") for one in folders]


def fullest(tree: Tree) -> str | None:
    """The folder in which most dated posts lie, however deep: down for as long as one folder within has nearly all."""
    here = ""
    while not tree.dated.get(here):
        within = sorted(one for one in tree.folders if one.rpartition("/")[0] == here)
        inner = max(within, key=tree.dated_below, default="")
        if not inner or not tree.dated_below(inner) or tree.dated_below(inner) * 3 < tree.dated_below(here) * 2:
            break
        if inner.rpartition("/")[2].isdigit():
            break  # one year of many
        here = inner
    return here or None


def fullest_of(tree: Tree, bases: Iterable[str]) -> str | None:
    """The folder of posts with most dated ones below the likely places, the first of these where they have as many."""
    found = [path for base in bases if base in tree.folders and (path := posts_folder(tree, base))]
    return max(found, key=lambda path: (tree.dated_below(path), path.rpartition("/")[2] in NAMES), default=None)


def assets(tree: Tree, *names: str) -> tuple[str, ...]:
    return tuple(name for name in names if name in tree.folders)


def elsewhere(tree: Tree) -> Found | None:
    """The site as files say that every kind of blog may have: the host's CNAME."""
    for path in ("CNAME", "public/CNAME", "static/CNAME", "docs/CNAME", "src/CNAME", "source/CNAME"):
        if path in tree.texts and (found := values.site(f"https://{tree.texts[path].strip()}", path)):
            return found
    return None


def homepage(tree: Tree) -> Found | None:
    """The homepage in package.json: only where nothing else builds the blog, for a template names its own page there."""
    return values.site(values.table(tree, "package.json").get("homepage"), "package.json")


def packages(tree: Tree) -> set[str]:
    package = values.table(tree, "package.json")
    return {name for key in ("dependencies", "devDependencies") for name in values.inner(package, key)}
