"""What Mastodon gets, to the byte, and what is made of its answers."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.errors import PictureRejected, Rejected, SaidToBeThere, TargetRejected, TryLater
from bot.formatter import compose
from bot.model import Draft, Known, Level, Receipt
from bot.publishers.mastodon.platform import SCOPES, time_of
from bot.publishers.mastodon.publisher import Mastodon, key_of
from tests.publishers.conftest import LINK, claimed, entry_of, link_draft, picture, sent, target_of
from tests.reading import parse

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.model import Claim, Digest, Image
    from tests.servers.clock import ManualClock
    from tests.servers.mastodon import MastodonServer


def text_draft(text: str, link: str | None = LINK) -> Draft:
    return link_draft(text=text, link=link)


# ── posting ──────────────────────────────────────────────────────────────────────────────────────


def test_a_post_with_its_picture(
    mastodon: Mastodon, mastodon_server: MastodonServer, digest: Digest, image: Image, clock: ManualClock
) -> None:
    """Text, picture, alt text and language arrive as drafted, under a key; the receipt is the status."""
    claim = claimed(mastodon, digest, replace(link_draft(image), langs=("de",)), clock)
    receipt = sent(mastodon, claim, image)
    (post,) = mastodon_server.posts
    assert receipt == Receipt(post.id, f"{mastodon_server.url}/@poster/{post.id}", clock.now())
    assert post.text == claim.payload["body"]["status"]
    assert (post.fields["language"], "visibility" in post.fields) == ("de", False)
    (media,) = post.media
    assert (media.content, media.alt, media.focus) == (image.content, image.alt, "")
    (request,) = (one for one in mastodon_server.requests if one.operation == "create")
    assert request.headers["idempotency-key"] == claim.rkey


def test_the_settings_of_a_target(
    mastodon: Mastodon, mastodon_server: MastodonServer, digest: Digest, image: Image, clock: ManualClock
) -> None:
    """Visibility, content warning and sensitive pictures."""
    target = replace(target_of("mastodon"), visibility="unlisted", spoiler="Politics", sensitive=True)
    sent(mastodon, claimed(mastodon, digest, compose(digest, target, image), clock), image)
    fields = mastodon_server.posts[0].fields
    assert (fields["visibility"], fields["spoiler_text"], fields["sensitive"] in {"1", "true", "True"}) == (
        "unlisted",
        "Politics",
        True,
    )


def test_a_picture_that_is_higher_than_wide_is_shown_from_above_its_middle(
    mastodon: Mastodon, mastodon_server: MastodonServer, digest: Digest, clock: ManualClock
) -> None:
    image = picture(size=(200, 400))
    sent(mastodon, claimed(mastodon, digest, link_draft(image), clock), image)
    assert mastodon_server.posts[0].media[0].focus == "0.0,0.4"


def test_the_key_is_the_digest_s_and_the_target_s(digest: Digest, clock: ManualClock) -> None:
    """The same with a new ledger; another for another target, another blog, and where it is posted once more."""
    target = target_of("mastodon")
    key = key_of(digest, target, None)
    assert key == key_of(replace(digest, title="Edited"), target, None)
    others = {
        key_of(digest, replace(target, name="mastodon-fr"), None),
        key_of(replace(digest, url="https://other.example/posts/a-digest"), target, None),
        key_of(replace(digest, key="b"), target, None),
        key_of(digest, target, clock.now()),
    }
    assert len(others | {key}) == 5


def test_an_alt_text_is_as_long_as_the_server_takes(
    mastodon: Mastodon, mastodon_server: MastodonServer, digest: Digest, clock: ManualClock
) -> None:
    """1,500 characters up to 4.5 and 10,000 since, by the server's own word; what was cut is said."""
    image = replace(picture(), alt="word " * 500 + "end")
    claim = claimed(mastodon, digest, link_draft(image), clock)
    receipt = sent(mastodon, claim, image)
    assert 1400 < len(mastodon_server.posts[0].media[0].alt) <= 1500
    assert "1,500" in receipt.warnings[0]
    mastodon_server.alt_length, mastodon.limits = 10_000, None
    claim = claimed(mastodon, replace(digest, key="b"), link_draft(image, text="Another"), clock)
    assert sent(mastodon, claim, image).warnings == ()
    assert mastodon_server.posts[1].media[0].alt == image.alt


def test_the_server_s_own_length_is_asked_once_and_goes_before_ours(
    mastodon: Mastodon, mastodon_server: MastodonServer, digest: Digest, image: Image, clock: ManualClock
) -> None:
    """Nothing is uploaded or posted, and the line says what to set."""
    mastodon_server.length = 40
    claim = claimed(mastodon, digest, link_draft(image, text="x" * 30), clock)
    with pytest.raises(Rejected, match=r"length = 40 in \[targets.mastodon\]"):
        sent(mastodon, claim, image)
    with pytest.raises(Rejected):
        sent(mastodon, claimed(mastodon, digest, link_draft(text="y" * 30), clock))
    assert mastodon_server.http.count("instance") == 1
    assert mastodon_server.http.count("upload") == mastodon_server.http.count("create") == 0


@pytest.mark.parametrize("kind", ["503-before", "html-before", "timeout-before", "429", "404"])
def test_a_server_that_does_not_tell_its_limits_is_posted_to(
    kind: str, mastodon: Mastodon, mastodon_server: MastodonServer, digest: Digest, image: Image, clock: ManualClock
) -> None:
    """The SDK asked for its version again and again until it died of recursion."""
    mastodon_server.fault("instance", kind, 99)
    mastodon.api.timeout_seconds = 1.0
    sent(mastodon, claimed(mastodon, digest, link_draft(image), clock), image)
    assert len(mastodon_server.posts) == 1


def test_an_older_server_tells_its_limits_by_the_first_version(
    mastodon: Mastodon, mastodon_server: MastodonServer
) -> None:
    mastodon_server.knows_v2, mastodon_server.length = False, 5000
    assert mastodon.server_limits().length == 5000
    assert mastodon.server_limits().alt_length == 1500


# ── pictures ─────────────────────────────────────────────────────────────────────────────────────


def test_a_picture_that_is_processed_is_waited_for(
    mastodon: Mastodon, mastodon_server: MastodonServer, digest: Digest, image: Image, clock: ManualClock
) -> None:
    mastodon_server.processing = 3
    sent(mastodon, claimed(mastodon, digest, link_draft(image), clock), image)
    assert len(mastodon_server.posts[0].media) == 1
    assert clock.sleeps == [1.0, 2.0, 4.0]


def test_it_is_waited_for_within_half_the_lease_only(
    mastodon: Mastodon, mastodon_server: MastodonServer, digest: Digest, image: Image, clock: ManualClock
) -> None:
    mastodon_server.processing = 10_000
    claim = claimed(mastodon, digest, link_draft(image), clock)
    with pytest.raises(TryLater, match="processing"):
        sent(mastodon, claim, image)
    assert clock.now() <= claim.claimed_at + timedelta(minutes=5)
    assert mastodon_server.posts == []


def test_a_picture_whose_processing_fails_is_refused(
    mastodon: Mastodon, mastodon_server: MastodonServer, digest: Digest, image: Image, clock: ManualClock
) -> None:
    mastodon_server.processing = 3
    mastodon_server.fault("media", "422-picture")
    with pytest.raises(PictureRejected):
        sent(mastodon, claimed(mastodon, digest, link_draft(image), clock), image)


def test_the_same_upload_is_used_again(mastodon: Mastodon, digest: Digest, image: Image, clock: ManualClock) -> None:
    """For a day, and for the same picture with the same words; a new one would let the post be made a second time."""
    claim = claimed(mastodon, digest, link_draft(image), clock)
    kept = mastodon.send_picture(claim, image)
    assert kept is not None
    again = claimed(mastodon, digest, link_draft(image), clock).payload
    assert mastodon.resumed(again, kept, clock.now()) == kept
    other = claimed(mastodon, digest, link_draft(picture("red")), clock).payload
    assert mastodon.resumed(other, kept, clock.now()) == other
    assert mastodon.resumed(again, claim.payload, clock.now()) == again
    clock.forward(hours=24)
    assert mastodon.resumed(again, kept, clock.now()) == again


def kept_claim(mastodon: Mastodon, digest: Digest, image: Image, clock: ManualClock) -> Claim:
    claim = claimed(mastodon, digest, link_draft(image), clock)
    return replace(claim, payload=mastodon.send_picture(claim, image))


def test_a_picture_that_is_attached_already_is_the_post(
    mastodon: Mastodon, mastodon_server: MastodonServer, digest: Digest, image: Image, clock: ManualClock
) -> None:
    """The server forgot the key and refuses the picture: its post is found by it, whatever its words are by now."""
    claim = kept_claim(mastodon, digest, image, clock)
    there = mastodon.publish(claim, image)
    mastodon_server.keys.clear()
    mastodon_server.posts[0].text = "Edited, and without its link"
    again = mastodon.publish(claim, image)
    assert (again.id, again.existing) == (there.id, True)
    assert len(mastodon_server.posts) == 1


def test_a_picture_that_is_attached_to_nothing_that_is_shown_is_a_question(
    mastodon: Mastodon, mastodon_server: MastodonServer, digest: Digest, image: Image, clock: ManualClock
) -> None:
    claim = kept_claim(mastodon, digest, image, clock)
    mastodon.publish(claim, image)
    mastodon_server.keys.clear()
    mastodon_server.posts.clear()
    with pytest.raises(SaidToBeThere):
        mastodon.publish(claim, image)


# ── the key ──────────────────────────────────────────────────────────────────────────────────────


def test_the_same_key_within_the_hour_is_the_same_post(
    mastodon: Mastodon, mastodon_server: MastodonServer, digest: Digest, clock: ManualClock
) -> None:
    """A ledger that was lost and set up anew posts once; the post is said to have been there."""
    there = sent(mastodon, claimed(mastodon, digest, link_draft(), clock))
    clock.forward(minutes=30)
    again = sent(mastodon, claimed(mastodon, digest, link_draft(), clock))
    assert (again.id, again.existing) == (there.id, True)
    assert len(mastodon_server.posts) == 1


def test_a_post_that_was_taken_down_is_not_made_again_by_its_key(
    mastodon: Mastodon, mastodon_server: MastodonServer, digest: Digest, clock: ManualClock
) -> None:
    mastodon.delete(sent(mastodon, claimed(mastodon, digest, link_draft(), clock)))
    with pytest.raises(Rejected, match="bot post --again"):
        sent(mastodon, claimed(mastodon, digest, link_draft(), clock))
    assert mastodon_server.posts == []


# ── looking ──────────────────────────────────────────────────────────────────────────────────────


def test_it_is_found_by_its_words_and_its_whole_link(
    mastodon: Mastodon, mastodon_server: MastodonServer, digest: Digest, clock: ManualClock
) -> None:
    """/posts/one is not /posts/one-and-more, and the words of another post are not its own."""
    link = "https://blog.example/posts/one"
    claim = claimed(mastodon, digest, text_draft("One", link), clock)
    mastodon_server.add(mastodon_server.poster, f"One\n\n{link}-and-more")
    assert mastodon.find(entry_of(claim, digest)) is None
    post = mastodon_server.add(mastodon_server.poster, f"One\n\n{link}")
    found = mastodon.find(entry_of(claim, digest))
    assert found is not None
    assert found.id == post.id


def test_a_text_without_a_link_is_found_by_its_words(
    mastodon: Mastodon, mastodon_server: MastodonServer, digest: Digest, clock: ManualClock
) -> None:
    claim = claimed(mastodon, digest, text_draft("Words <&> “more”\nand a line\n\n\n#AI", None), clock)
    post = mastodon_server.add(mastodon_server.poster, claim.payload["body"]["status"])
    found = mastodon.find(entry_of(claim, digest))
    assert found is not None
    assert found.id == post.id


def test_what_html_hides_is_asked_for_as_it_was_sent(
    mastodon: Mastodon, mastodon_server: MastodonServer, digest: Digest, clock: ManualClock
) -> None:
    """The host of a mention is not in the HTML: the same post was taken for an edited one."""
    claim = claimed(mastodon, digest, text_draft("By @someone@far.example, a friend"), clock)
    post = mastodon_server.add(mastodon_server.poster, claim.payload["body"]["status"])
    shown = mastodon_server.shown
    mastodon_server.shown = lambda one: {  # type: ignore[method-assign]
        **shown(one), "content": shown(one)["content"].replace("@far.example", ""),
    }  # fmt: skip
    found = mastodon.find(entry_of(claim, digest))
    assert found is not None
    assert found.id == post.id
    assert mastodon_server.http.count("source") == 1


def test_a_post_of_this_time_with_other_words_keeps_the_question_open(
    mastodon: Mastodon, mastodon_server: MastodonServer, digest: Digest, clock: ManualClock
) -> None:
    claim = claimed(mastodon, digest, link_draft(), clock)
    mastodon_server.add(mastodon_server.poster, f"Somebody else's words\n\n{LINK}")
    with pytest.raises(TryLater, match="other words"):
        mastodon.find(entry_of(claim, digest))


def test_an_edited_post_is_known_by_its_link(
    mastodon: Mastodon, mastodon_server: MastodonServer, digest: Digest, clock: ManualClock
) -> None:
    claim = claimed(mastodon, digest, link_draft(), clock)
    mastodon_server.add(mastodon_server.poster, f"Mended words\n\n{LINK}").edited = True
    assert mastodon.find(entry_of(claim, digest)) is not None


def test_an_edited_post_without_a_link_keeps_the_question_open(
    mastodon: Mastodon, mastodon_server: MastodonServer, digest: Digest, clock: ManualClock
) -> None:
    """Its words are others by now, and it was taken for somebody else's."""
    claim = claimed(mastodon, digest, link_draft(link=None), clock)
    mastodon_server.add(mastodon_server.poster, "Mended words").edited = True
    with pytest.raises(TryLater, match="edited since"):
        mastodon.find(entry_of(claim, digest))


def test_every_page_since_the_newest_known_post_is_read(
    mastodon: Mastodon, mastodon_server: MastodonServer, digest: Digest, clock: ManualClock
) -> None:
    """A hundred newer posts lie above it, and the one before the claim is where the search ends."""
    now = clock.now()
    for number in range(60):
        mastodon_server.add(mastodon_server.poster, f"Long ago {number}", at=now - timedelta(days=9, minutes=-number))
    known = mastodon_server.add(mastodon_server.poster, "Known", at=now - timedelta(days=2))
    claim = claimed(mastodon, digest, link_draft(), clock)
    lost = mastodon_server.add(mastodon_server.poster, claim.payload["body"]["status"])
    for number in range(100):
        clock.forward(seconds=1)
        mastodon_server.add(mastodon_server.poster, f"Newer {number}")
    entry, knowledge = entry_of(claim, digest), Known(frozenset({known.id}), (known.id,))
    found = mastodon.look_for(entry, knowledge)
    assert found is not None
    assert found.id == lost.id
    mastodon_server.posts.remove(lost)
    before = mastodon_server.http.count("timeline")
    assert mastodon.look_for(entry, knowledge) is None
    assert mastodon_server.http.count("timeline") - before == 3, "no page behind the known one"


def test_a_list_that_lacks_a_known_post_is_no_answer(
    mastodon: Mastodon, mastodon_server: MastodonServer, digest: Digest, clock: ManualClock
) -> None:
    known = mastodon_server.add(mastodon_server.poster, "Known", at=clock.now() - timedelta(hours=1))
    claim = claimed(mastodon, digest, link_draft(), clock)
    entry, knowledge = entry_of(claim, digest), Known(frozenset({known.id}), (known.id,))
    mastodon_server.fault("timeline", "200-empty", 9)
    with pytest.raises(TryLater, match="shows nothing"):
        mastodon.look_for(entry, knowledge)
    mastodon_server.http.heal()
    assert mastodon.look_for(entry, knowledge) is None
    mastodon_server.posts.clear()
    assert mastodon.look_for(entry, knowledge) is None, "its owner took it down: the server itself says so"


def test_a_list_that_lacks_a_known_post_is_no_answer_though_ids_and_dates_are_of_two_clocks(
    mastodon: Mastodon, mastodon_server: MastodonServer, digest: Digest, clock: ManualClock
) -> None:
    """The newest known post was dated a moment before its id, so it passed for older than what was asked for."""
    known = mastodon_server.add(mastodon_server.poster, "Known", at=clock.now() - timedelta(hours=1))
    known.created_at -= timedelta(milliseconds=40)
    claim = claimed(mastodon, digest, link_draft(), clock)
    mastodon_server.add(mastodon_server.poster, claim.payload["body"]["status"])
    entry, knowledge = entry_of(claim, digest), Known(frozenset({known.id}), (known.id,))
    mastodon_server.fault("timeline", "200-empty", 9)
    with pytest.raises(TryLater, match="shows nothing"):
        mastodon.look_for(entry, knowledge)
    mastodon_server.http.heal()
    assert mastodon.look_for(entry, knowledge) is not None
    mastodon_server.posts[:] = [known]
    assert mastodon.look_for(entry, knowledge) is None


def test_an_empty_list_has_to_come_twice(
    mastodon: Mastodon, mastodon_server: MastodonServer, digest: Digest, clock: ManualClock
) -> None:
    claim = claimed(mastodon, digest, link_draft(), clock)
    mastodon_server.add(mastodon_server.poster, claim.payload["body"]["status"])
    mastodon_server.fault("timeline", "200-empty")
    assert mastodon.find(entry_of(claim, digest)) is not None


def test_a_clock_that_is_wrong_proves_no_absence(
    mastodon: Mastodon, mastodon_server: MastodonServer, digest: Digest, clock: ManualClock
) -> None:
    claim = claimed(mastodon, digest, link_draft(), clock)
    mastodon_server.http.date = lambda: clock.now() + timedelta(hours=10)
    with pytest.raises(TryLater, match="clock"):
        mastodon.find(entry_of(claim, digest))


def test_own_posts_are_read_back_to_a_time(
    mastodon: Mastodon, mastodon_server: MastodonServer, clock: ManualClock
) -> None:
    for days in range(50):
        mastodon_server.add(
            mastodon_server.poster, f"Day {days}\n\n{LINK}&n={days}", at=clock.now() - timedelta(days=days)
        )
    mastodon_server.add(mastodon_server.account("somebody"), "Not ours")
    assert len(list(mastodon.recent(None))) == 50
    newest = list(mastodon.recent(clock.now() - timedelta(days=3)))
    assert [post.links for post in newest] == [(f"{LINK}&n={days}",) for days in range(4)]


# ── the account ──────────────────────────────────────────────────────────────────────────────────


def test_doctor_is_told_of_scopes_length_and_label(mastodon: Mastodon, mastodon_server: MastodonServer) -> None:
    """What is missing is named, with where it is mended."""
    assert mastodon.check() == f"@poster on {mastodon_server.url}"
    assert [finding.level for finding in mastodon.examine(fix=False)] == [Level.OK]
    mastodon_server.poster.scopes = ("write:statuses", "read")
    mastodon_server.poster.bot = False
    mastodon_server.length, mastodon.limits = 300, None
    scopes, length, label = mastodon.examine(fix=False)
    assert (scopes.level, "write:media" in scopes.what, "read:" in scopes.what) == (Level.FAILURE, True, False)
    assert "Development" in scopes.remedy
    assert (length.level, "length = 300" in length.remedy) == (Level.FAILURE, True)
    assert (label.level, "automated" in label.remedy) == (Level.NOTE, True)
    mastodon_server.version, mastodon_server.poster.scopes = "4.2.0", SCOPES
    assert next(mastodon.examine(fix=False)).level is Level.NOTE, "an older server does not tell"


def test_the_address_is_https_and_a_host_alone_is_enough(new_mastodon: Callable[..., Mastodon]) -> None:
    """A token goes over no open wire, and nowhere but to the server."""
    assert new_mastodon(MASTODON_SERVER="mastodon.example").api.server == "https://mastodon.example"
    for server in ("http://mastodon.example", "ftp://mastodon.example", "not a server"):
        with pytest.raises(TargetRejected, match=r"MASTODON_SERVER must be .*; set MASTODON_SERVER to it"):
            new_mastodon(MASTODON_SERVER=server).check()
        assert new_mastodon(MASTODON_SERVER=server).account() is None


def test_a_server_that_moved_gets_neither_post_nor_token(
    mastodon: Mastodon, mastodon_server: MastodonServer, digest: Digest, clock: ManualClock
) -> None:
    """A redirect made a GET of the post, whose 200 looked like success; here nobody goes there at all."""
    from tests.servers.mastodon import MastodonServer as Other

    with Other() as other:
        mastodon_server.leads_to = other.url
        with pytest.raises(TargetRejected, match=f"leads to {other.url}.*MASTODON_SERVER"):
            sent(mastodon, claimed(mastodon, digest, link_draft(), clock))
        with pytest.raises(TargetRejected):
            mastodon.check()
        assert other.requests == []


def test_no_token_stands_in_a_message_or_a_log(
    mastodon: Mastodon,
    mastodon_server: MastodonServer,
    digest: Digest,
    clock: ManualClock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    token = mastodon_server.poster.token
    mastodon_server.accounts.clear()
    with pytest.raises(TargetRejected, match="make a new access token") as caught:
        sent(mastodon, claimed(mastodon, digest, link_draft(), clock))
    assert token not in str(caught.value) + caplog.text + str(mastodon.account())


def test_a_token_that_names_a_file_is_none(new_mastodon: Callable[..., Mastodon], tmp_path: Path) -> None:
    """The SDK would read the file and send what stands in it."""
    secret = tmp_path / "token"
    secret.write_text("another secret\n")
    with pytest.raises(TargetRejected, match="no access token"):
        new_mastodon(MASTODON_ACCESS_TOKEN=str(secret)).check()


def test_an_id_tells_its_time(mastodon_server: MastodonServer, clock: ManualClock) -> None:
    mastodon_server.now = clock.now
    assert time_of(mastodon_server.next_id()) == clock.now()
    assert [time_of(number) for number in ("12345", "01HXYZ", "9WqNcdYBWkfLBBRFPK", str(1 << 70))] == [None] * 4


# ── settings ─────────────────────────────────────────────────────────────────────────────────────


def settings_of(tmp_path: Path, **target: object) -> object:
    return parse({"site": "https://blog.example", "targets": {"mastodon": target}}, None, tmp_path)


def test_a_content_warning_counts(tmp_path: Path) -> None:
    (target,) = settings_of(tmp_path, spoiler="Politics", visibility="private").targets  # type: ignore[attr-defined]
    assert (target.limits.length, target.visibility) == (492, "private")


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("visibility", "everybody", "one of 'public', 'unlisted', 'private'"),
        ("spoiler", "x" * 451, "at most 450 characters"),
        ("mode", "card", "one of 'image', 'link', 'text'"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, setting: str, value: str, said: str) -> None:
    from bot.errors import SettingsError

    with pytest.raises(SettingsError, match=f"targets.mastodon.{setting} must be {said}"):
        settings_of(tmp_path, **{setting: value})


def test_other_platforms_know_no_visibility(tmp_path: Path) -> None:
    from bot.errors import SettingsError

    with pytest.raises(SettingsError, match="visibility is no setting"):
        parse({"targets": {"x": {"visibility": "public"}}}, None, tmp_path)


def test_it_is_meant_only_where_it_is_named_or_its_secrets_are_set() -> None:
    from bot.publishers.registry import PLATFORMS

    assert PLATFORMS.defaults() == ("bluesky", "x")
    half = {"MASTODON_SERVER": "https://mastodon.example"}
    assert PLATFORMS.joined_by(half).defaults() == ("bluesky", "x")
    whole = {**half, "MASTODON_ACCESS_TOKEN": "t"}
    assert PLATFORMS.joined_by(whole).defaults() == ("bluesky", "x", "mastodon")
