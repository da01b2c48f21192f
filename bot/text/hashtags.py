"""Hashtags from a blog's tags, spelled as people spell them."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.text.condense import UNSPACED
from bot.text.prose import WITHOUT_CASE, capital

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LONGEST = 64
"""Characters; lexicon app.bsky.feed.post takes tags of 64 graphemes."""
LONGEST_OF_BLOG = 32
"""Nobody looks for a longer one, unless the author names it for the post."""
VERSION = re.compile(r"[vV]?[\d._-]+")
SEPARATORS = re.compile(r"[\s\-‐‑‒–—―_./\\|&+·:;,]+")
ELIDED = re.compile(r"\b(l|d|un|qu|jusqu|quell|sant|[dn]ell|all|sull|dall|coll)['’](?=\w{2})", re.IGNORECASE)
WORD = re.compile(r"[^\W_]+")
POSSESSIVE = re.compile(r"['’]s\b")
SHORTEST_NAME = 4
LONGEST_ACRONYM = 6
"""A longer word in capitals is shouted."""
SIGNED = {"c++": "Cpp", "c#": "CSharp", "f#": "FSharp", ".net": "DotNet", "asp.net": "AspNet", "r&d": "RnD"}
"""Names that would be another name without their signs."""
SIGNS = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, SIGNED)) + r")(?!\w)", re.IGNORECASE)
KNOWN = (
    "AI AGI API APIs CI CLI CPU CSS DNA EU GPT GPU GPUs HTML HTTP IoT JS JSON LLM LLMs LoRA ML NLP OCR PDF RAG SDK SEO SQL"
    " TPU UI UX URL USB VR XML XR YAML SaaS DevOps DevTools DevSecOps MLOps LLMOps JavaScript TypeScript NodeJS GitHub GitLab OpenAI"
    " ChatGPT iOS iPhone macOS PostgreSQL SQLite YouTube LinkedIn WordPress GraphQL PhD arXiv OpenSource"
    " TLS SSL SSH MFA SSO VPN DNS TCP CDN ORM CMS CRM JWT OAuth PWA SSR CUDA NAS SSD RSS PHP VPS AWS GCP IDE TDD DDD FAQ DIY GDPR ESG"
    " B2B NASA ESA CERN GNU BSD KDE GNOME GTK NixOS FreeBSD LaTeX MySQL MongoDB MariaDB DuckDB NumPy PyTorch TensorFlow WebAssembly"
    " WebGPU WebGL WebRTC jQuery TV npm pnpm systemd gRPC NgRx Qt Zsh Tcl VMs GPTs"
)
SPELLED_IN = {"IA": ("es", "fr", "pt", "it"), "KI": ("de",), "ИИ": ("ru",)}
"""The same in some languages alone."""
SPELLED = {name.casefold(): name for name in KNOWN.split()}
"""How these are written wherever the digest itself does not show it."""


def hashtags(
    tags: Iterable[str],
    leave_out: frozenset[str] = frozenset(),
    words: str = "",
    lang: str | None = None,
    longest: int = LONGEST_OF_BLOG,
) -> tuple[str, ...]:
    """The tags as hashtags without "#", in their order, each once whatever its case.

    ``words``: the digest's own text, which shows how a name is spelled ("openai" → "OpenAI", "redhat" → "RedHat"). A tag that makes no
    hashtag (a number, no letter at all) is left out.
    """
    tags = tuple(tags)
    left_out = {plainly(tag) for tag in leave_out}
    shown = spellings(words, tags) if lang in {None, "en"} else {**small_words(words, tags), **spellings(words, tags)}
    found: dict[str, str] = {}
    for tag in tags:
        made = hashtag(tag, shown, lang)
        if made is None or len(made) > longest or plainly(tag) in left_out or plainly(made) in left_out:
            continue
        known = found.get(made.casefold())
        if known is None or capitals(made) > capitals(known):
            found[made.casefold()] = made
    return tuple(found.values())


def hashtag(tag: str, shown: Mapping[str, str] | None = None, lang: str | None = None) -> str | None:
    """One tag as a hashtag without "#"; None if it can be none."""
    name = unicodedata.normalize("NFC", tag).strip().lstrip("#＃").strip()
    if name.casefold() in SIGNED:
        return SIGNED[name.casefold()]
    if VERSION.fullmatch(name):
        return None
    parts = letters_of_words(name)
    written = (shown or {}).get(plainly(name)) if name == name.lower() else None
    if written == name:
        return name
    words = [spelled(part, shown or {}, lang) for part in parts]
    if len(words) > 1:
        words = [capital(word) if word.isalpha() else word for word in words]
    made = written or joined(words).strip("\u200c\u200d_")
    if made.endswith("Js") or (made.endswith("js") and len(made) > SHORTEST_NAME and lang in {None, "en"}):
        made = made[:-2] + "JS"
    if len(made) > LONGEST or not any(char.isalpha() for char in made) or unicodedata.category(made[0]).startswith("M"):
        return None
    return made


@lru_cache(maxsize=1024)
def letters_of_words(name: str) -> tuple[str, ...]:
    """Its words, without what cannot stand in a hashtag."""
    name = SIGNS.sub(lambda sign: SIGNED[sign[0].casefold()], ELIDED.sub(r"\1 ", name))
    parts = ("".join(filter(stays, part)) for part in SEPARATORS.split(name))
    return tuple(filter(None, parts))


def joined(parts: Iterable[str]) -> str:
    """One word; with "_" where no capital shows that another begins: between digits, and in scripts that have none and part their words."""
    made = ""
    for part in parts:
        made += "_" + part if made and part and seamless(made[-1], part[0]) else part
    return made


def seamless(left: str, right: str) -> bool:
    if left.isdigit() and right.isdigit():
        return True
    capital = left.upper() != left.lower() or right.upper() != right.lower()
    return not (capital or left.isdigit() or right.isdigit() or TOGETHER.match(left) or TOGETHER.match(right))


def stays(char: str) -> bool:
    return unicodedata.category(char)[0] in "LM" or unicodedata.category(char) == "Nd" or char in "\u200c\u200d"


WITHOUT_VOWEL = re.compile(r"(?!(?:vs|mr|mrs|dr|st|nth)$)[b-df-hj-np-tv-xz]{2,4}")
"""Nobody can say it but letter by letter: "vm", "gcc"."""
VOWELLESS = ("cs", "sk", "hr", "sl", "sr", "bs")
"""Languages that have such words."""


def spelled(part: str, shown: Mapping[str, str], lang: str | None = None) -> str:
    english = lang in {None, "en"}
    if part != part.lower():
        return SPELLED.get(part.lower(), part) if english and part.istitle() else part
    local = part.upper() if lang in SPELLED_IN.get(part.upper(), ()) else None
    known = shown.get(part) or local or SPELLED.get(part)
    if known is not None:
        return known
    code = (lang or "").partition("-")[0]
    if WITHOUT_VOWEL.fullmatch(part) and code not in VOWELLESS:
        return part.upper()
    return capital(part, "en" if code in WITHOUT_CASE else code)


TOGETHER = re.compile(rf"{UNSPACED.pattern}|[\uac00-\ud7a3]")
"""Scripts whose hashtags have no sign between words, though Korean has a space."""
WORDS_OF_A_NAME = 3


@lru_cache(maxsize=64)
def spellings(words: str, tags: tuple[str, ...] = ()) -> dict[str, str]:
    """How the text itself writes the tags: runs of one to three words whose letters are a tag's ("Red Hat", "GPT-5", "MoE").

    A line in capitals shows nothing, and neither does a word that has none.
    """
    lines = [line for line in words.split("\n") if not line.isupper()]
    wanted = {form for tag in tags for form in forms(tag) if form.upper() != form and len(form) <= LONGEST}
    begun = {name[:end] for name in wanted for end in range(1, len(name) + 1)}
    found: dict[str, str] = {}
    small, great = set[str](), set[str]()
    for line in lines:
        texts = WORD.findall(POSSESSIVE.sub("", line))
        letters = [word.casefold() for word in texts]
        for at, first in enumerate(letters):
            if first not in begun:
                continue
            if first in wanted:
                if written_small(texts[at], line):
                    small.add(first)
                elif texts[at] == first.capitalize():
                    great.add(first)
            run = first
            for more in range(1, WORDS_OF_A_NAME + 1):
                if run not in begun:
                    break
                if run in wanted:
                    better(found, run, texts[at : at + more])
                if at + more >= len(letters):
                    break
                run += letters[at + more]
    # A name that the text also writes as any other name is neither shouted nor small.
    plain = {name for name in great if found.get(name, "").isupper()}
    return {name: name for name in small - great} | {name: way for name, way in found.items() if name not in plain}


def small_words(words: str, tags: tuple[str, ...]) -> dict[str, str]:
    """The tags that are plain words of the text and no acronyms: "api" in Italian are bees."""
    written = set(WORD.findall(words))
    known = (form for tag in tags for form in forms(tag) if form in SPELLED)
    return {form: form.capitalize() for form in known if form in written}


FEW_UNCASED = 5
"""Letters without capitals that show a line of a script that has none."""
SMALL_NAME = re.compile(r"[a-z]+\d+[a-z]+|[a-z]{3,}")


def written_small(word: str, line: str) -> bool:
    """A name in small letters: "n8n", or a Latin word in a line of another script."""
    if word != word.lower() or not SMALL_NAME.fullmatch(word):
        return False
    return any(map(str.isdigit, word)) or (not line.isascii() and sum(map(uncased, line[:60])) > FEW_UNCASED)


def uncased(char: str) -> bool:
    return char.isalpha() and char.upper() == char.lower()


@lru_cache(maxsize=1024)
def forms(tag: str) -> frozenset[str]:
    """A tag's letters, and those of each of its parts, in the singular too."""
    parts = {plainly(part) for part in SEPARATORS.split(tag)} | {plainly(tag)}
    return frozenset(form for part in parts for form in (part, part.removesuffix("s")) if form)


def better(found: dict[str, str], name: str, texts: list[str]) -> None:
    """Keep the way of writing that has the more capitals within it; a plain word shows nothing."""
    parts = [word if word != word.lower() else word[0].upper() + word[1:] for word in texts]
    written = joined(parts)
    inner = capitals(written[1:])
    if len(texts) == 1 and (inner == 0 or (written.isupper() and len(written) > LONGEST_ACRONYM)):
        return
    if name not in found or inner > capitals(found[name][1:]):
        found[name] = written


@lru_cache(maxsize=1024)
def plainly(tag: str) -> str:
    """What two spellings of the same tag have in common."""
    return "".join(filter(str.isalnum if tag.isascii() else stays, tag)).casefold()


def capitals(name: str) -> int:
    return sum(char.isupper() for char in name)


def inline(text: str, tag: str, *, signed: bool = False) -> tuple[int, int] | None:
    """Where the tag stands in the text as a word of its own that a "#" would make a hashtag, or has made one.

    ``signed``: only where the "#" stands there already.
    """
    for found in re.finditer("#?" + re.escape(tag), text, re.IGNORECASE):
        before, after = text[: found.start()][-1:], text[found.end() :][:1]
        rest = text[found.end() + 1 :][:1]
        if signed and not found[0].startswith("#"):
            continue
        if before and not (before.isspace() or before in "([{“‘«\"'—–"):
            continue
        if after and (after.isalnum() or after in "_-‐‑&@#/+$" or (after in ".’'" and rest.isalnum())):
            continue
        if after and unicodedata.category(after).startswith("M"):
            continue
        return found.span()
    return None
