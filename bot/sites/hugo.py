"""A blog that Hugo builds."""

from __future__ import annotations

import fnmatch
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_plus

from bot.sites import values
from bot.sites.folder import is_below
from bot.sites.model import Blog, Facts, Found, HeadLine, Kind, Post, Surface

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from bot.sites.folder import Tree
    from bot.sites.model import Written

TELLING = re.compile(
    r"(?:hugo|config)\.(?:toml|ya?ml|json)|config/(?:_default|production)/[\w.-]+\.(?:toml|ya?ml|json)"
)
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
OWN = {
    "baseurl", "languagecode", "locale", "defaultcontentlanguage", "theme", "contentdir", "permalinks", "module", "markup",
    "taxonomies", "outputs", "languages", "params", "menu", "menus", "pagination", "paginate",
}  # fmt: skip
"""Keys by which a ``config.toml`` shows that it is Hugo's; Zola has ``base_url``."""
PLAIN = re.compile(r"[A-Za-z0-9._-]*")
"""What stays as it is, but for its case."""
NOT_ALLOWED = re.compile(r"[^\w\s./\\#+~@%-]|%(?![0-9a-fA-F]{2})", re.ASCII)
"""What of ASCII does not stand in a path, spaces aside (``allowed``)."""
SPACE_AT_HYPHEN = re.compile(r"(?<=-)\s+|\s+(?=-)")
DATE_IN_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})[-_ ]?")


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
        site=address or values.elsewhere(tree),
        content=content,
        include=include,
        assets=values.assets(tree, "static", "assets"),
        name=values.plain(config.get("title")) or values.plain(hugo.titles.get(hugo.default)),
        lang=hugo.lang,
        timezone=hugo.timezone,
    )


# ── settings ─────────────────────────────────────────────────────────────────────────────────────


def configuration(tree: Tree) -> tuple[dict[str, Any], str]:
    """All of the settings, in lower case, as a build for production sees them; and the file that stands for them."""
    config: dict[str, Any] = {}
    where = ""
    for path in sorted((one for one in tree.texts if TELLING.fullmatch(one)), key=importance):
        found = values.lower_all(values.table(tree, path))
        name = path.rpartition("/")[2].partition(".")[0].lower()
        top = name in {"hugo", "config"}
        if top and "/" not in path and "hugo." not in path and not (OWN & set(found) and "base_url" not in found):
            continue
        if not top:
            language = path.rpartition("/")[2].split(".")[1:-1]
            found = {"languages": {language[0]: {name: found}}} if language else {name: found}
        if top and not where:
            where = path
        config = merged(config, found)
    return config, where


def importance(path: str) -> tuple[bool, bool, bool, str]:
    """The later goes before the earlier: the top file, the defaults, production."""
    return "/production/" in path, "/_default/" in path, "hugo." in path or "config." in path, path


def merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    result = dict(below)
    for key, value in above.items():
        old = result.get(key)
        result[key] = merged(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return result


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of ``permalinks``: which pages, and their pattern."""

    target: str
    """A glob for the page's path."""
    pattern: str

    def fits(self, path: str) -> bool:
        return any(fnmatch.fnmatchcase(path, glob) for glob in self.target.split("\n"))


@dataclass(frozen=True, slots=True)
class HugoSite(Facts):
    root: Path = Path()
    contents: tuple[tuple[str, str], ...] = (("content", ""),)
    """Content folders with the language that each is of; "" where file names tell."""
    mounts: Mapping[str, str] = field(default_factory=dict)
    """Content folder to where below content/ it is mounted."""
    default: str = "en"
    prefixes: Mapping[str, str] = field(default_factory=dict)
    """Language to what its addresses begin with; "" for the default language."""
    codes: Mapping[str, str] = field(default_factory=dict)
    """Language to its code for readers ("pt-br")."""
    own_hosts: Mapping[str, str] = field(default_factory=dict)
    """Language to its own baseURL."""
    titles: Mapping[str, str] = field(default_factory=dict)
    rules: Mapping[str, tuple[Rule, ...]] = field(default_factory=dict)
    """By language; "" for those without their own."""
    ugly: bool = False
    ugly_sections: frozenset[str] = frozenset()
    lower: bool = True
    accents: bool = True
    name_dates: bool = False

    def date_in_name(self, path: str) -> str | None:
        found = DATE_IN_NAME.match(file_or_folder(path))
        return found[1] if found and self.name_dates else None

    def post(self, written: Written) -> Post:
        place = Place.of(self, written.path)
        lang = values.line(written.fields.get("lang")) or self.codes.get(place.lang) or self.lang
        address = self.address(written, place)
        return Post(
            address=address,
            lang=lang,
            pictures=tuple(self.bundled(written, place)),
            trouble=None
            if address
            else "its permalink in Hugo's settings has a token that is not known, or needs a date",
        )

    def parts(self, written: Written) -> dict[str, str]:
        place = Place.of(self, written.path)
        return {
            "title": self.urlize(written.title), "section": place.section, "sections": "/".join(self.sections(place)),
        }  # fmt: skip

    # ── addresses ────────────────────────────────────────────────────────────────────────────────

    def address(self, written: Written, place: Place) -> str | None:
        prefix = f"{self.base}{self.prefixes.get(place.lang, '')}"
        own = values.line(written.fields.get("url"))
        if own:
            if re.match(r"https?://", own):
                return own
            if ":" in own:
                own = self.filled(own, written, place) or ""
            if not own:
                return None
            whole = f"{self.base}{own}" if own.startswith("/") else f"{prefix}/{own}"
            whole = whole.replace("/index.html", "/") if whole.endswith("/index.html") else whole
            return whole if whole.endswith("/") or "." in whole.rpartition("/")[2] else f"{whole}/"
        logical = "/" + "/".join(
            part for part in (*map(self.page_path, place.folders), self.page_path(place.name)) if part
        )
        for rule in self.rules.get(place.lang, self.rules.get("", ())):
            if rule.fits(logical.lower()):
                path = self.filled(rule.pattern, written, place)
                # What a pattern gives is read as an address once more: "+" and "%20" are spaces in it.
                return (
                    self.finished(prefix, self.sanitized(unquote_plus(path.rstrip("/"))), place)
                    if path is not None
                    else None
                )
        path = "/".join((*map(self.page_path, place.folders), self.slug(written) or self.page_path(place.name)))
        return self.finished(prefix, path, place)

    def finished(self, prefix: str, path: str, place: Place) -> str:
        path = re.sub(r"/{2,}", "/", f"/{path}").rstrip("/") or "/"
        if path.endswith((".html", ".htm")):
            return f"{prefix}{path}"
        if self.ugly or place.section in self.ugly_sections:
            return f"{prefix}{path}.html"
        return f"{prefix}{path.rstrip('/')}/"

    def slug(self, written: Written) -> str:
        taken = self.name_dates_first or (self.name_dates and not written.fields.get("date"))
        named = DATE_IN_NAME.match(file_or_folder(written.path)) if taken else None
        own = values.line(written.fields.get("slug"))
        if not own and named is not None:
            # Where Hugo takes the date from the name, it takes the rest for the slug.
            return self.sanitized(values.stem(file_or_folder(written.path)[named.end() :]))
        return self.sanitized(own).strip("-")

    def filled(self, pattern: str, written: Written, place: Place) -> str | None:
        """The pattern with this page's own words; None where one of them is not known."""
        unknown = False

        def word(found: re.Match[str]) -> str:
            nonlocal unknown
            value = self.token(found[1], found[2] or "", written, place)
            unknown = unknown or value is None
            return value or ""

        result = re.sub(r"(?<!\\):(\w+)(\[[^\]]{0,20}\])?", word, pattern).replace("\\:", ":")
        return None if unknown else result

    def token(self, name: str, cut: str, written: Written, place: Place) -> str | None:
        date = written.date
        match name:
            case "title":
                return self.urlize(written.title)
            case "slug":
                return self.slug(written) or self.urlize(written.title)
            case "filename" | "contentbasename":
                return self.urlize(place.name)
            case "slugorfilename" | "slugorcontentbasename":
                return self.slug(written) or self.urlize(place.name)
            case "section" | "sectionslug":
                return self.page_path(place.section)
            case "sections" | "sectionslugs":
                return "/".join(sliced(self.sections(place), cut))
        return None if date is None else date_word(name, date)

    def sections(self, place: Place) -> list[str]:
        """The folders that are sections: the first, and those below with an ``_index`` of their own."""
        found: list[str] = []
        for depth, name in enumerate(place.folders):
            if depth and not self.has_index("/".join((place.content, *place.folders[: depth + 1]))):
                continue
            found.append(self.page_path(name))
        return found

    def has_index(self, folder: str) -> bool:
        endings = (".md", ".html", *(f".{lang}.md" for lang in self.prefixes))
        return any(os.path.exists(f"{self.root}/{folder}/_index{ending}") for ending in endings)  # noqa: PTH110 - for each post

    # ── how Hugo writes words into paths ─────────────────────────────────────────────────────────

    def urlize(self, text: str) -> str:
        """Of a title, a slug or a name that stands for one part of an address."""
        return self.sanitized(re.sub(r"[/\\]", "-", text))

    def sanitized(self, text: str) -> str:
        """Other signs away, each run of spaces one "-"."""
        if PLAIN.fullmatch(text):
            return self.cased(text)
        if text.isascii():
            text = SPACE_AT_HYPHEN.sub("", NOT_ALLOWED.sub("", text).strip())
            return self.cased(re.sub(r"\s+", "-", text))
        kept: list[str] = []
        hyphen = False
        for at, mark in enumerate(text):
            if allowed(text, at):
                if hyphen and mark != "-":
                    kept.append("-")
                hyphen = False
                kept.append(mark)
            elif kept and kept[-1] != "-" and mark.isspace():
                hyphen = True
        return self.cased("".join(kept))

    def page_path(self, name: str) -> str:
        """Of a file's or folder's name: each space a "-", then other signs away."""
        if PLAIN.fullmatch(name):
            return self.cased(name)
        name = re.sub(r"\s", "-", name)
        if name.isascii():
            return self.cased(NOT_ALLOWED.sub("", name))
        return self.cased("".join(mark for at, mark in enumerate(name) if allowed(name, at)))

    def cased(self, text: str) -> str:
        if not self.accents:
            text = values.without_accents(text)
        return text.lower() if self.lower else text

    # ── pictures ─────────────────────────────────────────────────────────────────────────────────

    def bundled(self, written: Written, place: Place) -> Iterator[str]:
        """What Hugo's own template for og:image takes from a page bundle, in its order."""
        resources = [one for one in values.tables(written.fields.get("resources")) if values.line(one.get("src"))]
        if place.bundle:
            try:
                names = sorted(one.name for one in (self.root / written.path).parent.iterdir())
            except OSError:
                names = []
            images = [name for name in names if name.lower().endswith(values.PICTURES)]
        else:
            images = []
        called = [(values.line(one.get("name")).lower(), values.line(one.get("src"))) for one in resources]
        for words in (("feature",), ("cover", "thumbnail")):
            for name, source in called:
                if any(word in name for word in words):
                    yield next((one for one in images if fnmatch.fnmatch(one, source)), source)
            for name in images:
                if any(word in name.lower() for word in words):
                    yield name


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file lies, as Hugo sees it."""

    content: str
    folders: tuple[str, ...]
    """Below the content folder; without the bundle's own."""
    name: str
    """Without ending and language; a bundle has its folder's."""
    lang: str
    bundle: bool

    @property
    def section(self) -> str:
        return self.folders[0] if self.folders else ""

    @classmethod
    def of(cls, site: HugoSite, path: str) -> Place:
        content, lang = max(
            (one for one in site.contents if path.startswith(f"{one[0]}/")),
            key=lambda one: len(one[0]),
            default=("", ""),
        )
        mounted = site.mounts.get(content, "")
        *folders, file = f"{mounted}/{path.removeprefix(f'{content}/')}".lstrip("/").split("/")
        name = file.rpartition(".")[0] or file
        base, dot, suffix = name.rpartition(".")
        if dot and suffix.lower() in site.prefixes:
            name, lang = base, suffix.lower()
        bundle = name == "index" and bool(folders)
        if bundle:
            name = folders.pop()
        return cls(content, tuple(folders), name, lang or site.default, bundle)


def file_or_folder(path: str) -> str:
    """The name that tells: an ``index``'s is its folder's."""
    folder, _, name = path.rpartition("/")
    return folder.rpartition("/")[2] if name.startswith("index.") and folder else name


def allowed(text: str, at: int) -> bool:
    mark = text[at]
    if mark.isalpha() or mark.isdigit() or mark in "./\\_#+~-@":
        return True
    if values.is_mark(mark):
        return True
    return mark == "%" and re.match(r"%[0-9a-fA-F]{2}", text[at : at + 3]) is not None


GO = {
    "2006": "{0:%Y}", "06": "{0:%y}", "01": "{0:%m}", "1": "{0.month}", "02": "{0:%d}", "2": "{0.day}",
    "January": "{1}", "Jan": "{1:.3}", "Monday": "{2}", "Mon": "{2:.3}", "15": "{0:%H}", "04": "{0:%M}", "05": "{0:%S}",
}  # fmt: skip


def date_word(name: str, date: datetime) -> str | None:
    month, day = values.MONTHS[date.month - 1], values.DAYS[date.weekday()]
    known = {
        "year": f"{date.year}", "month": f"{date:%m}", "monthname": month, "day": f"{date:%d}",
        "weekday": f"{date.isoweekday() % 7}", "weekdayname": day, "yearday": f"{date.timetuple().tm_yday}",
    }  # fmt: skip
    if name in known:
        return known[name]
    parts = re.split(r"(2006|January|Monday|Jan|Mon|01|02|06|15|04|05)", name)
    if len(parts) == 1:
        return None
    return "".join(GO[part].format(date, month, day) if part in GO else part for part in parts)


def sliced(names: list[str], cut: str) -> list[str]:
    """``[1:]``, ``[last]``, ``[:2]`` and the like; all of them for none."""
    if not cut:
        return names

    def number(text: str, otherwise: int) -> int:
        return len(names) - 1 if text == "last" else int(text) if text.isdigit() else otherwise

    first, colon, last = cut[1:-1].partition(":")
    if not colon:
        at = number(first, 0)
        return names[at : at + 1]
    return names[number(first, 0) : number(last, len(names))]


# ── the site ─────────────────────────────────────────────────────────────────────────────────────


def site(tree: Tree, _content: str) -> HugoSite:
    config, _ = configuration(tree)
    languages = {
        name: one
        for name, one in values.inner(config, "languages").items()
        if isinstance(one, dict) and not values.truth(one.get("disabled"))
    }
    default = values.line(config.get("defaultcontentlanguage")).lower() or "en"
    if languages and default not in languages:
        default = min(languages, key=lambda name: values.number(languages[name].get("weight"), 9999))
    in_subdir = values.truth(config.get("defaultcontentlanguageinsubdir"))
    content = folder_named(config.get("contentdir")) or "content"
    contents = [(content, "")]
    prefixes = {name: "" if name == default and not in_subdir else f"/{name}" for name in languages or {default: {}}}
    hosts = {name: values.line(one.get("baseurl")) for name, one in languages.items() if one.get("baseurl")}
    for name, one in languages.items():
        if own := folder_named(one.get("contentdir")):
            contents.append((own, name))
        if name in hosts:
            prefixes[name] = ""
    mounts: dict[str, str] = {}
    for mount in values.tables(values.inner(config, "module").get("mounts")):
        source, target = folder_named(mount.get("source")), f"{folder_named(mount.get('target'))}/"
        if target.startswith("content/") and source:
            mounts[source] = target.removeprefix("content/").strip("/")
            contents.append((source, values.line(mount.get("lang")).lower()))
    main = values.line(config.get("languagecode")) or values.line(config.get("locale"))
    codes = {default: main} if main else {}
    for name, one in languages.items():
        codes[name] = values.line(one.get("languagecode")) or values.line(one.get("locale")) or codes.get(name) or name
    rules = {"": tuple(permalink_rules(config.get("permalinks")))}
    for name, one in languages.items():
        if one.get("permalinks"):
            rules[name] = tuple(permalink_rules(one["permalinks"]))
    ugly = config.get("uglyurls")
    dates = [one.lower() for one in values.words(values.inner(config, "frontmatter").get("date"))]
    return HugoSite(
        base=values.base_of(config.get("baseurl")),
        lang=codes.get(default) or (default if config.get("defaultcontentlanguage") else None),
        timezone=values.plain(config.get("timezone")) or values.plain(values.inner(languages, default).get("timezone")),
        matter_optional=True,
        root=tree.root,
        contents=tuple(dict.fromkeys(contents)),
        mounts=mounts,
        default=default,
        prefixes=prefixes,
        codes=codes,
        own_hosts=hosts,
        titles={name: values.line(one.get("title")) for name, one in languages.items()},
        rules=rules,
        ugly=ugly is not None and not isinstance(ugly, dict) and values.truth(ugly),
        ugly_sections=frozenset(key for key, value in ugly.items() if values.truth(value))
        if isinstance(ugly, dict)
        else frozenset(),
        lower=not values.truth(config.get("disablepathtolower")),
        accents=not values.truth(config.get("removepathaccents")),
        name_dates=":filename" in dates,
        name_dates_first=dates[:1] == [":filename"],
    )


def folder_named(value: object) -> str:
    return values.line(value).removeprefix("./").strip("/")


def permalink_rules(table: object) -> Iterator[Rule]:
    if isinstance(table, list):
        for one in values.tables(table):
            low = values.lower_all(one)
            target = values.inner(low, "target")
            if values.line(target.get("kind")).lower() in {"", "page"} and low.get("pattern"):
                glob = values.line(target.get("path")).lower() or "*"
                yield Rule(glob.replace("/**", "/*"), values.line(low["pattern"]))
        return
    if not isinstance(table, dict):
        return
    for key, value in (*values.inner(table, "page").items(), *table.items()):
        if isinstance(value, str):
            section = key.strip(" /").lower()
            yield Rule(f"/{section}\n/{section}/*" if section else "/*", value)


def posts(tree: Tree, hugo: HugoSite, main: object) -> tuple[Found | None, tuple[str, ...]]:
    """The folder of the posts; where each language has its own, the folder above them and which files are posts."""
    folders: list[str] = []
    owned = [base for base, lang in hugo.contents if lang and base != hugo.contents[0][0]]
    for base, lang in hugo.contents:
        if base not in tree.folders or (not lang and any(is_below(one, base) for one in owned if one in tree.folders)):
            continue
        named = [section for section in (main if isinstance(main, list) else [main]) if isinstance(section, str)]
        found = [f"{base}/{section}" for section in named if tree.posts_below(f"{base}/{section}")]
        found = found[:1] if len(found) == 1 else found
        if not found and (likely := values.posts_folder(tree, base)):
            found = [likely]
        folders += [one for one in found if one not in folders]
    if not folders:
        return None, ()
    if len(folders) == 1:
        return Found(folders[0], f"{folders[0]}/"), ()
    top = os.path.commonpath(folders)
    include = tuple(f"{one.removeprefix(top).strip('/')}/**/*.md" for one in folders)
    return (Found(top, f"{top}/"), include) if top else (None, ())
