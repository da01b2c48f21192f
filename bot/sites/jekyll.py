"""A blog that Jekyll builds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.sites import values
from bot.sites.model import Blog, Found, Kind

if TYPE_CHECKING:
    from bot.sites.folder import Tree

# jekyllrb.com, "Permalinks": the built-in styles, and what the bot calls the placeholders. A post's categories are
# mostly none, and then leave nothing behind.
STYLES = {
    "date": "/:year/:month/:day/:title.html",
    "pretty": "/:year/:month/:day/:title/",
    "none": "/:title.html",
    "weekdate": "",
    "ordinal": "",
}
TOKENS = {
    "year": "{year}", "month": "{month}", "day": "{day}", "title": "{name}", "slug": "{name}", "name": "{name}",
    "output_ext": ".html",
}  # fmt: skip


def recognise(tree: Tree) -> Blog | None:
    where = next((path for path in ("_config.yml", "_config.yaml") if path in tree.texts), None)
    if where is None:
        return None
    config = values.table(tree, where)
    source = (values.plain(config.get("collections_dir")) or values.plain(config.get("source")) or "").strip("./")
    path = f"{source}/_posts" if source else "_posts"
    content = Found(path, f"{path}/") if path in tree.folders else None
    base = (values.plain(config.get("baseurl")) or "").strip("/")
    pattern = values.plain(config.get("permalink")) or "date"
    site = values.site(config.get("url"), where) or values.elsewhere(tree)
    return Blog(
        kind=Kind.JEKYLL,
        site=site,
        permalink=values.permalink(f"/{base}{translated(pattern)}" if base else translated(pattern), where),
        content=content,
        assets=(source or ".",),
    )


def translated(pattern: str) -> str:
    """The style or pattern in the bot's words; a placeholder that it has no word for makes the pattern useless."""
    pattern = STYLES.get(pattern, pattern)
    pattern = re.sub(r"/:categories(?=/)|:categories/?", "", pattern)
    return "/" + re.sub(r":([a-z_]+)", lambda m: TOKENS.get(m[1], "{" + m[1] + "}"), pattern).lstrip("/")
