"""What a command found out about an account, put into the settings of its target; nothing else in the file changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.settings.read import own_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def with_target_settings(
    text: str, name: str, values: Mapping[str, Mapping[str, Any]], every: Iterable[str]
) -> str | None:
    """The settings file with these values, by target; None where there is no sure place for them.

    ``name``: of the file. ``every``: the targets that are meant, for a file that names none must name all of them then.
    """
    import tomlkit  # it takes a while, and only a file that is written needs it
    from tomlkit.exceptions import TOMLKitError

    document = tomlkit.parse(text if not text or text.endswith("\n") else f"{text}\n")
    own: Any = own_table(document, name)
    if own is None:
        return None
    try:
        if "targets" not in own:
            own["targets"] = tomlkit.table(is_super_table=True)
            values = {target: values.get(target, {}) for target in every} | dict(values)
        for target, settings in values.items():
            put(own["targets"], target, settings)
        written = tomlkit.dumps(document).rstrip("\n") + "\n"
    except (TOMLKitError, TypeError):
        return None
    return written if holds(written, name, values) else None


def put(targets: Any, name: str, settings: Mapping[str, Any]) -> None:
    """Into the target's table, which is made where it is not there yet."""
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
        # First, as at the end they would come after a comment that belongs to the next table.
        table.value.body[:0] = new.body


def holds(text: str, name: str, values: Mapping[str, Mapping[str, Any]]) -> bool:
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
