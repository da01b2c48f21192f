"""What `bot doctor` says of an account's documents: whether their publication is as the settings have it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import PublishError
from bot.model import Finding, Level, Mode
from bot.publishers.bluesky.appview import why_plain
from bot.publishers.bluesky.standard_site import did_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.publishers.bluesky.documents import BlueskyDocuments
    from bot.settings.model import Target

CHECK = "documents"
PLAIN = "posts get the plain card"
ANY_PATH = "/any/page"


def check_publication(documents: BlueskyDocuments) -> Iterator[Finding]:
    """Every finding about a target that makes documents; of another one none."""
    target = documents.api.target
    if not target.documents:
        return
    problem = what_is_missing(target, documents.api.session().did)
    if problem is not None or target.publication is None:
        yield warning(target, problem or "no publication is set", PLAIN, "bot init --documents")
        return
    try:
        answer = documents.read_publication(target.publication)
    except PublishError as error:
        yield warning(
            target, f"the publication cannot be read: {error}", "whether its cards are shown is not known", "bot doctor"
        )
        return
    if answer is None:
        yield warning(target, f"there is no publication {target.publication} any more", PLAIN, "bot init --documents")
        return
    present, value = answer["cid"], answer["value"]
    sample = {"site": target.publication, "path": ANY_PATH}
    plain = why_plain(f"{target.site}{ANY_PATH}", sample, value, target.publication)
    if plain is not None:
        yield warning(
            target, f"the publication is of {value.get('url')}, and the blog is {target.site}", f"{PLAIN}: {plain}",
            "let site and the publication's url say the same",
        )  # fmt: skip
    if target.publication_cid != present:
        yield warning(
            target, f"the publication was changed: it is {present}, and the settings say {target.publication_cid}",
            "new posts pin the present version; cards of older posts may be plain ones now", f'set publication_cid = "{present}", or: bot init --documents',
        )  # fmt: skip
    if plain is None and target.publication_cid == present:
        what = f"{target.name}: documents belong to “{value.get('name')}” ({target.publication})"
        yield Finding(Level.OK, CHECK, what, target=target.name)


def what_is_missing(target: Target, did: str) -> str | None:
    """What of the settings keeps the account's posts from pinning documents."""
    if target.mode is not Mode.CARD:
        return f"documents are pinned in link cards, and the mode is {target.mode.value}"
    if target.publication is None or target.publication_cid is None:
        return "documents = true, and no publication is set"
    if did_of(target) != did:
        return f"the settings name the account {did_of(target)}, and this is {did}"
    return None


def warning(target: Target, what: str, why: str, remedy: str) -> Finding:
    return Finding(Level.WARNING, CHECK, f"{target.name}: {what}", why, remedy, target.name)
