"""What a post may hold, before anything has given way."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from bot.content.overrides import TAGS_LAST
from bot.formatter.opening import opening_of
from bot.formatter.template import FIELD, NAMES, Layout, Stretch, lenient, parse, rendered
from bot.model import Mode
from bot.text import links
from bot.text.accidents import harmless
from bot.text.hashtags import LONGEST, hashtags, inline
from bot.text.parsers import PARSERS
from bot.text.repair import clean, plain
from bot.text.tag_rank import Context, ranked, worth_showing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.content.story import Story
    from bot.model import Digest, Override, Parser
    from bot.settings.model import Target, Template

ADDRESS = re.compile(r"https?://[^\s<>\"]+")


class Origin(NamedTuple):
    """Who wrote a layout."""

    where: str
    of_digest: bool


SINCE_FIELDS = frozenset({"opening", "source", "via"})
"""Names that a front matter may have used for a field of its own, which then is meant."""
HEAD = "title"
BELOW = "description"
LAYOUT = parse(f"{{{HEAD}}}\n\n{{{BELOW}}}\n\n{{link}}\n\n{{hashtags}}", (), "default")
"""The bot's own: a first line, what is said below it, and what a platform needs besides."""
LAYOUT_VIA = parse(f"{{{HEAD}}}\n\n{{{BELOW}}}\n\n{{via}}\n\n{{link}}\n\n{{hashtags}}", (), "default")
"""The same with its source, where there is room for it."""
VIA = {
    "de": "über {}",
    "fr": "via {}",
    "es": "vía {}",
    "ja": "via {}",
    "zh": "来源：{}",
    "ko": "출처: {}",
    "ru": "источник: {}",
}


@dataclass(frozen=True)
class Post:
    """A layout and all that can stand in it; ``fit`` takes away until it fits."""

    layout: Layout
    origin: Origin | None
    """None: the layout is the bot's own."""
    words: Mapping[str, str]
    """Slot name to what can be cut: the title, the description, the digest's other fields."""
    fixed: Mapping[str, tuple[Stretch, ...]]
    """Slot name to what never is: the link, another address, the site's name."""
    tags: tuple[str, ...]
    """Hashtags without "#", as many as the text may hold, the one to keep longest first."""
    every_tag: tuple[str, ...]
    shown: int
    """How many of ``tags`` the text holds."""
    search: bool
    """Put a "#" to words that stand in the text already."""
    lang: str
    common: frozenset[str]
    """The letters of tags that stand on most of the blog's digests."""

    @cached_property
    def stretches(self) -> Sequence[Stretch]:
        """The post as it stands."""
        values: dict[str, Sequence[Stretch]] = dict(self.fixed)
        rest = self.tags[: self.shown]
        for name in sorted(self.words, key=disturbed):
            values[name], rest = tagged(self.words[name], rest, search=self.search)
        spaced = [stretch for tag in rest for stretch in (Stretch(" "), Stretch(f"#{tag}", "tag", tag))]
        values["hashtags"] = spaced[1:]
        return rendered(self.layout, values, () if self.fixed["link"] else ("link",))

    @cached_property
    def text(self) -> str:
        return "".join([stretch.text for stretch in self.stretches])


def disturbed(name: str) -> int:
    """A "#" disturbs least in a description, most in a title."""
    return {"description": 0, "title": 2}.get(name, 1)


def tagged(text: str, tags: tuple[str, ...], *, search: bool) -> tuple[list[Stretch], tuple[str, ...]]:
    """The text with those tags that stand in it made hashtags, and the tags that do not.

    Without ``search`` only where the writer put the "#" already.
    """
    if not text or not tags or not (search or "#" in text):
        return ([Stretch(text)] if text else []), tags
    spots: dict[tuple[int, int], str] = {}
    missing = []
    for tag in tags:
        spot = inline(text, tag, signed=not search)
        if spot is None or any(start < spot[1] and spot[0] < end for start, end in spots):
            missing.append(tag)
        else:
            spots[spot] = tag
    stretches, at = [], 0
    for start, end in sorted(spots):
        word = text[start:end].lstrip("#")
        stretches += [Stretch(text[at:start]), Stretch(f"#{word}", "tag", word)]
        at = end
    return [stretch for stretch in (*stretches, Stretch(text[at:])) if stretch.text], tuple(missing)


# ── from the digest ──────────────────────────────────────────────────────────────────────────────


def post_of(digest: Digest, target: Target, own: Override, story: Story, link: str, common: frozenset[str]) -> Post:
    """Everything that the digest offers this target; in the bot's own layout nothing is said yet."""
    layout, origin = layout_for(digest, target, own)
    words: dict[str, str] = {}
    linked = target.mode.link_in_text or (target.mode is Mode.CARD and origin is not None)
    fixed = {
        "link": (link_stretch(link, target),) if linked else (),
        "site_name": (Stretch(target.site_name),) if target.site_name else (),
        "source": (Stretch(story.source),) if story.source else (),
        "via": (Stretch(via(story)),) if story.source else (),
    }
    if origin is not None:
        words = {"title": story.title, "description": story.description, "opening": ""}
        if "opening" in layout.slots:
            words["opening"] = opening_of(story).text
    for name in layout.slots:
        if name not in NAMES or (name in SINCE_FIELDS and name in digest.fields):
            value = worded(field(digest, name))
            if ADDRESS.fullmatch(value):
                fixed[name] = (link_stretch(links.percent_encode(value), target),)
            else:
                words[name] = value
    return Post(
        layout=layout,
        origin=origin,
        words=without_accidents({name: text for name, text in words.items() if name in layout.slots}, target),
        fixed=fixed,
        tags=(),
        every_tag=tags_for(digest, target, own, story),
        shown=0,
        search=target.inline_hashtags,
        lang=story.lang,
        common=common,
    )


def with_tags(post: Post, target: Target, own: Override, story: Story) -> Post:
    """The post with its hashtags chosen for the words that it has now; what its card says counts as said."""
    asked = "hashtags" in post.layout.slots or (target.inline_hashtags and own.text is None)
    able = tuple(tag for tag in post.every_tag if holds(tag, target)) if asked else ()
    if own.hashtags is not None:
        return replace(post, tags=able, shown=len(able))
    said = " ".join((*post.words.values(), *([story.title, story.description] if target.mode is Mode.CARD else [])))
    body = (story.description, *(sentence.text for sentence in story.sentences))
    context = Context(story.title, body, story.lang, post.common)
    chosen = ranked(able, context)
    if post.search:
        chosen = tuple(sorted(chosen, key=lambda tag: inline(said, tag) is None))
    else:
        chosen = worth_showing(chosen, said, context)
    chosen = chosen[: target.hashtags]
    return replace(post, tags=chosen, shown=len(chosen))


def layout_for(digest: Digest, target: Target, own: Override) -> tuple[Layout, Origin | None]:
    """The digest's own text, else the first template that is meant for it, else the bot's layout."""
    if own.text is not None:
        return lenient(completed(own.text, target)), Origin(f"{digest.path}: social.{target.name}.text", of_digest=True)
    for template in target.templates:
        if is_meant_for(template, digest):
            known = [str(name) for name in digest.fields]
            return parse(template.text, known, template.where, known), Origin(template.where, of_digest=False)
    return LAYOUT, None


def completed(text: str, target: Target) -> str:
    """The author's own text, and the link below it where the post shall have one and the text has none."""
    if not target.mode.link_in_text or "{link}" in text or ADDRESS.search(text):
        return text
    if text.endswith(TAGS_LAST):
        return f"{text.removesuffix(TAGS_LAST)}\n\n{{link}}{TAGS_LAST}"
    return f"{text.rstrip()}\n\n{{link}}"


def is_meant_for(template: Template, digest: Digest) -> bool:
    """The digest has what the template's ``when`` asks for."""
    return all(chosen(digest, name, wanted) for name, wanted in template.when.items())


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


def link_stretch(link: str, target: Target) -> Stretch:
    """The link as the reader sees it: whole where the platform makes it a link, shortened where a facet holds it."""
    return Stretch(link if target.limits.links_itself else links.display(link), "link", link)


def via(story: Story) -> str:
    """The little word and the source's name, in the digest's language."""
    return VIA.get(story.lang, "via {}").format(story.source)


SPELLING_CHARS = 1500
"""Of a body that is read for how it writes its tags."""


def tags_for(digest: Digest, target: Target, own: Override, story: Story) -> tuple[str, ...]:
    """The digest's hashtags; those that its front matter names for this target, where it names any."""
    words = f"{story.title}\n{story.description}\n{digest.words[:SPELLING_CHARS]}"
    if own.hashtags is not None:
        return hashtags(own.hashtags, words=words, lang=story.lang, longest=LONGEST)
    return hashtags(digest.tags, target.leave_out, words, story.lang)


def holds(tag: str, target: Target) -> bool:
    """The platform takes the whole tag for a hashtag."""
    return target.limits.parser is None or is_whole(tag, target.limits.parser)


@lru_cache(maxsize=1024)
def is_whole(tag: str, parser: Parser) -> bool:
    return [one.value for one in PARSERS[parser].hashtags(f"#{tag}")] == [tag]


def without_accidents(words: Mapping[str, str], target: Target) -> dict[str, str]:
    """The words without accidents, where the platform reads them by itself; one cashtag among all of them."""
    if target.limits.parser is None:
        return dict(words)
    finders = PARSERS[target.limits.parser]
    safe, cashtags = {}, 1
    for name, text in words.items():
        safe[name] = harmless(text, finders, mentions=target.mentions, cashtags=cashtags)
        if "$" in text and finders.cashtags(text):
            cashtags = 0
    return safe
