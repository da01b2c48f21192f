"""The addresses of Standard.site's records, which are known before the blog is built and before anything is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.publishers.bluesky import tid

if TYPE_CHECKING:
    from bot.model import Digest
    from bot.settings.model import Target

# Lexicons site.standard.publication and site.standard.document.
PUBLICATIONS = "site.standard.publication"
DOCUMENTS = "site.standard.document"


def at_uri(repo: str, collection: str, rkey: str) -> str:
    """A record's address; ``repo``: the did of its account."""
    return f"at://{repo}/{collection}/{rkey}"


def did_in(uri: str) -> str:
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
