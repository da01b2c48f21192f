"""Everything by which one platform differs from another, as data."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from decimal import Decimal

    from bot.model.draft import ImageLimits


class Measure(StrEnum):
    """How a platform counts a text."""

    GRAPHEMES = "graphemes"
    WEIGHTED = "weighted"
    """A link 23, most scripts 1 a character, others and emoji 2 (X)."""
    SHORT_LINKS = "short-links"
    """Graphemes, a link 23 (Mastodon)."""


class Parser(StrEnum):
    """Whose rules make links, hashtags and mentions out of a bare text; ``bot.text.parsers`` has them."""

    X = "twitter-text"
    MASTODON = "mastodon-text"


class Mode(StrEnum):
    """What a post is made of besides its words."""

    CARD = "card"
    """A link card with a thumb; no link in the text."""
    IMAGE = "image"
    """The picture attached, the link in the text."""
    LINK = "link"
    """The link in the text, nothing attached."""
    PICTURE = "picture"
    """The picture attached, no link at all."""
    TEXT = "text"
    """Words only."""

    @property
    def link_in_text(self) -> bool:
        return self in {Mode.IMAGE, Mode.LINK}

    @property
    def attaches_image(self) -> bool:
        return self in {Mode.IMAGE, Mode.PICTURE}


class TextRule(StrEnum):
    """What the text of a post is made of."""

    OPENING = "opening"
    """The digest's opening, which its card does not say."""
    TITLE = "title"
    DESCRIPTION = "description"
    BOTH = "both"
    """The title, and below it the description, or what says more."""


@dataclass(frozen=True, slots=True)
class Prices:
    """US dollars a call."""

    post: Decimal
    post_with_link: Decimal
    alt_text: Decimal


@dataclass(frozen=True, slots=True)
class Limits:
    """Everything by which one platform differs from another, as data."""

    measure: Measure
    length: int
    """In ``measure``."""
    modes: tuple[Mode, ...]
    """What the platform can show; the first is the default."""
    image: ImageLimits
    """A picture of its own."""
    thumb: ImageLimits
    """The picture of a link card."""
    alt_length: int
    """Characters."""
    hashtags: int
    """In the text, by default."""
    max_bytes: int | None = None
    """UTF-8, besides ``length``."""
    longest: int | None = None
    """What ``length`` may be set to for an account that has more."""
    fold: int | None = None
    """In ``measure``: a longer text is folded in the feed; None: never."""
    extra_tags: int = 0
    """Tags that a post can carry outside its text."""
    parser: Parser | None = None
    """By which the platform makes links, hashtags and mentions out of the bare text, wanted or not; None: it makes none."""
    visibilities: tuple[str, ...] = ()
    """To whom a post can be shown, in the platform's own words; empty: it cannot be chosen."""
    content_warnings: bool = False
    """A post can be hidden behind a content warning, its picture behind a click."""
    prices: Prices | None = None

    @property
    def links_itself(self) -> bool:
        return self.parser is not None


@dataclass(frozen=True, slots=True)
class Secret:
    """One value that a platform needs and that stands in the environment alone."""

    name: str
    """The end of its variable's name, behind the target's prefix: "APP_PASSWORD"."""
    public: bool = False
    """Everybody may know it, like a handle."""
    pattern: str = ""
    """What it looks like, as a regular expression that matches the whole of it; empty: nobody can tell."""
    mismatch: str = ""
    """What is said of a value of another form, after the variable's name: "is no handle"."""
    why: str = ""
    """Why that matters."""
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Service:
    """Where a platform's server is, and how far this machine's clock may be from its."""

    variable: str
    """The end of the environment variable that names another server: "SERVICE"."""
    default: str
    health: str = "/"
    """A path that answers anybody; its Date header tells the server's time."""
    skew_seconds: float | None = None
    """By a clock that is further off nothing is sent; None: it only makes wrong times."""
    named_by_host: bool = False
    """People call the server by its host alone, which then is asked by https."""
    own_ids: bool = False
    """A post's address is on this server, and its id means another post on another one."""


@dataclass(frozen=True, slots=True)
class Crop:
    """How pictures of some shapes are cut in a timeline."""

    below: float
    """Width divided by height, up to which this holds."""
    style: str
    """A class of the page's style sheet: "whole", "upright", "sliver", "tall" or "wide"."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a platform and its posts are shown in a preview."""

    label: str
    """What people call it: "Bluesky"."""
    sign: str = '<circle cx="12" cy="12" r="8"/>'
    """What stands inside a drawn sign, as SVG in a square of 24 × 24."""
    colour: str = ""
    """Of the sign, like "#1185fe"; empty: the text's own."""
    border: str = "bright_black"
    """Of a post's panel on a terminal, as rich names colours."""
    actions: tuple[str, ...] = ("reply", "repost", "like", "share")
    """The signs below a post."""
    crops: tuple[Crop, ...] = ()
    """In growing order of ``below``; what is beyond the last is shown whole."""
    link_note: str = ""
    """What the reader of a preview should know of a post that has only a link."""
    path_characters: int | None = None
    """Of a link's address behind its host that the platform shows, without "https://"; None: it shows the whole address."""
    link_characters: int | None = None
    """Of a link's whole address that it shows without its scheme and "www."; None: as ``path_characters`` says."""


@dataclass(frozen=True, slots=True)
class DocumentNames:
    """How a blog and its pages name their records on a platform."""

    page_link: str
    """The rel of a page's link to its document."""
    site_link: str
    """The rel of every page's link to the record that the documents belong to."""
    well_known: str
    """The path of the file that holds the address of that record."""


@dataclass(frozen=True, slots=True)
class Platform:
    """One platform: what it takes, what it needs, how it looks, and which publisher sends to it."""

    name: str
    """As settings and the ledger call it: "bluesky"."""
    limits: Limits
    look: Look
    publisher: str
    """Where its publisher is, as "package.module:Class"; imported only when a post is prepared."""
    env: str
    """The beginning of its environment variables, without the last underscore: "BLUESKY"."""
    secrets: tuple[Secret, ...] = ()
    """Empty: it needs no account."""
    get_secrets: tuple[str, ...] = ()
    """Where its secrets are had, a line each, the first of which stands alone too."""
    service: Service | None = None
    default: bool = False
    """It is meant where the settings name no target; of an installed package's platform that is never so."""
    post_address: str = ""
    """A post's web address as a regular expression with named groups; empty: any address may be one."""
    post_id: str = ""
    """A post's id, made from the groups of ``post_address``; ``who`` among them is the account."""
    documents: DocumentNames | None = None
    """A post can pin a record of the digest itself that stands beside it (``Publisher.accompany``); None: it cannot."""
    post_time: Callable[[str], datetime | None] | None = None
    """When the post of an id was made, as far as the id tells."""
    addresses: tuple[str, ...] = ("url",)
    """Which of ``model.Addresses`` its posts have."""

    def secret_names(self) -> tuple[str, ...]:
        """Its environment variables, of a target that has no prefix of its own."""
        return tuple(f"{self.env}_{secret.name}" for secret in self.secrets)


class Platforms(Mapping[str, Platform]):
    @abstractmethod
    def defaults(self) -> Iterable[str]:
        """The names of those that are meant where the settings name no target."""

    @abstractmethod
    def joining_secrets(self) -> Iterable[str]:
        """The names of all secrets by which one more would be meant there."""
