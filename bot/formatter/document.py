"""The document that a post pins: the digest itself, as far as its target keeps one."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.model import Document, Mode
from bot.web.address import DEFAULT_PORTS, in_ascii

if TYPE_CHECKING:
    from bot.model import Card, Digest
    from bot.settings.model import Target


def document_of(digest: Digest, target: Target, card: Card | None) -> Document | str:
    """The document, or why there is none. Only of a target that wants documents."""
    if card is None:
        return f"no document: it is pinned in a link card, and the mode of {target.name} is {target.mode.value}"
    if target.publication is None:
        return f"no document: the settings of {target.name} name no publication; bot init --documents makes it"
    path = path_below(target.site or "", card.uri)
    if path is None:
        return f"no document: its page, {card.uri}, does not lie below {target.site}"
    hidden = target.leave_out
    tags = {tag.casefold(): tag for tag in reversed([one.strip().lstrip("#") for one in digest.tags])}
    return Document(
        path=path,
        title=card.title,
        description=card.description,
        text=digest.text,
        tags=tuple(tag for key, tag in reversed(tags.items()) if tag and key not in hidden),
        published_at=digest.published_at,
        updated_at=digest.modified_at,
        blog=target.site_name or "",
    )


def will_have_document(digest: Digest, target: Target) -> bool:
    """The digest's post will pin a document, as far as it can be told before the post is made."""
    page_is_ours = digest.by_title or path_below(target.site or "", digest.url) is not None
    return target.documents and target.publication is not None and target.mode is Mode.CARD and page_is_ours


def path_below(site: str, address: str) -> str | None:
    """The address's path below the site's, with a slash at its beginning, as it is written; None where it is not below it."""
    try:
        base, page = urlsplit(site), urlsplit(address)
        same_host = origin(site) == origin(address)
    except ValueError:
        return None
    folder = base.path.rstrip("/")
    below = page.path.removeprefix(folder)
    if not same_host or not page.path.startswith(folder) or not below.startswith("/") or below == "/":
        return None
    return below


def origin(address: str) -> tuple[str, str, int | None]:
    """Scheme, host and port. Raises ValueError for what is no address."""
    parts = urlsplit(address)
    return parts.scheme, in_ascii(parts.hostname or ""), parts.port or DEFAULT_PORTS.get(parts.scheme)
