"""Front matter in YAML, TOML or JSON: taken apart by python-frontmatter, with loaders that hostile input cannot tire."""

from __future__ import annotations

import json
import re
import tomllib
from functools import cache
from typing import TYPE_CHECKING, Any, NoReturn

import frontmatter
import yaml
from frontmatter.default_handlers import BaseHandler, JSONHandler, YAMLHandler
from frontmatter.default_handlers import SafeLoader as FastestSafeLoader

from bot.errors import DigestError
from bot.settings.paths import named

if TYPE_CHECKING:
    from pathlib import Path

MAX_CHARS = 128 * 1024
MAX_DEPTH = 50
MAX_NODES = 50_000
"""Counted with every alias written out, which is what an alias bomb multiplies."""


class Unread(Exception):
    """Front matter that cannot be read: what is wrong, and what to do."""


def split(text: str, path: Path) -> tuple[dict[str, Any], str]:
    """The front matter and the body. Numbers, dates and flags of YAML stay the text that was written.

    Raises DigestError with the file, the line and the remedy.
    """
    handler = next((one for one in HANDLERS if one.detect(text)), None)
    try:
        if handler is None:
            raise Unread("has no front matter; begin the file with three lines: ---, title: ..., ---")
        fields, body = frontmatter.parse(text, handler=handler)
    except Unread as error:
        raise DigestError(f"{named(path)}: {error}") from None
    return dict(fields), body


def bounded(found: re.Match[str] | None, text: str, mark: str) -> tuple[str, str]:
    if found is None and len(text) > MAX_CHARS:
        raise Unread(f"its front matter does not end within {MAX_CHARS // 1024} KiB; end it with a line {mark}")
    if found is None:
        raise Unread(f"its front matter does not end; add a line {mark} after it")
    if found.end() > MAX_CHARS:
        raise Unread(f"its front matter is longer than {MAX_CHARS // 1024} KiB; move what is no metadata to the body")
    return found[1], text[found.end() :]


class Yaml(YAMLHandler):
    FM_BOUNDARY = re.compile(r"\s*---[ \t]*(?:\n|\Z)")
    WHOLE = re.compile(r"\s*---[ \t]*\n((?:.*\n)*?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")

    def split(self, text: str) -> tuple[str, str]:
        return bounded(self.WHOLE.match(text, 0, MAX_CHARS + 1), text, "---")

    def load(self, fm: str, **_: object) -> Any:
        refuse_deep(fm)
        loader = loader_class()(fm)
        try:
            node = loader.get_single_node()
            if node is None:
                return {}
            refuse_bomb(node)
            fields = loader.construct_document(node)
        except yaml.YAMLError as error:
            raise Unread(yaml_problem(error, fm)) from None
        except (ValueError, TypeError, RecursionError, AttributeError) as error:
            raise Unread(f"its front matter is not valid YAML ({one_line(str(error))}); correct it") from None
        finally:
            loader.dispose()
        return table(fields)


class Toml(BaseHandler):
    FM_BOUNDARY = re.compile(r"\s*\+\+\+[ \t]*(?:\n|\Z)")
    WHOLE = re.compile(r"\s*\+\+\+[ \t]*\n((?:.*\n)*?)\+\+\+[ \t]*(?:\n|\Z)")

    def split(self, text: str) -> tuple[str, str]:
        return bounded(self.WHOLE.match(text, 0, MAX_CHARS + 1), text, "+++")

    # The parser's time grows with the square of a dotted key's parts.
    DOTTED = re.compile(r"(?:[^\s.=]{0,99}[ \t]*\.[ \t]*){50}")

    def load(self, fm: str) -> dict[str, Any]:
        if any(self.DOTTED.match(line) for line in fm.splitlines()):
            too_big()
        try:
            return tomllib.loads(fm)
        except (ValueError, RecursionError) as error:
            raise Unread(f"its front matter is not valid TOML ({one_line(str(error))}); correct it") from None


class Json(JSONHandler):
    # A "{{" or "{%" at the beginning is a template's, not an object's.
    FM_BOUNDARY = re.compile(r"\s*\{(?![{%#:<])")

    def split(self, text: str) -> tuple[str, str]:
        start = len(text) - len(text.lstrip())
        try:
            _, end = json.JSONDecoder().raw_decode(text[: MAX_CHARS + 1], start)
        except (ValueError, RecursionError) as error:
            raise Unread(f"its front matter is not valid JSON ({one_line(str(error))}); correct it") from None
        return text[start:end], text[end:]

    def load(self, fm: str, **_: object) -> Any:
        fields = json.loads(fm)
        if "\\u" in fm:
            # Half of a surrogate pair can be written in JSON and in no other place.
            fields = json.loads(json.dumps(fields, ensure_ascii=False).encode("utf-8", "replace"))
        return table(fields)


HANDLERS = (Yaml(), Toml(), Json())


def table(fields: object) -> dict[str, Any]:
    if fields is None:
        return {}
    if not isinstance(fields, dict):
        raise Unread('its front matter has no "name: value" lines; write: title: ...')
    return fields


@cache
def loader_class() -> type[yaml.CSafeLoader]:
    """A safe loader that leaves scalars as they were written: `lang: no`, `title: 1.10` and `title: 12:30` are texts."""

    class Loader(FastestSafeLoader):  # type: ignore[misc,valid-type] # which of the two, PyYAML's build decides
        yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML's own way
            mark: [(tag, pattern) for tag, pattern in known if tag in {YAML + "null", YAML + "merge"}]
            for mark, known in FastestSafeLoader.yaml_implicit_resolvers.items()
        }

    def as_written(loader: yaml.SafeLoader, node: yaml.Node) -> str:
        if not isinstance(node, yaml.ScalarNode):
            raise yaml.constructor.ConstructorError(None, None, "a date must be a single value", node.start_mark)
        return str(loader.construct_scalar(node))

    Loader.add_constructor(YAML + "timestamp", as_written)
    return Loader


YAML = "tag:yaml.org,2002:"


def refuse_deep(text: str) -> None:
    """Count the nesting before anything recursive sees it."""
    if sum(text.count(mark) for mark in "[{-?") <= MAX_DEPTH:
        return
    depth = 0
    try:
        for event in yaml.parse(text, Loader=FastestSafeLoader):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > MAX_DEPTH:
                    too_big()
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
    except yaml.YAMLError as error:
        raise Unread(yaml_problem(error, text)) from None
    except RecursionError:
        too_big()


def refuse_bomb(root: yaml.Node) -> None:
    """Count the nodes as if every alias were written out; an alias within itself never ends."""
    sizes: dict[int, int] = {}
    under_way: set[int] = set()

    def size(node: yaml.Node) -> int:
        known = sizes.get(id(node))
        if known is not None:
            return known
        if id(node) in under_way:
            too_big()
        under_way.add(id(node))
        total = 1
        if isinstance(node, yaml.SequenceNode):
            total += sum(size(one) for one in node.value)
        elif isinstance(node, yaml.MappingNode):
            total += sum(size(key) + size(value) for key, value in node.value)
        if total > MAX_NODES:
            too_big()
        under_way.discard(id(node))
        sizes[id(node)] = total
        return total

    size(root)


def too_big() -> NoReturn:
    raise Unread("its front matter is nested or repeated beyond reason; write it flat, without & and *")


def yaml_problem(error: yaml.YAMLError, text: str) -> str:
    problem = one_line(str(getattr(error, "problem", None) or error))
    mark = getattr(error, "problem_mark", None)
    line = mark.line if mark is not None else 0
    # The file's own line: the front matter begins after its first one.
    where = f"line {line + 2}: " if mark is not None else ""
    written = text.splitlines()[line].strip() if mark is not None and line < len(text.splitlines()) else ""
    remedy = "correct it"
    if "constructor for the tag" in problem:
        remedy = "take the tag (the word that begins with !) away"
    elif "mapping values are not allowed" in problem or (written.count(": ") and "expected" in problem):
        name, _, value = written.partition(": ")
        remedy = f'put the value in quotes: {name[:40]}: "{value[:40].strip(chr(34))}{"…" if len(value) > 40 else ""}"'
    elif "tab character" in problem or "\\t" in problem or "\t" in written:
        remedy = "indent with spaces, not tabs"
    elif "cannot start any token" in problem or "alias" in problem:
        remedy = "put the value in quotes"
    return f"its front matter is not valid YAML ({where}{problem}); {remedy}"


def one_line(text: str) -> str:
    return " ".join(text.split())[:200]
