"""``bot delete``: a digest's posts, taken down again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.errors import PublishError, SettingsError, UsageError
from bot.model import Failed, Outcome, TakenDown
from bot.pipeline.doubt import other_account, result_of
from bot.runs.entries import FileNames
from bot.settings.secrets import not_set_up
from bot.settings.targets import find_target
from bot.store import require_ledger
from bot.watcher.standing import receipt_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from bot.clock import Clock
    from bot.model import Entry, Result
    from bot.publishers.interface import Publisher
    from bot.settings.model import Settings, Target
    from bot.store import Store


@dataclass(frozen=True, slots=True)
class Delete:
    settings: Settings
    store: Store
    publisher_of: Callable[[Target], Publisher]
    environ: Mapping[str, str]
    clock: Clock

    def posted(self, file: Path, to: Sequence[str]) -> list[Entry]:
        """The entries of the file's posts that are out. Raises UsageError where there is none."""
        require_ledger(self.store)
        entries = self.store.read(FileNames.of(file, self.settings).entries_today)
        posted = [entry for entry in entries if receipt_of(entry) and (not to or entry.target in to)]
        if not posted:
            where = f" on {', '.join(to)}" if to else ""
            if not entries and not file.exists():
                raise UsageError(
                    f"{file}: there is no such file, and the ledger knows of none that was called so",
                    "bot status lists what was posted",
                )
            raise UsageError(f"{file}: no post of it is out{where}", f"what became of it: bot status {file}")
        return posted

    def delete(self, entries: Sequence[Entry]) -> list[Result]:
        """Take these posts down; one that cannot be is a failure, and the others go on.

        Raises SettingsError where none of their targets is set up.
        """
        unusable = [self.unusable(entry) for entry in entries]
        if all(unusable):
            raise SettingsError(
                "; ".join(reason for reason in dict.fromkeys(unusable) if reason),
                remedy="set the secrets in the environment, or name another target with --to",
            )
        return [
            result_of(entry, Failed(reason) if reason else self.delete_one(entry), self.settings)
            for entry, reason in zip(entries, unusable, strict=True)
        ]

    def unusable(self, entry: Entry) -> str | None:
        try:
            return not_set_up(find_target(entry.target, self.settings), self.environ)
        except SettingsError as error:
            return str(error)

    def delete_one(self, entry: Entry) -> Outcome:
        try:
            if entry.receipt is not None:
                publisher = self.publisher_of(find_target(entry.target, self.settings))
                if (other := other_account(entry, publisher, self.store)) is not None:
                    # Whoever does not have it says that it is gone.
                    return Failed(
                        f"{other}, which cannot take it down; set the secrets of the account that it was sent to"
                    )
                publisher.delete(entry.receipt)
                # Written down only after both: a second call finishes what this one could not.
                companion = self.store.read(lambda ledger: ledger.companions.get(entry.key, entry.target))
                if companion is not None and publisher.documents is not None:
                    publisher.documents.delete(companion)
            now = self.clock.now()
            self.store.change(lambda ledger: ledger.delete(entry, now), f"delete {entry.key}")
        except PublishError as error:
            return Failed(str(error))
        return TakenDown("taken down")
