"""``bot watch``: a run now, then another whenever there may be something to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.runs.stopping import stopping
from bot.runs.targets import usable_targets
from bot.store import require_ledger
from bot.watcher.watch import watch as watch_files

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from bot.clock import SystemClock
    from bot.runs.messages import Messages
    from bot.settings.model import Settings
    from bot.store import Store


def check_before_watching(settings: Settings, store: Store, to: Sequence[str], environ: Mapping[str, str]) -> None:
    """Raise what every run would raise, before anything is waited for."""
    settings.require_site()
    usable_targets(settings, to, environ)
    require_ledger(store)


def watch(settings: Settings, run_once: Callable[[], datetime | None], clock: SystemClock, messages: Messages) -> None:
    """Run until the process is asked to stop; ``run_once`` says when it wants the next run."""
    with stopping(clock.stop, messages):
        watch_files(settings, run_once, clock, clock.stop, messages.tell)
