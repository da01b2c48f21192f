"""What a post says in the bot's own layout: a first line, what stands below it, and what fills the room that is left."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import chain
from typing import TYPE_CHECKING

from bot.content.story import gap, repeats
from bot.formatter.fit import fits, room, shortened
from bot.formatter.layout import BELOW, HEAD, without_accidents
from bot.formatter.opening import FEWEST_WORDS, further_sentences, leans, opening_of
from bot.model import Mode, TextRule
from bot.text.accidents import unbroken
from bot.text.condense import ELLIPSIS
from bot.text.prose import presentable
from bot.text.words import NUMBER, alike, content_words, facts, new_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.content.story import Sentence, Story
    from bot.formatter.layout import Post
    from bot.settings.model import Target

FILLED = 60
"""In the platform's measure: where more is left, another sentence is looked for."""
MOST_FILLS = 2
SHORT_OPENING = 120
LONG_OPENING = 180
"""Characters: an opening that is longer stands alone; one that is not short goes on only with a name or a number."""
MORE_FACTS = 2
"""New names and numbers with which a description says more than the title, however alike they are."""
COVERED = 0.8
"""The share of a title's words in a description that says it again."""
KNOWN = 0.4
"""The share of such a description's own words that stand in the title."""
FEW_NEW = 2
"""Words: a text that adds no more adds nothing."""


class Way(Enum):
    """How a text may stand below the first line."""

    WHOLE = auto()
    CLAUSE = auto()
    """Cut after a whole sentence or clause."""
    CUT = auto()
    """Cut after any word."""


@dataclass(frozen=True, slots=True)
class Saying:
    """What the text says, the best that may stand below its first line first, and what is left for the card."""

    head: str
    below: Iterable[tuple[Way, str]] = ()
    """To be gone through once; what is further behind is only looked for where it is needed."""
    card_description: str = ""
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
            below = ((Way.CUT, story.description),) if story.description else ()
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
    text = opening_of(story).text
    if text:
        return Saying("", ((Way.CUT, text),), story.description)
    if story.description and not story.stands_in:
        return Saying("", ((Way.CUT, story.description),), "")
    if story.description and not card:
        return Saying("", ((Way.CUT, story.description),), "")
    return Saying(story.title, (), story.description)


def parted(story: Story) -> Saying:
    """Without a description the body's first sentences are parted: the opening for the text, what follows for the card."""
    opening = opening_of(replace(story, description=""))
    said = opening.text
    telling = [
        one for one in story.sentences if presentable(one.text) and not repeats(one.text, story.title, "", story.lang)
    ]
    if not said or len(telling) < FEW_NEW:
        return Saying(story.title, (), story.description, fill=False)
    shown = [at for at, one in enumerate(story.sentences) if one.text in opening.sentences]
    following = ""
    for text in (one.text for one in standing_after(story, shown[-1] + 1)):
        if len(following) + len(text) > CARD_CHARS or not presentable(text):
            break
        following = f"{following}{gap(story.lang) if following else ''}{text}"
    if following and repeats(following, story.title, "", story.lang):
        following = ""
    return Saying("", ((Way.CUT, said),), following, fill=False)


def standing_after(story: Story, start: int) -> Sequence[Sentence]:
    """The sentences from there on; from the next paragraph on, where the first of them points at what stands before it."""
    for at in range(start, len(story.sentences)):
        begins = at == start or story.sentences[at].paragraph != story.sentences[at - 1].paragraph
        if begins and not leans(story.sentences[at].text, story.lang):
            return story.sentences[at:]
    return ()


CARD_CHARS = 200
CLOSERS = "\"'”’»)]」』）】"


def by_both(story: Story, hook: str | None) -> Saying:
    """The title, and below it what adds most: the description, or the opening where that says the title again."""
    head, said, lang = hook or story.title, story.description, story.lang
    opening = opening_of(story).text
    others = ((Way.WHOLE, text) for text in whole_options(story))
    if not said:
        return Saying(head, chain(others, [(Way.CUT, opening)]), said)
    own: tuple[tuple[Way, str], ...] = ((Way.WHOLE, said), (Way.CLAUSE, said))
    if story.stands_in or not says_again(said, head, lang) or adds_facts(said, head):
        return Saying(head, chain(own, others, [(Way.CUT, said)]), said)
    if len(new_words(said, head, lang=lang)) < FEW_NEW:
        own = ()
    return Saying(head, chain(others, [(Way.CLAUSE, opening)], own, [(Way.CUT, opening or said)]), said)


def says_again(said: str, head: str, lang: str) -> bool:
    """The description says the title once more: its words are the title's, or the title's are all in it."""
    covers = len(content_words(head, lang)) >= FEWEST_WORDS and alike(head, said, lang=lang) >= COVERED
    covers = covers and alike(said, head, lang=lang) >= KNOWN
    return covers or repeats(said, head, "", lang)


def adds_facts(said: str, head: str) -> bool:
    """The description has a number, or names, that the title has not; these are never given up."""
    figures = {one.rstrip(".,") for one in NUMBER.findall(said)} - set(NUMBER.findall(head))
    return bool(figures) or facts(said, head) >= MORE_FACTS


def whole_options(story: Story) -> Iterator[str]:
    """The opening, and what is left of it where sentences give way from its end; then other sentences."""
    sentences = opening_of(story).sentences
    for count in range(len(sentences), 0, -1):
        yield gap(story.lang).join(sentences[:count])
    yield from (sentence for sentence, _ in further_sentences(story, "") if sentence not in sentences)


# ── into the post ────────────────────────────────────────────────────────────────────────────────


def with_saying(post: Post, saying: Saying, target: Target) -> Post:
    """The post with the first line, and below it the first of what may stand there that has room in its way."""
    below = ""
    for way, below in saying.below:
        bare = replace(with_lines(post, saying.head, below, target), shown=0)
        if below and way is Way.CLAUSE:
            piece = shortened(bare, BELOW, bare.words[BELOW], target.limits)
            if piece and not piece.rstrip(CLOSERS).endswith(ELLIPSIS):
                break
        elif fits(bare.text(), target.limits):
            break
    return with_lines(post, saying.head, below, target)


def with_lines(post: Post, head: str, below: str, target: Target) -> Post:
    return replace(post, words=without_accidents({HEAD: head, BELOW: below}, target))


def filled(post: Post, story: Story, saying: Saying, target: Target) -> Post:
    """The post with another sentence or two, where much room is left and the digest has more to say."""
    limits = target.limits
    if limits.fold is not None:
        limits = replace(limits, length=min(limits.fold, limits.length))
    for number in range(MOST_FILLS if saying.fill else 0):
        alone = 0 if saying.head else len(post.words[BELOW])
        if room(post, limits) <= FILLED or alone > LONG_OPENING:
            break
        shown = shown_words(post)
        fewest = (alone > SHORT_OPENING) + number
        longer = (
            with_sentence(post, *one, target)
            for one in further_sentences(story, shown, alone=alone > 0)
            if facts(one[0], f"{story.title} {story.description} {shown}") >= fewest
        )
        found = next((one for one in longer if fits(one.text(), limits)), None)
        if found is None:
            break
        post = found
    return post


def shown_words(post: Post) -> str:
    return unbroken("\n".join(post.words.values()))


def with_sentence(post: Post, sentence: str, follows: bool, target: Target) -> Post:
    below = unbroken(post.words[BELOW])
    between = gap(post.lang) if follows else "\n\n"
    return with_lines(post, unbroken(post.words[HEAD]), f"{below}{between}{sentence}" if below else sentence, target)
