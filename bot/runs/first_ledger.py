"""What is there before the bot: looked at by ``bot init``, which marks it as handled in the ledger that it makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.clock import zone
from bot.errors import DigestError
from bot.preview.plain import result_lines
from bot.settings.paths import shown
from bot.setup.inventory import Inventory, address_warnings, compare_with_build
from bot.watcher.digests import is_another_file, read_each, same_id_error, unreadable_results
from bot.watcher.find import digest_files, survey

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from bot.ledger import Ledger
    from bot.model import Digest, Result
    from bot.runs.messages import Messages
    from bot.settings.model import Settings
    from bot.sites import Blog
    from bot.store import Store


BEFORE = "there before bot init"
"""Why a digest is never posted."""


def take_inventory(settings: Settings, blog: Blog, now: datetime, messages: Messages) -> Inventory:
    """The digests that are out by now; what cannot be read, and what is not sure of their addresses, is told."""
    inventory = Inventory(settings.root)
    settings.require_content()
    problems: list[Result] = []
    for path, found in read_each(digest_files(settings), settings, asked_for=False, whole=False):
        error = found if isinstance(found, DigestError) else add(inventory, found, now)
        problems += unreadable_results(path, settings.targets, error, settings) if error is not None else ()
    inventory.unread.update(problem.path for problem in problems)
    for line in result_lines(problems):
        messages.warn(line.text)
    comparison = compare_with_build(settings, blog, inventory)
    if comparison is not None:
        tell = messages.warn if comparison.right < comparison.of else messages.tell
        tell(str(comparison))
    for warning in address_warnings(blog, settings, inventory):
        messages.warn(warning)
    return inventory


def add(inventory: Inventory, digest: Digest, now: datetime) -> DigestError | None:
    """Take it in; why not, where another one has its id."""
    twin = inventory.add(digest, now)
    return (
        same_id_error(digest.path, twin, digest.key)
        if twin is not None and is_another_file(twin, digest.path)
        else None
    )


def first_day(settings: Settings, store: Store, now: datetime) -> date:
    """The day of ``bot init``: today, or that on which the ledger was made."""
    begun = store.read(lambda ledger: ledger.targets.begun()) if store.exists() else None
    return (begun or now).astimezone(zone(settings.timezone)).date()


def make_ledger(
    store: Store, settings: Settings, inventory: Inventory, now: datetime, environ: Mapping[str, str]
) -> int:
    """Make the ledger with what is there marked as handled; returns how many digests were."""
    names = [target.name for target in settings.targets]

    def mark_handled(ledger: Ledger) -> int:
        ledger.targets.register(names, now)
        newcomers = ledger.baseline_newcomers(inventory.newcomers(), now, BEFORE)
        return newcomers + ledger.baseline(inventory.others(), now, reason=BEFORE)

    def pass_over_unread(ledger: Ledger) -> None:
        """Runs pass over these files until they change: their owner knows of them."""
        found = survey(settings, ledger, names, now=now, environ=environ)
        unread = [file.path for file in found.to_read if shown(file.path) in inventory.unread]
        found.finish((), unread).write(ledger)

    marked = store.create(mark_handled) or 0
    if inventory.unread:
        store.change(pass_over_unread, "what init could not read and has told of")
    return marked
