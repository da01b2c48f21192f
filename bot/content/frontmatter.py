"""Front matter in YAML, TOML or JSON, taken apart by python-frontmatter with handlers that hostile input cannot tire; or in header lines."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

import frontmatter
from frontmatter.default_handlers import BaseHandler

from bot.content.script_matter import fields_of, read_exported
from bot.errors import DigestError, NoFrontMatter
from bot.settings.paths import named
from bot.text.bounded_toml import load_toml
from bot.text.bounded_yaml import Loaded, Unread, load, one_line
from bot.text.yaml_remedy import FIRST_LINE

if TYPE_CHECKING:
    from pathlib import Path

MAX_CHARS = 128 * 1024


class Matter(NamedTuple):
    """A file, taken apart."""

    fields: dict[str, Any]
    """Numbers, dates and flags of YAML are the text that was written."""
    body: str
    repeated: tuple[str, ...] = ()
    """Keys that stand there more than once."""


def split_file(
    text: str, path: Path, *, headers: bool = False, optional: bool = False, unopened: bool = False
) -> Matter:
    """The front matter and the body.

    ``headers``: lines like ``Title: ...`` before the first empty line are front matter too (Pelican). ``optional``: a
    file without any is all body. ``unopened``: it may begin without a line of its own (Hexo). Raises DigestError with the file, the line and the remedy; NoFrontMatter for none.
    """
    if unopened and (closing := UNOPENED.match(text, 0, MAX_CHARS)) is not None:
        text = f"{closing['mark']}\n{text}"
    try:
        if (fence := FENCE.match(text)) is not None:
            return parse_matter(text, Fences(fence["mark"], LANGUAGES[fence["language"] or fence["mark"]]))
        if OBJECT.match(text):
            return parse_matter(text, JsonObject())
    except Unread as error:
        # Python-Markdown reads plain lines between dashes too, with whatever signs a value has.
        if headers and fence is not None and (found := header_lines(text[fence.end() :])) is not None:
            return found
        raise DigestError(f"{named(path)}: {error}") from None
    if (foreign := FOREIGN.match(text)) is not None:
        raise DigestError(f"{named(path)}: its front matter is written in {foreign[1]}; write it as YAML, TOML or JSON")
    if path.suffix.lower() == ".mdx" and (metadata := read_exported(text)) is not None:
        return Matter(*metadata)
    if headers and (found := header_lines(text)) is not None:
        return found
    if optional:
        return Matter({}, text)
    raise NoFrontMatter(f"{named(path)}: has no front matter", "begin the file with three lines: ---, title: ..., ---")


def parse_matter(text: str, handler: Fences | JsonObject) -> Matter:
    fields, body = frontmatter.parse(text, handler=handler)
    return Matter(dict(fields), body, handler.repeated)


def as_fields(fields: object) -> dict[str, Any]:
    if fields is None:
        return {}
    if not isinstance(fields, dict):
        raise Unread('its front matter has no "name: value" lines; write: title: ...')
    return fields


# ── between fences ───────────────────────────────────────────────────────────────────────────────

FENCE = re.compile(r"\s*(?P<mark>---|\+\+\+|;;;)(?P<language>yaml|yml|toml|json|javascript|js)?[ \t]*(?:\n|\Z)")
"""Eleventy and gray-matter name the language behind the dashes; between ";;;" Hexo has the inside of a JSON object."""
UNOPENED = re.compile(r"[\"']?\w[\w -]{0,60}+[\"']?[ \t]*+:(?:.*\n)+?(?P<mark>---|;;;)[ \t]*(?:\n|\Z)")
"""Front matter that only its last line tells of."""
FOREIGN = re.compile(r"\s*---(coffee|coffeescript|cson|ini|xml|lua)[ \t]*\n", re.IGNORECASE)
"""gray-matter's other languages, which are programs or need a parser of their own."""
CLOSING = {
    "---": re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE),
    "+++": re.compile(r"^\+\+\+[ \t]*(?:\n|\Z)", re.MULTILINE),
    ";;;": re.compile(r"^;;;[ \t]*(?:\n|\Z)", re.MULTILINE),
}


class Fences(BaseHandler):
    """Front matter between two lines of one mark, in the language that the first one names."""

    FM_BOUNDARY = FENCE
    START_DELIMITER = END_DELIMITER = "---"

    def __init__(self, mark: str, language: str) -> None:
        super().__init__()
        self.mark, self.language = mark, language
        self.repeated: tuple[str, ...] = ()
        """Keys that stood there more than once, after ``load``."""

    def split(self, text: str) -> tuple[str, str]:
        """The front matter and the body. Raises Unread where it has no end, or none within MAX_CHARS."""
        opening = FENCE.match(text)
        start = opening.end() if opening else len(text)
        closing = CLOSING[self.mark].search(text, start, MAX_CHARS + 1)
        if closing is None and len(text) > MAX_CHARS:
            raise Unread(
                f"its front matter does not end within {MAX_CHARS // 1024} KiB; end it with a line {self.mark}"
            )
        if closing is None:
            raise Unread(f"its front matter does not end; add a line {self.mark} after it")
        if closing.end() > MAX_CHARS:
            raise Unread(
                f"its front matter is longer than {MAX_CHARS // 1024} KiB; move what is no metadata to the body"
            )
        return text[start : closing.start()], text[closing.end() :]

    def load(self, fm: str, **_: object) -> dict[str, Any]:
        """The fields, as they were written. Raises Unread."""
        loaded = READERS[self.language](fm)
        self.repeated = loaded.repeated
        return as_fields(loaded.value)


def load_table(text: str) -> Loaded:
    try:
        return Loaded(load_toml(text))
    except (ValueError, RecursionError) as error:
        raise Unread(f"its front matter is not valid TOML ({in_file(error)}); correct that line") from None


def load_json(text: str) -> Loaded:
    try:
        return Loaded(without_surrogates(json.loads(text), text))
    except (ValueError, RecursionError) as error:
        raise Unread(f"its front matter is not valid JSON ({in_file(error)}); correct that line") from None


def load_members(text: str) -> Loaded:
    """The inside of an object."""
    return load_json(f"{{{text}}}")


LINE = re.compile(r"(?<=\bline )\d+")
CHARACTER = re.compile(r" \(char \d+\)$")


def in_file(error: Exception) -> str:
    """A parser's words, its lines counted in the file: the first line between the fences is the second there."""
    counted = LINE.sub(lambda line: str(int(line[0]) + FIRST_LINE - 1), CHARACTER.sub("", str(error)))
    return one_line(counted)


def load_script(text: str) -> Loaded:
    found = fields_of(text)
    if not found:
        raise Unread("its front matter is a program in JavaScript that only its generator can run; write it in YAML")
    return Loaded(found)


LANGUAGES = {
    "---": "yaml",
    "+++": "toml",
    ";;;": "members",
    "yaml": "yaml",
    "yml": "yaml",
    "toml": "toml",
    "json": "json",
    "js": "js",
    "javascript": "js",
}
READERS = {
    "yaml": load,
    "toml": load_table,
    "json": load_json,
    "js": load_script,
    "members": load_members,
}


# ── without fences ───────────────────────────────────────────────────────────────────────────────

OBJECT = re.compile(r"\s*\{(?![{%#:<])")
"""A "{{" or "{%" at the beginning is a template's, not an object's."""
HEADER = re.compile(r" {0,3}(?P<key>[A-Za-z0-9_-]{1,60}):[ \t]*(?P<value>.*)")
MORE = re.compile(r"(?: {4}| {0,3}\t)\s*\S")
CLOSED = re.compile(r"(?:-{3}|\.{3})(?:\s.*)?")
"""What may end such lines, as it may YAML."""


class JsonObject(BaseHandler):
    """Front matter that is a JSON object at the file's beginning."""

    FM_BOUNDARY = OBJECT
    START_DELIMITER = END_DELIMITER = ""
    repeated: tuple[str, ...] = ()

    def split(self, text: str) -> tuple[str, str]:
        """The object and the body. Raises Unread for what is no JSON."""
        start = len(text) - len(text.lstrip())
        try:
            _, end = json.JSONDecoder().raw_decode(text[: MAX_CHARS + 1], start)
        except (ValueError, RecursionError) as error:
            raise Unread(f"its front matter is not valid JSON ({one_line(str(error))}); correct it") from None
        return text[start:end], text[end:]

    def load(self, fm: str, **_: object) -> dict[str, Any]:
        return as_fields(without_surrogates(json.loads(fm), fm))


def without_surrogates(fields: Any, text: str) -> Any:
    """Half of a surrogate pair can be written in JSON and in no other place."""
    if "\\u" not in text:
        return fields
    return json.loads(json.dumps(fields, ensure_ascii=False).encode("utf-8", "replace"))


def header_lines(text: str) -> Matter | None:
    """Pelican's and MultiMarkdown's way: ``Key: value`` lines down to the first empty one; None where the first is none."""
    lines = text[:MAX_CHARS].split("\n")
    fields: dict[str, Any] = {}
    repeated: list[str] = []
    key = ""
    read = 0
    for line in lines:
        found = HEADER.match(line)
        if not line.strip() or not (found or (key and MORE.match(line))):
            break
        read += 1
        if found is None:
            fields[key] += f" {line.strip()}"
            continue
        key = found["key"].lower()
        repeated += [key] if key in fields else []
        fields[key] = found["value"].strip()
    if read < len(lines) and CLOSED.fullmatch(lines[read]):
        read += 1
    return Matter(fields, "\n".join(lines[read:]) + text[MAX_CHARS:], tuple(repeated)) if fields else None
