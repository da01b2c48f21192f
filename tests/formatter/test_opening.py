"""Which sentences of a body may stand first, and which come last."""

from __future__ import annotations

import pytest

from bot.content.story import story_of
from bot.formatter.opening import opening_of
from bot.text.leaning import leans
from tests.formatter.cases import digest


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Con questa regola e con venti euro in tasca ho girato Torino.", "it"),
        ("Le altre sei sono in fondo, con gli orari e i giorni di chiusura.", "it"),
        ("Clémence Aubry la raconte pourtant comme personne.", "fr"),
        ("La liste complète se trouve ci-dessous, avec les prix.", "fr"),
        ("Once amigos las probaron con los ojos vendados.", "es"),
        ("Niet uit principe, maar omdat mijn dochter het had gezegd.", "nl"),
        ("Die anderen sechs öffnen erst im Mai.", "de"),
        ("Üç ay boyunca o vapuru aradım.", "tr"),
        ("What happened next is the part I keep telling people.", "en"),
        ("The two that failed were the youngest birds.", "en"),
        ("Vs. proprietary models it costs a third.", "en"),
        ("ワットモニターを買って測るまで、そんなことは考えもしなかった。", "ja"),
        ("手順は以下の通りです。", "ja"),
        ("Second, the pump has no filter that a child could clean.", "en"),
        ("By comparison, the old pump took nine hours.", "en"),
        ("To address this, the town bought a second boat.", "en"),
        ("While this helps, the cellar stays wet.", "en"),
        ("The new pump avoids this by running at night.", "en"),
        ("The town will in return repair the pier.", "en"),
        ("The story of the mill, for example, is told in every school.", "en"),
        ("I don't want to write about it.", "en"),
        ("It is easy to clean and quiet.", "en"),
        ("There are also two smaller boats.", "en"),
        ("In the previous post we built the boat.", "en"),
        ("The table below shows all boats.", "en"),
        ("Our sincerest thanks to everybody who came.", "en"),
        ("A similar pump was built by the priest of the next village.", "en"),
        ("eg. This pump runs at night, even where the others have failed.", "en"),
        ("Now open the box and take the pump out of it.", "en"),
        ("To begin, we need a pump and two pipes.", "en"),
        ("Last update: the third of May, at noon.", "en"),
        ("Es ist neu und läuft leise.", "de"),
        ("Zweitens hat die Pumpe keinen Filter.", "de"),
        ("En revanche, la pompe ne coûte rien.", "fr"),
        ("A cambio, el pueblo arregla el muelle.", "es"),
        ("Het is nieuw en stil.", "nl"),
        ("För det andra saknas ett filter.", "sv"),
        ("Для сравнения: старый насос работал девять часов.", "ru"),
        ("相比之下，旧水泵要用九个小时。", "zh"),
        ("相比之下，舊水泵要用九個小時。", "zh"),
        ("在這裡，我們定義一個模組。", "zh"),
        ("以下是我的二维码。", "zh"),
        ("簡単には、以下コマンドで名前をつける。", "ja"),
        ("とはいえ、調整が必要な場合もあります。", "ja"),
        ("何か質問などがあれば issue をたててください。", "ja"),
        ("그렇다면, 어떤 방식으로 만들 수 있을까요?", "ko"),
        ("이전글에서 배경을 알아보았다.", "ko"),
        ("Reconociendo este hecho, hay varias iniciativas.", "es"),
        ("El siguiente diagrama ilustra la bomba.", "es"),
        ("Nesse exemplo usaremos a bomba nova.", "pt"),
        ("Im Folgenden wird die Pumpe beschrieben.", "de"),
        ("В этом примере насос работает девять часов.", "ru"),
        ("Αυτό σημαίνει λιγότερο νερό.", "el"),
        ("این یعنی آب کمتر.", "fa"),
        ("Namun pompa lama bekerja sembilan jam.", "id"),
        ("Nó chạy suốt chín giờ.", "vi"),
    ],
)
def test_a_sentence_that_points_at_another_leans_in_every_language(text: str, lang: str) -> None:
    assert leans(text, lang)


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Oben lauwarm, unten heiß: Luft im System, klarer Fall.", "de"),
        ("Ho una regola: se il menù ha le fotografie, esco.", "it"),
        ("On croit connaître l'histoire : un village de Corrèze, un barrage.", "fr"),
        ("La cebolla pochada ganó con un 7,8 de media.", "es"),
        ("De eerste week was vreselijk.", "nl"),
        ("Two towns share one ferry.", "en"),
        ("It is fun to row a boat at night.", "en"),
        ("It takes three people to lift the anchor.", "en"),
        ("It's no secret that the mayor likes boats.", "en"),
        ("There are 40 boats in a harbour for 30.", "en"),
        ("When it comes to boats, the town knows no joke.", "en"),
        ("The second edition of the regatta drew 900 people.", "en"),
        ("Es ist schwer, bei Nacht ein Boot zu finden.", "de"),
        ("Es gibt 40 Boote in einem Hafen für 30.", "de"),
        ("Il est difficile de trouver un bateau la nuit.", "fr"),
        ("Il y a 40 bateaux dans un port pour 30.", "fr"),
        ("Het oude veer vaart weer.", "nl"),
        ("Det är svårt att hitta en båt på natten.", "sv"),
        ("Der er 40 både i en havn til 30.", "da"),
        ("Defteri 40 liraya aldım.", "tr"),
        ("18歳以下の子どもは無料です。", "ja"),
        ("Setelah delapan tahun laptop ini akhirnya pensiun.", "id"),
        ("うちのサーバーは10年前のデスクトップで、アイドル時でも92Wを消費していた。", "ja"),
    ],
)
def test_a_sentence_that_says_all_it_speaks_of_does_not_lean(text: str, lang: str) -> None:
    assert not leans(text, lang)


def test_an_announcement_of_the_title_gives_way_to_what_the_card_has_not() -> None:
    first = (
        "Carnet has released version 3 of its app for notes, a program that many people in many towns have waited for."
    )
    second = "Opening a notebook of ten thousand notes on a Raspberry Pi takes 1.3 seconds instead of 4.1."
    of = story_of(digest(title="Carnet gets faster", description="An app for notes.", paragraphs=(first, second)))
    assert opening_of(of).text == second


def test_an_announcement_stays_where_nothing_else_has_news() -> None:
    first = (
        "Carnet has released version 3 of its app for notes, a program that many people in many towns have waited for."
    )
    later = "We hope that everybody likes it very much."
    of = story_of(digest(title="Carnet gets faster", description="An app for notes.", paragraphs=(first, later)))
    assert opening_of(of).sentences[:1] == (first,)


def test_a_hollow_sentence_comes_last() -> None:
    hollow = "The project underscores the need for careful management of heat in towns that grow by the day."
    told = "Bakers in a small town now send the warm air of their ovens to the pool next door all winter."
    of = story_of(digest(title="Bread and Water", description="A town saves.", paragraphs=(hollow, told)))
    assert opening_of(of).text == told


def test_a_body_of_a_few_words_is_shown_beside_the_description() -> None:
    of = story_of(digest(title="A tide", description="Twice a day, and once more.", paragraphs=("Body one is here.",)))
    assert opening_of(of).text == "Body one is here."
