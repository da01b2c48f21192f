"""What a blog's own settings for Hugo say, as a build for production reads them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bot.sites import values
from bot.sites.hugo.cascade import cascades_in
from bot.sites.hugo.pages import OF_THE_NAME, HugoSite
from bot.sites.hugo.patterns import permalink_rules
from bot.sites.hugo.spelling import Spelling

if TYPE_CHECKING:
    from bot.sites.folder import Tree

TELLING = re.compile(
    r"(?:hugo|config)\.(?:toml|ya?ml|json)|config/(?:_default|production)/[\w.-]+\.(?:toml|ya?ml|json)"
)
OWN = {
    "baseurl", "languagecode", "locale", "defaultcontentlanguage", "theme", "contentdir", "permalinks", "module", "markup",
    "taxonomies", "outputs", "languages", "params", "menu", "menus", "pagination", "paginate",
}  # fmt: skip
"""Keys by which a ``config.toml`` shows that it is Hugo's; Zola has ``base_url``."""

# gohugo.io, "Configure front matter": the defaults.
PUBLISH_DATES = ("publishdate", "pubdate", "published", "date")
DATES = ("date", "publishdate", "pubdate", "published", "lastmod", "modified")


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
            # languages.de.toml is all about one language, params.de.toml one table of it.
            own = found if name == "languages" else {name: found}
            found = {"languages": {language[0].lower(): own}} if language else {name: found}
        if top and not where:
            where = path
        config = values.merged(config, found)
    return config, where


def importance(path: str) -> tuple[bool, bool, bool, str]:
    """The later goes before the earlier: the top file, the defaults, production."""
    return "/production/" in path, "/_default/" in path, "hugo." in path or "config." in path, path


def site(tree: Tree, _content: str) -> HugoSite:
    config, _ = configuration(tree)
    named = {name: one for name, one in values.inner(config, "languages").items() if isinstance(one, dict)}
    off = {one.lower() for one in values.words(config.get("disablelanguages"))}
    off |= {name for name, one in named.items() if values.truth(one.get("disabled"))}
    languages = {name: one for name, one in named.items() if name not in off}
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
    dates = values.inner(config, "frontmatter")
    return HugoSite(
        base=values.base_of(config.get("baseurl")),
        lang=codes.get(default) or (default if config.get("defaultcontentlanguage") else None),
        timezone=values.plain(config.get("timezone")) or values.plain(values.inner(languages, default).get("timezone")),
        matter_optional=True,
        root=tree.root,
        contents=tuple(dict.fromkeys(contents)),
        mounts=mounts,
        default=default,
        disabled=frozenset(off),
        prefixes=prefixes,
        codes=codes,
        own_hosts=hosts,
        titles={name: values.line(one.get("title")) for name, one in languages.items()},
        rules=rules,
        ugly=ugly is not None and not isinstance(ugly, dict) and values.truth(ugly),
        ugly_sections=frozenset(key for key, value in ugly.items() if values.truth(value))
        if isinstance(ugly, dict)
        else frozenset(),
        spelling=Spelling(
            lower=not values.truth(config.get("disablepathtolower")),
            accents=not values.truth(config.get("removepathaccents")),
        ),
        cascades=tuple(cascades_in(config.get("cascade"))),
        date_names=date_names(dates.get("date"), DATES),
        publish_names=date_names(dates.get("publishdate"), PUBLISH_DATES),
    )


def date_names(named: object, usual: tuple[str, ...]) -> tuple[str, ...]:
    """Where the date stands, the first that is there; what only git or the disk knows is left out."""
    given = [one.lower() for one in values.words(named)] or [":default"]
    names = [name for one in given for name in (usual if one == ":default" else (one,))]
    return tuple(dict.fromkeys(name for name in names if name == OF_THE_NAME or not name.startswith(":")))


def folder_named(value: object) -> str:
    return values.line(value).removeprefix("./").strip("/")
