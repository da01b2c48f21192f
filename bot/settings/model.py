"""Everything that one blog has decided, and every account that it posts to."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bot.errors import SettingsError
from bot.settings.paths import shown
from bot.settings.submodules import REMEDY, absent_submodule

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal

    from bot.model import Limits, Mode, Platform, TextRule


GENERATORS = (
    "astro", "docusaurus", "eleventy", "gatsby", "hexo", "hugo", "jekyll", "lume", "mkdocs", "next", "nuxt", "pelican", "quartz",
    "sveltekit", "vitepress", "vuepress", "zola",
)  # fmt: skip
"""What ``generator`` can name; each is a module of bot/sites."""
USUAL_PERMALINK = "/posts/{slug}"
"""Where neither the owner nor a generator says otherwise."""


@dataclass(frozen=True, slots=True)
class Template:
    """One way to say it, and when."""

    text: str
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Front-matter key to the values that choose this template; empty: always."""
    where: str = ""
    """Where it stands, as messages name it: "bot.toml: targets.x.template 2"."""


@dataclass(frozen=True, slots=True)
class Target:
    """A platform, an account and its settings."""

    name: str
    platform: Platform
    limits: Limits
    """The platform's, as far as this account does not differ."""
    mode: Mode
    env: str
    """The prefix of its environment variables, without the last underscore."""
    text: TextRule | None = None
    """What the text is made of; None: the opening beside a card, the title and what says more elsewhere."""
    templates: tuple[Template, ...] = ()
    """The first that fits the digest is used; none: what ``text`` says, link, hashtags."""
    via: bool = False
    """Add "via" and the name of the digest's source where there is room."""
    made_with_ai: bool = False
    """Say of every picture that a machine made it, where the platform can be told."""
    paid_partnership: bool = False
    """Say of every post with a picture that it is a paid partnership, where the platform can be told."""
    visibility: str | None = None
    """To whom posts are shown, one of the platform's words; None: as the account's own settings say."""
    spoiler: str = ""
    """Words behind which every post is hidden until a reader asks for it."""
    sensitive: bool = False
    """Hide every picture until a reader asks for it."""
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
    did: str | None = None
    """The account's own name, which a change of its handle does not change."""
    documents: bool = False
    """A record of the digest itself stands beside each post, which pins it, so that the app shows a publication card."""
    publication: str | None = None
    """The address (at://...) of the record that all these documents belong to."""
    publication_cid: str | None = None
    """Which version of that record posts pin."""
    site_name: str | None = None
    """The blog's name, for templates."""
    site: str | None = None
    """The blog's address, below which the documents' paths begin."""

    def secret_names(self) -> tuple[str, ...]:
        return tuple(f"{self.env}_{secret.name}" for secret in self.platform.secrets)

    def missing_secrets(self, environ: Mapping[str, str]) -> tuple[str, ...]:
        """The names of the secrets that are not set; empty when the target is set up."""
        return tuple(name for name in self.secret_names() if not environ.get(name, "").strip())


@dataclass(frozen=True, slots=True)
class ImageSettings:
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
    since: date | None = None
    """The day of ``bot init``: older digests were handled before it and never get a post."""
    permalink: str | None = USUAL_PERMALINK
    """None: addresses are as the generator makes them."""
    generator: str | None = None
    """What builds the blog, one of GENERATORS; its rules and its own settings tell what is not said here."""
    address: str = "rules"
    """"rules": from permalink or generator; "sitemap": from the sitemap or feed of the published site, by the title."""
    timezone: str | None = None
    """Of dates that name none; None: the generator's, else UTC."""
    content: Path = Path("content")
    include: tuple[str, ...] = ("**/*.md", "**/*.mdx", "**/*.markdown")
    exclude: tuple[str, ...] = ()
    state: Path = Path("state")
    branch: str | None = None
    remote: str = "origin"
    max_posts_per_run: int = 5
    settle: timedelta | None = None
    """How long a new file is left alone after its last change; None: not set."""
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
    """As configured; where nothing is, bluesky and x, and whatever else has its secrets set."""
    images: ImageSettings = ImageSettings()
    hook_command: str | None = None
    """A shell command that writes a post's first words."""
    notify_webhook: str | None = None
    notify_command: str | None = None
    platforms: Mapping[str, Platform] = field(default_factory=dict)
    """Every platform that there is, by name."""
    kept: dict[type, Any] = field(default_factory=dict, init=False, compare=False, repr=False)
    """What was read of the blog by these very settings, by its class; it lives as long as they do."""

    @property
    def name(self) -> str | None:
        """What the blog calls itself, else its host."""
        return self.site_name or (urlsplit(self.site).hostname if self.site else None)

    def require_content(self) -> None:
        """Raise where content/ is not there: a folder that was renamed must not look like a blog with nothing new."""
        if (submodule := absent_submodule(self.content)) is not None:
            raise SettingsError(f"{shown(Path(submodule))}: is a submodule that is not checked out", REMEDY)
        if not self.content.is_dir():
            raise SettingsError(
                f"{shown(self.content)}: no such folder",
                f"set content in {shown(self.source or self.root / 'bot.toml')}, or name it with --content",
            )
        if not os.access(self.content, os.R_OK | os.X_OK):
            raise SettingsError(f"{shown(self.content)}: may not be looked into by this user", "change its permissions")

    def require_site(self) -> str:
        """The site's address, or what to write where."""
        if self.site is None:
            if self.source is None:
                raise SettingsError(
                    f"{shown(self.root / 'bot.toml')}: no site is set, for there are no settings yet",
                    "set this blog up with: bot init",
                )
            raise SettingsError(
                f"{shown(self.source)}: no site is set, so a post would have no link", 'add: site = "https://your.blog"'
            )
        return self.site
