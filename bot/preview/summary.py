"""The results on GitHub: a step summary, a pull request's comment, and annotations of the log."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from bot.model import Draft, Failed, InDoubt, Platform, Posted, Result, WouldPost
from bot.preview import words
from bot.settings.model import Settings
from bot.text.safe import line, visible

MARKER = "<!-- bot:preview -->"
"""The first line of the comment, by which the next run finds it and puts the new one in its place."""

SUMMARY_BYTES = 1_000_000
"""A step summary may have 1 MiB (docs.github.com, workflow commands); other commands of the step need room too."""
COMMENT_BYTES = 65_000
"""A comment may have 65,536 characters."""
ANNOTATIONS = 10
"""Of a kind in one step; GitHub drops the others without a word."""
MESSAGE_LENGTH = 1000

PLAIN_ADDRESS = re.compile(r"https?://[A-Za-z0-9._~:/?#@!$&'*+,;=%-]+")
MARKUP = re.compile(r"[&<>`*_~\[\]\\|@#:$^{}!]|(?<=www)\.|^[-+=]|(?<=\d)[.)](?=\s|$)", re.IGNORECASE)


# ── Markdown ─────────────────────────────────────────────────────────────────────────────────────


def summary(results: Sequence[Result], settings: Settings, *, limit: int = SUMMARY_BYTES) -> str:
    """Markdown of at most ``limit`` bytes: every digest and target, as many whole digests as there is room for."""
    name = settings.site_name or settings.site
    written = f"## {escaped(name) + ': ' if name else ''}{overview(results)}\n\n"
    size = len(written.encode()) + 200  # the note below
    blocks = ["\n".join(digest(first, together)) for first, together in words.by_digest(results)]
    for number, block in enumerate(blocks):
        size += len(block.encode())
        if size > limit:
            rest = len(blocks) - number
            return f"{written}_{rest} more {'digest is' if rest == 1 else 'digests are'} not shown here for want of room; the log has them._\n"
        written += block
    return written


def comment(results: Sequence[Result], settings: Settings) -> str:
    """The body of a pull request's comment; update the one that starts with ``MARKER`` instead of adding another."""
    return f"{MARKER}\n{summary(results, settings, limit=COMMENT_BYTES)}"


def overview(results: Sequence[Result]) -> str:
    going = [result for result in results if isinstance(result.outcome, WouldPost | Posted)]
    sent = any(isinstance(result.outcome, Posted) for result in going)
    number = sum(isinstance(result.outcome, Posted) for result in going) if sent else len(going)
    said = [f"{number} {'post' if number == 1 else 'posts'} {'sent' if sent else 'would be sent'}"]
    costs = [result.draft.cost_usd for result in going if result.draft and result.draft.cost_usd is not None]
    if costs:
        said.append(words.dollars(sum(costs, Decimal(0))))
    failed = sum(isinstance(result.outcome, Failed) for result in results)
    doubtful = sum(isinstance(result.outcome, InDoubt) for result in results)
    said += [f"{failed} failed or put off"] * bool(failed) + [f"{doubtful} in doubt"] * bool(doubtful)
    return " · ".join(said)


def digest(first: Result, together: Sequence[Result]) -> Iterator[str]:
    yield f"### {escaped(first.title or first.key)}"
    yield f"{code(first.path)}\n"
    for result in together:
        yield from target(result)


def target(result: Result) -> Iterator[str]:
    said = words.receipt_url(result.outcome)
    reason = words.reason(result.outcome)
    after = f": {address(said)}" if said else f": {escaped(reason)}" if reason else ""
    yield f"{SIGNS[words.outcome_name(result.outcome)]} **{escaped(words.heading(result))}** {words.outcome_words(result.outcome)}{after}\n"
    if result.draft is not None:
        yield from draft(result.draft, result.platform)
    for warning in words.warnings(result):
        yield f"- ⚠️ {escaped(warning)}"
    yield ""


SIGNS = {
    "posted": "✅",
    "already-posted": "✅",
    "would-post": "📝",
    "skipped": "⏭️",
    "failed": "❌",
    "in-doubt": "❓",
}


def draft(of: Draft, platform: Platform | None) -> Iterator[str]:
    yield fenced(of.text)
    yield f"- {words.counted(of, platform)}"
    if of.card is not None:
        yield f"- Card: **{escaped(of.card.title)}**, {address(of.card.uri)}"
        if of.card.description:
            yield f"  <br>{escaped(of.card.description)}"
    if of.image is not None:
        alt = f"alt text: {escaped(of.image.alt)}" if of.image.alt else "no alt text"
        yield f"- Picture{' of the card' if of.card else ''}: {escaped(words.picture(of.image))}, {alt}"
    if of.link is not None and (of.card is None or of.card.uri != of.link):
        yield f"- Link: {address(of.link)}"
    if of.tags:
        yield f"- Hidden tags: {escaped(', '.join(of.tags))}"
    if of.cost_usd is not None:
        yield f"- Cost: {words.dollars(of.cost_usd)}"


def escaped(value: str) -> str:
    """One line of words for Markdown: nothing in it is markup, a mention, a reference or a link."""
    return MARKUP.sub(entity, line(value))


def entity(match: re.Match[str]) -> str:
    # A character reference is never markup, but mentions and emoji are looked for afterwards, in the words that
    # readers see: an empty comment parts the sign from its name.
    return f"&#{ord(match[0])};" + ("<!-- -->" if match[0] in "@#:" else "")


def code(value: str) -> str:
    """The value on one line, as it is, in a code span that it cannot leave."""
    shown = line(value)
    ticks = "`" * (longest_run(shown, "`") + 1)
    blank = " " if shown.startswith("`") or shown.endswith("`") or not shown else ""
    return f"{ticks}{blank}{shown}{blank}{ticks}"


def fenced(value: str) -> str:
    """The value in a code block that it cannot leave."""
    shown = visible(value)
    fence = "`" * max(3, longest_run(shown, "`") + 1)
    return f"{fence}text\n{shown}\n{fence}\n"


def longest_run(value: str, sign: str) -> int:
    return max((len(run) for run in re.findall(f"{re.escape(sign)}+", value)), default=0)


def address(value: str) -> str:
    """A link where the address is a plain one of the web, code elsewhere."""
    return f"<{value}>" if PLAIN_ADDRESS.fullmatch(value) else code(value)


# ── annotations ──────────────────────────────────────────────────────────────────────────────────


def annotations(results: Sequence[Result]) -> list[str]:
    """``::error`` and ``::warning`` commands for the runner, each with its file and what to do, ten of a kind at most."""
    errors: list[str] = []
    notes: list[str] = []
    for result in results:
        where = words.heading(result)
        match result.outcome:
            case InDoubt(reason):
                errors.append(command("error", result, f"{where}: in doubt", in_doubt(result, reason)))
            case Failed(reason, None):
                errors.append(
                    command("error", result, f"{where}: not posted", f"{reason}\nThe next run tries once more.")
                )
            case Failed(reason, _):
                title = f"{where}: {words.outcome_words(result.outcome)}"
                notes.append(
                    command("warning", result, title, f"{reason}\nA later run posts it; there is nothing to do.")
                )
            case WouldPost() | Posted():
                notes += [command("warning", result, where, warning) for warning in words.warnings(result)]
            case _:
                pass
    return [*bounded("error", errors), *bounded("warning", notes)]


def in_doubt(result: Result, reason: str) -> str:
    if "bot resolve" in reason:
        return reason
    return f"{reason}\nLook at the account, then: bot resolve {result.path} {result.target} --posted URL | --not-posted"


def command(kind: str, result: Result, title: str, message: str) -> str:
    shown = visible(message)
    shown = shown if len(shown) <= MESSAGE_LENGTH else shown[: MESSAGE_LENGTH - 1] + "…"
    return f"::{kind} file={in_property(line(result.path))},title={in_property(line(title))}::{in_message(shown)}"


def bounded(kind: str, commands: list[str]) -> list[str]:
    if len(commands) <= ANNOTATIONS:
        return commands
    rest = len(commands) - ANNOTATIONS + 1
    return [
        *commands[: ANNOTATIONS - 1],
        f"::{kind} title=and {rest} more::{rest} more are in the step summary and in the log",
    ]


def in_message(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def in_property(value: str) -> str:
    return in_message(value).replace(":", "%3A").replace(",", "%2C")
