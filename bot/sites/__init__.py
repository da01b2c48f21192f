"""What builds a blog, and what its own files and its generator's rules make of a post."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.sites import (
    astro,
    docusaurus,
    eleventy,
    gatsby,
    hexo,
    hugo,
    jekyll,
    mkdocs,
    next,  # noqa: A004 - the generator's name
    nuxt,
    pelican,
    plain,
    quartz,
    zola,
)
from bot.sites.folder import DEPTH, MARKDOWN, Tree, look, settings_texts
from bot.sites.model import Blog, Found, Kind, Post, Site, Surface, Written

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Mapping
    from pathlib import Path

__all__ = [
    "GENERATORS",
    "Blog",
    "Found",
    "Kind",
    "Post",
    "Site",
    "Surface",
    "Tree",
    "Written",
    "find",
    "recognise",
    "site_of",
    "surface_named",
    "surface_of",
]


@dataclass(frozen=True, slots=True)
class Generator:
    """One generator: how its blogs are recognised, and by what rules they are made."""

    kind: Kind
    recognise: Callable[[Tree], Blog | None]
    site: Callable[[Tree, str], Site]
    telling: re.Pattern[str]
    """The paths of the files that say how the blog is built."""
    marks: re.Pattern[str]
    """The names of files of which one lies in the very folder that the generator runs in."""
    depth: int
    """How many folders deep the telling files lie."""
    surface: Surface


MARKS = {
    Kind.ASTRO: astro.CONFIG, Kind.DOCUSAURUS: docusaurus.CONFIG, Kind.ELEVENTY: eleventy.CONFIG, Kind.GATSBY: gatsby.CONFIG,
    Kind.NUXT: nuxt.CONFIG, Kind.NEXT: next.MARKS,
}  # fmt: skip
"""Of generators whose telling files may lie deeper too, by a name that others have."""

GENERATORS: Mapping[str, Generator] = {
    kind.value.lower(): Generator(
        kind, module.recognise, module.site, module.TELLING, MARKS.get(kind, module.TELLING), module.DEPTH, module.SURFACE
    )
    for kind, module in (
        (Kind.QUARTZ, quartz), (Kind.ASTRO, astro), (Kind.DOCUSAURUS, docusaurus), (Kind.ELEVENTY, eleventy),
        (Kind.GATSBY, gatsby), (Kind.NUXT, nuxt), (Kind.NEXT, next), (Kind.ZOLA, zola), (Kind.HUGO, hugo), (Kind.PELICAN, pelican),
        (Kind.HEXO, hexo), (Kind.JEKYLL, jekyll), (Kind.MKDOCS, mkdocs),
    )
}  # fmt: skip
"""By the name that the settings give it, in the order in which a folder is tried: what is surest first."""


def find(root: Path) -> Blog:
    """The blog in this folder, or in a folder of it. Reads its files as text; runs nothing."""
    blog = recognise(look(root, telling))
    if blog.kind is not Kind.PLAIN:
        return blog
    for folder in inner_folders(root):
        inner = recognise(look(root / folder, telling))
        if inner.kind is not Kind.PLAIN and inner.content is not None:
            return replace(inner, folder=folder)
    return blog


def telling(path: str) -> bool:
    return any(one.telling.fullmatch(path) for one in GENERATORS.values())


def surface_of(kind: Kind) -> Surface:
    """Where what builds the blog takes what it says to programs."""
    generator = GENERATORS.get(kind.value.lower())
    return generator.surface if generator is not None else plain.SURFACE


def surface_named(generator: str | None) -> Surface:
    """The same by the name that settings give it; None: none is set."""
    return GENERATORS[generator].surface if generator is not None else plain.SURFACE


def inner_folders(root: Path) -> list[str]:
    """Folders that may hold a blog: those with a generator's settings right in them."""
    tree = settings_texts(root, tells_of_inner_blog, DEPTH)
    return sorted({path.rpartition("/")[0] for path in tree.texts}, key=lambda one: (one.count("/"), one))


def tells_of_inner_blog(path: str) -> bool:
    """Posts, of which there are thousands, are not held against every generator's names."""
    folder, _, name = path.rpartition("/")
    return bool(folder) and not name.endswith(MARKDOWN) and telling(name)


def recognise(tree: Tree) -> Blog:
    """By the first generator that has settings there and posts; a blog that has moved keeps the old one's settings."""
    blogs = [blog for one in GENERATORS.values() if (blog := one.recognise(tree)) is not None]
    with_posts = [blog for blog in blogs if blog.content is not None]
    return (with_posts or blogs or [plain.recognise(tree)])[0]


def site_of(root: Path, generator: str, content: str) -> Site:
    """The blog in ``root`` by its generator's rules; reads no more than that generator's settings.

    ``content``: the folder of the posts below ``root``.
    """
    one = GENERATORS[generator]
    return one.site(settings_texts(root, lambda path: one.telling.fullmatch(path) is not None, one.depth), content)
