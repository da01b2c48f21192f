"""The names that Astro, Hugo, Jekyll and Eleventy give to the same things lead to the same digest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.content.dates import read_time
from bot.content.fields import NAMES
from bot.errors import DigestError
from bot.model import Override, Picture
from bot.settings.read import DIGEST_FIELDS

if TYPE_CHECKING:
    from tests.content.conftest import Desk


def test_whatever_the_bot_reads_of_front_matter_can_be_mapped() -> None:
    """A field that the settings do not know could not be read under a blog's own name for it."""
    assert set(DIGEST_FIELDS) == set(NAMES)


@pytest.mark.parametrize(
    "front",
    [
        "pubDatetime: 2025-11-05", "pubDate: 2025-11-05", "publishDate: '2025-11-05'", "date: 2025-11-05", "published_at: 2025-11-05",
        "published: 2025-11-05", "Date: 2025-11-05", "pub-date: 2025-11-05", "PublishDate: Nov 5, 2025", "date: 5 November 2025",
        "created: 2025-11-05",
    ],
)  # fmt: skip
def test_the_publish_time_has_many_names(desk: Desk, front: str) -> None:
    assert str(desk.front(front).published_at) == "2025-11-05 00:00:00+00:00"


@pytest.mark.parametrize(
    "front",
    [
        "heroImage: a.png", "image: a.png", "cover: {image: a.png}", "cover.image: a.png", "images: [a.png, b.png]",
        "featured_image: a.png", "header: {image: a.png}", "coverImage: {src: a.png}", "hero: {url: a.png}",
        "image: [{src: a.png}]", "thumbnail: a.png", "Cover_Image: a.png",
    ],
)  # fmt: skip
def test_the_hero_has_many_names(desk: Desk, front: str) -> None:
    digest = desk.front(front)
    assert [one.source for one in digest.pictures] == ["a.png"]
    assert digest.pictures[0].origin.split(".")[0].lower().replace("_", "") in front.lower().replace("_", "")


def test_the_picture_comes_with_its_words(desk: Desk) -> None:
    """From a key of its own, from the picture's table, or from the same picture in the body."""
    assert desk.front("heroImage: a.png\nheroAlt: A cat").pictures == (Picture("a.png", "A cat", "heroImage"),)
    assert desk.front("image: {src: a.png, alt: A cat}").pictures == (Picture("a.png", "A cat", "image"),)
    assert desk.front("cover: {image: a.png, alt: A cat}").pictures[0].alt == "A cat"
    body = "![](a.png)\n\n![A cat](<./my cat.png>)\n"
    assert desk.front("heroImage: my%20cat.png", body).pictures[0].alt == "A cat"
    assert (
        desk.front("heroImage: https://x.example/a?b=1&amp;c=2", "![A cat](https://x.example/a?b=1&amp;c=2)")
        .pictures[0]
        .alt
        == "A cat"
    )


def test_pictures_stand_in_for_each_other_in_order(desk: Desk) -> None:
    """Hero, ogImage, the body's first; each once."""
    digest = desk.front("heroImage: a.png\nogImage: b.png", "![c](c.png) ![d](d.png)")
    assert [(one.source, one.origin) for one in digest.pictures] == [
        ("a.png", "heroImage"),
        ("b.png", "ogImage"),
        ("c.png", "body"),
    ]
    digest = desk.front("heroImage: a.png\nogImage: a.png", "![c](a.png)")
    assert [one.source for one in digest.pictures] == ["a.png"]
    for nothing in ("heroImage: false", "heroImage: ''", "heroImage: {alt: x}", "heroImage: [[]]", "images: []"):
        assert desk.front(nothing).pictures == ()


@pytest.mark.parametrize(
    ("front", "tags"),
    [
        ("tags: [AI, ai, 'digest']", ("AI", "digest")),
        ("tags: 'AI, machine learning ,'", ("AI", "machine learning")),
        ("tags: machine learning", ("machine learning",)),
        ("tags: '#ai #ml'", ("ai", "ml")),
        ("keywords:\n  - a\n  -\n  - [b, [c]]\n  - {name: d}\n  - 2025", ("a", "b", "c", "d", "2025")),
        ("tags: ['Doe, Jane']", ("Doe, Jane",)),
        ("tags: {a: 1}", ()),
        ("tags: []\ncategories: [x]", ("x",)),
        ("tags:", ()),
    ],
)
def test_tags_are_read_however_they_are_written(desk: Desk, front: str, tags: tuple[str, ...]) -> None:
    assert desk.front(front).tags == tags


@pytest.mark.parametrize(
    ("front", "draft"),
    [("draft: true", True), ("draft: false", False), ("draft: yes", True), ("draft: 'off'", False), ("isDraft: 1", True),
     ("published: false", True), ("published: true", False), ("status: draft", True), ("status: published", False),
     ("permalink: false", True), ("draft:", False)],
)  # fmt: skip
def test_a_draft_is_told_from_a_post(desk: Desk, front: str, draft: bool) -> None:
    assert desk.front(front).draft is draft


def test_settings_map_other_names_first(desk: Desk) -> None:
    """A mapped name goes before the known ones; where it holds nothing the known ones are asked."""
    desk.set(fields={"title": ("headline", "meta.name"), "pubDatetime": ("when",)})
    digest = desk.front("title: Known\nmeta: {name: Mapped}\nwhen: 2025-01-02\ndate: 2024-01-01")
    assert (digest.title, str(digest.published_at)[:10]) == ("Mapped", "2025-01-02")
    assert desk.front("title: Known\ndate: 2024-01-01").title == "Known"


@pytest.mark.parametrize(
    ("written", "lang"),
    [
        ("en", "en"),
        ("en_US", "en-US"),
        ("no", "no"),
        ("[de, en]", "de"),
        ("PT-br", "pt-BR"),
        ("English!", None),
        ("{a: b}", None),
    ],
)
def test_the_language_is_a_tag_or_nothing(desk: Desk, written: str, lang: str | None) -> None:
    """`lang: no` is Norwegian, not false."""
    assert desk.front(f"lang: {written}").lang == lang


def test_a_language_folder_names_the_language(desk: Desk) -> None:
    """A topic's folder does not, unless the permalink says that languages stand there."""
    assert desk.front("x: 1", name="fr/post.md").lang == "fr"
    assert desk.front("x: 1", name="pt-br/a/post.md").lang == "pt-BR"
    assert desk.front("lang: de", name="fr/post.md").lang == "de"
    assert desk.front("x: 1", name="ml/post.md").lang is None
    assert desk.set(permalink="/{lang}/{slug}").front("x: 1", name="ml/post.md").lang == "ml"


# ── dates ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("written", "utc"),
    [
        ("2025-11-05", "2025-11-05 00:00"), ("2025-11-05T09:30:00.290Z", "2025-11-05 09:30"), ("2025-11-05 09:30", "2025-11-05 09:30"),
        ("2025-11-05 09:30:00 +0100", "2025-11-05 08:30"), ("2025-11-05T09:30-05:30", "2025-11-05 15:00"), ("20251105", "2025-11-05 00:00"),
        ("2025/11/05", "2025-11-05 00:00"), ("2025-1-2", "2025-01-02 00:00"), ("2025-11-05 9:30 PM", "2025-11-05 21:30"),
        ("2025-11-05 12:05 am", "2025-11-05 00:05"), ("2001-12-14 21:59:43.10 -5", "2001-12-15 02:59"), ("Nov 5, 2025", "2025-11-05 00:00"),
        ("November 5th, 2025 at 9:30 pm EST", "2025-11-06 02:30"), ("5 Sept 2025", "2025-09-05 00:00"), ("05.11.2025", "2025-11-05 00:00"),
        ("Tue Dec  8 19:01:14 EST 2015", "2015-12-09 00:01"), ("Wed Nov  5 09:30:00 2025", "2025-11-05 09:30"), ("2025-11-5 9:5:0", "2025-11-05 09:05"),
        ("5. 11. 2025, 14:30 Uhr", "2025-11-05 14:30"), ("Wed, 05 Nov 2025 10:00:00 GMT", "2025-11-05 10:00"),
        ("Wed Nov 05 2025", "2025-11-05 00:00"), ("2025-11-05T24:00:00Z", "2025-11-06 00:00"), ("1762335000", "2025-11-05 09:30"),
        ("2025-11-05-T09:30:00Z", "2025-11-05 09:30"), ("2025 11 05 09:30:00", "2025-11-05 09:30"),
        ("1762335000000", "2025-11-05 09:30"), ("2025-11-05 09:30 UTC", "2025-11-05 09:30"), ("2025-11-05T09:30:60Z", "2025-11-05 09:30"),
    ],
)  # fmt: skip
def test_a_date_is_read_in_every_usual_format(written: str, utc: str) -> None:
    """UTC where it names no zone."""
    from datetime import UTC

    assert f"{read_time(written).astimezone(UTC):%Y-%m-%d %H:%M}" == utc


@pytest.mark.parametrize(
    "written",
    ["soon", "2025-13-45", "2025-02-30", "11/05/2025", "05-11-2025", "2025", "2025-11-05T25:00", "2025-11-05 13:00 pm", "31 Foo 2025",
     "0001-01-01", "9999-12-31T23:59:59-12:00", "2025-11-05 10:00 Mars", "2025-11-05T10:00+99:00", "null", "12:30", "\u0662\u0660\u0662\u0665"],
)  # fmt: skip
def test_what_is_no_date_is_refused_with_a_remedy(desk: Desk, written: str) -> None:
    """Also a date of which nobody can tell whether day or month comes first: a guess may post too early."""
    with pytest.raises(DigestError, match="is no date; write it as 2025-11-05") as caught:
        desk.front(f"pubDatetime: '{written}'")
    assert "pubDatetime" in str(caught.value)


@pytest.mark.parametrize("value", ["[2025-11-05]", "{a: b}"])
def test_a_date_that_is_a_list_is_refused(desk: Desk, value: str) -> None:
    with pytest.raises(DigestError, match="is no date"):
        desk.front(f"date: {value}")


def test_without_a_date_the_name_of_a_jekyll_post_has_one(desk: Desk) -> None:
    assert str(desk.front("x: 1", name="2025-11-05-hello.md").published_at) == "2025-11-05 00:00:00+00:00"
    assert desk.front("x: 1", name="2025-99-05-hello.md").published_at is None
    assert desk.front("x: 1").published_at is None
    assert desk.front("date: git Created").published_at is None


def test_a_change_whose_time_is_none_does_no_harm(desk: Desk) -> None:
    assert desk.front("modDatetime: yesterday\nlastmod: 2025-11-06").modified_at is not None
    assert desk.front("modDatetime: yesterday").modified_at is None


def test_a_date_that_was_left_blank_is_none(desk: Desk) -> None:
    """As a CMS writes it: two spaces were said to be no date, and the digest was not posted."""
    assert desk.front("pubDatetime: '  '\ndate: 2025-11-06").published_at is not None
    assert desk.front("pubDatetime: '  '").published_at is None


# ── social ───────────────────────────────────────────────────────────────────────────────────────


def test_social_says_what_holds_for_all_and_for_one(desk: Desk) -> None:
    digest = desk.front(
        "social:\n  text: For all\n  image: a.png\n  x: {text: 'For X\n\n    only', skip: false, hashtags: [a, '#b'], alt: A cat}\n  bluesky: false\n  outbox: {skip: yes}"
    )
    assert digest.override == Override(text="For all", image="a.png")
    assert digest.overrides == {
        "x": Override(skip=False, text="For X\nonly", hashtags=("a", "b"), alt="A cat"),
        "bluesky": Override(skip=True),
        "outbox": Override(skip=True),
    }


def test_a_description_is_words_and_no_flag_and_no_picture(desk: Desk) -> None:
    assert desk.front("preview: true").description is None
    assert desk.front("preview: images/a.png\ntagline: A short walk.").description == "A short walk."
    assert desk.front("spoiler: Twice a day.").description == "Twice a day."


def test_social_that_another_reader_is_meant_by_is_passed_over(desk: Desk) -> None:
    """Material for MkDocs has the settings of its cards there, and its posts could not be read."""
    digest = desk.front("social: {cards_layout: default/only/image, cards: false, text: Words}")
    assert digest.override == Override(text="Words")


def test_social_false_is_for_no_target(desk: Desk) -> None:
    assert desk.front("social: false").override.skip is True
    assert desk.front("social: no").override.skip is True
    assert desk.front("social: {skip: true}").override.skip is True
    assert desk.front("social: true").override.skip is False
    assert desk.front("social:").override.skip is None
    assert desk.front("social: {x: A text of its own}").overrides["x"].text == "A text of its own"
    assert desk.front("social: Words for all").override.text == "Words for all\n\n{hashtags}"
    assert desk.front("social: 'Words with a #tag'").override.text == "Words with a #tag"
    assert desk.front("hook: First.").override.hook == "First."
    assert desk.front("social: {hook: First., x: {made_with_ai: true}}").overrides["x"].made_with_ai is True
    assert desk.front("social: {x: {hashtags: false}}").overrides["x"].hashtags == ()
    assert desk.front("social: {x: {hashtags: ''}}").overrides["x"].hashtags == ()
    assert desk.front("social: {image: a.png, x: {image: false}}").overrides["x"].image == ""
    assert desk.front("social: {image: ''}").override.image is None


@pytest.mark.parametrize(
    ("social", "message"),
    [
        ("{blusky: {skip: true}}", "social.blusky is no target and no setting, did you mean 'bluesky'?"),
        ("{x: {text: false}}", "social.x.text must be a text, not false"),
        ("{hook: true}", "social.hook must be a text, not true"),
        ("{x: {txt: hi}}", "social.x.txt is no setting, did you mean 'text'?"),
        ("{x: [a]}", "social.x must be a table, a text or false"),
        ("{text: [a]}", "social.text must be a text"),
        ("{x: {skip: maybe}}", "social.x.skip must be true or false"),
        ("[a]", "social must be a table, a text or false"),
    ],
)
def test_a_slip_in_social_is_named(desk: Desk, social: str, message: str) -> None:
    """Left unread it would post what nobody wanted."""
    with pytest.raises(DigestError) as caught:
        desk.front(f"social: {social}")
    assert message in str(caught.value)


def test_targets_of_the_settings_can_be_named(desk: Desk) -> None:
    from tests.reading import read_target

    desk.set(targets=(read_target("bluesky-fr", {"platform": "bluesky"}, "bot.toml"),))
    assert desk.front("social: {bluesky-fr: {skip: true}}").overrides["bluesky-fr"].skip
