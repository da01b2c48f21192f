"""Putting right what a generator did to a title and a description."""

from __future__ import annotations

import time

import pytest

from bot.text.repair import plain, prose


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("4 Things You Should *Never* Tell a Chatbot", "4 Things You Should Never Tell a Chatbot"),
        ("**Bold**, _it_, ***both***, ~~gone~~ and __more here__", "Bold, it, both, and more here"),
        ("snake_case_name, 2 * 3 * 4 and __init__.py", "snake_case_name, 2 * 3 * 4 and __init__.py"),
        ("_People use snake_case daily._", "People use snake_case daily."),
        ("`a_b *c*` in code", "a_b *c* in code"),
        ("see [the docs](https://a.example/b_(c)) and ![a cat](cat.png)", "see the docs and a cat"),
        ("[Video] How it went", "[Video] How it went"),
        ("R&amp;D &amp;amp; &quot;quotes&quot; &mdash; &#8217;", 'R&D & "quotes" — ’'),
        ("AT&T &copy=1 & more", "AT&T &copy=1 & more"),
        ("<b>Hi</b><br>there, x < y > z, List<String>", "Hi there, x < y > z, List<String>"),
        ("&lt;div&gt; is a tag", "<div> is a tag"),
        ("capabilities[5]. Next[1][2], then [3, 4] and[^note].", "capabilities. Next, then and."),
        ("a claim【4†source】 here", "a claim here"),
        ("array[0] in [2026]", "array[0] in [2026]"),
        ("# A heading", "A heading"),
        (
            "a boat--an old one--and `pier--old`, git log --oneline",
            "a boat—an old one—and pier--old, git log --oneline",
        ),
        ("https://a.example/b--c", "https://a.example/b--c"),
        ("#1 on the list", "#1 on the list"),
        (r"\*literal\* and 1\. one", "*literal* and 1. one"),
        (r"Defeated.\n\nThe findings", "Defeated. The findings"),
        ("“Quotes” — dashes – ‘stay’ as 'written' \"here\"…", "“Quotes” — dashes – ‘stay’ as 'written' \"here\"…"),
        ("two  spaces\n and\ta line", "two spaces and a line"),
        ("« oui »", "« oui »"),
        ("so\u00adft\u200b \ud800\ufeff\x00\x1b[31m\u202eevil", "soft\u200b [31mevil"),
        ("e\u0301", "é"),
    ],
)
def test_marks_go_and_words_stay(written: str, read: str) -> None:
    assert plain(written) == read


def test_what_was_put_right_stays_as_it_is() -> None:
    for text in ("Never **say** `x` &amp; [y](z)", "a * b * c", "“q” — d"):
        assert plain(plain(text)) == plain(text)


@pytest.mark.parametrize(
    "note", ["(142 characters)", " (148 chars).", "[120 Characters]", "(24 words)", "(~140 characters)"]
)
def test_a_note_on_a_texts_own_length_goes(note: str) -> None:
    assert prose(f"It pushes the limits {note}").rstrip(".") == "It pushes the limits"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("We moved our blog. Continue reading →", "We moved our blog."),
        ("We moved. The post Moving house appeared first on A Blog.", "We moved."),
        ("The post office appeared first on Monday.", "The post office appeared first on Monday."),
        ("fast --- and cheap", "fast — and cheap"),
        ("Wir sind umgezogen. Weiterlesen", "Wir sind umgezogen."),
        ("TL;DRIt is faster.", "It is faster."),
        ("TL;DR: it is faster.", "It is faster."),
        ("It ends here.The next block begins.", "It ends here. The next block begins."),
        ("Vue.Draggable and System.Text stay.", "Vue.Draggable and System.Text stay."),
        ("fast - and cheap, 3 - 4 times", "fast – and cheap, 3 - 4 times"),
        ("It is ==quite== new :rocket: at 10:30:45", "It is quite new at 10:30:45"),
        ("C++ is ++new++, H~2~O and x^2^, the 1^st^ at 5~10", "C++ is new, H₂O and x², the 1st at 5~10"),
        ("<Aside type='tip'>Take **care**</Aside> of Vec<T>", "Take care of Vec<T>"),
        ("<Aside>Take care</Aside> of ![a cat](cat.png){ width=50% }<Cat />", "Take care of a cat"),
        ("see [[a/mine|the mine]], [[Well#deep]] ![[x.png]]", "see the mine, Well"),
        ("**「強調」**の話と**重要**です", "「強調」の話と重要です"),
        ('이것은 **"중요"**합니다', '이것은 "중요"합니다'),
        ("C’est **vrai ~ presque** ici", "C’est vrai ~ presque ici"),
        ("Version {{ x }} is out. It is fast.", "It is fast."),
        ("A word {.lead}", "A word"),
        ("除了 $O(n^2)$ 的邮件量，还有等待。", "除了 O(n^2) 的邮件量，还有等待。"),
        ("It is fast. So $\\neg p$ holds. It costs $5 and $10.", "It is fast. It costs $5 and $10."),
        ("From $10-$20 in US$ or $HOME/$PATH", "From $10-$20 in US$ or $HOME/$PATH"),
        ("最新版本 :(far fa-file-archive): Hugo.", "最新版本 Hugo."),
        ("顶着高潮，<br />我们去了趟韩国 。", "顶着高潮，我们去了趟韩国。"),
    ],
)
def test_what_generators_and_themes_leave_goes(written: str, read: str) -> None:
    assert prose(written) == read


@pytest.mark.parametrize(
    "mark",
    [
        "^",
        "++",
        "<Ab>",
        "The post",
        "[",
        "(",
        "*",
        "_",
        "`",
        "<",
        "&",
        "\\",
        "~",
        "“",
        "'",
        '"',
        "![",
        "[^",
        "<a",
        "&#",
        "_a",
        "**a",
        "[a](",
    ],
)
def test_no_text_takes_long(mark: str) -> None:
    started = time.process_time()
    prose((mark + " ") * 20_000)
    prose((mark + "a") * 20_000)
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("I moved it to ~~Heroku~~ a box in the cupboard.", "I moved it to a box in the cupboard."),
        ("I moved it to <del>Heroku</del> a box.", "I moved it to a box."),
        ("~~All of it~~", ""),
        ("about ~5 of ~9 cups", "about ~5 of ~9 cups"),
    ],
)
def test_what_its_author_struck_out_is_not_said(text: str, shown: str) -> None:
    assert plain(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "学習した。**性能は上回る**という。",
        "「**重要**」だ。",
        "彼は**「行く」**と言った。",
        "一。**二。**三。**四。**五",
    ],
)
def test_an_emphasis_beside_a_cjk_stop_loses_its_marks(text: str) -> None:
    assert plain(text) == text.replace("*", "")
