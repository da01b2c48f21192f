"""Are the secrets there, do they open the account, and may they post?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.doctor.finding import Finding, Level
from bot.errors import PublishError, TryLater
from bot.model import Mode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.runs.parts import Parts
    from bot.settings.read import Target

APP_PASSWORD = re.compile(r"[a-z0-9]{4}(?:-[a-z0-9]{4}){3}")
HANDLE = re.compile(r"@?(?:[a-zA-Z0-9-]+\.)+[a-zA-Z][a-zA-Z0-9-]*|did:[a-z]+:\S+|[^@\s]+@[^@\s]+\.[^@\s]+")


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
    if target.platform != "bluesky":
        return
    name, word = (environ[one].strip() for one in target.secret_names())
    if not HANDLE.fullmatch(name):
        yield Finding(
            Level.WARNING, "secrets", f"{target.env}_HANDLE is no handle", "the login will be refused",
            'write the whole name, like "you.bsky.social"', target.name,
        )  # fmt: skip
    if not APP_PASSWORD.fullmatch(word):
        yield Finding(
            Level.WARNING, "secrets", f"{target.env}_APP_PASSWORD does not look like an app password",
            "the account's own password opens everything, and cannot be taken back from the bot alone",
            "make an app password: https://bsky.app/settings/app-passwords", target.name,
        )  # fmt: skip


def where(target: Target) -> str:
    if target.platform == "bluesky":
        return "make an app password (https://bsky.app/settings/app-passwords) and set both; or leave the target out"
    return "make an app and its keys on https://console.x.com and set all four; or leave the target out"


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


def automated(target: Target) -> Iterator[Finding]:
    """What X asks of an account that posts by itself cannot be read or set through its API."""
    if target.platform == "x":
        yield Finding(
            Level.NOTE, "label", f"{target.name}: whether the account says that it is automated cannot be read",
            "X asks accounts that post by themselves to say so",
            "on x.com: Settings > Your account > Automation", target.name,
        )  # fmt: skip
