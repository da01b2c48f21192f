"""Write docs/settings.md: every key that bot/settings/read.py reads, with its kind and its default as the code has them.

::

    python -m scripts.generate_settings_docs          # write
    python -m scripts.generate_settings_docs --check  # exit 1 if the file is not what the code says

What a key means stands in MEANINGS; a key that is missing there, or that the code does not read, is an error.
"""

from __future__ import annotations

import argparse
import re
import sys
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

from bot.publishers.registry import PLATFORMS
from bot.runs.notify import WEBHOOK
from bot.settings import read as config
from bot.settings import targets

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "settings.md"

MEANINGS = {
    "site": "The blog's address. Without it a post would have no link, so nothing is posted.",
    "site_name": "What the blog calls itself: in templates, on drawn cards and in notifications. Its host, if it is not said.",
    "since": "The day of `bot init`, which writes it. Digests that are older were handled before it and get no post.",
    "permalink": "A post's address below the site. `{slug}` is the front matter's slug or the file's name without its ending, `{name}` "
    "the same without a date before it, `{title}` the title as the generator writes it in addresses, `{path}` the file's path below "
    "`content`, `{section}` and `{sections}` its first folder and all of them, `{categories}` its categories, `{lang}` its language, "
    "`{year}`, `{month}` and `{day}` its date. A digest's own `canonicalURL`, `permalink` or `url` goes before it. Where `generator` "
    "is set and this is not, addresses are as the generator makes them.",
    "generator": "What builds the blog. A post's address, language, title and pictures are then made by that generator's own rules, "
    "from its own settings files.",
    "address": "`sitemap` takes each post's address from the published sitemap or feed, by its title, for blogs whose addresses no "
    "rule can tell; `rules` makes them from `permalink` or `generator`.",
    "timezone": "Of dates that name none, like `Europe/Berlin`. Not set: the generator's, else UTC.",
    "content": "Where the digests are.",
    "include": "Which files below `content` are digests.",
    "exclude": "Which of them are not.",
    "assets": 'Folders in which a hero that begins with "/" is looked for, besides `content`. Jekyll\'s is `["."]`.',
    "state": "Where the ledger, the outbox and the locks are.",
    "branch": "The git branch on which runners and laptops share the ledger. Not set: the file in `state` alone.",
    "remote": "The git remote that has the branch.",
    "max_posts_per_run": "A fuse: if more digests than this are new, the run stops before anything is posted, for then mostly "
    "something else has changed (a folder's name, the permalink).",
    "settle": 'Leave a file alone this long after its last change, so that a slip mended at once is in the post. Where it is not set: `"0s"`, in `bot watch` `"30s"`.',
    "wait_live": "Wait this long for the digest's page to be there before it is posted.",
    "lease": "A claim this old whose owner cannot be asked is taken for dead. Longer than any run: a workflow's `timeout-minutes` "
    "belongs below it.",
    "timeline_lag": "A post may be missing from its account's timeline this long after it was sent; only then is absence an answer.",
    "spacing": "Between one digest's posts and the next one's in one run.",
    "lang": "The language of digests that do not say theirs.",
    "hook_command": "A shell command that writes a post's first words. It gets JSON on its standard input (`title`, `description`, `opening`, `body`, "
    "`platform`, `room`, `language`), prints one line, has 30 seconds, and never sees the accounts' secrets. See [text.md](text.md).",
    "fields": "Which front-matter keys hold what, before those that Astro, Hugo, Jekyll and Eleventy use. See below.",
    "targets": "The accounts, by name. Without any, `bluesky` and `x`, and `mastodon` where its secrets are set. See below.",
    "images": "How pictures are found and drawn. See below.",
    "notify": "Who is told of failures and doubts. See below.",
    "images.allow_hosts": "Hosts from which pictures may come although their address is not public.",
    "images.background": "What shows through where a picture is transparent.",
    "images.timeout": "For one picture, from its name's look-up to its last byte.",
    "images.max_bytes": "A picture larger than this is not taken.",
    "images.draw_card": "Draw a card where a digest has no picture that can be had.",
    "images.card_background": "The drawn card's background.",
    "images.card_foreground": "The drawn card's title.",
    "images.card_accent": "The drawn card's line and site name.",
    "notify.webhook": "Where the JSON document of a run with a failure or a doubt is POSTed, with its summary as `text` and `content`, as "
    f"Slack, Mattermost and Discord want it. An address that is itself a secret belongs into the environment: `{WEBHOOK}`.",
    "notify.command": "A shell command that gets the same document on its standard input. It never sees the accounts' secrets.",
    "targets.NAME.platform": f"One of {', '.join(f'`{name}`' for name in PLATFORMS)}.",
    "targets.NAME.mode": "What a post is made of besides its words: `card` (a link card, no link in the text), `image` (the picture, "
    "and the link in the text), `link` (the link in the text, no picture), `picture` (the picture, no link), `text` (words only).",
    "targets.NAME.env": "The beginning of the names of its secrets: `X_FR` reads `X_FR_API_KEY` and so on.",
    "targets.NAME.length": "How long a post may be, in the platform's own measure: more for an X account that has Premium (`4000`, `25000`) or on a Mastodon server that takes more, "
    "or less where it shall be short.",
    "targets.NAME.text": "What the text is made of: `opening` (the digest's first sentences that title and description do not say), `title`, "
    "`description`, or `both`. Not set: `opening` above a link card, `both` elsewhere.",
    "targets.NAME.template": "How to say it: a text, or a list of `{text, when}` of which the first that fits is taken. Not set: "
    "what `text` says, link and hashtags, condensed to fit.",
    "targets.NAME.via": 'Add "via" and the name behind a digest\'s "Source:", where there is room.',
    "targets.NAME.made_with_ai": "Tell the platform of every picture that a machine made it (X). A digest may say `made_with_ai` under `social`.",
    "targets.NAME.paid_partnership": "Tell the platform that a post with a picture is a paid partnership (X). A digest may say it under `social`.",
    "targets.NAME.visibility": "To whom posts are shown (Mastodon). Not set: as the account's own settings say.",
    "targets.NAME.spoiler": "A content warning, behind which every post is hidden until a reader opens it (Mastodon). It counts as part of the post.",
    "targets.NAME.sensitive": "Hide every picture until a reader opens it (Mastodon).",
    "targets.NAME.hashtags": "At most so many in the text.",
    "targets.NAME.inline_hashtags": 'Put "#" before a word that stands in the text already, instead of adding the tag at the end.',
    "targets.NAME.leave_out": "Tags that are never shown.",
    "targets.NAME.langs": "The post's languages, instead of the digest's.",
    "targets.NAME.utm": 'Parameters that are added to the link, like `{source = "bluesky"}`.',
    "targets.NAME.mentions": 'Let "@name" mention somebody.',
    "targets.NAME.handle": "Who posts, for the preview and for links; a handle in the environment goes before it.",
    "targets.NAME.monthly_cap_usd": "What may be spent in one month; a post that would cost more is put off.",
    "targets.NAME.did": "The account's own name (Bluesky), by which addresses are known without asking anybody. `bot init` and `bot doctor` write it.",
    "targets.NAME.documents": "Make a Standard.site document of each digest and pin it in its post, so that bsky.app shows a publication card (Bluesky). See [documents.md](documents.md).",
    "targets.NAME.publication": "The record that the documents belong to; `bot init` makes or adopts it when it is asked for documents, and writes it here.",
    "targets.NAME.publication_cid": "Which version of it posts pin; written with it. A run looks for its present one.",
}  # fmt: skip
FIELDS = {
    "title": "The title.",
    "description": "One or two sentences.",
    "heroImage": "The picture: an address, or a path.",
    "heroAlt": "What it shows.",
    "ogImage": "The picture that stands in for it.",
    "tags": "A list, or words parted by commas.",
    "pubDatetime": "When the page appears.",
    "modDatetime": "When it was changed last.",
    "expiresAt": "When the page goes away; from then on it is not announced.",
    "draft": "There is no page yet.",
    "lang": "The digest's language.",
    "slug": "The last part of its address.",
    "id": "What the ledger knows it by, if its file may be renamed.",
    "canonicalURL": "Its address, if it is not what the permalink says.",
    "social": "`false`, the post's own words, or a table with what a target's post is to say.",
}
SERVICES = {
    "BLUESKY_SERVICE": "The Bluesky server, instead of https://bsky.social; `PREFIX_SERVICE` for one target.",
    "X_API_BASE": "X's API, instead of https://api.x.com; `PREFIX_API_BASE` for one target.",
    WEBHOOK: "The webhook of `notify.webhook`, where its address is a secret.",
    "NO_COLOR": "Set to anything: no colours.",
}


@dataclass(frozen=True, slots=True)
class Key:
    """A key as the code reads it."""

    name: str
    default: Any
    kind: str


def keys() -> list[Key]:
    """Every key that the settings are asked for, in the order in which the code asks."""
    found: dict[str, Key] = {}

    class Recorder(config.Table):
        def get(self, key: str, default: Any, wanted: str, read: Any) -> Any:
            name = re.sub(r"^targets\.[^.]+\.", "targets.NAME.", self.prefix) + key
            found.setdefault(name, Key(name, default, wanted))
            return super().get(key, default, wanted, read)

    with patch.object(config, "Table", Recorder), patch.object(targets, "Table", Recorder):
        config.parse({"targets": {name: {} for name in PLATFORMS}}, None, Path(), PLATFORMS)
    return list(found.values())


def shown(value: object) -> str:
    match value:
        case None | {} | () | "":
            return "not set" if value is None else "none"
        case bool():
            return f"`{str(value).lower()}`"
        case timedelta():
            return f"`{spoken(value)}`"
        case tuple():
            return "`[" + ", ".join(f'"{one}"' for one in value) + "]`"
        case str():
            return f'`"{value}"`'
        case _:
            return f"`{value}`"


def spoken(time: timedelta) -> str:
    seconds = int(time.total_seconds())
    for unit, size in (("h", 3600), ("m", 60)):
        if seconds and seconds % size == 0:
            return f'"{seconds // size}{unit}"'
    return f'"{seconds}s"'


BY_PLATFORM = {
    "platform": "the target's name",
    "mode": ", ".join(f'`"{one.limits.modes[0].value}"` on {one.name}' for one in PLATFORMS.values()),
    "env": ", ".join(f'`"{one.env}"` for {one.name}' for one in PLATFORMS.values()),
    "length": ", ".join(f"`{one.limits.length}` on {one.name}" for one in PLATFORMS.values()),
    "text": "what its mode wants",
    "hashtags": ", ".join(f"`{one.limits.hashtags}` on {one.name}" for one in PLATFORMS.values()),
}
"""Defaults that depend on the platform."""


def table(rows: list[Key], prefix: str) -> str:
    lines = ["| key | kind | default | meaning |", "|---|---|---|---|"]
    for key in rows:
        short = key.name.removeprefix(prefix)
        default = BY_PLATFORM.get(short, shown(key.default)) if prefix == "targets.NAME." else shown(key.default)
        kind = "one of those of its platform" if short == "mode" and prefix else key.kind
        lines.append(f"| `{short}` | {cell(kind)} | {cell(default)} | {cell(MEANINGS[key.name])} |")
    return "\n".join(lines)


def cell(text: str) -> str:
    return text.replace("|", "\\|")


def page() -> str:
    found = keys()
    names = {key.name for key in found if not key.name.startswith("fields.")}
    if wrong := names.symmetric_difference(MEANINGS):
        raise SystemExit(f"MEANINGS and bot/settings/read.py disagree about {', '.join(sorted(wrong))}")
    if wrong := set(config.DIGEST_FIELDS).symmetric_difference(FIELDS):
        raise SystemExit(f"FIELDS and bot/settings/read.py disagree about {', '.join(sorted(wrong))}")
    top = sorted((key for key in found if "." not in key.name), key=lambda key: key.kind == "a table")
    groups = {
        prefix: [key for key in found if key.name.startswith(prefix)]
        for prefix in ("targets.NAME.", "images.", "notify.")
    }
    secrets = "\n".join(
        f"| `{one.env}_{secret.name}` | {one.name} |" for one in PLATFORMS.values() for secret in one.secrets
    )
    fields = "\n".join(f"| `{name}` | {meaning} |" for name, meaning in FIELDS.items())
    services = "\n".join(f"| `{name}` | {cell(meaning)} |" for name, meaning in SERVICES.items())
    return PAGE_TEXT.format(
        top=table(top, ""),
        targets=table(groups["targets.NAME."], "targets.NAME."),
        images=table(groups["images."], "images."),
        notify=table(groups["notify."], "notify."),
        secrets=secrets,
        fields=fields,
        services=services,
    )


PAGE_TEXT = """\
<!-- Written by scripts/generate_settings_docs.py from bot/settings/read.py; a test sees to it that both agree. -->

# Settings

They stand in `bot.toml` at the top of the blog's repository, or under `[tool.bot]` in its `pyproject.toml`. The nearest file,
from the folder that you are in upwards, is read; `--config FILE` names another one. Everything but `site` has a default, and
a key that does not exist is an error that says which one was meant. `bot init` writes the file, `bot doctor` looks it over.

```toml
site = "https://your.blog"
permalink = "/posts/{{slug}}"
content = "src/content/posts"
branch = "bot-state"

[targets.bluesky]

[targets.x]
monthly_cap_usd = 20
```

## The blog

{top}

A time is a number with a unit, like `"90s"`, `"10m"`, `"1h30m"` or `"2d"`.

## Targets: `[targets.NAME]`

A target is a platform, an account and its settings. Its name is yours; where it is a platform's own, `platform` may be left out.

{targets}

Two accounts on X, one of them for French digests, and a folder of pages besides:

```toml
[targets.x]

[targets.x-fr]
platform = "x"
env = "X_FR"

[targets.outbox]
```

## Pictures: `[images]`

{images}

## Notifications: `[notify]`

{notify}

Both are called after a run with a failure or a doubt, have 15 seconds each, and never make a run fail.

## Front matter: `[fields]`

Which keys of a digest's front matter hold what. A value is one key or a list of them, like `heroImage = ["cover", "banner"]`.

| field | what it holds |
|---|---|
{fields}

## Environment

Secrets stand in the environment and nowhere else.

| variable | of |
|---|---|
{secrets}

| variable | what it does |
|---|---|
{services}
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    asked = parser.parse_args()
    text = page()
    if asked.check:
        return 0 if PAGE.exists() and PAGE.read_text(encoding="utf-8") == text else 1
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
