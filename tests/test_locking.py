"""One holder of a lock file at a time, and none once its process is dead."""

from __future__ import annotations

import subprocess
import sys
import threading
from typing import TYPE_CHECKING

from bot.locking import lock_file

if TYPE_CHECKING:
    from pathlib import Path


def test_who_does_not_wait_is_told_that_somebody_has_it(tmp_path: Path) -> None:
    """And has it once the other let go."""
    path = tmp_path / "a.lock"
    with lock_file(path) as first, lock_file(path) as second:
        assert (first, second) == (True, False)
    with lock_file(path) as third:
        assert third


def test_who_waits_has_it_when_the_other_lets_go(tmp_path: Path) -> None:
    """And not before."""
    path = tmp_path / "a.lock"
    order: list[str] = []

    def wait() -> None:
        with lock_file(path, seconds=60) as held:
            assert held
            order.append("second")

    thread = threading.Thread(target=wait)
    with lock_file(path):
        thread.start()
        thread.join(0.2)
        order.append("first")
    thread.join(5)
    assert order == ["first", "second"]


def test_who_holds_it_for_ever_is_not_waited_for_for_ever(tmp_path: Path) -> None:
    path = tmp_path / "a.lock"
    with lock_file(path), lock_file(path, seconds=0.2) as second:
        assert not second


def test_a_process_that_was_killed_holds_nothing(tmp_path: Path) -> None:
    """Its lock file is left over, and locks nobody out."""
    path = tmp_path / "a.lock"
    code = (
        "import sys, time, pathlib\nfrom bot.locking import lock_file\n"
        "with lock_file(pathlib.Path(sys.argv[1])):\n    print('held', flush=True)\n    time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        with lock_file(path) as held:
            assert not held
        process.kill()
        process.wait()
        with lock_file(path) as held:
            assert held
