"""Which of a digest's hashtags are worth showing, and in which order."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from bot.text.hashtags import WORDS_OF_A_NAME, plainly, uncased
from bot.text.languages import words
from bot.text.words import content_words, names

if TYPE_CHECKING:
    from collections.abc import Iterable

SHELVES = words(
    "news breaking blog blogs blogging post posts article articles update updates general misc miscellaneous other others uncategorized digest"
    " daily weekly newsletter newsletters rundbrief nieuwsbrief nyhedsbrev nyhetsbrev veckobrev boletín boletim bollettino biuletyn microblog"
    " nachrichten neuigkeiten neues aktuelles mitteilungen vereinsnachrichten allgemein sonstiges noticias notícias actualité actualités divers"
    " noticia artigo notizie nieuws wiadomości aktualności новости блог haberler ニュース 新闻 뉴스 أخبار חדשות समाचार ข่าว personal random notes"
    " minutes announcement announcements announce featured popular ankündigung ankündigungen anuncio anuncios anúncio anúncios annonce annonces"
    " annuncio annunci aankondiging ogłoszenia объявления duyuru お知らせ 公告 공지 etc 기타 잡담 일상 その他 未分類 未分类 雑記 雑談 杂谈 雜談 闲聊 閒聊 说说 說說"
    " 杂七杂八 日常 otros otras outros outras altro varie overig overige diversen övrigt ostatní różne inne разное прочее genel diğer متفرقات כללי userstory userstories casestudy casestudies companynews pressrelease"
)
"""On which shelf of its blog a digest stands: nobody looks for it, and no post shows it."""
EMPTY = SHELVES | words(
    "ai ki ia yapayzeka künstlicheintelligenz intelligenceartificielle inteligenciaartificial inteligênciaartificial intelligenzaartificiale"
    " sztucznainteligencja ии 人工知能 人工智能 인공지능 الذكاءالاصطناعي एआई ปัญญาประดิษฐ์ tech technology technologies podcast podcasts episode episodes"
    " protokoll internet web digital data it life leben vida vie vita leven życie жизнь hayat weekend 周末 週末 thoughts future vision trend trends"
    " technik technologie tecnologia tecnología technika технологии teknoloji テクノロジー 科技 技术 기술 تقنية טכנולוגיה तकनीक เทคโนโลยี essay essays story"
    " stories opinion opinions opinión opinião opinione meinung mening avis мнение görüş review reviews tip tips tutorial tutorials guide howto"
    " roundup interview interviews journal diary log weeknotes weeknote release releases releasenotes changelog version versions versión versão"
    " versione versie wersja версия релиз sürüm vydání udgivelse utgåva wydanie uitgave lanzamiento lançamento rilascio notesdeversion"
    " nouveautés versionshinweise novedades novidades novità リリースノート 更新日志 릴리스노트 link links linkpost linkblog linklist enlaces enlace liens lien"
    " revue leseliste leestips odnośniki ссылки bağlantılar länkar odkazy lenker リンク 链接 링크 रोचक tagebuch diario diário dagboek dziennik"
    " pamiętnik дневник günlük 日記 日记 일기 يوميات wochennotizen notatki notas note notities заметки перевод traducción tradução traduzione"
    " translation poradnik anleitung ratgeber tutoriel guía guida handleiding rehber руководство recenzja reseña reseñas rezension kritik"
    " critique critiques recensione resenha recensie inceleme обзор レビュー 书评 書評 리뷰 مقالات مقال ensayo ensaio saggio artículos эссе"
    " erfahrungsbericht club clubs verein trust innovation innovations strategy breakthrough breakthroughs performance efficiency analysis"
    " integration experiment experiments experimente experimentos esperimento expérience eksperyment 暮らし"
    " 随笔 隨筆 文摘 笔记 筆記 学习笔记 學習筆記 教程 教學 总结 總結 生活 メモ 備忘録 메모 공부 회고 memo memos"
)
"""What a whole blog is about, what kind of post it is, and what no post is about."""
WIDE = words(
    "software programming coding development webdev dev tools science research business industry enterprise applications application"
    " product products productivity computer computers machinelearning deeplearning wissenschaft forschung ethics optimization costsaving"
    " costsavings philosophy market markets infrastructure automation hardware API APIs startup startups governance career careers karriere"
    " carrière carrera carreira carriera loopbaan kariera карьера kariyer travel gezi traveling travelling reisen reise voyage voyages viaje"
    " viajes viagem viagens viaggio viaggi reizen podróże путешествия seyahat rejser resor cestování 旅行 여행 سفر טיולים यात्रा ท่องเที่ยว"
    " lecture lectures recipe recipes rezept rezepte recette recettes receta recetas receita receitas ricetta ricette recept recepten"
    " przepisy opskrift opskrifter recepty рецепты tarif tarifler レシピ 食谱 레시피 وصفات מתכונים cooking kochen cuisine cocina cozinha cucina"
    " koken gotowanie кулинария yemek בישול photo photos foto fotos фото फोटो ภาพถ่าย 写真 照片 사진 صور community příroda"
)
"""What many posts are about, and some follow all the same."""
OF_COMPOUNDS = EMPTY | WIDE | words("ml llm tool usage")
"""Of nothing but these are AITools and MLResearch."""
EMPTY_RANK = 2
"""Of ``commonness``: such a hashtag is shown only where there is no better one, and no word that says the same."""
ALWAYS = 2
"""Hashtags that may be shown whatever they say; another has to add something."""


class Context(NamedTuple):
    """What hashtags are held against."""

    title: str
    body: tuple[str, ...] = ()
    """The digest's other sentences."""
    lang: str | None = None
    archive: frozenset[str] = frozenset()
    """The letters of tags that stand on most of the blog's digests."""


@lru_cache(maxsize=8)
def ranked(tags: tuple[str, ...], context: Context) -> tuple[str, ...]:
    """The hashtags: one that the title names, those that add a word to it, the title's others, and what would fit many posts.

    Of two alike that goes first of which the digest names a word. The order is the same for every post of a digest.
    """
    again = {tag for tag in tags if told(tag, (context.title,), context.lang)}
    subjects = [tag for tag in tags if tag in again and not commonness(tag, context.archive)]
    proper = frozenset().union(*map(names, context.body))
    subject = min(subjects, key=lambda tag: plainly(tag) not in proper, default=None)
    named = frozenset().union(*(content_words(text, context.lang) for text in (context.title, *context.body)))

    def order(tag: str) -> tuple[bool, int, bool, bool]:
        unnamed = named.isdisjoint(parts_of(tag, context.lang)) and not told(tag, context.body, context.lang)
        return tag != subject, commonness(tag, context.archive), tag in again, unnamed

    return tuple(sorted(tags, key=order))


def worth_showing(tags: Iterable[str], said: str, context: Context) -> tuple[str, ...]:
    """Without the blog's shelves, the hashtags that another says already, and those that say nothing beside a better one.

    What would fit many posts is left out where the text says its word; after the first two only what adds a word is shown.
    """
    kept: list[str] = []
    for tag in tags:
        if names_shelf(tag) or plainly(tag) == context.lang:
            continue
        name, common = plainly(tag).removesuffix("s"), commonness(tag, context.archive)
        others = [plainly(one).removesuffix("s") for one in kept]
        if any(one.endswith(name) or name.endswith(one) for one in others):
            continue
        if common and ((kept and common == EMPTY_RANK) or stands_in(tag, said)):
            continue
        if len(kept) < ALWAYS or not (common or stands_in(tag, said)):
            kept.append(tag)
    return tuple(kept)


def names_shelf(tag: str) -> bool:
    """Whether it is "General" and its like, or a shelf within the blog's subject: "AINews"."""
    *subject, last = PARTS.findall(tag) or [tag]
    return plainly(tag) in SHELVES or (last.casefold() in SHELVES and all(one.casefold() in EMPTY for one in subject))


RUN = re.compile(r"[A-Za-z0-9À-ɏ]+|[^\W_A-Za-z0-9À-ɏ]+")
"""Scripts without spaces write Latin names among their own words."""


@lru_cache(maxsize=64)
def runs_of(title: str) -> frozenset[str]:
    """The letters of one to three words of the title that stand together, without a plural's "s"."""
    letters = [word.casefold() for word in RUN.findall(title)]
    last = [word.removesuffix("s") for word in letters]
    runs = set(last)
    for more in range(1, WORDS_OF_A_NAME):
        runs.update(map("".join, zip(*(letters[at:] for at in range(more)), last[more:], strict=False)))
    return frozenset(runs)


@lru_cache(maxsize=64)
def letters_of(text: str) -> str:
    """All that ``runs_of`` joins, in a row: what does not stand in it is no run either."""
    return "".join(RUN.findall(text)).casefold()


def stands_in(tag: str, text: str) -> bool:
    """The text has the tag's words as words of its own; of a script without capitals, its letters."""
    name = plainly(tag)
    if has_case(name):
        singular = name.removesuffix("s")
        return singular in letters_of(text) and singular in runs_of(text)
    return name in plainly(text)


@lru_cache(maxsize=1024)
def has_case(name: str) -> bool:
    """A letter of it has a capital."""
    return not all(map(uncased, filter(str.isalpha, name)))


PARTS = re.compile(r"[^\W\d_]?[^\W\d_A-ZÀ-Þ]{2,}|[A-Z]{2,}(?![a-z])")
"""The words of a hashtag, as its capitals part them."""


@lru_cache(maxsize=1024)
def parts_of(tag: str, lang: str | None) -> frozenset[str]:
    return content_words(" ".join(PARTS.findall(tag)), lang)


def told(tag: str, texts: tuple[str, ...], lang: str | None = None) -> bool:
    """One of the texts has the hashtag, or together they have each of its words in some form."""
    if any(stands_in(tag, text) for text in texts):
        return True
    parts = parts_of(tag, lang)
    return bool(parts) and parts <= frozenset().union(*(content_words(text, lang) for text in texts))


@lru_cache(maxsize=1024)
def commonness(tag: str, archive: frozenset[str] = frozenset()) -> int:
    """0: specific; 1: would fit many posts; 2: says nothing, or stands on most of the blog's digests."""
    name = plainly(tag)
    if name in EMPTY or name in archive:
        return EMPTY_RANK
    parts = PARTS.findall(tag)
    return int(
        not WIDE.isdisjoint((name, tag)) or (len(parts) > 1 and all(part.casefold() in OF_COMPOUNDS for part in parts))
    )
