"""A page of posts: what it shows, and how it becomes HTML, which needs nothing else and in which nothing runs."""

from __future__ import annotations

import json
from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from bot.view.figures import draft_facts, format_length, format_reading, format_size
from bot.view.markup import host_or_address, shorten_address, split_json, web_address, writable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from jinja2 import Environment

    from bot.model import Look
    from bot.view.post import ShownPost


FACTS = (
    ("Cost", "cost"), ("Picture", "picture"), ("Picture", "hidden"), ("Shown to", "audience"), ("Language", "languages"),
    ("Hidden tags", "tags"), ("Document", "document"),
)  # fmt: skip
"""What each is called below a post, in that order."""


@dataclass(frozen=True, slots=True)
class ShownJson:
    """A document that the page shows when it is unfolded."""

    name: str
    content: Mapping[str, Any]

    @property
    def size_bytes(self) -> int:
        compact = json.dumps(self.content, ensure_ascii=False, separators=(",", ":"))
        return len(compact.encode("utf-8", "surrogatepass"))

    @property
    def pieces(self) -> Iterator[tuple[str, str]]:
        return split_json(json.dumps(self.content, ensure_ascii=False, indent=2))


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """One target: what came of a digest there, the post, and what there is to know about it."""

    heading: str
    look: Look
    outcome: str
    mood: str
    """A style of the outcome: "good", "ahead", "calm", "warn" or "bad"."""
    address: str | None = None
    """Where the outcome's words lead: an address of the web, or a page beside this one that ``beside`` names."""
    beside: str | None = None
    reason: str | None = None
    post: ShownPost | None = None
    warnings: Sequence[str] = ()
    document: ShownJson | None = None
    measured: bool = True
    """Show the length, the cost and the like."""

    @property
    def facts(self) -> Iterator[tuple[str, str, str | None]]:
        """Name, value, and where the value leads."""
        if self.post is None or not self.measured:
            return
        draft = self.post.draft
        known = draft_facts(draft)
        for label, name in FACTS:
            if name in known:
                yield "Thumb" if name == "picture" and draft.card else label, known[name], None
        if draft.link is not None:
            yield "Link", draft.link, draft.link


@dataclass(frozen=True, slots=True)
class ShownDigest:
    title: str
    """Empty: the page's own heading names it."""
    path: str
    entries: Sequence[ShownEntry]


@dataclass(frozen=True, slots=True)
class ShownLink:
    """A post that is not shown itself."""

    title: str
    beside: str
    """Its page, a file beside this one."""
    detail: str


@dataclass(frozen=True, slots=True)
class PostsPage:
    """What stands above, and the digests one below the other."""

    title: str
    brand: str
    """Whose page it is: the blog's name."""
    heading: str
    lead: str
    digests: Sequence[ShownDigest]
    older: Sequence[ShownLink] = ()
    back: tuple[str, str] | None = None
    """A page beside this one, and what it is called."""
    gallery: bool = False
    """Digests stand side by side too, where there is room."""
    files_beside: bool = False
    """Pictures are files beside the page; False: they are in the page itself."""


# ── HTML ────────────────────────────────────────────────────────────────────────────────────────


def render_page(page: PostsPage) -> str:
    """The whole document; no request leaves it."""
    return environment().get_template("page.html").render(page=page, policy=policy(page))


def policy(page: PostsPage) -> str:
    """Nothing runs, and nothing is loaded but the style that is in the page, and pictures."""
    sources = "data: file: 'self'" if page.files_beside else "data:"
    digest = b64encode(sha256(style().encode()).digest()).decode()
    return f"default-src 'none'; img-src {sources}; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


@cache
def style() -> str:
    from importlib.resources import files

    return files("bot.view").joinpath("style.css").read_text("utf-8")


@cache
def environment() -> Environment:
    """Templates in which every value is text, inert whatever it says."""
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    def keep_writable(value: Any) -> Any:
        return writable(value) if isinstance(value, str) and not isinstance(value, Markup) else value

    made = Environment(
        loader=PackageLoader("bot.view"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=keep_writable,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals |= {"style": Markup(style()), "signs": {name: Markup(sign) for name, sign in SIGNS.items()}}  # noqa: S704 -- ours
    made.filters |= {"format_length": format_length, "format_size": format_size, "host_or_address": host_or_address}
    made.filters |= {"format_reading": format_reading}
    made.filters |= {"svg": Markup, "web_address": web_address}
    made.filters |= {"shorten_address": shorten_address}
    return made


SIGNS = {
    "globe": '<circle cx="12" cy="12" r="8.5"/><path d="M3.5 12h17M12 3.5c5 5 5 12 0 17M12 3.5c-5 5-5 12 0 17"/>',
    "reply": '<path d="M4 11.5C4 7.9 7.6 5 12 5s8 2.9 8 6.5S16.4 18 12 18l-5 3v-4.300c-1.9-1.2-3-3.1-3-5.200z"/>',
    "repost": '<path d="M7 7.5h8.5A2.5 2.5 0 0 1 18 10v6.5M4.5 10 7 7.5 4.5 5M17 16.5H8.5A2.5 2.5 0 0 1 6 14v-2.5M19.5 14 17 16.5l2.5 2.5"/>',
    "like": '<path d="M12 19.5S4 15 4 9.300C4 6.9 5.8 5.2 8 5.200c1.7 0 3.2 1 4 2.6.8-1.6 2.3-2.6 4-2.6 2.2 0 4 1.7 4 4.1 0 5.7-8 10.2-8 10.200z"/>',
    "share": '<path d="M12 15V4.5M8 8l4-4 4 4M5 13.5V18a1.5 1.5 0 0 0 1.5 1.5h11A1.5 1.5 0 0 0 19 18v-4.5"/>',
    "views": '<path d="M5 19v-6M10 19V5M15 19v-9M20 19v-4"/>',
    "star": '<path d="M12 3.800l2.500 5.300 5.700.700-4.200 4 1.100 5.700L12 16.700 6.900 19.500 8 13.800l-4.200-4 5.700-.700z"/>',
    "bookmark": '<path d="M6.500 4h11v16L12 15.800 6.500 20z"/>',
    "warning": '<path d="M12 4 2.8 20h18.400zM12 10v4.5M12 17.200v.3"/>',
    "arrow": '<path d="M8 16 16 8M9.5 8H16v6.5"/>',
    "back": '<path d="M14.5 6.5 9 12l5.5 5.5"/>',
}
