"""Files that are there whole, or not at all."""

from __future__ import annotations

import os
import tempfile
from typing import TYPE_CHECKING

from bot.folders import sync_folder

if TYPE_CHECKING:
    from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Whole or not at all, and on the disk when this returns."""
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
