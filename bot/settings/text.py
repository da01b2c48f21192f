"""The text of a settings file with more keys in it, and nothing else of it changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.settings.read import own_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tomlkit import TOMLDocument
    from tomlkit.items import Table

# tomlkit is imported where it is used, as it takes a while and only a file that is written needs it.

WHY = {
    "site": "where the blog is",
    "site_name": "what it calls itself",
    "since": "older digests were there before the bot",
    "generator": "what builds it, by whose rules",
    "permalink": "how a page's address continues",
    "content": "where the digests are",
    "include": "which files there are digests",
    "exclude": "which are not",
    "assets": 'where heroes like "/hero.jpg" lie',
    "lang": "of digests that name none",
    "timezone": "of dates that name none",
    "wait_live": "wait until a digest's page is there",
    "state": "where the ledger is",
    "branch": "of git, where machines share the ledger",
}
"""The keys that are written, in this order, each with its comment."""
COMMENT_COLUMN = 45


def with_settings(old: str, name: str, settings: Mapping[str, Any]) -> str | None:
    """The settings file with these keys too; None where there is no sure place for them.

    ``name``: of the file; in pyproject.toml the keys belong into [tool.bot].
    """
    import tomlkit
    from tomlkit.items import Table

    if not settings:
        return old
    document = tomlkit.parse(whole_lines(old))
    own = own_table(document, name)
    if own is document:
        return tomlkit.dumps(with_comments(settings)) + old
    if not isinstance(own, Table) or own.is_super_table():
        return None
    put_first(own, with_comments(settings))
    return tomlkit.dumps(document)


def with_comments(settings: Mapping[str, Any]) -> TOMLDocument:
    import tomlkit

    document = tomlkit.document()
    for key, purpose in WHY.items():
        if settings.get(key) is not None:
            item = tomlkit.item(settings[key])
            item.comment(purpose)
            item.trivia.comment_ws = " " * max(1, COMMENT_COLUMN - len(f"{key} = {item.as_string()}"))
            document.add(key, item)
    return document


def put_first(table: Table, keys: TOMLDocument) -> None:
    """Into the table, before its other keys: at the end they would come after a comment that belongs to the next table."""
    table.value.body[:0] = keys.body


def whole_lines(text: str) -> str:
    return text if not text or text.endswith("\n") else f"{text}\n"


# ── of one target ────────────────────────────────────────────────────────────────────────────────


def with_target_settings(
    text: str, name: str, values: Mapping[str, Mapping[str, Any]], every: Iterable[str]
) -> str | None:
    """The settings file with these values, by target; None where there is no sure place for them.

    ``name``: of the file. ``every``: the targets that are meant, for a file that names none must name all of them then.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    document = tomlkit.parse(whole_lines(text))
    own: Any = own_table(document, name)
    if own is None:
        return None
    try:
        if "targets" not in own:
            own["targets"] = tomlkit.table(is_super_table=True)
            values = {target: values.get(target, {}) for target in every} | dict(values)
        for target, settings in values.items():
            put_into_target(own["targets"], target, settings)
        written = tomlkit.dumps(document).rstrip("\n") + "\n"
    except (TOMLKitError, TypeError):
        return None
    return written if says_values(written, name, values) else None


def put_into_target(targets: Any, name: str, settings: Mapping[str, Any]) -> None:
    import tomlkit
    from tomlkit.items import Table

    if name not in targets:
        table = tomlkit.table()
        for key, value in settings.items():
            table.add(key, value)
        if not isinstance(targets, tomlkit.items.InlineTable):
            table.add(tomlkit.nl())
        targets[name] = table
        return
    table = targets[name]
    new = tomlkit.document()
    for key, value in settings.items():
        if key in table or not isinstance(table, Table):
            table[key] = value
        else:
            new.add(key, value)
    if new:
        put_first(table, new)


def says_values(text: str, name: str, values: Mapping[str, Mapping[str, Any]]) -> bool:
    """The file says so by the rules of TOML, however it was made."""
    import tomllib

    try:
        table = own_table(tomllib.loads(text), name) or {}
    except tomllib.TOMLDecodeError:
        return False
    targets = table.get("targets", {})
    return all(
        targets.get(target, {}).get(key) == value for target, own in values.items() for key, value in own.items()
    )
