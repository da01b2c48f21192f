"""Is the publication that documents belong to there, as the settings know it, and this blog's?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import PublishError
from bot.model import Finding, Level
from bot.publishers.bluesky.publication import is_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.publishers.bluesky.documents import Documents
    from bot.settings.model import Target

CHECK = "documents"
PLAIN = "the app shows a plain card"
REMEDY = "bot init --documents"


def check_publication(target: Target, documents: Documents) -> Iterator[Finding]:
    """Of a target that has documents."""
    if not target.documents:
        return
    if target.publication is None:
        yield warning(
            target, "the settings name no publication", f"posts pin no document, and {PLAIN}", f"{REMEDY} makes it"
        )
        return
    try:
        answer = documents.read_publication(target.publication)
    except PublishError as error:
        yield warning(target, f"the publication cannot be read: {error.what}", "", "run bot doctor again in a while")
        return
    if answer is None:
        yield warning(
            target, f"there is no publication {target.publication} any more", f"posts pin no document, and {PLAIN}",
            f"{REMEDY} makes it",
        )  # fmt: skip
        return
    value = answer["value"]
    if target.site is not None and not is_of(value, target.site):
        yield warning(
            target, f"the publication is of {value.get('url')}, and the blog's site is {target.site}",
            f"{PLAIN} for every post", f"take publication out of the settings, then: {REMEDY}",
        )  # fmt: skip
    elif answer["cid"] != target.publication_cid:
        yield warning(
            target, f"the publication was changed: it is {answer['cid']}, and the settings say {target.publication_cid}",
            f"posts pin the present one; for those from before {PLAIN}", f"{REMEDY} writes the present one into the settings",
        )  # fmt: skip
    else:
        yield Finding(
            Level.OK, CHECK, f"{target.name}: the publication {value.get('name')} is there", target=target.name
        )


def warning(target: Target, what: str, why: str, remedy: str) -> Finding:
    return Finding(Level.WARNING, CHECK, f"{target.name}: {what}", why, remedy, target.name)
