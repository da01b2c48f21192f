"""What a digest's front matter says about its own posts, and what of it holds for a target."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from bot.content.fields import FALSE, TRUE, WrongField, as_flag, as_line, as_tags, shorten_value
from bot.model import Override
from bot.settings.paths import suggest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.model import Digest
    from bot.settings.model import Settings, Target

KEYS = ("skip", "text", "hook", "hashtags", "image", "alt", "made_with_ai", "paid_partnership")


OTHERS = frozenset({"cards", "cards_dir", "cards_layout", "cards_layout_dir", "cards_layout_options"})
"""What stands under ``social`` for another reader: Material for MkDocs and the cards that it draws."""


class Social(NamedTuple):
    override: Override = Override()
    """For every target."""
    overrides: Mapping[str, Override] = {}
    """By the name of a target or a platform."""


def override_for(digest: Digest, target: Target) -> Override:
    """What the digest says for this target: under the target's name, else its platform's, else for all; each key alike."""
    if not digest.overrides:
        return digest.override
    layers = (digest.overrides.get(target.name), digest.overrides.get(target.platform.name), digest.override)

    def first(key: str) -> Any:
        return next((value for layer in layers if (value := getattr(layer, key, None)) is not None), None)

    return Override(**{key: first(key) for key in KEYS})


def social_of(value: object, settings: Settings) -> Social:
    """Reads ``social: false`` and ``social: {text: ..., x: {...}}``. Raises Wrong for what it does not know."""
    if value is None:
        return Social()
    if not isinstance(value, dict):
        own = line_or_flag(value, "social")
        return Social(with_place_for_tags(own) if own.text is not None else own)
    known_names = (*(target.name for target in settings.targets), *settings.platforms)
    names = {name.casefold(): name for name in known_names}
    general: dict[str, Any] = {}
    overrides: dict[str, Override] = {}
    for key, own in value.items():
        name = str(key).strip()
        if name.casefold() in names:
            overrides[names[name.casefold()]] = named_override(names[name.casefold()], own)
        elif name in KEYS:
            general[name] = own
        elif name not in OTHERS:
            known = [*names.values(), *KEYS]
            hint = suggest(name, known) or f"; there are: {', '.join(known)}"
            raise WrongField(f"social.{name} is no target and no setting{hint}")
    return Social(override_of(general, "social"), overrides)


def named_override(name: str, own: object) -> Override:
    where = f"social.{name}"
    if own is None:
        return Override()
    if isinstance(own, dict):
        return override_of(own, where)
    return line_or_flag(own, where)


TAGS_LAST = "\n\n{hashtags}"
LIVE_TAG = re.compile(r"(?<![\w&/])[#＃]\w*[^\W\d_]")


def with_place_for_tags(own: Override) -> Override:
    """The same with a place for hashtags below its words, where these hold none."""
    text = own.text or ""
    return own if "{hashtags}" in text or LIVE_TAG.search(text) else replace(own, text=text + TAGS_LAST)


def line_or_flag(value: object, where: str) -> Override:
    """The post's own words; or true or false."""
    line = as_line(value)
    if line is None:
        raise WrongField(f"{where} must be a table, a text or false, not {shorten_value(value)}")
    if line.lower() in FALSE | TRUE:
        return Override(skip=line.lower() in FALSE)
    return Override(text=text_under({"text": value}, "text", where))


def override_of(table: Mapping[str, Any], where: str) -> Override:
    for key in table:
        if key not in KEYS:
            hint = suggest(str(key), list(KEYS)) or f"; there are: {', '.join(KEYS)}"
            raise WrongField(f"{where}.{key} is no setting{hint}")
    hashtags = [] if says_false(table.get("hashtags")) else table.get("hashtags")
    return Override(
        skip=flag_under(table, "skip", where),
        text=text_under(table, "text", where),
        hashtags=None if hashtags is None else as_tags(hashtags),
        image="" if says_false(table.get("image")) else text_under(table, "image", where),
        alt=text_under(table, "alt", where),
        hook=text_under(table, "hook", where),
        made_with_ai=flag_under(table, "made_with_ai", where),
        paid_partnership=flag_under(table, "paid_partnership", where),
    )


def says_false(value: object) -> bool:
    """Said, and not left empty."""
    return (as_line(value) or "true").lower() in FALSE


def flag_under(table: Mapping[str, Any], key: str, where: str) -> bool | None:
    return None if table.get(key) is None else as_flag(table[key], f"{where}.{key}")


def text_under(table: Mapping[str, Any], key: str, where: str) -> str | None:
    value = table.get(key)
    if value is None:
        return None
    line = as_line(value)
    if line is None:
        raise WrongField(f"{where}.{key} must be a text, not {shorten_value(value)}")
    if line.lower() in {"true", "false"}:
        raise WrongField(f"{where}.{key} must be a text, not {line.lower()}")
    if key != "text":
        return line or None
    # The lines of a post's own text are the writer's.
    return "\n".join(as_line(row) or "" for row in str(value).strip().splitlines()) or None
