"""How much a text is worth to a reader who sees what else is shown: a few features, and what each of them counts."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, chain, pairwise
from operator import or_
from typing import TYPE_CHECKING, NamedTuple

from bot.formatter.candidates import names_known
from bot.formatter.telling import Manner, again, retold, telling_of
from bot.text.figures import figures, same_figure
from bot.text.languages import width
from bot.text.leaning import is_question, leans, points_back
from bot.text.words import REPEATS, content_words, names, names_of_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.content.story import Sentence, Story
    from bot.formatter.candidates import Candidate
    from bot.formatter.telling import Telling


class Weight(NamedTuple):
    """What one of a feature counts, on an editor's scale from 1 to 5."""

    points: float
    reason: str


WEIGHTS: Mapping[str, Weight] = {
    "new figure": Weight(0.5, "a number is the news, or its proof"),
    "new name": Weight(0.25, "who and what: a name is looked up, an abstract noun is passed over"),
    "who it is": Weight(0.6, "the digest is about somebody, and nothing that is shown says who"),
    "new words": Weight(0.05, "each says something that nothing else on the screen says"),
    "said again": Weight(-5, "title and description stand beside it; a product, so nought where nothing is told again"),
    "first said again": Weight(-5, "the first sentence is read first, and often alone"),
    "figure again": Weight(-0.5, "the same number twice is the same news twice, whatever the words"),
    "announces": Weight(-0.75, "that a thing is there is in the title already"),
    "hook": Weight(0.8, "it asks the reader in"),
    "colon": Weight(0.4, "what stands before a colon is a question, what stands behind it the answer"),
    "turn": Weight(0.4, "a contrast or a surprise is what one would tell a friend"),
    "answered": Weight(0.3, "a question with its answer"),
    "quoted": Weight(0.75, "somebody speaks"),
    "punch": Weight(0.25, "a short last sentence closes"),
    "hollow": Weight(-1, "it would fit any text of its field"),
    "plain": Weight(-0.3, "neither a name nor a number is new"),
    "points back": Weight(-0.75, "it speaks of something that is not shown"),
    "introduced": Weight(-0.3, "a name that the body explains before, and nothing that is shown"),
    "answers": Weight(-0.5, "the question that it answers is not shown"),
    "asks": Weight(-1, "a question that stays open"),
    "begins": Weight(0.75, "writers know how to begin, where they do not begin with the title once more"),
    "begins paragraph": Weight(0.5, "and each of their paragraphs"),
    "next paragraph": Weight(-0.4, "a new paragraph is a new thought, unless it answers"),
    "left in its midst": Weight(-0.75, "a thought that is begun and not told"),
    "late": Weight(-0.05, "each sentence further on, the more it needs those before it"),
    "short": Weight(-1, "a few words say little"),
    "long": Weight(-0.5, "each fifty characters more are read by fewer"),
}
MOST_FIGURES, MOST_NAMES, MOST_WORDS = 2, 2, 8
"""More of them are a list."""
LISTED_FIGURES = 5
"""Numbers of one sentence that are a table and no news."""
OF_SUBJECT = 0.1
"""Of ``again``: a text cannot but name its subject."""
FEW_CHARS, MANY_CHARS, STEP_CHARS = 90, 230, 50
PUNCH_CHARS = 60
FEWEST_OF_ANSWER = 3
"""Words."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a reader sees beside the text that is weighed."""

    lines: tuple[str, ...]
    above: int
    """Characters of the post that stand above the text."""
    lang: str
    sentences: tuple[Sentence, ...]
    """The body's, which show what stands before a text."""
    figures: frozenset[str]
    names: frozenset[str]
    body_names: frozenset[str]
    """Words that the body writes as names: the first word of a sentence may be one of them."""
    leading: frozenset[str]
    """Names of the description that are not shown: whom the digest is about."""
    named: tuple[frozenset[str], ...]
    """The names that stand in the body before each of its sentences."""

    @classmethod
    def beside(cls, story: Story, *lines: str, above: int = 0) -> Shown:
        text, lang = "\n".join(lines), story.lang
        named = tuple(accumulate((names(one.text) for one in story.sentences), or_, initial=frozenset[str]()))
        body_names = named[-1] | names(story.description)
        shown = names_of_lines(text)
        leading = (names(story.description) | (names_of_lines(story.description) & body_names)) - shown
        return cls(lines, above, lang, story.sentences, figures(text, lang), shown, body_names, leading, named)

    def worth(self, candidate: Candidate) -> float:
        """The candidate's points; they order candidates, and mean nothing else."""
        return sum([WEIGHTS[name].points * value for name, value in self.features(candidate)])

    def telling(self, candidate: Candidate) -> Telling:
        return telling_of(candidate.sentences, self.lines, self.lang)

    def repeats(self, candidate: Candidate) -> bool:
        """Most of its words are shown."""
        return self.telling(candidate).known_share >= REPEATS

    def tells_line(self, candidate: Candidate) -> float:
        """The share of the first line that the candidate tells."""
        words = content_words(self.lines[0], self.lang)
        return len(self.telling(candidate).told[0]) / len(words) if words else 0.0

    def known_figures(self, candidate: Candidate) -> frozenset[str]:
        """Its numbers that are shown too."""
        return self.shown_of(self.telling(candidate).figures)

    def shown_of(self, told: frozenset[str]) -> frozenset[str]:
        """Of the numbers those that are shown too."""
        return frozenset(one for one in told if any(same_figure(one, other) for other in self.figures))

    def new_figures(self, candidate: Candidate) -> frozenset[str]:
        """Its numbers that are not shown."""
        return self.telling(candidate).figures - self.known_figures(candidate)

    def features(self, candidate: Candidate) -> Iterator[tuple[str, float]]:
        manners = [Manner.of(sentence, self.lang) for sentence in candidate.sentences]
        return chain(self.news(candidate, manners), self.manner(candidate, manners), self.place(candidate))

    def news(self, candidate: Candidate, manners: Sequence[Manner]) -> Iterator[tuple[str, float]]:
        """What the text says that is not shown, and what it says again."""
        telling = self.telling(candidate)
        known = self.shown_of(telling.figures)
        named = telling.names | (telling.capitals & self.body_names)
        listed = any(len(figures(one, self.lang)) >= LISTED_FIGURES for one in candidate.sentences)
        yield "new figure", 0 if listed else min(len(telling.figures - known), MOST_FIGURES)
        yield "new name", min(len(named - self.names), MOST_NAMES)
        yield "who it is", not named.isdisjoint(self.leading)
        yield "new words", min(len(telling.new), MOST_WORDS)
        yield "said again", max(0, again(telling, self.lines, self.lang) - OF_SUBJECT)
        if not manners[0].hooks:
            first = telling_of(candidate.sentences[:1], self.lines, self.lang)
            yield "first said again", max(0, again(first, self.lines, self.lang) - OF_SUBJECT)
        yield "figure again", min(len(known), MOST_FIGURES)
        yield "announces", manners[0].announces and bool(named & self.names)
        yield "plain", not (telling.figures - known or named - self.names)
        yield "hollow", sum(map(self.is_hollow, candidate.sentences))

    def manner(self, candidate: Candidate, manners: Sequence[Manner]) -> Iterator[tuple[str, float]]:
        """How the text says it."""
        yield "hook", manners[0].hooks
        yield "colon", any(one.colon for one in manners)
        yield "turn", any(one.turns for one in manners)
        yield "quoted", any(one.quotes for one in manners)
        yield "answered", manners[0].asks and not manners[-1].asks and self.answers(candidate)
        yield "asks", manners[-1].asks
        chars = len(candidate.text) / width(self.lang)
        yield "short", max(0, FEW_CHARS - chars) / FEW_CHARS
        yield "long", max(0, chars + self.above / width(self.lang) - MANY_CHARS) / STEP_CHARS
        yield "punch", self.closes(candidate)

    def is_hollow(self, sentence: str) -> bool:
        """It would fit any text of its field: a number that is not shown makes it this text's own."""
        if not Manner.of(sentence, self.lang).hollow:
            return False
        told = telling_of((sentence,), self.lines, self.lang).figures
        return told == self.shown_of(told)

    def begins_anew(self, first: str) -> float:
        """How far the sentence is from the title once more: 1 for a beginning of its own, 0 from half of a line on."""
        manner = Manner.of(first, self.lang)
        if manner.announces:
            return 0
        if manner.hooks and not manner.hollow:
            return 1
        told = retold(telling_of((first,), self.lines, self.lang), self.lines, self.lang)
        return max(0, 1 - 2 * told)

    def answers(self, candidate: Candidate) -> bool:
        """What follows its first sentence is more than a nod."""
        return len(telling_of(candidate.sentences[1:], self.lines, self.lang).new) >= FEWEST_OF_ANSWER

    def closes(self, candidate: Candidate) -> bool:
        """Its last sentence is a few words more in the same paragraph, and says something."""
        last = candidate.sentences[-1]
        short = len(candidate.sentences) > 1 and len(last) < PUNCH_CHARS * width(self.lang)
        return (
            short
            and not candidate.text.endswith(f"\n{last}")
            and len(telling_of((last,), self.lines, self.lang).new) > 1
        )

    def place(self, candidate: Candidate) -> Iterator[tuple[str, float]]:
        """Where in the body the text stands, and what it needs of what stands before it."""
        start, first, lang = candidate.start, candidate.sentences[0], self.lang
        parts = candidate.text.split("\n\n")
        crossed = sum(not is_question(part) for part, _ in pairwise(parts))
        yield "next paragraph", crossed
        last, following = self.sentences[candidate.stop - 1 : candidate.stop], self.sentences[candidate.stop :][:1]
        yield "left in its midst", crossed and bool(following) and following[0].paragraph == last[0].paragraph
        yield "late", start
        if leans(first, lang) or (start and points_back(first, lang)):
            yield "points back", not names_known(first, self.lines, lang)
        yield "introduced", not self.named[start].isdisjoint(names(first) - self.names)
        before, sentence = self.sentences[start - 1 : start], self.sentences[start : start + 1]
        if start == 0:
            yield "begins", self.begins_anew(first)
            yield "begins paragraph", 1
        elif before[0].paragraph != sentence[0].paragraph:
            yield "begins paragraph", 1
        else:
            yield "answers", is_question(before[0].text) and len(content_words(before[0].text, lang)) > 1
