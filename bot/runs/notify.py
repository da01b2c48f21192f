"""Somebody is told of failures and doubts, so that nobody needs to look; a run never fails because of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bot.errors import FetchError
from bot.preview.outcomes import OUTCOMES, AnnotationLevel, reason_of, row_of
from bot.settings.secrets import private_values
from bot.web.address import host_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.model import Result
    from bot.settings.model import Settings

WEBHOOK = "BOT_NOTIFY_WEBHOOK"
"""The address belongs here where it is itself a secret, as Slack's and Discord's are; it goes before the settings."""
SECONDS = 15.0
"""For the webhook and for the command, each."""
SHOWN = 10
"""Troubles that are named in the summary."""
SUMMARY_LENGTH = 2000
"""Characters; some chat programs refuse a longer message."""


def notify(results: Sequence[Result], settings: Settings, environ: Mapping[str, str]) -> tuple[str, ...]:
    """Send the JSON document of the results to the owner's webhook and command, if something failed or is in doubt.

    What was only put off is no failure. Returns a line for each notification that did not arrive; raises nothing.
    """
    webhook = environ.get(WEBHOOK, "").strip() or settings.notify_webhook
    command = settings.notify_command
    if not (webhook or command) or not any(is_trouble(result) for result in results):
        return ()
    try:
        text = write_document(results, settings, environ)
        problems = []
        if webhook:
            problems.append(post_webhook(webhook, text))
        if command:
            from bot.pipeline.command import Commands

            problem = Commands(settings, environ, SECONDS).run(command, text).problem
            problems.append(f"notify.command {problem}" if problem else None)
    except Exception as error:  # noqa: BLE001 -- what was posted is posted, whether or not somebody hears of it
        return (f"nobody was told: an error that was not foreseen ({type(error).__name__})",)
    return tuple(problem for problem in problems if problem)


def is_trouble(result: Result) -> bool:
    return row_of(result.outcome).level is AnnotationLevel.ERROR


# ── what is said ─────────────────────────────────────────────────────────────────────────────────


def write_document(results: Sequence[Result], settings: Settings, environ: Mapping[str, str]) -> str:
    """What ``--json`` prints, with a summary under the two names that chat programs show."""
    from bot.preview.json import results_json

    # Publishers keep secrets out of what they say; this catches what they have missed.
    secrets = secret_values(settings, environ)
    # Before it is cut: half a secret would not be recognized.
    summary = replace_secrets(summarize(results, settings), secrets)[:SUMMARY_LENGTH]
    document = json.dumps({"text": summary, "content": summary, **results_json(results)})
    return replace_secrets(document, [json.dumps(secret)[1:-1] for secret in secrets])


def replace_secrets(text: str, secrets: Sequence[str]) -> str:
    for secret in secrets:
        text = text.replace(secret, "***")
    return text


def summarize(results: Sequence[Result], settings: Settings) -> str:
    troubles = [result for result in results if is_trouble(result)]
    rows = [row_of(result.outcome) for result in troubles]
    counts = [f"{rows.count(row)} {row.words}" for row in OUTCOMES if row in rows]
    blog = settings.name or "bot"
    lines = [f"{blog}: {' and '.join(counts)}"]
    lines += [f"{result.path} on {result.target}: {reason_of(result.outcome)}" for result in troubles[:SHOWN]]
    if len(troubles) > SHOWN:
        lines.append(f"and {len(troubles) - SHOWN} more")
    return "\n".join(lines)


def secret_values(settings: Settings, environ: Mapping[str, str]) -> list[str]:
    """The values that must not get out, the longest first."""
    values = {value for target in settings.targets for value in private_values(target, environ)}
    values.add(environ.get("GITHUB_TOKEN", "").strip())
    return sorted((value for value in values if len(value) > 3), key=len, reverse=True)


# ── how it is sent ───────────────────────────────────────────────────────────────────────────────


def post_webhook(webhook: str, text: str) -> str | None:
    """What went wrong, without the address: it is as good as a password."""
    from bot.web.fetch import ANY_SUCCESS, Fetch, Request

    if not webhook.lower().startswith(("https://", "http://")):
        return "the webhook's address does not begin with https://, so nobody was told"
    fetch = Fetch(owners=True, statuses=ANY_SUCCESS, max_redirects=0, max_bytes=0, timeout_seconds=SECONDS)
    try:
        fetch(webhook, Request("POST", {"Content-Type": "application/json"}, text.encode()))
    except FetchError as error:
        return f"the webhook at {host_of(webhook) or ''} {error.reason}, so nobody was told"
    return None
