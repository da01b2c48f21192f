"""A blog that Eleventy builds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.sites import values
from bot.sites.model import Blog, Found, Kind
from bot.sites.script import Script, is_text, unquoted

if TYPE_CHECKING:
    from bot.sites.folder import Tree

CONFIG = re.compile(r"(?:eleventy\.config|\.eleventy)\.\w+")
SITE = re.compile(r"(?:[^/]+/)?_data/(?:site|metadata|meta)\.\w+")
SLUG = re.compile(r"\{\{-?\s*(?:page\.)?fileSlug(?:\s*\|[^}]{0,80})?\s*-?\}\}|\$\{\s*[\w.]*fileSlug[^}]{0,40}\}")


def recognise(tree: Tree) -> Blog | None:
    config = next((path for path in tree.texts if CONFIG.fullmatch(path)), None)
    if config is None:
        return None
    script = Script(tree.texts[config], {})

    def said(name: str) -> str:
        return next((text.removeprefix("./").strip("/") for text in script.said(name) if values.plain(text)), "")

    source = next((one for one in (said("input"),) if one in tree.folders), "")
    path = values.posts_folder(tree, source)
    content = Found(path, f"{path}/") if path else None
    return Blog(
        kind=Kind.ELEVENTY,
        site=site(tree) or values.elsewhere(tree),
        permalink=permalink(tree, content, source, said("pathPrefix")),
        content=content,
        assets=values.assets(tree, *(one for one in ("public", "static", source) if one)),
    )


def site(tree: Tree) -> Found | None:
    for path, text in tree.texts.items():
        if not SITE.fullmatch(path):
            continue
        if path.endswith((".json", ".yml", ".yaml")):
            found = values.table(tree, path)
            candidates = [found.get("url"), found.get("baseUrl"), found.get("site")]
        else:
            script = Script(text, {})
            candidates = [*script.said("url"), *script.said("baseUrl")]
        if address := values.first_site(candidates, path):
            return address
    return None


def permalink(tree: Tree, content: Found | None, source: str, prefix: str) -> Found | None:
    """A folder's data file may say it; else a page lies where its file does."""
    if content is None:
        return None
    start = f"/{prefix}" if prefix else ""
    name = content.value.rpartition("/")[2]
    for path, text in tree.texts.items():
        if not path.startswith(f"{content.value}/{name}."):
            continue
        own = values.plain(values.table(tree, path).get("permalink")) if path.endswith(".json") else None
        if own is None and not path.endswith(".json"):
            own = next((raw(value[0]) for value in Script(text, {}).values("permalink") if value), None)
        if own is not None:
            return values.permalink(f"{start}/{SLUG.sub('{name}', own).lstrip('/')}", path)
    place = content.value.removeprefix(source).strip("/")
    last = "{path}" if tree.nested(content.value) else "{name}"
    return values.permalink(f"{start}/{place}/{last}/", content.where)


def raw(token: str) -> str | None:
    """A text as it stands, with whatever a template in it would fill in."""
    return unquoted(token) if is_text(token) else None
