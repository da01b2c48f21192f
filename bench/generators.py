"""What each generator's rules cost for a digest: python -m bench generators"""

from __future__ import annotations

import tempfile
import time
from contextlib import chdir
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.blog import Blog
from bench.measure import Measured, Row, in_turn
from bot.content import read
from bot.content.blog import built_by
from bot.sites import GENERATORS, Written
from tests.reading import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bot.settings.model import Settings

READING = "reading its file, without a generator"
FILES = {
    "astro": {
        "astro.config.mjs": "export default { site: 'https://blog.example' };\n",
        "src/pages/content/[...slug].astro": "---\n---\n",
    },
    "hugo": {"hugo.toml": 'baseURL = "https://blog.example/"\n[permalinks]\ncontent = "/:year/:month/:slug/"\n'},
    "next": {"app/posts/[slug]/page.tsx": "export default function Page() {}\n"},
    "jekyll": {"_config.yml": "url: https://blog.example\npermalink: pretty\n"},
}
"""Settings that its blogs have, where there is more to say than that it is used."""


def rows(*, quick: bool = False) -> Iterator[Row]:
    many, rounds = (5, 1) if quick else (300, 5)
    with tempfile.TemporaryDirectory(prefix="bot-bench-") as folder:
        for name in GENERATORS:
            root = Path(folder) / name
            blog = Blog(root).make()
            for path, text in FILES.get(name, {}).items():
                (root / path).parent.mkdir(parents=True, exist_ok=True)
                (root / path).write_text(text, encoding="utf-8")
            paths = [blog.digest(number) for number in range(many)]
            with chdir(root):
                yield of_generator(name, root, paths, rounds)


def of_generator(name: str, root: Path, paths: list[Path], rounds: int) -> Row:
    settings = parse({"site": "https://blog.example", "generator": name}, None, root)
    plain = parse({"site": "https://blog.example"}, None, root)
    built = built_by(settings)
    if built is None:
        raise AssertionError
    files = [written(path, root, plain) for path in paths]
    tries = {
        "bot": lambda: microseconds(built.site.post, files),
        READING: lambda: microseconds(lambda path: read(path, plain), paths),
    }
    ours, theirs = (Measured(who, values) for who, values in in_turn(tries, rounds).items())
    return Row("generators", f"{GENERATORS[name].kind.value}'s rules", "µs a digest", ours, (theirs,))


def written(path: Path, root: Path, settings: Settings) -> Written:
    """The digest's file as a generator's rules get it."""
    digest = read(path, settings)
    where = path.relative_to(root).as_posix()
    return Written(where, digest.fields, digest.title, date=digest.published_at, tags=digest.tags)


def microseconds(do: Callable[[Any], object], things: Sequence[Any]) -> float:
    """For each of them."""
    began = time.perf_counter()
    for thing in things:
        do(thing)
    return (time.perf_counter() - began) * 1e6 / len(things)
