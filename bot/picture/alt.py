"""What a picture shows, in words, for those who cannot see it."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from bot.content.overrides import override_for
from bot.content.story import story_of
from bot.text.languages import base
from bot.text.repair import plain

if TYPE_CHECKING:
    from bot.model import Digest, Hero
    from bot.settings.model import Target

FILE_NAME = re.compile(r"^\S*\.(jpe?g|png|gif|webp|avif|svg|bmp|heic|tiff?)(\?\S*)?$", re.IGNORECASE)
LONGEST_NAME = 1000
"""Characters of a file's name; what is longer is looked at no further."""
CAMERA = re.compile(
    r"^(img|dsc|dscn|dscf|pxl|image|screenshot|photo|picture|screen shot|bildschirmfoto)[\s_-]*+[\d\s_.:apmt-]*$",
    re.IGNORECASE,
)
NOTHING_SAID = frozenset(
    ["alt", "alt text", "article image", "banner", "blog image", "cover", "cover image", "featured image", "header", "header image", "hero", "hero image", "illustration", "image", "img", "logo", "og image", "photo", "picture", "placeholder", "post image", "screenshot", "social image", "thumbnail", "undefined", "null", "none", "bild", "titelbild", "beitragsbild", "imagen", "immagine", "imagem", "image à la une"]
)  # fmt: skip
TITLE_WORDS, WORDS_AROUND = 4, 4
"""A title of so many words with so few around it is "… cover image", or "… | The blog's name"."""
WORDS = {
    "en": ("Picture for “{}”", "Screenshot of {}", "Video still: {}", "Card with the title: {}"),
    "de": ("Bild zu „{}“", "Bildschirmfoto von {}", "Standbild aus einem Video: {}", "Karte mit dem Titel: {}"),
    "fr": ("Image pour « {} »", "Capture d’écran de {}", "Image d’une vidéo : {}", "Carte avec le titre : {}"),
    "es": ("Imagen de «{}»", "Captura de pantalla de {}", "Fotograma de un vídeo: {}", "Tarjeta con el título: {}"),
    "pt": ("Imagem de “{}”", "Captura de tela de {}", "Imagem de um vídeo: {}", "Cartão com o título: {}"),
    "it": ("Immagine per “{}”", "Schermata di {}", "Fotogramma di un video: {}", "Scheda con il titolo: {}"),
    "nl": ("Afbeelding bij “{}”", "Schermafbeelding van {}", "Beeld uit een video: {}", "Kaart met de titel: {}"),
    "pl": ("Obraz do „{}”", "Zrzut ekranu strony {}", "Kadr z filmu: {}", "Karta z tytułem: {}"),
    "sv": ("Bild till ”{}”", "Skärmbild av {}", "Bild ur en video: {}", "Kort med titeln: {}"),
    "da": ("Billede til “{}”", "Skærmbillede af {}", "Billede fra en video: {}", "Kort med titlen: {}"),
    "cs": ("Obrázek k „{}“", "Snímek obrazovky: {}", "Záběr z videa: {}", "Karta s titulkem: {}"),
    "ru": ("Иллюстрация к «{}»", "Снимок экрана: {}", "Кадр из видео: {}", "Карточка с заголовком: {}"),
    "tr": ("“{}” için görsel", "{} ekran görüntüsü", "Videodan bir kare: {}", "Başlıklı kart: {}"),
    "ja": ("「{}」の画像", "{}のスクリーンショット", "動画の一場面：{}", "タイトルカード：{}"),
    "zh": ("《{}》配图", "{}的截图", "视频画面：{}", "标题卡片：{}"),
    "ko": ("「{}」 이미지", "{} 스크린숏", "동영상 장면: {}", "제목 카드: {}"),
    "ar": ("صورة لمقال «{}»", "لقطة شاشة من {}", "لقطة من فيديو: {}", "بطاقة بعنوان: {}"),
    "he": ("תמונה לפוסט „{}”", "צילום מסך של {}", "תמונה מתוך סרטון: {}", "כרטיס עם הכותרת: {}"),
    "hi": ("“{}” के लिए चित्र", "{} का स्क्रीनशॉट", "वीडियो का दृश्य: {}", "शीर्षक कार्ड: {}"),
    "th": ("ภาพประกอบ “{}”", "ภาพหน้าจอของ {}", "ภาพจากวิดีโอ: {}", "การ์ดชื่อเรื่อง: {}"),
}
"""A picture that nobody has described, a screenshot, a video's still and a drawn card, in each language."""
PICTURE, SCREENSHOT, STILL, CARD = range(4)
SCREENSHOTS = re.compile(
    r"^https?://(?:[\w-]+\.)*(?:thum\.io/get/.*?|s0\.wp\.com/mshots/v\d/|wordpress\.com/mshots/v\d/|(?:microlink\.io|screenshotapi\.net|apiflash\.com|screenshotone\.com|urlbox\.(?:io|com)"
    r"|screenshotmachine\.com|pagepeeker\.com|shrinktheweb\.com)/.*?url=)(?P<page>https?(?::|%3A)[^&\s]*)",
    re.IGNORECASE,
)
"""Services that make a picture of a page."""
STILLS = re.compile(r"^https?://(?:img\.youtube\.com|i\d?\.ytimg\.com|i\.vimeocdn\.com|vumbnail\.com)/", re.IGNORECASE)


def alt_text(digest: Digest, target: Target, hero: Hero | None, lang: str | None = None) -> tuple[str, bool]:
    """(words on one line, of any length, whether they are only derived from title and description).

    Without a hero it is for a card that was drawn: the title stands on it.
    """
    story = story_of(digest, target.site_name)
    if hero is None:
        return worded(CARD, story.title, digest.lang or lang), False
    override = override_for(digest, target)
    said = [override.alt] if override.image in {None, hero.source} else []
    said += [hero.alt, *(picture.alt for picture in digest.pictures if picture.source.strip() == hero.source)]
    for alt in said:
        words = plain(alt or "")
        if words and says_something(words, story.title) and comparable(words) != comparable(story.description):
            return words, False
    return derived(hero.source, story.title, digest.lang or lang), True


def says_something(alt: str, title: str) -> bool:
    """Whether the words tell more than the title, the file's name or that there is a picture."""
    words, named = comparable(alt), comparable(title)
    around = len(words.split()) - len(named.split())
    return bool(words) and not (
        words == named
        or (named in words and len(named.split()) >= TITLE_WORDS and around <= WORDS_AROUND)
        or words in NOTHING_SAID
        or (len(alt) <= LONGEST_NAME and FILE_NAME.match(alt.strip()))
        or CAMERA.match(alt.strip())
        or re.match(r"^(https?:)?//\S+$", alt.strip())
        or not any(character.isalpha() for character in alt)
    )


def comparable(text: str) -> str:
    """Without case, punctuation and spacing, to compare."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join("".join(c if c.isalnum() else " " for c in folded).split())


def derived(source: str, title: str, lang: str | None) -> str:
    """What kind of thing the picture is, where its address tells; else only what it stands by."""
    page = SCREENSHOTS.match(source)
    host = urlsplit(unquote(page["page"])).hostname if page else None
    if host:
        return worded(SCREENSHOT, host.removeprefix("www."), lang)
    return worded(STILL if STILLS.match(source) else PICTURE, title, lang)


def worded(kind: int, what: str, lang: str | None) -> str:
    return WORDS.get(base(lang) or "en", WORDS["en"])[kind].replace("{}", what)
