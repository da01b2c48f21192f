"""Which targets a command is for, which of them can be posted to, and which the ledger has yet to hear of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import SettingsError
from bot.settings.secrets import not_set_up
from bot.settings.targets import find_target

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.clock import Clock
    from bot.runs.messages import Messages
    from bot.settings.model import Settings, Target
    from bot.store import Store


def configured_targets(settings: Settings, to: Sequence[str]) -> tuple[Target, ...]:
    """The targets that were asked for, else those of the settings; set up or not."""
    if to:
        return tuple(find_target(name, settings) for name in dict.fromkeys(to))
    return settings.targets


def usable_targets(
    settings: Settings, to: Sequence[str], environ: Mapping[str, str]
) -> tuple[tuple[Target, ...], tuple[tuple[Target, str], ...]]:
    """(the targets whose secrets are set, the others, each with the reason in words).

    Raises SettingsError when a target was asked for by name and is not set up, or when none is.
    """
    usable, absent = [], []
    for target in configured_targets(settings, to):
        if reason := not_set_up(target, environ):
            absent.append((target, reason))
        else:
            usable.append(target)
    reasons = "; ".join(reason for _, reason in absent)
    if to and absent:
        raise SettingsError(reasons, remedy="set them in the environment, or leave the target out")
    if not usable:
        raise SettingsError(
            f"{reasons}. Set the secrets of one, or write the posts into state/outbox/, which needs no account, with: --to outbox"
        )
    return tuple(usable), tuple(absent)


def register(names: Sequence[str], store: Store, clock: Clock, messages: Messages) -> None:
    """Targets that the ledger has never seen start from now."""
    if not names:
        return
    now = clock.now()
    new = store.change(lambda ledger: ledger.targets.register(names, now), f"targets {', '.join(names)}")
    for name in new:
        messages.detail(f"{name}: new to this ledger; what was handled before is not poured out on it")
