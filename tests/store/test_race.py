"""Many processes at one ledger."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from tests.store.places import quiet_environ

if TYPE_CHECKING:
    from tests.store.places import GitPlace, LocalPlace, Place

ROOT = Path(__file__).resolve().parents[2]

RACER = """
import random, sys
sys.path.insert(0, {root!r})
from tests.store.places import *
from bot.clock import SystemClock
me, digests, together = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
made = {place}
made.clock = SystemClock()
store = made.store({who})
order = list(range(digests))
random.Random(me).shuffle(order)
sys.stdin.readline()
for start in range(0, digests, together):
    mine = [intent(digest(number)) for number in order[start : start + together]]
    now = made.clock.now()
    claims = store.change(lambda ledger: [ledger.claim(one, store.claimer, now, LEASE) for one in mine], "claim")
    claims = [one for one in claims if isinstance(one, Claim)]
    for one in claims:
        print("won", one.key, flush=True)
    if claims:
        store.change(lambda ledger: [ledger.settle(one, receipt(1), now) for one in claims], "settle")
store.close()
print("done")
"""


def race(place: Place, racers: int, digests: int, together: int = 1) -> Counter[str]:
    """How often each digest was won by racers who all begin at once."""
    shared = type(place).__name__ == "LocalPlace"
    code = RACER.format(
        root=str(ROOT),
        place=f"{type(place).__name__}(Path({str(place.folder)!r}))",
        who="'one'" if shared else "'racer' + me",
    )
    if not shared:
        for number in range(racers):
            place.settings(f"racer{number}")
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(number), str(digests), str(together)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", env=quiet_environ(),
        )
        for number in range(racers)
    ]  # fmt: skip
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    won: Counter[str] = Counter()
    for process in processes:
        out, err = process.communicate(timeout=300)
        assert process.returncode == 0, err
        assert out.endswith("done\n")
        won.update(line.split()[1] for line in out.splitlines() if line.startswith("won"))
    return won


def test_eight_processes_win_each_of_200_digests_once(local: LocalPlace) -> None:
    """None of them ever hears that the database is locked."""
    local.made()
    won = race(local, 8, 200)
    assert len(won) == 200
    assert set(won.values()) == {1}
    counts = local.store().read(lambda ledger: (ledger.counts(), ledger.check()))
    assert counts == ({"posted": 200}, [])


def test_clones_on_many_machines_win_each_digest_once(branch: GitPlace) -> None:
    """Four clones race over one branch, some digests at a time."""
    branch.made()
    won = race(branch, 4, 16, 4)
    assert len(won) == 16
    assert set(won.values()) == {1}
    assert branch.store().read(lambda ledger: ledger.counts()) == {"posted": 16}
