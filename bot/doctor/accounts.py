"""Are the secrets there, do they open the account, and may they post?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.errors import PublishError, TryLater
from bot.model import Finding, Level, Mode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.runs.parts import Parts
    from bot.settings.model import Target


def secrets(target: Target, environ: Mapping[str, str], *, asked: bool) -> Iterator[Finding]:
    """Whether they are set, and look like what they should be; no secret is ever shown."""
    missing = target.missing_secrets(environ)
    if missing:
        yield Finding(
            Level.FAILURE if asked or len(missing) < len(target.secret_names()) else Level.WARNING,
            "secrets", f"{target.name} is not set up: {', '.join(missing)} {'is' if len(missing) == 1 else 'are'} not set",
            f"nothing is posted to {target.name}", where(target), target.name,
        )  # fmt: skip
        return
    for secret, name in zip(target.platform.secrets, target.secret_names(), strict=True):
        if secret.pattern and not re.fullmatch(secret.pattern, environ[name].strip()):
            yield Finding(Level.WARNING, "secrets", f"{name} {secret.mismatch}", secret.why, secret.remedy, target.name)


def where(target: Target) -> str:
    """Where the secrets are had, in one line."""
    get = target.platform.get_secrets
    return f"{get[0].rstrip(';')}; or leave the target out" if get else "set them, or leave the target out"


def login(parts: Parts, target: Target) -> Iterator[Finding]:
    """Log in, posting nothing and spending nothing."""
    if not target.secret_names():
        yield Finding(Level.OK, "login", f"{target.name} needs no account", target=target.name)
        return
    try:
        who = parts.publisher(target).check()
    except TryLater as error:
        yield Finding(
            Level.FAILURE, "login", str(error), f"whether the secrets of {target.name} are right is not known",
            "run bot doctor again in a while", target.name,
        )  # fmt: skip
        return
    except PublishError as error:
        what, _, remedy = str(error).partition("; ")
        yield Finding(
            Level.FAILURE, "login", what, f"every post to {target.name} will be refused",
            remedy or "look at the account and its keys", target.name,
        )  # fmt: skip
        return
    yield Finding(Level.OK, "login", f"{target.name}: {who}", target=target.name)


def cost(target: Target) -> Iterator[Finding]:
    prices = target.limits.prices
    if prices is None:
        return
    with_link = target.mode.link_in_text
    post = prices.post_with_link if with_link else prices.post
    told = f"a post to {target.name} costs ${post} {'with' if with_link else 'without'} its link"
    if target.mode in {Mode.IMAGE, Mode.PICTURE}:
        told += f", ${prices.alt_text} more for a picture's alt text"
    cap = f"; the cap is ${target.monthly_cap_usd} a month" if target.monthly_cap_usd is not None else ""
    yield Finding(Level.NOTE, "cost", f"{told}{cap}. This check cost nothing", target=target.name)
