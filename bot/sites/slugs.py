"""Words in addresses: slugs, plain letters, and what a file's name says."""

from __future__ import annotations

import re
import unicodedata


def sections(path: str) -> dict[str, str]:
    """The folders of a path below the content folder, for the owner's permalink: the first, and all of them."""
    folders = path.split("/")[:-1]
    return {"section": folders[0] if folders else "", "sections": "/".join(folders)}


PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SPELLED = str.maketrans(
    {"ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ð": "d",
     "Ð": "D", "þ": "th", "Þ": "Th", "ł": "l", "Ł": "L", "ı": "i", "‘": "'", "’": "'", "‚": ",", "“": '"', "”": '"',
     "„": ",,", "–": "-", "—": "--", "…": "...", "«": "<<", "»": ">>", "€": "EUR", "£": "PS", "©": "(c)", "°": "deg",
     "\u00a0": " "}
)  # fmt: skip
"""Letters that have no plain letter within them, as transliterations write them."""


def is_mark(mark: str) -> bool:
    return unicodedata.category(mark).startswith("M")


def without_accents(text: str) -> str:
    parts = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(one for one in parts if unicodedata.category(one) != "Mn"))


def in_ascii(text: str) -> str | None:
    """The text in plain letters; None where that takes a transliteration (Greek, Chinese ...)."""
    plain_text = unicodedata.normalize("NFKD", text.translate(SPELLED))
    plain_text = "".join(mark for mark in plain_text if not is_mark(mark))
    return plain_text if plain_text.isascii() else None


PICTOGRAMS = re.compile(
    "[\u2600-\u2653\u2668-\u266e\u2670-\u2730\u2732-\u2757\u2763-\u2775\ufe0f\u200d\U0001f300-\U0001f4ae\U0001f4b0-\U0001f4ff\U0001f525-\U0001f64f\U0001f680-\U0001f6ff"
    "\U0001f900-\U0001f9ff\U0001fa70-\U0001faff]+"
)
"""Emoji that no table of transliterations but Zola's has a word for."""


UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "’": " ", "‘": " "})


def slugify(text: str) -> str | None:
    """As Eleventy's filter and Gatsby's routes do: in plain letters as Germans write umlauts, each run of other signs one "-"."""
    plain = in_ascii(PICTOGRAMS.sub("", text).translate(UMLAUTS))
    if plain is None:
        return None
    plain = re.sub(r"([a-z0-9])'([ts])(?=\s|$)", r"\1\2", plain.replace("&", " and ").lower())
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def github_slug(text: str) -> str:
    """As GitHub makes an anchor of a heading, and Astro an id of a file's name: signs away, each space a "-"."""
    kept = (
        mark for mark in unicodedata.normalize("NFC", text).lower()
        if mark in " -_" or (mark.isalnum() and unicodedata.category(mark) != "No") or is_mark(mark)
        or unicodedata.category(mark) in {"Nl", "Pc"}
    )  # fmt: skip
    return "".join(kept).replace(" ", "-")


def stem(path: str) -> str:
    folder, slash, name = path.rpartition("/")
    base, dot, _ = name.rpartition(".")
    return f"{folder}{slash}{base if dot and base else name}"


def title_of_name(path: str) -> str:
    """What a file's name says, where a page has no other title."""
    name = stem(path).rpartition("/")[2]
    if name == "index":
        name = path.rpartition("/")[0].rpartition("/")[2]
    name = re.sub(r"^\d{4}-\d{2}-\d{2}[-_ ](?=.)", "", name)
    text = " ".join(re.sub(r"[-_]+", " ", name).split())
    return text[:1].upper() + text[1:] if text == text.lower() else text
