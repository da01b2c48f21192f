"""A blog that Hugo builds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sites import places, values
from bot.sites.folder import is_below
from bot.sites.hugo.config import TELLING, configuration, site
from bot.sites.model import Blog, Found, HeadLine, Kind, Surface

if TYPE_CHECKING:
    from bot.sites.folder import Tree
    from bot.sites.hugo.pages import HugoSite

__all__ = ["DEPTH", "SURFACE", "TELLING", "recognise", "site"]

DEPTH = 2
SURFACE = Surface(
    static="static",
    data="data/bot.json",
    head="layouts/partials/head.html, or whichever partial writes <head>",
    line=HeadLine(
        '{{ with .File }}{{ range where site.Data.bot.results "path" (printf "PREFIXcontent/%s" .Path) }}'
        '{{ with index .targets "TARGET" "document" }}',
        '"{{ . | safeURL }}"',
        "{{ end }}{{ end }}{{ end }}",
    ),
)


def recognise(tree: Tree) -> Blog | None:
    config, where = configuration(tree)
    if not where:
        return None
    hugo = site(tree, "")
    content, include = posts(tree, hugo, values.inner(config, "params").get("mainsections"))
    address = values.site(config.get("baseurl"), where)
    if address is None:
        address = next((f for one in hugo.own_hosts.values() if (f := values.site(one, where))), None)
    return Blog(
        kind=Kind.HUGO,
        site=address or places.elsewhere(tree),
        content=content,
        include=include or tree.unusual(("md", "mdown", "markdown")),
        assets=places.assets(tree, "static", "assets"),
        name=values.plain(config.get("title")) or values.plain(hugo.titles.get(hugo.default)),
        lang=hugo.lang,
        timezone=hugo.timezone,
    )


def posts(tree: Tree, hugo: HugoSite, main: object) -> tuple[Found | None, tuple[str, ...]]:
    """The folder of the posts; where each language has its own, the folder above them and which files are posts."""
    folders: list[str] = []
    languages: dict[str, str] = {}
    owned = {
        lang: base for base, lang in hugo.contents if lang and base != hugo.contents[0][0] and base in tree.folders
    }
    for base, lang in hugo.contents:
        # The folder above those of all languages has no posts of its own.
        empty = not lang and set(hugo.prefixes) <= set(owned) and any(is_below(one, base) for one in owned.values())
        if base not in tree.folders or empty:
            continue
        named = [section for section in (main if isinstance(main, list) else [main]) if isinstance(section, str)]
        found = [f"{base}/{section}" for section in named if tree.posts_below(f"{base}/{section}")]
        found = found[:1] if len(found) == 1 else found
        if not found and (likely := places.posts_folder(tree, base)):
            languages |= {base: likely} if lang or base == hugo.contents[0][0] else {}
            found = [] if base in languages else [likely]
        folders += found
    content, parts = places.together([*dict.fromkeys((*folders, *places.of_languages(tree, languages)))])
    return content, tuple(f"{one}/**/*.md" for one in parts) if len(parts) > 1 else ()
