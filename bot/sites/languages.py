"""Folders that are called by a language, each of which may hold posts of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sites import places

if TYPE_CHECKING:
    from bot.sites.folder import Tree
    from bot.sites.model import Found

LANGUAGES = frozenset(
    "bg da de el en es fa fi fr he hi hu ja ko nb nl pl pt ro ru sv th tr uk vi zh".split()  # noqa: SIM905 - one line
)
"""What can only be a language: "it", "cs", "ml" and the like are topics on many a blog."""


def is_language(name: str) -> bool:
    main, _, region = name.lower().replace("_", "-").partition("-")
    return main in LANGUAGES and (not region or 2 <= len(region) <= 4)


def posts_of_all(tree: Tree, base: str) -> tuple[Found | None, tuple[str, ...]]:
    """The folder of the posts; where languages have folders of their own, the one above them and which files are posts."""
    inner = sorted(one for one in tree.folders if one.rpartition("/")[0] == base and tree.posts_below(one))
    own = [one for one in inner if is_language(one.rpartition("/")[2])]
    folders = [places.posts_folder(tree, one) for one in own] if len(own) > 1 else [places.posts_folder(tree, base)]
    content, parts = places.together([one for one in folders if one])
    return content, tuple(f"{one}/**/*.md" for one in parts) if len(parts) > 1 else ()
