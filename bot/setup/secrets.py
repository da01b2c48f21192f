"""Which secrets a blog has to set, and where its owner gets them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.settings.model import Target

GITHUB = "On GitHub they belong under Settings > Secrets and variables > Actions; elsewhere into the environment, or a file for --env-file."


def secrets_to_set(targets: Iterable[Target], environ: Mapping[str, str]) -> list[str]:
    """What to set, target by target; what is set already is said to be."""
    rows = []
    explained: set[str] = set()  # the platforms of which it is said where their secrets are had
    for target in targets:
        names = target.secret_names()
        if not names:
            continue
        missing = target.missing_secrets(environ)
        if not missing:
            rows.append(f"{target.name}: set up ({', '.join(names)} {'are' if len(names) > 1 else 'is'} set)")
            continue
        rows.append(f"{target.name}: set {', '.join(missing)}")
        if target.platform.name not in explained:
            rows += (f"  {line}" for line in target.platform.get_secrets)
            explained.add(target.platform.name)
    return [*rows, GITHUB] if explained else rows
