"""A blog that Hugo builds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bot.sites import values
from bot.sites.model import Blog, Found, Kind

if TYPE_CHECKING:
    from bot.sites.folder import Tree

CONFIG = re.compile(r"(?:config/_default/)?(?:hugo|config)\.(?:toml|ya?ml|json)")
OWN = {"baseurl", "languagecode", "theme", "contentdir", "permalinks", "module"}
"""Keys by which a ``config.toml`` shows that it is Hugo's."""

# gohugo.io, "Configure permalinks": tokens, and what the bot calls them.
TOKENS = {
    "year": "{year}", "month": "{month}", "day": "{day}", "sections": "{section}", "section": "{section}",
    "slug": "{slug}", "title": "{slug}", "filename": "{slug}", "slugorfilename": "{slug}",
    "contentbasename": "{slug}", "slugorcontentbasename": "{slug}",
}  # fmt: skip


def recognise(tree: Tree) -> Blog | None:
    for where in sorted(tree.texts, key=lambda path: ("hugo." not in path, path)):
        config = values.lower(values.table(tree, where)) if CONFIG.fullmatch(where) else {}
        if config and ("hugo." in where or "_default" in where or OWN & set(config)):
            break
    else:
        return None
    base = values.plain(config.get("contentdir")) or "content"
    content = folder(tree, base.strip("/"), config, where)
    return Blog(
        kind=Kind.HUGO,
        site=values.site(config.get("baseurl"), where) or values.elsewhere(tree),
        permalink=permalink(tree, content, base.strip("/"), config, where),
        content=content,
        assets=values.assets(tree, "static", "assets"),
    )


def folder(tree: Tree, base: str, config: dict[str, Any], where: str) -> Found | None:
    main = values.inner(config, "params").get("mainsections")
    for section in main if isinstance(main, list) else [main]:
        if isinstance(section, str) and (found := values.folder(f"{base}/{section}", tree, where)):
            return found
    found_path = values.posts_folder(tree, base)
    return Found(found_path, f"{found_path}/") if found_path else None


def permalink(tree: Tree, content: Found | None, base: str, config: dict[str, Any], where: str) -> Found | None:
    if content is None:
        return None
    section = content.value.removeprefix(base).strip("/")
    top = section.partition("/")[0]
    ugly = config.get("uglyurls") in (True, "true")
    patterns = values.inner(config, "permalinks")
    if separate := next((p for p in tree.texts if re.fullmatch(r"config/_default/permalinks\.\w+", p)), None):
        patterns = values.lower(values.table(tree, separate))
    for table in (values.inner(patterns, "page"), patterns):
        own = table.get(top.lower()) or (table.get("/") if not top else None)
        if isinstance(own, str):
            return values.permalink(translated(own, top), where)
    last = "{path}" if tree.nested(content.value) else "{slug}"
    return values.permalink(f"{'/' + section if section else ''}/{last}{'.html' if ugly else '/'}", content.where)


def translated(pattern: str, section: str) -> str:
    """The pattern in the bot's words; a token that it has no word for stays and makes the pattern useless."""
    found = re.sub(r":([a-z]+)(?:\[[^\]]*\])?", lambda m: TOKENS.get(m[1], "{" + m[1] + "}"), pattern)
    return found.replace("{section}", section)
