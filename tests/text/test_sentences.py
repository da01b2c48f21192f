"""Where sentences end, in the languages that blogs are written in."""

from __future__ import annotations

import time

import pytest

from bot.text.languages import LANGUAGES, base, guess
from bot.text.sentences import sentences


@pytest.mark.parametrize(
    ("lang", "parts"),
    [
        ("en", ["It raised $75.1M.", "The round was led by X."]),
        ("en", ["I like Yahoo! Finance.", "It works."]),
        ("en", ["It sparked a probe.", "xAI's fix?", "Geo-block it."]),
        ("en", ["It is no harm because... ML is young.", "So they say."]),
        ("en", ["See No. 5 and Mt. Hood.", "Then go."]),
        ("en", ["The last train left at 11:40 p.m.", "Nobody saw it.", "The next goes at 5 a.m. Monday."]),
        ("en", ["It is not late, it isn't.", "The clock is slow."]),
        ("en", ["We went on with Plan B.", "Still, Ann B. Carter stayed.", "So did S. Hull."]),
        ("de", ["Im Apfel ist Vitamin C.", "Das weiß Karl F. Weber."]),
        ("de", ["Am 3. Oktober kam Dr. Meier z. B. nach Bonn.", "Er blieb."]),
        ("de", ["Im 19. Jahrhundert war es u. a. teuer.", "Heute nicht."]),
        ("da", ["Den 3. maj kom han.", "Han blev."]),
        ("fr", ["M. Dupont, p. ex., arrive av. Mme Martin.", "Il reste."]),
        ("es", ["En EE. UU. la Sra. Ruiz espera.", "¿Qué pasa?", "Nada."]),
        ("pt", ["A Dra. Reis chegou, p. ex. ontem.", "Ficou."]),
        ("it", ["Il sig. Rossi paga il pane, il latte ecc. oggi.", "Poi va."]),
        ("nl", ["Dhr. Jansen koopt bijv. brood.", "Dan gaat hij."]),
        ("pl", ["Firma powstała w 2024 r.", "Np. Kraków ją zna, m.in. dzięki dr. Nowak."]),
        ("ru", ["Проф. И. П. Соколова родилась в 1990 г.", "Потом уехала, училась и т. д.", "Всё."]),
        ("tr", ["Dr. Acar 29. Ekim'de geldi.", "Kaldı."]),
        ("ar", ["ما هذا؟", "هذا كتاب د. أحمد.", "نعم."]),
        ("he", ["זה ספר.", "מה שלומך?", "טוב."]),
        ("hi", ["डॉ. मीरा आईं।", "वह रुकीं।"]),
        ("hi", ["लगभग 5 करोड़ रु. दिए।", "ई. पू. 500 में यह था।"]),
        ("en", ["Gen. Lee and Maj. Tom met Capt. Kirk.", "Cdr. Data was late."]),
        ("de", ["Dr. med. Anna Berg von der Bau GmbH & Co. KG wohnt in der Hauptstr. 5 in Bonn.", "Schön dort."]),
        ("fr", ["Rome, apr. J.-C., vue par Mgr. Dupond, art. 5 al. 2.", "Fin."]),
        ("es", ["La Arq. Sol y el Gral. Paz vinieron.", "Todos."]),
        ("pt", ["O Exmo. Sr. Silva e o Arq. Reis vieram.", "Juntos."]),
        ("it", ["Nel sec. XX, v. fig. 2, la geom. Neri scrive.", "Fine."]),
        ("nl", ["Het kost max. 5 mld. euro in de Kerkstr. 5, zie fig. 3.", "Duur."]),
        ("pl", ["Dr n. med. Jan Nowak pisze, por. rozdz. 3, rys. 4 dalej.", "Koniec."]),
        ("ru", ["Тов. Сталин и гр. Иванов из пос. Лесной пришли, см. гл. 6 выше.", "Конец."]),
        ("tr", ["Alb. Kaya yakl. 5 milyon verdi.", "Bitti."]),
        ("ru", ["Вопросы: 1. Что такое сайт 2. Как купить имя 3. Как начать.", "Далее обед."]),
        ("ko", ["컴포넌트 연결 1. connect 함수를 쓴다 2. Provider를 단다.", "끝."]),
        ("ja", ["pushのたびに dart format . を実行する。", "終わり。"]),
        ("en", ["I liked Llama 3.", "Then came Llama 4.", "Both are here."]),
        (
            "ja",
            [
                "すぐ実行できる形にしたい！ってときに使えます。",
                "どんな名前だったか？を確認したい。",
                "すごい！",
                "とても好き。",
            ],
        ),
        ("cs", ["MUDr. Jan Novák přišel.", "Konec."]),
        ("da", ["Fx. Aarhus er stor.", "Slut."]),
        ("ar", ["قال د. محمد وأ. علي نعم.", "انتهى."]),
        (
            "ja",
            [
                "「行こう。」と彼は言った。",
                "『走れ！』って叫んだ。",
                "「終わり。」",
                "彼は去った。",
                "Ver. 2.0が出た。",
            ],
        ),
        ("zh", ["“为什么？”她问。", "“走吧！”他大声说道。", "“完了。”", "问题很多。"]),
        ("ja", ["速い。", "とても速い！", "そうか？", "はい"]),
        ("zh", ["他来了。", "真的吗？", "是的！"]),
        ("ko", ["그가 왔다.", "정말?", "그렇다."]),
        (
            "th",
            [
                "นักวิจัยพัฒนาแบบจำลองภาษาขนาดใหญ่ที่เร็วขึ้นและถูกลง",
                "บริษัทเปิดตัวผลิตภัณฑ์ใหม่ในปีนี้",
            ],
        ),
    ],
)
def test_a_sentence_ends_where_its_language_says_so(lang: str, parts: list[str]) -> None:
    between = "" if lang in {"ja", "zh"} else " "
    assert list(sentences(between.join(parts), lang)) == parts


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("de", "Das ist das Haus, in dem wir wohnen und arbeiten."),
        ("fr", "C’est la maison dans laquelle nous vivons et travaillons."),
        ("es", "Esta es la casa en la que vivimos y trabajamos."),
        ("pt", "Esta é a casa em que nós moramos e não trabalhamos."),
        ("it", "Questa è la casa in cui viviamo e non lavoriamo più."),
        ("nl", "Dit is het huis waar wij wonen en niet werken."),
        ("pl", "To jest dom, w którym mieszkamy i nie pracujemy."),
        ("tr", "Bu bizim için çok güzel bir ev ve daha yeni."),
        ("ru", "Это дом, в котором мы живём и работаем."),
        ("ja", "これは私たちの家です。"),
        ("zh", "这是我们的房子。"),
        ("ko", "이것은 우리가 사는 집이다."),
        ("th", "นี่คือบ้านของเรา"),
        ("he", "זה הבית שבו אנחנו גרים."),
        ("ar", "هذا هو البيت الذي نعيش فيه."),
        ("hi", "यह वह घर है जिसमें हम रहते हैं।"),
        ("en", "Kubernetes"),
    ],
)
def test_a_text_tells_its_language_where_nobody_says(lang: str, text: str) -> None:
    assert guess(text) == lang


def test_a_language_is_known_by_its_code_whatever_its_region() -> None:
    assert [base(code) for code in ("pt_BR", "zh-Hant-TW", "EN", "nb", "xx", "", None)] == [
        "pt", "zh", "en", "da", "", "", "",
    ]  # fmt: skip


def test_every_languages_lists_are_in_small_letters() -> None:
    for code, one in LANGUAGES.items():
        for words in (
            one.stop, one.lean, one.tail, one.fronted, one.short, one.short_before_number, one.short_after_number,
            one.suffixes,
        ):  # fmt: skip
            assert all(word == word.lower() for word in words), code


@pytest.mark.parametrize("piece", ["a. ", "A. ", "“a ", "(. ", "'a. B ", "3. ", "e.g. ", "。", "? "])
def test_no_text_takes_long(piece: str) -> None:
    started = time.process_time()
    sentences(piece * 20_000)
    assert time.process_time() - started < 5


def test_a_korean_quote_is_closed_although_its_particle_stands_right_behind_it() -> None:
    text = "네이버가 모델 '하이퍼클로바 X2'를 공개했다. 3월부터 무료로 제공한다."
    assert sentences(text, "ko") == ("네이버가 모델 '하이퍼클로바 X2'를 공개했다.", "3월부터 무료로 제공한다.")


def test_a_number_behind_a_colon_is_an_answer_unless_it_counts_items() -> None:
    assert sentences("The answer: 42. Nobody knows why.", "en") == ("The answer: 42.", "Nobody knows why.")
    assert sentences("We have two: 1. Open it 2. Read it.", "en") == ("We have two: 1. Open it 2. Read it.",)
