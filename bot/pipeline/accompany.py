"""A post with its document beside it: what is there is looked up before the claim, and what will be sent is made of it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.errors import PublishError, TryLater
from bot.publishers.interface import Accompanied, Beside

if TYPE_CHECKING:
    from datetime import datetime

    from bot.model import Companion, Digest
    from bot.pipeline.job import Drafted
    from bot.publishers.interface import Prepared, Publisher


def look_beside(digest: Digest, drafted: Drafted, publisher: Publisher, known: Companion | None = None) -> Drafted:
    """The draft with what the platform has already of what it is to pin; one without a document is as it was.

    ``known``: the document that the ledger knows of this digest.
    """
    if drafted.draft is None or drafted.draft.document is None or publisher.documents is None:
        return drafted
    with suppress(PublishError):  # what refuses this refuses the post too, and is said there
        try:
            return replace(drafted, beside=publisher.documents.look_beside(digest, drafted.draft, known))
        except TryLater as error:
            return replace(drafted, put_off=error)
    return drafted


def accompany(
    publisher: Publisher, prepared: Prepared, digest: Digest, drafted: Drafted, now: datetime
) -> tuple[Drafted, Accompanied]:
    """What will be sent, and the draft as it is shown: its document with its address, or without one and with the reason."""
    post = drafted.draft
    if post is None or post.document is None:
        return drafted, Accompanied(prepared.payload, None)
    if publisher.documents is None:
        return drafted, Accompanied(prepared.payload, None, (f"{drafted.target.name} has no documents",))
    accompanied = publisher.documents.accompany(prepared, digest, post, now, drafted.beside or Beside())
    companion = accompanied.companion
    if companion is not None:
        shown = replace(post, document=replace(post.document, uri=companion.uri))
    else:
        shown = replace(post, document=None, undocumented="; ".join(accompanied.warnings) or None)
    return replace(drafted, draft=shown, warnings=(*drafted.warnings, *accompanied.warnings)), accompanied
