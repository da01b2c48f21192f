"""What would be sent: one post for one target, to the byte."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

    from bot.model.companion import Document
    from bot.model.image import Image


@dataclass(frozen=True, slots=True)
class Facet:
    """A stretch of the text that is more than words. ``start`` and ``end`` count UTF-8 bytes, end exclusive."""

    start: int
    end: int
    kind: str
    """"link", "tag" or "mention"."""
    value: str
    """The address, the tag without "#", or the handle without "@"."""


@dataclass(frozen=True, slots=True)
class Card:
    """A link card; its thumb is the Draft's image."""

    uri: str
    title: str
    description: str


@dataclass(frozen=True, slots=True)
class Draft:
    """One post for one target, to the byte."""

    text: str
    length: int
    """In the platform's own measure."""
    limit: int
    facets: tuple[Facet, ...] = ()
    link: str | None = None
    card: Card | None = None
    document: Document | None = None
    """What the post pins besides; its title and description are shown instead of the card's."""
    undocumented: str | None = None
    """Why it pins nothing, though its target makes documents; it is among the warnings too."""
    image: Image | None = None
    """Attached to the post, or the thumb of ``card`` where there is one."""
    langs: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    """Carried outside the text."""
    cost_usd: Decimal | None = None
    fold: int | None = None
    """Characters of the text after which a feed folds it; None: it is shown whole."""
    made_with_ai: bool = False
    """The platform is told that the picture was made by a machine."""
    paid_partnership: bool = False
    """The platform is told that somebody paid for the post."""
    visibility: str | None = None
    """To whom it is shown, in the platform's own word; None: as the account's settings say."""
    spoiler: str = ""
    """Words behind which the text is hidden until a reader asks for it."""
    sensitive: bool = False
    """The picture is hidden until a reader asks for it."""
    weak: tuple[str, ...] = ()
    """What a careful editor would not sign, a line each; for previews."""
    warnings: tuple[str, ...] = ()

    @property
    def link_beside_card(self) -> str | None:
        """The link, where no card leads there already."""
        return None if self.card is not None and self.card.uri == self.link else self.link
