"""The label by which an account on Bluesky says that it posts by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.errors import PublishError, TryLater
from bot.model import Finding, Level

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.publishers.bluesky.xrpc import Xrpc

# Lexicons app.bsky.actor.profile and com.atproto.label.defs.
PROFILE = "app.bsky.actor.profile"
KEY = "self"
LABELS = "com.atproto.label.defs#selfLabels"
BOT = "bot"
MOST_LABELS = 10
WHY = "readers like to know that an account posts by itself; the app shows them a badge"


class Label:
    """The label of one account."""

    def __init__(self, api: Xrpc) -> None:
        self.api = api

    def read(self) -> tuple[dict[str, Any] | None, str | None]:
        """The profile's record and its cid; None for both where the account has no profile yet."""
        params = {"repo": self.api.session().did, "collection": PROFILE, "rkey": KEY}
        answer = self.api.repeat("com.atproto.repo.getRecord", params=params, absent={"RecordNotFound"})
        if answer is None:
            return None, None
        value, cid = answer.get("value"), answer.get("cid")
        if not isinstance(value, dict) or not isinstance(cid, str):
            raise TryLater(f"{self.api.target.name}: the profile cannot be read")
        return value, cid

    def fix(self) -> None:
        """Add the label and keep everything else; a profile that changed meanwhile is never overwritten."""
        profile, cid = self.read()
        body = {
            "repo": self.api.session().did, "collection": PROFILE, "rkey": KEY,
            "record": with_label(profile or {}), "swapRecord": cid,
        }  # fmt: skip
        self.api.repeat("com.atproto.repo.putRecord", body)


def labels_of(profile: Mapping[str, Any] | None) -> list[str]:
    """The labels that the account gives itself."""
    labels = (profile or {}).get("labels")
    values = labels.get("values") if isinstance(labels, dict) else None
    return [str(label.get("val")) for label in values if isinstance(label, dict)] if isinstance(values, list) else []


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


def check_label(api: Xrpc, *, fix: bool) -> Iterator[Finding]:
    """Whether the account carries the label; with ``fix`` it does afterwards."""
    name = api.target.name
    label = Label(api)
    try:
        profile, _ = label.read()
        if BOT in labels_of(profile):
            yield Finding(Level.OK, "label", f"{name}: the account carries the label “{BOT}”", target=name)
            return
        if not fix:
            what = f"{name}: the account does not carry the label “{BOT}”"
            yield Finding(Level.WARNING, "label", what, WHY, "bot doctor --fix", name)
            return
        label.fix()
    except (PublishError, ValueError) as error:
        yield Finding(
            Level.WARNING, "label", f"{name}: the label “{BOT}” could not be read or set: {error}", WHY,
            "run bot doctor --fix again, or set it in the app", name,
        )  # fmt: skip
        return
    yield Finding(Level.OK, "label", f"{name}: the account carries the label “{BOT}” now", target=name)
