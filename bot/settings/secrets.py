"""A target's secrets and its server, from the environment: what is set, what is to be set, and how none of it is shown."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from bot.errors import TargetRejected
from bot.settings.private import HIDDEN, without_private

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from bot.settings.model import Target


HOST = re.compile(r"(?:[\w-]+\.)+[\w-]+(?::\d+)?")
"""A server as people name it, without a scheme."""
LONGEST = 240
"""Characters of a platform's message that are shown."""


def redact(message: object, secrets: Collection[str] = ()) -> str:
    """A foreign message on one line, without control characters and secrets, at most LONGEST long."""
    text = str(message)
    for form in sorted({form for secret in secrets for form in spellings(secret)}, key=len, reverse=True):
        text = text.replace(form, HIDDEN)
    text = without_private(" ".join("".join(one if one.isprintable() else " " for one in text).split()))
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def spellings(secret: str) -> set[str]:
    """A secret as it is, and as an address, a header or JSON has it."""
    return {secret, quote(secret, safe=""), json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]} - {
        ""
    }


def private_values(target: Target, environ: Mapping[str, str]) -> list[str]:
    names = (f"{target.env}_{secret.name}" for secret in target.platform.secrets if not secret.public)
    return [value for name in names if (value := environ.get(name, "").strip())]


def account_name(target: Target, environ: Mapping[str, str]) -> str:
    """Who posts, without "@": as the environment says, else the settings; empty where neither does."""
    return (environ.get(f"{target.env}_HANDLE", "").strip() or target.handle or "").removeprefix("@")


def not_set_up(target: Target, environ: Mapping[str, str]) -> str | None:
    """That the target cannot be posted to, and for want of which secrets; None: they are set."""
    missing = target.missing_secrets(environ)
    if not missing:
        return None
    return f"{target.name} is not set up: {', '.join(missing)} {'is' if len(missing) == 1 else 'are'} not set"


def secrets_of(target: Target, environ: Mapping[str, str]) -> dict[str, str]:
    """The ends of the target's secrets' names and their values. Raises TargetRejected that names what is not set."""
    if problem := not_set_up(target, environ):
        raise TargetRejected(problem)
    return {name.removeprefix(f"{target.env}_"): environ[name].strip() for name in target.secret_names()}


def service_of(target: Target, environ: Mapping[str, str]) -> str | None:
    """Where the target's server is: by its own variable, else its platform's, else the platform's own; None: it has none.

    Raises TargetRejected for an address that would carry the secrets over an open wire.
    """
    service = target.platform.service
    if service is None:
        return None
    own, shared = f"{target.env}_{service.variable}", f"{target.platform.env}_{service.variable}"
    name = own if environ.get(own, "").strip() else shared
    address = (environ.get(name, "").strip() or service.default).rstrip("/")
    if service.named_by_host and HOST.fullmatch(address):
        address = f"https://{address}"
    try:
        parts = urlsplit(address)
        safe = bool(parts.hostname) and parts.scheme == "https"
        near = parts.scheme == "http" and parts.hostname in {"localhost", "127.0.0.1", "::1"}
    except ValueError:
        safe = near = False
    if not (safe or near):
        raise TargetRejected(
            f"{target.name}: {name} must be an address that begins with https://, not {redact(address)}",
            f"set {name} to it, or leave it out for {service.default}" if service.default else f"set {name} to it",
        )
    return address


ON_GITHUB = "On GitHub they belong under Settings > Secrets and variables > Actions; elsewhere into the environment, or a file for --env-file."


def secrets_to_set(targets: Iterable[Target], environ: Mapping[str, str]) -> list[str]:
    """What to set, target by target; what is set already is said to be."""
    rows = []
    explained: set[str] = set()  # the platforms of which it is said where their secrets are had
    for target in targets:
        names = target.secret_names()
        if not names:
            continue
        missing = target.missing_secrets(environ)
        if not missing:
            rows.append(f"{target.name}: set up ({', '.join(names)} {'are' if len(names) > 1 else 'is'} set)")
            continue
        rows.append(f"{target.name}: set {', '.join(missing)}")
        if target.platform.name not in explained:
            rows += (f"  {line}" for line in target.platform.get_secrets)
            explained.add(target.platform.name)
    return [*rows, ON_GITHUB] if explained else rows
