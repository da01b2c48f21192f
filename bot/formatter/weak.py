"""What a careful editor would not sign in a draft, so that its writer may say it better."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.formatter.fit import room
from bot.formatter.layout import BELOW, HEAD
from bot.formatter.saying import CLOSERS, shown_words
from bot.formatter.telling import tells_again
from bot.text.languages import width
from bot.text.leaning import leans
from bot.text.sentences import sentences
from bot.text.tag_rank import commonness
from bot.text.words import REPEATS, alike

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.content.story import Story
    from bot.formatter.layout import Post
    from bot.model import Card
    from bot.settings.model import Target

MUCH_FREE = 100
"""In the platform's measure, where posts are longer a third of one; a script of which a character says more fills its room with fewer."""

HALF = 0.5
"""The share of a text's words that stand on its card, from which on it says little else."""
TOLD_AGAIN = 0.4
"""Of ``tells_again``: the sentence says title or description once more, only longer."""
ABOVE_CARD = 120
"""Characters of the Latin alphabet that are enough above a card."""


def weaknesses(post: Post, story: Story, target: Target, card: Card | None) -> tuple[str, ...]:
    """A line for each weakness, with what would help."""
    found = list(weak_points(post, story, target, card))
    help_line = 'a line of your own in the front matter goes before: social: "…"'
    return tuple(f"weak: {one}; {help_line}" for one in found[:1]) + tuple(f"weak: {one}" for one in found[1:])


def weak_points(post: Post, story: Story, target: Target, card: Card | None) -> Iterator[str]:
    yield from said_twice(post, story, card)
    if any(text.rstrip(CLOSERS).endswith("…") for text in post.words.values()):
        yield "the text is cut off"
    if card is not None and story.stands_in and card.description and leans(card.description, story.lang):
        yield "the card's description begins in the midst of a thought"
    if target.limits.fold is None or target.limits.length <= target.limits.fold:
        free = room(post, target.limits)
        much_free = max(MUCH_FREE, target.limits.length // 3)
        enough = ABOVE_CARD if card is not None else target.limits.length - much_free
        if free > much_free and len(shown_words(post)) < enough * width(story.lang):
            yield f"{free} of {target.limits.length} are left free"
    tags = post.tags[: post.shown]
    if tags and all(commonness(tag, post.common) for tag in tags):
        yield "its hashtags would fit many posts"


def said_twice(post: Post, story: Story, card: Card | None) -> Iterator[str]:
    """Of all that the draft says twice the plainest: the text is the card, its first line comes again, or a sentence does."""
    said, lang = shown_words(post), story.lang
    below = post.words.get(BELOW, "")
    if card is not None and alike(said, card.title, card.description, lang=lang) >= REPEATS:
        yield "the text says what its card says"
    elif (
        post.origin is None
        and below
        and post.words[HEAD]
        and tells_again(below, post.words[HEAD], lang=lang) >= TOLD_AGAIN
    ):
        yield "the text says its first line once more"
    elif card is not None and post.origin is None and opens_on_card(said, story):
        yield "its first sentence repeats what the card says"


def opens_on_card(said: str, story: Story) -> bool:
    """The text begins with what title and description say, and goes on with little else."""
    first, *others = sentences(said, story.lang) or ("",)
    known = alike(said, story.title, story.description, lang=story.lang)
    return tells_again(first, story.title, story.description, lang=story.lang) >= TOLD_AGAIN and (
        not others or known >= HALF
    )
