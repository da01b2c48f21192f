"""The settings of one blog, from bot.toml or [tool.bot] in pyproject.toml."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bot.errors import SettingsError
from bot.settings.model import GENERATORS, ImageSettings, Settings
from bot.settings.paths import shown
from bot.settings.table import Table, as_color, as_date, as_language, as_site, as_text, as_texts, duration
from bot.settings.targets import read_target

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.model import Platforms
    from bot.settings.options import Options


def load(options: Options, *, platforms: Platforms, cwd: Path | None = None) -> Settings:
    """The settings of the named file, else of bot.toml or pyproject.toml here or in a folder above, else the defaults.

    Raises SettingsError with the file, the key and the remedy.
    """
    here = (cwd or Path.cwd()).absolute()
    path = options.config.absolute() if options.config else find(here)
    table = read_table(path) if path is not None else {}
    return overridden(parse(table, path, path.parent if path else here, platforms), options)


def overridden(settings: Settings, options: Options) -> Settings:
    """The settings, but for what the command line says; an empty ``state_branch`` keeps the ledger in a file."""
    if options.content is not None:
        settings = replace(settings, content=options.content.absolute())
    if options.state is not None:
        settings = replace(settings, state=options.state.absolute())
    if options.state_branch is not None:
        settings = replace(settings, branch=options.state_branch or None)
    return settings


def find(here: Path) -> Path | None:
    """The nearest settings file, from ``here`` upwards to the top of the git checkout."""
    for folder in (here, *here.parents):
        own = folder / "bot.toml"
        if own.is_file():
            return own
        project = folder / "pyproject.toml"
        if project.is_file() and own_table(read_toml(project), project.name) is not None:
            return project
        if (folder / ".git").exists():
            return None
    return None


def read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        raise SettingsError(f"{shown(path)}: no such settings file; write one with: bot init") from None
    except IsADirectoryError:
        raise SettingsError(f"{shown(path)}: is a folder; name the settings file in it") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{shown(path)}: is not UTF-8; save it as UTF-8") from None
    except OSError as error:
        raise SettingsError(f"{shown(path)}: cannot be read: {error.strerror or error}; make it readable") from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{shown(path)}: not valid TOML: {error}") from None


def read_table(path: Path) -> dict[str, Any]:
    """The bot's own table of a settings file; empty where it has none."""
    table = own_table(read_toml(path), path.name)
    if table is None:
        return {}
    if not isinstance(table, dict):
        raise SettingsError(f"{shown(path)}: [tool.bot] must be a table")
    return table


def own_table(document: Mapping[str, Any], name: str) -> Any:
    """What stands where the bot's settings are in a file of this name; None where there is nothing."""
    tools = document.get("tool")
    if isinstance(tools, dict) and (name == "pyproject.toml" or set(document) == {"tool"}):
        return tools.get("bot")
    return None if name == "pyproject.toml" else document


def parse(table: Mapping[str, Any], source: Path | None, root: Path, platforms: Platforms) -> Settings:
    """The settings in this table; ``root`` is where its relative paths begin. Raises SettingsError."""
    where = shown(source) if source else "settings"
    top = Table(table, where)
    usual = Settings(root=root, source=source)

    def folder(key: str, default: Path) -> Path:
        return root / str(top.text(key, default.as_posix()))

    targets = top.table_of("targets")
    webhook, command = read_notify(top.table_of("notify"), where)
    settings = Settings(
        root=root,
        source=source,
        site=top.get("site", None, 'an address like "https://your.blog"', as_site),
        site_name=top.text("site_name"),
        since=top.get("since", None, "a date like 2026-11-25", as_date),
        permalink=top.text("permalink", None if "generator" in table else usual.permalink),
        generator=top.get("generator", None, f"one of {', '.join(map(repr, GENERATORS))}", as_generator),
        address=top.choice("address", usual.address, ("rules", "sitemap")),
        timezone=top.get("timezone", None, 'a time zone like "Europe/Berlin"', as_timezone),
        content=folder("content", usual.content),
        include=top.get("include", usual.include, PATTERNS, as_patterns),
        exclude=top.get("exclude", (), PATTERNS, lambda value: as_patterns(value) if value else ()),
        state=folder("state", usual.state),
        branch=top.text("branch"),
        remote=top.text("remote", usual.remote),
        max_posts_per_run=top.count("max_posts_per_run", usual.max_posts_per_run),
        settle=top.time("settle", usual.settle),
        wait_live=top.time("wait_live", usual.wait_live),
        lease=top.get("lease", usual.lease, 'a time like "90s" or "10m", and longer than "0s"', as_lease),
        timeline_lag=top.time("timeline_lag", usual.timeline_lag),
        spacing=top.time("spacing", usual.spacing),
        lang=top.get("lang", None, 'a language like "en" or "pt-BR"', as_language),
        hook_command=top.text("hook_command"),
        fields=read_fields(top.table_of("fields"), where),
        images=read_images(top.texts("assets", ("public", "static")), top.table_of("images"), root, where),
        notify_webhook=webhook,
        notify_command=command,
        platforms=platforms,
    )
    top.done()
    if settings.site is not None:
        check_site(settings.site, where)
    if settings.permalink is not None:
        check_permalink(settings.permalink, where)
    accounts = targets or {name: {} for name in platforms.defaults()}
    return replace(
        settings,
        targets=tuple(read_target(name, value, where, settings) for name, value in accounts.items()),
    )


def read_notify(table: Mapping[str, Any], where: str) -> tuple[str | None, str | None]:
    reader = Table(table, where, "notify.")
    webhook, command = reader.get("webhook", None, "an http(s) address", as_site), reader.text("command")
    reader.done()
    return webhook, command


def read_images(assets: tuple[str, ...], table: Mapping[str, Any], root: Path, where: str) -> ImageSettings:
    reader = Table(table, where, "images.")
    default = ImageSettings()

    def color(key: str, usual: str) -> Any:
        return reader.get(key, usual, f'a colour like "{usual}"', as_color)

    images = ImageSettings(
        assets=tuple(root / folder for folder in assets),
        allow_hosts=frozenset(host.lower() for host in reader.texts("allow_hosts")),
        background=color("background", default.background),
        timeout_seconds=reader.time("timeout", timedelta(seconds=default.timeout_seconds)).total_seconds(),
        max_bytes=reader.count("max_bytes", default.max_bytes),
        draw_card=reader.flag("draw_card", default=default.draw_card),
        card_background=color("card_background", default.card_background),
        card_foreground=color("card_foreground", default.card_foreground),
        card_accent=color("card_accent", default.card_accent),
    )
    reader.done()
    return images


DIGEST_FIELDS = (
    "title", "description", "heroImage", "heroAlt", "ogImage", "tags", "pubDatetime", "modDatetime", "expiresAt",
    "draft", "lang", "slug", "id", "canonicalURL", "social",
)  # fmt: skip
"""What [tool.bot.fields] can map: the names that the bot uses for a digest's front matter."""


def read_fields(table: Mapping[str, Any], where: str) -> dict[str, tuple[str, ...]]:
    reader = Table(table, where, "fields.")
    fields = {name: reader.texts(name) for name in DIGEST_FIELDS}
    reader.done()
    return {name: keys for name, keys in fields.items() if keys}


PERMALINK_PARTS = frozenset(
    {"slug", "name", "title", "path", "section", "sections", "categories", "lang", "year", "month", "day"}
)
"""What can stand in braces; what holds nothing for a digest leaves no empty part behind."""


def check_site(site: str, where: str) -> None:
    parts = urlsplit(site)
    if parts.username is not None:
        raise SettingsError(f"{where}: site has a name or a password in it, which every post would show; take it out")
    if parts.query or parts.fragment:
        raise SettingsError(f'{where}: site {site!r}: pages lie below it, so it ends before its "?" or "#"')


def check_permalink(permalink: str, where: str) -> None:
    unknown = set(re.findall(r"\{([^{}]*)\}", permalink)) - PERMALINK_PARTS
    if unknown or permalink.count("{") != permalink.count("}"):
        raise SettingsError(
            f"{where}: permalink {permalink!r}: only {', '.join('{' + part + '}' for part in sorted(PERMALINK_PARTS))} can stand in braces"
        )
    if "://" in permalink:
        raise SettingsError(f"{where}: permalink {permalink!r} is what stands below site; take the host out")
    if "{" not in permalink:
        raise SettingsError(f"{where}: permalink {permalink!r} gives every digest one address; put {{slug}} into it")


PATTERNS = 'a list of patterns of files below content, like "**/*.md"'


def as_patterns(value: object) -> tuple[str, ...]:
    patterns = as_texts(value)
    if not patterns or any(".." in pattern.split("/") for pattern in patterns):
        raise ValueError(value)
    return patterns


def as_lease(value: object) -> timedelta:
    """Half of it is kept for the answer: with none, every post would be put off."""
    time = duration(value)
    if not time:
        raise ValueError(value)
    return time


def as_generator(value: object) -> str:
    text = as_text(value).lower()
    if text not in GENERATORS:
        raise ValueError(value)
    return text


def as_timezone(value: object) -> str:
    from zoneinfo import ZoneInfo

    text = as_text(value).strip()
    if text.upper() != "UTC":
        try:
            ZoneInfo(text)
        except (OSError, KeyError):
            raise ValueError(value) from None
    return text
