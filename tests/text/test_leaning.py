"""Which sentences speak of their page, call for something, or point at what stands before them."""

from __future__ import annotations

import pytest

from bot.text.leaning import asks_to_act, is_of_page, leans


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Above all, the new pump is cheap to run.", "en"), ("The harbour begins its next chapter as a public company.", "en"),
        ("If you have problems falling asleep, this lamp helps.", "en"), ("As noted by Reuters, the ban takes effect in May.", "en"),
        ("The last episode drew 40 million viewers.", "en"), ("Bei Fragen der Ethik ist Europa führend.", "de"),
        ("Wenn Sie Fragen stellen, antwortet das Modell in 40 Sprachen.", "de"), ("Si vous avez des problèmes de sommeil, cette lampe aide.", "fr"),
        ("Si tienes alguna de estas lámparas, apágala ya.", "es"), ("Firmy zatrudniające powyżej 50 osób muszą publikować raporty.", "pl"),
        ("Если есть проблема с памятью, ядро завершит процесс.", "ru"), ("إذا كان لديك هاتف قديم فحدثه الآن.", "ar"),
        ("他在发布会上表示，公司今年将推出三款新产品。", "zh"), ("该模型在基准测试上表现出色。", "zh"), ("18岁以下为免费。", "zh"),
        ("例如上海、北京等城市。", "zh"), ("网上图书销量上升。", "zh"), ("コードに問題があれば即座に警告する新機能を追加した。", "ja"),
        ("部下の表情を読み取る技術を開発した。", "ja"), ("이전 글로벌 금융위기보다 피해가 크다.", "ko"), ("단위와 같은 정보를 자동으로 읽는다.", "ko"),
    ],
)  # fmt: skip
def test_news_is_not_taken_for_words_on_its_page(text: str, lang: str) -> None:
    assert not is_of_page(text, lang)


@pytest.mark.parametrize(
    "text",
    [
        "You can watch every game for free in the new app.", "If you already subscribe to the ferry, you get the seal for free.",
        "If you look closely, you can find three bugs in it.", "Don't forget that ferries are late.", "Follow the money and you find three companies.",
        "See the far side of the Moon in 8K.",
    ],
)  # fmt: skip
def test_a_sentence_that_says_something_is_no_call(text: str) -> None:
    assert not asks_to_act(text, "en")


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("IE 11 is dead after 27 years.", "en"), ("Now you can clone a voice from three seconds of audio.", "en"),
        ("Now open source, the engine powers 40 games.", "en"), ("Cuando este año termine, habrá 40 modelos.", "es"),
        ("Nesta terça-feira, a empresa anunciou três modelos.", "pt"), ("Neste sábado, o Rio recebe 40 mil corredores.", "pt"),
    ],
)  # fmt: skip
def test_a_day_and_a_name_point_at_nothing_before_them(text: str, lang: str) -> None:
    assert not leans(text, lang)
