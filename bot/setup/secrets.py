"""Which secrets a blog has to set, and where its owner gets them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.settings.read import Target

# docs.x.com, "Apps"; bsky.app's own settings.
WHERE = {
    "bluesky": (
        "an app password, not the account's own: https://bsky.app/settings/app-passwords",
        'the handle is the account\'s name, like "you.bsky.social"; on GitHub it is a variable, the password a secret',
    ),
    "x": (
        "make an app on https://console.x.com and set its User authentication settings to Read and write;",
        "only then generate, under Keys and tokens, the API key and secret and the OAuth 1.0a access token and secret",
        "X takes money: $0.20 for a post with a link, $0.015 for one without (docs.x.com, 2026-08)",
    ),
}
GITHUB = "On GitHub they belong under Settings > Secrets and variables > Actions; elsewhere into the environment."


def lines(targets: Iterable[Target], environ: Mapping[str, str]) -> list[str]:
    """What to set, target by target; what is set already is said to be."""
    found = []
    where = dict(WHERE)
    for target in targets:
        names = target.secret_names()
        if not names:
            continue
        missing = target.missing_secrets(environ)
        if not missing:
            found.append(f"{target.name}: set up ({', '.join(names)} {'are' if len(names) > 1 else 'is'} set)")
            continue
        found.append(f"{target.name}: set {', '.join(missing)}")
        found += [f"    {row}" for row in where.pop(target.platform, ())]
    if any(row.startswith("    ") for row in found):
        found.append(GITHUB)
    return found
