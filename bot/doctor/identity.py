"""Do the settings know the account's own name, by which its addresses are known without asking anybody?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import PublishError
from bot.model import Finding, Level

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.publishers.interface import Publisher
    from bot.settings.model import Target

CHECK = "identity"


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
            Level.WARNING, CHECK, f"{target.name}: the settings say did = {target.did}, and the account is {identity}",
            "bot url tells addresses that no post will have, and posts pin no document",
            "correct did, or log in as the other account", target.name,
        )  # fmt: skip
        return
    where = write_identity(target, identity)
    if where is not None:
        what = f"{target.name}: did = {identity} was written into {where}, so that bot url needs no network"
        yield Finding(Level.NOTE, CHECK, what, target=target.name)
        return
    yield Finding(
        Level.NOTE, CHECK, f"{target.name}: the settings do not say did = {identity}", "bot url knows no at:// addresses",
        f'add below [targets.{target.name}]: did = "{identity}"', target.name,
    )  # fmt: skip
