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
    lume,
    mkdocs,
    next,  # noqa: A004 - the generator's name
    nuxt,
    pelican,
    plain,
    quartz,
    sveltekit,
    vitepress,
    zola,
)
from bot.sites.folder import DEPTH, MARKDOWN, Tree, is_below, look, settings_texts
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
    Kind.NUXT: nuxt.CONFIG, Kind.NEXT: next.MARKS, Kind.SVELTEKIT: sveltekit.CONFIG, Kind.LUME: lume.CONFIG,
}  # fmt: skip
"""Of generators whose telling files may lie deeper too, by a name that others have."""

GENERATORS: Mapping[str, Generator] = {
    kind.value.lower(): Generator(
        kind, module.recognise, module.site, module.TELLING, MARKS.get(kind, module.TELLING), module.DEPTH, module.SURFACE
    )
    for kind, module in (
        (Kind.QUARTZ, quartz), (Kind.ASTRO, astro), (Kind.DOCUSAURUS, docusaurus), (Kind.ELEVENTY, eleventy),
        (Kind.SVELTEKIT, sveltekit), (Kind.LUME, lume), (Kind.VITEPRESS, vitepress), (Kind.VUEPRESS, vitepress), (Kind.GATSBY, gatsby), (Kind.NUXT, nuxt), (Kind.NEXT, next), (Kind.ZOLA, zola), (Kind.HUGO, hugo), (Kind.PELICAN, pelican),
        (Kind.HEXO, hexo), (Kind.JEKYLL, jekyll), (Kind.MKDOCS, mkdocs),
    )
}  # fmt: skip
"""By the name that the settings give it, in the order in which a folder is tried: what is surest first."""


def find(root: Path, content: str | None = None) -> Blog:
    """The blog in this folder, else the one in a folder of it that has most dated posts. Reads its files as text; runs nothing.

    ``content``: the folder of the posts, where somebody has said it: the blog is the one that it belongs to.
    """
    blog = without_list_page(recognise(look(root, telling)), root)
    if blog.kind is not Kind.PLAIN:
        return blog
    inner: list[tuple[int, Blog]] = []
    for folder in inner_folders(root):
        # A folder within a blog that was found is that blog's: its theme, or its example.
        if not any(is_below(folder, one.folder) for _, one in inner):
            tree = look(root / folder, telling)
            found = without_list_page(replace(recognise(tree), folder=folder), root / folder)
            if found.kind is not Kind.PLAIN and found.content is not None:
                inner.append((tree.dated_below(found.content.value.removeprefix(".")), found))
    if not inner:
        return blog
    chosen = [one for _, one in inner if content is not None and is_below(content, one.folder)]
    _, fullest = max(inner, key=lambda one: one[0])
    return chosen[0] if chosen else replace(fullest, others=tuple(one for _, one in inner if one is not fullest))


def without_list_page(blog: Blog, root: Path) -> Blog:
    """An index right in the folder of the posts is that folder's own page, whatever builds it."""
    folder = root / blog.content.value if blog.content is not None else root
    pages = [name for name in LIST_PAGES if blog.content is not None and (folder / name).is_file()]
    return replace(blog, exclude=(*blog.exclude, *pages)) if pages else blog


LIST_PAGES = ("index.md", "index.mdx")


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
