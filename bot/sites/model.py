"""What a blog's own files tell about it, and what its generator makes of a post."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bot.model import KeptBack


class Kind(StrEnum):
    """What builds the blog, as people call it; in the settings the same in lower case."""

    ASTRO = "Astro"
    DOCUSAURUS = "Docusaurus"
    ELEVENTY = "Eleventy"
    GATSBY = "Gatsby"
    HEXO = "Hexo"
    HUGO = "Hugo"
    JEKYLL = "Jekyll"
    LUME = "Lume"
    MKDOCS = "MkDocs"
    NEXT = "Next"
    NUXT = "Nuxt"
    PELICAN = "Pelican"
    QUARTZ = "Quartz"
    SVELTEKIT = "SvelteKit"
    VITEPRESS = "VitePress"
    VUEPRESS = "VuePress"
    ZOLA = "Zola"
    PLAIN = "a folder of Markdown"


@dataclass(frozen=True, slots=True)
class Written:
    """A post as its file has it, before its generator has touched it."""

    path: str
    """Below the blog's folder, with "/" between its parts."""
    fields: Mapping[str, Any] = field(default_factory=dict)
    """Its front matter."""
    title: str = ""
    """As its front matter has it; empty: it has none."""
    heading: str = ""
    """The body's first heading, where it stands before any other words."""
    date: datetime | None = None
    """As its front matter has it; aware, in the zone that it was written in, else in the blog's."""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Post:
    """What the generator makes of a post. What is None or empty, its rules do not say."""

    address: str | None = None
    """The page's path from the top of the host, with the site's base path; not percent-encoded."""
    title: str | None = None
    """For a post whose front matter has none."""
    lang: str | None = None
    pictures: tuple[str, ...] = ()
    """What the generator shows for a page although its front matter names none; relative to the file."""
    trouble: str | None = None
    """Why there is no address: one clause."""
    kept_back: KeptBack | None = None
    """Why the generator makes no page of it; None: it does."""


@dataclass(frozen=True, slots=True)
class Site:
    """One blog by its generator's rules and its own settings; read-only. A generator's class derives from it."""

    base: str = ""
    """The path at which the site lies on its host: "" or "/log"."""
    lang: str | None = None
    """Of pages that name none."""
    timezone: str | None = None
    """Of dates that name none."""
    matter_optional: bool = False
    """A file without front matter is a page all the same."""
    matter_unopened: bool = False
    """Front matter may stand there without the line that opens it."""
    name_dates_first: bool = False
    """The date of a file's name goes before that of its front matter."""
    date_names: tuple[str, ...] = ()
    """Where the date that its address has stands in front matter, the first that is there; ":filename" is its name's.

    Empty: wherever blogs have it.
    """
    publish_names: tuple[str, ...] = ()
    """Where the date on which the page appears stands, where it may be another one."""
    day_first: bool = False
    """A date like 3/4/2024 is in April."""
    header_lines: bool = False
    """``Title: ...`` lines are front matter."""

    def date_in_name(self, path: str) -> str | None:  # noqa: ARG002 - most generators read no dates in names
        """The date that the file's name gives a post that names none."""
        return None

    def given(self, path: str) -> Mapping[str, Any]:  # noqa: ARG002 - most files speak for themselves
        """Front matter that the settings, or data of its folder, give a file that does not say otherwise."""
        return {}

    def zone_of(self, written: str) -> str | None:  # noqa: ARG002 - most generators have one zone
        """The time zone that is meant by a date in front matter without quotes, which names none; None: that of the blog."""
        return None

    def post(self, written: Written) -> Post:
        """What becomes of this file."""
        raise NotImplementedError

    def parts(self, written: Written) -> Mapping[str, str]:
        """For the owner's own permalink: title, section, sections and categories as the generator writes them."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class HeadLine:
    """A line of a template that writes, into the head of a digest's page, an address out of ``bot url``'s file."""

    before: str
    """Finds the digest's row by its file. TARGET stands for the target's name, PREFIX for the folder of the blog with a "/"."""
    address: str
    """The address of its document, as an attribute's value with what encloses it."""
    after: str


@dataclass(frozen=True, slots=True)
class Surface:
    """Where a generator takes what a blog says to programs."""

    static: str | None = None
    """A folder whose files the site serves at its top; None: the first of the blog's ``assets``, "": there is none."""
    dotted: str = ""
    """What has to be said so that it serves files in a folder that begins with a dot; empty: it does."""
    data: str = "bot.json"
    """Where ``bot url --out`` writes, so that templates have it as ``bot``."""
    head: str = "the template that writes the <head> of a digest's page"
    """Where the line belongs."""
    line: HeadLine | None = None
    """None: it is not known how its templates read data."""


@dataclass(frozen=True, slots=True)
class Found:
    """One value, and the file that it was found in."""

    value: str
    where: str


@dataclass(frozen=True, slots=True)
class Blog:
    """As much as its files say; None where they do not say, or say what nobody could use."""

    kind: Kind
    site: Found | None = None
    content: Found | None = None
    assets: tuple[str, ...] = ()
    """Folders that are there and whose files the site serves at its top."""
    include: tuple[str, ...] = ()
    """Which files below ``content`` are posts; empty: all Markdown."""
    exclude: tuple[str, ...] = ()
    name: str | None = None
    """What the blog calls itself."""
    lang: str | None = None
    timezone: str | None = None
    permalink: str | None = None
    """The pattern of its addresses, as far as the place of a page tells, where no generator's rules do."""
    guess: str | None = None
    """Why its addresses are only a guess; None: they are by its generator's rules."""
    folder: str = ""
    """Where in the folder that was looked at the blog lies; "": at its top."""
    others: tuple[Blog, ...] = ()
    """Blogs in other folders of it, where nobody has said which is meant."""
