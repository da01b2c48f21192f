"""What changes below content/: as the system tells it, or by looking at every file where it tells nothing."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bot.settings.paths import named, shown
from bot.watcher.names import enters_folder, is_digest

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterable, Iterator

    from bot.settings.model import Settings

POLL_MS = 2_000
QUIET_MS, LONGEST_MS, TICK_MS = 400, 5_000, 1_000
"""An editor's or git's many writes end with QUIET_MS of silence; after LONGEST_MS they are looked at all the same."""
UNWATCHED_SECONDS = 20.0
"""So often content/ counts as changed where it cannot even be looked at."""


class FileChange(NamedTuple):
    """What happened to one path: "added", "modified" or "deleted"."""

    what: str
    path: str


def batches(settings: Settings, stop: threading.Event, tell: Callable[[str], None]) -> Iterator[list[FileChange]]:
    """The changes below content/, many writes at once; an empty list at every tick. Ends when ``stop`` is set.

    Where the system tells of no changes (a network's file system, no inotify watches left), the files are looked at every
    POLL_MS instead, and where that fails too, content/ counts as changed every UNWATCHED_SECONDS. Whenever watching has
    begun, at first and after content/ was replaced, the folder itself counts as changed.
    """
    import watchfiles

    content = settings.content
    polling = (kind := remote_file_system(content)) is not None
    if polling:
        tell(
            f"{shown(content)} is on {kind}, which tells of no changes: every file is looked at each {POLL_MS // 1000} s"
        )
    while not stop.is_set():
        identity = folder_id(content)
        began = [FileChange("modified", str(content))]
        try:
            for found in watchfiles.watch(
                content,
                watch_filter=None,
                debounce=LONGEST_MS,
                step=QUIET_MS,
                stop_event=stop,
                rust_timeout=TICK_MS,
                yield_on_timeout=True,
                ignore_permission_denied=True,
                force_polling=polling or None,
                poll_delay_ms=POLL_MS,
            ):
                yield began + [FileChange(change.name, path) for change, path in sorted(found, key=lambda one: one[1])]
                began = []
                if folder_id(content) != identity:
                    break  # another folder has taken its place, and the watch is on the old one
        except (OSError, RuntimeError) as error:
            if not content.is_dir():
                # Taken away, perhaps by a checkout that brings it back.
                yield []
                stop.wait(TICK_MS / 1000)
            elif not polling:
                polling = True
                reason = " ".join(str(error).split())[:200]
                tell(
                    f"{shown(content)} cannot be watched ({reason}): every file is looked at each {POLL_MS // 1000} s; "
                    "on Linux, fs.inotify.max_user_watches sets how many may be"
                )
            else:
                yield began
                stop.wait(UNWATCHED_SECONDS)


def folder_id(folder: Path) -> tuple[int, int] | None:
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def worth_a_look(changes: Iterable[FileChange], settings: Settings) -> Iterator[FileChange]:
    """Without editors' temporary files, pictures, and what was only taken away."""
    wanted = is_digest(settings.include, settings.exclude)
    root = os.path.realpath(settings.content)
    for change in changes:
        below = os.path.relpath(os.path.realpath(change.path), root).replace(os.sep, "/")
        if below == "." or (change.what != "deleted" and (wanted(below) or is_folder(change.path))):
            yield change


def is_folder(path: str) -> bool:
    """A folder that appeared or was renamed may be full of digests of which no event told."""
    return os.path.isdir(path) and enters_folder(os.path.basename(path))  # noqa: PTH112, PTH119 -- paths come as texts


def change_lines(changes: list[FileChange], settings: Settings) -> Iterator[str]:
    """One line for each event; many together are counted."""
    if len(changes) > 10:
        yield f"{len(changes)} files changed in {shown(settings.content)}"
        return
    root = os.path.realpath(settings.content)
    for change in changes:
        below = os.path.relpath(os.path.realpath(change.path), root)
        if below != ".":
            yield f"{named(settings.content / below)}: {change.what}"


# ── file systems ─────────────────────────────────────────────────────────────────────────────────


MOUNTS = Path("/proc/self/mounts")
REMOTE = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "lustre", "gpfs", "ncpfs", "vboxsf", "virtiofs", "prl_fs", "vmhgfs", "drvfs"}
)  # fmt: skip
"""File systems whose changes inotify only hears of where this machine made them (inotify(7), "Limitations")."""
LOCAL_FUSE = frozenset({"fuseblk", "fuse.ntfs-3g", "fuse.ext4"})


def remote_file_system(folder: Path, mounts: Path = MOUNTS) -> str | None:
    """The name of the network file system that the folder lies on; None where it is local, or nobody can tell."""
    real = os.path.realpath(folder)
    best, kind = "", ""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return None
    for line in lines:
        _, place, name, *_ = (*line.split(" "), "", "", "")
        place = place.replace("\\040", " ")
        if len(place) >= len(best) and (real == place or real.startswith(place.rstrip("/") + "/")):
            best, kind = place, name
    is_remote = kind in REMOTE or (kind.startswith("fuse") and kind not in LOCAL_FUSE)
    return kind if is_remote else None
