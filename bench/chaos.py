"""Nothing is posted twice and nothing is lost: ``python -m bench.chaos [--kills N] [--rounds N] [--no-matrix] [--seed N]``.

Random kills over a local ledger, rounds of several machines over a ledger on a git branch, and every fault of every
call, against the real Bluesky server, and X and Mastodon on loopback. Prints its numbers and tables; exits with 1 if one is wrong.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.chaos.inside import Hands, Inside
from tests.chaos.kills import Tally, campaign, rounds
from tests.chaos.matrix import DECISIONS, EXPECTED, KINDS, meet, table
from tests.chaos.world import World, shared
from tests.conftest import Blog, clean_environment
from tests.nursery import Nursery
from tests.servers import pds as bluesky
from tests.servers.git import GitServer
from tests.servers.mastodon import MastodonServer
from tests.servers.x import XServer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.chaos.matrix import Step
    from tests.servers.pds import Pds

KILLS_A_BLOG, ROUNDS_A_BLOG = 60, 25
"""Then a new blog with new accounts takes over: X lets one account post 100 times in a quarter of an hour."""


def portions(count: int, most: int) -> Iterator[int]:
    for begin in range(0, count, most):
        yield min(most, count - begin)


def blog_of(folder: Path, nursery: Nursery, pds: Pds, x: XServer, mastodon: MastodonServer) -> World:
    world = World(Blog(folder / "blog", clean_environment()), nursery, pds, x, mastodon)
    ran = world.bot("init")
    if ran.code:
        raise SystemExit(ran.err)
    return world


def local_kills(folder: Path, nursery: Nursery, pds: Pds, kills: int, dice: random.Random) -> Tally:
    """Killed at random moments, a ledger in a file."""
    tally = Tally()
    for number, some in enumerate(portions(kills, KILLS_A_BLOG)):
        with XServer() as x, MastodonServer() as mastodon:
            tally.add(campaign(blog_of(folder / f"local-{number}", nursery, pds, x, mastodon), some, dice))
        print(f"  {tally.kills} kills, {len(tally.duplicates)} duplicates ...", file=sys.stderr, flush=True)
    return tally


def machines(folder: Path, nursery: Nursery, pds: Pds, count: int, dice: random.Random) -> Tally:
    """Two or three machines at once, a ledger on a git branch."""
    tally = Tally()
    for number, some in enumerate(portions(count, ROUNDS_A_BLOG)):
        place = folder / f"shared-{number}"
        place.mkdir()
        with XServer() as x, MastodonServer() as mastodon, GitServer(place) as git:
            tally.add(rounds(shared(place, git, nursery, pds, x, mastodon), git, some, dice))
        print(f"  {tally.kills} kills, {len(tally.duplicates)} duplicates ...", file=sys.stderr, flush=True)
    return tally


def matrix(folder: Path, nursery: Nursery, pds: Pds) -> dict[tuple[str, str], dict[str, tuple[Step, ...]]]:
    """What the program makes of every fault."""
    found: dict[tuple[str, str], dict[str, tuple[Step, ...]]] = {}
    for target, call in EXPECTED:
        with XServer() as x, MastodonServer() as mastodon:
            world = blog_of(folder / f"{target}-{call}", nursery, pds, x, mastodon)
            inside = Inside(world.blog, Hands())
            x.now = mastodon.now = inside.clock.now
            pds.proxy.now = lambda inside=inside: inside.clock.now().timestamp()
            found[target, call] = {kind: meet(world, inside, target, call, kind) for kind in KINDS}
            inside.close()
    return found


def row(name: str, tally: Tally) -> str:
    posts = ", ".join(f"{count} on {target}" for target, count in sorted(tally.posts.items()))
    return (
        f"{name}: {tally.kills} SIGKILLs in {tally.runs} runs ({tally.mid_claim} left a claim open), {tally.faults} answers "
        f"lost, {tally.digests} digests; {posts}; {tally.in_doubt} in doubt at the end; "
        f"{len(tally.duplicates)} DUPLICATES, {len(tally.wrong)} lost or wrong; {tally.seconds:.0f} s"
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.chaos", description=__doc__)
    parser.add_argument("--kills", type=int, default=300, help="SIGKILLs at random moments over a local ledger")
    parser.add_argument("--rounds", type=int, default=100, help="rounds of 2-3 machines over a ledger on a git branch")
    parser.add_argument("--no-matrix", action="store_true", help="leave out the faults of every call")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    asked = parser.parse_args()
    pds = bluesky.start()
    if isinstance(pds, str):
        raise SystemExit(pds)
    dice = random.Random(asked.seed)
    folder = Path(tempfile.mkdtemp(prefix="bot-chaos-"))
    wrong: list[str] = []
    print(f"seed {asked.seed}", flush=True)
    try:
        with pds, Nursery() as nursery:
            for name, count, prove in (
                ("random kills, local ledger", asked.kills, local_kills),
                ("machines and kills, ledger on a git branch", asked.rounds, machines),
            ):
                if count:
                    tally = prove(folder, nursery, pds, count, dice)
                    print(row(name, tally), flush=True)
                    wrong += tally.duplicates + tally.wrong
            if not asked.no_matrix:
                found = matrix(folder, nursery, pds)
                print(
                    table(
                        {
                            where: {kind: DECISIONS.get(steps) for kind, steps in one.items()}
                            for where, one in found.items()
                        }
                    )
                )
                wrong += [
                    f"{target} {call} {kind}: {steps}"
                    for (target, call), one in found.items()
                    for kind, steps in one.items()
                    if steps != EXPECTED[target, call][kind].steps
                ]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    for line in wrong:
        print(f"WRONG: {line}")
    raise SystemExit(1 if wrong else 0)


if __name__ == "__main__":
    main()
