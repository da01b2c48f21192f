"""How much a text is worth to a reader who sees what else is shown: a few features, and what each of them counts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from bot.formatter.candidates import names_known
from bot.text.figures import figures, same_figure
from bot.text.languages import width
from bot.text.leaning import is_question, leans, points_back
from bot.text.phrases import pattern
from bot.text.words import alike, content_words, names, names_of_lines, new_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.content.story import Sentence, Story
    from bot.formatter.candidates import Candidate


class Weight(NamedTuple):
    """What one of a feature counts, on an editor's scale from 1 to 5."""

    points: float
    reason: str


WEIGHTS: Mapping[str, Weight] = {
    "new figure": Weight(0.5, "a number is the news, or its proof"),
    "new name": Weight(0.25, "who and what: a name is looked up, an abstract noun is passed over"),
    "new words": Weight(0.05, "each says something that nothing else on the screen says"),
    "said again": Weight(-5, "title and description stand beside it; a product, so nought where nothing is told again"),
    "first said again": Weight(-5, "the first sentence is read first, and often alone"),
    "figure again": Weight(-0.5, "the same number twice is the same news twice, whatever the words"),
    "announces": Weight(-0.4, "that a thing is there is in the title already"),
    "hook": Weight(0.75, "it asks the reader in"),
    "colon": Weight(0.4, "what stands before a colon is a question, what stands behind it the answer"),
    "turn": Weight(0.4, "a contrast or a surprise is what one would tell a friend"),
    "answered": Weight(0.3, "a question with its answer"),
    "quoted": Weight(0.25, "somebody speaks"),
    "punch": Weight(0.25, "a short last sentence closes"),
    "hollow": Weight(-0.75, "it would fit any text of its field"),
    "actorless": Weight(-0.4, "nobody does anything, and no name or number makes up for it"),
    "points back": Weight(-0.5, "it speaks of something that is not shown"),
    "answers": Weight(-0.5, "the question that it answers is not shown"),
    "asks": Weight(-0.5, "a question that stays open"),
    "begins": Weight(0.5, "writers know how to begin"),
    "begins paragraph": Weight(0.1, "so do paragraphs"),
    "late": Weight(-0.05, "each sentence further on, the more it needs those before it"),
    "short": Weight(-0.5, "a few words say little"),
    "long": Weight(-0.5, "each fifty characters more are read by fewer"),
}
MOST_FIGURES, MOST_NAMES, MOST_WORDS = 2, 2, 10
"""More of them are a list."""
OF_SUBJECT = 0.1
"""Of ``again``: a text cannot but name its subject."""
FEW_CHARS, MANY_CHARS, STEP_CHARS = 90, 230, 50
PUNCH_CHARS = 60
FEWEST_WORDS = 4
"""Of a title that can be said again."""
COLON = re.compile(r"[^\W\d]: |：")
QUOTES = frozenset('“«„「『"‘')


@dataclass(frozen=True, slots=True)
class Shown:
    """What a reader sees beside the text that is weighed."""

    lines: tuple[str, ...]
    lang: str
    sentences: tuple[Sentence, ...]
    """The body's, which show what stands before a text, and which words are names."""
    figures: frozenset[str]
    names: frozenset[str]
    body_names: frozenset[str]

    @classmethod
    def beside(cls, story: Story, *lines: str) -> Shown:
        text = "\n".join(lines)
        body_names = frozenset[str]().union(names(story.description), *(names(one.text) for one in story.sentences))
        return cls(lines, story.lang, story.sentences, figures(text, story.lang), names_of_lines(text), body_names)

    def worth(self, candidate: Candidate) -> float:
        """The candidate's points; they order candidates, and mean nothing else."""
        return sum(WEIGHTS[name].points * value for name, value in self.features(candidate))

    def features(self, candidate: Candidate) -> Iterator[tuple[str, float]]:
        yield from self.news(candidate)
        yield from self.manner(candidate)
        yield from self.place(candidate)

    def news(self, candidate: Candidate) -> Iterator[tuple[str, float]]:
        """What the text says that is not shown, and what it says again."""
        text, first, lang = candidate.text, candidate.sentences[0], self.lang
        told = figures(text, lang)
        known = frozenset(one for one in told if any(same_figure(one, other) for other in self.figures))
        own = names(text) | (names_of_lines(text) & self.body_names)
        yield "new figure", min(len(told - known), MOST_FIGURES)
        yield "new name", min(len(own - self.names), MOST_NAMES)
        yield "new words", min(len(new_words(text, *self.lines, lang=lang)), MOST_WORDS)
        yield "said again", max(0, again(text, self.lines, lang) - OF_SUBJECT)
        yield "first said again", max(0, again(first, self.lines, lang) - OF_SUBJECT)
        yield "figure again", min(len(known), MOST_FIGURES)
        yield "announces", bool(own & self.names) and pattern(lang, "announcing").search(first) is not None
        plain = not (told - known or own - self.names)
        yield "actorless", plain and pattern(lang, "actorless").search(text) is not None

    def manner(self, candidate: Candidate) -> Iterator[tuple[str, float]]:
        """How the text says it."""
        text, lang, (first, *_, last) = candidate.text, self.lang, (candidate.sentences[0], *candidate.sentences)
        yield "hook", pattern(lang, "hooking").match(first) is not None
        yield "colon", COLON.search(text) is not None
        yield "turn", pattern(lang, "turning").search(text) is not None
        yield "quoted", not QUOTES.isdisjoint(text)
        yield "hollow", sum(pattern(lang, "hollow").search(one) is not None for one in candidate.sentences)
        yield "answered", is_question(first) and not is_question(last)
        yield "asks", is_question(last)
        chars = len(text) / width(lang)
        yield "short", max(0, FEW_CHARS - chars) / FEW_CHARS
        yield "long", max(0, chars - MANY_CHARS) / STEP_CHARS
        yield "punch", last is not first and self.closes(last)

    def closes(self, last: str) -> bool:
        short = len(last) < PUNCH_CHARS * width(self.lang)
        return short and len(new_words(last, *self.lines, lang=self.lang)) > 1

    def place(self, candidate: Candidate) -> Iterator[tuple[str, float]]:
        """Where in the body the text stands, and what it needs of what stands before it."""
        start, first, lang = candidate.start, candidate.sentences[0], self.lang
        yield "late", start
        if start == 0:
            yield "begins", 1
            return
        before, sentence = self.sentences[start - 1], self.sentences[start]
        if leans(first, lang) or points_back(first, lang):
            yield "points back", not names_known(first, self.lines, lang)
        if before.paragraph != sentence.paragraph:
            yield "begins paragraph", 1
        else:
            yield "answers", is_question(before.text) and len(content_words(before.text, lang)) > 1


def again(text: str, lines: tuple[str, ...], lang: str) -> float:
    """How much of one of the lines the text tells again, times how much of the text any of them says: 1 for the same."""
    whole = [line for line in lines if len(content_words(line, lang)) >= FEWEST_WORDS]
    told = max((alike(line, text, lang=lang) for line in whole), default=0)
    return told * alike(text, *lines, lang=lang) if told else 0
