"""The ledger's entries of a file, which may be gone by now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.content import key_of, read
from bot.errors import BotError, UsageError
from bot.ledger.reader import newest_first

if TYPE_CHECKING:
    from pathlib import Path

    from bot.ledger import Ledger
    from bot.model import Digest, Entry
    from bot.settings.model import Settings
    from bot.store import Store


@dataclass(frozen=True, slots=True)
class FileNames:
    """Everything by which the ledger may know the digest of a file: a path, or a key, as a person writes it."""

    keys: frozenset[str]
    path: Path
    digest: Digest | None
    """What the file is today; None: it is gone, or cannot be read any more."""

    @classmethod
    def of(cls, file: Path, settings: Settings) -> FileNames:
        keys = {str(file), file.with_suffix("").as_posix()}
        digest = None
        try:
            keys.add(key_of(file, settings))
            digest = read(file, settings)
            keys.add(digest.key)
        except BotError:
            pass
        return cls(frozenset(keys), file.absolute(), digest)

    def entries(self, ledger: Ledger) -> list[Entry]:
        """Every entry of every digest that ever stood in the file, newest first."""
        keys = self.keys | ledger.keys_at(self.path)
        if self.digest is not None:
            keys |= {ledger.key_of(self.digest)}
        return sorted((entry for key in keys for entry in ledger.entries(key=key)), key=newest_first)

    def entries_today(self, ledger: Ledger) -> list[Entry]:
        """The entries of the digest that the file is today; of a file that is gone, all that there were."""
        entries = list(ledger.entries(key=ledger.key_of(self.digest))) if self.digest is not None else []
        return entries or self.entries(ledger)


def find_entry(file: Path, target_name: str, settings: Settings, store: Store) -> Entry:
    """The file's entry on one target. Raises UsageError where the ledger has none."""
    for entry in store.read(FileNames.of(file, settings).entries_today):
        if entry.target == target_name:
            return entry
    raise UsageError(
        f"{store.where}: knows nothing of {file} on {target_name}", remedy="bot status lists what it knows"
    )
