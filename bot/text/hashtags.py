"""Hashtags from a blog's tags, spelled as people spell them."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from bot.text.condense import UNSPACED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LONGEST = 64
"""Characters; lexicon app.bsky.feed.post takes tags of 64 graphemes, and nobody reads a longer one."""
SEPARATORS = re.compile(r"[\s\-‐‑‒–—―_./\\|&+·:;,]+")
WORD = re.compile(r"[^\W_]+")
PAIR = re.compile(r"\b([A-Z][a-z]+) (?=([A-Z][a-z]+)\b)")
SIGNED = {"c++": "Cpp", "c#": "CSharp", "f#": "FSharp", ".net": "DotNet", "asp.net": "AspNet", "r&d": "RnD"}
"""Names that would be another name without their signs."""
KNOWN = (
    "AI AGI API APIs CI CLI CPU CSS DNA EU GPT GPU GPUs HTML HTTP IoT JS JSON LLM LLMs LoRA ML NLP OCR PDF RAG SDK SEO SQL"
    " TPU UI UX URL USB VR XML XR YAML SaaS DevOps DevSecOps MLOps LLMOps JavaScript TypeScript NodeJS GitHub GitLab OpenAI"
    " ChatGPT iOS iPhone macOS PostgreSQL SQLite YouTube LinkedIn WordPress GraphQL PhD arXiv OpenSource"
)
SPELLED = {name.casefold(): name for name in KNOWN.split()}
"""How these are written wherever the digest itself does not show it."""


def hashtags(tags: Iterable[str], leave_out: frozenset[str] = frozenset(), words: str = "") -> tuple[str, ...]:
    """The tags as hashtags without "#", in their order, each once whatever its case.

    ``words``: the digest's own text, which shows how a name is spelled ("openai" → "OpenAI", "redhat" → "RedHat"). A tag that makes no
    hashtag (a number, no letter at all) is left out.
    """
    left_out = {plainly(tag) for tag in leave_out}
    shown = spellings(words)
    found: dict[str, str] = {}
    for tag in tags:
        made = hashtag(tag, shown)
        if made is None or plainly(tag) in left_out or plainly(made) in left_out:
            continue
        known = found.get(made.casefold())
        if known is None or capitals(made) > capitals(known):
            found[made.casefold()] = made
    return tuple(found.values())


def hashtag(tag: str, shown: Mapping[str, str] | None = None) -> str | None:
    """One tag as a hashtag without "#"; None if it can be none."""
    name = unicodedata.normalize("NFC", tag).strip().lstrip("#＃").strip()
    if name.casefold() in SIGNED:
        return SIGNED[name.casefold()]
    parts = [kept for part in SEPARATORS.split(name) if (kept := "".join(filter(stays, part)))]
    made = joined([spelled(part, shown or {}) for part in parts]).strip("\u200c\u200d_")
    if len(made) > LONGEST or not any(char.isalpha() for char in made) or unicodedata.category(made[0]).startswith("M"):
        return None
    return made


def joined(parts: list[str]) -> str:
    """One word; with "_" where no capital shows that another begins: between digits, and in scripts without capitals."""
    made = ""
    for part in parts:
        made += "_" + part if made and part and seamless(made[-1], part[0]) else part
    return made


def seamless(left: str, right: str) -> bool:
    if left.isdigit() and right.isdigit():
        return True
    capital = left.upper() != left.lower() or right.upper() != right.lower()
    return (
        not capital and not (left.isdigit() or right.isdigit()) and not (UNSPACED.match(left) or UNSPACED.match(right))
    )


def stays(char: str) -> bool:
    return unicodedata.category(char)[0] in "LM" or unicodedata.category(char) == "Nd" or char in "\u200c\u200d"


def spelled(part: str, shown: Mapping[str, str]) -> str:
    if part != part.lower():
        return part
    known = shown.get(part) or SPELLED.get(part)
    if known is not None:
        return known
    first = part[0].upper()
    return first + part[1:] if len(first) == 1 else part


def spellings(words: str) -> dict[str, str]:
    """How the text itself writes names that have capitals inside ("OpenAI", "LLMs", "Red Hat")."""
    if words.isupper():
        return {}
    found: dict[str, str] = {}
    for one, other in PAIR.findall(words):
        found.setdefault((one + other).lower(), one + other)
    for match in WORD.finditer(words):
        word = match[0]
        if word[1:] != word[1:].lower():
            stem = word[:-1] if word.endswith("s") and word[:-1].isupper() else word
            for name in {word, stem}:
                found.setdefault(name.lower(), name)
    return found


def plainly(tag: str) -> str:
    """What two spellings of the same tag have in common."""
    return "".join(filter(stays, tag)).casefold()


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
