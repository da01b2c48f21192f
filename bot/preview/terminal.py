"""The results as panels on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.model import AlreadyPosted, Failed, InDoubt, Posted, Skipped, WouldPost
from bot.preview import words
from bot.preview.markup import web_address
from bot.preview.post import author, target_of
from bot.preview.segments import segments
from bot.text.safe import line, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console, RenderableType
    from rich.text import Text

    from bot.model import Card, Draft, Outcome, Platform, Result
    from bot.settings.model import Settings

WIDEST = 72
SIDE_BY_SIDE = 120
THUMB_COLUMNS = 48


def show_results(results: Sequence[Result], settings: Settings, console: Console | None = None) -> None:
    """Print every digest with its posts: side by side where there is room, below one another elsewhere."""
    from rich.console import Console

    console = console or Console(highlight=False, emoji=False, markup=False)
    if not console.encoding.lower().startswith("utf"):
        from bot.preview.plain import plain

        told = plain(results).encode(console.encoding, "replace").decode(console.encoding)
        console.print(told, markup=False, highlight=False, emoji=False, soft_wrap=True)
        return
    for number, (first, together) in enumerate(words.by_digest(results)):
        if number:
            console.print()
        for block in digest(first, together, settings, console):
            console.print(block)


def digest(first: Result, together: Sequence[Result], settings: Settings, console: Console) -> Iterator[RenderableType]:
    from rich.table import Table
    from rich.text import Text

    yield Text(line(first.title or first.key), "bold", overflow="fold")
    yield Text(line(first.path), "dim", overflow="fold")
    abreast = 2 if console.width >= SIDE_BY_SIDE and len(together) > 1 else 1
    width = min(WIDEST, (console.width - abreast + 1) // abreast)
    grid = Table.grid(padding=(0, 1, 0, 0))
    for _ in range(abreast):
        grid.add_column(width=width, overflow="fold")
    panels = [panel(result, settings, width, console) for result in together]
    for at in range(0, len(panels), abreast):
        grid.add_row(*panels[at : at + abreast])
    yield grid


def panel(result: Result, settings: Settings, width: int, console: Console) -> RenderableType:
    from rich.console import Group
    from rich.panel import Panel
    from rich.text import Text

    inside = max(width - 4, 1)
    parts = list(above(result))
    if result.draft is not None:
        name, handle = author(target_of(result, settings), settings)
        parts.append(Text.assemble((line(name), "bold"), (f" @{line(handle)}", "dim"), overflow="fold"))
        parts += post(result.draft, result.platform, inside, console)
    parts += [Text(f"▲ {line(warning)}", "yellow", overflow="fold") for warning in words.warnings(result)]
    return Panel(
        Group(*parts),
        title=Text.assemble(
            (line(words.heading(result)), "bold"), " ", (words.outcome_words(result.outcome), style(result.outcome))
        ),
        title_align="left",
        border_style=words.look(result).border,
        width=width,
    )


def style(outcome: Outcome) -> str:
    match outcome:
        case Posted() | AlreadyPosted():
            return "green"
        case WouldPost():
            return "cyan"
        case Skipped():
            return "dim"
        case Failed(_, retry_at):
            return "yellow" if retry_at else "bold red"
        case InDoubt():
            return "bold red"


def above(result: Result) -> Iterator[RenderableType]:
    from rich.text import Text

    url = words.receipt_url(result.outcome)
    if url is not None:
        yield linked(url)
    reason = words.reason(result.outcome)
    if reason is not None:
        yield Text(visible(reason), style(result.outcome), overflow="fold")


def post(draft: Draft, platform: Platform | None, width: int, console: Console) -> Iterator[RenderableType]:
    from rich.text import Text

    yield coloured(draft)
    picture = None
    if draft.image is not None and console.color_system is not None and not console.no_color:
        from bot.preview.thumb import thumb

        picture = thumb(draft.image, min(width - 4 if draft.card else width, THUMB_COLUMNS))
    if draft.card is not None:
        yield card(draft.card, picture)
    elif picture is not None:
        yield Text()
        yield picture
    yield Text()
    yield meter(draft, platform, width)
    for name, value in facts(draft):
        yield Text.assemble((f"{name} ", "dim"), value, overflow="fold")


def coloured(draft: Draft) -> Text:
    from rich.text import Text

    text = Text(overflow="fold")
    for segment in segments(draft):
        shown = visible(segment.text)
        if segment.facet is None:
            text.append(shown)
        elif segment.facet.kind == "link":
            text.append_text(linked(segment.facet.value, shown))
        else:
            text.append(shown, "blue")
    return text


def linked(address: str, shown: str | None = None) -> Text:
    """Blue and underlined, and a link where the terminal knows them and the address is one of the web."""
    from rich.style import Style
    from rich.text import Text

    url = web_address(address)
    safe = url is not None and url.isascii() and url.isprintable() and " " not in url
    link = url if safe else None
    return Text(overflow="fold").append(shown or visible(address), Style(color="blue", underline=True, link=link))


def card(of: Card, picture: Text | None) -> RenderableType:
    from rich.console import Group
    from rich.panel import Panel
    from rich.text import Text

    parts: list[RenderableType] = [] if picture is None else [picture]
    parts.append(Text(line(of.title), "bold", overflow="fold"))
    if of.description:
        parts.append(Text(line(of.description), overflow="fold"))
    parts.append(linked(of.uri))
    return Panel(Group(*parts), border_style="dim")


def meter(draft: Draft, platform: Platform | None, width: int) -> Text:
    """A bar and the numbers; full and empty differ in shape too, for those who see no colours."""
    from rich.text import Text

    said = words.counted(draft, platform)
    cells = max(0, min(24, width - len(said) - 2))
    part = min(draft.length / draft.limit, 1.0) if draft.limit else 1.0
    filled = round(cells * part)
    colour = "red" if draft.length > draft.limit else "green"
    return Text.assemble(
        ("━" * filled, colour), ("┄" * (cells - filled), "dim"), "  " if cells else "", said, overflow="fold"
    )


def facts(draft: Draft) -> Iterator[tuple[str, Text]]:
    from rich.text import Text

    if draft.image is not None:
        yield "image", Text(words.picture(draft.image))
        yield "alt  ", Text(line(draft.image.alt)) if draft.image.alt else Text("none", "yellow")
    if draft.link is not None and (draft.card is None or draft.card.uri != draft.link):
        yield "link ", linked(draft.link)
    if draft.tags:
        yield "tags ", Text(line(", ".join(draft.tags)))
    if draft.langs:
        yield "lang ", Text(line(", ".join(draft.langs)))
    if draft.cost_usd is not None:
        yield "cost ", Text(words.dollars(draft.cost_usd))
