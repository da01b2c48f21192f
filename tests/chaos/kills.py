"""Runs that are killed at random moments, one or several at once, over many digests, until all is out."""

from __future__ import annotations

import signal
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.points import Point
from tests.chaos.world import ASKED_FIRST

if TYPE_CHECKING:
    from random import Random

    from tests.chaos.world import World
    from tests.servers.faults import Request, Response, Server
    from tests.servers.git import GitServer

LAG = timedelta(seconds=0.7)
"""How long the timelines of X and Mastodon lag here; ``timeline_lag`` is longer, as it must be."""
SLOWEST_SECONDS = 0.06
FAULTS = ("reset-before", "reset-after", "500-before", "503-after", "cut-body")
CALLS = ("upload", "create", "create")
EMPTY_TIMELINE = 0.2
"""How often X or Mastodon, once asked for what it has, answers with nothing at all."""
PUSH_FAULTS = ("reset-after", "502-after", "cut-after", "reset-after", "reset-before")
EXITS = {-signal.SIGKILL, 0, 1, 3, 4}
"""With which a run may end: killed, or whatever it had to say, but never without a word or a usable ledger."""
MOST_ROUNDS_TO_THE_END = 80


@dataclass(slots=True)
class Tally:
    """What came of it."""

    runs: int = 0
    kills: int = 0
    """Processes that SIGKILL ended; one that had ended before does not count."""
    mid_claim: int = 0
    """Killed processes after which something was claimed and had no receipt."""
    faults: int = 0
    digests: int = 0
    posts: Counter[str] = field(default_factory=Counter)
    duplicates: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    in_doubt: int = 0
    """At the very end."""
    seconds: float = 0.0

    def add(self, other: Tally) -> None:
        for name in ("runs", "kills", "mid_claim", "faults", "digests", "in_doubt"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.posts += other.posts
        self.duplicates += other.duplicates
        self.wrong += other.wrong
        self.seconds += other.seconds


def slow(server: Server, random: Random) -> None:
    """Let every answer take its time, so that a kill can fall before the request is carried out, and after."""
    answer = server.answer

    def answer_slowly(request: Request) -> Response:
        time.sleep(random.uniform(0, SLOWEST_SECONDS))
        try:
            return answer(request)
        finally:
            time.sleep(random.uniform(0, SLOWEST_SECONDS))

    server.answer = answer_slowly


def campaign(world: World, kills: int, random: Random, *, faults: bool = True) -> Tally:
    """Kill until ``kills`` processes were killed, then let the runs go on until nothing is left to do."""
    tally, began, typical = Tally(), time.monotonic(), 1.0
    world.settings(timeline_lag="2s")
    world.x.lag = world.mastodon.lag = LAG
    for target in ASKED_FIRST:
        slow(world.servers[target], random)
    while tally.kills < kills:
        for _ in range(random.choice((0, 1, 1, 2))):
            world.digest(hero=random.random() < 0.7)
        if faults and random.random() < 0.2:
            server = random.choice(list(world.servers.values()))
            server.fault(random.choice(CALLS), random.choice(FAULTS))
            tally.faults += 1
            if random.random() < EMPTY_TIMELINE:
                world.servers[random.choice(ASKED_FIRST)].fault("timeline", "200-empty")
        open_before = {where for where, status in world.ledger().items() if status == "in-doubt"}
        at_once = random.choice((1, 1, 1, 2, 3))
        started = [world.start("run", "-q") for _ in range(at_once)]
        before = time.monotonic()
        for child in started:
            threading.Timer(random.uniform(0.02, typical * at_once), child.kill).start()
        codes = [child.wait().code for child in started]
        tally.runs += at_once
        killed = sum(code == -signal.SIGKILL for code in codes)
        tally.kills += killed
        tally.wrong += [f"a run ended with exit {code}" for code in codes if code not in EXITS]
        if killed == 0:
            typical = 0.8 * typical + 0.2 * (time.monotonic() - before) / at_once
        else:
            left = {where for where, status in world.ledger().items() if status == "in-doubt"}
            tally.mid_claim += min(killed, len(left - open_before))
        for server in world.servers.values():
            server.heal()
    finish(world, tally)
    tally.seconds = time.monotonic() - began
    return tally


def rounds(world: World, git: GitServer, count: int, random: Random) -> Tally:
    """Rounds of two or three machines at once over one ledger on a branch, killed at named points and at random
    moments, while the git server loses answers to pushes; then undisturbed until nothing is left to do.
    """
    tally, began = Tally(), time.monotonic()
    world.settings(timeline_lag="2s")
    world.x.lag = world.mastodon.lag = LAG
    for _ in range(count):
        for _ in range(random.choice((1, 1, 2))):
            world.digest(hero=random.random() < 0.5)
        if random.random() < 0.4:
            git.fault("push", random.choice(PUSH_FAULTS))
            tally.faults += 1
            if random.random() < EMPTY_TIMELINE:
                world.servers[random.choice(ASKED_FIRST)].fault("timeline", "200-empty")
        open_before = {where for where, status in world.ledger().items() if status != "posted"}
        started = []
        for machine in random.sample(range(len(world.blogs)), random.choice((2, 3))):
            how = random.choice(("named", "named", "moment", "undisturbed"))
            env = {"BOT_CRASH_AT": f"{random.choice(list(Point))}:{random.choice((1, 1, 2))}"} if how == "named" else {}
            child = world.start("run", "-q", at=machine, env=env)
            if how == "moment":
                threading.Timer(random.uniform(0.1, 3.0), child.kill).start()
            started.append(child)
        codes = [child.wait().code for child in started]
        tally.runs += len(codes)
        tally.kills += codes.count(-signal.SIGKILL)
        left = {where for where, status in world.ledger().items() if status != "posted"}
        tally.mid_claim += min(codes.count(-signal.SIGKILL), len(left - open_before))
        tally.wrong += [f"a run ended with exit {code}" for code in codes if code not in EXITS]
        git.heal()
    finish(world, tally)
    tally.seconds = time.monotonic() - began
    return tally


def finish(world: World, tally: Tally) -> None:
    """Run undisturbed until nothing is left to do, and count what readers see."""
    for _ in range(MOST_ROUNDS_TO_THE_END):
        world.bot("run", "-q")
        tally.runs += 1
        said = world.ledger()
        if all(said.get((key, target)) == "posted" for key in world.keys for target in world.targets):
            break
        time.sleep(0.3)
    tally.digests = len(world.keys)
    tally.posts = Counter({target: sum(found.values()) for target, found in world.posts().items()})
    tally.duplicates += world.duplicates()
    tally.wrong += [one for one in world.wrong() if one not in tally.duplicates]
    tally.in_doubt = list(world.ledger().values()).count("in-doubt")
