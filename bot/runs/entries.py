"""The ledger's entries of a file, which may be gone by now."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.content import key_of, read
from bot.errors import BotError, UsageError
from bot.settings.paths import shown

if TYPE_CHECKING:
    from bot.ledger import Ledger
    from bot.model import Entry
    from bot.settings.model import Settings
    from bot.store import Store


@dataclass(frozen=True, slots=True)
class FileNames:
    """Everything by which the ledger may know the digest of a file: a path, or a key, as a person writes it."""

    keys: frozenset[str]
    path: str

    @classmethod
    def of(cls, file: Path, settings: Settings) -> FileNames:
        keys = {str(file), file.with_suffix("").as_posix()}
        try:
            keys.add(key_of(file, settings))
            keys.add(read(file, settings).key)
        except BotError:
            pass  # it is gone, or cannot be read any more
        return cls(frozenset(keys), shown(file.absolute()))

    def entries(self, ledger: Ledger) -> list[Entry]:
        """Every entry of the file's digest, newest first."""
        return [
            entry
            for entry in ledger.entries()
            if entry.key in self.keys or shown(Path(entry.path).absolute()) == self.path
        ]


def find_entry(file: Path, target_name: str, settings: Settings, store: Store) -> Entry:
    """The file's entry on one target. Raises UsageError where the ledger has none."""
    for entry in store.read(FileNames.of(file, settings).entries):
        if entry.target == target_name:
            return entry
    raise UsageError(
        f"{store.where}: knows nothing of {file} on {target_name}", remedy="bot status lists what it knows"
    )
