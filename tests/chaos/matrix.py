"""Every fault of every call on every platform, and the decision that belongs to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from bot.model import Failed, Status
from tests.chaos.inside import WORDS, Inside

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.chaos.world import World

ALWAYS = 99
SHORT_SECONDS, LONG_SECONDS = 0.8, 30.0
"""How long an answer is waited for where none comes; where one comes, however busy the machine is."""


class Step(NamedTuple):
    """What one run said and left behind."""

    outcome: str
    """"nothing": the run had nothing to do with it. "put-off": failed, with the time from which it is tried again."""
    code: int
    status: Status
    """In the ledger."""
    posts: int
    """On the server."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What is done about a fault: the run that meets it, the next one a minute later, and one after 16 minutes."""

    name: str
    words: str
    steps: tuple[Step, Step, Step]


DONE = Step("nothing", 0, Status.POSTED, 1)
POSTED = Step("posted", 0, Status.POSTED, 1)
FOUND = Step("already-posted", 0, Status.POSTED, 1)
OPEN = Step("in-doubt", 4, Status.IN_DOUBT, 0)

WITHOUT = Decision("no picture", "posted without its picture, with a warning", (POSTED, DONE, DONE))
LATER = Decision("later", "surely not posted: put off, and posted by the next run", (
    Step("put-off", 1, Status.FAILED, 0), POSTED, DONE,
))  # fmt: skip
REFUSED = Decision("refused", "surely not posted: failed, with the remedy; the next run tries once more", (
    Step("failed", 1, Status.FAILED, 0), POSTED, DONE,
))  # fmt: skip
IS_THERE = Decision("doubt → found", "in doubt; the next run asks the platform, finds the post and writes it down", (
    Step("in-doubt", 4, Status.IN_DOUBT, 1), FOUND, DONE,
))  # fmt: skip
NOT_THERE = Decision("doubt → sent", "in doubt; the next run asks the server, which does not have it, and sends it", (
    OPEN, POSTED, DONE,
))  # fmt: skip
WAITED = Decision("doubt → waits → sent", "in doubt until the timeline cannot lag any more, then sent", (
    OPEN, OPEN, POSTED,
))  # fmt: skip
ASKED = Decision(
    "doubt → person", "in doubt; it is looked for once more, and then a person decides", (OPEN, OPEN, OPEN)
)

BEFORE = ("reset-before", "timeout-before", "500-before", "502-before", "503-before", "504-before", "html-before")
AFTER = (
    "reset-after", "timeout-after", "500-after", "502-after", "503-after", "504-after", "html-after", "empty-after",
    "cut-json", "cut-body",
)  # fmt: skip
NEVER = ("400", "401", "402", "403-permission", "403-other")
LIMITS = ("refused", "429", "429-reset")
# The last one stays open, so that nothing after it ends with 0.
KINDS = (*LIMITS, *NEVER, *BEFORE, *AFTER, "403-duplicate")

EXPECTED: dict[tuple[str, str], dict[str, Decision]] = {
    ("bluesky", "upload"): {
        **dict.fromkeys((*LIMITS, *BEFORE, *AFTER), LATER),
        **dict.fromkeys((*NEVER, "403-duplicate"), REFUSED),
        "400": WITHOUT,
    },
    ("bluesky", "create"): {
        **dict.fromkeys(LIMITS, LATER),
        **dict.fromkeys((*NEVER, "403-duplicate"), REFUSED),
        **dict.fromkeys(BEFORE, NOT_THERE),
        **dict.fromkeys(AFTER, IS_THERE),
    },
    ("x", "upload"): {
        **dict.fromkeys((*LIMITS, *BEFORE, *AFTER), LATER),
        **dict.fromkeys(NEVER, REFUSED),
        **dict.fromkeys(("400", "403-other", "403-duplicate"), WITHOUT),
    },
    ("x", "create"): {
        **dict.fromkeys(LIMITS, LATER),
        **dict.fromkeys(NEVER, REFUSED),
        **dict.fromkeys(BEFORE, WAITED),
        **dict.fromkeys(AFTER, IS_THERE),
        "403-duplicate": ASKED,
    },
    ("mastodon", "upload"): {
        **dict.fromkeys((*LIMITS, *BEFORE, *AFTER), LATER),
        **dict.fromkeys(NEVER, REFUSED),
        **dict.fromkeys(("400", "402", "403-other", "403-duplicate"), WITHOUT),
    },
    ("mastodon", "create"): {
        **dict.fromkeys(LIMITS, LATER),
        **dict.fromkeys(NEVER, REFUSED),
        **dict.fromkeys(BEFORE, WAITED),
        **dict.fromkeys(AFTER, IS_THERE),
        "403-duplicate": ASKED,
    },
}
"""Platform and call to the decision for each fault, where the fault lasts as long as the run."""

DECISIONS = {one.steps: one for one in (WITHOUT, LATER, REFUSED, IS_THERE, NOT_THERE, WAITED, ASKED)}
"""Three runs to the decision that they show."""

BEFORE_CREATE = {"bluesky": "upload", "x": "metadata", "mastodon": "upload"}
"""The call after whose answer a server has to go away, so that the post's own call is the first that it misses."""


def table(found: Mapping[tuple[str, str], Mapping[str, Decision | None]]) -> str:
    """The decisions as Markdown: a column for each call, a line for all faults that are decided alike."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for kind in KINDS:
        names = tuple(one.name if (one := decisions[kind]) else "?" for decisions in found.values())
        alike.setdefault(names, []).append(kind)
    lines = [
        "| fault | " + " | ".join(f"{target}, {call}" for target, call in found) + " |",
        "|---" * (len(found) + 1) + "|",
        *(f"| {', '.join(kinds)} | {' | '.join(names)} |" for names, kinds in alike.items()),
    ]
    return "\n".join(lines)


def legend() -> str:
    """What the decisions' names mean, as Markdown."""
    return "\n".join(f"- **{one.name}**: {one.words}." for one in DECISIONS.values())


def meet(world: World, inside: Inside, target: str, call: str, kind: str) -> tuple[Step, Step, Step]:
    """A digest whose run meets the fault, and the two runs after it, when all is well again."""
    key = world.digest().stem
    server = world.servers[target]
    server.fault(call, kind, ALWAYS, after=BEFORE_CREATE[target] if (kind, call) == ("refused", "create") else None)
    if kind.startswith("timeout"):
        inside.hurry(SHORT_SECONDS)
    first = step(world, inside, target, key)
    inside.hurry(LONG_SECONDS)
    server.quiet()
    server.heal()
    inside.clock.forward(minutes=1)
    second = step(world, inside, target, key)
    inside.clock.forward(minutes=15)
    return first, second, step(world, inside, target, key)


def step(world: World, inside: Inside, target: str, key: str) -> Step:
    said = inside.run(target)
    outcome = said.outcome(key)
    word = "nothing" if outcome is None else WORDS[type(outcome)]
    if isinstance(outcome, Failed) and outcome.retry_at is not None:
        word = "put-off"
    entries = inside.wiring().store.read(lambda ledger: list(ledger.entries(key=key, target=target)))
    return Step(word, said.code, entries[0].status, world.posts()[target][key])
