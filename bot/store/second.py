"""A second ledger of the same blog, which would post everything once more; whoever finds one stops."""

from __future__ import annotations

import contextlib
import sqlite3
from typing import TYPE_CHECKING

from bot.errors import LedgerError
from bot.ledger.opening import connect
from bot.settings.paths import shown
from bot.settings.private import without_private
from bot.store.place import USUAL, Place
from bot.store.remote import LEDGER
from bot.store.tip import HEADER_BYTES, in_memory

if TYPE_CHECKING:
    from pathlib import Path

    from bot.git import Git
    from bot.store.remote import RemoteBranch


SECONDS = 20.0
"""So long the server is waited for, where nothing but this question needs it."""
LAST = "SELECT id, key, target, status, at, nonce FROM history ORDER BY id DESC LIMIT 1"
SAME = "SELECT 1 FROM history WHERE (id, key, target, status, at) = (?, ?, ?, ?, ?) AND nonce IS ?"


def check_no_branch(git: Git, remote: str, path: Path) -> None:
    """Raise LedgerError where the blog's repository has the branch in which the action keeps the ledger.

    ``path``: the local ledger. A server that cannot be asked is believed to be as the checkout last saw it.
    """
    if not any((folder / ".git").exists() for folder in (git.root, *git.root.absolute().parents)):
        return
    if git.run("config", "--get", f"remote.{remote}.url").code != 0:
        return
    try:
        address = Place(git, remote).address
    except LedgerError:
        address = remote  # several, or none that is sure: a file is not pushed there, and it is only asked
    ref = f"refs/heads/{USUAL}"
    answer = git.run("ls-remote", "--exit-code", address, ref, seconds=SECONDS)
    there = ref in answer.text.split() if answer.code in {0, 2} else None
    if there is None:
        there = git.run("rev-parse", "--verify", "--quiet", f"refs/remotes/{remote}/{USUAL}").code == 0
    if there:
        raise LedgerError(
            f"{shown(path)}: would be a second ledger: {without_private(remote)} has the branch {USUAL}, where the action keeps one",
            f'nothing was sent. A blog has one ledger: to share it, write branch = "{USUAL}" into the settings and move '
            f"{shown(path)} away; if nobody needs that branch any more: git push {without_private(remote)} --delete {USUAL}",
        )


def check_no_file(path: Path, shared: sqlite3.Connection, where: str) -> None:
    """Raise LedgerError where the local file has written down what the shared ledger does not know.

    An older copy of the shared one has not: each begins as the other did.
    """
    last = last_line(path)
    if last is None or shared.execute(SAME, last).fetchone():
        return
    _, key, target, status, *_ = last
    raise LedgerError(
        f"{shown(path)}: a second ledger beside {where}, which does not know that {key} on {target} is {status}",
        f"nothing was sent. A blog has one ledger: if that is the shared one, move {shown(path)} away and mark what it had "
        "posted as handled with: bot baseline; if it is the file, take branch out of the settings",
    )


def last_line(path: Path) -> tuple[object, ...] | None:
    """What a ledger's file has written down last; None where there is no such file, or nothing was ever posted with it."""
    if not path.is_file():
        return None
    with contextlib.suppress(sqlite3.Error), contextlib.closing(connect(path, busy_seconds=5)) as connection:
        line: tuple[object, ...] | None = connection.execute(LAST).fetchone()
        return line
    return None


def adopt_file(path: Path, fresh: sqlite3.Connection) -> None:
    """Fill the new shared ledger with what the local one knows, if there is one that has posted anything."""
    if last_line(path) is not None:
        with contextlib.closing(connect(path, busy_seconds=5)) as local:
            local.backup(fresh)


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
