"""A picture in which nothing can be seen is no picture of a post."""

from __future__ import annotations

import io
import struct
import time
import zlib
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image as Pillow
from PIL import ImageDraw, PngImagePlugin

from bot.errors import PictureError
from bot.model import ImageLimits
from bot.picture.blank import spread
from bot.picture.choose import image_for
from bot.picture.fit import fit
from bot.picture.hero import Heroes
from tests.picture.conftest import gradient, opened, saved, target

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.model import Digest
    from bot.settings.model import Settings
    from tests.servers.web import Web

THUMB = ImageLimits(max_bytes=1_000_000, max_side=2000)
GROUNDS = ("#10131a", "#000000", "#ffffff")


def logo(colour: str, mode: str = "RGBA") -> Pillow.Image:
    """A disc of one colour on transparency."""
    pixels = Pillow.new("RGBA", (600, 400))
    ImageDraw.Draw(pixels).ellipse((150, 50, 450, 350), fill=colour)
    return pixels.convert(mode)


def fade(frames: int = 8, peak: int = 200) -> bytes:
    """A GIF that fades in from white."""
    pictures = []
    for number in range(frames):
        pixels = Pillow.new("L", (300, 300), 255)
        ImageDraw.Draw(pixels).rectangle((50, 50, 250, 250), fill=255 - peak * number // (frames - 1))
        pictures.append(pixels)
    buffer = io.BytesIO()
    pictures[0].save(buffer, "GIF", save_all=True, append_images=pictures[1:])
    return buffer.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
@pytest.mark.parametrize(
    ("colour", "background"), [("#ffffff", "#ffffff"), ("#fbfbfb", "#ffffff"), ("#10131a", "#10131a")]
)
def test_a_logo_is_laid_on_a_ground_on_which_it_is_seen(kind: str, colour: str, background: str) -> None:
    """A white logo on white was posted as a white rectangle."""
    content = saved(logo(colour), kind, **({"lossless": True} if kind == "WEBP" else {}))
    image = fit(content, THUMB, background=background, grounds=GROUNDS)
    assert spread(opened(image.content)) > 100


def test_a_logo_that_is_seen_keeps_its_background() -> None:
    image = fit(saved(logo("#000000"), "PNG"), THUMB, background="#ffffff", grounds=GROUNDS)
    assert opened(image.content).convert("RGB").getpixel((5, 5)) == (255, 255, 255)


def test_an_animation_that_fades_in_is_shown_by_a_frame_that_shows_something() -> None:
    """Its first frame is white."""
    image = fit(fade(), THUMB, grounds=GROUNDS)
    assert spread(opened(image.content)) > 60


def test_of_an_animation_that_stays_faint_the_strongest_frame_is_shown() -> None:
    image = fit(fade(peak=40), THUMB, grounds=GROUNDS)
    assert spread(opened(image.content)) > 30


@pytest.mark.parametrize(
    "content",
    [
        saved(Pillow.new("RGB", (600, 400), "#ffffff"), "PNG"),
        saved(Pillow.new("RGB", (600, 400), "#1d5f91"), "JPEG"),
        saved(Pillow.new("L", (600, 400), 128), "JPEG"),
        saved(Pillow.new("P", (600, 400), 3), "GIF"),
        saved(Pillow.new("I;16", (600, 400), 30000), "PNG"),
        saved(Pillow.new("1", (600, 400), 1), "PNG"),
        saved(Pillow.new("RGBA", (600, 400), (0, 0, 0, 0)), "PNG"),
        saved(Pillow.new("RGB", (600, 400), "#ffffff"), "WEBP"),
        fade(peak=5),
    ],
)
def test_a_picture_of_one_colour_is_refused(content: bytes) -> None:
    with pytest.raises(PictureError, match="is blank"):
        fit(content, THUMB, grounds=GROUNDS)


def test_a_blank_hero_leaves_the_place_to_the_next_best(settings: Settings, digest: Callable[..., Digest]) -> None:
    """And a warning says so: nobody would have seen it before the post was out."""
    (settings.content / "white.png").write_bytes(saved(Pillow.new("RGB", (600, 400), "#ffffff"), "PNG"))
    (settings.content / "good.png").write_bytes(saved(gradient(600, 400), "PNG"))
    image, warnings = image_for(digest("white.png", "good.png"), target(), Heroes(settings), settings)
    assert image is not None
    assert spread(opened(image.content)) > 100
    assert any("white.png: is blank" in warning for warning in warnings)


def test_a_hero_whose_server_is_busy_once_is_shown(settings: Settings, digest: Callable[..., Digest], web: Web) -> None:
    """A post is made once and keeps its picture for ever."""
    picture = saved(gradient(600, 400), "JPEG")

    def once_busy(handler: Any) -> None:
        web.pages["/a.jpg"] = picture
        handler.send_response(503)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    web.pages["/a.jpg"] = once_busy
    image, warnings = image_for(digest(f"{web.url}/a.jpg"), target(), Heroes(settings), settings)
    assert image is not None
    assert not any("503" in warning for warning in warnings)
    assert len(web.asked) == 2


def test_a_long_comment_in_a_png_is_no_damage() -> None:
    """Drawing programs keep their whole document in a text chunk; Pillow takes it for a bomb."""
    words = PngImagePlugin.PngInfo()
    words.add_text("mxfile", "a diagram, " * 300_000, zip=True)
    words.add_itxt("long", "b" * 3_000_000, zip=True)
    words.add_text("plain", "c" * 3_000_000)
    image = fit(saved(gradient(600, 400), "PNG", pnginfo=words), THUMB, grounds=GROUNDS)
    assert (image.width, image.height) == (600, 400)
    assert len(image.content) < 1_000_000


def chunk(name: bytes, content: bytes, checksum: int | None = None) -> bytes:
    whole = zlib.crc32(name + content) if checksum is None else checksum
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", whole)


@pytest.mark.parametrize(
    "more",
    [
        chunk(b"tEXt", b"Comment\0x", checksum=1),
        chunk(b"zTXt", b"Comment\0\0not zlib"),
        chunk(b"iTXt", b"no zero in it"),
        chunk(b"tIME", b"?"),
        chunk(b"acTL", b"?"),
        chunk(b"eXIf", b"?"),
        chunk(b"iCCP", b"huge\0\0" + zlib.compress(bytes(5_000_000))),
        chunk(b"iCCP", b"broken\0\0not zlib"),
        chunk(b"prVt", bytes(100)),
    ],
)
def test_what_is_no_part_of_the_pixels_is_no_damage(more: bytes) -> None:
    content = saved(gradient(600, 400), "PNG")
    after_header = 8 + 25
    image = fit(content[:after_header] + more + content[after_header:], THUMB, grounds=GROUNDS)
    assert (image.width, image.height) == (600, 400)


def test_a_long_blank_animation_costs_little_time() -> None:
    frames = [Pillow.new("L", (800, 800), 255 - number % 2) for number in range(300)]
    buffer = io.BytesIO()
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:])
    begun = time.process_time()
    with pytest.raises(PictureError, match="is blank"):
        fit(buffer.getvalue(), THUMB, grounds=GROUNDS)
    assert time.process_time() - begun < 10
