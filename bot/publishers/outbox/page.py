"""The outbox's pages: a post as a card, by day and by night, whatever its text holds."""

from __future__ import annotations

import base64
import hashlib
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.model import Image

STYLE = """
:root { color-scheme: light dark; --page: #f3f4f6; --card: #fff; --text: #111827; --soft: #6b7280; --line: #e5e7eb; --link: #0b62d6 }
@media (prefers-color-scheme: dark) { :root { --page: #0b0f17; --card: #151b26; --text: #e8ebf0; --soft: #98a2b3; --line: #283142; --link: #7cb7ff } }
* { box-sizing: border-box }
body { margin: 0; padding: 2rem 1rem; background: var(--page); color: var(--text); font: 1rem/1.5 system-ui, sans-serif }
main { max-width: 36rem; margin: 0 auto; display: grid; gap: 1rem }
h1 { font-size: 1.25rem; margin: 0 }
article { background: var(--card); border: 1px solid var(--line); border-radius: 1rem; padding: 1.25rem; display: grid; gap: .875rem; min-width: 0 }
header, footer { color: var(--soft); font-size: .875rem; display: flex; gap: .5rem; justify-content: space-between; flex-wrap: wrap }
header b { color: var(--text) }
p { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere }
a, .tag, .mention { color: var(--link); text-decoration: none }
a:hover { text-decoration: underline }
a:focus-visible { outline: 2px solid var(--link); outline-offset: 2px }
figure { margin: 0; display: grid; gap: .25rem }
img { display: block; width: 100%; height: auto; max-height: 32rem; object-fit: cover; background: var(--line); border-radius: .75rem }
figcaption { color: var(--soft); font-size: .875rem; overflow-wrap: anywhere }
.card { display: block; color: inherit; border: 1px solid var(--line); border-radius: .75rem; overflow: hidden }
.card img { border-radius: 0 }
.card span { display: block; padding: 0 .875rem; overflow-wrap: anywhere }
.card span:first-of-type { padding-top: .75rem; font-weight: 600 }
.card span:last-of-type { padding-bottom: .75rem; color: var(--soft); font-size: .875rem }
"""
POLICY = "; ".join(
    [
        "default-src 'none'",
        "img-src data: file: 'self'",
        f"style-src 'sha256-{base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()}'",
        "base-uri 'none'",
        "form-action 'none'",
    ]
)


def page(post: Mapping[str, Any], target: str, image: Image | None) -> str:
    """One post; its picture is in the page, so that the file can be handed on alone."""
    source = f"data:{image.media_type};base64,{base64.b64encode(image.content).decode()}" if image else None
    card = article(post, target, source, name=None)
    return document(str(post.get("title") or "Post"), card, post.get("langs") or ())


def index(posts: Iterable[tuple[str, Mapping[str, Any]]]) -> str:
    """All posts, newest first, with their file names without ending."""
    cards = [
        article(post, str(post.get("target", "outbox")), quote(post["picture"]) if post.get("picture") else None, name)
        for name, post in posts
    ]
    return document("Outbox", f"<h1>Outbox</h1>\n{''.join(cards) or '<p>Nothing was posted yet.</p>'}", ("en",))


def document(title: str, content: str, langs: Iterable[str]) -> str:
    lang = next(iter(langs), "und")
    return (
        f'<!doctype html>\n<html lang="{escape(lang)}">\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="referrer" content="no-referrer">\n<title>{escape(title)}</title>\n'
        f"<style>{STYLE}</style>\n<main>\n{content}\n</main>\n</html>\n"
    )


def article(post: Mapping[str, Any], target: str, picture: str | None, name: str | None) -> str:
    moment = escape(str(post.get("createdAt", "")))
    when = f'<time datetime="{moment}">{moment[:16].replace("T", " ")} UTC</time>'
    if name is not None:
        when = f'<a href="{quote(name)}.html">{when}</a>'
    parts = [f"<header><b>{escape(target)}</b>{when}</header>"]
    if post.get("text"):
        parts.append(f'<p dir="auto">{marked(str(post["text"]), post.get("facets") or ())}</p>')
    card, image = post.get("card"), post.get("image") or {}
    shown = ""
    if picture:
        size = "".join(f' {side}="{int(image[side])}"' for side in ("width", "height") if image.get(side))
        shown = f'<img src="{picture}" alt="{escape(str(image.get("alt", "")))}"{size} loading="lazy">'
    if card:
        parts.append(
            f'<a class="card" href="{safe(card["uri"])}" rel="noopener noreferrer">{shown}'
            f'<span dir="auto">{escape(card["title"])}</span><span dir="auto">{escape(card["description"])}</span>'
            f"<span>{escape(host(card['uri']))}</span></a>"
        )
    elif shown:
        caption = f"<figcaption>{escape(str(image['alt']))}</figcaption>" if image.get("alt") else ""
        parts.append(f"<figure>{shown}{caption}</figure>")
    tags = " ".join(f'<span class="tag">#{escape(tag)}</span>' for tag in post.get("tags") or ())
    parts.append(f"<footer><span>{tags}</span><span>{post.get('length', 0)} of {post.get('limit', 0)}</span></footer>")
    return "<article>\n" + "\n".join(parts) + "\n</article>\n"


def marked(text: str, facets: Iterable[Mapping[str, Any]]) -> str:
    """The text with its facets made links and marks."""
    raw, done, at = text.encode(), "", 0
    for facet in sorted(facets, key=lambda one: int(one["start"])):
        start, end = int(facet["start"]), int(facet["end"])
        words = escape(raw[start:end].decode(errors="replace"))
        if facet["kind"] == "link":
            words = f'<a href="{safe(facet["value"])}" rel="noopener noreferrer">{words}</a>'
        else:
            words = f'<span class="{escape(facet["kind"])}">{words}</span>'
        done += escape(raw[at:start].decode(errors="replace")) + words
        at = end
    return done + escape(raw[at:].decode(errors="replace"))


def safe(link: str) -> str:
    """The address for an attribute; one that is no web address leads nowhere."""
    return escape(link) if link.lower().startswith(("https://", "http://")) else "#"


def host(link: str) -> str:
    try:
        return urlsplit(link).netloc
    except ValueError:
        return ""
