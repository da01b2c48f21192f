"""What the files of a blog that Eleventy builds say of all of it: its folders, its data, its address."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Any

from bot.sites import values
from bot.sites.script import Script

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.sites.folder import Tree
    from bot.sites.model import Found

CONFIG = re.compile(r"(?:eleventy\.config|\.eleventy)\.\w+")
SITE = re.compile(r"(?:[^/]+/)*(?P<folder>[^/]+)/(?:site|metadata|meta|config)\.\w+")
OWN = re.compile(r"site\.config\.(?:m|c)?[jt]s")
"""What blogs import into their data."""
LAYOUT = re.compile(
    r"(?:[^/]+/)*_?(?:includes|layouts)/(?:[^/]+/)*(?:base|default|layout|main|html|page|root|head)[\w-]*\.(?:njk|liquid|html|webc)"
)
COMPUTED = re.compile(r"(?P<folder>(?:[^/]+/)*[^/]*data)/eleventyComputed\.(?:json|(?:m|c)?[jt]s)")
HOLDERS = ("src", "source", "content", "site")
"""Folders that hold all that a site is made of."""
NAME_KEYS = ("siteName", "siteTitle", "title", "name")


def directories(tree: Tree) -> tuple[str, str]:
    """The folder of the input and the one of the data, both below the blog's own."""
    text = configuration(tree)
    script = Script(text, {})

    def said(name: str, otherwise: str) -> str:
        called = re.search(rf"\bset{name.capitalize()}Directory\(\s*[\"'`]([^\"'`]{{1,200}})[\"'`]", text)
        return called[1] if called else next(filter(values.plain, script.said(name)), otherwise)

    otherwise = next((one for one in HOLDERS if (tree.root / one).is_dir()), "") if script.values("input") else ""
    source = normal(said("input", otherwise))
    return source, normal(f"{source}/{said('data', '_data')}")


def configuration(tree: Tree) -> str:
    return tree.texts.get(tree.first(CONFIG), "")


def normal(folder: str) -> str:
    """Below the blog's folder, "" for that itself."""
    return posixpath.normpath(f"/{folder}").strip("/")


def metadata(tree: Tree) -> dict[str, object]:
    """What the blog's data say of the site: the title, the language ..."""
    _, data = directories(tree)
    for path in tree.texts:
        found = SITE.fullmatch(path)
        if found is None or path.rpartition("/")[0] != data:
            continue
        if path.endswith((".json", ".yml", ".yaml")):
            return dict(values.table(tree, path))
        script = Script(tree.texts[path], {})
        return {
            key: said for key in (*NAME_KEYS, "lang", "language") if (said := next(script.said(key, depth=1), None))
        }
    return {}


def address(tree: Tree) -> Found | None:
    _, data = directories(tree)
    for path, text in tree.texts.items():
        if not OWN.fullmatch(path) and (not SITE.fullmatch(path) or path.rpartition("/")[0] != data):
            continue
        if path.endswith((".json", ".yml", ".yaml")):
            table = values.table(tree, path)
            candidates = [table.get("url"), table.get("baseUrl"), table.get("siteUrl"), table.get("site")]
        else:
            script = Script(text, {})
            candidates = [*script.said("url"), *script.said("baseUrl"), *script.said("siteUrl")]
        if found := values.first_site(candidates, path):
            return found
    return None


def folder_tables(tree: Tree) -> dict[str, Mapping[str, Any]]:
    """Folder to what its own data file says."""
    return {
        path.rpartition("/")[0]: values.table(tree, path)
        for path in tree.texts
        if path.endswith((".json", ".yaml", ".yml")) and is_folder_data(path)
    }


def is_folder_data(path: str) -> bool:
    folder, _, file = path.rpartition("/")
    return bool(folder) and file.partition(".")[0] == folder.rpartition("/")[2]
