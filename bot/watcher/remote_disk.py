"""Whether a folder lies on a file system that tells nothing of the changes that other machines make to it."""

from __future__ import annotations

import os
from pathlib import Path

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
