"""The sentences of a digest's body that are worth showing above its card: the line that one would say to a friend."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from bot.content.story import gap
from bot.text.figures import digits
from bot.text.languages import language, width
from bot.text.prose import FEWEST_LETTERS, presentable
from bot.text.words import REPEATS, alike, content_words, facts, names, new_words, same_letters

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.content.story import Sentence, Story

MOST_CHARS = 250
MOST_SENTENCES = 3
LONGEST_CHARS = 285
"""Of a sentence that stands alone, or that follows a short one."""
ANSWER_CHARS = 15
"""More that a question and its answer may take."""
EARLY = 5
"""An opening that begins after so many sentences is not the first choice."""
SHORT_CHARS = 110
"""An opening that is shorter may go on into the next paragraph."""
LONE_CHARS = 180
"""A first sentence that is shorter may go on up to LONGEST_CHARS."""
FEWEST_OF_ALL = 6
"""Letters of each sentence of a body that is shown as a whole."""
STARTS_AMONG = 14
"""An opening that begins later is none."""
REFERENCE = re.compile(
    r"The (?:others?|rest|remaining|latter|former|same)\b|(?:The|Both|Each) (?:new |latest |same |two |three )?(?:[a-z]+[- ]first |[a-z]+-[a-z]+ )?(?:company|effort|firm|startup|start-up|team|tool|system|platform|model|framework|approach|move|deal|study|report|paper"
    r"|researchers|authors|findings|results?|goal|aim|update|initiative|collaboration|partnership|agreement|project|program|programme|institute|technology|device|method|feature|service|product"
    r"|app|book|film|community|architecture|ecosystem|release|development|breakthrough|research|integration|innovation|implications|conversational|work)\b"
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
    r"|(?:By|With|In|For|As|Through|Using|After) [^,.]{3,60}, (?:it|they|he|she|this|these)\b|(?:[^\W_]+ ){0,2}[^\W_]+, (?:this|these)\b|(?:Alongside|Besides|Beyond) the\b|A(?:nother)? (?:key |main )?(?:goal|aim|part) of the\b"
    r"|[^,.]{3,70} (?:is|are|was|were|will|can|may) also\b|The (?:next|final|last|first|second|third|other|main|key) [a-z]+ (?:is|are|was|will)\b"
    r"|(?:An?|One|Another|Key|Other)(?: [a-z-]+){1,4} (?:is|are|was|were|include|includes) (?:its|their|his|her|the)\b"
)
"""Something stood before it: "It also …", "A standout feature is its …"."""
OF_ANOTHER_IN = {"fr": re.compile(r"[^,.]{3,70}, (?:il|elle|ils|elles)\b")}
"""The same for what is told only in one language."""


LEANING_PHRASE = re.compile(
    r"(?:(?:none|some|many|most|all|each|any|one|two|three|both|several) of (?:these|them|those|which)|in addition|as a result|for (?:example|instance|this|that|these)|at the same time|on the other hand|in other words|by contrast|in contrast|in fact|in turn|as such|to (?:that|this) end|that said"
    r"|even so|of course|with (?:this|that|these)|in this (?:way|case|sense)|beyond (?:this|that)|after (?:this|that)|zum beispiel|darüber hinaus|aus diesem grund|par exemple|en outre|de plus|en effet|par ailleurs"
    r"|por ejemplo|por (?:eso|ello|tanto|lo tanto)|de hecho|en cambio|sin embargo|por outro lado|além disso|por exemplo|no entanto|ad esempio|di conseguenza|al contrario|op die manier"
    r"|daarnaast|bijvoorbeeld|na przykład|poza tym|z tego powodu|в то же время|например|кроме того|в результате|при этом|örneğin|bunun yanı|buna ek|bu nedenle|بالإضافة إلى|على سبيل المثال|ومع ذلك"
    r"|בנוסף|למשל|इसके अलावा|उदाहरण के लिए|예를 들어|이와 함께)\b",
    re.IGNORECASE,
)

LATER_LEANING = re.compile(
    r"(?:con|in|per|da) quest[oaie]\b(?! (?:ann|settiman|mes))|(?:avec|dans|pour|grâce à) (?:ce|cet|cette|ces)\b(?! (?:anné|semain|moi|ét|hiver))"
    r"|(?:con|en|por|para) (?:est[eao]s?|es[eao]s?)\b(?! (?:año|seman|mes))|(?:com|por|para) (?:est[ea]s?|ess[ea]s?)\b(?! (?:ano|seman|mês))"
    r"|(?:mit|bei|aus|nach|durch|für) diese[rmns]?\b(?! (?:jahr|woche|monat|sommer|winter))|(?:met|door|voor|na) (?:deze|dit|die)\b(?! (?:jaar|week|maand))"
    r"|(?:(?:le|gli|i) )?altr[ei]\b|(?:(?:los|las) )?otr[oa]s\b|(?:les |d['’])autres\b|(?:(?:os|as) )?outr[oa]s\b|die (?:anderen|übrigen)\b|de (?:andere|overige)\b"
    r"|(?:not|nicht|niet|non|no|pas) (?:because|out of|weil|aus|um|wegen|uit|omdat|perché|per|porque|por|parce que|par)\b"
    r"|(?:[^\s,.]+ ){1,7}(?:pourtant|cependant|toutefois|però|tuttavia|sin embargo|no obstante|porém|no entanto|echter|jedoch)\b"
    r"|(?:[^\s,.]+ ){1,3}(?:los|las|lo|la) [a-zñáéíóú]+(?:aron|ieron|aban|ían|ó)\b"
    r"|[^。]{0,30}そんな|(?:まず|次に|これら|これで|これだけ|そう)",
    re.IGNORECASE,
)
"""It points back a little later: "Con questa regola …", "Clémence Aubry la raconte pourtant …"."""
ON_PAGE = re.compile(
    r"(?:sono|trovate|trovi) in fondo\b|in fondo (?:alla pagina|al post|all['’]articolo)|(?:weiter|siehe|ganz) unten\b|unten (?:findet|finden|steht|stehen|folgt|folgen)\b|ci-dessous\b|más abajo\b|(?:veja|listad[oa]s?|mais) abaixo\b"
    r"|hieronder\b|poniżej (?:znajd|lista|zesta)|(?:смотрите|приведен\w*|список) ниже\b|(?:listed|see|shown|details) below\b|at the (?:bottom|end) of (?:this|the) (?:page|post)|以下の(?:通り|とおり|よう)|以下に|如下|다음과 같습니다|아래와 같",
    re.IGNORECASE,
)
"""It speaks of the page that it stands on."""
HOLLOW = re.compile(
    r"(?:highlight|underscore|emphasi[sz]e|underline)s?\b.{0,20}\b(?:need|importance|role|commitment|potential)|\bensur(?:es|ing) (?:that|the|supply|a)\b|\bsignals? \S+(?:['’]s)? (?:commitment|shift|move)|\bintroduces an? \S+ layer\b"
    r"|\bleverag(?:es|ing)\b|\binnovations like\b|\braises? (?:urgent |important |new )?questions\b|\baddress(?:es|ing) (?:the )?(?:bottlenecks|growing)|\bpaving the way\b|\bnot only exposes\b",
    re.IGNORECASE,
)
"""It would fit any text of its field."""
ANNOUNCES = re.compile(
    r"[^.!?]{2,90}?(?:\b(?:(?:has|have|just|today) (?:just |now )?(?:released|announced|launched|unveiled|introduced|raised|awarded|secured)|(?:released|announced|launched|unveiled|introduces|launches|unveils|releases|announces)"
    r"|ist (?:da|erschienen|verfügbar)|(?:hat|haben) [^.!?]{2,60} (?:veröffentlicht|vorgestellt|angekündigt)|(?:est|sont) (?:désormais |maintenant )?disponibles?|vient de sortir|a (?:lancé|annoncé|dévoilé)|está(?:n)? (?:ya )?disponibles?|ha (?:lanzado|anunciado|presentado)"
    r"|está disponível|(?:lançou|anunciou|apresentou)|(?:è|sono) (?:ora )?disponibil[ei]|ha (?:lanciato|annunciato|presentato)|is (?:nu )?(?:beschikbaar|uit)|(?:heeft|hebben) [^.!?]{2,60} (?:uitgebracht|aangekondigd)|jest (?:już )?dostępn[aey]|вышл[аио]|выпустил[аи]?|yayınlandı)\b"
    r"|を(?:リリース|公開|発表)|发布了|推出了|(?:출시|공개)(?:했|되))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Opening:
    """Whole sentences, in the order of the body."""

    sentences: tuple[str, ...] = ()
    lang: str = "en"
    points_back: bool = False
    """It speaks of what the body has named before, or begins late."""
    says_again: bool = False
    """Its first sentence says title or description once more."""

    @property
    def text(self) -> str:
        return gap(self.lang).join(self.sentences)


@lru_cache(maxsize=64)
def opening_of(story: Story) -> Opening:
    """One to three sentences that say what title and description do not; none where there are no such."""
    short = Opening(lang=story.lang)
    for start in starts(story):
        chosen = grown(story, start)
        text = gap(story.lang).join(chosen)
        repeats = story.repeats if len(chosen) == 1 and not is_question(text) else partial(repeats_most, story)
        if not chosen or only_asks(chosen, start) or repeats(text):
            continue
        opening = Opening(chosen, story.lang, refers_back(story, start), says_again(story, chosen[0]))
        if says_enough(text, story.lang, GOOD if start == 0 else GOOD_LATER):
            return opening
        short = short if short.sentences else opening
    return short if short.sentences else Opening(few_words(story), story.lang)


def few_words(story: Story) -> tuple[str, ...]:
    """The whole of a body that is too short for an opening: all the same its writer's own words."""
    texts = tuple(one.text for one in story.sentences)
    whole = gap(story.lang).join(texts)
    if sum(map(str.isalpha, whole)) >= FEWEST_LETTERS or story.led or story.repeats(whole):
        return ()
    return texts if all(presentable(text, fewest=FEWEST_OF_ALL) for text in texts) else ()


def repeats_most(story: Story, text: str) -> bool:
    """Most of the text's words stand in title and description."""
    return alike(text, story.title, story.description, lang=story.lang) >= REPEATS


def starts(story: Story) -> Iterator[int]:
    """Where an opening may begin, the best place first: what is new, what says the card again at length, what points back."""
    again, hollow, pointing = [], [], []
    described = "" if story.stands_in else same_letters(story.description)
    for start in range(min(STARTS_AMONG, len(story.sentences))):
        text = story.sentences[start].text
        if not begins_well(story, start) or same_letters(text) in described:
            continue
        if refers_back(story, start):
            pointing.append(start)
        elif is_hollow(text):
            hollow.append(start)
        elif says_again(story, text) or (announces(story, text) and tells_more_later(story, start)):
            again.append(start)
        else:
            yield start
    yield from again
    yield from hollow
    yield from pointing


def announces(story: Story, text: str) -> bool:
    """The sentence only announces, of what the title names, that it is there."""
    return ANNOUNCES.match(text) is not None and bool(names(f"- {text}") & names(f"- {story.title}"))


def tells_more_later(story: Story, start: int) -> bool:
    """A later sentence has a number, or names, that title and description have not, and can stand first."""
    card = f"{story.title} - {story.description}"
    for at in range(start + 1, min(EARLY + 1, len(story.sentences))):
        text = story.sentences[at].text
        news = FEW_FACTS * len(digits(text) - digits(card)) + len(names(f"- {text}") - names(f"- {card}"))
        if news >= FEW_FACTS and begins_well(story, at) and not (refers_back(story, at) or says_again(story, text)):
            return not is_hollow(text) and says_enough(text, story.lang, GOOD_LATER)
    return False


def says_again(story: Story, sentence: str) -> bool:
    return not is_question(sentence) and (story.repeats(sentence) or restates(story, sentence))


def adds_much(story: Story, sentence: str) -> bool:
    """However much it repeats, the sentence has news of its own."""
    known = (story.title, story.description)
    few = len(new_words(sentence, *known, lang=story.lang)) < MUCH_NEW
    return not few and alike(sentence, *known, lang=story.lang) < AGAIN


MUCH_NEW = 4
"""Words."""


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


def next_sentences(story: Story, shown: str) -> Iterator[tuple[Sentence, bool]]:
    """What of the body may go on where the text ends, and whether it follows at once; a sentence that only repeats is passed over."""
    sentences = story.sentences[:STARTS_AMONG]
    last = max((at for at, one in enumerate(sentences) if shown.endswith(one.text)), default=None)
    if last is None:
        return
    for at, sentence in enumerate(sentences[last + 1 :], last + 1):
        goes_on = at == last + 1 and sentence.paragraph == sentences[last].paragraph
        if at > last + 1 and not story.repeats(sentences[at - 1].text):
            break
        points = leans(sentence.text, story.lang) or POINTING.search(sentence.text) or refers_back(story, at)
        alone = not points and says_enough(sentence.text, story.lang)
        if (goes_on or alone) and adds(story, sentence.text, shown):
            yield sentence, goes_on


def lone_sentences(story: Story, shown: str) -> Iterator[Sentence]:
    """Sentences that add something to what is shown, and need nothing of the body before them."""
    for at, sentence in enumerate(story.sentences[: EARLY + 1]):
        if (at > 0 or story.led) and leans(sentence.text, story.lang):
            continue
        if is_hollow(sentence.text):
            continue
        if POINTING.search(sentence.text) or refers_back(story, at) or story.repeats(sentence.text):
            continue
        if says_enough(sentence.text, story.lang) and adds(story, sentence.text, shown):
            yield sentence


def adds(story: Story, text: str, shown: str) -> bool:
    """The sentence is no question, and says something that nothing else says."""
    if text in shown or is_question(text) or not presentable(text):
        return False
    return alike(text, story.title, story.description, *shown.split("\n"), lang=story.lang) < REPEATS


def only_asks(chosen: Sequence[str], start: int) -> bool:
    """Questions alone, from the midst of the body."""
    return start > 1 and all(map(is_question, chosen))


def refers_back(story: Story, start: int) -> bool:
    """The sentence speaks of "the company" or the like, or begins late: another is better where there is one."""
    text = story.sentences[start].text
    own = OF_ANOTHER_IN.get(story.lang)
    pointing = REFERENCE.match(text) or POINTING.search(text[:POINTING_CHARS]) or OF_ANOTHER.match(text)
    pointing = pointing or (own.match(text) if own else None)
    return start > EARLY or (start > 0 and pointing is not None)


def begins_well(story: Story, start: int) -> bool:
    """The sentence can be understood without the one before it."""
    text = story.sentences[start].text
    return presentable(text) and not ((story.led or comes_later(story, start)) and leans(text, story.lang))


def comes_later(story: Story, start: int) -> bool:
    """Something that may be shown stands before the sentence."""
    return any(presentable(one.text) for one in story.sentences[:start])


def lede_of(story: Story) -> Opening:
    """The body's first sentences, whatever they repeat; none where they cannot stand."""
    return Opening(grown(story, 0) if story.sentences and begins_well(story, 0) else (), story.lang)


def grown(story: Story, start: int) -> tuple[str, ...]:
    """The sentence and those after it, as long as they go together and there is room; () where it cannot stand."""
    chosen = [story.sentences[start]]
    for following in story.sentences[start + 1 : start + MOST_SENTENCES]:
        if not goes_on(chosen, following, story):
            break
        if chars_of(chosen) + len(following.text) > room_after(chosen, story):
            break
        chosen.append(following)
    while len(chosen) > 1 and is_question(chosen[-1].text) and answered_later(story, start + len(chosen)):
        chosen.pop()
    texts = tuple(one.text for one in chosen)
    if len(texts) == 1 and (len(texts[0]) > LONGEST_CHARS * width(story.lang) or is_fragment(texts[0])):
        return ()
    return texts


def chars_of(chosen: Sequence[Sentence]) -> int:
    """With a space after each."""
    return sum(len(one.text) + 1 for one in chosen)


def room_after(chosen: Sequence[Sentence], story: Story) -> float:
    """How long the opening may become by one sentence more."""
    if len(chosen) == 1 and is_short(chosen, story, LONE_CHARS):
        return LONGEST_CHARS * width(story.lang)
    return (MOST_CHARS + ANSWER_CHARS * is_question(chosen[0].text)) * width(story.lang)


def is_short(chosen: Sequence[Sentence], story: Story, most: int = SHORT_CHARS) -> bool:
    return chars_of(chosen) <= most * width(story.lang)


def answered_later(story: Story, following: int) -> bool:
    """The sentence before this one asks what this one answers, or is a question with a paragraph of its own."""
    sentences = story.sentences
    asked = sentences[following - 1].paragraph
    if following < len(sentences) and sentences[following].paragraph == asked:
        return True
    return sentences[following - 2].paragraph != asked


def goes_on(chosen: Sequence[Sentence], following: Sentence, story: Story) -> bool:
    """The next sentence belongs to those before it, and adds something."""
    if not presentable(following.text, fewest=FEWEST_LETTERS // 3):
        return False
    follows = following.paragraph == chosen[-1].paragraph or is_short(chosen, story) or is_question(chosen[-1].text)
    if is_hollow(following.text) or is_of_page(following.text):
        return False
    if not follows or (following.paragraph != chosen[-1].paragraph and leans(following.text, story.lang)):
        return False
    if is_question(chosen[-1].text) or (is_fragment(following.text) and len(chosen) < MOST_SENTENCES - 1):
        return True
    said = (one.text for one in chosen)
    return alike(following.text, story.title, story.description, *said, lang=story.lang) < REPEATS


@lru_cache(maxsize=512)
def is_hollow(text: str) -> bool:
    small = text.lower()
    return any(word in small for word in OF_HOLLOW) and HOLLOW.search(text) is not None


@lru_cache(maxsize=512)
def is_of_page(text: str) -> bool:
    small = text.lower()
    return any(word in small for word in OF_PAGE) and ON_PAGE.search(text) is not None


OF_PAGE = (
    "in fondo", "unten", "ci-dessous", "abajo", "abaixo", "hieronder", "poniżej", "ниже", "below", "at the", "以下", "如下", "다음과", "아래와",
)  # fmt: skip
OF_HOLLOW = (
    "highlight", "underscore", "emphasi", "underline", "ensur", "signal", "introduces a", "leverag", "innovations", "raise", "address",
    "paving", "exposes",
)  # fmt: skip
"""Looked for first: they are found many times faster than a pattern."""


@lru_cache(maxsize=512)
def leans(text: str, lang: str) -> bool:
    """The sentence begins with a word that points at what came before it."""
    known = language(lang)
    if LEANING_PHRASE.match(text) or LATER_LEANING.match(text) or is_of_page(text):
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


ENOUGH, GOOD, GOOD_LATER = 40, 50, 62
"""Letters of the Latin alphabet: a sentence that has fewer is not shown by itself; an opening that has fewer is not the first choice, from the body's beginning and from later on."""


def says_enough(text: str, lang: str, fewest: int = ENOUGH) -> bool:
    return sum(map(str.isalnum, text)) >= fewest * width(lang) and len(content_words(text, lang)) > 2
