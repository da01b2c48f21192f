"""The results as one page that a browser opens, and that needs nothing else."""

from __future__ import annotations

import re
from base64 import b64encode
from decimal import Decimal
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from bot.model import AlreadyPosted, Draft, Failed, InDoubt, Posted, Skipped, WouldPost
from bot.preview import words
from bot.preview.markup import link, platform_sign, sign, text
from bot.preview.post import post_html, target_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.model import Outcome, Platform, Result
    from bot.settings.model import Settings

JSON_TEXT = re.compile(r'"(?:[^"\\]|\\.)*"(?=(:)?)')


def page(results: Sequence[Result], settings: Settings, *, title: str = "Preview") -> str:
    """Every post as its platform would show it, with what there is to know about it; no request leaves the page."""
    digests = "".join(digest(first, together, settings) for first, together in words.by_digest(results))
    name = settings.site_name or settings.site or "bot"
    head = (
        f'<header class="top"><p class="brand"><span class="dot" aria-hidden="true"></span>{text(name)}</p>'
        f"<h1>{text(headline(results))}</h1><p>{text(lead(results))}</p></header>"
    )
    return shell(f"{title} · {name}", f"{head}<main>{digests}</main>")


def shell(title: str, body: str) -> str:
    """A whole document around ``body``, with the style of the posts; its policy lets nothing run and nothing load."""
    policy = f"default-src 'none'; img-src data:; style-src '{style_hash()}'; base-uri 'none'; form-action 'none'"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{text(title)}</title>\n<style>{style()}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


@cache
def style() -> str:
    return files("bot.preview").joinpath("page.css").read_text("utf-8")


@cache
def style_hash() -> str:
    return f"sha256-{b64encode(sha256(style().encode()).digest()).decode()}"


# ── what stands above ────────────────────────────────────────────────────────────────────────────


def headline(results: Sequence[Result]) -> str:
    going = [result for result in results if isinstance(result.outcome, WouldPost | Posted)]
    if not going:
        return "Nothing to post"
    digests = sum(1 for _ in words.by_digest(going))
    return f"{amount(len(going), 'post')} from {amount(digests, 'digest')}"


def lead(results: Sequence[Result]) -> str:
    going = [result for result in results if isinstance(result.outcome, WouldPost | Posted)]
    sent = sum(isinstance(result.outcome, Posted) for result in going)
    said = [f"{amount(sent, 'post')} sent." if sent else "A preview: nothing has been sent."]
    costs = [result.draft.cost_usd for result in going if result.draft and result.draft.cost_usd is not None]
    if costs:
        each = "They cost" if len(going) > 1 else "It costs"
        said.append(f"{each} {words.dollars(sum(costs, Decimal(0)))}{' together' if len(costs) > 1 else ''}.")
    for kind, after in ((Skipped, "left out"), (Failed, "failed or put off"), (InDoubt, "in doubt")):
        number = sum(isinstance(result.outcome, kind) for result in results)
        if number:
            said.append(f"{number} {after}.")
    return " ".join(said)


def amount(number: int, of: str) -> str:
    return f"{number} {of}" if number == 1 else f"{number} {of}s"


# ── one digest ───────────────────────────────────────────────────────────────────────────────────


def digest(first: Result, together: Sequence[Result], settings: Settings) -> str:
    entries = "".join(entry(result, settings) for result in together)
    return (
        f'<section class="digest"><div class="digest-head"><h2 dir="auto">{text(first.title or first.key)}</h2>'
        f'<p class="path">{text(first.path)}</p></div><div class="entries">{entries}</div></section>'
    )


def entry(result: Result, settings: Settings) -> str:
    """One target: what came of it, the post, the meter, the facts, the warnings and the exact JSON."""
    target = target_of(result, settings)
    return (
        f'<section class="entry {target.platform.name}"><div class="above"><div class="entry-head">{platform_sign(target.platform.look)}'
        f"<h3>{text(words.heading(result))}</h3>{verdict(result.outcome)}</div>"
        f"{why(result.outcome)}{post_html(result.draft, target, settings) if result.draft else ''}"
        f"</div>{below(result)}</section>"
    )


def verdict(outcome: Outcome) -> str:
    said = text(words.outcome_words(outcome))
    url = words.receipt_url(outcome)
    if url is not None:
        said = link(f"{said}{sign('arrow')}", url)
    return f'<p class="verdict {mood(outcome)}">{said}</p>'


def mood(outcome: Outcome) -> str:
    """The name of a style: the outcome's, but what is put off is no failure."""
    return "put-off" if isinstance(outcome, Failed) and outcome.retry_at else words.outcome_name(outcome)


def why(outcome: Outcome) -> str:
    match outcome:
        case Skipped(reason) | Failed(reason) | InDoubt(reason):
            return f'<p class="why {mood(outcome)}" dir="auto">{text(reason)}</p>'
        case Posted() | AlreadyPosted() | WouldPost():
            return ""


def below(result: Result) -> str:
    notes = "".join(
        f'<li dir="auto">{sign("warning")}<span>{text(warning)}</span></li>' for warning in words.warnings(result)
    )
    inside = f'<ul class="warnings" aria-label="Warnings">{notes}</ul>' if notes else ""
    if result.draft is not None:
        listed = "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in facts(result.draft))
        inside = (
            f"{meter(result.draft, result.platform)}{inside}"
            f"{f'<dl>{listed}</dl>' if listed else ''}{fold(result, result.draft)}"
        )
    return f'<div class="below">{inside}</div>' if inside else ""


def meter(draft: Draft, platform: Platform | None) -> str:
    part = min(draft.length / draft.limit, 1.0) if draft.limit else 1.0
    state = "over" if draft.length > draft.limit else "within"
    left = draft.limit - draft.length
    said = words.counted(draft, platform)
    return (
        f'<div class="meter {state}"><p><span>{text(said)}</span><span>{f"{left} left" if left >= 0 else f"{-left} too many"}</span></p>'
        f'<svg role="meter" aria-label="Length of the text" aria-valuemin="0" aria-valuemax="{draft.limit}" '
        f'aria-valuenow="{min(draft.length, draft.limit)}" aria-valuetext="{text(said)}" height="6" width="100%">'
        f'<rect class="track" width="100%" height="6" rx="3"/><rect class="fill" width="{part:.1%}" height="6" rx="3"/></svg></div>'
    )


def facts(draft: Draft) -> Iterator[tuple[str, str]]:
    if draft.cost_usd is not None:
        yield "Cost", words.dollars(draft.cost_usd)
    if draft.image is not None:
        yield ("Thumb" if draft.card else "Picture"), words.picture(draft.image)
    if draft.langs:
        yield "Language", text(", ".join(draft.langs))
    if draft.tags:
        yield "Hidden tags", text(", ".join(draft.tags))
    if draft.link is not None:
        yield "Link", link(text(draft.link), draft.link)


def fold(result: Result, draft: Draft) -> str:
    """What goes over the wire; where the publisher has not been asked, every fact of the draft."""
    from json import dumps

    from bot.preview.json import draft as facts_of

    exact = result.payload is not None
    shown: Any = dict(result.payload) if result.payload is not None else facts_of(draft)
    sent = dumps(shown, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    name = "Exactly what is sent" if exact else "The draft"
    return (
        f'<details class="fold"><summary>{name} <span>JSON, {len(sent):,} bytes</span></summary>'
        f"<pre>{coloured(dumps(shown, ensure_ascii=False, indent=2))}</pre></details>"
    )


def coloured(document: str) -> str:
    """JSON as HTML, its keys and its texts told apart."""
    parts, at = [], 0
    for token in JSON_TEXT.finditer(document):
        kind = "key" if token[1] else "said"
        parts += [text(document[at : token.start()]), f'<span class="{kind}">{text(token[0])}</span>']
        at = token.end()
    return "".join([*parts, text(document[at:])])
