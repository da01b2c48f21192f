"""The addresses and records of Standard.site, by which a blog's posts are documents of one publication.

Everything here is pure: it is known before the blog is built and before anything is sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.publishers.bluesky import tid

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.model import Digest
    from bot.settings.model import Target

# Lexicons site.standard.publication and site.standard.document.
PUBLICATIONS = "site.standard.publication"
DOCUMENTS = "site.standard.document"


def at_uri(did: str, collection: str, rkey: str) -> str:
    """A record's address."""
    return f"at://{did}/{collection}/{rkey}"


def did_in(uri: str) -> str:
    """Whose record it is."""
    return uri.removeprefix("at://").partition("/")[0]


def did_of(target: Target) -> str | None:
    """The target's account, as far as the settings tell it."""
    return target.did or (did_in(target.publication) if target.publication else None)


def document_uri(did: str, digest: Digest) -> str:
    """Where the digest's document is or will be, whatever becomes of its posts."""
    return at_uri(did, DOCUMENTS, tid.rkey(digest))


def publication_key(site: str) -> str:
    """The key of a site's publication: the same whoever makes it, and whenever."""
    return tid.rkey_of(f"publication {site.rstrip('/')}", None)


@dataclass(frozen=True, slots=True)
class Publication:
    """What a blog says of itself."""

    url: str
    """Its address, without a slash at the end."""
    name: str
    description: str | None = None
    icon: Mapping[str, Any] | None = None
    """A blob: square, at least 256 pixels wide."""


def publication_record(publication: Publication) -> dict[str, Any]:
    """The record; once it is there it does not change, for every post pins the version that it was made with."""
    record: dict[str, Any] = {
        "$type": PUBLICATIONS,
        "url": publication.url.rstrip("/"),
        "name": publication.name,
    }
    if publication.description:
        record["description"] = publication.description
    if publication.icon is not None:
        record["icon"] = dict(publication.icon)
    record["preferences"] = {"showInDiscover": True}
    return record
