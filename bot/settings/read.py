"""The settings of one blog: from bot.toml or [tool.bot] in pyproject.toml; secrets from the environment alone."""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bot.errors import SettingsError
from bot.model import Limits, Mode
from bot.publishers.registry import PLATFORMS, PREFIXES, SECRETS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)")
UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
TARGET_NAME = re.compile(r"[a-z0-9][a-z0-9._-]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Template:
    """One way to say it, and when."""

    text: str
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Front-matter key to the values that choose this template; empty: always."""


@dataclass(frozen=True, slots=True)
class Target:
    """A platform, an account and its settings."""

    name: str
    platform: str
    limits: Limits
    mode: Mode
    env: str
    """The prefix of its environment variables, without the last underscore."""
    templates: tuple[Template, ...] = ()
    """The first that fits the digest is used; none: title, description, link, hashtags."""
    hashtags: int = 0
    """At most so many in the text."""
    inline_hashtags: bool = False
    """Put "#" before a word that stands in the text already, instead of adding the tag at the end."""
    leave_out: frozenset[str] = frozenset({"digest"})
    """Tags that are never shown, compared without case."""
    langs: tuple[str, ...] = ()
    utm: Mapping[str, str] = field(default_factory=dict)
    mentions: bool = False
    """Let "@name" mention somebody."""
    handle: str | None = None
    """Who posts, for the preview and for links; the secret's handle goes before it."""
    monthly_cap_usd: Decimal | None = None
    site_name: str | None = None
    """The blog's name, for templates."""

    def secret_names(self) -> tuple[str, ...]:
        return tuple(f"{self.env}_{end}" for end in SECRETS[self.platform])

    def missing_secrets(self, environ: Mapping[str, str]) -> tuple[str, ...]:
        """The names of the secrets that are not set; empty when the target is set up."""
        return tuple(name for name in self.secret_names() if not environ.get(name, "").strip())


@dataclass(frozen=True, slots=True)
class ImageSettings:
    """How pictures are found and drawn."""

    assets: tuple[Path, ...] = ()
    """Folders in which a hero that begins with "/" is looked for, besides content/."""
    allow_hosts: frozenset[str] = frozenset()
    """Hosts from which a hero may come although their address is not public."""
    background: str = "#ffffff"
    """Under transparency."""
    timeout_seconds: float = 30.0
    max_bytes: int = 50_000_000
    draw_card: bool = True
    """Draw a card where there is no picture."""
    card_background: str = "#0f172a"
    card_foreground: str = "#f8fafc"
    card_accent: str = "#38bdf8"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that one blog has decided."""

    root: Path
    """The folder of the settings file; relative paths begin here."""
    source: Path | None
    """The settings file; None where there is none."""
    site: str | None = None
    site_name: str | None = None
    permalink: str = "/posts/{slug}"
    content: Path = Path("content")
    include: tuple[str, ...] = ("**/*.md", "**/*.mdx")
    exclude: tuple[str, ...] = ()
    state: Path = Path("state")
    branch: str | None = None
    remote: str = "origin"
    max_posts_per_run: int = 5
    settle: timedelta = timedelta(0)
    wait_live: timedelta = timedelta(0)
    lease: timedelta = timedelta(minutes=10)
    timeline_lag: timedelta = timedelta(minutes=15)
    spacing: timedelta = timedelta(0)
    """Between one digest's posts and the next one's in a run."""
    lang: str | None = None
    """Of a digest that does not say."""
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Digest field to the front-matter keys that hold it, before the well-known ones."""
    targets: tuple[Target, ...] = ()
    """As configured; bluesky and x where nothing is."""
    images: ImageSettings = ImageSettings()
    notify_webhook: str | None = None
    notify_command: str | None = None

    def target(self, name: str) -> Target:
        """The target of that name; any platform's own name works without being configured."""
        for target in self.targets:
            if target.name == name:
                return target
        if name in PLATFORMS:
            return replace(read_target(name, {}, str(self.source or "settings")), site_name=name_of(self))
        known = sorted({target.name for target in self.targets} | set(PLATFORMS))
        raise SettingsError(f"no target is called {name!r}{suggest(name, known)}; there are: {', '.join(known)}")

    def require_content(self) -> None:
        """Raise where content/ is not there: a folder that was renamed must not look like a blog with nothing new."""
        if not self.content.is_dir():
            raise SettingsError(
                f"{shown(self.content)}: no such folder; set content in {shown(self.source or self.root / 'bot.toml')}, "
                "or name it with --content"
            )

    def require_site(self) -> str:
        """The site's address, or what to write where."""
        if self.site is None:
            where = self.source or self.root / "bot.toml"
            raise SettingsError(
                f'{shown(where)}: no site is set, so a post would have no link; add: site = "https://your.blog"'
            )
        return self.site


def shown(path: Path) -> str:
    """The path as a person at this working directory would write it."""
    try:
        return os.path.relpath(path) if Path(path).is_relative_to(Path.cwd()) else str(path)
    except (OSError, ValueError):
        return str(path)


def suggest(word: str, known: list[str]) -> str:
    """A hint: ", did you mean 'x'?" or nothing."""
    near = difflib.get_close_matches(word, known, n=1)
    return f", did you mean {near[0]!r}?" if near else ""


# ── finding and reading ──────────────────────────────────────────────────────────────────────────


def load(
    config: Path | None = None,
    *,
    content: Path | None = None,
    state: Path | None = None,
    branch: str | None = None,
    cwd: Path | None = None,
) -> Settings:
    """The settings from ``config``, else from bot.toml or pyproject.toml here or in a folder above; defaults where there are none.

    Raises SettingsError with the file, the key and the remedy.
    """
    here = (cwd or Path.cwd()).absolute()
    path = config.absolute() if config else find(here)
    table: dict[str, Any] = {}
    if path is not None:
        table = read_table(path)
    settings = parse(table, path, path.parent if path else here)
    changes: dict[str, Any] = {}
    if content is not None:
        changes["content"] = content.absolute()
    if state is not None:
        changes["state"] = state.absolute()
    if branch is not None:
        changes["branch"] = branch or None
    if not changes:
        return settings
    return replace(settings, **changes)


def find(here: Path) -> Path | None:
    """The nearest settings file, from ``here`` upwards to the top of the git checkout."""
    for folder in (here, *here.parents):
        own = folder / "bot.toml"
        if own.is_file():
            return own
        project = folder / "pyproject.toml"
        if project.is_file() and "bot" in read_toml(project).get("tool", {}):
            return project
        if (folder / ".git").exists():
            return None
    return None


def read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8"))
    except FileNotFoundError:
        raise SettingsError(f"{shown(path)}: no such settings file; write one with: bot init") from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{shown(path)}: cannot be read: {error}") from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{shown(path)}: not valid TOML: {error}") from None


def read_table(path: Path) -> dict[str, Any]:
    table = read_toml(path)
    if path.name == "pyproject.toml":
        table = table.get("tool", {}).get("bot", {})
    elif set(table) == {"tool"} and isinstance(table["tool"], dict):
        table = table["tool"].get("bot", {})
    if not isinstance(table, dict):
        raise SettingsError(f"{shown(path)}: [tool.bot] must be a table")
    return table


def duration(value: object) -> timedelta:
    """A time like "90s", "10m", "1h30m", "2d", or a number of seconds."""
    if isinstance(value, bool):
        raise TypeError(value)
    if isinstance(value, int | float) and value >= 0:
        return timedelta(seconds=value)
    if isinstance(value, str):
        text = value.strip().lower()
        parts = list(DURATION.finditer(text))
        if parts and "".join(part.group(0) for part in parts).replace(" ", "") == text.replace(" ", ""):
            return timedelta(seconds=sum(float(part[1]) * UNITS[part[2]] for part in parts))
        if text == "0":
            return timedelta(0)
    raise ValueError(value)


class Table:
    """One table of settings, read key by key; a key that nobody asked for is an error with a suggestion."""

    def __init__(self, table: Mapping[str, Any], where: str, prefix: str = "") -> None:
        self.table, self.where, self.prefix = table, where, prefix
        self.asked: set[str] = set()

    def wrong(self, key: str, wanted: str) -> SettingsError:
        return SettingsError(f"{self.where}: {self.prefix}{key} must be {wanted}, not {self.table[key]!r}")

    def get(self, key: str, default: Any, wanted: str, read: Callable[[Any], Any]) -> Any:
        self.asked.add(key)
        if key not in self.table:
            return default
        try:
            return read(self.table[key])
        except (ValueError, TypeError, KeyError):
            raise self.wrong(key, wanted) from None

    def text(self, key: str, default: str | None = None) -> Any:
        return self.get(key, default, "a text", as_text)

    def texts(self, key: str, default: tuple[str, ...] = ()) -> Any:
        return self.get(key, default, "a list of texts", as_texts)

    def flag(self, key: str, *, default: bool) -> Any:
        return self.get(key, default, "true or false", as_flag)

    def count(self, key: str, default: int) -> Any:
        return self.get(key, default, "a whole number, 0 or more", as_count)

    def time(self, key: str, default: timedelta) -> Any:
        return self.get(key, default, 'a time like "90s", "10m" or "2h"', duration)

    def table_of(self, key: str) -> dict[str, Any]:
        found: dict[str, Any] = self.get(key, {}, "a table", as_table)
        return found

    def done(self) -> None:
        for key in self.table:
            if key not in self.asked:
                raise SettingsError(f"{self.where}: {self.prefix}{key} is no setting{suggest(key, sorted(self.asked))}")


def as_text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(value)
    return value


def as_texts(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise ValueError(value)
    return tuple(value)


def as_flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError(value)
    return value


def as_count(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError(value)
    return value


def as_table(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise TypeError(value)
    return value


def as_site(value: object) -> str:
    text = as_text(value).strip().rstrip("/")
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(value)
    return text


def as_money(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise ValueError(value)
    return Decimal(str(value))


def as_color(value: object) -> str:
    text = as_text(value)
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", text):
        raise ValueError(value)
    return text.lower()


def parse(table: Mapping[str, Any], source: Path | None, root: Path) -> Settings:
    where = shown(source) if source else "settings"
    top = Table(table, where)

    def folder(key: str, default: str) -> Path:
        return root / str(top.text(key, default))

    targets = top.table_of("targets")
    settings = Settings(
        root=root,
        source=source,
        site=top.get("site", None, 'an address like "https://your.blog"', as_site),
        site_name=top.text("site_name"),
        permalink=top.text("permalink", "/posts/{slug}"),
        content=folder("content", "content"),
        include=top.texts("include", ("**/*.md", "**/*.mdx")),
        exclude=top.texts("exclude"),
        state=folder("state", "state"),
        branch=top.text("branch"),
        remote=top.text("remote", "origin"),
        max_posts_per_run=top.count("max_posts_per_run", 5),
        settle=top.time("settle", timedelta(0)),
        wait_live=top.time("wait_live", timedelta(0)),
        lease=top.time("lease", timedelta(minutes=10)),
        timeline_lag=top.time("timeline_lag", timedelta(minutes=15)),
        spacing=top.time("spacing", timedelta(0)),
        lang=top.text("lang"),
        fields=read_fields(top.table_of("fields"), where),
        targets=tuple(read_target(name, value, where) for name, value in (targets or {"bluesky": {}, "x": {}}).items()),
        images=read_images(top, root, where),
        notify_webhook=read_notify(top, where)[0],
        notify_command=read_notify(top, where)[1],
    )
    top.done()
    check_permalink(settings.permalink, where)
    return replace(settings, targets=tuple(replace(one, site_name=name_of(settings)) for one in settings.targets))


def name_of(settings: Settings) -> str | None:
    """What the blog calls itself, else its host."""
    return settings.site_name or (urlsplit(settings.site).hostname if settings.site else None)


def read_notify(top: Table, where: str) -> tuple[str | None, str | None]:
    table = Table(top.table_of("notify"), where, "notify.")
    found = table.get("webhook", None, "an http(s) address", as_site), table.text("command")
    table.done()
    return found


def read_images(top: Table, root: Path, where: str) -> ImageSettings:
    assets = top.texts("assets", ("public", "static"))
    table = Table(top.table_of("images"), where, "images.")
    default = ImageSettings()
    images = ImageSettings(
        assets=tuple(root / one for one in assets),
        allow_hosts=frozenset(host.lower() for host in table.texts("allow_hosts")),
        background=table.get("background", default.background, 'a colour like "#ffffff"', as_color),
        timeout_seconds=table.time("timeout", timedelta(seconds=30)).total_seconds(),
        max_bytes=table.count("max_bytes", default.max_bytes),
        draw_card=table.flag("draw_card", default=True),
        card_background=table.get("card_background", default.card_background, 'a colour like "#0f172a"', as_color),
        card_foreground=table.get("card_foreground", default.card_foreground, 'a colour like "#f8fafc"', as_color),
        card_accent=table.get("card_accent", default.card_accent, 'a colour like "#38bdf8"', as_color),
    )
    table.done()
    return images


DIGEST_FIELDS = (
    "title", "description", "heroImage", "heroAlt", "ogImage", "tags", "pubDatetime", "modDatetime",
    "draft", "lang", "slug", "id", "canonicalURL", "social",
)  # fmt: skip
"""What [tool.bot.fields] can map: the names that the bot uses for a digest's front matter."""


def read_fields(table: Mapping[str, Any], where: str) -> dict[str, tuple[str, ...]]:
    reader = Table(table, where, "fields.")
    found = {name: reader.texts(name) for name in DIGEST_FIELDS}
    reader.done()
    return {name: keys for name, keys in found.items() if keys}


def read_target(name: str, value: object, where: str) -> Target:
    if not isinstance(value, dict):
        raise SettingsError(f"{where}: targets.{name} must be a table")
    if not TARGET_NAME.fullmatch(name):
        raise SettingsError(f"{where}: targets.{name}: a target's name is letters, digits, '.', '_' and '-'")
    table = Table(value, where, f"targets.{name}.")
    platform = table.text("platform", name)
    if platform not in PLATFORMS:
        raise SettingsError(
            f"{where}: targets.{name}: platform {platform!r} is not known{suggest(platform, list(PLATFORMS))}; "
            f"add: platform = one of {', '.join(map(repr, PLATFORMS))}"
        )
    limits = PLATFORMS[platform]
    mode = table.get("mode", limits.modes[0], f"one of {', '.join(repr(m.value) for m in limits.modes)}", Mode)
    if mode not in limits.modes:
        raise table.wrong("mode", f"one of {', '.join(repr(m.value) for m in limits.modes)}")
    target = Target(
        name=name,
        platform=platform,
        limits=limits,
        mode=mode,
        env=table.text("env", PREFIXES[platform]),
        templates=table.get("template", (), "a text, or a list of {text, when}", as_templates),
        hashtags=table.count("hashtags", limits.hashtags),
        inline_hashtags=table.flag("inline_hashtags", default=False),
        leave_out=frozenset(tag.casefold() for tag in table.texts("leave_out", ("digest",))),
        langs=table.texts("langs"),
        utm=table.get("utm", {}, "a table of texts", as_text_table),
        mentions=table.flag("mentions", default=False),
        handle=table.text("handle"),
        monthly_cap_usd=table.get("monthly_cap_usd", None, "an amount of dollars", as_money),
    )
    table.done()
    return target


def as_text_table(value: object) -> dict[str, str]:
    table = as_table(value)
    return {str(key): as_text(one) for key, one in table.items()}


def as_templates(value: object) -> tuple[Template, ...]:
    if isinstance(value, str):
        return (Template(as_text(value)),)
    if not isinstance(value, list):
        raise TypeError(value)
    templates = []
    for one in value:
        table = as_table(one) if not isinstance(one, str) else {"text": one}
        if not set(table) <= {"text", "when"}:
            raise ValueError(value)
        when = {str(key): as_texts(wanted) for key, wanted in as_table(table.get("when", {})).items()}
        templates.append(Template(as_text(table["text"]), when))
    return tuple(templates)


PERMALINK_PARTS = {"slug", "name", "year", "month", "day", "lang", "path"}


def check_permalink(permalink: str, where: str) -> None:
    unknown = set(re.findall(r"\{([^{}]*)\}", permalink)) - PERMALINK_PARTS
    if unknown or permalink.count("{") != permalink.count("}"):
        raise SettingsError(
            f"{where}: permalink {permalink!r}: only {', '.join('{' + part + '}' for part in sorted(PERMALINK_PARTS))} can stand in braces"
        )
