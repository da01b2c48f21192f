"""What a post says in the bot's own layout: a first line, what stands below it, and what fills the room that is left."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from bot.content.story import gap, repeats
from bot.formatter.fit import fits, room, shortened, with_most_tags
from bot.formatter.layout import BELOW, HEAD, without_accidents
from bot.formatter.opening import (
    FEWEST_WORDS,
    adds_much,
    announces,
    is_question,
    leans,
    lede_of,
    lone_sentences,
    next_sentences,
    opening_of,
    says_enough,
)
from bot.formatter.opening import says_again as says_again_in
from bot.model import Mode, TextRule
from bot.text.accidents import unbroken
from bot.text.condense import ELLIPSIS
from bot.text.figures import digits, figures
from bot.text.prose import calls_only, presentable
from bot.text.sentences import sentences
from bot.text.words import NUMBER, alike, content_words, facts, names, new_words, shares_run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.content.story import Sentence, Story
    from bot.formatter.layout import Post
    from bot.formatter.opening import Opening
    from bot.settings.model import Target

FILLED = 60
"""In the platform's measure: where more is left, another sentence is looked for."""
MOST_FILLS = 2
LONG_OPENING = 160
"""Characters: an opening that is longer stands alone."""
MORE_FACTS = 2
"""New names and numbers with which a description says more than the title, however alike they are."""
COVERED = 0.8
"""The share of a title's words in a description that says it again."""
SAYS_TITLE = 0.6
"""The share of a title's words in a text that can stand for it."""
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


class Choice(NamedTuple):
    """What may stand below the first line; in the place of both, where it says what the first line says."""

    way: Way
    text: str
    alone: bool = False


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
        return Saying("", (Choice(Way.CUT, text),), story.description)
    if story.description and not story.stands_in:
        return Saying("", (Choice(Way.CUT, story.description),), "")
    if story.description and not card:
        return Saying("", (Choice(Way.CUT, story.description),), "")
    return Saying(story.title, (), story.description)


def parted(story: Story) -> Saying:
    """Without a description the body's first sentences are parted: the opening for the text, the others for the card."""
    opening = opening_of(replace(story, description=""))
    telling = [
        one for one in story.sentences if presentable(one.text) and not repeats(one.text, story.title, "", story.lang)
    ]
    if not opening.text or len(telling) < FEW_NEW:
        return Saying(story.title, (), story.description, fill=False)
    shown = [at for at, one in enumerate(story.sentences) if one.text in opening.sentences]
    before = for_card(story, story.sentences[: shown[0]])
    after = for_card(story, standing_after(story, shown[-1] + 1))
    return Saying("", (Choice(Way.CUT, opening.text),), after or before, fill=False)


def for_card(story: Story, sentences: Sequence[Sentence]) -> str:
    """As many of the sentences as a card shows; none that only repeat the title."""
    said = ""
    for text in (one.text for one in sentences):
        if len(said) + len(text) > CARD_CHARS or not presentable(text):
            break
        said = f"{said}{gap(story.lang) if said else ''}{text}"
    return "" if says_only_title(said, story) else said


def says_only_title(text: str, story: Story) -> bool:
    return repeats(text, story.title, "", story.lang) and not adds_facts(text, story.title)


def standing_after(story: Story, start: int) -> Sequence[Sentence]:
    """The sentences from there on; from the next paragraph on, where the first of them points at what stands before it."""
    for at in range(start, len(story.sentences)):
        begins = at == start or story.sentences[at].paragraph != story.sentences[at - 1].paragraph
        if begins and not leans(story.sentences[at].text, story.lang):
            return story.sentences[at:]
    return ()


CARD_CHARS = 200
CLOSERS = "\"'”’»)]」』）】"


def by_both(story: Story, hook: str | None, *, whole: bool) -> Saying:
    """The title, and below it what adds most; ``whole``: the title stays whatever is said below it."""
    head = hook or story.title
    return Saying(head, below_title(story, head, keeps_head=whole or bool(hook)), story.description)


def below_title(story: Story, head: str, *, keeps_head: bool) -> Iterator[Choice]:
    """The description, or the opening where that says the title again; alone what says all of the title, and more."""
    said, lang, opening = without_call(story), story.lang, opening_of(story)
    others = whole_options(story, keeps_head=keeps_head)
    alone: Iterable[Choice] = () if keeps_head else alone_options(story)
    if not said:
        yield from others
        yield Choice(Way.CUT, opening.text)
    elif not (says_again(said, head, lang) or begins_with_title(story)):
        asks = is_question(sentences(said, lang)[0])
        if not (keeps_head or story.stands_in or asks) and tells_title_again(said, head, lang):
            yield from instead_of_both(story, said)
        yield Choice(Way.WHOLE, said)
        if not keeps_head and says_title(said, story):
            yield Choice(Way.WHOLE, said, alone=True)
        yield Choice(Way.CLAUSE, said)
        yield from others
        yield Choice(Way.CUT, said)
    elif story.stands_in or adds_facts(said, head):
        yield from alone
        yield from (Choice(Way.WHOLE, said), Choice(Way.CLAUSE, said))
        yield from others
        yield Choice(Way.CUT, said)
    else:
        yield from others
        yield from alone
        if not opening.points_back:
            yield Choice(Way.CLAUSE, opening.text)
        if len(new_words(said, head, lang=lang)) >= FEW_NEW:
            yield from (Choice(Way.WHOLE, said), Choice(Way.CLAUSE, said))
        yield Choice(Way.CUT, said if opening.points_back else opening.text or said)


TOLD = 0.42
"""The share of a title's words in a description that tells the same news."""


OF_TITLE = 0.3
"""The share of a title's words in a description that needs no title to be understood."""
LABEL = re.compile(r"[^\W_]+(?: [^\W_]+)?: ")


def tells_title_again(said: str, head: str, lang: str) -> bool:
    """The description has the title's number, or about half of its words and no more names and numbers of its own than one."""
    if figures(said, lang) & figures(head, lang):
        return True
    own = len(names(said) - names_of_lines(head)) + MORE_FACTS * len(digits(said) - digits(head))
    count = len(content_words(head, lang))
    share = TOLD if count >= FEWEST_WORDS else 1
    return own < MORE_FACTS and count > 1 and alike(head, said, lang=lang) >= share


def instead_of_both(story: Story, said: str) -> Iterator[Choice]:
    """The title with the best of the body, where there is something of its own; else the description alone."""
    best = [text for text in whole_texts(story) if adds_to_title(text, story)]
    best.sort(key=lambda text: (-min(strength(text, story), MORE_FACTS), not begins_paragraph(story, text)))
    yield from (Choice(Way.WHOLE, text) for text in best)
    if alike(story.title, said, lang=story.lang) >= OF_TITLE:
        yield Choice(Way.WHOLE, said, alone=True)


def adds_to_title(text: str, story: Story) -> bool:
    """The text shares neither figures nor a run of words with the title, and neither tells nor announces its news again."""
    known = digits(story.title)
    if digits(text) & known or shares_run(text, story.title) or LABEL.match(text):
        return False
    chosen = text.startswith(opening_of(story).sentences[:1])
    if not ((chosen or stands_alone(story, text, story.title)) and says_enough(text, story.lang)):
        return False
    first = sentences(text, story.lang)[0]
    return not (announces(story, first) or says_title(text, story) or tells_title_again(first, story.title, story.lang))


def strength(text: str, story: Story) -> int:
    """How many names and numbers the text has that the title has not."""
    return len(names(text) - names_of_lines(story.title)) + MORE_FACTS * len(digits(text) - digits(story.title))


def without_call(story: Story) -> str:
    """The description without a last sentence that only asks to be read on."""
    *parts, last = sentences(story.description, story.lang) or ("",)
    return gap(story.lang).join(parts) if parts and calls_only(last) else story.description


def says_again(said: str, head: str, lang: str) -> bool:
    """The description says the title once more: its words are the title's, or the title's are all in it."""
    covers = len(content_words(head, lang)) >= FEWEST_WORDS and alike(head, said, lang=lang) >= COVERED
    covers = covers and alike(said, head, lang=lang) >= KNOWN
    return covers or repeats(said, head, "", lang)


def adds_facts(said: str, head: str) -> bool:
    """The description has a number, or names, that the title has not; these are never given up."""
    figures = {one.rstrip(".,") for one in NUMBER.findall(said)} - set(NUMBER.findall(head))
    return bool(figures) or facts(said, head) >= MORE_FACTS


def whole_options(story: Story, *, keeps_head: bool) -> Iterator[Choice]:
    """The opening, or what is left of it, and other sentences that need nothing before them; alone where one says the title too."""
    for text in whole_texts(story):
        yield Choice(Way.WHOLE, text, alone=not keeps_head and says_title(text, story))


def whole_texts(story: Story) -> Sequence[str]:
    """The opening, what is left of it where sentences give way, and other sentences that need nothing before them."""
    opening = opening_of(story)
    texts = [] if opening.points_back else [*prefixes(opening)]
    return [*texts, *(one.text for one in lone_sentences(story, "") if one.text not in opening.sentences)]


def prefixes(opening: Opening) -> Iterator[str]:
    """The opening, and what is left of it where sentences give way from its end; never a question alone."""
    for count in range(len(opening.sentences), 0, -1):
        if not all(map(is_question, opening.sentences[:count])):
            yield gap(opening.lang).join(opening.sentences[:count])


def alone_options(story: Story) -> Iterator[Choice]:
    """What says all that the title says, and more: the description where it has more facts, the body's first sentences."""
    own = without_call(story)
    texts = [*prefixes(lede_of(story)), own]
    if adds_facts(own, story.title):
        texts = [own, *texts[:-1]]
    for text in texts:
        if says_title(text, story):
            yield Choice(Way.WHOLE, text, alone=True)


def begins_with_title(story: Story) -> bool:
    """The first of several sentences says the title once more."""
    first, *others = sentences(story.description, story.lang)
    enough = len(content_words(story.title, story.lang)) >= FEWEST_WORDS
    return enough and bool(others) and says_title(first, story)


def says_title(text: str, story: Story) -> bool:
    """The text can stand for the title."""
    return len(text) > len(story.title) and alike(story.title, text, lang=story.lang) >= SAYS_TITLE


# ── into the post ────────────────────────────────────────────────────────────────────────────────


def with_saying(post: Post, saying: Saying, target: Target) -> Post:
    """The post with the first line, and below it the first of what may stand there that has room in its way."""
    head, below = saying.head, ""
    for way, below, alone in saying.below:
        head = "" if alone else saying.head
        bare = replace(with_lines(post, head, below, target), shown=0)
        if below and way is Way.CLAUSE:
            piece = shortened(bare, BELOW, bare.words[BELOW], target.limits)
            if piece and not piece.rstrip(CLOSERS).endswith(ELLIPSIS):
                break
        elif fits(bare.text(), target.limits):
            break
    return with_lines(post, head, below, target)


def with_lines(post: Post, head: str, below: str, target: Target) -> Post:
    return replace(post, words=without_accidents({HEAD: head, BELOW: below}, target))


def filled(post: Post, story: Story, saying: Saying, target: Target) -> Post:
    """The post with another sentence or two, where much room is left and the digest goes on with more to say."""
    limits = target.limits
    if limits.fold is not None:
        limits = replace(limits, length=min(limits.fold, limits.length))
    for _ in range(MOST_FILLS if saying.fill else 0):
        alone = 0 if post.words[HEAD] else len(post.words[BELOW])
        if room(post, limits) <= FILLED or alone > LONG_OPENING:
            break
        longer = (with_sentence(post, text, between, target) for text, between in additions(story, shown_words(post)))
        # A sentence says more than a second hashtag.
        fitted = (with_most_tags(one, limits) for one in longer)
        found = next((one for one in fitted if one is not None and one.shown >= min(1, post.shown)), None)
        if found is None:
            break
        post = found
    return post


def additions(story: Story, shown: str) -> Iterator[tuple[str, str]]:
    """What may stand behind the words that are shown, and what stands between: the body's next sentence, the beginning of its next paragraph, or its opening.

    Sentences that stand far apart in the body never stand together.
    """
    if any(shown.endswith(one.text) for one in story.sentences):
        yield from ((one.text, gap(story.lang) if same else "\n\n") for one, same in next_sentences(story, shown))
        return
    opening = opening_of(story)
    texts: list[str] = []
    if not opening.points_back and not (opening.says_again and not adds_much(story, opening.sentences[0])):
        texts += [text for text in prefixes(opening) if says_enough(text, story.lang)]
    texts += [one.text for one in lone_sentences(story, shown)]
    yield from (
        (text, "\n\n") for text in texts if stands_alone(story, text, shown) and is_apart(text, shown, story.lang)
    )


def begins_paragraph(story: Story, text: str) -> bool:
    """No sentence of its paragraph that was left out stands before it, but one that only says the card again."""
    for at, one in enumerate(story.sentences):
        if text.startswith(one.text):
            before = story.sentences[at - 1] if at else None
            if before is None or (before.paragraph != one.paragraph and not is_question(before.text)):
                return True
            return not presentable(before.text) or says_again_in(story, before.text)
    return False


def stands_alone(story: Story, text: str, known: str) -> bool:
    """It begins its paragraph, or has a number of its own and answers nothing."""
    if begins_paragraph(story, text):
        return True
    answers = any(
        is_question(one.text) and text.startswith(following.text) for one, following in pairwise(story.sentences)
    )
    return not answers and bool(digits(text) - digits(known))


def is_apart(text: str, shown: str, lang: str) -> bool:
    """The text shares no number, no name but its own subject, and no words in a row with what is shown."""
    if set(NUMBER.findall(text)) & set(NUMBER.findall(shown)) or figures(text, lang) & figures(shown, lang):
        return False
    return not (names(text) & names_of_lines(shown) or shares_run(text, shown))


def names_of_lines(text: str) -> frozenset[str]:
    """A line's first word is no name's for its capital alone, but may be one that the other text has too."""
    return frozenset().union(*(names(f"- {line}") for line in text.split("\n") if line))


def shown_words(post: Post) -> str:
    return unbroken("\n".join(post.words.values()))


def with_sentence(post: Post, sentence: str, between: str, target: Target) -> Post:
    below = unbroken(post.words[BELOW])
    return with_lines(post, unbroken(post.words[HEAD]), f"{below}{between}{sentence}" if below else sentence, target)
