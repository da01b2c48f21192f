"""What two texts have in common."""

from __future__ import annotations

import pytest

from bot.text.words import alike, content_words, facts, new_words


@pytest.mark.parametrize(
    ("lang", "text", "other"),
    [
        ("en", "The model launches today.", "Models launched"),
        ("en", "Artificial intelligence", "AI"),
        ("en", "Large language models", "an LLM"),
        ("en", "mathematics", "math"),
        ("en", "It costs $50 million", "$50M costs"),
        ("de", "Die neuen Züge fahren", "ein Zug fährt und Züge fahren"),
        ("ru", "Вышел насос", "насосы вышли, вышел насос"),
        ("ar", "المكتبة", "مكتبة"),
        ("ja", "灯台を公開", "灯台の公開"),
    ],
)
def test_forms_of_a_word_are_one_word(lang: str, text: str, other: str) -> None:
    assert alike(text, other, lang=lang) == 1


def test_little_words_say_nothing() -> None:
    assert content_words("It is what it is, and that is all of it.", "en") == frozenset()
    assert alike("and so on", "something else", lang="en") == 1


def test_what_is_new_is_counted() -> None:
    assert len(new_words("A red boat on a lake", "The boat", lang="en")) == 2


@pytest.mark.parametrize(
    ("text", "count"), [("The boat sank", 0), ("It cost NVIDIA $50M in 2025", 3), ("So did Anna", 1)]
)
def test_names_and_numbers_are_facts(text: str, count: int) -> None:
    assert facts(text) == count
