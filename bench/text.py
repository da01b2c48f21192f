"""Counting and composing a post, beside the official counters: python -m bench text"""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import regex

from bench import peers
from bench.measure import Goal, Measured, Row, in_turn
from bot.formatter import compose
from bot.model import Digest
from bot.text.measure import graphemes, weighted
from tests.reading import find_target, parse
from tests.text import hostile, oracle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

LINK = "https://example.com/posts/2025-11-28-the-laureate-bets-on-world-models/"
TITLES = {
    "plain": "A laureate bets on world models and declares LLMs a dead end. He leaves the lab to found a start-up.",
    "typographic": "A laureate bets on “world models” — and declares LLMs a dead end… Node.js v24 isn’t to blame.",
    "emoji": "🚀 A laureate bets on world models 🤖 and declares LLMs a dead end 👩🏽‍💻. He leaves the lab.",
    "Japanese": "受賞者が「世界モデル」に賭け、大規模言語モデルは行き止まりだと宣言した。研究所を離れ、新会社を設立する。",
}
"""What posts are like."""
POSTS = {kind: f"{title} {LINK} #AI" for kind, title in TITLES.items()}
COUNTERS: dict[str, tuple[str, str, Callable[[str], int]]] = {
    "X": ("twitter-text (npm)", "weighted", weighted),
    "Bluesky": ("Intl.Segmenter (node)", "graphemes", graphemes),
}
MOST_MICROSECONDS = {"count": 60, "compose": 2000}
ONLY_SINCE_18 = regex.compile(
    r"(?<!\p{InCB=Consonant}[\p{InCB=Extend}\p{InCB=Linker}]*)"
    r"\p{InCB=Linker}[\p{InCB=Extend}\p{InCB=Linker}]*\p{InCB=Consonant}"
)
"""What Unicode 18 joins (GB9c), and node's older one does not."""


class Official:
    """The official counters, timed in a node that stays warm."""

    def __init__(self, stack: ExitStack) -> None:
        self.folder = oracle.ORACLE.folder
        script = peers.HERE / "text" / "official.mjs"
        self.node = stack.enter_context(
            subprocess.Popen(
                ["node", script, self.folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
            )
        )

    def timed(self, count: str, texts: Sequence[str]) -> float:
        if self.node.stdin is None or self.node.stdout is None:
            raise AssertionError
        self.node.stdin.write(json.dumps({"count": count, "texts": texts}) + "\n")
        return float(self.node.stdout.readline())


def rows(*, quick: bool = False) -> Iterator[Row]:
    rounds, many = (1, 5) if quick else (11, 500)
    with ExitStack() as stack:
        if peers.MAY_INSTALL[-1] and shutil.which("npm"):
            oracle.ORACLE.install()
        here = oracle.installed()
        official = Official(stack) if here else None
        kinds = {kind: [post] * many for kind, post in POSTS.items()}
        kinds["hostile"] = list(hostile.texts(4 * many))
        said = agreement(200 if quick else 20_000) if here else {}
        for kind, texts in kinds.items():
            for platform, (peer, name, ours) in COUNTERS.items():
                notes = (
                    (said.get(platform, "the official counters are not here: node and npm are needed"),)
                    if kind == "hostile"
                    else ()
                )
                theirs = {peer: (name, texts)} if official else {}
                yield row(f"count for {platform}, {kind}", lambda: timed(ours, texts), official, theirs, rounds, notes)  # noqa: B023 -- used at once
        for kind, title in TITLES.items():
            for platform, (peer, name, _) in COUNTERS.items():
                theirs = {f"{peer}, counting it once": (name, kinds[kind])} if official else {}
                yield row(
                    f"compose for {platform}, {kind}",
                    composing(platform.lower(), title, many),
                    official,
                    theirs,
                    rounds,
                )


def row(
    case: str,
    ours: Callable[[], float],
    official: Official | None,
    theirs: dict[str, tuple[str, list[str]]],
    rounds: int,
    notes: tuple[str, ...] = (),
) -> Row:
    tries: dict[str, Callable[[], float]] = {"bot": ours}
    for who, (name, texts) in theirs.items() if official else ():
        tries[who] = lambda name=name, texts=texts: official.timed(name, texts)  # type: ignore[misc,union-attr]
    # A just-in-time compiler needs some rounds to warm up.
    found = in_turn(tries, rounds, warmups=5 if rounds > 1 else 0)
    return Row(
        "text", case, "µs a post", Measured("bot", found["bot"]), tuple(Measured(who, found[who]) for who in theirs),
        notes=notes, goal=Goal(MOST_MICROSECONDS[case.partition(" ")[0]]),
    )  # fmt: skip


def timed(count: Callable[[str], object], texts: Sequence[str]) -> float:
    """Microseconds a text."""
    began = time.perf_counter()
    for text in texts:
        count(text)
    return (time.perf_counter() - began) * 1e6 / len(texts)


def composing(platform: str, title: str, count: int) -> Callable[[], float]:
    """Compose different digests of this kind, so that nothing can be remembered from one to the next."""
    target = find_target(platform, parse({"site": "https://example.com", "targets": {platform: {}}}, None, Path()))
    digests = [
        Digest(
            key=f"post-{number}",
            path=Path(f"content/post-{number}.md"),
            slug=f"post-{number}",
            url=LINK,
            title=f"{title} {number}",
            description=f"What it is about, told in two sentences, number {number}. {title}",
            tags=("AI", "software-engineering", "research", "digest"),
            lang="en",
            published_at=datetime(2025, 11, 28, tzinfo=UTC),
        )
        for number in range(count)
    ]

    def measure() -> float:
        began = time.perf_counter()
        for digest in digests:
            compose(digest, target, None)
        return (time.perf_counter() - began) * 1e6 / len(digests)

    return measure


def agreement(count: int) -> dict[str, str]:
    """On so many hostile texts: how many are as long as the official counter says, and how many too short."""
    texts = list(hostile.texts(count))
    told = oracle.ask("parse", texts)
    on_x = [weighted(text) - one["weighted"] for text, one in zip(texts, told, strict=True)]
    # Where the two Unicode versions differ, there is nothing to agree on.
    on_bluesky = [
        graphemes(text) - one["graphemes"]
        for text, one in zip(texts, told, strict=True)
        if not (one["unassigned"] or ONLY_SINCE_18.search(text))
    ]
    return {
        platform: f"{100 * found.count(0) / len(found):.3f} % of {len(found):,} hostile texts are as long as the official "
        f"counter says, {sum(one < 0 for one in found)} shorter"
        for platform, found in (("X", on_x), ("Bluesky", on_bluesky))
    }
