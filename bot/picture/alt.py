"""What a picture shows, in words, for those who cannot see it."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from bot.content.overrides import override_for

if TYPE_CHECKING:
    from bot.model import Digest, Hero
    from bot.settings.model import Target

FILE_NAME = re.compile(r"^\S*\.(jpe?g|png|gif|webp|avif|svg|bmp|heic|tiff?)(\?\S*)?$", re.IGNORECASE)
CAMERA = re.compile(
    r"^(img|dsc|dscn|dscf|pxl|image|screenshot|photo|picture|screen shot|bildschirmfoto)[\s_-]*[\d\s_.:apmt-]*$",
    re.IGNORECASE,
)
NOTHING_SAID = frozenset(
    ["alt", "alt text", "article image", "banner", "blog image", "cover", "cover image", "featured image", "header", "header image", "hero", "hero image", "illustration", "image", "img", "logo", "og image", "photo", "picture", "placeholder", "post image", "screenshot", "social image", "thumbnail", "undefined", "null", "none", "bild", "titelbild", "beitragsbild", "imagen", "immagine", "imagem", "image à la une"]
)  # fmt: skip
LEAD = {
    "en": "Picture for “{title}”",
    "de": "Bild zu „{title}“",
    "fr": "Image pour « {title} »",
    "es": "Imagen de «{title}»",
    "pt": "Imagem de “{title}”",
    "it": "Immagine per “{title}”",
    "nl": "Afbeelding bij “{title}”",
    "pl": "Obraz do „{title}”",
    "sv": "Bild till ”{title}”",
    "ja": "「{title}」の画像",
    "zh": "《{title}》配图",
    "ko": "「{title}」 이미지",
}
"""How a derived alt text begins, by language: it says which post the picture belongs to, and not what it shows."""


def alt_text(
    digest: Digest, target: Target, hero: Hero | None, limit: int, lang: str | None = None
) -> tuple[str, bool]:
    """(words of at most ``limit`` characters, whether they are only derived from title and description).

    Without a hero it is for a card that was drawn: the title stands on it.
    """
    if hero is None:
        return shortened(digest.title, limit), False
    override = override_for(digest, target)
    alts = [override.alt] if override.image in {None, hero.source} else []
    alts += [hero.alt, *(picture.alt for picture in digest.pictures if picture.source.strip() == hero.source)]
    for alt in alts:
        if alt and says_something(alt, digest.title):
            return shortened(alt, limit), False
    return shortened(derived(digest, digest.lang or lang), limit), True


def says_something(alt: str, title: str) -> bool:
    """Whether the words tell more than the title, the file's name or that there is a picture."""
    words = comparable(alt)
    return bool(words) and not (
        words == comparable(title)
        or words in NOTHING_SAID
        or FILE_NAME.match(alt.strip())
        or CAMERA.match(alt.strip())
        or re.match(r"^(https?:)?//\S+$", alt.strip())
        or not any(character.isalpha() for character in alt)
    )


def comparable(text: str) -> str:
    """The text without case, punctuation and repeated spaces, to compare."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join("".join(c if c.isalnum() else " " for c in folded).split())


def derived(digest: Digest, lang: str | None) -> str:
    """What title and description let expect of the picture, in the digest's language as far as that is known."""
    lead = LEAD.get((lang or "en").split("-")[0].lower(), LEAD["en"]).format(title=" ".join(digest.title.split()))
    more = digest.description or digest.lede or digest.opening or ""
    if not more or comparable(more) == comparable(digest.title):
        return lead
    return f"{lead}: {' '.join(more.split())}"


def shortened(text: str, limit: int) -> str:
    """On one line, cut between words, with an ellipsis where something is missing."""
    line = " ".join("".join(" " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c for c in text).split())
    if len(line) <= limit:
        return line
    cut = line[: max(0, limit - 1)]
    space = cut.rfind(" ")
    if space > limit // 2 and not line[len(cut)].isspace():
        cut = cut[:space]
    elif tears_a_letter(line, len(cut)):
        while cut and tears_a_letter(line, len(cut)):
            cut = cut[:-1]
    return cut.rstrip(" ,;:–—-") + "…" if limit > 0 else ""


def tears_a_letter(text: str, at: int) -> bool:
    """Whether a cut at ``at`` would tear what belongs together: an accent, an emoji and its modifier."""
    before, after = text[at - 1], text[at]
    return (
        unicodedata.category(after) in {"Mn", "Me", "Mc"}
        or "‍" in {before, after}
        or "\ufe00" <= after <= "\ufe0f"
        or "\U0001f3fb" <= after <= "\U0001f3ff"
        or ("\U0001f1e6" <= before <= "\U0001f1ff" and "\U0001f1e6" <= after <= "\U0001f1ff")
    )
