"""Cutting a text so that it reads as if somebody had meant to stop there."""

from __future__ import annotations

import itertools
import re

import pytest

from bot.text.condense import chop, cut, stopped, word_ends
from bot.text.marks import unclosed
from bot.text.sentences import sentence_ends


def at(text: str, most: int, **kind: bool) -> str:
    return cut(text, lambda piece: len(piece) <= most, most, **kind)


def sentences(text: str) -> list[str]:
    ends = [0, *sentence_ends(text), len(text)]
    return [text[start:end].strip() for start, end in itertools.pairwise(ends)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("He moved to the U.S. in May. She did not.", ["He moved to the U.S. in May.", "She did not."]),
        (
            "Made by Dr. Who vs. Mr. J. Doe, e.g. Tuesday. Done.",
            ["Made by Dr. Who vs. Mr. J. Doe, e.g. Tuesday.", "Done."],
        ),
        ("Up 3.5 percent in v2.0. Good.", ["Up 3.5 percent in v2.0.", "Good."]),
        ("Really?! Yes… And then.", ["Really?!", "Yes…", "And then."]),
        ("What if it wrote itself... with you watching? No.", ["What if it wrote itself... with you watching?", "No."]),
        ("“Is it. Or not.” Nobody knows.", ["“Is it. Or not.”", "Nobody knows."]),
        ("It works (mostly. See below.) Well.", ["It works (mostly. See below.)", "Well."]),
        ("速い。とても速い！そうか？はい", ["速い。", "とても速い！", "そうか？", "はい"]),
        ("他说「好。走吧。」然后走了。", ["他说「好。走吧。」", "然后走了。"]),
        (
            "The answer is no. It is No. 5. See the sun. Up.",
            ["The answer is no.", "It is No. 5.", "See the sun.", "Up."],
        ),
        ("Das kostet z. B. Geld. Viel.", ["Das kostet z. B. Geld.", "Viel."]),
        ("यह तेज़ है। और सस्ता।", ["यह तेज़ है।", "और सस्ता।"]),
        ("Node.js is fast. Yahoo! is not.", ["Node.js is fast.", "Yahoo! is not."]),
    ],
)
def test_a_sentence_ends_where_a_reader_would_say_so(text: str, parts: list[str]) -> None:
    assert sentences(text) == parts


@pytest.mark.parametrize(
    ("text", "most", "read"),
    [
        ("The fans turn personal computers into ovens by noon — goodbye, quiet office life at last", 70, "The fans turn personal computers into ovens by noon"),
        ("The bridge was closed in March, because a falcon had nested below the deck", 50, "The bridge was closed in March"),
        ("The bridge was closed in March, because a falcon had nested below the deck. Nobody knew.", 50, "The bridge was closed in March."),
        ("Why was the bridge closed in March, because a falcon had nested below the deck?", 50, "Why was the bridge closed in March"),
        ("Die Brücke war den ganzen März gesperrt, weil ein Falke darunter nistete.", 55, "Die Brücke war den ganzen März gesperrt."),
        ("The bridge was closed; nobody knew why, and nobody asked us", 36, "The bridge was closed"),
        ("When the bridge was closed in March, nobody knew why it was", 44, "When the bridge was closed in March, nobody…"),
        ("It handles apples, pears, plums, and whatever else grows on trees", 40, "It handles apples, pears, plums…"),
        ("Die Brücke war den ganzen März gesperrt, weil ein Falke darunter nistete", 55, "Die Brücke war den ganzen März gesperrt"),
        ("Le pont est resté fermé tout le mois de mars, parce qu’un faucon y nichait", 60, "Le pont est resté fermé tout le mois de mars"),
    ],
)  # fmt: skip
def test_a_whole_clause_needs_no_ellipsis(text: str, most: int, read: str) -> None:
    assert at(text, most) == read


@pytest.mark.parametrize(
    ("lang", "text", "most"),
    [
        ("en", "A walk along the shore of the lake", 22),
        ("en", "A walk along the long shore of lakes—your lakes—and so on", 52),
        ("de", "Ein Spaziergang an dem Ufer des Sees entlang", 26),
        ("fr", "Une promenade le long de la rive du lac", 26),
        ("ru", "Прогулка вдоль берега и по озеру", 26),
    ],
)
def test_nothing_ends_in_a_little_word(lang: str, text: str, most: int) -> None:
    from bot.text.languages import LANGUAGES

    for room in range(8, most):
        piece = cut(text, lambda one: len(one) <= room, room, lang=lang)  # noqa: B023 -- used at once
        last = re.split("[ —]", piece.removesuffix("…"))[-1].casefold()
        assert last not in LANGUAGES[lang].stop or " " not in piece


def test_a_text_that_fits_is_left_alone() -> None:
    assert at("Whole — as (it) is, ", 20) == "Whole — as (it) is, "


def test_whole_sentences_come_before_half_ones() -> None:
    assert at("It grew by half. Nobody had expected it to.", 40) == "It grew by half."


def test_a_tiny_first_sentence_does_not_stand_for_the_rest() -> None:
    assert at("Wow. The whole orchestra fell asleep during the second movement.", 50) == (
        "Wow. The whole orchestra fell asleep…"
    )


def test_the_next_word_would_not_fit() -> None:
    assert at("one two three four", 13) == "one two…"
    assert at("one two three four", 14) == "one two three…"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("a word,", "a word…"),
        ("a word —", "a word…"),
        ("a word (", "a word…"),
        ("a word (“", "a word…"),
        ('he said "', "he said…"),
        ("wait...", "wait…"),
        ("wait…", "wait…"),
        ("wait. …", "wait…"),
        ("(or risk", "(or risk…)"),
        ("a “quoted (and", "a “quoted (and…)”"),
        ("a 'dead", "a 'dead…'"),
        ("the dogs' bowl", "the dogs' bowl…"),
        ("it's", "it's…"),
        ("rock 'n' roll", "rock 'n' roll…"),
        ("in the '90s", "in the '90s…"),
        ("„So ist", "„So ist…“"),
        ("「青い表紙", "「青い表紙…」"),
        ("« oui", "« oui…»"),
        ("a smile :(", "a smile…"),
        ("(", ""),
        ("", ""),
    ],
)
def test_a_text_broken_off_ends_in_one_ellipsis_with_nothing_dangling(text: str, read: str) -> None:
    assert stopped(text) == read
    assert unclosed(read) == ""


def test_an_ellipsis_closes_what_it_breaks_off() -> None:
    assert at("Never tell a chatbot (or risk everything you own)", 36) == "Never tell a chatbot (or risk…)"


def test_a_title_always_shows_that_it_was_cut() -> None:
    assert at("Should we panic? Nobody knows yet", 20, sentences=False) == "Should we panic?…"


def test_an_address_or_a_hashtag_is_kept_or_dropped_whole() -> None:
    text = "Look at https://example.com/a-b.c?d=e#f and #software"
    assert at(text, 30) == "Look…"
    assert at(text, 45) == "Look at https://example.com/a-b.c?d=e#f…"
    assert chop("https://example.com/a", lambda piece: len(piece) < 12, 12) == ""
    assert chop("#softwareengineering", lambda piece: len(piece) < 12, 12) == ""


def test_a_word_longer_than_the_room_is_cut_between_letters_as_readers_see_them() -> None:
    family = "👨‍👩‍👧‍👦"
    assert chop(family * 4, lambda piece: piece.count("👨") <= 2, 10) == family * 2 + "…"


def test_japanese_is_cut_between_phrases() -> None:
    text = "人工知能の開発者たちは、ソーシャルメディアで話題の新しいモデルを発表しました"
    assert at(text, 14) == "人工知能の開発者たちは…"
    assert at(text, 24) == "人工知能の開発者たちは、ソーシャルメディアで…"
    assert all("ソーシャルメディア" in at(text, most) or "ソ" not in at(text, most) for most in range(3, 40))


def test_chinese_prefers_a_comma_that_is_close() -> None:
    assert at("中国公司发布了全新的大型语言模型，性能超过从前的一切", 22) == "中国公司发布了全新的大型语言模型"


def test_latin_words_in_chinese_stay_whole() -> None:
    text = "全新的语言模型ChatGPT正式发布"
    assert [at(text, most) for most in (10, 14, 15)] == ["全新的语言模型…", "全新的语言模型…", "全新的语言模型ChatGPT…"]


def test_thai_is_never_cut_inside_a_cluster_or_after_a_leading_vowel() -> None:
    text = "นักวิจัยพัฒนาแบบจำลองภาษาขนาดใหญ่ที่เร็วขึ้นและถูกลง"
    for end in word_ends(text):
        assert text[end - 1] not in "เแโใไ"
        assert end == len(text) or text[end] not in "ะาำิีึืุูั็่้๊๋์ๆ"


@pytest.mark.parametrize(
    "text",
    [
        "One two. Three (four “five six” seven) eight, nine — ten: eleven 'twelve thirteen' fourteen… fifteen",
        "人工知能の開発者たちは、ソーシャルメディアで話題の新しいモデルを発表しました。速い。「とても」速いと言う。",
        "中国公司发布了全新的大型语言模型，性能超过GPT-5，价格却只有十分之一。开发者可以免费使用。",
        "((((a b) c) d) e) f “g ‘h’ i” j",
    ],
)
def test_less_room_never_gives_more_text(text: str) -> None:
    pieces = [at(text, most) for most in range(len(text) + 1, -1, -1)]
    assert all(len(less) <= len(more) for more, less in itertools.pairwise(pieces))
    assert all(len(piece) <= most for piece, most in zip(pieces, range(len(text) + 1, -1, -1), strict=True))
