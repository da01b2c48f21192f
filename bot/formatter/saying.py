"""What a post says in the bot's own layout: a first line, what stands below it, and what fills the room that is left."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.content.story import gap, repeats
from bot.formatter.fit import fits, room
from bot.formatter.layout import BELOW, HEAD, without_accidents
from bot.formatter.opening import further_sentences, opening_of
from bot.model import Mode, TextRule
from bot.text.words import alike, facts, new_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.content.story import Story
    from bot.formatter.layout import Post
    from bot.settings.model import Target

FILLED = 60
"""In the platform's measure: where more is left, another sentence is looked for."""
MOST_FILLS = 2
MORE_FACTS = 2
"""Names and numbers that a description must have more than the title, to stand in its place."""
FEW_NEW = 2
"""Words: a text that adds no more adds nothing."""


@dataclass(frozen=True, slots=True)
class Saying:
    """What the text says, the best that may stand below its first line first, and what is left for the card."""

    head: str
    below: tuple[str, ...]
    card_description: str
    fill: bool = True


def rule_of(target: Target) -> TextRule:
    """What the text of the target's posts is made of."""
    return target.text or (TextRule.OPENING if target.mode is Mode.CARD else TextRule.BOTH)


def say(story: Story, target: Target, hook: str | None) -> Saying:
    """The digest's words for a post of this target, by the rule that its settings choose."""
    match rule_of(target):
        case TextRule.TITLE:
            return Saying(hook or story.title, (), story.description, fill=False)
        case TextRule.DESCRIPTION:
            below = () if not story.description else (story.description,)
            return Saying(hook or ("" if below else story.title), below, story.description, fill=False)
        case TextRule.OPENING:
            return by_opening(story, hook, card=target.mode is Mode.CARD)
        case TextRule.BOTH:
            return by_both(story, hook)


def by_opening(story: Story, hook: str | None, *, card: bool) -> Saying:
    """The opening; where there is none the description, which the card then leaves out; else the title."""
    if hook:
        return Saying(hook, (), story.description)
    if story.stands_in and card:
        return parted(story)
    opening = opening_of(story)
    if opening.sentences:
        return Saying("", (opening.text,), story.description)
    if story.description and not story.stands_in:
        return Saying("", (story.description,), "")
    return Saying("" if story.description and not card else story.title, (story.description,) if not card else (), story.description)


def parted(story: Story) -> Saying:
    """Without a description the body's first sentences are parted: the opening for the text, what follows for the card."""
    opening = opening_of(replace(story, description=""))
    said = opening.text
    if not said or len(story.sentences) < FEW_NEW:
        return Saying(story.title, (), story.description, fill=False)
    rest = [one.text for one in story.sentences if one.text not in said]
    following = ""
    for text in rest[:3]:
        if len(following) + len(text) > CARD_CHARS:
            break
        following = f"{following}{gap(story.lang) if following else ''}{text}"
    if following and repeats(following, story.title, "", story.lang):
        following = ""
    return Saying("", (said,), following, fill=False)


CARD_CHARS = 200


def by_both(story: Story, hook: str | None) -> Saying:
    """The title, and below it what adds most: the description, or the opening where that says the title again."""
    head, said, lang = hook or story.title, story.description, story.lang
    openings = tuple(prefixes(story))
    if not said:
        return Saying(head, openings, said)
    if not repeats(said, head, "", lang):
        return Saying(head, (said, *openings), said)
    if not hook and openings and facts(said) >= facts(head) + MORE_FACTS and alike(head, said, lang) >= 1 / 2:
        head = said
    if not openings and len(new_words(said, head, lang)) >= FEW_NEW:
        openings = (said,)
    return Saying(head, openings, said)


def prefixes(story: Story) -> Iterator[str]:
    """The opening, and what is left of it where sentences give way from its end."""
    sentences = opening_of(story).sentences
    for count in range(len(sentences), 0, -1):
        yield gap(story.lang).join(sentences[:count])


# ── into the post ────────────────────────────────────────────────────────────────────────────────


def with_saying(post: Post, saying: Saying, target: Target) -> Post:
    """The post with the first line, and below it the first of what may stand there that fits whole."""
    options = saying.below or ("",)
    for below in options:
        bare = replace(with_lines(post, saying.head, below, target), shown=0)
        if fits(bare.text(), target.limits):
            return replace(bare, shown=post.shown)
    return with_lines(post, saying.head, options[0], target)


def with_lines(post: Post, head: str, below: str, target: Target) -> Post:
    return replace(post, words=without_accidents({HEAD: head, BELOW: below}, target))


def filled(post: Post, story: Story, saying: Saying, target: Target) -> Post:
    """The post with another sentence or two, where much room is left and the digest has more to say."""
    limits = target.limits
    if limits.fold is not None:
        limits = replace(limits, length=min(limits.fold, limits.length))
    for _ in range(MOST_FILLS if saying.fill else 0):
        if room(post, limits) <= FILLED:
            break
        longer = (with_sentence(post, *one, target) for one in further_sentences(story, shown_words(post)))
        found = next((one for one in longer if fits(one.text(), limits)), None)
        if found is None:
            break
        post = found
    return post


def shown_words(post: Post) -> str:
    return "\n".join(post.words.values()).replace("\u200b", "")


def with_sentence(post: Post, sentence: str, follows: bool, target: Target) -> Post:  # noqa: FBT001 -- a pair of further_sentences
    below = post.words[BELOW].replace("\u200b", "")
    between = gap(post.lang) if follows else "\n\n"
    return with_lines(post, post.words[HEAD].replace("\u200b", ""), f"{below}{between}{sentence}" if below else sentence, target)
