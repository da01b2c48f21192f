"""What of a body may be shown: one to three of its sentences that follow each other and need nothing before them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.content.story import space_between
from bot.text.languages import width
from bot.text.leaning import (
    announces,
    asks_to_act,
    goes_on_from,
    is_fragment,
    is_of_page,
    is_question,
    leans,
    waits,
)
from bot.text.phrases import phrases_of
from bot.text.prose import ASIDE, FEWEST_LETTERS, greets, presentable
from bot.text.words import content_words, new_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.content.story import Sentence, Story

STARTS_AMONG = 24
"""Sentences of a body that are looked at."""
MOST_SENTENCES = 3
MOST_CHARS = 285
"""Characters of the Latin alphabet: what a post has room for."""
HOOK_CHARS = 160
"""What is shorter may go on into the next paragraph."""
FEWEST_OF_NEXT = FEWEST_LETTERS // 3
ENOUGH = 20
"""Letters: a text that has fewer says too little by itself."""
FEWEST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """Whole sentences of the body, in its order."""

    sentences: tuple[str, ...]
    start: int
    """The number of the first of them in the body."""
    text: str
    """The sentences as a post shows them."""

    @property
    def stop(self) -> int:
        """The number of the sentence that follows."""
        return self.start + len(self.sentences)


@lru_cache(maxsize=8)
def candidates(story: Story) -> tuple[Candidate, ...]:
    """All that may be shown of the body, in its order, the shorter before the longer."""
    return tuple(
        candidate
        for start in range(min(STARTS_AMONG, len(story.sentences)))
        if begins_well(story, start)
        for candidate in grown(story, start)
        if says_enough(candidate, story.lang) and ends_well(story, candidate)
    )


def begins_well(story: Story, start: int) -> bool:
    """The sentence can be understood without the one before it."""
    text = story.sentences[start].text
    if announces(text, story.lang):
        return True
    if start and announces_only(story.sentences[start - 1].text, story.lang) and follows(story, start):
        return False
    hooks = phrases_of(story.lang).hooking.begin(text) is not None
    if not presentable(text) or greets(text) or ASIDE.fullmatch(text):
        return False
    if (is_fragment(text) and not hooks) or asks_to_act(text, story.lang) or is_of_page(text, story.lang):
        return False
    leaning = (story.led or comes_later(story, start)) and leans(text, story.lang)
    described = () if story.stands_in else (story.description,)
    return not leaning or names_known(text, (story.title, *described), story.lang)


def announces_only(text: str, lang: str) -> bool:
    """A few words before the sentence that answers them."""
    return announces(text, lang) or (is_fragment(text) and is_question(text) and " " not in text)


def follows(story: Story, start: int) -> bool:
    """The sentence stands in the paragraph of the one before it."""
    return story.sentences[start].paragraph == story.sentences[start - 1].paragraph


def names_known(text: str, known: Sequence[str], lang: str) -> bool:
    """The sentence begins with a thing called by its name or kind, "this telco model", that what is known names too."""
    phrase = phrases_of(lang).demonstrative.begin(text)
    if phrase is None:
        return False
    return len(new_words(phrase[1], *known, lang=lang)) < len(content_words(phrase[1], lang))


def comes_later(story: Story, start: int) -> bool:
    """Something that may be shown stands before the sentence."""
    return any(presentable(sentence.text) for sentence in story.sentences[:start])


def grown(story: Story, start: int) -> Iterator[Candidate]:
    """The sentence, and as many after it as go on where it ends and have room."""
    chosen = [story.sentences[start]]
    text = chosen[0].text
    while len(text) <= MOST_CHARS * width(story.lang):
        yield Candidate(tuple(one.text for one in chosen), start, text)
        following = story.sentences[start + len(chosen) : start + len(chosen) + 1]
        if len(chosen) == MOST_SENTENCES or not following or not goes_on(text, chosen[-1], following[0], story.lang):
            break
        between = space_between(story.lang) if following[0].paragraph == chosen[-1].paragraph else "\n\n"
        text += between + following[0].text
        chosen.append(following[0])


def goes_on(text: str, last: Sentence, following: Sentence, lang: str) -> bool:
    """The next sentence belongs to the text, which ends with the last."""
    if not presentable(following.text, fewest=FEWEST_OF_NEXT) or is_of_page(following.text, lang):
        return False
    if asks_to_act(following.text, lang):
        return False
    if following.paragraph == last.paragraph:
        return True
    if following.further:
        return False
    short = len(text) <= HOOK_CHARS * width(lang)
    if short and goes_on_from(following.text, lang):
        return True
    return (short or is_question(last.text)) and not leans(following.text, lang)


def ends_well(story: Story, candidate: Candidate) -> bool:
    """No question whose answer follows stands last, nor what only leads up to more; from the midst of the body no question alone."""
    asked, following = story.sentences[candidate.stop - 1], story.sentences[candidate.stop : candidate.stop + 1]
    if not is_question(candidate.sentences[-1]):
        return not following or not leads_up(asked, following[0], story.lang)
    if candidate.start == 0 and len(candidate.sentences) == 1 and not announces(asked.text, story.lang):
        return True
    if is_fragment(asked.text) or (following and following[0].paragraph == asked.paragraph):
        return False
    return candidate.start <= 1 or not all(map(is_question, candidate.sentences))


def leads_up(last: Sentence, following: Sentence, lang: str) -> bool:
    """What is meant comes only with the next sentence."""
    near = following.paragraph == last.paragraph
    return near and waits(last.text, lang)


def says_enough(candidate: Candidate, lang: str) -> bool:
    """The text has letters and words enough to be shown by itself."""
    words = frozenset[str]().union(*(content_words(sentence, lang) for sentence in candidate.sentences))
    return len(words) >= FEWEST_WORDS and sum(map(str.isalnum, candidate.text)) >= ENOUGH * width(lang)
