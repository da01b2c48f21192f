"""The words of a digest, repaired once: what text, card, drawn card, alternative text and page title all say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from bot.content.cut import (
    ENOUGH_LETTERS,
    AroundDescription,
    complete_description,
    count_letters,
    cut_off,
    half_a_sentence,
)
from bot.text.figures import figures, without_dates
from bot.text.heralds import without_herald
from bot.text.languages import base, guess, language
from bot.text.leaning import asks_to_act, is_of_page, without_link
from bot.text.phrases import phrases_of
from bot.text.prose import LISTED, capital, greets, presentable
from bot.text.repair import clean, dashed, plain, prose, without_note
from bot.text.sentences import sentences
from bot.text.words import REPEATS, alike, content_words, facts, new_words, same_letters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.model import Digest


class Sentence(NamedTuple):
    """One sentence of a digest's body."""

    text: str
    paragraph: int
    """The number of its paragraph."""
    further: bool = False
    """Its paragraph is the first of a section behind those with which the body begins."""


@dataclass(frozen=True, slots=True)
class Story:
    """What a reader should see, each on one line."""

    title: str
    description: str = ""
    """The digest's own, or what stands in for it."""
    stands_in: bool = False
    """The description is made of the body's first sentences."""
    sentences: tuple[Sentence, ...] = ()
    """Those with which the body begins, in order, and behind them the first of further sections."""
    led: bool = False
    """Something stands before the first of them: a lede, a heading."""
    lang: str = "en"
    """A language that the bot knows; guessed where the digest names none."""
    source: str = ""
    """Who is named behind "Source:"."""
    notes: tuple[str, ...] = ()
    """What was put right in a way that the writer should know of."""

    def repeats(self, text: str) -> bool:
        """The text says what title and description say."""
        return repeats(text, self.title, self.description, self.lang)


STAND_IN = range(120, 201)
"""Characters of the sentences that stand in for a description."""
LEADING_EMOJI = re.compile(r"^(?:[\u2190-\u2bff\ufe0f\u200d\U0001f000-\U0001faff]+\s*)+")
EPIGRAPH = re.compile(r"\s[—–―]\s?[^\W\d_][\w.’' ]{2,40}$")
"""Who said what a text begins with."""
SEEN_SENTENCES = 16
SEEN_CHARS = 2000
SETTING_CHARS = 160
"""A paragraph of no more may only lead up to the next, which says "But …"."""
OF_SECTION = 2
"""Sentences of its first paragraph."""
SECTION_CHARS = 500


def story_of(digest: Digest, site_name: str | None = None) -> Story:
    """The digest's title, its best description, and its first sentences; quotes and dashes stay as written."""
    words = StoryWords(
        digest.title,
        digest.description,
        digest.lede,
        digest.paragraphs,
        digest.sections,
        digest.words,
        digest.source,
        digest.lang,
    )
    return make_story(words, site_name)


class StoryWords(NamedTuple):
    """What a story is made of; the same words make the same story, which is made once for all targets."""

    title: str
    description: str | None
    lede: str | None
    paragraphs: tuple[str, ...]
    sections: tuple[str, ...]
    body: str
    source: str | None
    lang: str | None


@lru_cache(maxsize=8)
def make_story(words: StoryWords, site_name: str | None) -> Story:
    said = " ".join(filter(None, (words.description, words.lede, *words.paragraphs[:2], words.title)))
    lang = base(words.lang) or guess(said)
    title = without_site(dashed(plain(words.title)) or clean(words.title), site_name)
    body = sentences_of(words.paragraphs, lang)
    description, stands_in, notes = best_description(words, title, body, lang)
    description = with_first_capital(without_title(description, title), title, lang)
    further = further_sentences(words, (title, description), lang)
    return Story(
        title=title,
        description=description,
        stands_in=stands_in,
        sentences=(*body, *further),
        led=bool(words.lede),
        lang=lang,
        source=source_of(words.source, title),
        notes=notes,
    )


def sentences_of(paragraphs: tuple[str, ...], lang: str) -> tuple[Sentence, ...]:
    found: list[Sentence] = []
    seen = 0
    for number, paragraph in enumerate(paragraphs):
        text = without_note(paragraph[: SEEN_CHARS - seen])
        for sentence in sentences_with_list(text, lang):
            # An emoji behind a full stop is the sentence's before it.
            shown = without_herald(LEADING_EMOJI.sub("", sentence) if found else sentence, lang)
            if found and found[-1].paragraph < number and len(paragraphs[number - 1]) > SETTING_CHARS:
                shown = without_link(shown, lang)
            found += [Sentence(shown, number)] if shown else []
        seen += len(paragraph)
        if len(found) >= SEEN_SENTENCES or seen >= SEEN_CHARS:
            break
    return tuple(found[:SEEN_SENTENCES])


def sentences_with_list(text: str, lang: str) -> tuple[str, ...]:
    """The paragraph's sentences; the list at its end belongs to the last of them, however its items end."""
    words, mark, items = text.partition(LISTED)
    *others, last = sentences(words, lang) or ("",)
    return (*others, last + mark + items)


def further_sentences(words: StoryWords, shown: tuple[str, ...], lang: str) -> Iterator[Sentence]:
    """The first sentences of each section that begins with a number which is not shown."""
    if not words.sections:
        return
    known = frozenset[str]().union(*(figures(text, lang) for text in shown))
    for at, section in enumerate(words.sections, len(words.paragraphs)):
        begun = sentences(without_note(section[:SECTION_CHARS]), lang)[:OF_SECTION]
        if not figures(without_dates(" ".join(begun)), lang) <= known:
            yield from (Sentence(without_herald(one, lang), at, further=True) for one in begun)


def source_of(named: str | None, title: str) -> str:
    source = plain(named or "")
    return "" if same_letters(source) == same_letters(title) else source


# ── the title ────────────────────────────────────────────────────────────────────────────────────

SITE_AFTER = r"\s+[|·–—»•:-]+\s+"


def without_site(title: str, site_name: str | None) -> str:
    """The title without the site's name at its end, which a generator put there for search engines."""
    if not site_name:
        return title
    ended = re.search(SITE_AFTER + re.escape(site_name) + r"$", title, re.IGNORECASE)
    return title[: ended.start()] if ended and ended.start() > 0 else title


# ── the description ──────────────────────────────────────────────────────────────────────────────

ADDRESS_ALONE = re.compile(r"(?:https?://|www\.)\S+")


def words_beside(words: StoryWords, lede: str) -> AroundDescription:
    return AroundDescription(words.description or "", lede, tuple(map(prose, words.paragraphs[:4])), words.body)


def best_description(
    words: StoryWords, title: str, body: tuple[Sentence, ...], lang: str
) -> tuple[str, bool, tuple[str, ...]]:
    """The description, whether it is of the body's sentences, and notes for the writer."""
    own, lede = prose(words.description), prose(words.lede)
    own = "" if ADDRESS_ALONE.fullmatch(own) else own
    lede = "" if lede and (says_title(lede, title, lang) or EPIGRAPH.search(lede) or greets(lede)) else lede
    if own and not (says_only(own, title) or (lede and says_title(own, title, lang))):
        description, notes = complete_description(own, words_beside(words, lede), lang) if cut_off(own) else (own, ())
        sentence = stand_in(body, title, lang) if half_a_sentence(description, own, lang) else ""
        if sentence and count_letters(sentence) >= ENOUGH_SHARE * count_letters(description):
            return sentence, True, ("the description is cut off; the first sentences stand in",)
        return description, False, notes
    notes = ("the description only repeats the title, and is left out",) if own else ()
    if lede:
        return lede, False, (*notes, "no description of its own: the lede stands in")
    sentence = stand_in(body, title, lang)
    if sentence:
        kind = "first sentence stands" if sentence in {one.text for one in body} else "first sentences stand"
        return sentence, True, (*notes, f"no description of its own: the {kind} in")
    return "", False, notes


def stand_in(body: tuple[Sentence, ...], title: str, lang: str) -> str:
    """The body's first sentences that say more than the title, up to a description's length."""
    said = ""
    for sentence in [one for one in body if not (asks_to_act(one.text, lang) or is_of_page(one.text, lang))] or body:
        if not said and (says_only(sentence.text, title) or not worth_showing(sentence.text)):
            continue
        if said and (LISTED in sentence.text or not presentable(sentence.text) or len(said) >= STAND_IN.start):
            break
        longer = f"{said}{space_between(lang)}{sentence.text}" if said else sentence.text
        if len(longer) >= STAND_IN.stop and count_letters(said) >= ENOUGH_LETTERS:
            break
        said = longer
    announcing = (with_full_stop(one.text, lang) for one in body if one.text.endswith((":", "：")))
    return said or next(filter(worth_showing, announcing), "")


def with_full_stop(text: str, lang: str) -> str:
    """The text that announces a list or some code, without them."""
    return f"{text[:-1].rstrip()}{'。' if lang in {'ja', 'zh'} else '.'}"


ENOUGH_SHARE = 0.6
"""Of a cut description's letters: a body that begins with less does not stand in for it."""


def worth_showing(text: str) -> bool:
    """It may be short, and without a full stop, but is no greeting, note, list or address, and announces none."""
    return (
        LISTED not in text
        and not text.endswith((":", "："))
        and presentable(text if text[-1:] in ".!?…。！？" else f"{text}.", fewest=2)
        and not ADDRESS_ALONE.fullmatch(text)
    )


def space_between(lang: str) -> str:
    """What stands between two sentences."""
    return "" if lang in {"ja", "zh"} else " "


LOWER = re.compile(r"[^\W\d_]{2,}(?=[\s,:;])")


def with_first_capital(description: str, title: str, lang: str) -> str:
    """The description with a capital, where its first word is a little one, or one that the title writes with a capital."""
    word = LOWER.match(description)
    if word is None or word[0] != word[0].lower():
        return description
    known = word[0] in language(lang).stop or re.search(rf"\b{re.escape(capital(word[0], lang))}\b", title)
    return capital(description, lang) if known else description


# ── saying the same ──────────────────────────────────────────────────────────────────────────────

COVERS = 0.65
"""The share of a title's words that a sentence holds which says the title once more."""
NEARLY_HALF = 0.45
"""The share of a text's words that are known, from which on it may say the same."""
LITTLE_NEW = 7
"""Words that such a sentence adds at most."""


def repeats(text: str, title: str, description: str, lang: str) -> bool:
    """The text says nothing, or little, that title and description do not say."""
    said = content_words(text, lang)
    new = len(new_words(text, title, description, lang=lang))
    share = 1 - new / len(said) if said else 0.0
    if share >= REPEATS:
        return True
    if share < NEARLY_HALF or new > LITTLE_NEW:
        return False
    titles = [one for one in (title, description) if len(content_words(one, lang)) > 2]
    return share > 1 / 2 or any(alike(one, text, lang=lang) >= COVERS for one in titles)


def says_only(text: str, title: str) -> bool:
    """The text says nothing that the title does not say."""
    said, known = same_letters(text), same_letters(title)
    return said == known or (len(said) >= 8 and said in known)


WRITTEN_BY = re.compile(r",? (?:by|von|par|por|di|door|av|af|od)(?: [^\W\d_a-zß-ÿ][\w.’'-]*){1,3}$")
SAME_WORDS = 0.65
"""The share of a text's words that a title has which says the same."""
FEW_NEW = 2
"""Words."""


def says_title(text: str, title: str, lang: str) -> bool:
    """The text says little that the title does not say, and no name or number among it but its writer's; or only whose news it is."""
    text = WRITTEN_BY.sub("", text)
    said = content_words(text, lang)
    # "Lantern 2.0" is Lantern v2.0.0.
    new = {word for word in new_words(text, title, lang=lang) if not (word[0].isdigit() and word in title)}
    if not new or len(new) > FEW_NEW:
        return bool(said) and not new
    # German writes every noun with a capital.
    share, names_nothing = 1 - len(new) / len(said), not facts(text.lower() if lang == "de" else text, title)
    phrases = phrases_of(lang)
    if phrases.labelling.begin(text):
        return share >= NEARLY_HALF or names_nothing
    return names_nothing and share >= (NEARLY_HALF if phrases.announcing.stand_in(text) else SAME_WORDS)


AFTER_TITLE = re.compile(r"\s*[:–—|]\s+|\s+-\s+|\s*[.!?…]\s+")


def without_title(description: str, title: str) -> str:
    """A description that begins with the whole title, without it, if enough is left."""
    if not description.casefold().startswith(title.casefold()) or len(title) < 12:
        return description
    after = AFTER_TITLE.match(description, len(title))
    if after is None:
        ended = title[-1:] in ".!?…" and description[len(title) :].startswith(" ")
        rest = description[len(title) :].strip() if ended else ""
    else:
        rest = description[after.end() :].strip()
    return capital(rest) if len(rest) >= 20 else description
