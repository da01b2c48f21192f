"""The results as panels on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.model import Look
from bot.preview.outcomes import outcome_words, reason_of, row_of, url_of
from bot.preview.results import author_of, group_by_digest, heading_of, look_of, remarks_of
from bot.text.safe import line, visible
from bot.view.figures import draft_facts, format_length, format_reading
from bot.view.markup import link_target, shorten_address
from bot.view.post import account_words, split_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console, RenderableType
    from rich.text import Text

    from bot.model import Card, Document, Draft, Platform, Result
    from bot.settings.model import Settings

WIDEST = 72
SIDE_BY_SIDE = 120


def show_results(results: Sequence[Result], settings: Settings, console: Console | None = None) -> None:
    """Print every digest with its posts: side by side where there is room, below one another elsewhere."""
    from rich.console import Console

    console = console or Console(highlight=False, emoji=False, markup=False)
    if not console.encoding.lower().startswith("utf"):
        from bot.preview.plain import format_results

        text = format_results(results).encode(console.encoding, "replace").decode(console.encoding)
        console.print(text, markup=False, highlight=False, emoji=False, soft_wrap=True)
        return
    for number, (first, together) in enumerate(group_by_digest(results)):
        if number:
            console.print()
        for block in digest_blocks(first, together, settings, console.width):
            console.print(block)


def digest_blocks(
    first: Result, together: Sequence[Result], settings: Settings, columns: int
) -> Iterator[RenderableType]:
    from rich.table import Table
    from rich.text import Text

    yield Text(line(first.title or first.key), "bold", overflow="fold")
    yield Text(line(first.path), "dim", overflow="fold")
    abreast = 2 if columns >= SIDE_BY_SIDE and len(together) > 1 else 1
    width = min(WIDEST, (columns - abreast + 1) // abreast)
    grid = Table.grid(padding=(0, 1, 0, 0))
    for _ in range(abreast):
        grid.add_column(width=width, overflow="fold")
    panels = [result_panel(result, settings, width) for result in together]
    for at in range(0, len(panels), abreast):
        grid.add_row(*panels[at : at + abreast])
    yield grid


def result_panel(result: Result, settings: Settings, width: int) -> RenderableType:
    from rich.console import Group
    from rich.panel import Panel
    from rich.text import Text

    style = row_of(result.outcome).mood.terminal
    parts: list[RenderableType] = []
    if url := url_of(result.outcome):
        parts.append(link_text(url))
    if reason := reason_of(result.outcome):
        parts.append(Text(visible(reason), style, overflow="fold"))
    if result.draft is not None:
        name, handle = author_of(result, settings)
        parts.append(
            Text.assemble(
                (line(name), "bold"), (f" {line(account_words(handle, result.platform))}", "dim"), overflow="fold"
            )
        )
        parts += post_blocks(result.draft, result.platform, max(width - 4, 1))
    parts += [Text(f"▲ {line(warning)}", "yellow", overflow="fold") for warning in remarks_of(result)]
    return Panel(
        Group(*parts),
        title=Text.assemble((line(heading_of(result)), "bold"), " ", (outcome_words(result.outcome), style)),
        title_align="left",
        border_style=look_of(result).border,
        width=width,
    )


def post_blocks(draft: Draft, platform: Platform | None, width: int) -> Iterator[RenderableType]:
    from rich.text import Text

    if draft.spoiler:
        yield Text.assemble(
            (f"{line(draft.spoiler)} ", "bold"), ("(the rest is hidden behind this)", "dim"), overflow="fold"
        )
    yield post_text(draft, platform.look if platform else Look(label=""))
    if draft.card is not None:
        yield card_panel(draft.card, draft.document)
    yield Text()
    yield meter(draft, platform, width)
    for label, value in label_facts(draft):
        yield Text.assemble((f"{label} ", "dim"), value, overflow="fold")


def post_text(draft: Draft, look: Look) -> Text:
    from rich.text import Text

    text = Text(overflow="fold")
    for stretch in split_text(draft):
        shown = visible(stretch.text)
        if stretch.facet is None:
            text.append(shown)
        elif stretch.facet.kind == "link":
            text.append_text(link_text(stretch.facet.value, visible(shorten_address(stretch.text, look).words)))
        else:
            text.append(shown, "blue")
    return text


def link_text(address: str, shown: str | None = None) -> Text:
    """Blue and underlined, and a link where the terminal knows them and the address is one of the web."""
    from rich.style import Style
    from rich.text import Text

    style = Style(color="blue", underline=True, link=link_target(address))
    return Text(overflow="fold").append(shown or visible(address), style)


def card_panel(card: Card, document: Document | None = None) -> RenderableType:
    from rich.console import Group
    from rich.panel import Panel
    from rich.text import Text

    parts = [Text(line(card.title), "bold", overflow="fold")]
    if card.description:
        parts.append(Text(line(card.description), overflow="fold"))
    if document is not None:
        # What a publication card has more than a plain one.
        parts.append(Text(format_reading(document), "dim", overflow="fold"))
        parts.append(Text(f"■ {line(document.blog)}", "bold dim", overflow="fold"))
    return Panel(Group(*parts, link_text(card.uri)), border_style="dim")


def meter(draft: Draft, platform: Platform | None, width: int) -> Text:
    """A bar and the numbers; full and empty differ in shape too, for those who see no colours."""
    from rich.text import Text

    words = format_length(draft, platform)
    cells = max(0, min(24, width - len(words) - 2))
    part = min(draft.length / draft.limit, 1.0) if draft.limit else 1.0
    filled = round(cells * part)
    colour = "red" if draft.length > draft.limit else "green"
    return Text.assemble(
        ("━" * filled, colour), ("┄" * (cells - filled), "dim"), "  " if cells else "", words, overflow="fold"
    )


FACTS = (
    ("image", "picture"), ("link ", "link"), ("doc  ", "document"), ("tags ", "tags"), ("image", "hidden"), ("shown", "audience"),
    ("lang ", "languages"), ("cost ", "cost"),
)  # fmt: skip
"""What each is called below a post, in that order."""


def label_facts(draft: Draft) -> Iterator[tuple[str, Text]]:
    from rich.text import Text

    known = draft_facts(draft)
    for label, name in FACTS:
        if name in known:
            yield label, link_text(known[name]) if name == "link" else Text(line(known[name]))
        if name == "picture" and draft.image is not None:
            yield "alt  ", Text(line(draft.image.alt)) if draft.image.alt else Text("none", "yellow")
