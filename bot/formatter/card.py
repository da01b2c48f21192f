"""What a card says below its title: the digest's description, or where that only says the title again, what else the body has."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from bot.content.story import says_title
from bot.formatter.saying import begins_paragraph, for_card
from bot.text.leaning import leans
from bot.text.prose import greets
from bot.text.words import alike

if TYPE_CHECKING:
    from bot.content.story import Story

SAME_AS_TITLE = 0.5
"""The share of a sentence's words that the title has, from which on another says more."""


def card_description(story: Story, left: str, text: str) -> str:
    """What the text has ``left`` for the card; where that only says the title again, sentences that the text does not say."""
    if not left or not says_title(left, story.title, story.lang):
        return left
    for start in sorted(range(len(story.sentences)), key=lambda start: not begins_paragraph(story, start)):
        first = story.sentences[start].text
        if greets(first) or leans(first, story.lang) or alike(first, story.title, lang=story.lang) >= SAME_AS_TITLE:
            continue
        described = for_card(story, tuple(takewhile(lambda one: one.text not in text, story.sentences[start:])))
        if described:
            return described
    return ""
