"""What a post says in the bot's own layout: a first line, what stands below it, and what fills the room that is left."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from bot.content.cut import count_letters
from bot.content.story import repeats, says_title, space_between
from bot.formatter.candidates import ENOUGH, FEWEST_WORDS, Candidate, candidates
from bot.formatter.fit import fits, room, shortened, with_most_tags
from bot.formatter.layout import BELOW, HEAD, without_accidents
from bot.formatter.opening import opening_of
from bot.formatter.score import Shown
from bot.model import Mode, TextRule
from bot.text.accidents import unbroken
from bot.text.condense import ELLIPSIS
from bot.text.languages import width
from bot.text.leaning import asks_to_act, is_of_page, leans
from bot.text.prose import LISTED, calls_only, greets, presentable
from bot.text.sentences import sentences
from bot.text.words import content_words, facts, shares_run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.content.story import Sentence, Story
    from bot.formatter.layout import Post
    from bot.settings.model import Target

FILLED = 100
"""In the platform's measure: where more is left, another text of the body is looked for."""
WITHOUT_TITLE, WITH_ITS_NUMBER = 3, 1.5
"""Points that a post loses with its title; less where the text has a number that the title has not. What stands alone says nothing again."""
OWN_WORDS = -1
"""Points of a description without a number of its own: it mostly tells what the title tells."""
FEW_WORDS, EXPLAINS_TITLE = 6, 1.5
"""A title with no more words that mean something says little, and points of the description below it, which says what it is about."""
SAYS_TITLE = 0.6
"""The share of a title's words in a text that can stand for it."""
ADDS = 0.5
"""Points of a text that is worth a third line."""
FEW_NEW = 2
"""Sentences that are parted between text and card."""
FEW_FACTS = 2
"""Names and numbers with which a text says more than the title, however alike they are."""
CARD_CHARS = 200
CLOSERS = "\"'”’»)]」』）】"


class Way(Enum):
    """How a text may stand below the first line."""

    WHOLE = auto()
    CLAUSE = auto()
    """Cut after a whole sentence or clause."""
    CUT = auto()
    """Cut after any word."""


class Choice(NamedTuple):
    """What may stand below the first line; in the place of both, where it says what the first line says."""

    way: Way
    text: str
    alone: bool = False


NOTHING_BELOW = Choice(Way.WHOLE, "")


@dataclass(frozen=True, slots=True)
class Saying:
    """What the text says, the best that may stand below its first line first, and what is left for the card."""

    head: str
    below: Iterable[Choice] = ()
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
            below = (Choice(Way.CUT, story.description),) if story.description else ()
            return Saying(hook or ("" if below else story.title), below, story.description, fill=False)
        case TextRule.OPENING:
            return by_opening(story, hook, card=target.mode is Mode.CARD)
        case TextRule.BOTH:
            return by_both(story, hook, whole=target.text is not None)


def by_opening(story: Story, hook: str | None, *, card: bool) -> Saying:
    """The opening; where there is none the description, which the card then leaves out; else the title."""
    if hook:
        return Saying(hook, (), story.description)
    if story.stands_in and card:
        return parted(story)
    text = opening_of(story).text
    if text:
        return Saying("", (Choice(Way.CUT, text),), story.description, fill=False)
    if story.description and not story.stands_in:
        return Saying("", (Choice(Way.CUT, story.description),), "")
    if story.description and not card:
        return Saying("", (Choice(Way.CUT, story.description),), "")
    return Saying(story.title, (), story.description)


def parted(story: Story) -> Saying:
    """Without a description the body's first sentences are parted: the opening for the text, the others for the card."""
    opening = opening_of(replace(story, description=""))
    if not opening.text and count_letters(story.description) >= ENOUGH * width(story.lang):
        return Saying("", (Choice(Way.CUT, story.description),), "", fill=False)
    telling = [
        one for one in story.sentences if presentable(one.text) and not repeats(one.text, story.title, "", story.lang)
    ]
    if not opening.text or len(telling) < FEW_NEW:
        return Saying(story.title, (), story.description, fill=False)
    before = for_card(story, story.sentences[: opening.start])
    after = for_card(story, standing_after(story, opening.stop))
    return Saying("", (Choice(Way.CUT, opening.text),), before or after, fill=False)


def for_card(story: Story, sentences: Sequence[Sentence]) -> str:
    """As many of the sentences as a card shows; none that only repeat the title."""
    said = ""
    for text in (one.text for one in sentences):
        calling = asks_to_act(text, story.lang) or is_of_page(text, story.lang)
        if not said and (calling or greets(text)):
            continue
        if calling or len(said) + len(text) > CARD_CHARS or LISTED in text or not presentable(text):
            break
        said = f"{said}{space_between(story.lang) if said else ''}{text}"
    only_title = repeats(said, story.title, "", story.lang) and facts(said, story.title) < FEW_FACTS
    return "" if only_title else said


def standing_after(story: Story, start: int) -> Sequence[Sentence]:
    """The sentences from there on; from the next paragraph on, where the first of them points at what stands before it."""
    for at in range(start, len(story.sentences)):
        begins = at == start or story.sentences[at].paragraph != story.sentences[at - 1].paragraph
        if begins and not leans(story.sentences[at].text, story.lang):
            return story.sentences[at:]
    return ()


def by_both(story: Story, hook: str | None, *, whole: bool) -> Saying:
    """The title, and below it what adds most; ``whole``: the title stays whatever is said below it."""
    head = hook or story.title
    below = below_title(story, head, keeps_head=whole or bool(hook))
    own = without_call(story)
    if whole and own and not repeats(own, head, "", story.lang):
        below = chain((Choice(Way.WHOLE, own), Choice(Way.CLAUSE, own)), below)
    return Saying(head, below, story.description)


def below_title(story: Story, head: str, *, keeps_head: bool) -> Iterator[Choice]:
    """What may stand below the title, or in the place of both, the most worth first; what is too long is cut at last."""
    own = without_call(story)
    for arranged in arrangements(story, head, keeps_head=keeps_head):
        yield Choice(Way.WHOLE, arranged.text, alone=arranged.alone)
        if arranged.text == own and not (story.stands_in or arranged.alone):
            yield Choice(Way.CLAUSE, own)
    yield Choice(Way.CUT, own or opening_of(story).text)


class Arrangement(NamedTuple):
    """A text below the title, or alone, and what the post is worth with it."""

    worth: float
    text: str
    alone: bool


@lru_cache(maxsize=8)
def arrangements(story: Story, head: str, *, keeps_head: bool) -> Sequence[Arrangement]:
    """Every text of the digest below the title, and those that can stand for it alone; the most worth first, else in the digest's order."""
    below, alone = Shown.beside(story, head, above=len(head)), None
    found, own, short = [], own_words(story), len(content_words(head, story.lang)) <= FEW_WORDS
    for one in (*own, *candidates(story)):
        figures = below.new_figures(one)
        loss = OWN_WORDS if one in own and not figures else 0
        if not below.repeats(one):
            gain = EXPLAINS_TITLE if one in own and short else 0
            found.append(Arrangement(below.worth(one) + loss + gain, one.text, alone=False))
        if not keeps_head and len(one.text) > len(head) and below.tells_line(one) >= SAYS_TITLE:
            alone = alone or Shown.beside(story)
            title = WITH_ITS_NUMBER if figures else WITHOUT_TITLE
            found.append(Arrangement(alone.worth(one) + loss - title, one.text, alone=True))
    return tuple(sorted(found, key=lambda one: -one.worth))


def own_words(story: Story) -> tuple[Candidate, ...]:
    """The description, where it is the digest's own and says more than the title."""
    text = without_call(story)
    if story.stands_in or len(content_words(text, story.lang)) < FEWEST_WORDS:
        return ()
    return () if says_title(text, story.title, story.lang) else (Candidate(sentences(text, story.lang), 0, text),)


def without_call(story: Story) -> str:
    """The description without a last sentence that only asks to be read on."""
    *parts, last = sentences(story.description, story.lang) or ("",)
    return space_between(story.lang).join(parts) if parts and calls_only(last) else story.description


# ── into the post ────────────────────────────────────────────────────────────────────────────────


def with_saying(post: Post, saying: Saying, target: Target) -> Post:
    """The post, still without hashtags, with the first line, and below it the first of what may stand there that has room in its way."""
    for way, below, alone in saying.below or (NOTHING_BELOW,):
        post = with_lines(post, "" if alone else saying.head, below, target)
        if below and way is Way.CLAUSE:
            piece = shortened(post, BELOW, post.words[BELOW], target.limits)
            if piece and not piece.rstrip(CLOSERS).endswith(ELLIPSIS):
                break
        elif fits(post.text, target.limits):
            break
    return post


def with_lines(post: Post, head: str, below: str, target: Target) -> Post:
    return replace(post, words=without_accidents({HEAD: head, BELOW: below}, target))


def filled(post: Post, story: Story, saying: Saying, target: Target) -> Post:
    """The post with the best of the body in a paragraph of its own, where the text is of the digest's own words and much room is left.

    Sentences that stand far apart in the body never stand together.
    """
    limits = target.limits
    if limits.fold is not None:
        limits = replace(limits, length=min(limits.fold, limits.length))
    shown = shown_words(post)
    of_body = any(shown.endswith(one.text) for one in story.sentences)
    if not saying.fill or of_body or room(post, limits) <= FILLED:
        return post
    longer = (with_sentence(post, one.text, target) for one in additions(story, shown))
    # A text says more than a second hashtag.
    fitted = (with_most_tags(one, limits) for one in longer)
    return next((one for one in fitted if one is not None and one.shown >= min(1, post.shown)), post)


@lru_cache(maxsize=8)
def additions(story: Story, shown: str) -> Sequence[Candidate]:
    """What of the body is worth a paragraph below the words that are shown, the best first."""
    beside = Shown.beside(story, *shown.split("\n\n"))
    apart = (
        one
        for one in candidates(story)
        if begins_paragraph(story, one.start) and not (shares_run(one.text, shown) or beside.known_figures(one))
    )
    weighed = [(beside.worth(one), one) for one in apart]
    return tuple(one for worth, one in sorted(weighed, key=lambda pair: -pair[0]) if worth >= ADDS)


def begins_paragraph(story: Story, start: int) -> bool:
    return start == 0 or story.sentences[start - 1].paragraph != story.sentences[start].paragraph


def shown_words(post: Post) -> str:
    return unbroken("\n".join(post.words.values()))


def with_sentence(post: Post, sentence: str, target: Target) -> Post:
    below = unbroken(post.words[BELOW])
    return with_lines(post, unbroken(post.words[HEAD]), f"{below}\n\n{sentence}" if below else sentence, target)
