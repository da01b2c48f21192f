"""Which sentences may be shown alone."""

from __future__ import annotations

import pytest

from bot.text.prose import presentable


@pytest.mark.parametrize(
    "text",
    [
        "History repeats itself.", "Buenas noticias para los ciclistas.", "Dag en nacht wordt er gewerkt.", "Hi-fi is back in the attic.",
        "Update your maps before the tide.", "In 2025, 14 of 20 ferries ran late.", "By March I had filled two notebooks.", "From here it is easy.",
        "Das Werk stammt aus einer Bahnhofsuhr.", "“Nobody asked,” she said.", "¿Cuánto vale una noche sin ruido?", "三代目の店主は空を見てきた。",
        "นักวิจัยพัฒนาแบบจำลองภาษาขนาดใหญ่", "It took two things:\n• patience\n• a screwdriver",
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
    ],
)  # fmt: skip
def test_greetings_notes_credits_and_code_may_not(text: str) -> None:
    assert not presentable(text)
