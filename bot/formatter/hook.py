"""The first words that a program of the owner's writes: what it is told, and whether they may be posted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bot.content.story import story_of
from bot.formatter.opening import opening_of
from bot.text.measure import length
from bot.text.repair import clean, plain
from bot.text.words import NUMBER, REPEATS, alike

if TYPE_CHECKING:
    from bot.model import Digest
    from bot.settings.model import Target

BODY_CHARS = 4000
LINK_ROOM = 25
"""In any measure: a link as X counts it, and the empty line before it."""
SHORTEST = 10
"""Letters."""
ADDRESS = re.compile(r"https?:|www\.|\b[\w-]+\.(?:com|org|net|dev|io|ai|app|co)\b", re.IGNORECASE)
SIGNS = re.compile(r"[@＠#＃]")
NAME = re.compile(r"(?<![^\W_])[^\W\d_]*[^\W\d_a-zß-ÿ][^\W_]*(?:[-.][^\W_]+)*")
"""A word with a capital in it; letters of scripts without capitals are none."""


def request_for(digest: Digest, target: Target) -> dict[str, Any]:
    """What the program gets, as JSON on its standard input."""
    story = story_of(digest, target.site_name)
    return {
        "title": story.title,
        "description": story.description,
        "opening": opening_of(story).text,
        "body": digest.words[:BODY_CHARS],
        "platform": target.platform.name,
        "room": room_for(target),
        "language": story.lang,
    }


def room_for(target: Target) -> int:
    """How long the line may be, in the platform's own measure."""
    limits = target.limits
    return min(limits.length, limits.fold or limits.length) - LINK_ROOM * target.mode.link_in_text


def problem_of(line: str, digest: Digest, target: Target) -> str | None:
    """Why the line may not be posted; None where it may: it fits, and says nothing that the digest does not say."""
    story = story_of(digest, target.site_name)
    count = length(line, target.limits.measure)
    if count > room_for(target):
        return f"it takes {count} of {room_for(target)}"
    if sum(map(str.isalpha, line)) < SHORTEST:
        return "it says nothing"
    if ADDRESS.search(line):
        return "it holds an address"
    if "\ufffd" in line:
        return "it is not UTF-8"
    if sign := SIGNS.search(line):
        return f'it holds a "{sign[0]}"'
    known = "\n".join((story.title, story.description, digest.lede or "", *digest.paragraphs, digest.words))
    numbers = set(NUMBER.findall(known))
    for number in NUMBER.findall(line):
        if number not in numbers:
            return f"the number {number} does not stand in the digest"
    letters = known.casefold()
    for name in names_in(line):
        if not re.search(rf"(?<![^\W_]){re.escape(name.casefold())}", letters):
            return f"the name {name} does not stand in the digest"
    if alike(line, story.title, story.description, lang=story.lang) >= REPEATS:
        return "it says what title and description say"
    return None


def names_in(line: str) -> list[str]:
    """The words with a capital; of a sentence's first word only what is no plain word with a capital."""
    found = []
    for name in NAME.finditer(line):
        first = not line[: name.start()].strip("\"'“‘«„ ") or re.search(r"[.!?:…]\s*[\"'“‘«„]?$", line[: name.start()])
        if any(char.isupper() for char in name[0]) and not (first and name[0][1:].islower()):
            found.append(name[0])
    return found


def line_of(output: str) -> tuple[str, str | None]:
    """The one line that the program wrote, and what is wrong with it as such."""
    lines = [clean(one) for one in output.splitlines() if one.strip()]
    if not lines:
        return "", "it wrote nothing"
    line = lines[0]
    # Programs that write often mark words as Markdown does; an address in such marks is one all the same.
    line = line if ADDRESS.search(line) or SIGNS.search(line) else plain(line)
    return line, None if len(lines) == 1 else f"it wrote {len(lines)} lines instead of one"
