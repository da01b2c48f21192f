"""The targets of a settings file: each account with its own table."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from bot.errors import SettingsError
from bot.model import Mode, TextRule
from bot.settings.model import Target, Template
from bot.settings.paths import suggest
from bot.settings.table import (
    Table,
    as_cid,
    as_did,
    as_languages,
    as_money,
    as_record,
    as_table,
    as_text,
    as_text_table,
    as_texts,
    matching,
)

if TYPE_CHECKING:
    from bot.settings.model import Settings

PREFIX = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
"""What a shell takes for a variable's name, and GitHub for a secret's."""
WHOLE_BRACES = re.compile(r"\{\{|\}\}|\{[^{}]*\}")
SHORTEST_LIMIT = 50
"""No post can be shorter than its link."""
TARGET_NAME = re.compile(r"[a-z0-9][a-z0-9._-]*", re.IGNORECASE)


def read_target(name: str, value: object, where: str, settings: Settings) -> Target:
    """The target of this table; ``settings``: the blog's own, without its targets."""
    platforms = settings.platforms
    if not isinstance(value, dict):
        raise SettingsError(f"{where}: targets.{name} must be a table")
    if not TARGET_NAME.fullmatch(name):
        raise SettingsError(f"{where}: targets.{name}: a target's name is letters, digits, '.', '_' and '-'")
    table = Table(value, where, f"targets.{name}.")
    platform_name = table.text("platform", name)
    platform = platforms.get(platform_name)
    if platform is None:
        raise SettingsError(
            f"{where}: targets.{name}: platform {platform_name!r} is not known{suggest(platform_name, list(platforms))}",
            f"add: platform = one of {', '.join(map(repr, platforms))}",
        )
    limits = platform.limits
    mode = Mode(table.choice("mode", limits.modes[0].value, tuple(mode.value for mode in limits.modes)))
    longest = limits.longest or limits.length
    length = table.count("length", limits.length)
    if not SHORTEST_LIMIT <= length <= longest:
        raise table.wrong("length", f"a whole number from {SHORTEST_LIMIT} to {longest}")
    visibility, spoiler, sensitive = None, "", False
    if limits.visibilities:
        visibility = table.choice("visibility", None, limits.visibilities)
    if limits.content_warnings:
        spoiler, sensitive = " ".join((table.text("spoiler") or "").split()), table.flag("sensitive", default=False)
        if length - len(spoiler) < SHORTEST_LIMIT:
            raise table.wrong("spoiler", f"at most {length - SHORTEST_LIMIT} characters, for it counts")
    target = Target(
        name=name,
        platform=platform,
        limits=replace(limits, length=length - len(spoiler)),
        mode=mode,
        visibility=visibility,
        spoiler=spoiler,
        sensitive=sensitive,
        env=table.get(
            "env", platform.env, 'the beginning of a variable\'s name, like "X_FR"', partial(matching, pattern=PREFIX)
        ),
        text=table.get("text", None, f"one of {', '.join(repr(rule.value) for rule in TextRule)}", TextRule),
        templates=with_places(
            table.get("template", (), "a text, or a list of {text, when}", as_templates), f"{where}: targets.{name}"
        ),
        hashtags=table.count("hashtags", limits.hashtags),
        inline_hashtags=table.flag("inline_hashtags", default=False),
        leave_out=frozenset(tag.casefold() for tag in table.texts("leave_out", ("digest",))),
        via=table.flag("via", default=False),
        made_with_ai=table.flag("made_with_ai", default=False),
        paid_partnership=table.flag("paid_partnership", default=False),
        langs=table.get("langs", (), 'a list of languages like "en" or "pt-BR"', as_languages),
        utm=table.get("utm", {}, "a table of texts", as_text_table),
        mentions=table.flag("mentions", default=False),
        handle=table.text("handle"),
        monthly_cap_usd=table.get("monthly_cap_usd", None, "an amount of dollars", as_money),
        did=table.get("did", None, 'a DID like "did:plc:abc"', as_did),
        documents=table.flag("documents", default=False),
        publication=table.get("publication", None, 'a record\'s address like "at://did:plc:abc/..."', as_record),
        publication_cid=table.get("publication_cid", None, 'a CID like "bafyrei..."', as_cid),
        site_name=settings.name,
        site=settings.site,
    )
    table.done()
    for template in target.templates:
        if re.search("[{}]", WHOLE_BRACES.sub("", template.text)):
            raise table.wrong("template", 'a text without a single "{" or "}" (a brace that is meant is written twice)')
    if target.documents and not platform.documents:
        raise SettingsError(
            f"{where}: targets.{name}.documents: {platform.look.label} has no documents that a post could pin",
            "leave it out",
        )
    return target


def as_templates(value: object) -> tuple[Template, ...]:
    if isinstance(value, str):
        return (Template(as_text(value)),)
    if not isinstance(value, list):
        raise TypeError(value)
    templates = []
    for one in value:
        table = as_table(one) if not isinstance(one, str) else {"text": one}
        if not set(table) <= {"text", "when"}:
            raise ValueError(value)
        when = {str(key): as_texts(wanted) for key, wanted in as_table(table.get("when", {})).items()}
        templates.append(Template(as_text(table["text"]), when))
    return tuple(templates)


def with_places(templates: tuple[Template, ...], where: str) -> tuple[Template, ...]:
    several = len(templates) > 1
    return tuple(
        replace(template, where=f"{where}.template{f' {number}' if several else ''}")
        for number, template in enumerate(templates, start=1)
    )


def find_target(name: str, settings: Settings) -> Target:
    """The target of that name; any platform's own name works without being configured."""
    for target in settings.targets:
        if target.name == name:
            return target
    if name in settings.platforms:
        where = str(settings.source or "settings")
        return read_target(name, {}, where, settings)
    known = sorted({target.name for target in settings.targets} | set(settings.platforms))
    hint = suggest(name, known) or f"; there are: {', '.join(known)}"
    raise SettingsError(f"no target is called {name!r}{hint}")
