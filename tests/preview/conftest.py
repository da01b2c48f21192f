"""A browser that has no way out, and the settings of a blog."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.demand import missing
from tests.preview import axe
from tests.preview.browser import FLAGS, NAMES, chromium
from tests.reading import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.settings.model import Settings

ADDRESS = "http://preview.test/"
TARGETS = {"bluesky": {}, "x": {}, "outbox": {}, "bluesky-fr": {"platform": "bluesky", "handle": "fr.blog.example"}}


@pytest.fixture
def settings() -> Settings:
    table = {"site": "https://blog.example", "site_name": "The Daily Digest", "targets": TARGETS}
    return parse(table, None, Path("/blog"))


@dataclass
class Seen:
    """A page in the browser, and what it tried to do besides being shown."""

    page: Any
    requests: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


@dataclass
class Browser:
    chromium: Any
    kept: dict[Path | None, Seen] = field(default_factory=dict)
    """By the script that runs in it: a page that all tests share, for a new one takes longer than most looks at it."""

    @contextmanager
    def blank(self, width: int, scheme: str = "light", script: Path | None = None) -> Iterator[Seen]:
        """An empty page of that width, and empty again at the end."""
        seen = self.kept.get(script)
        if seen is None:
            seen = self.kept[script] = Seen(self.new_page(script))
            self.listen(seen)
        seen.requests.clear()
        seen.said.clear()
        seen.page.set_viewport_size({"width": width, "height": 900})
        seen.page.emulate_media(color_scheme=scheme)
        try:
            yield seen
        finally:
            seen.page.context.unroute_all()
            seen.page.goto("about:blank")

    def new_page(self, script: Path | None) -> Any:
        context = self.chromium.new_context()
        if script is not None:
            context.add_init_script(path=script)
        return context.new_page()

    def listen(self, seen: Seen) -> None:
        def dismiss(dialog: Any) -> None:
            seen.said.append(dialog.message)
            dialog.dismiss()

        seen.page.on("console", lambda message: seen.said.append(message.text))
        seen.page.on("pageerror", lambda error: seen.said.append(str(error)))
        seen.page.on("dialog", dismiss)

    @contextmanager
    def show(self, html: str, width: int, scheme: str = "light", script: Path | None = None) -> Iterator[Seen]:
        """The page as a browser of that width shows it; every request but the one for the page is noted, and refused."""
        with self.blank(width, scheme, script) as seen:

            def answer(route: Any) -> None:
                if route.request.url == ADDRESS:
                    route.fulfill(body=html.encode("utf-8"), content_type="text/html; charset=utf-8")
                else:
                    seen.requests.append(route.request.url)
                    route.abort()

            seen.page.context.route("**/*", answer)
            seen.page.goto(ADDRESS)
            yield seen


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("the Python package playwright is not installed; it comes with the extra dev")
    found = chromium()
    if found is None:
        missing(f"no browser is installed: none of {', '.join(NAMES)} is on the PATH, and BOT_CHROMIUM names none")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield Browser(launched)
        launched.close()


@pytest.fixture(scope="session")
def axe_script() -> Path:
    script = axe.installed()
    if script is None:
        missing(f"axe-core is not installed; install it with: {axe.COMMAND}")
    return script
