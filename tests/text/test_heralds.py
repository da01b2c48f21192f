"""What only announces goes, and the sentence behind it begins as its language begins one."""

from __future__ import annotations

import pytest

from bot.text.heralds import HERALDS, pattern, without_herald
from bot.text.languages import LANGUAGES


@pytest.mark.parametrize(
    "herald",
    [
        "The practical angle: ", "Our lesson: ", "First the big thing: ", "Technically, ", "As mentioned in the last letter, ", "Hot take: ", "Honest opinion: ", "By the way, ",
        "Why it matters: ", "As some of you may know, ", "The best part: ", "Some good news: ", "A confession: ", "The core argument: ",
    ],
)  # fmt: skip
def test_what_only_announces_goes(herald: str) -> None:
    assert without_herald(f"{herald}the track reopens in May.", "en") == "The track reopens in May."


@pytest.mark.parametrize(
    ("lang", "text", "shown"),
    [
        ("de", "Das Wichtigste zuerst: der Weg ist wieder offen.", "Der Weg ist wieder offen."),
        ("de", "Ehrlich gesagt, ich habe nicht geschlafen.", "Ich habe nicht geschlafen."),
        ("fr", "La bonne nouvelle : le four est réparé.", "Le four est réparé."),
        ("es", "Lo más importante: la fuente vuelve a funcionar.", "La fuente vuelve a funcionar."),
        ("pt", "Antes de mais, o forno já está arranjado.", "O forno já está arranjado."),
        ("it", "Una nota: in otto trattorie su dieci si paga in contanti.", "In otto trattorie su dieci si paga in contanti."),
        ("nl", "Eerst het goede nieuws: ijsbaan De Vliet gaat open.", "IJsbaan De Vliet gaat open."),
        ("pl", "Dobra wiadomość: piec jest naprawiony.", "Piec jest naprawiony."),
        ("ru", "Честно говоря, я не выспался той ночью.", "Я не выспался той ночью."),
        ("tr", "İyi haber: iskele yeniden açıldı.", "İskele yeniden açıldı."),
        ("sv", "Först det viktigaste: bron är öppen igen.", "Bron är öppen igen."),
        ("cs", "Dobrá zpráva: pec je opravená.", "Pec je opravená."),
        ("ja", "ちなみに、四十六軒のうち三十軒をまわりました。", "四十六軒のうち三十軒をまわりました。"),
        ("zh", "好消息：修车摊下个月重新开张，地点不变。", "修车摊下个月重新开张，地点不变。"),
        ("ko", "좋은 소식: 가마가 드디어 고쳐졌고 내일 다시 문을 엽니다.", "가마가 드디어 고쳐졌고 내일 다시 문을 엽니다."),
        ("ar", "الخبر السار: عاد الفرن إلى العمل اليوم.", "عاد الفرن إلى العمل اليوم."),
        ("he", "קודם כול החדשות הטובות: התנור שוב עובד.", "התנור שוב עובד."),
        ("hi", "अच्छी ख़बर: भट्ठी फिर से चालू हो गई है।", "भट्ठी फिर से चालू हो गई है।"),
        ("th", "ข่าวดี: เตากลับมาใช้งานได้แล้ววันนี้", "เตากลับมาใช้งานได้แล้ววันนี้"),
    ],
)  # fmt: skip
def test_in_every_language_and_the_rest_begins_with_its_capital(lang: str, text: str, shown: str) -> None:
    assert without_herald(text, lang) == shown


def test_a_label_that_says_something_stays_and_so_does_what_would_leave_too_little() -> None:
    assert without_herald("Breakfast: two eggs and a walk.", "en") == "Breakfast: two eggs and a walk."
    assert without_herald("By the way, no.", "en") == "By the way, no."
    assert without_herald("Well, one: that of 14 January.", "en") == "Well, one: that of 14 January."
    assert without_herald("Fun fact: iPhone cables were longer.", "en") == "iPhone cables were longer."


def test_each_language_that_is_known_has_its_own() -> None:
    assert set(HERALDS) == set(LANGUAGES)
    assert all(pattern(code).match("") is None for code in HERALDS)
