"""A file's content, named as git names it, so that a fresh checkout is known by what is in its files."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

from bot.git import Git

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

CHUNK_BYTES = 1 << 20
FEW = 1000
"""Files that are read faster than git tells their ids."""
UNREADABLE = ""
"""In place of the id of a file that cannot be read."""


def blob_ids(content: Path, names: Sequence[str], environ: Mapping[str, str]) -> dict[str, str]:
    """The id of the content of each of these files; ``names`` are their paths below content/."""
    in_git = blob_ids_in_git(content, environ) if len(names) > FEW else {}
    return {name: in_git.get(name) or blob_id(content / name) for name in names}


def blob_id(path: Path) -> str:
    """The id that git would give the file as it is (without filters); UNREADABLE where it cannot be read."""
    try:
        with path.open("rb", buffering=0) as file:
            size = os.fstat(file.fileno()).st_size
            digest = hashlib.sha1(b"blob %d\0" % size, usedforsecurity=False)
            while chunk := file.read(CHUNK_BYTES):
                digest.update(chunk)
    except OSError:
        return UNREADABLE
    return digest.hexdigest()


def blob_ids_in_git(content: Path, environ: Mapping[str, str]) -> dict[str, str]:
    """Path below content/ to blob id, of every file that lies on the disk as git's index has it.

    Empty where content/ is not in git, or git cannot tell.
    """
    git = Git(content, environ)
    listed = git.run("ls-files", "--stage", "-v", "-z")
    # The disk itself is compared, not a file system monitor's word.
    changed = git.run("-c", "core.fsmonitor=false", "diff-files", "--name-only", "--relative", "-z")
    if listed.code or changed.code:
        return {}
    blob_ids = {}
    for entry in listed.out.split(b"\0"):
        head, _, path = entry.partition(b"\t")
        match head.split(b" "):
            # "H": git looks at the file on the disk; "0": it is not in conflict; "100...": it is a file.
            case [b"H", mode, blob, b"0"] if mode.startswith(b"100"):
                blob_ids[os.fsdecode(path)] = blob.decode()
    for path in changed.out.split(b"\0"):
        blob_ids.pop(os.fsdecode(path), None)
    return blob_ids
