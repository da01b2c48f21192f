"""Answers of a platform that cannot be: ids that are none, addresses of somebody else's, times at the end of all calendars."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from bot.model import Failed
from tests.servers.faults import Response

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.chaos.inside import Inside
    from tests.chaos.world import World
    from tests.servers.faults import Request, Server


def answers(server: Server, operation: str, change: Callable[[Response], Response]) -> Callable[[], None]:
    """From now on what is answered to an operation, carried out, is another answer; until what is returned is called."""
    before = server.answer

    def answer(request: Request) -> Response:
        response = before(request)
        return change(response) if request.operation == operation else response

    server.answer = answer
    return lambda: setattr(server, "answer", before)


def with_fields(response: Response, **fields: Any) -> Response:
    return replace(response, body=json.dumps({**json.loads(response.body), **fields}).encode())


@pytest.mark.parametrize("number", ["1", "99999999999999999999", "9" * 40])
def test_an_id_that_is_none_is_no_receipt(world: World, inside: Inside, number: str) -> None:
    """It was written down, and every later post in doubt was looked for behind it, in vain."""
    key = world.digest().stem
    heal = answers(world.x.http, "create", lambda response: with_fields(response, data={"id": number, "text": "a"}))
    assert inside.run("x").outcomes == {"x": "in-doubt"}
    heal()
    inside.clock.forward(hours=1)
    assert inside.run("x").outcomes == {"x": "already-posted"}
    assert world.posts()["x"] == {key: 1}


@pytest.mark.parametrize("number", [str((1 << 63) - 1), "9" * 30])
def test_a_ledger_with_an_id_that_is_none_finds_what_is_in_doubt(world: World, inside: Inside, number: str) -> None:
    """An older bot has written it down: X itself refuses such a number as a bound."""
    world.digest()
    assert inside.run("x").outcomes == {"x": "posted"}
    wiring = inside.wiring()

    def poison(ledger: Any) -> None:
        ledger.connection.execute("UPDATE entries SET receipt_id = ?, receipt_url = 'https://x.com/a'", (number,))
        ledger.connection.execute(
            "INSERT INTO history (key, target, at, status, attempt, receipt_id) VALUES ('a', 'x', 1, 'posted', 1, ?)",
            (number,),
        )

    wiring.store.change(poison, "poison")
    wiring.store.close()
    inside.clock.forward(hours=1)
    world.digest()
    world.x.fault("create", "reset-after")
    inside.run("x")
    inside.clock.forward(hours=1)
    assert inside.run("x").outcomes == {"x": "already-posted"}
    assert world.x.http.count("create") == 2


def test_a_record_at_another_address_is_no_receipt(world: World, inside: Inside) -> None:
    """It is asked for at its own key, and found there."""
    world.digest(hero=False)
    strange = "at://did:plc:somebody/app.bsky.feed.post/3kother\x1b[31m"
    heal = answers(world.pds.proxy, "create", lambda response: with_fields(response, uri=strange))
    try:
        said = inside.run("bluesky")
    finally:
        heal()
    assert said.outcomes == {"bluesky": "in-doubt"}
    assert inside.run("bluesky").outcomes == {"bluesky": "already-posted"}
    assert len(world.pds.posts(world.blog)) == 1


def test_a_timeline_that_leads_in_a_circle_comes_to_an_end(world: World, inside: Inside) -> None:
    """Each page costs money, and the run never ended."""
    world.digest()
    world.x.fault("create", "reset-before")
    inside.run("x")
    inside.clock.forward(hours=1)
    page = json.dumps({"data": [], "meta": {"result_count": 0, "next_token": "again"}}).encode()
    answers(world.x.http, "timeline", lambda response: replace(response, status=200, body=page))
    assert inside.run("x").outcomes == {"x": "in-doubt"}
    assert world.x.http.count("timeline") < 10


@pytest.mark.parametrize(
    "headers",
    [
        {"Retry-After": "9999-12-31T23:59:59-14:00"},
        {"Retry-After": "Fri, 31 Dec 9999 23:59:59 GMT", "Date": "Thu, 27 Nov 2025 12:00:00 GMT"},
        {"Retry-After": "25920000"},
        {"Retry-After": "Thu, 01 Jan 2099 00:00:00 GMT"},
        {"X-Rate-Limit-Reset": "253402300799"},
    ],
)
def test_no_header_puts_a_post_off_for_years(
    world: World, inside: Inside, target: str, server: Server, headers: dict[str, str]
) -> None:
    """Some stood in doubt although they were refused, others until the year 2099."""
    key = world.digest().stem
    answer = server.answer
    server.answer = lambda request: Response(429, b"{}", headers) if request.operation == "create" else answer(request)
    outcome = inside.run(target).outcome(key)
    assert isinstance(outcome, Failed), outcome
    server.answer = answer
    inside.clock.forward(days=2)
    assert inside.run(target).outcomes == {target: "posted"}


@pytest.mark.parametrize(
    "proxy", ["socks5://user:sEcret@127.0.0.1:1", "ftp://user:sEcret@127.0.0.1:1", "http://user:sEcret@"]
)
@pytest.mark.parametrize("target", ["bluesky", "x", "mastodon"])
def test_a_proxy_that_cannot_be_used_leaves_no_doubt(world: World, target: str, proxy: str) -> None:
    """The libraries raise errors of their own before anything is sent; nobody is told its password."""
    world.digest(hero=False)
    world.blog.env |= {"ALL_PROXY": proxy, "HTTP_PROXY": proxy, "http_proxy": proxy, "NO_PROXY": "", "no_proxy": ""}
    ran = world.bot("run", "--to", target, "--json", hasty=True)
    assert ran.outcomes() == {target: "failed"}, ran
    assert "sEcret" not in ran.out + ran.err
    for name in ("ALL_PROXY", "HTTP_PROXY", "http_proxy"):
        del world.blog.env[name]
    assert world.bot("run", "--to", target, "--json").outcomes() == {target: "posted"}
