"""What every publisher can do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from bot.errors import SettingsError
from bot.model import Addresses
from bot.publishers.retry import Retry

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from bot.clock import Clock
    from bot.model import (
        BlogProfile,
        Claim,
        Companion,
        Digest,
        Draft,
        Entry,
        Finding,
        HomeRecord,
        Image,
        Known,
        Receipt,
    )
    from bot.settings.model import Target


class Prepared(NamedTuple):
    """What will be sent, to be stored in the claim."""

    payload: Mapping[str, Any]
    rkey: str | None


class Beside(NamedTuple):
    """What the platform has already of what a post is to pin."""

    companion: Companion | None = None
    """The digest's own document, which stays as it is; None: there is none."""
    uri: str | None = None
    """Where it stands, or is to; None: where a new one belongs."""
    parent: Mapping[str, Any] | None = None
    """The record that all documents belong to, as it is now."""
    parent_cid: str | None = None
    trouble: str = ""
    """Why the post can pin nothing."""


class Accompanied(NamedTuple):
    """What will be sent, to be stored in the claim, of a post that pins its document."""

    payload: Mapping[str, Any]
    companion: Companion | None
    """None: the post goes alone."""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a publisher may touch of the machine that it runs on."""

    environ: Mapping[str, str]
    clock: Clock
    state: Path
    """The blog's state folder, for platforms that keep their posts on this machine."""
    timeout_seconds: float = 30.0
    """For one request."""
    retry: Retry | None = None
    """How calls are tried again; None: as usual."""

    def retrying(self) -> Retry:
        return self.retry or Retry(self.clock)


class OwnPost(NamedTuple):
    """One of the account's own posts, as found on the platform."""

    links: tuple[str, ...]
    """Every address that the post holds, unshortened; its own first, where that can be told."""
    text: str
    receipt: Receipt


class Documents(Protocol):
    """The digests that one account keeps as records of its own, each of which its post can pin; all of one publication.

    Every method that talks to the platform raises like ``Publisher.publish``.
    """

    def look_beside(self, digest: Digest, draft: Draft, known: Companion | None = None) -> Beside:
        """What stands already where the draft's document will; asked before the claim of a draft that has one.

        ``known``: the document that was or was to be made of this digest before, which keeps its place.
        """
        ...

    def accompany(self, prepared: Prepared, digest: Digest, draft: Draft, now: datetime, beside: Beside) -> Accompanied:
        """The post with its document beside it. Pure; called for a draft that has a document.

        ``beside``: what is there already; in a preview, which asks nobody, nothing.
        """
        ...

    def address(self, digest: Digest) -> str | None:
        """Where the digest's document is or will be, known before it is made; None where there is none."""
        ...

    def is_of(self, document: Companion, digest: Digest) -> bool:
        """Whether a document with its record is this digest's page's, whoever made it."""
        ...

    def all(self) -> Mapping[str, Companion]:
        """Every document of the account, by its address, with the record that is there."""
        ...

    def put(self, document: Companion, image: Image | None, *, instead_of: str | None = None) -> Companion:
        """Make the document, or with ``instead_of`` change the one of that CID; returns the one that is there afterwards.

        ``image``: the picture that the record shows, which is uploaded. Nothing happens where this very record is there.
        Raises Rejected or TryLater.
        """
        ...

    def changed(self, digest: Digest, document: Companion, there: Companion) -> Companion | None:
        """The one that replaces what is there: ``document``, with what only that one knows; None: it is the same."""
        ...

    def delete(self, document: Companion) -> None:
        """Take the document down; nothing happens if it is gone already."""
        ...

    def publication(self, profile: BlogProfile, *, make: bool = False) -> HomeRecord:
        """The blog's record that the documents belong to: the one that is there, else the one that would be made.

        ``make``: it is made, once.
        """
        ...


class Publisher(Protocol):
    """One account on one platform.

    A platform's class derives from this one, and need not say what is as usual.

    Every method that talks to the platform raises Rejected (TargetRejected, PictureRejected), TryLater or Unknown
    and nothing else; each has retried by itself what may be retried, within its bounds.
    """

    def __init__(self, target: Target, surroundings: Surroundings) -> None: ...

    repeatable: bool
    """Sending the same claim twice makes one post (Bluesky, outbox); False: look before sending again (X)."""
    documents: Documents | None = None
    """The digests that stand there themselves, beside their posts; None: the platform has none (``Platform.documents``)."""

    def prepare(self, digest: Digest, draft: Draft, now: datetime, *, again: bool = False) -> Prepared:
        """Exactly what ``publish`` will send. Pure: it needs neither log-in nor SDK.

        ``again``: the digest was posted before and shall be posted once more, so its rkey is made from ``now``.
        """
        ...

    def address(self, digest: Digest) -> str | None:
        """Where the digest's post will be seen, known before it is posted; None where the platform decides."""
        del digest
        return None

    def addresses(self, digest: Digest, entry: Entry | None = None) -> Addresses:
        """Every address that the platform gives the digest, as far as it can be told without asking anybody.

        ``entry``: what the ledger knows of a post that was made, or may have been.
        """
        receipt = entry.receipt if entry is not None else None
        return Addresses(receipt.url if receipt is not None else self.address(digest))

    def warm(self) -> None:
        """Import the SDK and log in, while drafts are still being made, so that ``publish`` only has to send.

        Called before the first ``publish`` of a run, in a thread of its own; a publisher must do without it too.
        Raises like ``publish``; the error comes again when something is sent.
        """
        return  # a method without a body would have to be written by every platform

    def resumed(self, payload: Mapping[str, Any], earlier: Mapping[str, Any], now: datetime) -> Mapping[str, Any]:
        """The payload, with what an ``earlier`` try of the same post has left on the platform and must not be made anew. Pure."""
        del earlier, now
        return payload

    def send_picture(self, claim: Claim, image: Image) -> Mapping[str, Any] | None:
        """Put the picture on the platform; returns the payload with what it is called there, to be kept in the claim.

        Called before ``publish``, which then gets the claim as it was kept, and again after it was kept. None: there is
        nothing to keep; ``publish`` does all. Raises like ``publish``.
        """
        del claim, image
        return None

    def publish(self, claim: Claim, image: Image | None) -> Receipt:
        """Send the claim's payload; returns the receipt of the one post that exists afterwards.

        A claim's companion is sent before it; where that is refused for good, the post goes out with a warning.

        ``image`` is the draft's picture; None where it has none, or where it is not there any more.
        """
        ...

    def find(self, entry: Entry) -> Receipt | None:
        """The post that this entry may have made; None if the platform surely does not show one.

        Asked of an entry in doubt before anything is sent again, so it raises where it cannot tell: whatever comes
        back decides whether there will be a second post.
        """
        ...

    def look_for(self, entry: Entry, known: Known) -> Receipt | None:
        """The same, by whoever can tell the entry's post from the ``known`` ones only, or trusts no answer that lacks them."""
        del known
        return self.find(entry)

    def account(self) -> str | None:
        """Whose account it is, as far as that is known without asking (after a log-in, more surely); None: nobody's, or it cannot be told."""
        return None

    def lasting_account(self) -> str | None:
        """Whose account it is, under a name that never changes; asked for where need be.

        By it a digest is kept from the same account under another target's name, where the platform itself does not do so
        (``repeatable``), and a post in doubt is looked for only where it was sent to. Raises like ``publish``.
        """
        return None

    def identity(self) -> str | None:
        """The account's own name that never changes, as the platform says it; None where there is no such name.

        Raises like ``publish``.
        """
        return None

    def recent(self, since: datetime | None) -> Iterator[OwnPost]:
        """The account's own posts, newest first, back to ``since``, or all that the platform still shows.

        What `bot reconcile` rebuilds a lost ledger from.
        """
        ...

    def delete(self, receipt: Receipt) -> None:
        """Take the post down; nothing happens if it is gone already."""
        ...

    def check(self) -> str:
        """Find out whether the account can be posted with, posting nothing and spending no money; returns who it is.

        Raises like ``publish``. What `bot doctor` asks first.
        """
        ...

    def examine(self, *, fix: bool) -> Iterator[Finding]:
        """The platform's own checks of an account that could log in; with ``fix`` what can be mended is mended."""
        del fix
        yield from ()

    def close(self) -> None:
        """End what is open at the end of a run; the publisher can still be used."""
        return


def documents_of(publisher: Publisher, target: Target) -> Documents:
    """The documents of a target that makes some. Raises SettingsError where its platform says that it has them, and has none."""
    if publisher.documents is None:
        raise SettingsError(
            f"{target.name}: the platform {target.platform.name} keeps no documents", "set documents = false"
        )
    return publisher.documents
