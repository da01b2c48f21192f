"""One digest never stops the others: whatever goes wrong with it, wherever, is its own failure, and the report is whole."""

from __future__ import annotations

import http.client
import json
import sqlite3
import ssl
import struct
import zlib
from typing import TYPE_CHECKING, Any

import pytest

import bot.formatter
import bot.picture.choose
import bot.pipeline.claim
import bot.pipeline.live
import bot.runs.decide
import bot.watcher.digests
from bot.cli.wiring import Wiring
from bot.errors import BotError, DigestError, FetchError, PictureError, SettingsError, describe
from bot.ledger import Ledger
from bot.model import Failed, InDoubt, Posted
from bot.pipeline.live import Live, State
from bot.pipeline.settle import Settling
from bot.publishers.outbox.publisher import Outbox
from bot.runs.decide import RunRequest
from bot.settings.options import Options
from bot.watcher.find import Survey

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.model import Digest
    from tests.conftest import Blog
    from tests.servers.web import Web

ERRORS: list[BaseException] = [
    ValueError("Invalid IPv6 URL"), KeyError("author"), TypeError("'NoneType' object is not iterable"), AttributeError("x"),
    IndexError("list index out of range"), ZeroDivisionError("division by zero"), AssertionError("?"), StopIteration(),
    UnicodeEncodeError("utf-8", "\udce9", 0, 1, "surrogates not allowed"), UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad"),
    RecursionError("maximum recursion depth exceeded"), MemoryError(), OverflowError("date value out of range"),
    OSError(5, "Input/output error"), PermissionError(13, "Permission denied", "a.md"), FileNotFoundError(2, "No such file", "a.md"),
    ConnectionResetError(104, "reset"), TimeoutError("timed out"), ssl.SSLError("bad record"), http.client.IncompleteRead(b""),
    json.JSONDecodeError("Expecting value", "", 0), zlib.error("Error -3"), struct.error("unpack"), RuntimeError("Symlink loop"),
    NotImplementedError(), SettingsError("targets.x.template: {author} is nothing"), DigestError("a.md: is broken"),
    PictureError("is broken"), FetchError("http://[bad", "is no address"), BotError("something"), sqlite3.ProgrammingError("type"),
]  # fmt: skip
"""One for each bad digest; the program's own and everything that a library has been seen to raise."""
GOOD = ("good-a", "good-z")


def error_of(text: object) -> BaseException | None:
    """The error that belongs to the digest whose name stands in the text."""
    _, found, number = str(text).partition("bad-")
    return ERRORS[int(number[:2])] if found else None


def breaking(place: Any, name: str, key: Callable[..., object], raised: list[BaseException]) -> Callable[..., Any]:
    """The function, but that it raises for a bad digest; ``key`` finds the digest's name in its arguments.

    ``raised`` gets what it has raised, for a function that is never called for a bad digest proves nothing.
    """
    real = getattr(place, name)

    def broken(*args: Any, **how: Any) -> Any:
        error = error_of(key(*args))
        # Inside a change of the ledger these two are the ledger's own: then nothing can be written at all.
        if error is not None and not (place in {Ledger, Settling} and isinstance(error, OSError | sqlite3.Error)):
            raised.append(error)
            raise error
        return real(*args, **how)

    return broken


STEPS: dict[str, tuple[Any, str, Callable[..., object]]] = {
    "reading its file": (bot.watcher.digests, "read", lambda path, *_: path.name),
    "naming it": (bot.watcher.digests, "key_of", lambda path, *_: path.name),
    "looking whether its file is quiet": (bot.runs.decide, "quiet_until", lambda path, *_: path.name),
    "deciding about it": (bot.runs.decide, "judge", lambda digest, *_: digest.key),
    "looking at its page": (bot.pipeline.live, "look_at_both", lambda digest, *_: digest.key),
    "finding its picture": (bot.picture.choose, "image_for", lambda digest, *_: digest.key),
    "composing its post": (bot.formatter, "compose", lambda digest, *_: digest.key),
    "preparing what is sent": (Outbox, "prepare", lambda _, digest, *__: digest.key),
    "hashing it": (bot.pipeline.claim, "fingerprint", lambda digest: digest.key),
    "claiming it": (Ledger, "claim", lambda _, intent, *__: intent.digest.key),
    "sending it": (Outbox, "publish", lambda _, claim, *__: claim.key),
    "writing what came of it": (Settling, "record", lambda _, __, delivery, *___: delivery.claim.key),
    "writing down that it is put off": (Ledger, "put_off", lambda _, intent, *__: intent.digest.key),
}
"""Every step of a run that is about one digest."""


@pytest.fixture
def crowd(blog: Blog, monkeypatch: pytest.MonkeyPatch) -> Blog:
    """A digest for each error, and two good ones around them."""
    blog.settings(
        'site = "https://blog.example"\nmax_posts_per_run = 99\n[images]\ndraw_card = false\n[targets.outbox]\nmode = "text"\n'
    )
    assert blog.bot("init").code == 0
    for name in (GOOD[0], *(f"bad-{number:02}" for number in range(len(ERRORS))), GOOD[1]):
        blog.digest(f"{name}.md", title=name)
    monkeypatch.chdir(blog.root)
    return blog


def run(blog: Blog) -> dict[str, Any]:
    """Digest to outcome of one run in this process."""
    with Wiring(Options(state=blog.root / "state"), environ={}) as wiring:
        results = wiring.run().post_new(RunRequest()).results
    assert len({result.key for result in results}) == len(results), "a digest is told twice"
    return {result.key: result.outcome for result in results}


def posts(blog: Blog) -> set[str]:
    return {path.name.removesuffix("-outbox.json") for path in (blog.root / "state" / "outbox").glob("*.json")}


def live(digest: Digest, *, there: bool = True) -> Live:
    """What is seen of a digest's page."""
    return Live(State.OK if there else State.NOT_YET, "as a test has it", digest.url, digest.url)


@pytest.mark.parametrize("step", STEPS)
def test_every_error_at_every_step_is_its_own_digests_failure(
    crowd: Blog, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """A template field that one digest lacked, or an address that is none, ended the run for all of them."""
    place, name, key = STEPS[step]
    if step == "looking whether its file is quiet":
        crowd.settings((crowd.root / "bot.toml").read_text().replace("max_posts", 'settle = "0s"\nmax_posts'))
    if step in {"looking at its page", "writing down that it is put off"}:
        crowd.settings((crowd.root / "bot.toml").read_text().replace("max_posts", 'wait_live = "1ms"\nmax_posts'))
        monkeypatch.setattr(bot.pipeline.live, "look_at_both", lambda digest, *_: live(digest))
    raised: list[BaseException] = []
    with monkeypatch.context() as patch:
        if step == "naming it":  # only what cannot be read is named apart from being read
            patch.setattr(place, "read", breaking(place, "read", lambda path, *_: path.name, []))
        if step == "writing down that it is put off":
            patch.setattr(
                bot.pipeline.live, "look_at_both", lambda digest, *_: live(digest, there=not error_of(digest.key))
            )
        patch.setattr(place, name, breaking(place, name, key, raised))
        outcomes = run(crowd)
    assert raised
    assert {good: type(outcomes[good]) for good in GOOD} == dict.fromkeys(GOOD, Posted)
    assert set(outcomes) == {*GOOD, *(f"bad-{number:02}" for number in range(len(ERRORS)))}
    assert all(isinstance(outcome, Posted | Failed | InDoubt) for outcome in outcomes.values())
    told = [getattr(outcome, "reason", "") for outcome in outcomes.values()]
    assert all("\n" not in reason for reason in told)
    again = run(crowd)
    assert posts(crowd) == {*GOOD, *(f"bad-{number:02}" for number in range(len(ERRORS)))}, "the next run does the rest"
    assert not any(isinstance(outcome, Failed) for outcome in again.values())


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_what_is_not_remembered_is_only_looked_at_again(
    blog: Blog, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    """Settings that are half written at the end of a run lost the report of what it had posted."""
    blog.settings('site = "https://blog.example"\n[targets.outbox]\nmode = "text"\n')
    assert blog.bot("init").code == 0
    blog.digest("a.md")
    monkeypatch.chdir(blog.root)

    def broken(*_: object) -> None:
        raise error

    monkeypatch.setattr(Survey, "finish", broken)
    assert isinstance(run(blog)["a"], Posted)


def test_an_unforeseen_error_is_told_in_one_line() -> None:
    for error in ERRORS:
        assert "\n" not in describe(error)
        assert describe(error)
    assert "ValueError: Invalid IPv6 URL" in describe(ERRORS[0])


# ── the ways that were found, as they are ────────────────────────────────────────────────────────


BROKEN: dict[str, dict[str, object]] = {
    "canonical": {"canonicalURL": "http://[bad"},
    "permalink": {"permalink": "http://[bad/"},
    "port": {"canonicalURL": "https://blog.example:99999999/a"},
    "hero": {"heroImage": "http://[bad/a.png"},
    "hero-null": {"heroImage": "a\0b.png"},
    "title-link": {"title": "See http://[bad and https://[::1"},
    "field": {"slug": "http://[bad"},
    "date": {"pubDatetime": "0001-01-01T00:00:00+23:59"},
    "tags": {"tags": [{"a": 1}, None, 5]},
    "id": {"id": "x" * 100_000},
    "social": {"social": {"outbox": {"text": "http://[bad"}}},
}


def test_no_front_matter_ends_the_run(blog: Blog) -> None:
    """An address in a field that cannot be taken apart, a date before all dates, a table where a text belongs."""
    blog.settings('site = "https://blog.example"\nmax_posts_per_run = 99\n[targets.outbox]\n')
    blog.bot("init")
    for name, fields in BROKEN.items():
        blog.digest(f"{name}.md", **{"title": name, **fields})
    blog.digest("good.md", title="Good")
    for command in (("run", "--dry-run", "--json"), ("run", "--json")):
        ran = blog.bot(*command)
        assert ran.code in {0, 3}
        outcomes = {result["path"]: result["outcome"] for result in ran.results}
        assert len(outcomes) == len(BROKEN) + 1
        assert outcomes["content/good.md"] in {"posted", "would-post"}


def test_a_template_field_that_one_digest_lacks_is_that_digests_failure(blog: Blog) -> None:
    """The run ended with exit code 2, and the digest that has it was not posted either."""
    blog.settings('site = "https://blog.example"\n[targets.outbox]\ntemplate = "{title} by {author}\\n\\n{link}"\n')
    blog.bot("init")
    blog.digest("a-without.md", title="Without")
    blog.digest("b-with.md", title="With", author="Ada")
    ran = blog.bot("run", "--json")
    assert ran.code == 3
    assert {result["digest"]: result["outcome"] for result in ran.results} == {
        "a-without": "failed",
        "b-with": "posted",
    }
    assert "{author}" in next(result["reason"] for result in ran.results if result["digest"] == "a-without")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_name_that_stdout_cannot_encode_is_spelt_out(blog: Blog, encoding: str) -> None:
    """With LANG=C the run ended while it told of the first post, and the other results were lost."""
    blog.settings('site = "https://blog.example"\n[targets.outbox]\n')
    blog.bot("init")
    blog.digest("日本語.md", title="日本語")
    blog.digest("b.md", title="B")
    ran = blog.bot("run", env={"PYTHONIOENCODING": encoding})
    assert ran.code == 0
    assert ran.out.count("posted: ") == 2
    assert "\\u65e5" in ran.out or "日" in ran.out
    assert blog.bot("status", env={"PYTHONIOENCODING": encoding}).out.count("posted: ") == 2
    assert blog.bot("preview", "content/日本語.md", env={"PYTHONIOENCODING": "ascii"}).code == 0


def test_a_runner_that_cannot_be_told_loses_no_report(blog: Blog) -> None:
    """One line for each file that cannot be written; what was posted, and the exit code, stay as they are."""
    blog.settings('site = "https://blog.example"\n[targets.outbox]\n')
    blog.bot("init")
    blog.digest("a.md")
    outputs = blog.root / "outputs"
    runner = {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": "/nowhere/at/all", "GITHUB_OUTPUT": str(outputs)}
    ran = blog.bot("run", "--json", env=runner)
    assert ran.outcomes() == {"outbox": "posted"}
    assert ran.code == 0
    told = [line for line in ran.err.splitlines() if "the runner was not told" in line]
    assert told == [
        "warning: the runner was not told all: GITHUB_STEP_SUMMARY cannot be written: No such file or directory"
    ]
    assert "posted=1\n" in outputs.read_text(encoding="utf-8")
    preview = blog.bot("preview", "content/a.md", env=runner | {"GITHUB_OUTPUT": "/nowhere/either"})
    assert (preview.code, preview.err.count("the runner was not told")) == (0, 2)


def test_a_page_with_an_address_that_is_none_keeps_no_other_digest_back(blog: Blog, web: Web) -> None:
    """The whole program, waiting for its pages: an address in brackets ended the run and posted nothing."""
    blog.settings(f'site = "{web.url}"\nwait_live = "1s"\n[images]\ndraw_card = false\n[targets.outbox]\n')
    blog.bot("init", "-y")
    heads = {
        "canonical": '<link rel="canonical" href="http://[bad"><title>canonical</title>',
        "picture": '<meta property="og:image" content="http://[bad/a.png"><title>picture</title>',
        "base": '<base href="http://[bad/"><meta property="og:image" content="a.png"><title>base</title>',
        "strange": '<link rel="canonical" href="http://[bad"><meta property="og:url" content="//["><title>?</title>',
        "good": "<title>good</title>",
    }
    for name, head in heads.items():
        blog.digest(f"{name}.md", title=name)
        web.pages[f"/posts/{name}"] = f"<html><head>{head}</head><body></body></html>".encode()
    blog.digest("elsewhere.md", title="elsewhere")
    web.pages["/posts/elsewhere"] = (301, {"Location": "http://[bad"}, b"")
    ran = blog.bot("run", "--json", "--max-posts", 99)
    outcomes = {result["digest"]: result["outcome"] for result in ran.results}
    assert outcomes == dict.fromkeys(heads, "posted") | {"strange": "failed", "elsewhere": "failed"}, ran.err
    assert ran.code == 3
    assert all(result["retry_at"] for result in ran.results if result["outcome"] == "failed"), "they are put off"
