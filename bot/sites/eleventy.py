"""A blog that Eleventy builds."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.model import KeptBack
from bot.sites import values
from bot.sites.layout import lang_of
from bot.sites.model import Blog, Facts, Found, HeadLine, Kind, Post, Surface
from bot.sites.script import CLOSE, OPEN, Script, is_script, is_text, tokens, unquoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from bot.sites.folder import Tree
    from bot.sites.model import Written

NO_PAGE = KeptBack("its folder's data says permalink: false, so it has no page", "give it a permalink of its own")
CONFIG = re.compile(r"(?:eleventy\.config|\.eleventy)\.\w+")
SITE = re.compile(r"(?:[^/]+/)*(?P<folder>[^/]+)/(?:site|metadata|meta|config)\.\w+")
LAYOUT = re.compile(
    r"(?:[^/]+/)*_?(?:includes|layouts)/(?:[^/]+/)*(?:base|default|layout|main|html|page|root|head)[\w-]*\.(?:njk|liquid|html|webc)"
)
COMPUTED = re.compile(r"(?P<folder>(?:[^/]+/)*[^/]*data)/eleventyComputed\.(?:json|(?:m|c)?[jt]s)")
FILTERED = re.compile(r"(?:[^/]+/)*(?:filters?|dates?|utils)(?:/[\w.-]+)?\.(?:m|c)?[jt]s")
TELLING = re.compile(
    r"(?:eleventy\.config|\.eleventy)\.(?:m|c)?[jt]s|(?:[^/]+/)*[^/]+/(?:site|metadata|meta|config)\.(?:(?:m|c)?[jt]s|json|ya?ml)"
    r"|(?:[^/]+/)*(?P<name>[^/]+)/(?P=name)\.(?:json|ya?ml|11tydata\.(?:(?:m|c)?[jt]s|json))"
    rf"|{LAYOUT.pattern}|{COMPUTED.pattern}|{FILTERED.pattern}".replace("?P<folder>", "?:")
)
DEPTH = 8
NAME_KEYS = ("siteName", "siteTitle", "title", "name")
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
        name=next((one for key in NAME_KEYS if (one := values.plain(data.get(key)))), None),
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
    """Folder to what its data file says, where that is JSON or YAML."""
    forms: Mapping[str, str] = field(default_factory=dict)
    """The blog's own filters for dates, each with the form that it gives them."""

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
            return Post(f"{self.base}{re.sub('/{2,}', '/', path)}", garden_title(written), lang, kept_back=hidden)
        filled = self.filled(pattern or "", written, stem)
        trouble = None if filled else f"its permalink {pattern!r} is a program that only Eleventy can run"
        if filled is None:
            return Post(lang=lang, trouble=trouble)
        path = re.sub(r"/{2,}", "/", f"/{filled}")
        return Post(f"{self.base}{re.sub(r'/index.html$', '/', path)}", garden_title(written), lang)

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

        def chosen(found: re.Match[str]) -> str:
            return (found["then"] if self.expression(found["what"], written, stem) else found["other"]) or ""

        result = EXPRESSION.sub(word, CONDITION.sub(chosen, pattern))
        return None if unknown or re.search(r"[{}<>]|%\}", result) else result

    def expression(self, text: str, written: Written, stem: str) -> str | None:
        """``page.fileSlug``, ``title | slugify``, ``slug or page.fileSlug`` and the like; None for other programs."""
        alternatives = re.split(r"\|\||\?\?|\s+or\s+", text)
        found = (self.piped(one, written, stem) for one in alternatives)
        return next((one for one in found if one), None)

    def piped(self, text: str, written: Written, stem: str) -> str | None:
        """A value and the filters that it goes through."""
        name, *filters = (part.strip() for part in text.split("|"))
        name = re.sub(r"^(?:data|this)\.", "", name)
        called = re.fullmatch(r"(?:this\.)?(?:filters\.)?(\w+)\(\s*([\w.]+)\s*\)", name)
        if called:
            name, filters = re.sub(r"^data\.", "", called[2]), [called[1], *filters]
        if name in {"page.date", "date"}:
            return self.dated(filters, written)
        value = self.named(name, written, stem)
        for one in filters:
            otherwise = re.fullmatch(r"default\(\s*([\w.]+)\s*\)", one)
            if otherwise:
                value = value or self.named(otherwise[1], written, stem)
            else:
                known = FILTERS.get(one)
                value = known(value) if known and value is not None else None
        return value

    def named(self, name: str, written: Written, stem: str) -> str | None:
        match name:
            case "page.fileSlug":
                slug = DATE.sub("", stem.rpartition("/")[2], count=1)
                return slug if slug != "index" else DATE.sub("", stem.rpartition("/")[0].rpartition("/")[2], count=1)
            case "page.filePathStem":
                return f"/{stem}"
            case "page.outputFileExtension":
                return "html"
            case "title":
                return written.title
        if year := re.fullmatch(r"(?:page\.)?date\.get(?:UTC)?FullYear\(\)", name):
            return f"{written.date.year:04}" if year and written.date is not None else None
        return values.line(written.fields.get(name)) or None if re.fullmatch(r"\w+", name) else None

    def dated(self, filters: list[str], written: Written) -> str | None:
        """Liquid's ``date: "%Y/%m/%d"``, or a filter of the blog's own whose text says its form."""
        if written.date is None or len(filters) != 1:
            return None
        found = re.fullmatch(r"date\s*:\s*[\"']([^\"']{1,40})[\"']", filters[0])
        form = found[1] if found else self.forms.get(filters[0])
        return written.date.strftime(form) if form is not None else None


def garden_title(written: Written) -> str | None:
    """A digital garden out of Obsidian has its files' names as titles."""
    if not any(key.startswith("dg-") for key in written.fields):
        return None
    return values.stem(written.path).rpartition("/")[2]


CONDITION = re.compile(
    r"\{%-?\s*if\s+(?P<what>[\w.]{1,60})\s*-?%\}(?P<then>[^%]{0,300}?)(?:\{%-?\s*else\s*-?%\}(?P<other>[^%]{0,300}?))?\{%-?\s*endif\s*-?%\}"
)
DATE_FILTER = re.compile(
    r"addFilter\(\s*[\"'`](?P<name>\w{1,40})[\"'`](?:(?!addFilter)[\s\S]){0,500}?"
    r"(?:\.(?:toFormat|format)\(\s*[\"'`](?P<form>[\w/. -]{1,40})[\"'`]|\.(?P<iso>toISODate)\(\))"
)
TOKENS = {"yyyy": "%Y", "YYYY": "%Y", "MM": "%m", "LL": "%m", "dd": "%d", "DD": "%d", "yy": "%y", "YY": "%y"}
"""Luxon's and Moment's own."""


def date_forms(texts: Iterable[str]) -> dict[str, str]:
    """Filter to the form that it gives a date, where its text says it."""
    found: dict[str, str] = {}
    for text in texts:
        for one in DATE_FILTER.finditer(text):
            form = (
                "%Y-%m-%d" if one["iso"] else re.sub(r"[A-Za-z]+", lambda word: TOKENS.get(word[0], "?"), one["form"])
            )
            if "?" not in form:
                found.setdefault(one["name"], form)
    return found


UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "’": " ", "‘": " "})


def slugify(text: str) -> str | None:
    """Eleventy's own filter: in plain letters as Germans write umlauts, each run of other signs one "-"."""
    plain = values.in_ascii(text.translate(UMLAUTS))
    if plain is None:
        return None
    plain = re.sub(r"([a-z0-9])'([ts])(?=\s|$)", r"\1\2", plain.replace("&", " and ").lower())
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def slug(text: str) -> str | None:
    """Eleventy's older filter, which keeps some signs."""
    plain = values.in_ascii(text)
    if plain is None:
        return None
    plain = re.sub(r"[^\w\s$*_+~.()'\"!\-:@]+", "", plain.replace("&", "and").replace("%", "percent"), flags=re.ASCII)
    return re.sub(r"\s+", "-", plain.strip()).lower()


FILTERS: dict[str, Callable[[str], str | None]] = {
    "slugify": slugify, "slug": slug, "lower": str.lower, "downcase": str.lower,
}  # fmt: skip


def site(tree: Tree, _content: str) -> EleventySite:
    text = configuration(tree)
    source, _ = directories(tree)
    data = metadata(tree)
    prefix = next((one for one in Script(text, {}).said("pathPrefix") if values.plain(one)), "").strip("/")
    scripts = {path: one for path, one in tree.texts.items() if is_script(path)}
    layouts = (one for path, one in tree.texts.items() if LAYOUT.fullmatch(path))
    return EleventySite(
        base=f"/{prefix}" if prefix else "",
        lang=values.plain(data.get("lang")) or values.plain(data.get("language")) or lang_of(layouts, scripts),
        timezone=None,
        matter_optional=True,
        source=source,
        permalinks=permalinks(tree),
        data=folder_tables(tree),
        forms=date_forms(scripts.values()),
    )


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


def permalinks(tree: Tree) -> dict[str, str]:
    """Folder to the permalink that its data says; the top's is for all; "" for one that is a program."""
    found: dict[str, str] = {}
    everywhere = GLOBAL_PERMALINK.search(configuration(tree))
    if everywhere:
        found[""] = template_of(tokens(configuration(tree)[everywhere.end() :])[:PROGRAM_WORDS]) or ""
    for path, text in tree.texts.items():
        computed = COMPUTED.fullmatch(path)
        if not computed and not is_folder_data(path):
            continue
        folder = "" if computed else path.rpartition("/")[0]
        if is_script(path):
            words = tokens(text)
            place = next((at for at, word in enumerate(words) if word in {"permalink", '"permalink"', "'permalink'"}
                          and words[at + 1 : at + 2] in ([":"], ["("])), None)  # fmt: skip
            own = (
                template_of(words[place + (2 if words[place + 1] == ":" else 1) :][:PROGRAM_WORDS])
                if place is not None
                else None
            )
        else:
            own = values.line(values.table(tree, path).get("permalink")) or None
        if own is not None:
            found[folder] = own
    return found


PROGRAM_WORDS = 200
"""Of a function that makes a permalink; a longer one is not read."""


NO_CHANGE = frozenset(
    {"false", "undefined", "permalink", "data.permalink", "data.permalink||undefined", "permalink||undefined"}
)
"""What a function gives back that leaves a post's permalink as it is, or hides what is still to come."""


def template_of(words: Sequence[str]) -> str | None:
    """The template that a permalink's text or function comes to; None where it changes nothing, "" for a program."""
    whole = value_of(words)
    if whole == ["false"]:
        return "false"
    if len(whole) == 1 and is_text(whole[0]):
        return unquoted(whole[0])
    arrows = [
        at
        for at, word in enumerate(whole)
        if word == "=>" and sum((one in OPEN) - (one in CLOSE) for one in whole[:at]) == 0
    ]
    if arrows:
        body = whole[arrows[-1] + 1 :]
    elif "{" in whole:
        body = whole[len(whole) - 1 - whole[::-1].index("{") :] if whole.count("{") == 1 else body_of(whole)
    else:
        return ""
    if body and body[0] == "(" and body[-1] == ")":
        body = body[1:-1]
    if body and body[0] == "{":
        returns = [at for at, word in enumerate(body) if word == "return"]
        given = {"".join(value_of([*body[at + 1 : -1], ";"])) for at in returns}
        if given <= NO_CHANGE and given - {"false"}:
            return None
        if len(returns) != 1 or "if" in body or "?" in body:
            return ""
        body = value_of([*body[returns[0] + 1 : -1], ";"])
    return concatenated(body)


def value_of(words: Sequence[str]) -> list[str]:
    """The words up to the comma or bracket that ends the value; a function's parameters and body belong to it."""
    depth = 0
    for at, word in enumerate(words):
        depth += (word in OPEN) - (word in CLOSE)
        if depth < 0 or (not depth and word in {",", ";", "return"}):
            return list(words[:at])
        if not depth and word == "}" and words[at + 1 : at + 2] != ["="] and words[at + 1 : at + 2] != [")"]:
            return list(words[: at + 1])
    return []  # it does not end within what was looked at


def body_of(words: list[str]) -> list[str]:
    """A function's body: what its last braces at the top hold."""
    depth = 0
    for at in range(len(words) - 1, -1, -1):
        depth += (words[at] in CLOSE) - (words[at] in OPEN)
        if not depth:
            return words[at:]
    return []


def concatenated(words: Sequence[str]) -> str:
    """Texts, names and calls that are added to one another, as a template; "" for anything else."""
    parts: list[str] = []
    term: list[str] = []
    depth = 0
    for word in [*words, "+"]:
        depth += (word in OPEN) - (word in CLOSE)
        if word != "+" or depth:
            term.append(word)
        elif len(term) == 1 and is_text(term[0]):
            parts.append(unquoted(term[0]))
            term = []
        elif term and all(re.fullmatch(r"[\w.()$]+", one) for one in term):
            parts.append("{{ " + "".join(term) + " }}")
            term = []
        else:
            return ""
    return "".join(parts)
