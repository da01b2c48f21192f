"""Which sentences may be shown alone."""

from __future__ import annotations

import time

import pytest

from bot.text.prose import greets, presentable


@pytest.mark.parametrize(
    "text",
    [
        "History repeats itself.", "Buenas noticias para los ciclistas.", "Dag en nacht wordt er gewerkt.", "Hi-fi is back in the attic.",
        "Update your maps before the tide.", "In 2025, 14 of 20 ferries ran late.", "By March I had filled two notebooks.", "From here it is easy.",
        "Das Werk stammt aus einer Bahnhofsuhr.", "“Nobody asked,” she said.", "¿Cuánto vale una noche sin ruido?", "三代目の店主は空を見てきた。",
        "นักวิจัยพัฒนาแบบจำลองภาษาขนาดใหญ่", "It took two things:\n• patience\n• a screwdriver",
        "The pump costs $40 in May and $35_000 for a town.",
    ],
)  # fmt: skip
def test_prose_may_be_shown(text: str) -> None:
    assert presentable(text)


@pytest.mark.parametrize(
    "text",
    [
        "Hi everyone!", "Hello and welcome back, dear readers!", "Hallo zusammen!", "¡Hola a todos!", "Bonjour à tous,", "Всем привет!", "こんにちは。", "大家好！", "안녕하세요!",
        "In this post I will tell you about my year.", "Today I want to show you my garden.", "In diesem Beitrag zeige ich euch meine Uhr.",
        "Dans cet article, nous allons voir.", "En este artículo veremos el faro.", "В этой статье я расскажу о походе.", "この記事では時計の話をします。", "本文想谈谈清单。",
        "By Jane Doe, Staff Writer", "Photo: Jane Doe / Weather Club.", "Update (3 February): a link was corrected.", "Source: The Star.", "5 min read.", "3 February 2026.",
        "This article was first published elsewhere.", "Originally published in May.", "import Hero from '../hero.astro';", "const x = { a: 1 };", "https://example.com/a",
        "It ends in the midst of", "How we think about...", "There are three:", "1, 2, 3, 4, 5, 6, 7 and 8.", "- an item.", "Share this with your friends!", "OK.",
        "We will be using a pump of the second version.", "By the end, you have all that a garden needs.", "Merry Christmas to you all!",
        r"Let $k = \lceil \log_2 N \rceil$ be the depth of the well.", "The well is $D = 2^k - N$ deep at that time.",
        "Category: Web Points: 492 Target: https://example.com Objective: Find the flag of the harbour.",
        "2025.06.06 Update: formula 16 now has the normal vector.", "2/ I also run five clocks in parallel with the pump.", "You will also learn how to build a pump.",
        "https://example.com/rho An agent that stays awake at night.",
    ],
)  # fmt: skip
def test_greetings_notes_credits_and_code_may_not(text: str) -> None:
    assert not presentable(text)


@pytest.mark.parametrize(
    "text",
    [
        "Lesezeit: 3 Minuten",
        "Lesezeit 4 Minuten.",
        "Dieser Artikel wurde am 3. Mai aktualisiert.",
        "Article mis à jour à 14 h 30.",
        "Publié le 3 septembre 2025 par Claire Martin.",
        "Actualizado el 4 de mayo de 2025.",
        "Atualizado em 4 de maio de 2025.",
        "Aggiornato il 4 maggio 2025.",
        "Bijgewerkt op 12 april 2025.",
        "Wpis zaktualizowano 4 maja 2025.",
        "Обновлено 4 мая 2025 года.",
        "Witam na blogu.",
        "Herzlich willkommen!",
        "Добро пожаловать на мой блог!",
        "皆さん、はじめまして。",
        "この記事は Example Advent Calendar 2025 の25日目の記事です。",
        "作者: 山田太郎 原文はこちら。",
        "歡迎來到我的部落格。",
        "Fala pessoal, tudo bem?",
        "2024 年 3 月 29 日更新",
        "Xin chào các bạn!",
        "Halo, teman-teman!",
        "Καλημέρα σε όλους!",
        "سلام دوستان!",
        "В этой статье я покажу насос.",
        "У цій статті я покажу насос.",
        "Di artikel ini kita akan membahas pompa.",
        "，这是后来加上的半句话，前面没有了。",
        "今日は図書館の話について書きます。",
        "欢迎来到我的博客。",
        "오늘은 소상공인 이야기입니다.",
        "여러분, 반갑습니다!",
        "ยินดีต้อนรับครับ",
        "السلام عليكم!",
        "ברוכים הבאים לבלוג!",
    ],
)
def test_greetings_and_notes_on_the_text_itself_are_no_prose_in_any_language(text: str) -> None:
    assert not presentable(text)


@pytest.mark.parametrize(
    "text",
    [
        "Publicado em 2025 na revista Nature, o estudo acompanha 1.200 doentes durante dez anos.",
        "Обновлённая модель отвечает на русском языке вдвое быстрее.",
        "Willkommen in einer Stadt, in der jede Ampel ein Gedächtnis hat und niemand mehr wartet.",
    ],
)
def test_news_that_begins_with_such_a_word_is_prose(text: str) -> None:
    assert presentable(text)


@pytest.mark.parametrize("text", ["1" * 40, "jan" * 30, "sep" * 30, "12 min " * 40])
def test_a_line_of_dates_and_words_is_looked_at_once(text: str) -> None:
    """A digest of forty digits stopped a run for good."""
    start = time.perf_counter()
    presentable(f"{text} and some words that are no date.")
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize(
    "text",
    [
        "Hai bisogno di un backup?",
        "Halo Infinite gets a new season.",
        "Καλώς ή κακώς, το AI μένει.",
        "سلامت روان مهم است.",
    ],
)
def test_a_word_of_another_language_is_no_greeting(text: str) -> None:
    assert not greets(text)
