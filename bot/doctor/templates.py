"""Can every template be filled from what the digests hold?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.content import read
from bot.errors import BotError, SettingsError
from bot.formatter.layout import is_meant_for
from bot.formatter.template import FIELD, NAMES, braced, parse
from bot.model import Finding, Level

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.model import Digest
    from bot.settings.model import Settings, Target, Template

CHECK = "template"
READ = 30
"""Of the newest digests, whose front matter says which names there are."""


def check_templates(targets: Sequence[Target], digests: Sequence[Digest], settings: Settings) -> Iterator[Finding]:
    """Names that no digest's front matter has, or not that of every one: what lacks them is not posted.

    Nothing where there are no digests: which names they will have nobody knows.
    """
    templates = [template for target in targets for template in target.templates]
    if not templates:
        return
    dated = sorted(digests, key=lambda one: (one.published_at is not None, one.published_at), reverse=True)
    whole = [digest for one in dated[:READ] for digest in read_again(one, settings)]
    if whole:
        for template in templates:
            yield from check_template(template, whole)


def read_again(digest: Digest, settings: Settings) -> Iterator[Digest]:
    """The digest with its front matter; nothing where it cannot be read any more."""
    try:
        yield read(digest.path, settings)
    except BotError:
        return


def check_template(template: Template, digests: Sequence[Digest]) -> Iterator[Finding]:
    """Whether it can be filled from these."""
    every = sorted({str(name) for digest in digests for name in digest.fields})
    try:
        layout = parse(template.text, every, template.where, every)
    except SettingsError as error:
        yield Finding(Level.FAILURE, CHECK, error.what, "nothing is posted with it", "correct the name")
        return
    meant = [digest for digest in digests if is_meant_for(template, digest)]
    for name in layout.slots:
        if name in NAMES or name.startswith(FIELD):
            continue
        lacking = sum(name not in digest.fields and name.partition(".")[0] not in digest.fields for digest in meant)
        if lacking:
            yield Finding(
                Level.WARNING, CHECK, f"{template.where}: {braced(name)} is missing in {lacking} of the newest {len(meant)} digests",
                "these are not posted", f"write {braced(FIELD + name)}, which may be absent",
            )  # fmt: skip
