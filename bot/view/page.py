"""What a page of posts shows."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.view.figures import format_dollars, format_picture
from bot.view.markup import split_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.model import Look
    from bot.view.post import ShownPost


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
    """In words."""
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
        if draft.cost_usd is not None:
            yield "Cost", format_dollars(draft.cost_usd), None
        if draft.image is not None:
            yield "Thumb" if draft.card else "Picture", format_picture(draft.image), None
        if draft.sensitive:
            yield "Picture", "hidden until somebody wants to see it", None
        if draft.visibility:
            yield "Shown to", draft.visibility, None
        if draft.langs:
            yield "Language", ", ".join(draft.langs), None
        if draft.tags:
            yield "Hidden tags", ", ".join(draft.tags), None
        if draft.document is not None:
            yield "Document", draft.document.uri or draft.document.path, None
        if draft.link is not None:
            yield "Link", draft.link, draft.link


@dataclass(frozen=True, slots=True)
class ShownDigest:
    """A digest with what came of it on each target."""

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
