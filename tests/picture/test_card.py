"""Cards: every title is drawn whole, inside the margins, without empty boxes."""

from __future__ import annotations

import io
from functools import lru_cache

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image as Pillow
from PIL import ImageChops

from bot.errors import PictureError
from bot.picture import fonts
from bot.picture.drawing import HEIGHT, SAFE, WIDTH, Block, Drawn, TitleCard, Words
from bot.picture.letters import letters_of, pieces_of
from bot.picture.title_card import draw, draw_for
from bot.picture.typeset import Typesetter, in_visual_order, is_rtl
from bot.settings.model import ImageSettings
from tests.demand import missing
from tests.thorough import times

PLAIN = ImageSettings(card_background="#000000", card_foreground="#ffffff", card_accent="#000000")
"""With the accent in the colour of the ground, what is not black is words."""


def card(title: str, colours: ImageSettings | None = None, **more: object) -> Drawn:
    return draw(Words(title, **more), colours or ImageSettings())  # type: ignore[arg-type]


def drawn(title: str, colours: ImageSettings | None = None, **more: object) -> Pillow.Image:
    return Pillow.open(io.BytesIO(card(title, colours, **more).content)).convert("RGB")


@lru_cache
def empty(rtl: bool) -> Pillow.Image:
    blank = TitleCard(Words(""), PLAIN)
    blank.rtl = rtl
    return blank.ground()


def words_box(pixels: Pillow.Image, title: str) -> tuple[int, int, int, int] | None:
    return ImageChops.difference(pixels, empty(is_rtl(title))).getbbox()


TITLES = [
    "Z",
    "OpenAI launches Atlas",
    "A " * 150,
    "W" * 60,
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    "https://example.com/" + "a1b2c3" * 30,
    "one " + "m" * 45 + " two",
    "🚀 We shipped it! 👩‍💻 + 🤖 = ❤️ 🇨🇭 👍🏽",
    "🚀" * 80,
    "الذكاء الاصطناعي يغيّر العالم: GPT-5 و Claude في 2025",
    "בינה מלאכותית (AI) בשנת 2025",
    "कृत्रिम बुद्धिमत्ता और भविष्य का विज्ञान",
    "ปัญญาประดิษฐ์เปลี่ยนโลกของเราอย่างไรในปีนี้และปีหน้าและปีต่อๆไป",
    "Z̸̡̢̛̛͔͓̠͙̜̫͓͖͍̾̑̑͗̑͊̀̕͝a̴̢̨̛̛̛̲̗͖l̸͓̓̾̾g̶̈́̈́̈́̈́̈́̈́̈́o",
    "Ầ̬̬̬̬Ẫ̬̬̬̬" * 40,
    "﷽" * 12,
    "𒐫" * 9 + " x",
    "fffffffff fj ſ Ŵ ȷ ,,,___",
    "a\n\tb\u202ec\u2066d\x00e",
]


@settings(max_examples=times(15, 40), deadline=None)
@given(st.text(min_size=1, max_size=260) | st.text("ABCWMijl .,-—/漢字あア한글אבجد🚀éÅ̧", min_size=1, max_size=260))
@example(TITLES[2])
def test_whatever_the_title_no_word_leaves_the_margins(title: str) -> None:
    pixels = drawn(title, site_name="The Daily Digest", colours=PLAIN, host="blog.example", tags=("AI", "LLM"))
    box = words_box(pixels, title) or words_box(pixels, "x")
    if box == (0, 0, 1200, 630):
        return  # mirrored for a title that is left out; seen below
    assert box[0] >= SAFE
    assert box[1] >= SAFE
    assert box[2] <= 1200 - SAFE
    assert box[3] <= 630 - SAFE


@pytest.mark.parametrize("title", TITLES)
def test_hard_titles_stay_inside(title: str) -> None:
    pixels = drawn(title, PLAIN, site_name="The Daily Digest")
    assert pixels.size == (1200, 630)
    box = pixels.getbbox()
    assert min(box[0], box[1], 1200 - box[2], 630 - box[3]) >= SAFE


@pytest.mark.parametrize("lines", [["W" * 22], ["W" * 80], ["Å"] * 9])
def test_lines_that_would_leave_the_card_are_made_smaller(lines: list[str]) -> None:
    """The last guard, behind the measuring: even what was measured wrongly stays inside."""
    pixels = Pillow.new("RGB", (WIDTH, HEIGHT))
    block = Block(lines, Typesetter(700, None), 80, "#ffffff", leading=90)
    TitleCard(Words(""), PLAIN).write(pixels, block, 150)
    box = pixels.getbbox()
    assert box is not None
    assert min(box[0], box[1], 1200 - box[2], 630 - box[3]) >= SAFE


@pytest.mark.parametrize("title", [one for one in TITLES if "𒐫" not in one and "﷽" not in one])
def test_a_title_is_really_written(title: str) -> None:
    assert ImageChops.difference(drawn(title, site_name="S"), drawn("more " + title, site_name="S")).getbbox()


def test_the_words_are_the_titles_and_all_of_them() -> None:
    """Read back from the setter: the lines hold every word, in order, nothing hyphenated without need."""
    title_card = TitleCard(Words(""), PLAIN)
    title = "Yann LeCun Bets on World Models, Declares LLMs a 'Dead End', and Leaves Meta to Found a Start-up in Paris"
    lines, size = title_card.set_title(title)
    assert " ".join(lines).replace("Start- up", "Start-up") == title
    assert size >= 50
    widths = [title_card.bold.width(line, size) for line in lines]
    assert max(widths) <= 1040
    assert min(widths) > 0.5 * max(widths), "even lines, no orphan"


def test_a_word_wider_than_the_card_is_torn_evenly_with_hyphens() -> None:
    title_card = TitleCard(Words(""), PLAIN)
    word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
    lines, size = title_card.set_title(word)
    assert "".join(line.removesuffix("-") for line in lines) == word
    assert all(line.endswith("-") for line in lines[:-1])
    assert title_card.bold.width(lines[-1], size) > 0.5 * title_card.bold.width(lines[0], size)


def test_a_title_that_is_too_long_ends_in_an_ellipsis() -> None:
    lines, _ = TitleCard(Words(""), PLAIN).set_title("several words " * 40)
    assert lines[-1].endswith("…")
    assert not any(line.endswith("…") for line in lines[:-1])


@pytest.mark.parametrize(
    ("text", "family"),
    [("Hello, Größe, Ελλάδα, Москва", "Inter"), ("العربية", "Arabic"), ("עברית", "Hebrew"), ("हिन्दी", "Devanagari"), ("ไทย", "Thai"), ("ქართული", "Georgian"), ("🚀👩‍💻❤️", "NotoEmoji")],
)  # fmt: skip
def test_each_script_is_set_in_a_font_that_has_it(text: str, family: str) -> None:
    setter = Typesetter(700, None)
    assert setter.writable(text) == (text, ())
    assert all(family in setter.face_of(letter).path for letter in letters_of(text) if letter.strip(" ,"))


def test_fonts_come_from_the_packages_alone() -> None:
    """The same digest has the same card on every machine."""
    faces = list(fonts.faces(None))
    assert "Inter" in faces[0].path
    assert len(faces) > 15
    assert all("site-packages" in face.path for face in faces)


def test_a_face_can_write_what_it_has_a_glyph_for() -> None:
    inter = next(iter(fonts.faces(None)))
    assert inter.can_write("Aé→ß")
    assert inter.can_write("A\u200d\ufe0f"), "what is never seen is never missed"
    assert not inter.can_write("漢")
    assert not inter.can_write("A漢")


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("two words", ["two ", "words"]),
        ("a start-up by GPT-5", ["a ", "start-up ", "by ", "GPT-5"]),
        ("state-of-the-art", ["state-", "of-", "the-", "art"]),
        ("「考え」る、と", ["「考", "え」", "る、", "と"]),
        ("与 Claude 的", ["与 ", "Claude ", "的"]),
    ],
)
def test_a_line_ends_where_a_reader_expects_it(text: str, pieces: list[str]) -> None:
    assert pieces_of(text) == pieces


# ── letters that no font has ─────────────────────────────────────────────────────────────────────


@pytest.fixture
def without_cjk(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine with no Chinese, Japanese or Korean font."""
    usual = fonts.faces
    monkeypatch.setattr(fonts, "faces", lambda lang: (face for face in usual(lang) if "cjk" not in face.path.lower()))


@pytest.mark.usefixtures("without_cjk")
def test_a_title_that_cannot_be_written_gives_way_to_the_sites_name() -> None:
    shown = card("大規模言語モデルが自然科学の研究を加速する", site_name="The Daily Digest")
    assert shown.says == ("The Daily Digest",)
    assert len(shown.warnings) == 1
    assert 'pip install "postonce[cjk]"' in shown.warnings[0]
    assert (
        drawn("大規模言語モデル", site_name="The Daily Digest").tobytes()
        == drawn("自然科学の研究", site_name="The Daily Digest").tobytes()
    ), "no boxes"


def test_a_letter_of_mathematics_is_written_as_the_plain_one() -> None:
    """People write bold titles with them; no packaged font has them."""
    assert card("𝗕𝗼𝗹𝗱 claims", site_name="S").says[0] == "Bold claims"


@pytest.mark.usefixtures("without_cjk")
def test_a_few_letters_are_left_out_with_a_warning() -> None:
    shown = card("The Go board (碁) and the machine", site_name="The Daily Digest")
    assert shown.says[0] == "The Go board () and the machine"
    assert "leaves out “碁”" in shown.warnings[0]


@pytest.mark.usefixtures("without_cjk")
def test_nothing_to_write_at_all_is_said() -> None:
    with pytest.raises(PictureError, match="no card can be drawn"):
        card("碁", site_name=None)


def test_cjk_is_set_where_its_font_is_installed() -> None:
    if not fonts.package_files("manimgx_fonts_cjk", "*.ttc"):
        missing('no font for Chinese, Japanese and Korean is installed; pip install "postonce[cjk]"')
    for lang, title in (
        ("ja", "大規模言語モデルの研究"),
        ("zh-CN", "人工智能正在改变世界"),
        ("ko", "인공지능이 과학을 바꾼다"),
    ):
        shown = card(title, site_name="S", lang=lang)
        assert shown.warnings == ()
        assert shown.says[0] == title


def test_a_title_that_the_rasterizer_gives_up_on_is_left_off() -> None:
    shown = card("﷽" * 12, site_name="The Daily Digest")
    assert shown.says[0] == "The Daily Digest" or "﷽" in shown.says[0]
    assert bool(shown.warnings) == (shown.says[0] == "The Daily Digest")


def test_without_a_shaping_engine_a_script_that_needs_one_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pillow has it only where FriBiDi is installed; letters in a wrong shape and order are worse than none."""
    monkeypatch.setattr("PIL.features.check", lambda _: False)
    assert card("שלום עולם", site_name="The Daily Digest").says == ("The Daily Digest",)
    assert card("Hello, Größe, 漢字", site_name="S").says[0].startswith("Hello, Größe")
    assert ImageChops.difference(drawn("Hello", site_name="S"), drawn("Other", site_name="S")).getbbox()


# ── right to left ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("abc שלום def", ["abc", "שלום", "def"]),
        ("שלום abc עולם", ["עולם", "abc", "שלום"]),
        ("שלום 2025", ["2025", "שלום"]),
        ("#AI שלום", ["#AI", "שלום"]),
        ("שלום hello 🚀 world", ["hello", "🚀", "world", "שלום"]),
        ("Learn שלום 🚀 עולם now", ["Learn", "עולם", "🚀", "שלום", "now"]),
        ("plain words", ["plain words"]),
    ],
)
def test_segments_are_seen_in_the_order_of_the_bidirectional_algorithm(text: str, seen: list[str]) -> None:
    rtl = is_rtl(text)
    segments = in_visual_order(Typesetter(700, None).segments(text), rtl=rtl)
    assert [shown for segment in segments if (shown := segment.text.strip(" \u200e\u200f"))] == seen


def test_a_card_from_right_to_left_is_mirrored() -> None:
    left, right = drawn("Hello", site_name="Site"), drawn("שלום", site_name="Site")
    assert left.crop((0, 0, 200, 630)).tobytes() != right.crop((0, 0, 200, 630)).tobytes()
    assert right.getpixel((20, 20))[2] > right.getpixel((1180, 20))[2], "the light is on the other side"
    assert left.getpixel((20, 20))[2] < left.getpixel((1180, 20))[2]


# ── for a digest ─────────────────────────────────────────────────────────────────────────────────


def test_a_digests_card_is_a_png_of_1200_by_630(settings: object, digest: object) -> None:
    content = draw_for(digest(tags=("AI", "ai", "digest", "#LLM")), settings).content
    pixels = Pillow.open(io.BytesIO(content))
    assert (pixels.format, pixels.size) == ("PNG", (1200, 630))
    assert len(content) < 400_000
    assert content == draw_for(digest(tags=("AI", "ai", "digest", "#LLM")), settings).content, (
        "the same digest, the same card"
    )


def test_the_settings_colours_are_used() -> None:
    colours = ImageSettings(card_background="#fdf6e3", card_foreground="#102030", card_accent="#d97706")
    pixels = drawn("I" * 6, colours=colours, site_name="S")
    counted = {colour: count for count, colour in pixels.getcolors(1 << 20)}
    assert (0x10, 0x20, 0x30) in counted
    assert pixels.getpixel((600, 620)) != (0, 0, 0)
    assert (0xD9, 0x77, 0x06) in counted
