"""What doctor finds of a Mastodon account that could log in: what its token may do, and what its server takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import PublishError
from bot.model import Finding, Level
from bot.publishers.mastodon.platform import SCOPES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.publishers.mastodon.api import Api, ServerLimits


def examine(api: Api, limits: ServerLimits) -> Iterator[Finding]:
    yield check_scopes(api)
    yield from check_length(api, limits)
    yield from check_label(api)


def check_scopes(api: Api) -> Finding:
    """What the token may do; servers before 4.3 do not tell."""
    name = api.target.name
    where = f"on {api.server} under Preferences > Development"
    try:
        application = api.repeat(lambda client: client.app_verify_credentials())
    except PublishError as error:
        return Finding(
            Level.NOTE, "scopes", f"{name}: what the access token may do cannot be read ({error.what})",
            "a post may be refused", f"look {where}: it needs {' '.join(SCOPES)}", name,
        )  # fmt: skip
    scopes = application.get("scopes") if isinstance(application, dict) else None
    if not isinstance(scopes, list):
        return Finding(
            Level.NOTE, "scopes", f"{name}: the server does not tell what the access token may do",
            "a post may be refused", f"look {where}: it needs {' '.join(SCOPES)}", name,
        )  # fmt: skip
    missing = [scope for scope in SCOPES if not {scope, scope.partition(":")[0]} & set(scopes)]
    if missing:
        return Finding(
            Level.FAILURE, "scopes", f"{name}: the access token lacks {' '.join(missing)}",
            "posts will be refused, or cannot be found again when an answer is lost",
            f"tick them {where}, then set {api.target.env}_ACCESS_TOKEN to the new access token", name,
        )  # fmt: skip
    return Finding(Level.OK, "scopes", f"{name}: the access token may do what it has to", target=name)


def check_length(api: Api, limits: ServerLimits) -> Iterator[Finding]:
    target = api.target
    ours = target.limits.length + len(target.spoiler)
    if limits.length is None or limits.length == ours:
        return
    what = f"{target.name}: the server takes {limits.length:,} characters, and posts are made for {ours:,}"
    remedy = f"set length = {limits.length} in [targets.{target.name}]"
    if limits.length < ours:
        yield Finding(Level.FAILURE, "length", what, "longer posts will be refused", remedy, target.name)
    else:
        yield Finding(Level.NOTE, "length", what, "a longer post can say more", remedy, target.name)


def check_label(api: Api) -> Iterator[Finding]:
    """Whether the profile says that the account posts by itself, which the community likes to know."""
    name = api.target.name
    try:
        says_so = api.account().get("bot")
    except PublishError:
        return
    if not says_so:
        yield Finding(
            Level.NOTE, "label", f"{name}: the profile does not say that the account is automated",
            "people like to know, and some servers' rules ask for it",
            f"on {api.server}: Preferences > Public profile > This is an automated account", name,
        )  # fmt: skip
