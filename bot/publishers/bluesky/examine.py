"""What doctor finds of a Bluesky account that could log in: its label, and the publication of its documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.errors import PublishError
from bot.model import Finding, Level, Mode
from bot.publishers.bluesky.appview import why_plain
from bot.publishers.bluesky.identifiers import at_uri, did_of
from bot.publishers.exchange import objects_in, table_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.publishers.bluesky.documents import BlueskyDocuments
    from bot.publishers.bluesky.repo import Repo
    from bot.settings.model import Target


def examine(documents: BlueskyDocuments, *, fix: bool) -> Iterator[Finding]:
    yield from check_label(documents.repo, fix=fix)
    yield from check_publication(documents)


# ── the label ────────────────────────────────────────────────────────────────────────────────────

# Lexicons app.bsky.actor.profile and com.atproto.label.defs.
PROFILE, KEY = "app.bsky.actor.profile", "self"
LABELS = "com.atproto.label.defs#selfLabels"
BOT = "bot"
"""The label by which an account says that it posts by itself."""
MOST_LABELS = 10
WHY = "readers like to know that an account posts by itself; the app shows them a badge"


def read_profile(repo: Repo) -> tuple[dict[str, Any] | None, str | None]:
    """The profile's record and its cid; None for both where the account has no profile yet."""
    answer = repo.read_at(at_uri(repo.api.session().did, PROFILE, KEY))
    return (answer["value"], answer["cid"]) if answer is not None else (None, None)


def add_label(repo: Repo) -> None:
    """Add the label and keep everything else; a profile that changed meanwhile is never overwritten."""
    profile, cid = read_profile(repo)
    repo.api.repeat(
        "com.atproto.repo.putRecord",
        {**repo.key(KEY, PROFILE), "record": with_label(profile or {}), "swapRecord": cid},
    )


def labels_of(profile: Mapping[str, Any] | None) -> list[str]:
    return [str(label.get("val")) for label in objects_in(table_in(profile, "labels").get("values"))]


def with_label(profile: Mapping[str, Any]) -> dict[str, Any]:
    """The profile with the label, and with everything else that it holds. Raises ValueError where there is no room."""
    labels = profile.get("labels")
    if labels is not None and (not isinstance(labels, dict) or labels.get("$type", LABELS) != LABELS):
        raise ValueError("the profile's labels are of a kind that this version does not know")
    before = list((labels or {}).get("values", ()))
    if len(before) >= MOST_LABELS:
        raise ValueError(f"the profile has {MOST_LABELS} labels, which is the most")
    return {
        "$type": PROFILE,
        **profile,
        "labels": {**(labels or {}), "$type": LABELS, "values": [*before, {"val": BOT}]},
    }


def check_label(repo: Repo, *, fix: bool) -> Iterator[Finding]:
    """Whether the account carries the label; with ``fix`` it does afterwards."""
    name = repo.api.target.name
    try:
        profile, _ = read_profile(repo)
        if BOT in labels_of(profile):
            yield Finding(Level.OK, "label", f"{name}: the account carries the label “{BOT}”", target=name)
            return
        if not fix:
            what = f"{name}: the account does not carry the label “{BOT}”"
            yield Finding(Level.WARNING, "label", what, WHY, "bot doctor --fix", name)
            return
        add_label(repo)
    except (PublishError, ValueError) as error:
        yield Finding(
            Level.WARNING, "label", f"{name}: the label “{BOT}” could not be read or set: {error}", WHY,
            "run bot doctor --fix again, or set it in the app", name,
        )  # fmt: skip
        return
    yield Finding(Level.OK, "label", f"{name}: the account carries the label “{BOT}” now", target=name)


# ── the publication ──────────────────────────────────────────────────────────────────────────────

PLAIN = "posts get the plain card"
ANY_PATH = "/any/page"


def check_publication(documents: BlueskyDocuments) -> Iterator[Finding]:
    """Whether the publication is as the settings have it, of a target that makes documents."""
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
        yield Finding(Level.OK, "documents", what, target=target.name)


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
    return Finding(Level.WARNING, "documents", f"{target.name}: {what}", why, remedy, target.name)
