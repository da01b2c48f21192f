"""A blog that Lume builds: each file's place is its page's address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from bot.sites import places, slugs, values
from bot.sites.folder import is_below
from bot.sites.model import Blog, Found, Kind, Post, Site, Surface
from bot.sites.script import Script, is_script

if TYPE_CHECKING:
    from bot.sites.folder import Tree
    from bot.sites.model import Written

CONFIG = re.compile(r"_config\.[jt]s")
DATA = re.compile(r"(?:(?P<folder>.+)/)?_data\.\w+")
TELLING = re.compile(rf"{CONFIG.pattern}|(?:.+/)?_data\.\w+")
DEPTH = 5
SURFACE = Surface(static="", data="_data/bot.json")
DATED = re.compile(r"(?P<date>\d{4}-\d{2}-\d{2})(?:-\d{2}-\d{2}(?:-\d{2})?)?_(?=.)")
SAYS_ADDRESS = re.compile(
    r"""^(?:export\s+(?:const|let|(?:async )?function)\s+)?["']?(?:url|basename)\b["']?\s*[=:(]""", re.MULTILINE
)
HOLDS_ADDRESS = re.compile(r"""^[ \t]{1,4}["']?(?:url|basename)\b["']?\s*[:(]""", re.MULTILINE)


def recognise(tree: Tree) -> Blog | None:
    where = tree.first(CONFIG)
    if not re.search(r"[\"'](?:https://[^\"']*)?lume\b", tree.texts.get(where, "")):
        return None
    found = site(tree, "")
    path = places.posts_folder(tree, found.source)
    return Blog(
        kind=Kind.LUME,
        site=values.first_site(found.locations, where) or places.elsewhere(tree),
        content=Found(path, f"{path}/") if path else None,
        assets=places.assets(tree, found.source),
        lang=found.lang,
    )


@dataclass(frozen=True, slots=True)
class LumeSite(Site):
    source: str = ""
    """The folder whose files are pages."""
    ending: str = "/"
    locations: tuple[str, ...] = ()
    slugified: bool = False
    """The plugin slugify_urls is used."""
    making: tuple[str, ...] = ()
    """Folders whose data make addresses of their own."""

    def date_in_name(self, path: str) -> str | None:
        found = DATED.match(slugs.stem(path).rpartition("/")[2])
        return found["date"] if found else None

    def post(self, written: Written) -> Post:
        below = self.below(written)
        lang = values.line(written.fields.get("lang")) or self.lang
        own = values.line(written.fields.get("url"))
        if not own and any(is_below(written.path, folder) for folder in self.making):
            return Post(lang=lang, trouble="the data of its folder make its address")
        path = urljoin(f"/{below}", own) if own else re.sub(r"(^|/)index$", r"\1", f"/{below}")
        path = re.sub(r"/index\.html$", "/", path)
        if self.slugified:
            plain = slugs.in_ascii(path)
            if plain is None:
                return Post(lang=lang, trouble="slugify_urls transliterates its name; write: url: ...")
            path = slugified(plain)
        return Post(
            f"{self.base}{path}{'' if own or path.endswith('/') else self.ending}",
            title=written.heading or None,
            lang=lang,
        )

    def parts(self, written: Written) -> dict[str, str]:
        return {"title": slugs.slugify(written.title) or "", **slugs.sections(self.below(written))}

    def below(self, written: Written) -> str:
        path = slugs.stem(written.path.removeprefix(f"{self.source}/") if self.source else written.path)
        return "/".join(DATED.sub("", part) for part in path.split("/"))


def slugified(path: str) -> str:
    """As the plugin slugify_urls has it: in lower case, each run of other signs one "-", none at a part's ends."""
    return re.sub(r"(?<![^/.])-|-(?![^/.])", "", re.sub(r"[^a-z0-9/.]+", "-", path.lower()))


def site(tree: Tree, _content: str) -> LumeSite:
    config = Script(tree.texts.get(tree.first(CONFIG), ""), tree.scripts())
    source = next(config.said("src"), "").removeprefix("./").strip("/")
    locations = tuple(one for one in config.said("location") if "://" in one)
    data = {found["folder"] or "": path for path in tree.texts if (found := DATA.fullmatch(path))}
    top = values.table(tree, data.get(source, ""))
    return LumeSite(
        base=values.base_of(next(iter(locations), "")),
        lang=values.plain(top.get("lang")),
        source=source,
        ending=".html" if any(list(value) == ["false"] for value in config.values("prettyUrls")) else "/",
        locations=locations,
        slugified="slugifyUrls" in config.words or "slugify_urls" in config.words,
        making=tuple(folder for folder, path in data.items() if makes_address(tree, path)),
    )


def makes_address(tree: Tree, path: str) -> bool:
    if is_script(path):
        text = tree.texts[path]
        return (
            SAYS_ADDRESS.search(text) is not None
            or HOLDS_ADDRESS.search(text.partition("export default")[2]) is not None
        )
    return not {"url", "basename"}.isdisjoint(values.table(tree, path))
