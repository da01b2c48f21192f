"""Counting a post, ours beside the official counters, in one run: python -m bench.text"""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING, NamedTuple

from bot.text.measure import graphemes, weighted
from tests.text import hostile, oracle

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROUNDS = 15
LINK = "https://example.com/posts/2025-11-28-the-laureate-bets-on-world-models/"
POSTS = {
    "plain": f"A laureate bets on world models and declares LLMs a dead end. He leaves the lab to found a start-up. {LINK} #AI",
    "typographic": f"A laureate bets on “world models” — and declares LLMs a dead end… Node.js v24 isn’t to blame. {LINK} #AI",
    "emoji": f"🚀 A laureate bets on world models 🤖 and declares LLMs a dead end 👩🏽‍💻. He leaves the lab. {LINK} #AI",
    "Japanese": f"受賞者が「世界モデル」に賭け、大規模言語モデルは行き止まりだと宣言した。研究所を離れ、新会社を設立する。 {LINK} #AI",
}
"""What posts are like."""


class Row(NamedTuple):
    what: str
    ours: float
    """Microseconds a text, the median of the rounds."""
    official: float | None


def timed(count: Callable[[str], object], texts: Sequence[str]) -> float:
    """Microseconds a text, the median of the rounds; patterns are compiled before."""
    rounds = []
    for text in texts:
        count(text)
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for text in texts:
            count(text)
        rounds.append((time.perf_counter() - start) * 1e6 / len(texts))
    return statistics.median(rounds)


def rows() -> list[Row]:
    """Each kind of post, and the hostile texts; the official columns are empty where node is not installed."""
    kinds = {kind: [post] * 500 for kind, post in POSTS.items()} | {"hostile": list(hostile.texts(2_000))}
    told = oracle.ask("bench", kinds.values()) if oracle.installed() else [{}] * len(kinds)
    found = []
    for (kind, texts), official in zip(kinds.items(), told, strict=True):
        found.append(Row(f"X, {kind}", timed(weighted, texts), official.get("weighted")))
        found.append(Row(f"Bluesky, {kind}", timed(graphemes, texts), official.get("graphemes")))
    return found


def main() -> None:
    print(f"{'microseconds a post':24} {'ours':>8} {'official':>9}")
    for row in rows():
        official = "–" if row.official is None else f"{row.official:.1f}"
        print(f"{row.what:24} {row.ours:8.1f} {official:>9}")


if __name__ == "__main__":
    main()
