"""The sentences of a digest's body that are worth showing above its card: the line that one would say to a friend."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from bot.content.story import space_between
from bot.formatter.candidates import ENOUGH, Candidate, candidates
from bot.formatter.score import Shown
from bot.text.prose import presentable

if TYPE_CHECKING:
    from bot.content.story import Story

FEWEST_OF_ALL = 6
"""Letters of each sentence of a body that is shown as a whole."""
NOTHING = Candidate((), 0, "")


@lru_cache(maxsize=8)
def opening_of(story: Story) -> Candidate:
    """The best of the body beside title and description, the first of the best; without sentences where nothing is worth it."""
    shown = Shown.beside(story, story.title, story.description)
    telling = [one for one in candidates(story) if not shown.repeats(one)]
    return max(telling, key=shown.worth, default=few_words(story))


def few_words(story: Story) -> Candidate:
    """The whole of a body that is too short for an opening: all the same its writer's own words."""
    texts = tuple(one.text for one in story.sentences)
    whole = space_between(story.lang).join(texts)
    if sum(map(str.isalpha, whole)) >= ENOUGH or story.led or story.repeats(whole):
        return NOTHING
    return Candidate(texts, 0, whole) if all(presentable(one, fewest=FEWEST_OF_ALL) for one in texts) else NOTHING
