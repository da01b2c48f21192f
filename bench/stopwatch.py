"""Starts programs and reports what the operating system says they took; small, because a child's peak memory begins at its parent's.

One JSON line in ({"command": [...], "cwd": ..., "env": {...}, "out": FILE}), one out ({"code", "seconds", "cpu", "mib"}).
"""

import json
import os
import sys
import time

for line in sys.stdin:
    wanted = json.loads(line)
    os.chdir(wanted["cwd"])
    out = os.open(wanted["out"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    nothing = os.open(os.devnull, os.O_RDONLY)
    began = time.perf_counter()
    child = os.posix_spawn(
        wanted["command"][0],
        wanted["command"],
        wanted["env"],
        file_actions=[(os.POSIX_SPAWN_DUP2, nothing, 0), (os.POSIX_SPAWN_DUP2, out, 1), (os.POSIX_SPAWN_DUP2, out, 2)],
    )
    _, status, usage = os.wait4(child, 0)
    seconds = time.perf_counter() - began
    os.close(out)
    os.close(nothing)
    # Linux counts in KiB, macOS in bytes.
    mib = usage.ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024)
    code = os.waitstatus_to_exitcode(status)
    print(
        json.dumps({"code": code, "seconds": seconds, "cpu": usage.ru_utime + usage.ru_stime, "mib": mib}), flush=True
    )
