"""A page of posts as HTML, which needs nothing else and in which nothing runs."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from bot.view.figures import format_length, format_reading, format_size
from bot.view.markup import host_or_address, shorten_address, web_address, writable

if TYPE_CHECKING:
    from jinja2 import Environment

    from bot.view.page import PostsPage


def render_page(page: PostsPage) -> str:
    """The whole document; no request leaves it."""
    return environment().get_template("page.html").render(page=page, policy=policy(page))


def policy(page: PostsPage) -> str:
    """Nothing runs, and nothing is loaded but the style that is in the page, and pictures."""
    sources = "data: file: 'self'" if page.files_beside else "data:"
    digest = b64encode(sha256(style().encode()).digest()).decode()
    return f"default-src 'none'; img-src {sources}; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


@cache
def style() -> str:
    from importlib.resources import files

    return files("bot.view").joinpath("style.css").read_text("utf-8")


@cache
def environment() -> Environment:
    """Templates in which every value is text, inert whatever it says."""
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    from bot.view.signs import SIGNS

    def keep_writable(value: Any) -> Any:
        return writable(value) if isinstance(value, str) and not isinstance(value, Markup) else value

    made = Environment(
        loader=PackageLoader("bot.view"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=keep_writable,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals |= {"style": Markup(style()), "signs": {name: Markup(sign) for name, sign in SIGNS.items()}}  # noqa: S704 -- ours
    made.filters |= {"format_length": format_length, "format_size": format_size, "host_or_address": host_or_address}
    made.filters |= {"format_reading": format_reading}
    made.filters |= {"svg": Markup, "web_address": web_address}
    made.filters |= {"shorten_address": shorten_address}
    return made
