"""Are a target's secrets there, do they open its account, do the settings know its own name, and what will a post cost?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.errors import PublishError, TryLater
from bot.model import Finding, Level, Mode
from bot.publishers.accounts import REMEDY, same_accounts
from bot.settings.secrets import not_set_up

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from bot.publishers.interface import Publisher
    from bot.settings.model import Target


def check_any_target(targets: Sequence[Target], environ: Mapping[str, str]) -> Iterator[Finding]:
    """Whether there is any target to post to."""
    if all(target.missing_secrets(environ) for target in targets):
        names = [target.name for target in targets]
        what = (
            f"no target is set up: neither {' nor '.join(names)}" if len(names) > 1 else "the only target is not set up"
        )
        remedy = "set the secrets of one, or post into state/outbox/ with: --to outbox"
        yield Finding(Level.FAILURE, "secrets", what, "there is nowhere to post to", remedy)


def check_same_account(targets: Sequence[Target], publisher_of: Callable[[Target], Publisher]) -> Iterator[Finding]:
    """Whether each target is an account of its own."""
    for shared in same_accounts(targets, publisher_of):
        why = "one of them gets no post, or the account gets two"
        yield Finding(Level.WARNING, "accounts", shared, why, REMEDY)


def check_secrets(target: Target, environ: Mapping[str, str], *, named: bool) -> Iterator[Finding]:
    """Whether they are set, and look like what they should be; no secret is ever shown."""
    missing = target.missing_secrets(environ)
    if missing:
        yield Finding(
            Level.FAILURE if named or len(missing) < len(target.secret_names()) else Level.WARNING,
            "secrets", not_set_up(target, environ) or "",
            f"nothing is posted to {target.name}", where_to_get_secrets(target), target.name,
        )  # fmt: skip
        return
    for secret, name in zip(target.platform.secrets, target.secret_names(), strict=True):
        if secret.pattern and not re.fullmatch(secret.pattern, environ[name].strip()):
            yield Finding(Level.WARNING, "secrets", f"{name} {secret.mismatch}", secret.why, secret.remedy, target.name)


def where_to_get_secrets(target: Target) -> str:
    """In one line."""
    get = target.platform.get_secrets
    return f"{get[0].rstrip(';')}; or leave the target out" if get else "set them, or leave the target out"


def check_login(target: Target, publisher: Publisher) -> Finding:
    """Log in, posting nothing and spending nothing."""
    if not target.secret_names():
        return Finding(Level.OK, "login", f"{target.name} needs no account", target=target.name)
    try:
        who = publisher.check()
    except TryLater as error:
        return Finding(
            Level.FAILURE, "login", str(error), f"whether the secrets of {target.name} are right is not known",
            "run bot doctor again in a while", target.name,
        )  # fmt: skip
    except PublishError as error:
        return Finding(
            Level.FAILURE, "login", error.what, f"every post to {target.name} will be refused",
            error.remedy or "look at the account and its keys", target.name,
        )  # fmt: skip
    return Finding(Level.OK, "login", f"{target.name}: {who}", target=target.name)


def note_cost(target: Target) -> Iterator[Finding]:
    """What a post costs, where it costs money."""
    prices = target.limits.prices
    if prices is None:
        return
    with_link = target.mode.link_in_text
    post = prices.post_with_link if with_link else prices.post
    what = f"a post to {target.name} costs ${post} {'with' if with_link else 'without'} its link"
    if target.mode in {Mode.IMAGE, Mode.PICTURE}:
        what += f", ${prices.alt_text} more for a picture's alt text"
    cap = f"; the cap is ${target.monthly_cap_usd} a month" if target.monthly_cap_usd is not None else ""
    yield Finding(Level.NOTE, "cost", f"{what}{cap}. This check cost nothing", target=target.name)


def check_identity(
    target: Target, publisher: Publisher, write_identity: Callable[[Target, str], str | None]
) -> Iterator[Finding]:
    """Of an account that could log in. What the settings lack is written there, once.

    ``write_identity``: returns the file that it was written to, None where it has no place.
    """
    try:
        identity = publisher.identity()
    except PublishError:
        return  # the log-in's own finding says so
    if identity is None or identity == target.did:
        return
    if target.did is not None:
        yield Finding(
            Level.WARNING, "identity", f"{target.name}: the settings say did = {target.did}, and the account is {identity}",
            "bot url tells addresses that no post will have, and posts pin no document",
            "correct did, or log in as the other account", target.name,
        )  # fmt: skip
        return
    where = write_identity(target, identity)
    if where is not None:
        what = f"{target.name}: did = {identity} was written into {where}, so that bot url needs no network"
        yield Finding(Level.NOTE, "identity", what, target=target.name)
        return
    yield Finding(
        Level.NOTE, "identity", f"{target.name}: the settings do not say did = {identity}", "bot url knows no at:// addresses",
        f'add below [targets.{target.name}]: did = "{identity}"', target.name,
    )  # fmt: skip
