"""What ``--json`` prints is the document that scripts were promised."""

from __future__ import annotations

import json
from decimal import Decimal

from bot.model import Failed, Result, WouldPost
from bot.preview.json import dump_results, results_json
from tests.preview import samples


def test_a_would_be_post_on_bluesky_has_every_promised_key_and_no_other():
    image = samples.picture()
    draft = samples.bluesky_draft()
    assert results_json([samples.result("bluesky")]) == {
        "results": [
            {
                "digest": samples.KEY,
                "path": samples.PATH,
                "target": "bluesky",
                "outcome": "would-post",
                "reason": None,
                "url": None,
                "id": None,
                "retry_at": None,
                "warnings": [],
                "draft": {
                    "text": draft.text,
                    "length": draft.length,
                    "limit": 300,
                    "facets": [
                        {
                            "start": draft.facets[0].start,
                            "end": draft.facets[0].end,
                            "kind": "tag",
                            "value": "WorldModels",
                        },
                        {"start": draft.facets[1].start, "end": draft.facets[1].end, "kind": "tag", "value": "AI"},
                    ],
                    "link": samples.LINK,
                    "card": {"uri": samples.LINK, "title": samples.TITLE, "description": samples.LEDE},
                    "document": None,
                    "image": {
                        "bytes": len(image.content),
                        "width": 1200,
                        "height": 630,
                        "media_type": "image/jpeg",
                        "alt": image.alt,
                    },
                    "cost_usd": None,
                },
            }
        ]
    }


def test_each_outcome_has_its_name_reason_address_and_time():
    rows = results_json(samples.every_outcome())["results"]
    assert [(row["outcome"], row["reason"], row["url"], row["id"], row["retry_at"]) for row in rows] == [
        (
            "posted",
            None,
            "https://bsky.app/profile/a.example/post/3m6",
            "at://did:plc:abc/app.bsky.feed.post/3m6",
            None,
        ),
        ("already-posted", None, "https://x.com/i/status/1994", "1994", None),
        ("already-posted", None, None, None, None),
        ("would-post", None, None, None, None),
        ("skipped", "draft: true", None, None, None),
        ("failed", "content/bad.md: no title", None, None, None),
        ("failed", "rate limited", None, None, "2025-11-28T06:46:00Z"),
        ("in-doubt", "no answer came. Look, then: bot resolve", None, None, None),
    ]
    assert all("draft" in row for row in rows)
    assert rows[4]["draft"] is None


def test_the_cost_is_a_number_of_dollars():
    [row] = results_json([samples.result("x")])["results"]
    assert row["draft"]["cost_usd"] == 0.205
    assert json.loads(json.dumps(row))["draft"]["cost_usd"] == 0.205


def test_a_warning_that_both_the_picture_and_the_draft_give_is_listed_once():
    draft = samples.x_draft()
    [row] = results_json([samples.result("x", warnings=("first", *draft.warnings))])["results"]
    assert row["warnings"] == ["first", *draft.warnings]


def test_a_post_without_card_and_picture_says_null():
    from bot.model import Draft

    [row] = results_json([Result("k", "k.md", "x", WouldPost(), draft=Draft("Hi", 2, 280, cost_usd=Decimal("0.015")))])[
        "results"
    ]
    assert (row["draft"]["card"], row["draft"]["image"], row["draft"]["link"], row["draft"]["facets"]) == (
        None,
        None,
        None,
        [],
    )


def test_the_printed_document_steers_no_terminal_and_still_says_the_same():
    text = dump_results(samples.hostile())
    assert json.loads(text) == results_json(samples.hostile())
    text.encode("utf-8")
    assert not any((ord(c) < 32 and c != "\n") or 0x7F <= ord(c) < 0xA0 or c in "\u202e\u2066" for c in text)


def test_nothing_to_say_is_an_empty_list():
    assert results_json([]) == {"results": []}
    assert results_json([Result("k", "k.md", "x", Failed("no"))])["results"][0]["draft"] is None
