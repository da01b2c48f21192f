"""A draft as its platform would show it."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from bot.model import Look
from bot.view.markup import first_language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.model import Draft, Facet, Image, Platform


HUES = 6
"""Of the stand-ins for an account's picture, in the style sheet."""
SHOWN_TYPES = {"image/jpeg", "image/png", "image/gif", "image/webp"}
ARTICLES = {"the", "a", "an"}


@dataclass(frozen=True, slots=True)
class ShownPost:
    """A draft with what its readers see besides: who posts it, when, and its picture."""

    draft: Draft
    platform: Platform | None
    """None: no target is called so any more."""
    author: str
    handle: str = ""
    """Without "@"; empty: none is known, and it is called the reader's own account."""
    when: str = "now"
    """Empty: nobody knows."""
    picture: str | None = None
    """Where the page finds the draft's picture: a ``data:`` address, or a file beside the page."""

    @property
    def look(self) -> Look:
        return self.platform.look if self.platform else Look(label="")

    @property
    def account(self) -> str:
        """As in "@me.example"; where nobody has named it, that it is the reader's own; empty where the platform needs none."""
        return account_words(self.handle, self.platform)

    @property
    def stretches(self) -> Iterator[ShownStretch]:
        return split_text(self.draft)

    @property
    def lang(self) -> str | None:
        return first_language(self.draft.langs)

    @property
    def hue(self) -> int:
        return crc32(self.author.encode("utf-8", "replace")) % HUES

    @property
    def initials(self) -> str:
        return initials_of(self.author)

    @property
    def blog_initial(self) -> str:
        return initials_of(self.draft.document.blog if self.draft.document else "")[:1]

    @property
    def crop(self) -> str:
        """How the platform cuts a picture of this shape, as the name of a style."""
        image = self.draft.image
        ratio = image.width / max(image.height, 1) if image else 1.0
        return next((crop.style for crop in self.look.crops if ratio < crop.below), "whole")


def account_words(handle: str, platform: Platform | None) -> str:
    if handle:
        return f"@{handle}"
    return "your account" if platform is not None and platform.secrets else ""


def initials_of(name: str) -> str:
    words = [word for word in name.replace(".", " ").split() if word[0].isalnum()]
    words = [word for word in words if word.casefold() not in ARTICLES] or words
    return "".join(word[0] for word in words[:2]).upper() or "·"


def target_heading(target: str, platform: Platform | None) -> str:
    """The target by name: "Bluesky", or "bluesky-fr (Bluesky)"."""
    if platform is None:
        return target
    label = platform.look.label
    return label if target == platform.name else f"{target} ({label})"


def data_address(image: Image) -> str:
    """The picture itself as an address, so that a page needs no other file."""
    media_type = image.media_type if image.media_type in SHOWN_TYPES else "image/jpeg"
    return f"data:{media_type};base64,{b64encode(image.content).decode()}"


class ShownStretch(NamedTuple):
    """One stretch; all of them, joined, are the text."""

    text: str
    facet: Facet | None


def split_text(draft: Draft) -> Iterator[ShownStretch]:
    """The whole text in order; a facet that overlaps another, or splits a character, is words like any other."""
    # Half a surrogate pair cannot be sent, but it can be shown that it would be.
    content = draft.text.encode("utf-8", "surrogatepass")
    at = 0
    for facet in sorted(draft.facets, key=lambda facet: (facet.start, facet.end)):
        if not at <= facet.start < facet.end <= len(content):
            continue
        try:
            before = content[at : facet.start].decode("utf-8", "surrogatepass")
            inside = content[facet.start : facet.end].decode("utf-8", "surrogatepass")
        except UnicodeDecodeError:
            continue
        if before:
            yield ShownStretch(before, None)
        yield ShownStretch(inside, facet)
        at = facet.end
    rest = content[at:].decode("utf-8", "surrogatepass")
    if rest:
        yield ShownStretch(rest, None)
