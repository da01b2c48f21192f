"""Another branch of the blog's repository with a ledger of its own: whoever finds one stops."""

from __future__ import annotations

import contextlib
import sqlite3
from typing import TYPE_CHECKING

from bot.errors import LedgerError
from bot.settings.private import without_private
from bot.store.remote import LEDGER
from bot.store.second import LAST, SAME
from bot.store.tip import HEADER_BYTES, in_memory

if TYPE_CHECKING:
    from bot.store.remote import RemoteBranch

DIGESTS = "SELECT link_crc, link, title FROM entries ORDER BY rowid DESC LIMIT 100"
KNOWS = "SELECT 1 FROM entries WHERE (link_crc, link, title) = (?, ?, ?)"


def check_no_other_branch(branch: RemoteBranch, shared: sqlite3.Connection) -> None:
    """Raise LedgerError where another branch has a ledger of this blog, and has written down what this one does not know.

    Two blogs of one repository have two ledgers, which know no digest in common.
    """
    for name, commit in branch.others().items():
        content = branch.objects.file(commit, LEDGER) or b""
        if len(content) < HEADER_BYTES:
            continue
        with contextlib.suppress(sqlite3.Error), contextlib.closing(in_memory(content)) as other:
            last = other.execute(LAST).fetchone()
            if last is None or shared.execute(SAME, last).fetchone():
                continue
            if not any(shared.execute(KNOWS, digest).fetchone() for digest in other.execute(DIGESTS)):
                continue
            _, key, target, status, *_ = last
            remote = without_private(branch.remote)
            raise LedgerError(
                f"{branch.where}: the branch {name} has a second ledger of this blog, and this one does not know that {key} on "
                f"{target} is {status}",
                "nothing was sent. A blog has one ledger: write the same branch into the settings of every machine and workflow, "
                f"and when nobody uses the other one any more: git push {remote} --delete {name}",
            )
