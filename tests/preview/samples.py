"""Results as the bot makes them, built by hand from the real nouns."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache

from PIL import Image as Pillow
from PIL import ImageDraw

from bot.model import (
    AlreadyPosted,
    Card,
    Draft,
    Facet,
    Failed,
    Image,
    InDoubt,
    Outcome,
    Posted,
    Receipt,
    Result,
    Skipped,
    WouldPost,
)
from tests.reading import PLATFORMS

KEY = "2025-11-28-yann-lecun"
PATH = f"content/{KEY}.md"
TITLE = "Yann LeCun bets on world models, declares LLMs a dead end"
LEDE = (
    "Yann LeCun leaves Meta to build AI that learns how the world works, and calls today's language models a dead end."
)
LINK = "https://blog.example/posts/2025-11-28-yann-lecun"
NOW = datetime(2025, 11, 28, 6, 46, tzinfo=UTC)

HOSTILE = (
    "<script>document.title='owned'</script>",
    '"><img src=x onerror="document.title=\'owned\'">',
    "javascript:document.title='owned'",
    "safe \u202egpj.exe\u202c \x1b[2J\x1b]0;owned\x07\x9b31m text",
    "Z\u0351\u036b\u0343\u036a\u0302a\u0336\u0322\u031b\u0356l\u0489\u0321g\u0334\u0322o\u0338\u0327 " * 12,
    "x" * 10_000,
    "::error file=a.md::owned\n##[error]owned\n::set-output name=a::b",
    "```\n# owned\n````\n<img src=x>\n@everyone [a](javascript:b) ~~~",
    "{{7*7}} ${7*7} %s %0A::error::owned",
    "</textarea></details></pre><style>*{display:none}</style>",
    "a\ud800b",
)

NASTY = (
    *HOSTILE,
    "[click](javascript:alert(1))",
    "![img](https://evil.example/x.png)",
    "<https://evil.example> https://evil.example www.evil.example me@evil.example",
    "@everyone fixes #1 :tada: $x^2$ a|b **bold** _it_ ~~no~~ `code` ``` &copy; \\* {x}",
    "# heading",
    "- [ ] task",
    "<!-- bot:preview -->",
    "--> <img src=x>",
    "<details open ontoggle=alert(1)>",
)
"""Words that are markup to GitHub or commands to its runner."""


@cache
def picture(width: int = 1200, height: int = 630, alt: str = "A glass globe on a desk, lit from within") -> Image:
    """A real JPEG: sky, sun and hills, so that a crop or a stretch can be seen."""
    image = Pillow.new("RGB", (width, height))
    draw = ImageDraw.Draw(image)
    for row in range(height):
        part = row / height
        draw.line([(0, row), (width, row)], fill=(int(20 + 220 * part), int(40 + 120 * part), int(110 + 20 * part)))
    side = min(width, height)
    draw.ellipse(
        [width * 0.6, height * 0.2, width * 0.6 + side * 0.35, height * 0.2 + side * 0.35], fill=(255, 214, 120)
    )
    for number, colour in enumerate([(58, 52, 98), (38, 34, 72), (20, 18, 44)]):
        base = height * (0.62 + 0.13 * number)
        wave = [(x, base + height * 0.08 * ((x * (number + 2) // 90) % 3 - 1)) for x in range(0, width + 90, 90)]
        draw.polygon([(0, height), *wave, (width, height)], fill=colour)
    held = io.BytesIO()
    image.save(held, "JPEG", quality=82)
    return Image(held.getvalue(), "image/jpeg", width, height, alt)


def facet(text: str, part: str, kind: str, value: str) -> Facet:
    start = len(text[: text.index(part)].encode("utf-8", "surrogatepass"))
    return Facet(start, start + len(part.encode("utf-8", "surrogatepass")), kind, value)


def bluesky_draft() -> Draft:
    text = f"{TITLE}\n\n{LEDE}\n\n#WorldModels #AI"
    return Draft(
        text=text,
        length=len(text),
        limit=300,
        facets=(facet(text, "#WorldModels", "tag", "WorldModels"), facet(text, "#AI", "tag", "AI")),
        link=LINK,
        card=Card(LINK, TITLE, LEDE),
        image=picture(),
        langs=("en",),
        tags=("jepa", "meta"),
    )


def x_draft() -> Draft:
    text = f"{TITLE}\n\n{LEDE}\n\n{LINK} #AI"
    return Draft(
        text=text,
        length=len(text) - len(LINK) + 23,
        limit=280,
        facets=(facet(text, LINK, "link", LINK), facet(text, "#AI", "tag", "AI")),
        link=LINK,
        image=picture(),
        langs=("en",),
        cost_usd=Decimal("0.205"),
        warnings=("the description was cut in mid-word, so the lede stands in for it",),
    )


def result(target: str, outcome: Outcome | None = None, draft: Draft | None = None, **more: object) -> Result:
    made = draft or (x_draft() if target.startswith("x") else bluesky_draft())
    platform = "x" if target.startswith("x") else "outbox" if target == "outbox" else "bluesky"
    payload = {"text": made.text} if platform == "x" else {"$type": "app.bsky.feed.post", "text": made.text}
    given: dict[str, object] = {"title": TITLE, "platform": PLATFORMS[platform], "payload": payload, **more}
    return Result(KEY, PATH, target, outcome or WouldPost(), draft=made, **given)  # type: ignore[arg-type]


def both() -> list[Result]:
    return [result("bluesky", warnings=("the hero could not be fetched: 404; a card was drawn",)), result("x")]


def every_outcome() -> list[Result]:
    receipt = Receipt("at://did:plc:abc/app.bsky.feed.post/3m6", "https://bsky.app/profile/a.example/post/3m6", NOW)
    return [
        result("bluesky", Posted(receipt)),
        result("x", AlreadyPosted(Receipt("1994", "https://x.com/i/status/1994", NOW))),
        result("bluesky-fr", AlreadyPosted(None)),
        result("outbox", WouldPost()),
        Result("old", "content/old.md", "x", Skipped("draft: true"), title="An old one", platform=PLATFORMS["x"]),
        Result("bad", "content/bad.md", "bluesky", Failed("content/bad.md: no title"), platform=PLATFORMS["bluesky"]),
        Result(
            "late", "content/late.md", "x", Failed("rate limited", NOW), title="A late one", platform=PLATFORMS["x"]
        ),
        Result(
            "lost",
            "content/lost.md",
            "x",
            InDoubt("no answer came. Look, then: bot resolve"),
            title="Lost",
            platform=PLATFORMS["x"],
        ),
    ]


def hostile() -> list[Result]:
    """Every field that a digest can fill, filled with what its author should not have written."""
    results = []
    for number, nasty in enumerate(HOSTILE):
        for target in ("bluesky", "x"):
            text = f"{nasty}\n{nasty[:200]} #AI"
            draft = Draft(
                text=text,
                length=len(text),
                limit=300,
                facets=(
                    Facet(0, len(nasty[:50].encode("utf-8", "surrogatepass")), "link", nasty[:60]),
                    facet(text, "#AI", "tag", nasty[:60]),
                ),
                link="javascript:document.title='owned'",
                card=Card("javascript:document.title='owned'//" + nasty, nasty, nasty) if target == "bluesky" else None,
                image=picture(640, 640, nasty),
                langs=(nasty[:20],),
                tags=(nasty[:20],),
                cost_usd=Decimal("0.2"),
                warnings=(nasty,),
            )
            results.append(
                Result(
                    f"{number}-{nasty[:80]}",
                    f"content/{nasty[:80]}.md",
                    target,
                    Failed(nasty) if number % 2 else WouldPost(),
                    title=nasty,
                    draft=draft,
                    warnings=(nasty[:500],),
                    platform=PLATFORMS[target],
                    payload={"text": text, nasty: [nasty]},
                )
            )
    return results
