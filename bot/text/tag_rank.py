"""Which of a digest's hashtags are worth showing, and in which order."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.text.hashtags import WORD, WORDS_OF_A_NAME, plainly, uncased
from bot.text.languages import words

if TYPE_CHECKING:
    from collections.abc import Iterable

NEVER_SAYS = words(
    "ai news blog tech technology post posts article articles update updates general misc uncategorized digest"
)
"""Tags that no post is about."""
GENERIC = NEVER_SAYS | words(
    "technologies blogs miscellaneous other others daily weekly newsletter software programming coding development webdev"
    " dev tools tips tutorial guide howto research science business industry enterprise applications application product"
    " products productivity innovation innovations strategy trends trend opinion opinions review reviews life personal"
    " thoughts notes essay essays story stories internet web digital data computer computers it machinelearning"
    " deeplearning technik technologie nachrichten allgemein sonstiges wissenschaft forschung tecnologia tecnología"
    " noticias actualité actualités divers noticia artigo notizie nieuws technika wiadomości aktualności технологии"
    " новости блог teknoloji haberler テクノロジー ニュース 科技 技术 新闻 기술 뉴스 تقنية أخبار טכנולוגיה חדשות तकनीक समाचार เทคโนโลยี ข่าว"
    " ki ia yapayzeka künstlicheintelligenz intelligenceartificielle inteligenciaartificial inteligênciaartificial"
    " intelligenzaartificiale sztucznainteligencja ии 人工知能 人工智能 인공지능 الذكاءالاصطناعي एआई ปัญญาประดิษฐ์ ethics breakthrough"
    " breakthroughs optimization performance efficiency costsaving costsavings startup startups philosophy future vision"
    " analysis market markets integration infrastructure automation hardware api apis trust governance club clubs"
    " release releases releasenotes changelog version versions notesdeversion nouveautés versionshinweise novedades novidades novità"
    " links link linkpost linkblog roundup enlaces enlace liens lien lecture lectures leseliste leestips odnośniki ссылки bağlantılar リンク 链接 링크 रोचक"
    " experiment experiments experimente experimentos esperimento expérience eksperyment diary journal tagebuch diario diário dagboek dziennik pamiętnik дневник günlük"
    " 日記 日记 일기 يوميات poradnik anleitung ratgeber tutoriel guía guida handleiding rehber обзор руководство recenzja reseña reseñas rezension kritik critique"
    " critiques recensione resenha recensie inceleme レビュー 书评 書評 리뷰 مقالات مقال ensayo ensaio saggio artículos erfahrungsbericht interview interviews"
)
"""Tags that say of no post what it is about."""
ALWAYS = 2
"""Hashtags that may be shown whatever they say; another has to add something."""


def ranked(
    tags: Iterable[str], text: str, title: str = "", archive: frozenset[str] = frozenset(), body: str = ""
) -> tuple[str, ...]:
    """The hashtags: what the title names, then the specific before the generic, then what the body names before what nobody does.

    Of two alike that goes first which the text does not say.

    ``archive``: the letters of tags that stand on most of the blog's digests.
    """
    said = plainly(text)

    def order(tag: str) -> tuple[bool, bool, int, bool, bool]:
        common = commonness(tag, archive)
        named = stands_in(tag, title) and plainly(tag) not in GENERIC
        return common > 1, not named, common, not told(tag, body), plainly(tag) in said

    return tuple(sorted(tags, key=order))


@lru_cache(maxsize=64)
def runs_of(title: str) -> frozenset[str]:
    """The letters of one to three words of the title that stand together, without a plural's "s"."""
    letters = [word.casefold() for word in WORD.findall(title)]
    runs: set[str] = set()
    for count in range(1, WORDS_OF_A_NAME + 1):
        runs.update(map("".join, zip(*(letters[at:] for at in range(count)), strict=False)))
    return frozenset(run.removesuffix("s") for run in runs)


def stands_in(tag: str, text: str) -> bool:
    """The text has the tag's words as words of its own; of a script without capitals, its letters."""
    name = plainly(tag)
    if all(map(uncased, name)):
        return name in plainly(text)
    return name.removesuffix("s") in runs_of(text)


PARTS = re.compile(r"[^\W\d_]?[^\W\d_A-ZÀ-Þ]{2,}|[A-Z]{2,}(?![a-z])")
"""The words of a hashtag, as its capitals part them."""


def told(tag: str, words: str) -> bool:
    """The words have the hashtag, or each of its words."""
    parts = PARTS.findall(tag)
    return stands_in(tag, words) or (len(parts) > 1 and all(stands_in(part, words) for part in parts))


def adding(tags: Iterable[str], text: str, archive: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Without the hashtags, after the first two, that are generic or that the text or another says already."""
    kept: list[str] = []
    for tag in tags:
        name = plainly(tag).removesuffix("s")
        others = [plainly(one).removesuffix("s") for one in kept]
        if any(one.endswith(name) or name.endswith(one) for one in others):
            continue
        if len(kept) < ALWAYS or not (commonness(tag, archive) or stands_in(tag, text)):
            kept.append(tag)
    return tuple(kept)


def commonness(tag: str, archive: frozenset[str] = frozenset()) -> int:
    """0: specific; 1: would fit many posts; 2: says nothing, or stands on most of the blog's digests."""
    name = plainly(tag)
    return 2 if name in NEVER_SAYS or name in archive else 1 if name in GENERIC else 0
