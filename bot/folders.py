"""What is written into folders is there whole and on the disk, and what is this machine's alone is not git's."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def sync_folder(path: Path) -> None:
    """The names in the folder are on the disk when this returns."""
    folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def is_same_file(one: Path, other: Path) -> bool:
    """Both paths lead to one file; a file system may tell neither "Post.md" from "post.md" nor two spellings of an é."""
    try:
        return one.samefile(other)
    except OSError:  # one of them is gone
        return False


def make_private(folder: Path) -> None:
    """The folder is there, and git leaves it alone."""
    folder.mkdir(parents=True, exist_ok=True)
    ignore = folder / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n", encoding="utf-8")


def write_whole(path: Path, content: bytes) -> None:
    """The file is there with all of this or as it was before, and on the disk when this returns."""
    import tempfile  # it takes a while, and a run that writes no page needs none of it

    handle, temporary = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644)  # noqa: PTH101 -- a page is there to be opened by others too
        os.replace(temporary, path)  # noqa: PTH105 -- ``temporary`` is a string
    except BaseException:
        os.unlink(temporary)  # noqa: PTH108 -- as above
        raise
    sync_folder(path.parent)
