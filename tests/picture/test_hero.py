"""Finding: in the order that the digest gives, each failure with its reason, nothing from outside."""

from __future__ import annotations

import base64
import os
import threading
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import pytest
from PIL import Image as Pillow

from bot.errors import PictureError
from bot.model import Hero, ImageLimits, Override, Picture
from bot.picture.cache import SharedCache
from bot.picture.hero import Heroes
from tests.picture.conftest import gradient, saved, target

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.model import Digest
    from bot.settings.model import Settings, Target
    from tests.servers.web import Web

    Make = Callable[..., Digest]

BLUESKY = target("bluesky")
X = target("x")
ALSO_X = target("x-fr", platform="x")


def offline(url: str) -> bytes:
    raise PictureError(f"{url}: nobody should have asked")


class Found(NamedTuple):
    """The first picture that can be had, and why the ones before it are not it."""

    hero: Hero | None
    warnings: tuple[str, ...]


def find(heroes: Heroes, digest: Digest, target: Target) -> Found:
    warnings: list[str] = []
    for hero in heroes.search(digest, target):
        if isinstance(hero, Hero):
            return Found(hero, tuple(warnings))
        warnings.append(str(hero))
    return Found(None, tuple(warnings))


# ── the order ────────────────────────────────────────────────────────────────────────────────────


def test_the_first_picture_that_can_be_had_wins(web: Web, settings: Settings, digest: Make, jpeg: bytes) -> None:
    web.pages |= {"/og.jpg": jpeg, "/body.jpg": jpeg}
    found = find(Heroes(settings), digest(f"{web.url}/hero.jpg", f"{web.url}/og.jpg", f"{web.url}/body.jpg"), BLUESKY)
    assert found.hero.source == f"{web.url}/og.jpg"
    assert found.hero.content == jpeg
    assert found.hero.media_type == "image/jpeg"
    assert found.warnings == (f"heroImage: {web.url}/hero.jpg: answered 404 Not Found",)
    assert web.paths == ["/hero.jpg", "/og.jpg"], "nothing is fetched that is not needed"


def test_every_failure_is_told_and_the_same_source_is_tried_once(web: Web, settings: Settings, digest: Make) -> None:
    gone = f"{web.url}/gone.jpg"
    found = find(
        Heroes(settings), digest(gone, gone, f"{web.url}/gone.jpg?a=1&amp;b=2", f"{web.url}/gone.jpg?a=1&b=2"), BLUESKY
    )
    assert found.hero is None
    assert [warning.split(":")[0] for warning in found.warnings] == ["heroImage", "body"]
    assert web.paths == ["/gone.jpg", "/gone.jpg?a=1&b=2"]


def test_a_targets_own_picture_goes_before_all(web: Web, settings: Settings, digest: Make, jpeg: bytes) -> None:
    for name in ("hero", "all", "x", "fr"):
        web.pages[f"/{name}.jpg"] = jpeg
    one = digest(
        f"{web.url}/hero.jpg",
        override=Override(image=f"{web.url}/all.jpg", alt="for all"),
        overrides={"x": Override(image=f"{web.url}/x.jpg", alt="for x"), "x-fr": Override(text="only text")},
    )
    heroes = Heroes(settings)
    assert find(heroes, one, BLUESKY).hero.source.endswith("/all.jpg")
    assert find(heroes, one, X).hero.source.endswith("/x.jpg")
    assert find(heroes, one, X).hero.alt == "for x"
    assert find(heroes, one, ALSO_X).hero.source.endswith("/x.jpg"), "the platform's word, where the target has none"
    lost = digest(f"{web.url}/hero.jpg", override=Override(image=f"{web.url}/nothing.jpg"))
    found = find(heroes, lost, X)
    assert found.hero.source.endswith("/hero.jpg")
    assert found.warnings[0].startswith("social.image: ")


def test_a_digest_without_pictures_finds_none(settings: Settings, digest: Make) -> None:
    assert find(Heroes(settings, offline), digest(), BLUESKY) == (None, ())


# ── once ─────────────────────────────────────────────────────────────────────────────────────────


def test_two_targets_fetch_once_also_what_fails(web: Web, settings: Settings, digest: Make, jpeg: bytes) -> None:
    web.pages["/og.jpg"] = jpeg
    one = digest(f"{web.url}/gone.jpg", f"{web.url}/og.jpg")
    heroes = Heroes(settings)
    assert find(heroes, one, BLUESKY) == find(heroes, one, X)
    assert web.paths == ["/gone.jpg", "/og.jpg"]


def test_threads_that_want_the_same_wait_for_one_fetch(settings: Settings, digest: Make, jpeg: bytes) -> None:
    asked, everybody = [], threading.Barrier(8)
    begun = threading.Event()

    def fetch(url: str) -> bytes:
        asked.append(url)
        begun.wait(10)
        return jpeg

    heroes, found = Heroes(settings, fetch), []

    def look() -> None:
        everybody.wait(10)
        found.append(find(heroes, digest("https://pictures.org/a.jpg"), BLUESKY))

    threads = [threading.Thread(target=look) for _ in range(8)]
    for thread in threads:
        thread.start()
    begun.set()
    for thread in threads:
        thread.join(10)
    assert len(found) == 8
    assert len(set(found)) == 1
    assert asked == ["https://pictures.org/a.jpg"]


def test_what_is_kept_is_bounded_and_made_anew_when_it_is_gone() -> None:
    kept: SharedCache[bytes] = SharedCache(100, len)
    made = []

    def make(name: str, size: int) -> bytes:
        made.append(name)
        return b"x" * size

    for name, size in (("a", 60), ("b", 60), ("b", 60), ("c", 30), ("a", 60), ("huge", 500), ("huge", 500)):
        kept.get(name, lambda name=name, size=size: make(name, size))
        assert kept.kept_bytes == sum(len(value) for value in kept.made.values())
        assert kept.kept_bytes <= max(100, size)
    assert made == ["a", "b", "c", "a", "huge"]


def test_what_is_asked_for_again_and_again_is_kept() -> None:
    """As the picture that half the digests share."""
    kept: SharedCache[bytes] = SharedCache(100, len)
    made = []
    for number in range(9):
        for name in ("shared", f"own {number}"):
            kept.get(name, lambda name=name: made.append(name) or b"x" * 40)  # type: ignore[misc, func-returns-value]
    assert made.count("shared") == 1


# ── what is no picture ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/hero.jpg", "http://www.example.org/a.png", "https://via.placeholder.com/1200x630", "https://placehold.co/600x400",
        "https://dummyimage.com/600", "https://cdn.example/a.png", "https://picsum.photos/1200/630",
    ],
)  # fmt: skip
def test_a_placeholder_is_not_even_asked_for(settings: Settings, digest: Make, url: str) -> None:
    found = find(Heroes(settings, offline), digest(url), BLUESKY)
    assert found == (None, (f"heroImage: {url}: is a placeholder's address",))


@pytest.mark.parametrize(
    ("size", "taken"),
    [((1, 1), False), ((120, 90), False), ((199, 900), False), ((900, 199), False), ((200, 200), True)],
)
def test_a_picture_under_200_pixels_is_as_good_as_missing(
    settings: Settings, digest: Make, size: tuple[int, int], taken: bool
) -> None:
    content = saved(Pillow.new("RGB", size, "grey"))
    found = find(Heroes(settings, lambda _: content), digest("https://pictures.org/a.jpg"), BLUESKY)
    assert (found.hero is not None) == taken
    if not taken:
        assert f"is only {size[0]} × {size[1]} pixels" in found.warnings[0]


def test_the_bytes_decide_what_it_is_and_not_the_name(settings: Settings, digest: Make) -> None:
    webp = saved(gradient(300, 300), "WEBP")
    assert (
        find(Heroes(settings, lambda _: webp), digest("https://pictures.org/a.jpg"), BLUESKY).hero.media_type
        == "image/webp"
    )
    found = find(Heroes(settings, lambda _: b"<!doctype html><p>Gone"), digest("https://pictures.org/a.jpg"), BLUESKY)
    assert found.warnings == ("heroImage: https://pictures.org/a.jpg: is a web page, not a picture",)


def test_a_missing_maxresdefault_is_replaced_by_hqdefault(settings: Settings, digest: Make, jpeg: bytes) -> None:
    asked = []

    def fetch(url: str) -> bytes:
        asked.append(url)
        if "maxres" in url:
            raise PictureError(f"{url}: answered 404 Not Found")
        return jpeg

    found = find(Heroes(settings, fetch), digest("https://i.ytimg.com/vi/dQw4w9WgXcQ/maxresdefault.jpg"), BLUESKY)
    assert found.hero.source == "https://i.ytimg.com/vi/dQw4w9WgXcQ/hqdefault.jpg"
    assert len(found.warnings) == 1
    assert asked[0].endswith("maxresdefault.jpg")


def test_a_screenshot_service_is_asked_for_the_screenshot_and_not_its_spinner(
    settings: Settings, digest: Make, jpeg: bytes
) -> None:
    asked = []
    find(
        Heroes(settings, lambda url: asked.append(url) or jpeg),
        digest("https://image.thum.io/get/width/1200/https://a.org/"),
        X,
    )
    assert asked == ["https://image.thum.io/get/noanimate/width/1200/https://a.org/"]


# ── files ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("source", "where"),
    [
        ("hero.jpg", "content/hero.jpg"),
        ("./hero.jpg", "content/hero.jpg"),
        ("images/a%20b.jpg", "content/images/a b.jpg"),
        ("a b.jpg", "content/a b.jpg"),
        ("hero.jpg?v=2", "content/hero.jpg"),
        ("../public/hero.jpg", "public/hero.jpg"),
        ("/hero.jpg", "content/hero.jpg"),
        ("/images/hero.jpg", "public/images/hero.jpg"),
        ("/public/hero.jpg", "public/hero.jpg"),
        ("public/hero.jpg", "public/hero.jpg"),
        ("images/hero.jpg", "public/images/hero.jpg"),
        ("https://blog.example/images/hero.jpg", "public/images/hero.jpg"),
    ],
)
def test_a_file_is_found_where_blogs_keep_it(
    settings: Settings, digest: Make, jpeg: bytes, source: str, where: str
) -> None:
    path = settings.root / where
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(jpeg)
    found = find(Heroes(settings, offline), digest(source), BLUESKY)
    assert found.hero is not None, found.warnings
    assert found.hero.content == jpeg


def test_a_hero_beside_content_is_the_blogs_own(settings: Settings, digest: Make, jpeg: bytes) -> None:
    """Astro's starter keeps them in src/assets, beside src/content; beyond the folder of the settings nothing is read."""
    (settings.root / "assets").mkdir()
    (settings.root / "assets" / "h.jpg").write_bytes(jpeg)
    (settings.root.parent / "secret.jpg").write_bytes(jpeg)
    heroes = Heroes(replace(settings, source=settings.root / "bot.toml"), offline)
    assert find(heroes, digest("../assets/h.jpg"), BLUESKY).hero is not None
    assert find(heroes, digest("../../secret.jpg"), BLUESKY).hero is None


@pytest.mark.parametrize("source", ["../secret.jpg", "../../secret.jpg", "images/../../secret.jpg", "/../secret.jpg", "/public/../secret.jpg", "..%2Fsecret.jpg", "link.jpg", "folder/secret.jpg"])  # fmt: skip
def test_nothing_is_read_from_outside(settings: Settings, digest: Make, jpeg: bytes, source: str) -> None:
    (settings.content / "images").mkdir()
    (settings.root / "secret.jpg").write_bytes(jpeg)
    (settings.root.parent / "secret.jpg").write_bytes(jpeg)
    (settings.content / "link.jpg").symlink_to(settings.root / "secret.jpg")
    (settings.content / "folder").symlink_to(settings.root)
    found = find(Heroes(settings, offline), digest(source), BLUESKY)
    assert found.hero is None
    assert "lies outside the blog's folder" in found.warnings[0]


def test_an_absolute_path_means_the_assets_and_not_the_machine(
    settings: Settings, digest: Make, tmp_path: Path, jpeg: bytes
) -> None:
    (tmp_path / "elsewhere.jpg").write_bytes(jpeg)
    found = find(Heroes(settings, offline), digest(str(tmp_path / "elsewhere.jpg")), BLUESKY)
    assert found.hero is None


@pytest.mark.parametrize(
    "source",
    ["nothing.jpg", "folder", "a\0b.jpg", "x" * 5000 + ".jpg", "loop.jpg", "hero.jpg/more.jpg", "/", ".", "pipe"],
)
def test_what_cannot_be_read_is_a_warning(settings: Settings, digest: Make, jpeg: bytes, source: str) -> None:
    (settings.content / "folder").mkdir()
    (settings.content / "hero.jpg").write_bytes(jpeg)
    (settings.content / "loop.jpg").symlink_to("loop.jpg")
    os.mkfifo(settings.content / "pipe")
    found = find(Heroes(settings, offline), digest(source), BLUESKY)
    assert found.hero is None
    assert len(found.warnings) == 1
    assert "\n" not in found.warnings[0]


def test_the_same_name_beside_another_digest_is_another_picture(settings: Settings, digest: Make) -> None:
    from dataclasses import replace

    heroes, found = Heroes(settings, offline), []
    for folder in ("one", "two"):
        (settings.content / folder).mkdir()
        content = saved(Pillow.new("RGB", (300, 300), "red" if folder == "one" else "blue"), "PNG")
        (settings.content / folder / "hero.png").write_bytes(content)
        one = replace(digest("hero.png"), path=settings.content / folder / "index.md")
        found.append(find(heroes, one, X).hero.content == content)
    assert found == [True, True]


def test_a_file_that_is_too_large_is_not_read(settings: Settings, digest: Make) -> None:
    with (settings.content / "huge.jpg").open("wb") as file:
        file.truncate(settings.images.max_bytes + 1)
    found = find(Heroes(settings, offline), digest("huge.jpg"), X)
    assert "is larger than 50,000,000 bytes" in found.warnings[0]


# ── data: and others ─────────────────────────────────────────────────────────────────────────────


def test_a_picture_within_its_own_address_is_taken(settings: Settings, digest: Make, jpeg: bytes) -> None:
    source = "data:image/jpeg;base64," + base64.b64encode(jpeg).decode()
    found = find(Heroes(settings, offline), digest(source), X)
    assert found.hero.content == jpeg
    broken = find(Heroes(settings, offline), digest("data:image/jpeg;base64,@@@" + "A" * 500), X)
    assert broken.hero is None
    assert len(broken.warnings[0]) < 200


@pytest.mark.parametrize(
    "source",
    [
        "file:///etc/passwd",
        "ftp://a.org/b.jpg",
        "javascript:alert(1)",
        "C:\\images\\a.jpg",
        "data:nothing",
        "http://[",
        "https://",
    ],
)
def test_other_schemes_are_refused(settings: Settings, digest: Make, source: str) -> None:
    found = find(Heroes(settings), digest(source), X)
    assert found.hero is None
    assert len(found.warnings) == 1


def test_the_pictures_own_words_come_with_it(settings: Settings, digest: Make, jpeg: bytes) -> None:
    found = find(
        Heroes(settings, lambda _: jpeg), digest(Picture("https://pictures.org/a.jpg", "A cat", "heroImage")), X
    )
    assert found.hero.alt == "A cat"


def test_a_jpeg_that_needs_nothing_is_made_once_for_all_platforms(settings: Settings) -> None:
    """Their limits differ, but within all of them it goes out as it is."""
    heroes, hero = Heroes(settings, offline), Hero("hero.jpg", saved(gradient(800, 600), "JPEG"), "image/jpeg")
    wide, narrow = ImageLimits(max_bytes=1_000_000, max_side=2000), ImageLimits(max_bytes=1_000_000, max_side=500)
    image = heroes.fit(hero, wide)
    assert heroes.fit(hero, replace(wide, max_side=800)) is image
    assert heroes.fit(hero, narrow).width == 500
    few = replace(wide, max_bytes=image.size_bytes - 1)
    assert heroes.fit(hero, few).size_bytes < image.size_bytes


def test_a_clear_picture_is_fitted_to_each_platform(settings: Settings) -> None:
    """What comes of it depends on how many bytes it may have, also where the file would fit as it is."""
    pixels = gradient(800, 600).convert("RGBA")
    pixels.putalpha(128)
    heroes, hero = Heroes(settings, offline), Hero("hero.png", saved(pixels, "PNG"), "image/png")
    wide = ImageLimits(max_bytes=2_000_000, max_side=2000)
    few = replace(wide, max_bytes=len(hero.content) + 100)
    assert heroes.fit(hero, wide).size_bytes <= wide.max_bytes
    assert heroes.fit(hero, few).size_bytes <= few.max_bytes
