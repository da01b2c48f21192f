"""The whole way: found, fitted, described; else drawn; never an exception."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PIL import Image as Pillow

from bot.errors import PictureError
from bot.model import Override, Picture
from bot.picture.choose import image_for, limits_for
from bot.picture.hero import Heroes
from tests.picture.conftest import gradient, noise, opened, saved, target

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.model import Digest
    from bot.settings.model import Settings
    from tests.servers.web import Web

BLUESKY, X, LINK = target("bluesky"), target("x"), target("bluesky", mode="link")


def test_each_target_gets_the_picture_within_its_own_limits(
    web: Web, settings: Settings, digest: Callable[..., Digest]
) -> None:
    web.pages["/hero.png"] = saved(noise(2400, 1350), "PNG", compress_level=1)
    heroes = Heroes(settings)
    one = digest(Picture(f"{web.url}/hero.png", "Grey and coloured grain", "heroImage"))
    for where in (BLUESKY, X, target("bluesky", mode="image")):
        image, warnings = image_for(one, where, heroes, settings)
        limits = limits_for(where)
        assert warnings == ()
        assert image.alt == "Grey and coloured grain"
        assert len(image.content) <= limits.max_bytes
        assert max(image.width, image.height) <= limits.max_side
        assert opened(image.content).size == (image.width, image.height)
    assert web.paths == ["/hero.png"]


def test_a_picture_is_fitted_once_for_targets_with_the_same_limits(
    settings: Settings, digest: Callable[..., Digest], jpeg: bytes
) -> None:
    heroes = Heroes(settings, lambda _: jpeg)
    one = digest("https://pictures.org/a.jpg")
    first, _ = image_for(one, X, heroes, settings)
    again, _ = image_for(one, target("x-fr", platform="x"), heroes, settings)
    assert first.content is again.content


def test_a_target_without_pictures_asks_for_none(settings: Settings, digest: Callable[..., Digest]) -> None:
    heroes = Heroes(settings, lambda _: pytest.fail("fetched"))
    assert image_for(digest("https://pictures.org/a.jpg"), LINK, heroes, settings) == (None, ())


def test_image_false_means_no_picture_and_no_card_on_that_target_alone(
    settings: Settings, digest: Callable[..., Digest], jpeg: bytes
) -> None:
    """It was taken for a file called "false", and a card was drawn."""
    heroes = Heroes(settings, lambda _: jpeg)
    bare = replace(digest("https://pictures.org/a.jpg"), overrides={"x": Override(image="")})
    assert image_for(bare, X, heroes, settings) == (None, ())
    image, _ = image_for(bare, BLUESKY, heroes, settings)
    assert image is not None


def test_a_picture_that_breaks_while_it_is_read_gives_way_to_the_next(
    settings: Settings, digest: Callable[..., Digest], jpeg: bytes
) -> None:
    broken = bytearray(saved(gradient(800, 600), "PNG"))
    broken[len(broken) // 2 : len(broken) // 2 + 200] = b"\0" * 200
    heroes = Heroes(settings, lambda url: bytes(broken) if "hero" in url else jpeg)
    image, warnings = image_for(
        digest("https://a.org/hero.png", Picture("https://a.org/og.jpg", "Colours", "ogImage")), X, heroes, settings
    )
    assert image.media_type == "image/jpeg"
    assert image.alt == "Colours"
    assert len(warnings) == 1
    assert warnings[0].startswith("https://a.org/hero.png: is broken")


def test_without_any_picture_a_card_is_drawn_and_said(
    web: Web, settings: Settings, digest: Callable[..., Digest]
) -> None:
    heroes = Heroes(settings)
    for where in (BLUESKY, X):
        image, warnings = image_for(
            digest(f"{web.url}/gone.jpg", "https://example.com/og.jpg"), where, heroes, settings
        )
        assert (image.width, image.height, image.media_type) == (1200, 630, "image/png")
        assert image.alt == "Card with the title: A laureate bets on world models"
        assert "answered 404" in warnings[0]
        assert "placeholder" in warnings[1]
        assert warnings[2] == "no picture can be had: a card with the title is drawn instead"
        assert len(warnings) == 3


def test_with_cards_switched_off_the_post_goes_out_bare_and_says_so(
    settings: Settings, digest: Callable[..., Digest]
) -> None:
    bare = replace(settings, images=replace(settings.images, draw_card=False))
    image, warnings = image_for(digest(), X, Heroes(bare), bare)
    assert image is None
    assert "images.draw_card is off" in warnings[0]


def test_a_derived_alt_text_is_a_warning(settings: Settings, digest: Callable[..., Digest], jpeg: bytes) -> None:
    image, warnings = image_for(digest("https://a.org/a.jpg"), X, Heroes(settings, lambda _: jpeg), settings)
    assert "only derived" in warnings[0]
    assert image.alt == "Picture for “A laureate bets on world models”"


@pytest.mark.parametrize(
    "content",
    [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n" + b"\0" * 100, b"RIFF\xff\xff\xff\x7fWEBPVP8X", b"BM" + b"\xff" * 60, b"\xff\xd8" + b"\xff\xe0\0\2" * 50, b"\0\0\0\x20ftypavif" + b"\0" * 40],
)  # fmt: skip
def test_hostile_bytes_cost_a_warning_and_nothing_else(
    settings: Settings, digest: Callable[..., Digest], content: bytes
) -> None:
    image, warnings = image_for(digest("https://a.org/a.jpg"), BLUESKY, Heroes(settings, lambda _: content), settings)
    assert image.media_type == "image/png", "the card"
    assert len(warnings) == 2


def test_a_title_that_nothing_can_write_costs_the_picture_and_not_the_post(
    settings: Settings, digest: Callable[..., Digest], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object, **more: object) -> None:
        raise PictureError("no card can be drawn: no font")

    monkeypatch.setattr("bot.picture.title_card.draw_for", broken)
    image, warnings = image_for(digest(), X, Heroes(settings), settings)
    assert image is None
    assert warnings == ("no card can be drawn: no font: the post goes out without a picture",)


def test_the_settings_colour_lies_under_transparency(settings: Settings, digest: Callable[..., Digest]) -> None:
    dark = replace(settings, images=replace(settings.images, background="#102030"))
    clear = Pillow.new("RGBA", (300, 300), (0, 0, 0, 0))
    clear.paste((255, 255, 255, 255), (100, 100, 200, 200))
    content = saved(clear, "PNG")
    image, _ = image_for(digest("https://a.org/a.png"), X, Heroes(dark, lambda _: content), dark)
    assert opened(image.content).convert("RGB").getpixel((9, 9)) == (0x10, 0x20, 0x30)
