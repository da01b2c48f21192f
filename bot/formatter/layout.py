"""What a post may hold, before anything has given way."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from bot.formatter.template import FIELD, NAMES, Layout, Run, lenient, parse, rendered
from bot.model import Mode
from bot.text import links
from bot.text.accidents import harmless
from bot.text.hashtags import hashtags, inline
from bot.text.repair import clean, plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.model import Digest, Override
    from bot.settings.model import Target
    from bot.text.repair import Story

ADDRESS = re.compile(r"https?://[^\s<>\"]+")


class Origin(NamedTuple):
    """Who wrote a layout."""

    where: str
    of_digest: bool


LAYOUT = parse("{title}\n\n{description}\n\n{link}\n\n{hashtags}", (), "default")
UNLINKED = parse("{title}\n\n{description}\n\n{hashtags}", (), "default")


@dataclass(frozen=True, slots=True)
class Post:
    """A layout and all that can stand in it; ``fit`` takes away until it fits."""

    layout: Layout
    origin: Origin | None
    """None: the layout is the bot's own."""
    words: Mapping[str, str]
    """Slot name to what can be cut: the title, the description, the digest's other fields."""
    fixed: Mapping[str, tuple[Run, ...]]
    """Slot name to what never is: the link, another address, the site's name."""
    tags: tuple[str, ...]
    """Hashtags without "#", as many as the text may hold."""
    every_tag: tuple[str, ...]
    shown: int
    """How many of ``tags`` the text holds."""
    search: bool
    """Put a "#" to words that stand in the text already."""

    def runs(self) -> list[Run]:
        """The post as it stands."""
        values: dict[str, Sequence[Run]] = dict(self.fixed)
        rest = self.tags[: self.shown]
        for name in sorted(self.words, key=disturbed):
            values[name], rest = tagged(self.words[name], rest, search=self.search)
        values["hashtags"] = [run for tag in rest for run in (Run(" "), Run(f"#{tag}", "tag", tag))][1:]
        return rendered(self.layout, values, () if self.fixed["link"] else ("link",))

    def text(self) -> str:
        return "".join(run.text for run in self.runs())


def disturbed(name: str) -> int:
    """A "#" disturbs least in a description, most in a title."""
    return {"description": 0, "title": 2}.get(name, 1)


def tagged(text: str, tags: tuple[str, ...], *, search: bool) -> tuple[list[Run], tuple[str, ...]]:
    """The text with those tags that stand in it made hashtags, and the tags that do not.

    Without ``search`` only where the writer put the "#" already.
    """
    if not text or not tags or not (search or "#" in text):
        return ([Run(text)] if text else []), tags
    spots: dict[tuple[int, int], str] = {}
    missing = []
    for tag in tags:
        spot = inline(text, tag, signed=not search)
        if spot is None or any(start < spot[1] and spot[0] < end for start, end in spots):
            missing.append(tag)
        else:
            spots[spot] = tag
    runs, at = [], 0
    for start, end in sorted(spots):
        word = text[start:end].lstrip("#")
        runs += [Run(text[at:start]), Run(f"#{word}", "tag", word)]
        at = end
    return [run for run in (*runs, Run(text[at:])) if run.text], tuple(missing)


# ── from the digest ──────────────────────────────────────────────────────────────────────────────


def post(digest: Digest, target: Target, own: Override, story: Story, link: str) -> Post:
    """Everything that the digest offers this target."""
    layout, origin = layout_for(digest, target, own)
    words = {"title": story.title, "description": story.description}
    linked = target.mode.link_in_text or (target.mode is Mode.CARD and origin is not None)
    fixed = {
        "link": (link_run(link, target),) if linked else (),
        "site_name": (Run(target.site_name),) if target.site_name else (),
    }
    for name in layout.slots:
        if name not in NAMES:
            value = worded(field(digest, name))
            if ADDRESS.fullmatch(value):
                fixed[name] = (link_run(links.percent_encode(value), target),)
            else:
                words[name] = value
    every, most = tags_for(digest, target, own, story)
    asked = "hashtags" in layout.slots or (target.inline_hashtags and own.text is None)
    tags = tuple(tag for tag in every if holds(tag, target))[:most] if asked else ()
    return Post(
        layout=layout,
        origin=origin,
        words=quiet({name: text for name, text in words.items() if name in layout.slots}, target),
        fixed=fixed,
        tags=tags,
        every_tag=every,
        shown=len(tags),
        search=target.inline_hashtags,
    )


def layout_for(digest: Digest, target: Target, own: Override) -> tuple[Layout, Origin | None]:
    """The digest's own text, else the first template that is meant for it, else the bot's layout."""
    if own.text is not None:
        return lenient(completed(own.text, target)), Origin(f"{digest.path}: social.{target.name}.text", of_digest=True)
    for number, template in enumerate(target.templates):
        if all(chosen(digest, name, wanted) for name, wanted in template.when.items()):
            where = f"targets.{target.name}.template" + (f" {number + 1}" if len(target.templates) > 1 else "")
            known = [str(name) for name in digest.fields]
            return parse(template.text, known, where, known), Origin(where, of_digest=False)
    return (LAYOUT if target.mode.link_in_text else UNLINKED), None


def completed(text: str, target: Target) -> str:
    """The author's own text, and the link below it where the post shall have one and the text has none."""
    if not target.mode.link_in_text or "{link}" in text or ADDRESS.search(text):
        return text
    return f"{text.rstrip()}\n\n{{link}}"


def chosen(digest: Digest, name: str, wanted: tuple[str, ...]) -> bool:
    """The digest has one of the wanted values there, whatever its case."""
    value: Any = {"tags": digest.tags, "lang": digest.lang}.get(name) or field(digest, name)
    values = value if isinstance(value, list | tuple) else [value]
    have = {worded(one).casefold() for one in values}
    return any(one.strip().casefold() in have for one in wanted)


def field(digest: Digest, name: str) -> Any:
    """A front-matter value by its key, or by "fields." and keys with dots between; None if there is none."""
    if name in digest.fields:
        return digest.fields[name]
    value: Any = digest.fields
    for key in name.removeprefix(FIELD).split("."):
        value = value.get(key) if hasattr(value, "get") else None
    return value


def worded(value: Any) -> str:
    """A front-matter value as a reader would have it."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case list() | tuple():
            return ", ".join(filter(None, map(worded, value)))
        case str() if ADDRESS.fullmatch(value.strip()):
            return clean(value)
        case _:
            return plain(str(value))


def link_run(link: str, target: Target) -> Run:
    """The link as the reader sees it: whole where the platform makes it a link, shortened where a facet holds it."""
    return Run(link if target.limits.links_itself else links.display(link), "link", link)


def tags_for(digest: Digest, target: Target, own: Override, story: Story) -> tuple[tuple[str, ...], int]:
    """The digest's hashtags, and how many of them the text may hold; all where its front matter names them for this target."""
    words = f"{story.title} {story.description}"
    if own.hashtags is not None:
        return hashtags(own.hashtags, words=words), len(own.hashtags)
    return hashtags(digest.tags, target.leave_out, words), target.hashtags


def holds(tag: str, target: Target) -> bool:
    """The platform takes the whole tag for a hashtag."""
    return not target.limits.links_itself or [one.value for one in links.hashtags(f"#{tag}")] == [tag]


def quiet(words: Mapping[str, str], target: Target) -> dict[str, str]:
    """The words without accidents, where the platform reads them by itself; one cashtag among all of them."""
    if not target.limits.links_itself:
        return dict(words)
    safe, cashtags = {}, 1
    for name, text in words.items():
        safe[name] = harmless(text, mentions=target.mentions, cashtags=cashtags)
        if "$" in text and links.cashtags(text):
            cashtags = 0
    return safe
