"""What becomes of a digest on its way to a post."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import DigestError, SettingsError
from bot.formatter import compose
from bot.formatter.compose import characters
from bot.model import Draft, Mode, Override
from bot.text import links
from tests.formatter.cases import PICTURE, digest, target
from tests.reading import PLATFORMS

LINK = "https://blog.example.com/posts/post"


OPENING = "Nobody at the harbour had expected the tide to come twice."


def marked(draft: Draft) -> list[tuple[str, str, str]]:
    sent = draft.text.encode()
    return [(sent[one.start : one.end].decode(), one.kind, one.value) for one in draft.facets]


# ── layout ───────────────────────────────────────────────────────────────────────────────────────


def test_a_card_post_has_its_link_in_the_card_and_not_in_the_text() -> None:
    of = digest(description="Why.", paragraphs=(OPENING,), tags=("ai",))
    draft = compose(of, target("bluesky"), PICTURE)
    assert draft.text == f"{OPENING}\n\n#AI"
    assert draft.card is not None
    assert (draft.card.uri, draft.card.title, draft.card.description) == (LINK, "A Title", "Why.")
    assert draft.image is PICTURE or draft.image == PICTURE
    assert draft.cost_usd is None


def test_a_body_of_a_few_words_is_said_whole_and_the_card_keeps_its_description() -> None:
    """They are the writer's own words, however few; a placeholder's single word is none."""
    draft = compose(digest(description="The roads are wet.", paragraphs=("All of it.",)), target("bluesky"), None)
    assert draft.text == "All of it."
    assert draft.card is not None
    assert draft.card.description == "The roads are wet."
    assert compose(digest(description="The roads are wet.", paragraphs=("Text.",)), target("bluesky"), None).text == (
        "The roads are wet."
    )


def test_a_post_with_the_link_in_its_text_has_it_on_a_line_of_its_own() -> None:
    draft = compose(digest(description="Why.", tags=("ai",)), target("x"), PICTURE)
    assert draft.text == f"A Title\n\nWhy.\n\n{LINK}\n\n#AI"
    assert draft.card is None
    assert draft.cost_usd == Decimal("0.205")


def test_nothing_that_is_absent_leaves_an_empty_line() -> None:
    for name in ("bluesky", "x"):
        draft = compose(digest(), target(name), None)
        assert "\n\n\n" not in draft.text
        assert draft.text == draft.text.strip()


def test_the_card_holds_the_whole_description_whatever_the_text_has_room_for() -> None:
    long = "A sentence that says a good deal about very little indeed. " * 20
    draft = compose(digest(description=long), target("bluesky", text="both"), None)
    assert draft.card is not None
    assert draft.card.description == long.strip()


@pytest.mark.parametrize(
    ("mode", "linked", "pictured", "cost"),
    [
        ("image", True, True, "0.205"),
        ("link", True, False, "0.200"),
        ("picture", False, True, "0.020"),
        ("text", False, False, "0.015"),
    ],
)
def test_the_mode_says_what_a_post_is_made_of_and_that_says_what_it_costs(
    mode: str, linked: bool, pictured: bool, cost: str
) -> None:
    draft = compose(digest(), target("x", mode=mode), PICTURE)
    assert (LINK in draft.text, draft.link == LINK, draft.image is not None) == (linked, linked, pictured)
    assert draft.cost_usd == Decimal(cost)
    assert not draft.warnings


def test_a_link_in_a_bluesky_text_is_shown_short_and_kept_whole_in_its_facet() -> None:
    draft = compose(
        digest(url="https://blog.example.com/posts/a-very-long-name-indeed"), target("bluesky", mode="link"), None
    )
    assert draft.text == "A Title\n\nblog.example.com/posts/a-very..."
    assert marked(draft)[0][1:] == ("link", "https://blog.example.com/posts/a-very-long-name-indeed")


def test_languages_come_from_the_target_else_the_digest() -> None:
    assert compose(digest(lang="pt_BR"), target("bluesky"), None).langs == ("pt-BR",)
    assert compose(digest(lang="de"), target("bluesky", langs=["fr", "en"]), None).langs == ("fr", "en")
    assert compose(digest(), target("bluesky"), None).langs == ()


def test_utm_parameters_are_added_and_the_address_is_percent_encoded() -> None:
    draft = compose(
        digest(url="https://blog.example.com/ä b?q=1#x"), target("x", utm={"source": "x", "ref": "b c"}), None
    )
    assert draft.link == "https://blog.example.com/%C3%A4%20b?q=1&utm_source=x&ref=b%20c#x"
    assert str(draft.link) in draft.text


def test_the_whole_link_is_a_link_on_x_even_if_it_ends_in_a_full_stop() -> None:
    draft = compose(digest(url="https://blog.example.com/what-now."), target("x"), None)
    assert [one.value for one in links.urls(draft.text)] == [draft.link]


def test_facets_count_utf8_bytes_and_end_after_the_last() -> None:
    of = digest(title="👨‍👩‍👧‍👦 naïve 漢字", description="Mehr: https://ä.example/ö", tags=("größe", "言語"))
    for name in ("bluesky", "x"):
        draft = compose(of, target(name), None)
        assert [words for words, kind, _ in marked(draft) if kind == "tag"] == ["#Größe", "#言語"]
        assert len(draft.text.encode()) == draft.facets[-1].end


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("(as in https://wiki.example/Mercury_(planet)), so", "https://wiki.example/Mercury_(planet)"),
        ("(https://wiki.example/Mercury_(planet).)", "https://wiki.example/Mercury_(planet)"),
        ("See https://wiki.example/Mercury_(planet).", "https://wiki.example/Mercury_(planet)"),
        ("(see https://wiki.example/mercury.)", "https://wiki.example/mercury"),
    ],
)
def test_a_bracket_belongs_to_the_address_that_opened_it(words: str, address: str) -> None:
    """On Bluesky an address with brackets, in brackets, led to a page that is not there."""
    draft = compose(digest(description=words), target("bluesky", text="description"), None)
    assert [facet.value for facet in draft.facets if facet.kind == "link"] == [address]


# ── giving way ───────────────────────────────────────────────────────────────────────────────────

FULL = digest(
    title="Seven Words That Make a Fine Title",
    description="A first sentence of some length. A second bit, rather longer than the first. A third.",
    tags=("two", "three", "one"),
)


def at_limit(length: int, **settings: object) -> Draft:
    of = target("bluesky", **{"text": "both", "hashtags": 3, **settings})
    return compose(FULL, replace(of, limits=replace(of.limits, length=length)), None)


def test_hashtags_give_way_one_by_one_then_sentences_then_words_then_the_title() -> None:
    whole = len(at_limit(300).text)
    assert at_limit(300).text.endswith("A third.\n\n#Two #Three #One")
    assert at_limit(whole - 1).text.endswith("A third.\n\n#Two #Three")
    assert at_limit(whole - 6).text.endswith("A third.\n\n#Two")
    assert at_limit(whole - 13).text.endswith("A third.")
    assert at_limit(40).text == "Seven Words That Make a Fine Title\n\n#Two"
    assert at_limit(34).text == "Seven Words That Make a Fine Title"
    assert at_limit(30).text == "Seven Words That Make a Fine…"
    assert any("title was cut" in one for one in at_limit(30).warnings)


def test_what_is_cut_leaves_room_for_a_hashtag_and_what_fits_is_put_back() -> None:
    assert at_limit(110).text.endswith("\n\nA first sentence of some length.\n\n#Two #Three #One")
    assert at_limit(80).text.endswith("\n\nA first sentence of some length.\n\n#Two")
    assert at_limit(68).text.endswith("\n\nA first sentence of some length.")


def test_where_the_first_hashtag_has_no_room_the_first_that_fits_is_shown() -> None:
    of = digest(title="Nine boats in a row", tags=("harbour-photography", "sea"))
    to = target("bluesky", text="title")
    limits = replace(to.limits, length=len("Nine boats in a row\n\n#Sea"))
    assert compose(of, replace(to, limits=limits), None).text == "Nine boats in a row\n\n#Sea"


def test_a_digests_hashtags_stand_in_the_same_order_on_every_platform() -> None:
    of = digest(
        title="Sourdough after a year",
        description="Rye came out best.",
        paragraphs=(OPENING,),
        tags=("rye", "sourdough"),
    )
    assert compose(of, target("x"), None).text.endswith("#Sourdough #Rye")
    assert compose(of, target("bluesky"), None).text.endswith("#Sourdough #Rye")


def test_hashtags_that_gave_way_are_carried_outside_the_text() -> None:
    assert at_limit(80).tags == ("Three", "One")
    assert at_limit(300).tags == ()


def test_a_falling_limit_gives_a_text_that_never_grows() -> None:
    lengths = [at_limit(length).length for length in range(300, 8, -1)]
    assert all(less <= more for more, less in pairwise(lengths))


def test_bytes_limit_a_text_too() -> None:
    flags = "🏴󠁧󠁢󠁥󠁮󠁧󠁿" * 200
    draft = compose(digest(title=f"{flags} {flags}", description=flags), target("bluesky"), None)
    assert len(draft.text.encode()) <= 3000
    assert draft.length <= 300


def test_a_word_longer_than_a_post_is_cut_between_letters() -> None:
    draft = compose(digest(title="Donau" * 100), target("x"), None)
    assert draft.length == 280
    assert draft.text.startswith("DonauDonau")
    assert f"…\n\n{LINK}" in draft.text


def test_an_address_that_is_too_long_by_itself_is_an_error_with_the_count() -> None:
    with pytest.raises(DigestError, match=r"322 of 280 on x"):
        compose(digest(url="http://localhost:4321/" + "a" * 300), target("x"), None)


def test_alt_text_is_cut_at_a_word() -> None:
    draft = compose(digest(), target("x"), replace(PICTURE, alt="word " * 400))
    assert draft.image is not None
    assert len(draft.image.alt) <= 1000
    assert draft.image.alt.endswith("word…")
    assert "alt text was cut" in draft.warnings[0]


@pytest.mark.parametrize(
    ("alt", "most", "shown"),
    [
        ("one two three four", 14, "one two three…"),
        ("one two three four", 13, "one two…"),
        ("a cat on the mat", 12, "a cat…"),
        ("x" * 20, 10, "xxxxxxxxx…"),
        ("漢字" * 10 + "👩‍💻👩‍💻", 22, "漢字" * 10 + "…"),
        ("a b", 3, "a b"),
        ("👩" * 10, 20, "👩" * 10),
        ("👩" * 10, 19, "👩" * 9 + "…"),
    ],
)
def test_alt_text_is_cut_between_words_tears_no_emoji_and_says_that_it_was_cut(alt: str, most: int, shown: str) -> None:
    to = target("x")
    draft = compose(digest(), replace(to, limits=replace(to.limits, alt_length=most)), replace(PICTURE, alt=alt))
    assert draft.image is not None
    assert draft.image.alt == shown
    cut = (f"the picture's alt text was cut from {characters(alt)} to {most} characters",)
    assert draft.warnings == (() if shown == alt else cut)


@given(st.text(max_size=400), st.integers(0, 300))
def test_no_alt_text_is_longer_than_the_limit(alt: str, most: int) -> None:
    to = target("x")
    draft = compose(digest(), replace(to, limits=replace(to.limits, alt_length=most)), replace(PICTURE, alt=alt))
    assert draft.image is not None
    assert characters(draft.image.alt) <= most
    assert len(draft.image.alt) <= most


def test_words_for_a_picture_that_was_lost_do_not_describe_another() -> None:
    lost = digest(override=Override(image="https://pictures.org/lost.jpg", alt="A lost picture"))
    for name in ("bluesky", "x"):
        draft = compose(lost, target(name), PICTURE)
        assert draft.image is not None
        assert draft.image.alt == PICTURE.alt


# ── not by accident ──────────────────────────────────────────────────────────────────────────────


def seen(text: str) -> str:
    return text.replace("\u200b", "")


@pytest.mark.parametrize("name", ["x", "bluesky"])
def test_nobody_is_mentioned_unless_the_settings_say_so(name: str) -> None:
    title = "Thanks @jack and @alice.bsky.social"
    quiet = compose(digest(title=title), target(name), None)
    assert not [one for one in quiet.facets if one.kind == "mention"]
    assert seen(quiet.text).startswith(title)
    loud = compose(digest(title=title), target(name, mentions=True), None)
    assert [one.value for one in loud.facets if one.kind == "mention"][-1] in {"alice", "alice.bsky.social"}
    assert loud.text.startswith(title)


def test_names_with_dots_and_signs_become_no_links_and_no_tags_and_look_the_same() -> None:
    title = "C#, #1, #1st: README.md, Node.js, Socket.io and example.com/x"
    draft = compose(digest(title=title), target("x", mode="text"), None)
    assert seen(draft.text) == title
    assert draft.facets == ()
    assert draft.cost_usd == Decimal("0.015")
    assert draft.length == len(draft.text)


def test_only_the_first_cashtag_is_one() -> None:
    draft = compose(digest(title="$NVDA and $AMD", description="Or $NVDA for $50M?"), target("x"), None)
    assert [one.value for one in links.cashtags(draft.text)] == ["NVDA"]
    assert seen(draft.text).startswith("$NVDA and $AMD\n\nOr $NVDA for $50M?")


def test_where_nothing_is_linked_by_itself_nothing_is_changed() -> None:
    title = "@jack, README.md, $A and $B"
    draft = compose(digest(title=title), target("bluesky"), None)
    assert draft.text == title
    assert draft.facets == ()


def test_an_address_with_its_scheme_is_a_link_on_purpose_on_every_platform() -> None:
    of = digest(description="More at https://docs.example.com/a_(b).")
    for name in ("x", "bluesky"):
        draft = compose(of, target(name), None)
        assert ("https://docs.example.com/a_(b)", "link", "https://docs.example.com/a_(b)") in marked(draft)


def test_a_post_without_a_link_that_becomes_one_with_a_link_says_what_that_costs() -> None:
    draft = compose(digest(description="See https://docs.example.com now."), target("x", mode="picture"), PICTURE)
    assert draft.cost_usd == Decimal("0.205")
    assert draft.warnings == (
        '"https://docs.example.com" becomes a link on x: the post costs $0.200 instead of $0.015',
    )


# ── hashtags ─────────────────────────────────────────────────────────────────────────────────────


def test_the_text_has_as_many_hashtags_as_the_target_wants_and_the_record_has_the_rest() -> None:
    tags = ("ai", "AI", "digest", "software-engineering", "Go", "css", "2026")
    assert compose(digest(tags=tags), target("bluesky"), None).text.endswith("\n\n#SoftwareEngineering #Go")
    assert compose(digest(tags=tags), target("bluesky"), None).tags == ("AI", "CSS")
    three = compose(digest(tags=tags), target("bluesky", hashtags=3), None)
    assert three.text.endswith("#SoftwareEngineering #Go #CSS")
    assert three.tags == ("AI",)
    assert compose(digest(tags=tags), target("x"), None).text.endswith("#SoftwareEngineering #Go")
    assert compose(digest(tags=tags), target("x"), None).tags == ()
    none = compose(digest(tags=tags), target("bluesky", hashtags=0, leave_out=["go"]), None)
    assert (none.text, none.tags) == ("A Title", ("AI", "Digest", "SoftwareEngineering", "CSS"))


def test_a_hashtag_that_adds_nothing_leaves_its_place_to_the_next() -> None:
    draft = compose(digest(tags=("multi-agent", "agents", "rust", "linux")), target("bluesky", hashtags=3), None)
    assert draft.text.endswith("#MultiAgent #Rust #Linux")
    assert draft.tags == ("Agents",)


def test_tags_outside_the_text_are_at_most_eight() -> None:
    assert len(compose(digest(tags=tuple(f"tag{n}" for n in range(30))), target("bluesky"), None).tags) == 8


def test_a_hashtag_can_stand_where_its_word_stands_already() -> None:
    of = digest(title="Rust and Go", description="Why Rust won.", tags=("rust", "go", "web-dev"))
    draft = compose(of, target("bluesky", inline_hashtags=True, text="both", hashtags=3), None)
    assert draft.text == "Rust and #Go\n\nWhy #Rust won.\n\n#WebDev"
    assert [value for _, _, value in marked(draft)] == ["Go", "Rust", "WebDev"]


def test_a_tag_that_the_writer_has_put_into_the_text_is_not_put_there_again() -> None:
    draft = compose(digest(title="All of #AI", tags=("ai",)), target("bluesky"), None)
    assert draft.text == "All of #AI"
    assert marked(draft) == [("#AI", "tag", "AI")]


# ── the writer's own words ───────────────────────────────────────────────────────────────────────


def test_a_text_of_the_writers_own_is_posted_as_it_is_and_keeps_the_link() -> None:
    own = "My words @jack,\n\n  with {braces} and *stars* #Tag"
    draft = compose(digest(tags=("ai",), overrides={"x": Override(text=own)}), target("x"), None)
    assert draft.text == f"{own}\n\n{LINK}"
    assert compose(digest(overrides={"x": Override(text=own)}), target("x", mode=Mode.TEXT), None).text == own
    elsewhere = f"{own} https://elsewhere.example.com/"
    assert compose(digest(overrides={"x": Override(text=elsewhere)}), target("x"), None).text == elsewhere
    assert [(kind, value) for _, kind, value in marked(draft)] == [("mention", "jack"), ("tag", "Tag"), ("link", LINK)]


def test_a_text_of_the_writers_own_can_say_where_the_link_stands() -> None:
    draft = compose(digest(override=Override(text="Read {link} now")), target("x"), None)
    assert draft.text == f"Read {LINK} now"
    assert not draft.warnings


def test_a_text_of_the_writers_own_that_is_too_long_is_an_error_with_the_count() -> None:
    with pytest.raises(DigestError, match=r"post\.md: social\.x\.text takes 290 of 280 on x; shorten it by 10"):
        compose(digest(override=Override(text="z" * 290)), target("x"), None)


def test_a_targets_own_word_goes_before_its_platforms_and_that_before_what_holds_for_all() -> None:
    layers = {"x-fr": Override(text="A toi"), "x": Override(text="To x", hashtags=("Own",))}
    of = digest(overrides=layers, override=Override(text="To all", hashtags=()))
    assert compose(of, target("x-fr", platform="x"), None).text == f"A toi\n\n{LINK}"
    assert compose(of, target("x-de", platform="x"), None).text == f"To x\n\n{LINK}"
    assert compose(of, target("bluesky"), None).text == "To all"


def test_hashtags_of_the_writers_own_replace_the_digests() -> None:
    of = digest(
        tags=("ai",), overrides={"bluesky": Override(hashtags=("FOSS", "digest", "c", "d")), "x": Override(hashtags=())}
    )
    draft = compose(of, target("bluesky"), None)
    assert (draft.text, draft.tags) == ("A Title\n\n#FOSS #Digest #C #D", ())
    assert "#" not in compose(of, target("x"), None).text


# ── templates ────────────────────────────────────────────────────────────────────────────────────


def said(template: object, name: str = "bluesky", **changes: object) -> str:
    settings = {key: changes.pop(key) for key in ("mode",) if key in changes}
    return compose(digest(**changes), target(name, template=template, **settings), None).text


def test_a_template_says_it_another_way() -> None:
    fields = {"content_pillar": "essays", "author": {"name": "Mina"}, "n": 3, "when": None}
    assert (
        said("{site_name}: {title} {{{n}}} by {author.name}", fields=fields) == "The Daily Digest: A Title {3} by Mina"
    )


def test_an_empty_place_leaves_no_empty_line_and_no_double_space() -> None:
    assert said("{title}\n\n{description}\n\n{fields.none}\n\nEnd") == "A Title\n\nEnd"
    assert said("{description}\n\n{title} {hashtags} {fields.none} x") == "A Title x"
    assert said("“{description}”\n{title}") == "A Title"
    assert said("Read on: {link}\n\n{title}", "x", mode="picture") == "A Title"


def test_a_template_may_put_the_link_into_a_card_posts_text() -> None:
    assert said("{title} {link}") == "A Title blog.example.com/posts/post"


def test_a_template_is_chosen_by_front_matter() -> None:
    template = [
        {"text": "News: {title}", "when": {"content_pillar": ["News", "flash"]}},
        {"text": "Tagged: {title}", "when": {"tags": ["AI"]}},
    ]
    assert said(template, fields={"content_pillar": "news"}) == "News: A Title"
    assert said(template, tags=("ai",)) == "Tagged: A Title\n".strip()
    assert said(template) == "A Title"


def test_the_words_of_a_template_are_never_cut() -> None:
    text = said("Read this, please: {title} (that is all)", title="Long words " * 50)
    assert text.startswith("Read this, please: Long words")
    assert text.endswith("words… (that is all)")
    assert len(text) <= 300


def test_a_template_that_cannot_fit_is_an_error_of_settings_with_the_count() -> None:
    with pytest.raises(SettingsError, match=r"targets\.x\.template: its own words take 281 of 280 on x"):
        said("z" * 281 + "{title}", "x")


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("{titel}", "did you mean 'title'"),
        ("{nonsense}", r"\{fields\.nonsense\}"),
        ("a { b", 'a single "{"'),
        ("{}", "is nothing"),
    ],
)
def test_an_unknown_place_is_an_error_of_settings_with_what_was_meant(template: str, message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        said(template)


def test_a_long_field_gives_way_before_the_title() -> None:
    text = said("{title}: {hook}", fields={"hook": "Because it is so. " * 40})
    assert text.startswith("A Title: Because it is so.")
    assert text.endswith("so.")
    assert len(text) <= 300


def test_an_address_in_a_field_is_a_link() -> None:
    draft = compose(
        digest(fields={"source": "https://journals.example.org/bees/2026/agreement"}),
        target("bluesky", template="{title} {source}"),
        None,
    )
    assert marked(draft) == [
        ("journals.example.org/bees/2026/ag...", "link", "https://journals.example.org/bees/2026/agreement")
    ]


def test_composing_knows_no_platform_by_name() -> None:
    """A platform that nobody has heard of is served by its limits alone."""
    elsewhere = replace(PLATFORMS["x"], name="elsewhere")
    limits = replace(elsewhere.limits, length=500, prices=None)
    of = replace(target("x"), name="elsewhere", platform=elsewhere, limits=limits)
    draft = compose(digest(description="Why."), of, None)
    assert (draft.limit, draft.cost_usd) == (500, None)


# ── openings, seconds and what else an editor would do ───────────────────────────────────────────


def test_a_second_sentence_is_the_opening_where_the_description_says_the_title_again() -> None:
    of = digest(
        title="Pump 4.2 Released",
        description="Version 4.2 of Pump has been released.",
        paragraphs=("Pump 4.2 is out. Cold starts take 0.9 seconds now, half of what they took.",),
    )
    assert compose(of, target("x"), None).text.split("\n\n")[:2] == [
        "Pump 4.2 Released",
        "Cold starts take 0.9 seconds now, half of what they took.",
    ]


def test_room_that_is_left_is_filled_with_what_adds_something() -> None:
    described = "In Whitby 300 people saw the tide twice in one day, and the ferry left without a crew."
    of = digest(description=described, paragraphs=(OPENING,))
    assert compose(of, target("x", text="both"), None).text.startswith(f"A Title\n\n{described}\n\n{OPENING}\n\n")


def test_what_no_post_should_hold_is_in_none() -> None:
    of = digest(description="Why.", paragraphs=(f"{OPENING} It \ud800came\x00 \u202eback at noon, again.",))
    for name in ("bluesky", "x"):
        assert not set("\ud800\x00\u202e") & set(compose(of, target(name), None).text)


def test_where_nothing_else_is_to_be_had_the_description_is_the_text_and_the_card_leaves_it_out() -> None:
    draft = compose(digest(description="The harbour saw it twice."), target("bluesky"), None)
    assert draft.text == "The harbour saw it twice."
    assert draft.card is not None
    assert draft.card.description == ""


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("opening", OPENING),
        ("title", "A Title"),
        ("description", "Why."),
        ("both", f"A Title\n\nWhy.\n\n{OPENING}"),
    ],
)
def test_the_settings_say_what_the_text_is_made_of(rule: str, text: str) -> None:
    draft = compose(digest(description="Why.", paragraphs=(OPENING,)), target("bluesky", text=rule), None)
    assert draft.text == text


def test_an_address_ends_before_an_ideograph_and_its_marks() -> None:
    for description in (
        "詳細はhttps://example.com/b。",
        "（https://example.com/b）です",
        "자세히 https://example.com/b에서",
    ):
        draft = compose(digest(description=description), target("bluesky"), None)
        assert [value for _, kind, value in marked(draft) if kind == "link"] == ["https://example.com/b"]


def test_a_hashtag_that_the_author_wrote_is_live_on_both_and_a_number_never() -> None:
    of = digest(description="About #MastodonMonday, #100DaysOfCode, #1, #1st and C#.")
    for name in ("bluesky", "x"):
        draft = compose(of, target(name, mode="link"), None)
        assert [value for _, kind, value in marked(draft) if kind == "tag"] == ["MastodonMonday", "100DaysOfCode"]


def test_the_text_of_every_target_gets_link_and_hashtags() -> None:
    of = digest(tags=("Sea",), override=Override(text="Twice a day.\n\n{hashtags}"))
    assert compose(of, target("x"), None).text == f"Twice a day.\n\n{LINK}\n\n#Sea"
    assert compose(of, target("bluesky"), None).text == "Twice a day.\n\n#Sea"


def test_an_account_with_more_room_uses_it_and_says_where_the_feed_folds() -> None:
    long = "A sentence of some length, said again and again. " * 20
    draft = compose(digest(description=long.strip()), target("x", length=4000), None)
    assert (draft.limit, draft.fold is not None) == (4000, True)
    assert long.strip() in draft.text
    assert len(draft.text[: draft.fold]) <= 280
    assert compose(digest(description="Why."), target("x", length=4000), None).fold is None


@pytest.mark.parametrize(("length", "platform"), [(25_001, "x"), (301, "bluesky"), (10, "x")])
def test_a_length_that_no_account_has_is_an_error(length: int, platform: str) -> None:
    with pytest.raises(SettingsError, match="length must be a whole number from 50"):
        target(platform, length=length)


def test_labels_about_the_picture_go_with_a_picture_alone() -> None:
    to = target("x", made_with_ai=True)
    assert compose(digest(), to, PICTURE).made_with_ai
    assert not compose(digest(), to, None).made_with_ai
    assert not compose(digest(override=Override(made_with_ai=False)), to, PICTURE).made_with_ai
    assert compose(digest(override=Override(paid_partnership=True)), to, PICTURE).paid_partnership


def test_what_is_weak_in_a_draft_is_said_and_is_no_warning() -> None:
    draft = compose(digest(tags=("tutorial",)), target("bluesky"), None)
    assert draft.warnings == ()
    assert len(draft.weak) == 3
    assert "says what its card says" in draft.weak[0]
    assert 'social: "…"' in draft.weak[0]
    assert not compose(digest(override=Override(text="Mine.")), target("bluesky"), None).weak


@pytest.mark.parametrize("shelf", ["General", "news", "Announcements", "AI News", "allgemein", "お知らせ"])
def test_the_shelf_on_which_a_digest_stands_is_no_hashtag(shelf: str) -> None:
    draft = compose(digest(tags=(shelf, "Soldering")), target("bluesky"), None)
    assert draft.text.endswith("#Soldering")
    assert "#" not in compose(digest(tags=(shelf,)), target("bluesky"), None).text


def test_a_generic_hashtag_stands_only_where_the_text_does_not_say_it() -> None:
    assert "#AI" not in compose(digest(title="Why AI", tags=("ai",)), target("x"), None).text
    assert "#AI" in compose(digest(tags=("ai",)), target("x"), None).text
    said = digest(title="Why AI", description="So.", paragraphs=(OPENING,), tags=("ai",))
    assert "#AI" not in compose(said, target("bluesky"), None).text
    maintained = digest(title="Maintained again", description="It is available.", tags=("ai",))
    assert "#AI" in compose(maintained, target("x"), None).text


def test_a_hashtag_of_most_of_the_blogs_digests_stands_last_and_only_where_nothing_else_says_it() -> None:
    of = digest(tags=("fermentation", "kefir", "yeast"))
    common = frozenset({"fermentation"})
    assert compose(of, target("x"), None).text.endswith("#Fermentation #Kefir")
    assert compose(of, target("x"), None, common=common).text.endswith("#Kefir #Yeast")
    alone = digest(title="Fermentation in a jar", tags=("fermentation",))
    assert "#Fermentation" in compose(alone, target("x"), None).text
    assert "#Fermentation" not in compose(alone, target("x"), None, common=common).text


def test_via_names_the_source_where_there_is_room() -> None:
    of = digest(description="Why.", source="Field Notes")
    assert "\n\nvia Field Notes\n\n" in compose(of, target("x", via=True), None).text
    full = replace(of, title="A Title " * 30)
    assert "via" not in compose(full, target("x", via=True), None).text
    assert said("{title} ({source})", source="Field Notes") == "A Title (Field Notes)"


@pytest.mark.parametrize(
    ("lang", "text", "card"),
    [
        (
            "es",
            "Boti responde por WhatsApp desde 2019 y en octubre superó los dos millones de conversaciones.",
            "Pero todavía se equivoca con los trámites del registro civil.",
        ),
        (
            "pl",
            "W ankiecie 62% programistów przyznało, że nie czyta w całości tego, co wygenerował asystent.",
            "Dlatego testy przeżywają drugą młodość w wielu zespołach.",
        ),
        (
            "fr",
            "Trois modèles ouverts tiennent aujourd'hui dans 24 Go de mémoire et répondent sans accent.",
            "Cependant, aucun ne sait compter les syllabes d'un alexandrin.",
        ),
    ],
)
def test_a_cards_description_never_begins_with_a_word_that_leans_on_the_text(lang: str, text: str, card: str) -> None:
    draft = compose(digest(title="Zzz", paragraphs=(text, card), lang=lang), target("bluesky"), None)
    assert draft.card is not None
    assert not draft.card.description.startswith(card[:4])


TITLE = "Kettle Works launches Boil 2: quiet heating in small rooms"
AGAIN = "Kettle Works launches Boil 2 for quiet heating in small rooms and offices."


def test_an_opening_that_says_the_card_again_at_length_gives_way_to_one_that_adds() -> None:
    again = "Kettle Works has launched Boil 2, a device that makes quiet heating of small rooms possible for everybody."
    new = "Its pump stops at 40 decibels. Testers in Oslo could not hear it from the next chair."
    draft = compose(
        digest(title=TITLE, description="Boil 2 heats quietly.", paragraphs=(again, f"Testers paid 90 euros. {new}")),
        target("bluesky"),
        None,
    )
    assert not draft.text.startswith("Kettle Works")


@pytest.mark.parametrize(
    "first",
    [
        "Boil 2 also heats the bath water of a small house in the winter.",
        "Another feature is the pump, which nobody in the office can hear.",
        "The next milestone is a field trial in the mountains of Norway.",
        "By reading the weather, it can heat a room before anybody comes home.",
    ],
)
def test_a_first_sentence_does_not_point_at_what_is_not_there(first: str) -> None:
    opening = "Testers in Oslo could not hear the pump from the next chair in the middle of the night."
    paragraphs = ("Kettle Works launches Boil 2.", first, opening)
    draft = compose(
        digest(title=TITLE, description="Boil 2 heats quietly.", paragraphs=paragraphs), target("bluesky"), None
    )
    assert draft.text == opening


def test_on_x_a_description_that_says_the_title_again_gives_way_unless_it_has_a_number() -> None:
    opening = "Testers in Oslo could not hear the pump from the next chair at night."
    said = compose(digest(title=TITLE, description=AGAIN, paragraphs=(opening,)), target("x"), None)
    assert opening in said.text
    assert AGAIN not in said.text
    numbered = AGAIN.replace("offices", "offices of 40 square metres")
    hollow = "The kettle represents a significant step for offices."
    said = compose(digest(title=TITLE, description=numbered, paragraphs=(hollow,)), target("x"), None)
    assert numbered in said.text


def test_a_description_that_says_the_title_with_more_facts_stands_alone_unless_the_settings_ask_for_both() -> None:
    numbered = AGAIN.replace("offices", "offices of 40 square metres")
    of = digest(title=TITLE, description=numbered)
    assert compose(of, target("x"), None).text == f"{numbered}\n\n{LINK}"
    assert compose(of, target("x", text="both"), None).text == f"{TITLE}\n\n{numbered}\n\n{LINK}"
    hooked = compose(of, target("x"), None, "Who hears a kettle in Oslo?").text
    assert hooked.startswith("Who hears a kettle in Oslo?\n\n")


def test_what_fills_the_room_follows_in_the_body_and_is_never_fetched_from_afar() -> None:
    long = "A sentence that is too long for the rest of the room goes on and on, past every harbour and " * 3
    apart = f"{OPENING} {long.strip()}. Testers in Oslo paid 90 euros for it."
    assert "90 euros" not in compose(digest(description="Why.", paragraphs=(apart,)), target("x"), None).text
    near = f"{OPENING} Testers in Oslo paid 90 euros for it. {long.strip()}."
    text = compose(digest(description="Why.", paragraphs=(near,)), target("x"), None).text
    assert f"{OPENING} Testers in Oslo paid 90 euros for it." in text


def test_scripts_of_which_a_character_says_more_are_not_called_weak_for_their_room() -> None:
    body = "札幌市は1月から、除雪車の経路をAIで決める実験を始めた。40台の車に付けたカメラが雪の深さを測り、5分ごとに道順を組み直す。"
    draft = compose(
        digest(title="雪の話", description="冬の話。", paragraphs=(body,), lang="ja"), target("bluesky"), None
    )
    assert draft.length < 100
    assert not [one for one in draft.weak if "left free" in one]


def test_a_draft_that_repeats_itself_or_is_cut_by_anybody_is_called_weak() -> None:
    again = "Kettle Works has launched Boil 2, which makes quiet heating of small rooms possible for teachers, nurses, bakers"
    again += " and drivers without gas, smoke, permits, chimneys or electricians."
    weak = compose(
        digest(title=TITLE, description="It costs 90 euros.", paragraphs=(again,)), target("bluesky"), None
    ).weak
    assert any("repeats what the card says" in one for one in weak)
    cut = "Kettle Works will show in the spring how a small pump heats the rooms of a whole school with wa..."
    weak = compose(digest(title="News from Oslo", description=cut), target("x"), None).weak
    assert any("cut off" in one for one in weak)


def test_a_hashtag_gives_way_where_a_text_would_end_in_the_midst_of_a_sentence_for_it() -> None:
    clause = (
        "This post explains how to build a quiet harbour of the pumps of Whitby and the clocks of Kiel and the lamps of Oban"
        " and the bells of Ystad so that the seals below the bridges and the pilots above them sleep"
    )
    description = f"{clause}, including the old pumps and all the gardens of the town and of the islands."
    of = digest(title="From basement to pier: moving to Whitby", description=description, tags=("Whitby",))
    text = compose(of, target("x"), None).text
    assert f"{clause}." in text
    assert "#" not in text


def test_a_description_that_is_a_release_notes_label_does_not_stand_below_the_title_on_x() -> None:
    body = "The constraint of three pumps was removed, since the harbour's clocks refused all that had fewer of them."
    of = digest(title="Haystack 2.15.2", description="Release notes for Haystack 2.15.2", paragraphs=(body,))
    text = compose(of, target("x"), None).text
    assert "Release notes" not in text
    assert body in text
