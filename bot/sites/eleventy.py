"""A blog that Eleventy builds."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.model import KeptBack
from bot.sites import values
from bot.sites.model import Blog, Facts, Found, HeadLine, Kind, Post, Surface
from bot.sites.script import Script, expression, is_text, tokens, unquoted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.sites.folder import Tree
    from bot.sites.model import Written

NO_PAGE = KeptBack("its folder's data says permalink: false, so it has no page", "give it a permalink of its own")
CONFIG = re.compile(r"(?:eleventy\.config|\.eleventy)\.\w+")
SITE = re.compile(r"(?:[^/]+/)*(?P<folder>[^/]+)/(?:site|metadata|meta|config)\.\w+")
TELLING = re.compile(
    r"(?:eleventy\.config|\.eleventy)\.(?:m|c)?[jt]s|(?:[^/]+/)*[^/]+/(?:site|metadata|meta|config)\.(?:(?:m|c)?[jt]s|json|ya?ml)"
    r"|(?:[^/]+/)*(?P<name>[^/]+)/(?P=name)\.(?:json|11tydata\.(?:(?:m|c)?[jt]s|json))"
)
DEPTH = 8
GLOBAL_PERMALINK = re.compile(r"\baddGlobalData\(\s*[\"'`]permalink[\"'`]\s*,")
SURFACE = Surface(
    static="public",
    dotted='eleventy.config.js needs: eleventyConfig.addPassthroughCopy({ "STATIC": "/" });',
    data="src/_data/bot.json",
    head="the layout that writes <head> (in Nunjucks)",
    line=HeadLine(
        '{% for row in bot.results %}{% if row.path == "PREFIX" + page.inputPath.slice(2) and row.targets["TARGET"].document %}',
        '"{{ row.targets["TARGET"].document }}"',
        "{% endif %}{% endfor %}",
    ),
)
DATE = re.compile(r"(\d{4}-\d{2}-\d{2})-(?=.)")
EXPRESSION = re.compile(r"\{\{-?\s*(?P<inside>[^{}]{1,200}?)\s*-?\}\}|\$\{\s*(?P<script>[^{}]{1,200}?)\s*\}")


def recognise(tree: Tree) -> Blog | None:
    where = next((path for path in tree.texts if CONFIG.fullmatch(path)), None)
    if where is None:
        return None
    source = directories(tree)[0]
    path = values.posts_folder(tree, source)
    content = Found(path, f"{path}/") if path else None
    found = site(tree, path or "")
    data = metadata(tree)
    return Blog(
        kind=Kind.ELEVENTY,
        site=address(tree) or values.elsewhere(tree),
        content=content,
        assets=values.assets(tree, *(one for one in ("public", "static", source) if one)),
        lang=found.lang,
        name=values.plain(data.get("title")) or values.plain(data.get("name")),
    )


def directories(tree: Tree) -> tuple[str, str]:
    """The folder of the input and the one of the data, both below the blog's own."""
    text = configuration(tree)
    script = Script(text, {})

    def said(name: str, otherwise: str) -> str:
        called = re.search(rf"\bset{name.capitalize()}Directory\(\s*[\"'`]([^\"'`]{{1,200}})[\"'`]", text)
        return called[1] if called else next(filter(values.plain, script.said(name)), otherwise)

    source = normal(said("input", ""))
    return source, normal(f"{source}/{said('data', '_data')}")


def configuration(tree: Tree) -> str:
    return next((text for path, text in tree.texts.items() if CONFIG.fullmatch(path)), "")


def normal(folder: str) -> str:
    """Below the blog's folder, "" for that itself."""
    return posixpath.normpath(f"/{folder}").strip("/")


def metadata(tree: Tree) -> dict[str, object]:
    _, data = directories(tree)
    for path in tree.texts:
        found = SITE.fullmatch(path)
        if found and path.rpartition("/")[0] == data and path.endswith((".json", ".yml", ".yaml")):
            return dict(values.table(tree, path))
    return {}


def address(tree: Tree) -> Found | None:
    _, data = directories(tree)
    for path, text in tree.texts.items():
        if not SITE.fullmatch(path) or path.rpartition("/")[0] != data:
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


@dataclass(frozen=True, slots=True)
class EleventySite(Facts):
    source: str = ""
    permalinks: Mapping[str, str] = field(default_factory=dict)
    """Folder to the permalink that its data file says; "" for one that is a program. The top's is for all."""

    data: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Folder to what its data file says, where that is JSON."""

    def date_in_name(self, path: str) -> str | None:
        for part in (path.rpartition("/")[2], path.rpartition("/")[0].rpartition("/")[2]):
            if found := DATE.match(part):
                return found[1]
        return None

    def given(self, path: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        parts = path.split("/")[:-1]
        for depth in range(1, len(parts) + 1):
            found |= self.data.get("/".join(parts[:depth]), {})
        return values.for_all(found)

    def post(self, written: Written) -> Post:
        own = values.line(written.fields.get("permalink"))
        pattern = own or self.permalink_of(written.path)
        stem = self.stem(written)
        lang = values.line(written.fields.get("lang")) or self.lang
        if pattern in {None, "false"}:
            folder, _, name = stem.rpartition("/")
            same = name == "index" or name == folder.rpartition("/")[2]
            path = f"/{folder}/" if same else f"/{stem}/"
            hidden = NO_PAGE if pattern == "false" else None
            return Post(f"{self.base}{re.sub('/{2,}', '/', path)}", lang=lang, kept_back=hidden)
        filled = self.filled(pattern or "", written, stem)
        trouble = None if filled else f"its permalink {pattern!r} is a program that only Eleventy can run"
        if filled is None:
            return Post(lang=lang, trouble=trouble)
        path = re.sub(r"/{2,}", "/", f"/{filled}")
        return Post(f"{self.base}{re.sub(r'/index.html$', '/', path)}", lang=lang)

    def parts(self, written: Written) -> dict[str, str]:
        return {"title": slugify(written.title) or "", **values.sections(self.stem(written))}

    def stem(self, written: Written) -> str:
        """Its path below the input folder, without its ending."""
        return values.stem(written.path.removeprefix(f"{self.source}/") if self.source else written.path)

    def permalink_of(self, path: str) -> str | None:
        folder = path.rpartition("/")[0]
        while folder and folder not in self.permalinks:
            folder = folder.rpartition("/")[0]
        return self.permalinks.get(folder)

    def filled(self, pattern: str, written: Written, stem: str) -> str | None:
        unknown = not pattern

        def word(found: re.Match[str]) -> str:
            nonlocal unknown
            value = self.expression(found["inside"] or found["script"], written, stem)
            unknown = unknown or value is None
            return value or ""

        result = EXPRESSION.sub(word, pattern)
        return None if unknown or re.search(r"[{}<>]|%\}", result) else result

    def expression(self, text: str, written: Written, stem: str) -> str | None:
        """``page.fileSlug``, ``title | slugify``, ``page.date | date: "%Y"`` and the like; None for other programs."""
        name, *filters = (part.strip() for part in text.split("|"))
        name = re.sub(r"^(?:data|this)\.", "", name)
        called = re.fullmatch(r"(?:this\.)?(slugify|slug)\(([\w.]+)\)", name)
        if called:
            name, filters = re.sub(r"^data\.", "", called[2]), [called[1], *filters]
        value: str | None
        match name:
            case "page.fileSlug":
                value = DATE.sub("", stem.rpartition("/")[2], count=1)
                value = value if value != "index" else DATE.sub("", stem.rpartition("/")[0].rpartition("/")[2], count=1)
            case "page.filePathStem":
                value = f"/{stem}"
            case "page.outputFileExtension":
                value = "html"
            case "page.date" | "date":
                value = None
                if written.date is None or not filters:
                    return None
                return dated(filters, written)
            case "title":
                value = written.title
            case _:
                value = values.line(written.fields.get(name)) or None if re.fullmatch(r"\w+", name) else None
        for one in filters:
            if value is None:
                return None
            known = FILTERS.get(one)
            value = known(value) if known else None
        return value


def dated(filters: list[str], written: Written) -> str | None:
    """Liquid's ``date: "%Y/%m/%d"``; Nunjucks' own filters are the blog's programs."""
    found = re.fullmatch(r"date\s*:\s*[\"']([^\"']{1,40})[\"']", filters[0])
    if found is None or len(filters) > 1 or written.date is None:
        return None
    return written.date.strftime(found[1])


UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "’": " ", "‘": " "})


def slugify(text: str) -> str | None:
    """Eleventy's own filter: in plain letters as Germans write umlauts, each run of other signs one "-"."""
    plain = values.in_ascii(text.translate(UMLAUTS))
    if plain is None:
        return None
    plain = re.sub(r"([a-z0-9])'([ts])(?=\s|$)", r"\1\2", plain.replace("&", " and ").lower())
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


FILTERS: dict[str, Callable[[str], str | None]] = {
    "slugify": slugify, "slug": slugify, "lower": str.lower, "downcase": str.lower,
}  # fmt: skip


def site(tree: Tree, _content: str) -> EleventySite:
    text = configuration(tree)
    source, _ = directories(tree)
    data = metadata(tree)
    prefix = next((one for one in Script(text, {}).said("pathPrefix") if values.plain(one)), "").strip("/")
    everywhere = GLOBAL_PERMALINK.search(text)
    permalinks = {"": raw(expression(tokens(text[everywhere.end() :]), 0)) or ""} if everywhere else {}
    folders: dict[str, Mapping[str, Any]] = {}
    for path in tree.texts:
        folder, _, file = path.rpartition("/")
        if not folder or file.partition(".")[0] != folder.rpartition("/")[2]:
            continue
        if path.endswith(".json"):
            folders[folder] = values.table(tree, path)
            own = values.line(values.table(tree, path).get("permalink")) or None
        else:
            found = Script(tree.texts[path], {}).values("permalink")
            own = (raw(found[0]) if found else None) if found else None
            own = own if own is not None or not found else ""
        if own is not None:
            permalinks[folder] = own
    return EleventySite(
        base=f"/{prefix}" if prefix else "",
        lang=values.plain(data.get("lang")) or values.plain(data.get("language")),
        timezone=None,
        matter_optional=True,
        source=source,
        permalinks=permalinks,
        data=folders,
    )


def raw(value: object) -> str | None:
    """A text as it stands, with whatever a template in it would fill in."""
    tokens = list(value) if isinstance(value, list | tuple) else []
    if len(tokens) == 1 and is_text(tokens[0]):
        return unquoted(tokens[0])
    shown = [one for one in tokens if is_text(one)]
    return unquoted(shown[0]) if len(shown) == 1 and "=>" in tokens else None
