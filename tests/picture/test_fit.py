"""Fitting: upright, sRGB, opaque, bare of metadata, within the limits, and as good as it can be."""

from __future__ import annotations

import io
import json
import struct
import subprocess
import sys
import time
import zlib
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as Pillow
from PIL import ImageChops, ImageCms, ImageStat

from bot.errors import PictureError
from bot.model import ImageLimits
from bot.picture import encode
from bot.picture.container import jpeg_segments, media_type, png_chunks, webp_chunks
from bot.picture.develop import developed
from bot.picture.fit import fit
from bot.picture.source import opened as open_picture
from bot.picture.source import size_of
from tests.picture.conftest import gradient, noise, opened, photo, saved
from tests.thorough import times

if TYPE_CHECKING:
    from collections.abc import Callable

THUMB = ImageLimits(max_bytes=1_000_000, max_side=2000)
ROOT = Path(__file__).resolve().parents[2]


def refusal(content: bytes, limits: ImageLimits = THUMB) -> str:
    with pytest.raises(PictureError) as caught:
        fit(content, limits)
    message = str(caught.value)
    assert "\n" not in message
    return message


def far(one: Pillow.Image, other: Pillow.Image) -> float:
    """The mean difference of a colour's value, 0 to 255."""
    return max(ImageStat.Stat(ImageChops.difference(one.convert("RGB"), other.convert("RGB"))).mean)


def near(colour: tuple[int, ...], wanted: tuple[int, ...], tolerance: int = 4) -> bool:
    return all(abs(a - b) <= tolerance for a, b in zip(colour, wanted, strict=True))


# ── limits ───────────────────────────────────────────────────────────────────────────────────────


@settings(max_examples=times(25, 60), deadline=None)
@given(
    width=st.integers(1, 700),
    height=st.integers(1, 700),
    mode=st.sampled_from(["RGB", "RGBA", "L", "LA", "P", "1", "CMYK"]),
    kind=st.sampled_from(["JPEG", "PNG", "WEBP", "GIF", "BMP"]),
    texture=st.sampled_from([gradient, photo, noise]),
    max_bytes=st.integers(2_500, 200_000),
    max_side=st.integers(16, 800),
)
def test_what_comes_out_is_never_over_the_limits(width, height, mode, kind, texture, max_bytes, max_side) -> None:
    pixels = texture(width, height).convert(mode)
    if kind in {"JPEG", "BMP"} and mode in {"RGBA", "LA", "P"}:
        pixels = pixels.convert("RGB")
    if mode == "CMYK" and kind != "JPEG":
        pixels = pixels.convert("RGB")
    image = fit(saved(pixels, kind), ImageLimits(max_bytes, max_side))
    assert len(image.content) <= max_bytes
    assert max(image.width, image.height) <= max_side
    assert min(image.width, image.height) >= 1
    assert media_type(image.content) == image.media_type
    again = opened(image.content)
    assert again.size == (image.width, image.height)
    assert again.mode in {"RGB", "L", "P", "1", "LA", "RGBA"}
    assert not again.has_transparency_data or again.convert("RGBA").getchannel("A").getextrema()[0] == 255


@pytest.mark.parametrize(
    ("size", "wanted"),
    [((1, 1), (1, 1)), ((4, 1), (4, 1)), ((6000, 300), (2000, 100)), ((20000, 1), (2000, 1)), ((3, 9000), (1, 2000)), ((2000, 1500), (2000, 1500)), ((4000, 3000), (2000, 1500))],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_every_shape_keeps_its_shape(size: tuple[int, int], wanted: tuple[int, int], kind: str) -> None:
    image = fit(saved(gradient(*size), kind), THUMB)
    assert (image.width, image.height) == wanted == opened(image.content).size


def test_a_small_picture_is_not_enlarged() -> None:
    assert fit(saved(gradient(300, 200).convert("RGBA"), "PNG"), THUMB).width == 300


def test_the_quality_is_the_highest_that_fits() -> None:
    pixels = photo(1600, 1200)
    for max_bytes in (150_000, 250_000, 400_000):
        found = encode.densest(pixels, max_bytes)
        at = encode.LADDER.index(found.rung)
        assert found.encodes <= encode.MAX_ENCODES
        assert len(found.content) <= max_bytes
        above = [len(encode.jpeg(pixels, rung)) for rung in encode.LADDER[at + 1 : at + 5]]
        assert len(above) < 4 or above[-1] > max_bytes, "four steps up would still have fitted"
        assert len(found.content) > 0.88 * max_bytes or found.rung == encode.LADDER[-1]


def test_four_encodes_are_enough_for_all_but_noise() -> None:
    for pixels in (gradient(1200, 630), photo(1200, 630), photo(900, 1600)):
        for max_bytes in (30_000, 60_000, 120_000, 1_000_000):
            assert encode.densest(pixels, max_bytes).encodes <= 4 + 2 * (max_bytes == 30_000)


def test_colour_keeps_its_full_resolution_where_quality_90_fits() -> None:
    assert encode.densest(gradient(800, 600), 1_000_000).rung == encode.LADDER[-1]
    assert encode.LADDER[-1].subsampling == 0


def test_what_cannot_fit_at_any_quality_loses_pixels() -> None:
    image = fit(saved(noise(1000, 1000)), ImageLimits(100_000, 2000))
    assert len(image.content) <= 100_000
    assert 300 < image.width < 900


def test_nothing_fits_into_nothing() -> None:
    assert "cannot be made to fit" in refusal(saved(noise(300, 300)), ImageLimits(100, 2000))


def test_noise_is_encoded_without_a_word_on_stderr(capfd: pytest.CaptureFixture[str]) -> None:
    """libjpeg complains there when its buffer is too small for an optimized picture."""
    fit(saved(noise(1500, 1500), quality=95), ImageLimits(9_000_000, 1400))
    assert capfd.readouterr().err == ""


# ── passing through ──────────────────────────────────────────────────────────────────────────────

SECRET = b"SECRET-48.8584N-2.2945E"


def with_secrets(kind: str) -> bytes:
    """A picture with location, author, comment and thumbnail in every place that its format has for them."""
    pixels = gradient(400, 300)
    exif = Pillow.Exif()
    exif[0x013B] = SECRET.decode()
    exif.get_ifd(0x8825)[1] = "N"
    if kind == "JPEG":
        plain = saved(pixels, kind, exif=exif, comment=SECRET, quality=90)
        segments = b"".join(
            b"\xff" + bytes([marker]) + struct.pack(">H", 2 + len(SECRET) + 6) + b"Photos" + SECRET
            for marker in (0xE1, 0xED, 0xEF)
        )
        return plain[:2] + segments + plain[2:] + b"\xff\xd8 a second picture " + SECRET
    if kind == "PNG":
        from PIL.PngImagePlugin import PngInfo

        info = PngInfo()
        info.add_text("Author", SECRET.decode())
        info.add_itxt("XML:com.adobe.xmp", SECRET.decode(), zip=True)
        return saved(pixels, kind, exif=exif, pnginfo=info) + SECRET
    return saved(pixels, kind, exif=exif, xmp=SECRET, quality=90) + SECRET


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_that_fits_goes_through_untouched_but_for_its_metadata(kind: str) -> None:
    content = with_secrets(kind)
    assert SECRET in content
    image = fit(content, THUMB)
    assert image.media_type == f"image/{kind.lower()}"
    assert SECRET not in image.content
    assert not opened(image.content).getexif()
    assert opened(image.content).tobytes() == opened(content).tobytes(), "not encoded anew"
    names = {
        "JPEG": lambda: (
            {f"{marker:x}" for marker, _, _ in jpeg_segments(image.content)} & {"e1", "e2", "ed", "ef", "fe"}
        ),
        "PNG": lambda: {name for name, _ in png_chunks(image.content)} - {b"IHDR", b"IDAT", b"IEND"},
        "WEBP": lambda: {name for name, _ in webp_chunks(image.content)} - {b"VP8 ", b"VP8X"},
    }
    assert names[kind]() == set()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_that_must_shrink_loses_its_metadata_too(kind: str) -> None:
    image = fit(with_secrets(kind), ImageLimits(1_000_000, 200))
    assert image.width == 200
    assert SECRET not in image.content
    assert not opened(image.content).getexif()
    assert "comment" not in opened(image.content).info


@pytest.mark.parametrize("how", [{}, {"progressive": True}, {"restart_marker_blocks": 2}, {"optimize": True}])
def test_every_kind_of_jpeg_is_stripped_without_harm(how: dict[str, object]) -> None:
    content = saved(photo(300, 200), comment=SECRET, **how)
    image = fit(content, THUMB)
    assert SECRET not in image.content
    assert len(image.content) == len(content) - len(SECRET) - 4
    assert opened(image.content).tobytes() == opened(content).tobytes()


def test_a_grey_jpeg_passes_through() -> None:
    content = saved(gradient(300, 200, "L"))
    assert fit(content, THUMB).content == content


def test_a_picture_with_an_srgb_profile_passes_through_without_it() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    content = saved(gradient(300, 200), icc_profile=profile)
    image = fit(content, THUMB)
    assert "icc_profile" not in opened(image.content).info
    assert opened(image.content).tobytes() == opened(content).tobytes()


def test_a_palette_picture_keeps_its_palette() -> None:
    content = saved(gradient(300, 200).quantize(16), "PNG")
    image = fit(content, THUMB)
    assert image.content == content


# ── upright ──────────────────────────────────────────────────────────────────────────────────────

CORNERS = {1: "RGBW", 2: "GRWB", 3: "WBGR", 4: "BWRG", 5: "RBGW", 6: "BRWG", 7: "WGBR", 8: "GWRB"}
"""EXIF orientation → the stored corners (top left, top right, bottom left, bottom right) that are seen as red, green / blue, white."""
INKS = {"R": (255, 0, 0), "G": (0, 255, 0), "B": (0, 0, 255), "W": (255, 255, 255)}


def corners_of(pixels: Pillow.Image) -> list[tuple[int, ...]]:
    width, height = pixels.size
    return [
        pixels.convert("RGB").getpixel(at) for at in ((9, 9), (width - 9, 9), (9, height - 9), (width - 9, height - 9))
    ]


def quartered(width: int, height: int) -> Pillow.Image:
    pixels = Pillow.new("RGB", (width, height))
    for ink, at in zip("RGBW", ((0, 0), (1, 0), (0, 1), (1, 1)), strict=True):
        pixels.paste(
            INKS[ink],
            (at[0] * width // 2, at[1] * height // 2, width, height)
            if at == (1, 1)
            else (at[0] * width // 2, at[1] * height // 2, (at[0] + 1) * width // 2, (at[1] + 1) * height // 2),
        )
    return pixels


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("max_side", [2000, 120])
def test_a_picture_lying_on_its_side_is_set_upright(orientation: int, kind: str, max_side: int) -> None:
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
    upright = quartered(400, 240)
    stored = upright.transpose(Pillow.Transpose(undo[orientation])) if orientation > 1 else upright
    exif = Pillow.Exif()
    exif[0x0112] = orientation
    content = saved(
        stored,
        kind,
        exif=exif,
        **({"subsampling": 0} if kind == "JPEG" else {"lossless": True} if kind == "WEBP" else {}),
    )
    assert size_of(content) == (400, 240)
    image = fit(content, ImageLimits(1_000_000, max_side))
    assert (image.width, image.height) == (min(400, max_side), 240 * min(400, max_side) // 400)
    for colour, ink in zip(corners_of(opened(image.content)), "RGBW", strict=True):
        assert near(colour, INKS[ink], 12)
    assert opened(image.content).getexif().get(0x0112, 1) == 1


def test_broken_exif_costs_nothing() -> None:
    plain = saved(gradient(300, 200))
    broken = plain[:2] + b"\xff\xe1\x00\x12Exif\x00\x00MM\x00\x2a\xff\xff\xff\xff\x00\x01" + plain[2:]
    assert fit(broken, THUMB).width == 300


# ── colours ──────────────────────────────────────────────────────────────────────────────────────


def centre(image: Any) -> Any:
    pixels = opened(image.content).convert("RGB")
    return pixels.getpixel((pixels.width // 2, pixels.height // 2))


@pytest.mark.parametrize("background", ["#ffffff", "#102030"])
def test_transparency_lies_on_the_background(background: str) -> None:
    wanted = tuple(int(background[at : at + 2], 16) for at in (1, 3, 5))
    clear = Pillow.new("RGBA", (300, 200), (255, 0, 0, 0))
    half = Pillow.new("RGBA", (300, 200), (255, 0, 0, 128))
    for kind in ("PNG", "WEBP"):
        how = {"lossless": True} if kind == "WEBP" else {}
        assert near(centre(fit(saved(clear, kind, **how), THUMB, background=background)), wanted)
        mixed = tuple(round(0.5 * a + 0.5 * b) for a, b in zip((255, 0, 0), wanted, strict=True))
        assert near(centre(fit(saved(half, kind, **how), THUMB, background=background)), mixed)


def test_clear_pixels_do_not_bleed_into_the_edge_when_scaled() -> None:
    """The colour under full transparency is nobody's business."""
    pixels = Pillow.new("RGBA", (1000, 1000), (0, 0, 0, 0))
    pixels.paste((255, 255, 255, 255), (0, 0, 500, 1000))
    image = fit(saved(pixels, "PNG"), ImageLimits(1_000_000, 100))
    assert opened(image.content).convert("L").getextrema()[0] >= 250, "white on white has no dark seam"


@pytest.mark.parametrize("mode", ["P", "L", "RGB"])
def test_a_colour_that_is_declared_clear_lies_on_white(mode: str) -> None:
    if mode == "P":
        pixels = Pillow.new("P", (300, 200), 1)
        pixels.putpalette([255, 0, 0, 0, 0, 255])
        content = saved(pixels, "PNG", transparency=1)
    else:
        content = saved(
            Pillow.new(mode, (300, 200), 77 if mode == "L" else (1, 2, 3)),
            "PNG",
            transparency=77 if mode == "L" else (1, 2, 3),
        )
    assert near(centre(fit(content, THUMB)), (255, 255, 255))
    assert near(centre(fit(content, ImageLimits(1_000_000, 90))), (255, 255, 255))


def test_an_opaque_alpha_channel_is_no_transparency() -> None:
    content = saved(gradient(300, 200).convert("RGBA"), "PNG")
    assert fit(content, THUMB).content == content


def test_cmyk_comes_out_in_its_colours() -> None:
    content = saved(Pillow.new("CMYK", (300, 200), (0, 255, 255, 0)))
    image = fit(content, THUMB)
    assert opened(image.content).mode == "RGB"
    assert near(centre(image), (255, 0, 0), 6)


def test_sixteen_bits_are_scaled_and_not_clipped() -> None:
    grey = Pillow.new("I;16", (300, 200), 0x8080)
    for limits in (THUMB, ImageLimits(1_000_000, 100)):
        assert near(centre_16(fit(saved(grey, "PNG"), limits)), (0x80,) * 3)
    rgb = png16(300, 200, (0xFFFF, 0x8080, 0x0000))
    for limits in (THUMB, ImageLimits(1_000_000, 100)):
        assert near(centre(fit(rgb, limits)), (255, 128, 0))


def centre_16(image: Any) -> Any:
    """Also of a picture that went through in 16 bits."""
    pixels = opened(image.content)
    value = pixels.getpixel((pixels.width // 2, pixels.height // 2))
    return (
        (value >> 8,) * 3 if pixels.mode.startswith("I") else tuple(value) if isinstance(value, tuple) else (value,) * 3
    )


def png16(width: int, height: int, colour: tuple[int, int, int]) -> bytes:
    row = b"\0" + struct.pack(">3H", *colour) * width
    return png(struct.pack(">IIBBBBB", width, height, 16, 2, 0, 0, 0), zlib.compress(row * height))


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png(header: bytes, body: bytes) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def display_p3() -> bytes:
    """A Display P3 profile, as phones attach it: sRGB's with wider primaries (ICC.1, matrix/TRC)."""
    srgb = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    primaries = {
        b"rXYZ": (0.51512, 0.2412, -0.00105),
        b"gXYZ": (0.29198, 0.69225, 0.04189),
        b"bXYZ": (0.1571, 0.06657, 0.78407),
    }
    (count,) = struct.unpack_from(">I", srgb, 128)
    for entry in range(count):
        name, offset, length = struct.unpack_from(">4sII", srgb, 132 + 12 * entry)
        if name in primaries:
            srgb[offset + 8 : offset + 20] = struct.pack(">3i", *(round(value * 65536) for value in primaries[name]))
        if name == b"desc":
            srgb[offset : offset + length] = srgb[offset : offset + length].replace(
                "sRGB".encode("utf-16-be"), "P3 d".encode("utf-16-be")
            )
    return bytes(srgb)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("max_side", [2000, 90])
def test_display_p3_is_converted_and_its_profile_dropped(kind: str, max_side: int) -> None:
    """P3's (200, 60, 40) is sRGB's (217, 43, 21), by the primaries of both."""
    how = {"quality": 100} if kind != "PNG" else {}
    content = saved(Pillow.new("RGB", (300, 200), (200, 60, 40)), kind, icc_profile=display_p3(), **how)
    image = fit(content, ImageLimits(1_000_000, max_side))
    assert near(centre(image), (217, 43, 21), 6)
    assert "icc_profile" not in opened(image.content).info


def test_a_transparent_picture_in_p3_is_converted_too() -> None:
    content = saved(Pillow.new("RGBA", (300, 200), (200, 60, 40, 128)), "PNG", icc_profile=display_p3())
    assert near(centre(fit(content, THUMB)), tuple(round(0.5 * v + 127.5) for v in (217, 43, 21)), 6)


@pytest.mark.parametrize("profile", [b"", b"nonsense", b"\0" * 4000])
def test_a_broken_profile_is_taken_for_srgb(profile: bytes) -> None:
    content = saved(Pillow.new("RGB", (300, 200), (200, 60, 40)), "JPEG", icc_profile=profile, quality=95)
    assert near(centre(fit(content, THUMB)), (200, 60, 40), 6)


def test_a_profile_for_other_pixels_is_no_reason_to_fail() -> None:
    content = saved(Pillow.new("L", (300, 200), 90), "JPEG", icc_profile=display_p3(), quality=95)
    assert near(centre(fit(content, THUMB)), (90, 90, 90), 6)


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_an_animation_is_its_first_frame(kind: str) -> None:
    frames = [Pillow.new("RGB", (300, 200), colour) for colour in ("red", "lime", "blue")]
    content = saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)
    image = fit(content, THUMB)
    assert near(centre(image), (255, 0, 0), 6)
    assert getattr(opened(image.content), "n_frames", 1) == 1


def test_avif_becomes_a_jpeg() -> None:
    image = fit(saved(gradient(300, 200), "AVIF"), THUMB)
    assert image.media_type == "image/jpeg"
    assert far(opened(image.content), gradient(300, 200)) < 8


# ── drawn pictures ───────────────────────────────────────────────────────────────────────────────


def test_drawn_pictures_stay_lossless_where_that_fits() -> None:
    pixels = Pillow.new("RGBA", (800, 400), (255, 255, 255, 0))
    for at in range(0, 800, 40):
        pixels.paste((20, 40, 160, 255), (at, 0, at + 20, 400))
    image = fit(saved(pixels, "PNG"), THUMB)
    assert image.media_type == "image/png"
    assert far(opened(image.content), Pillow.alpha_composite(Pillow.new("RGBA", pixels.size, "white"), pixels)) == 0
    assert fit(saved(pixels.convert("P"), "GIF"), THUMB).media_type == "image/png"


def test_scaling_is_as_sharp_as_lanczos_from_the_full_picture() -> None:
    pixels = photo(1600, 1200)
    for kind, tolerance in (("PNG", 3.5), ("JPEG", 4.5)):
        content = saved(pixels, kind, **({"quality": 95, "subsampling": 0} if kind == "JPEG" else {}))
        image = fit(content, ImageLimits(5_000_000, 700))
        reference = opened(content).resize((700, 525), Pillow.Resampling.LANCZOS)
        assert far(opened(image.content), reference) < tolerance


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_strip_by_strip_is_the_same_picture(mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A heavy picture is developed in strips, whose seams nobody sees."""
    monkeypatch.setattr("bot.picture.develop.HEAVY_BYTES", 100_000)
    monkeypatch.setattr("bot.picture.develop.STRIP_BYTES", 320_000)
    pixels = photo(800, 600)
    given_pixels = pixels.convert("RGBA")
    given_pixels.putpixel((0, 0), (0, 0, 0, 0))  # else it would be opaque, and no strip would be cut out
    source = open_picture(saved(given_pixels if mode == "RGBA" else pixels, "PNG"))
    source.pixels.load()
    made = developed(source, (273, 205), "#ffffff")
    reference = pixels.resize((273, 205), Pillow.Resampling.LANCZOS)
    difference = ImageChops.difference(made, reference).crop((9, 9, 273, 205))
    assert max(high for _, high in difference.getextrema()) <= 2


# ── refusals ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "AVIF"])
@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.97])
def test_a_file_that_is_cut_off_is_refused(kind: str, share: float) -> None:
    content = saved(photo(400, 300), kind)
    assert refusal(content[: int(len(content) * share)])


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_file_that_is_cut_off_says_so(kind: str) -> None:
    content = saved(photo(400, 300), kind)
    assert "is cut off" in refusal(content[: len(content) // 2])


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"hello, this is no picture", "is text"),
        (b"<!DOCTYPE html><html><body>Not found</body>", "is a web page"),
        (b"\n\n  <html lang=en>", "is a web page"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "is SVG"),
        (b"<?xml version='1.0'?>\n<!-- logo -->\n<svg/>", "is SVG"),
        (b"<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>", "is XML"),
        (b'{"error": "not found"}', "is JSON"),
        (b"%PDF-1.7 ...", "is a PDF"),
        (b"II*\0\x08\0\0\0", "is TIFF"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "is HEIC"),
        (b"\0\0\0\x18ftypisom\0\0\0\0isommp42", "is a video"),
        (b"\xff\x0a\xfa\x1f", "is JPEG XL"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:1", "Git LFS pointer"),
        (b"\x00\x01\x02\x03 whatever", "no picture that can be read"),
        (b"\xff\xd8\xff", "is cut off"),
        (b"\x89PNG\r\n\x1a\n", "is cut off"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "is cut off"),
    ],
)
def test_what_is_no_picture_is_named(content: bytes, reason: str) -> None:
    assert reason in refusal(content)


def test_hostile_bytes_never_end_in_anything_but_a_picture_or_a_picture_error() -> None:
    import random

    dice = random.Random(7)
    for kind in ("JPEG", "PNG", "WEBP", "GIF", "BMP", "AVIF"):
        good = saved(photo(64, 48), kind)
        for _ in range(40):
            broken = bytearray(good)
            for _ in range(dice.randint(1, 12)):
                broken[dice.randrange(4, len(broken))] = dice.randrange(256)
            with suppress(PictureError):
                fit(bytes(broken), THUMB)


def png_bomb(side: int, mode: int = 2) -> bytes:
    channels = {0: 1, 2: 3, 6: 4}[mode]
    body = zeros(1 + side * channels, min(side, 3000))
    return png(struct.pack(">IIBBBBB", side, side, 8, mode, 0, 0, 0), body)


def zeros(row: int, rows: int) -> bytes:
    """What zlib makes of so many zeros, half a gigabyte of them: after a full flush the same bytes say the same again."""
    stream = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    once = stream.compress(bytes(row)) + stream.flush(zlib.Z_FULL_FLUSH)
    checksum = row * rows % 65521 << 16 | 1
    return b"\x78\xda" + once * rows + b"\x03\0" + struct.pack(">I", checksum)


def jpeg_bomb(side: int) -> bytes:
    plain = bytearray(saved(gradient(64, 64)))
    at = plain.index(b"\xff\xc0")
    plain[at + 5 : at + 9] = struct.pack(">HH", side, side)
    return bytes(plain)


@pytest.mark.parametrize(
    "make",
    [
        lambda: png_bomb(60_000),
        lambda: jpeg_bomb(60_000),
        lambda: gif_bomb(60_000),
        lambda: webp_bomb(16_000),
        lambda: png_bomb(60_000, 6),
    ],
)
def test_a_bomb_is_refused_in_milliseconds(make: object) -> None:
    content = make()
    fit_warm()
    began = time.process_time()
    assert "too large to be read" in refusal(content)
    assert time.process_time() - began < 0.1


def many_scans() -> bytes:
    """Each takes a hundred bytes and goes over the whole picture."""
    plain = saved(gradient(640, 640), progressive=True)
    return plain[:-2] + plain[plain.rindex(b"\xff\xda") : -2] * 1000 + plain[-2:]


def in_jpeg(part: bytes) -> bytes:
    plain = saved(gradient(64, 64))
    return plain[:2] + part * 400_000 + plain[2:]


def in_webp(part: bytes) -> bytes:
    plain = saved(gradient(64, 64), "WEBP") + part * 400_000
    return plain[:4] + struct.pack("<I", len(plain) - 8) + plain[8:]


def in_png(part: bytes) -> bytes:
    plain = saved(gradient(64, 64), "PNG")
    return plain[:33] + part * 400_000 + plain[33:]


@pytest.mark.parametrize(
    "make",
    [
        many_scans,
        lambda: in_jpeg(b"\xff\xe1\x00\x08Exif\0\0"),
        lambda: in_jpeg(b"\xff\xfe\x00\x02"),
        lambda: in_jpeg(b"\xff"),
        lambda: in_png(chunk(b"IDAT", b"")),
        lambda: in_png(chunk(b"prVt", b"")),
        lambda: in_webp(b"junk\0\0\0\0"),
    ],
)
def test_a_picture_in_countless_parts_is_refused_at_once(make: Callable[[], bytes]) -> None:
    """Two megabytes of empty scans took half a minute of a run; twenty of empty EXIF did not end in hours."""
    content = make()
    began = time.process_time()
    assert "too many parts" in refusal(content)
    assert time.process_time() - began < 0.5


def fit_warm() -> None:
    """Every decoder imported, so that the time of a refusal is its own."""
    for kind in ("JPEG", "PNG", "GIF", "WEBP"):
        fit(saved(gradient(64, 64), kind), THUMB)


def gif_bomb(side: int) -> bytes:
    return (
        b"GIF89a"
        + struct.pack("<HH", side, side)
        + b"\xf0\0\0"
        + b"\0" * 6
        + b"\x2c"
        + struct.pack("<HHHHB", 0, 0, side, side, 0)
        + b"\x08\x02\x4c\x01\0;"
    )


def webp_bomb(side: int) -> bytes:
    frame = saved(Pillow.new("RGB", (16, 16)), "WEBP", lossless=True)[12:]
    bits = (side - 1) | (side - 1) << 14
    frame = frame[:9] + struct.pack("<I", bits) + frame[13:]
    return b"RIFF" + struct.pack("<I", 4 + len(frame)) + b"WEBP" + frame


MEASURE = """
import json, re, sys, time
from bot.errors import PictureError
from bot.picture.fit import fit
from bot.model import ImageLimits
content = open(sys.argv[1], "rb").read()
began = time.perf_counter()
try:
    said = fit(content, ImageLimits(5_000_000, 4096)).media_type
except PictureError as error:
    said = str(error)
seconds = time.perf_counter() - began
peak = int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) / 1024  # ru_maxrss would count pytest's own
print(json.dumps({"said": said, "seconds": seconds, "mib": peak}))
"""


def heaviest() -> dict[str, bytes]:
    """The largest of each kind that are still taken, and some that are not."""
    return {
        "png": saved(Pillow.new("RGBA", (7000, 7000), (9, 9, 9, 9)), "PNG", compress_level=1),
        "progressive": saved(Pillow.new("RGB", (5600, 5600), "teal"), progressive=True, subsampling=0),
        "baseline": saved(Pillow.new("RGB", (14000, 12000), "teal")),
        "webp": saved(Pillow.new("RGBA", (3500, 3500), (9, 9, 9, 9)), "WEBP", lossless=True, method=0),
        "side": sideways(),
        "bomb": png_bomb(60_000),
        "huge": saved(Pillow.new("L", (20000, 12000)), "PNG", compress_level=1),
    }


def sideways() -> bytes:
    exif = Pillow.Exif()
    exif[0x0112] = 6
    return saved(Pillow.new("RGB", (7000, 7000), "teal"), "PNG", compress_level=1, exif=exif)


@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells the peak of memory on Linux alone")
def test_no_picture_takes_more_than_400_mib(tmp_path: Path) -> None:
    for name, content in heaviest().items():
        path = tmp_path / name
        path.write_bytes(content)
        found = subprocess.run(
            [sys.executable, "-c", MEASURE, str(path)], capture_output=True, text=True, check=True, cwd=ROOT
        )
        told = json.loads(found.stdout)
        assert told["mib"] <= 400, (name, told)
        assert told["said"].startswith("image/") or "too large" in told["said"], (name, told)


def test_the_size_is_known_without_decoding() -> None:
    content = saved(photo(800, 600))
    assert size_of(content[:20000] + b"\xff\xd9") == (800, 600)
    assert io.BytesIO(content).read(2) == b"\xff\xd8"
