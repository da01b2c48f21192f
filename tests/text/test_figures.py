"""Numbers in digits and in words."""

from __future__ import annotations

import pytest

from bot.text.figures import digits, figures


@pytest.mark.parametrize(
    ("text", "lang", "found"),
    [
        ("Cociné 24 tortillas", "es", {"24"}),
        ("Veinticuatro tortillas, once catadores", "es", {"24", "11"}),
        ("Dieci trattorie con 20 euro", "it", {"10", "20"}),
        ("पाँच दुकानें और दस रुपये", "hi", {"5", "10"}),
        ("NSF Funds $20M AI Research Institute", "en", {"20"}),
        ("GPU Hack Slashes Costs 67%—ready", "en", {"67"}),
        ("AI 추론 비용 12만 원, 4-6개월", "ko", {"12", "4", "6"}),
        ("一日1,140单，得分81.2", "zh", {"1140", "81.2"}),
        ("価格は中古で1万4千円", "ja", {"1万4"}),
        ("「二十八度」の水、八千円の型、家族四人", "ja", {"28", "8000", "4"}),
        ("一番いいのは一人で、十分だ。二〇二六年も", "ja", set()),
        ("录下了两百一十六段声音，走了两万六千步", "zh", {"216", "26000"}),
        ("bottlenecks of 4-6 months", "en", {"4", "6"}),
        ("GPT-5, H200 and Claude Sonnet 4.5 in November 2025", "en", set()),
    ],
)
def test_a_number_is_the_same_in_digits_and_in_words(text: str, lang: str, found: set[str]) -> None:
    assert figures(text, lang) == found


def test_a_version_and_a_year_are_no_figures() -> None:
    assert digits("Windows 11 and Gemini 2.5 of 2026 cost 1,200 dollars until 3.0") == {"1200"}


def test_thousands_with_their_comma_are_a_figure_behind_a_word_with_a_capital() -> None:
    assert digits("Slow Radio Sells 83,000 Sets") == {"83000"}


@pytest.mark.parametrize("text", ["part 1 of a reality check", "Schritt 3 von allen", "la puntata 12", "шаг 2"])
def test_the_number_of_a_part_is_no_figure(text: str) -> None:
    assert digits(text) == frozenset()
