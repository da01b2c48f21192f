"""A text is as long as the platforms say."""

from __future__ import annotations

import subprocess
import sys

import pytest
import regex

from bot.model import Measure
from bot.text.measure import graphemes, length, weighted
from bot.text.x_parser.entities import MAX_LABEL, punycode_length, surely_short, urls
from scripts import generate_text_tables
from tests.text.conftest import SHARED, official

# The suite that counts by the older configuration 2, in which an emoji is as long as its characters.
WITHOUT_EMOJI = {
    "Count a mix of single byte single word, and double word unicode characters": (16, 7),
    "Count unicode emoji chars outside the basic multilingual plane with skin tone modifiers": (9, 4),
}


@pytest.mark.parametrize(
    "suite",
    [
        "WeightedTweetsCounterTest",
        "WeightedTweetsWithDiscountedEmojiCounterTest",
        "UnicodeDirectionalMarkerCounterTest",
    ],
)
def test_every_official_case_of_the_weighted_length_holds(suite):
    cases = official("validate.yml")[suite]
    assert cases
    for case in cases:
        expected = case["expected"]["weightedLength"]
        if suite == "WeightedTweetsCounterTest" and case["description"] in WITHOUT_EMOJI:
            older, expected = WITHOUT_EMOJI[case["description"]]
            assert case["expected"]["weightedLength"] == older
        assert weighted(case["text"]) == expected, case["description"]
        if case["expected"]["valid"]:
            assert weighted(case["text"]) <= 280


def test_every_official_case_of_the_grapheme_clusters_holds():
    path = SHARED / "GraphemeBreakTest-18.0.0.txt"
    if not path.exists():
        pytest.skip("../shared/data/GraphemeBreakTest-18.0.0.txt is not there")
    cases = [line.partition("#")[0].strip() for line in path.read_text(encoding="utf-8").splitlines()]
    cases = [case for case in cases if case]
    assert len(cases) == 853
    for case in cases:
        clusters = [one.replace("×", " ").split() for one in case.strip("÷ ").split("÷")]
        text = "".join(chr(int(code, 16)) for cluster in clusters for code in cluster)
        assert graphemes(text) == len(clusters), case


def test_x_counts_hostile_texts_as_we_do(hostile_answers):
    """At least 99.9 % the same length and the same links, and hardly ever a length that is too low."""
    counts = [(weighted(text), answer["weighted"]) for text, answer in hostile_answers]
    links = [
        [tuple(one) for one in urls(text)] == [(*one["indices"], one["url"]) for one in answer["urls"]]
        for text, answer in hostile_answers
    ]
    assert sum(ours == theirs for ours, theirs in counts) >= 0.999 * len(counts)
    assert sum(links) >= 0.999 * len(links)
    assert sum(ours < theirs for ours, theirs in counts) <= len(counts) / 10_000


# Unicode 18 joins an Indic linker and the consonant after it in any case (GB9c); up to 17, only where a consonant and
# nothing but extenders and linkers stand before the linker. In a word that is written as words are, one does.
ONLY_SINCE_18 = regex.compile(
    r"(?<!\p{InCB=Consonant}[\p{InCB=Extend}\p{InCB=Linker}]*)"
    r"\p{InCB=Linker}[\p{InCB=Extend}\p{InCB=Linker}]*\p{InCB=Consonant}"
)


def test_bluesky_counts_hostile_texts_as_we_do(hostile_answers):
    """Always, but for a linker without its consonant (GB9c) and characters that its Unicode does not know."""
    compared = 0
    for text, answer in hostile_answers:
        if graphemes(text) != answer["graphemes"]:
            assert answer["unassigned"] or ONLY_SINCE_18.search(text), ascii(text)
        else:
            compared += 1
    assert compared > 0.9 * len(hostile_answers)


@pytest.mark.parametrize("word", ["क्षत्रिय", "ক্ষমা", "മലയാളത്തിൽ", "ខ្មែរ", "ꦲꦏ꧀ꦱꦫ", "தமிழ்", "ಕನ್ನಡ"])
def test_bluesky_counts_indic_words_as_we_do(official_counter, word):
    assert graphemes(word) == official_counter("parse", [word])[0]["graphemes"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("plain", 5),
        ("日本語", 6),
        ("“quoted” — and…", 16),
        ("👨‍👩‍👧‍👦", 2),
        ("👍🏽", 2),
        ("🇨🇭", 2),
        ("e\u0301", 1),
        ("https://example.com/a/very/long/path/that/would/weigh/much/more", 23),
        ("Astro.build and Socket.io", 23 + 5 + 23),
        ("README.md", 23),
        ("v4.1.2, e.g. 3.5x", 17),
        ("main.py.", 24),
        ("see https://example.com/a_(b).", 4 + 23 + 1),
        ("a@example.com", 13),
        # The link's value is shorter than its stretch, and X counts on from the middle of the emoji.
        ("ex.嘉里大酒店😀.com/", 23 + 2 + 5),
    ],
)
def test_x_counts(text, expected):
    assert weighted(text) == length(text, Measure.WEIGHTED) == expected


def test_an_emoji_that_the_official_counter_does_not_know_counts_by_its_characters():
    """It counts a melting face as two, and a handshake of two skin tones as more than that."""
    assert weighted("🫠") == 2
    assert weighted("🫱🏻‍🫲🏿") == 9


@pytest.mark.parametrize(
    ("text", "expected"), [("", 0), ("a\r\nb", 3), ("a\n\r\n", 3), ("é\r\n", 2), ("👨‍👩‍👧‍👦🇨🇭", 2), ("ü", 1)]
)
def test_bluesky_counts(text, expected):
    assert graphemes(text) == length(text, Measure.GRAPHEMES) == expected


@pytest.mark.parametrize(
    "text", ["日" * 5_000 + ".com", "a." * 5_000, "(" * 5_000 + "a.com/" + "(" * 5_000, "a.com/" + "(a)" * 3_000 + "!!"]
)
def test_a_very_long_word_is_counted_all_the_same(text):
    assert weighted(text) > 0


@pytest.mark.parametrize("letter", ["a", "é", "日", "\U0010ffff", "a\U0010ffff", "\x80\U0010ffff", "\x1f", "👍🏽"])
def test_a_host_that_is_surely_short_is_short_in_punycode(letter):
    """The encoding is spared only where it could not be too long."""
    for count in range(1, 70):
        label = letter * count
        assert not surely_short(label) or punycode_length(label) <= MAX_LABEL
    assert surely_short(letter)


def test_measuring_ascii_loads_neither_regex_nor_more_than_it_needs():
    code = """
import sys
from bot.text.measure import graphemes, weighted
assert "bot.text.x_parser._tables" not in sys.modules
assert graphemes("plain") == weighted("plain") == 5
assert "regex" not in sys.modules and "bot.text.x_parser._tables" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_tables_are_what_the_packages_say(official_counter):
    assert generate_text_tables.TABLES.read_text(encoding="utf-8") == generate_text_tables.generate()
