"""YAML as it was written, read with a loader that hostile input cannot tire."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import Any, NamedTuple, NoReturn

import yaml

from bot.text.simple_yaml import simple_table, unquoted
from bot.text.yaml_remedy import FIRST_LINE, yaml_remedy

try:
    from yaml import CSafeLoader as FastestSafeLoader
except ImportError:  # PyYAML was built without libyaml
    from yaml import SafeLoader as FastestSafeLoader  # type: ignore[assignment] # the same loader, slower

MAX_DEPTH = 50
SIMPLE_CHARS = 16 * 1024
"""Longer ones are rare, and bounded by the parser."""
MAX_NODES = 50_000
"""Counted with every alias written out, which is what an alias bomb multiplies."""
YAML = "tag:yaml.org,2002:"
TEXT, LIST, TABLE, NULL = f"{YAML}str", f"{YAML}seq", f"{YAML}map", f"{YAML}null"
QUOTES = frozenset("\"'")
PLAIN = {**dict.fromkeys(("", "~", "null", "Null", "NULL"), NULL), "<<": f"{YAML}merge"}
"""What is more than a text where it stands without quotes (YAML 1.1)."""


class Unread(Exception):
    """What cannot be read: what is wrong with it, and what to do."""


class Loaded(NamedTuple):
    """A YAML document."""

    value: Any
    """Numbers, dates and flags are the text that was written."""
    repeated: tuple[str, ...] = ()
    """Keys of its top table that stand there more than once; the last one counts."""


NO_YAML = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ufffd\U00010000-\U0010ffff]")
"""YAML 1.2.2, 5.1: what is no printable character."""


def load(text: str) -> Loaded:
    """The document in this text, without the control characters that slipped in. Raises Unread with the line and the remedy."""
    if len(text) <= SIMPLE_CHARS and (table := simple_table(text)) is not None:
        return Loaded(table)
    try:
        return load_as_written(text)
    except Unread:
        printable = NO_YAML.sub("", text)
        if printable == text:
            raise
        return load_as_written(printable)


def load_as_written(text: str) -> Loaded:
    refuse_deep(text)
    loader = loader_class()(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return Loaded({})
        # Without an alias there are no more nodes than there are characters, but for the empty values.
        if "*" in text or len(text) > MAX_NODES // 2:
            refuse_bomb(node)
        return Loaded(value_of(node, loader), repeated_keys(node))
    except yaml.YAMLError as error:
        raise Unread(yaml_problem(error, text)) from None
    except (ValueError, TypeError, RecursionError, AttributeError) as error:
        raise Unread(f"its front matter is not valid YAML ({one_line(str(error))}); correct it") from None
    finally:
        loader.dispose()


class Unusual(Exception):
    """A tag that somebody wrote, or a merged table: PyYAML knows what that means."""


def value_of(node: yaml.Node, loader: yaml.CSafeLoader) -> Any:
    """What the document says. Nearly all have nothing but texts, lists and tables, which need no constructors."""
    try:
        return plain_value(node)
    except Unusual:
        return loader.construct_document(node)


def plain_value(node: yaml.Node) -> Any:
    tag, value = node.tag, node.value
    if tag == TEXT and isinstance(node, yaml.ScalarNode):
        return unquoted(value) if node.style in QUOTES else value
    if tag == TABLE and isinstance(node, yaml.MappingNode):
        return {plain_key(key): plain_value(one) for key, one in value}
    if tag == LIST and isinstance(node, yaml.SequenceNode):
        return [plain_value(one) for one in value]
    if tag == NULL and isinstance(node, yaml.ScalarNode):
        return None
    raise Unusual


def plain_key(node: yaml.Node) -> str:
    if node.tag != TEXT or not isinstance(node.value, str):
        raise Unusual
    return node.value


@cache
def loader_class() -> type[yaml.CSafeLoader]:
    """A safe loader that leaves scalars as they were written: `lang: no`, `title: 1.10` and `title: 12:30` are texts."""

    class Loader(FastestSafeLoader):
        def resolve(self, kind: type[yaml.Node], value: Any, implicit: Any) -> str:
            """The tag of a node that names none; PyYAML's own way looks at each with patterns."""
            if kind is yaml.ScalarNode:
                return PLAIN.get(value, TEXT) if implicit[0] else TEXT
            return TABLE if kind is yaml.MappingNode else LIST

        def descend_resolver(self, _parent: object, _index: object) -> None:
            """What a node is never hangs on where it stands."""

        def ascend_resolver(self) -> None: ...

    def as_written(loader: yaml.SafeLoader, node: yaml.Node) -> str:
        if not isinstance(node, yaml.ScalarNode):
            raise yaml.constructor.ConstructorError(None, None, "a date must be a single value", node.start_mark)
        return str(loader.construct_scalar(node))

    Loader.add_constructor(YAML + "timestamp", as_written)
    return Loader


def repeated_keys(node: yaml.Node) -> tuple[str, ...]:
    if not isinstance(node, yaml.MappingNode):
        return ()
    names = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
    if len(names) == len(set(names)):
        return ()
    return tuple(name for name, count in Counter(names).items() if count > 1 and name != "<<")


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
    where = f"line {mark.line + FIRST_LINE}: " if mark is not None else ""
    return f"its front matter is not valid YAML ({where}{problem}); {yaml_remedy(error, text)}"


def one_line(text: str) -> str:
    return " ".join(text.split())[:200]
