"""The permalinks that folders of a blog have by their data, which may be programs: these are read as templates, where they come to one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.sites import slugs, values
from bot.sites.eleventy.config import COMPUTED, configuration, is_folder_data
from bot.sites.script import CLOSE, OPEN, is_script, is_text, tokens, unquoted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bot.sites.folder import Tree


FILTER = re.compile(
    r"addFilter\(\s*[\"'`](?P<name>\w{1,40})[\"'`]\s*,\s*(?P<program>(?P<called>\w{1,40}\s*\))?(?:(?!addFilter)[\s\S]){0,500})"
)
DATE_FORM = re.compile(
    r"\.(?:toFormat|format)\(\s*[\"'`](?P<form>[\w/. -]{1,40})[\"'`]"
    r"|\.(?:toISODate\(\)|toISOString\(\)\.(?:split\([\"'`]T[\"'`]\)\[0\]|(?:slice|substring)\(0, ?10\)))"
    r"(?P<slashes>\.(?:split\([\"'`]-[\"'`]\)\.join\(|replace(?:All)?\((?:/-/g|[\"'`]-[\"'`]), ?)[\"'`]/[\"'`]\))?"
)
TOKENS = {"yyyy": "%Y", "YYYY": "%Y", "MM": "%m", "LL": "%m", "dd": "%d", "DD": "%d", "yy": "%y", "YY": "%y"}
"""Luxon's and Moment's own."""


def date_forms(scripts: Mapping[str, str]) -> dict[str, str]:
    """Filter to the form that it gives a date, where its text says it, or that of the function it names."""
    found: dict[str, str] = {}
    for text in scripts.values():
        for one in FILTER.finditer(text):
            program = program_called(one["called"].rstrip(") \n"), scripts) if one["called"] else one["program"]
            said = DATE_FORM.search(program)
            if said is None:
                continue
            iso = "yyyy/MM/dd" if said["slashes"] else "yyyy-MM-dd"
            form = re.sub(r"[A-Za-z]+", lambda word: TOKENS.get(word[0], "?"), said["form"] or iso)
            if "?" not in form:
                found.setdefault(one["name"], form)
    return found


def program_called(name: str, scripts: Mapping[str, str]) -> str:
    """The beginning of the function: in a file of its name, or where it is made."""
    made = re.compile(rf"\b(?:const|let|var|function)\s+{name}\b(?!\s*=\s*require)[\s\S]{{0,500}}")
    return next(
        (text[:2000] for path, text in scripts.items() if slugs.stem(path).rpartition("/")[2] == name),
        next((one[0] for text in scripts.values() if (one := made.search(text))), ""),
    )


def slug(text: str) -> str | None:
    """Eleventy's older filter, which keeps some signs."""
    plain = slugs.in_ascii(text)
    if plain is None:
        return None
    plain = re.sub(r"[^\w\s$*_+~.()'\"!\-:@]+", "", plain.replace("&", "and").replace("%", "percent"), flags=re.ASCII)
    return re.sub(r"\s+", "-", plain.strip()).lower()


FILTERS: dict[str, Callable[[str], str | None]] = {
    "slugify": slugs.slugify, "slug": slug, "lower": str.lower, "downcase": str.lower,
}  # fmt: skip


GLOBAL_PERMALINK = re.compile(r"\baddGlobalData\(\s*[\"'`]permalink[\"'`]\s*,")
PROGRAM_WORDS = 200
"""Of a function that makes a permalink; a longer one is not read."""
NO_CHANGE = frozenset(
    {"false", "undefined", "permalink", "data.permalink", "data.permalink||undefined", "permalink||undefined"}
)
"""What a function gives back that leaves a post's permalink as it is, or hides what is still to come."""


def permalinks(tree: Tree) -> dict[str, str]:
    """Folder to the permalink that its data says; the top's is for all; "" for one that is a program."""
    found: dict[str, str] = {}
    everywhere = GLOBAL_PERMALINK.search(configuration(tree))
    if everywhere:
        found[""] = template_of(tokens(configuration(tree)[everywhere.end() :])[:PROGRAM_WORDS]) or ""
    for path, text in tree.texts.items():
        computed = COMPUTED.fullmatch(path)
        if not computed and not is_folder_data(path):
            continue
        folder = "" if computed else path.rpartition("/")[0]
        if is_script(path):
            words = tokens(text)
            place = next((at for at, word in enumerate(words) if word in {"permalink", '"permalink"', "'permalink'"}
                          and words[at + 1 : at + 2] in ([":"], ["("])), None)  # fmt: skip
            own = (
                template_of(words[place + (2 if words[place + 1] == ":" else 1) :][:PROGRAM_WORDS])
                if place is not None
                else None
            )
        else:
            own = values.line(values.table(tree, path).get("permalink")) or None
        if own is not None:
            found[folder] = own
    return found


def template_of(words: Sequence[str]) -> str | None:
    """The template that a permalink's text or function comes to; None where it changes nothing, "" for a program."""
    whole = value_of(words)
    if whole == ["false"]:
        return "false"
    if len(whole) == 1 and is_text(whole[0]):
        return unquoted(whole[0])
    arrows = [
        at
        for at, word in enumerate(whole)
        if word == "=>" and sum((one in OPEN) - (one in CLOSE) for one in whole[:at]) == 0
    ]
    if arrows:
        body = whole[arrows[-1] + 1 :]
    elif "{" in whole:
        body = whole[len(whole) - 1 - whole[::-1].index("{") :] if whole.count("{") == 1 else body_of(whole)
    else:
        return ""
    if body and body[0] == "(" and body[-1] == ")":
        body = body[1:-1]
    if body and body[0] == "{":
        returns = [at for at, word in enumerate(body) if word == "return"]
        given = [value_of([*body[at + 1 : -1], ";"]) for at in returns]
        shown = [one for one in given if one != ["false"]]
        if shown and all("".join(one) in NO_CHANGE for one in shown):
            return None
        # Whatever comes before decides only whether there is a page.
        if len(shown) != 1 or shown[0] != given[-1] or "else" in body or body.count("if") != len(given) - 1:
            return ""
        body = shown[0]
    body = unless_hidden(body)
    return None if "".join(body) in NO_CHANGE else concatenated(body)


def unless_hidden(words: Sequence[str]) -> list[str]:
    """``hidden ? false : address`` without what decides whether there is a page."""
    depth = 0
    for at, word in enumerate(words):
        depth += (word in OPEN) - (word in CLOSE)
        if word == "?" and not depth:
            return list(words[at + 3 :] if list(words[at + 1 : at + 3]) == ["false", ":"] else words)
    return list(words)


def value_of(words: Sequence[str]) -> list[str]:
    """The words up to the comma or bracket that ends the value; a function's parameters and body belong to it."""
    depth = 0
    for at, word in enumerate(words):
        depth += (word in OPEN) - (word in CLOSE)
        if depth < 0 or (not depth and word in {",", ";", "return"}):
            return list(words[:at])
        if not depth and word == "}" and words[at + 1 : at + 2] != ["="] and words[at + 1 : at + 2] != [")"]:
            return list(words[: at + 1])
    return []  # it does not end within what was looked at


def body_of(words: list[str]) -> list[str]:
    """A function's body: what its last braces at the top hold."""
    depth = 0
    for at in range(len(words) - 1, -1, -1):
        depth += (words[at] in CLOSE) - (words[at] in OPEN)
        if not depth:
            return words[at:]
    return []


def concatenated(words: Sequence[str]) -> str:
    """Texts, names and calls that are added to one another, as a template; "" for anything else."""
    parts: list[str] = []
    term: list[str] = []
    depth = 0
    for word in [*words, "+"]:
        depth += (word in OPEN) - (word in CLOSE)
        if word != "+" or depth:
            term.append(word)
        elif len(term) == 1 and is_text(term[0]):
            parts.append(unquoted(term[0]))
            term = []
        elif term and all(re.fullmatch(r"[\w.()$]+", one) for one in term):
            parts.append("{{ " + "".join(term) + " }}")
            term = []
        else:
            return ""
    return "".join(parts)
