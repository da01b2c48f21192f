"""The sentences of a digest's body that are worth showing above its card: the line that one would say to a friend."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.content.story import gap
from bot.text.languages import language, width
from bot.text.prose import FEWEST_LETTERS, presentable
from bot.text.words import REPEATS, alike, content_words, facts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.content.story import Sentence, Story

MOST_CHARS = 250
MOST_SENTENCES = 3
LONGEST_CHARS = 285
"""Of a sentence that stands alone."""
ANSWER_CHARS = 15
"""More that a question and its answer may take."""
EARLY = 5
"""An opening that begins after so many sentences is not the first choice."""
SHORT_CHARS = 110
"""An opening that is shorter may go on into the next paragraph."""
FEWEST_OF_ALL = 6
"""Letters of each sentence of a body that is shown as a whole."""
STARTS_AMONG = 14
"""An opening that begins later is none."""
REFERENCE = re.compile(
    r"(?:The|Both|Each) (?:new |latest |same |two |three )?(?:[a-z]+[- ]first |[a-z]+-[a-z]+ )?(?:company|effort|firm|startup|start-up|team|tool|system|platform|model|framework|approach|move|deal|study|report|paper"
    r"|researchers|authors|findings|results?|goal|aim|update|initiative|collaboration|partnership|agreement|project|program|programme|institute|technology|device|method|feature|service|product"
    r"|app|book|film|community|architecture|ecosystem|release|development|breakthrough|research|integration|innovation|implications|conversational)\b"
    r"|D(?:as|er|ie) (?:Unternehmen|Firma|Team|System|Modell|Projekt|Studie|Bericht|Forscher|Ergebnisse)\b"
    r"|(?:L['’]|La |Le |Les )(?:entreprise|société|équipe|système|modèle|projet|étude|rapport|chercheurs|résultats)\b"
    r"|(?:El|La|Los|Las|O|A|Os|As|Il|Lo|Gli|L['’]) ?(?:empresa|compañía|equipo|sistema|modelo|proyecto|estudio|informe|investigadores|resultados|companhia|equipe"
    r"|projeto|estudo|relatório|pesquisadores|azienda|società|modello|progetto|studio|ricercatori)\b"
    r"|(?:Het|De) (?:bedrijf|team|systeem|model|project|studie|rapport|onderzoekers|resultaten)\b|(?:Компания|Система|Модель|Проект|Исследование)\b"
)
"""What a text calls a thing that it has named before."""
POINTING = re.compile(
    r"\b(?:this|that|these) (?:means?|is|isn['’]t|was|makes?|matters?|could|will|would|shows?|signals?|suggests?|has)\b",
    re.IGNORECASE,
)
POINTING_CHARS = 60
OF_ANOTHER = re.compile(
    r"(?:[^\W_][\w.'’-]*,? ){1,4}(?:also|too|auch|zudem|ebenfalls|aussi|également|también|também|anche|inoltre|ook|eveneens|też|także|również|также|тоже)\b"
    r"|(?:By|With|In|For|As|Through|Using|After) [^,.]{3,60}, (?:it|they|he|she|this|these)\b|(?:Alongside|Besides|Beyond) the\b|A(?:nother)? (?:key |main )?(?:goal|aim|part) of the\b"
    r"|[^,.]{3,70} (?:is|are|was|were|will|can|may) also\b|The (?:next|final|last|first|second|third|other|main|key) [a-z]+ (?:is|are|was|will)\b"
    r"|(?:An?|One|Another|Key|Other)(?: [a-z-]+){1,4} (?:is|are|was|were|include|includes) (?:its|their|his|her|the)\b"
)
"""Something stood before it: "It also …", "A standout feature is its …"."""


LEANING_PHRASE = re.compile(
    r"(?:in addition|as a result|for (?:example|instance|this|that|these)|at the same time|on the other hand|in other words|by contrast|in contrast|in fact|in turn|as such|to (?:that|this) end|that said"
    r"|even so|of course|with (?:this|that|these)|in this (?:way|case|sense)|beyond (?:this|that)|after (?:this|that)|zum beispiel|darüber hinaus|aus diesem grund|par exemple|en outre|de plus|en effet|par ailleurs"
    r"|por ejemplo|por (?:eso|ello|tanto|lo tanto)|de hecho|en cambio|sin embargo|por outro lado|além disso|por exemplo|no entanto|ad esempio|di conseguenza|al contrario|op die manier"
    r"|daarnaast|bijvoorbeeld|na przykład|poza tym|z tego powodu|в то же время|например|кроме того|в результате|при этом|örneğin|bunun yanı|buna ek|bu nedenle|بالإضافة إلى|على سبيل المثال|ومع ذلك"
    r"|בנוסף|למשל|इसके अलावा|उदाहरण के लिए|예를 들어|이와 함께)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Opening:
    """Whole sentences, in the order of the body."""

    sentences: tuple[str, ...] = ()
    lang: str = "en"

    @property
    def text(self) -> str:
        return gap(self.lang).join(self.sentences)


@lru_cache(maxsize=64)
def opening_of(story: Story) -> Opening:
    """One to three sentences that say what title and description do not; none where there are no such."""
    short: tuple[str, ...] = ()
    for start in starts(story):
        chosen = grown(story, start)
        text = gap(story.lang).join(chosen)
        if (
            not chosen
            or only_asks(chosen, start)
            or alike(text, story.title, story.description, lang=story.lang) >= REPEATS
        ):
            continue
        if says_enough(text, story.lang):
            return Opening(chosen, story.lang)
        short = short or chosen
    return Opening(short or few_words(story), story.lang)


def few_words(story: Story) -> tuple[str, ...]:
    """The whole of a body that is too short for an opening: all the same its writer's own words."""
    texts = tuple(one.text for one in story.sentences)
    whole = gap(story.lang).join(texts)
    if sum(map(str.isalpha, whole)) >= FEWEST_LETTERS or story.led or story.repeats(whole):
        return ()
    return texts if all(presentable(text, fewest=FEWEST_OF_ALL) for text in texts) else ()


def starts(story: Story) -> Iterator[int]:
    """Where an opening may begin, the best place first: what is new, what says the card again at length, what points back."""
    again, pointing = [], []
    for start in range(min(STARTS_AMONG, len(story.sentences))):
        if begins_well(story, start):
            if refers_back(story, start):
                pointing.append(start)
            elif restates(story, story.sentences[start].text):
                again.append(start)
            else:
                yield start
    yield from again
    yield from pointing


AGAIN = 0.6
"""The share of a title's or a description's words that a sentence holds which says it once more, only longer."""
LITTLE_KNOWN, MUCH_KNOWN = 0.35, 0.42
"""The share of such a sentence's own words that stand in title and description; more where it has names and numbers of its own."""
FEW_FACTS = 2
FEWEST_WORDS = 4
"""Of a title that can be said again."""


def restates(story: Story, text: str) -> bool:
    """The sentence says title or description once more, only longer, and adds little to them."""
    known = alike(text, story.title, story.description, lang=story.lang)
    few = facts(text, f"{story.title} {story.description}") <= FEW_FACTS
    if is_question(text) or known < (LITTLE_KNOWN if few else MUCH_KNOWN):
        return False
    return any(
        len(content_words(one, story.lang)) >= FEWEST_WORDS and alike(one, text, lang=story.lang) >= AGAIN
        for one in (story.title, "" if story.stands_in else story.description)
    )


def further_sentences(story: Story, shown: str, *, alone: bool = False) -> Iterator[tuple[str, bool]]:
    """Sentences that add something to what is shown, the next one first, and whether each follows what stands last.

    ``alone``: no title stands above them.
    """
    pieces = shown.split("\n")
    found: list[tuple[bool, int, str]] = []
    for at, sentence in enumerate(story.sentences[:STARTS_AMONG]):
        text = sentence.text
        before = story.sentences[at - 1] if at else None
        follows = before is not None and before.paragraph == sentence.paragraph and shown.endswith(before.text)
        if text in shown or is_question(text) or not presentable(text) or not says_enough(text, story.lang):
            continue
        if not follows and not stands_alone(story, at, shown=bool(shown), alone=alone):
            continue
        if alike(text, story.title, story.description, *pieces, lang=story.lang) < REPEATS:
            found.append((not follows, at + refers_back(story, at) * STARTS_AMONG, text))
    yield from ((text, not apart) for apart, _, text in sorted(found))


def stands_alone(story: Story, at: int, *, shown: bool, alone: bool) -> bool:
    """The sentence can be understood without the one before it, and says something new."""
    text = story.sentences[at].text
    if (at > 0 or story.led) and leans(text, story.lang):
        return False
    if (shown and POINTING.search(text)) or (alone and refers_back(story, at)):
        return False
    return not story.repeats(text)


def only_asks(chosen: Sequence[str], start: int) -> bool:
    """Questions alone, from the midst of the body."""
    return start > 1 and all(map(is_question, chosen))


def refers_back(story: Story, start: int) -> bool:
    """The sentence speaks of "the company" or the like, or begins late: another is better where there is one."""
    text = story.sentences[start].text
    pointing = REFERENCE.match(text) or POINTING.search(text[:POINTING_CHARS]) or OF_ANOTHER.match(text)
    return start > EARLY or (start > 0 and pointing is not None)


def begins_well(story: Story, start: int) -> bool:
    """The sentence says something new, and can be understood without the one before it."""
    text = story.sentences[start].text
    if not presentable(text) or ((story.led or comes_later(story, start)) and leans(text, story.lang)):
        return False
    return is_question(text) or not story.repeats(text)


def comes_later(story: Story, start: int) -> bool:
    """Something that may be shown stands before the sentence."""
    return any(presentable(one.text) for one in story.sentences[:start])


def grown(story: Story, start: int) -> tuple[str, ...]:
    """The sentence and those after it, as long as they go together and there is room; () where it cannot stand."""
    chosen = [story.sentences[start]]
    most = (MOST_CHARS + ANSWER_CHARS * is_question(chosen[0].text)) * width(story.lang)
    for following in story.sentences[start + 1 : start + MOST_SENTENCES]:
        if not goes_on(chosen, following, story):
            break
        if sum(len(one.text) + 1 for one in chosen) + len(following.text) > most:
            break
        chosen.append(following)
    while len(chosen) > 1 and is_question(chosen[-1].text) and answered_later(story, start + len(chosen)):
        chosen.pop()
    texts = tuple(one.text for one in chosen)
    if len(texts) == 1 and (len(texts[0]) > LONGEST_CHARS * width(story.lang) or is_fragment(texts[0])):
        return ()
    return texts


def answered_later(story: Story, following: int) -> bool:
    """The sentence before this one asks what this one answers."""
    sentences = story.sentences
    return following < len(sentences) and sentences[following].paragraph == sentences[following - 1].paragraph


def goes_on(chosen: Sequence[Sentence], following: Sentence, story: Story) -> bool:
    """The next sentence belongs to those before it, and adds something."""
    if not presentable(following.text, fewest=FEWEST_LETTERS // 3):
        return False
    if following.paragraph != chosen[-1].paragraph:
        short = sum(len(one.text) for one in chosen) < SHORT_CHARS
        if not (short or is_question(chosen[-1].text)) or leans(following.text, story.lang):
            return False
    if is_question(chosen[-1].text) or (is_fragment(following.text) and len(chosen) < MOST_SENTENCES - 1):
        return True
    said = (one.text for one in chosen)
    return alike(following.text, story.title, story.description, *said, lang=story.lang) < REPEATS


def leans(text: str, lang: str) -> bool:
    """The sentence begins with a word that points at what came before it."""
    known = language(lang)
    if LEANING_PHRASE.match(text):
        return True
    if lang in {"ja", "zh", "th"}:
        return text.startswith(tuple(known.lean))
    word = re.match(r"\W*([^\W_]+(?:['’-][^\W_]+)*)", text)
    if word is None:
        return True
    first = word[1].casefold().replace("’", "'")
    if lang == "ar" and AND_PREFIX.match(word[1]):
        return True
    if lang == "de" and first in {"das", "der", "die"} and ARTICLE.match(text, word.end()):
        return False  # an article, and no pronoun
    return first in known.lean or first.split("'")[0] in known.lean or first.split("-")[0] in known.lean


AND_PREFIX = re.compile(r"و(?:ت|ي|س(?!ائ|ط|ام)|ال(?!د)|قد|قال|أ|كان|لم|لن|من|في|هو|هي|ذلك|هذ)")
"""The Arabic "and" that is written together with its word; not the words that begin with that letter."""
ARTICLE = re.compile(
    r"\s+(?:(?:neue|erste|zweite|dritte|letzte|große|größte|kleine|ganze|gesamte|eigene|[^\W\d_]+(?:ische|liche|ige|ale|elle|ive|äre|bare|same))\s+)?[A-ZÄÖÜ]"
)
"""After "das": an adjective perhaps, and a noun."""


def is_question(text: str) -> bool:
    return text.rstrip("\"'”’»)】」 ").endswith(("?", "？", "؟"))


def is_fragment(text: str) -> bool:
    """A few words that only announce what follows: "The fix?"."""
    return is_question(text) and len(text) < 25


def says_enough(text: str, lang: str) -> bool:
    return sum(map(str.isalnum, text)) >= 40 * width(lang) and len(content_words(text, lang)) > 2
