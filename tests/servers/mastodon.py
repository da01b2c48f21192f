"""Mastodon on loopback: bodies as its documentation has them, answers and refusals as 4.2 to 4.6 give them, its memory of keys."""

from __future__ import annotations

import html
import json
import re
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from tests.servers.faults import Request, Response
from tests.servers.platform import PlatformServer, parts_of, picture_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SCOPES = ("write:statuses", "write:media", "read:accounts", "read:statuses")
LINK = re.compile(r"https?://(?:[\w-]+\.)+(?:com|org|net|dev|example)(?![\w.-])(?:/[^\s<>]*[^\s<>.,;:!?'\")\]])?")
TAG = re.compile(r"(?<![=/)\w])#(\w*[^\W\d_]\w*)")
MENTION = re.compile(r"(?<![=/\w])@(\w+)(?:@[\w.-]+\w)?")
KEPT = timedelta(seconds=3600)
"""How long a key is remembered."""
WINDOW = timedelta(minutes=5)
STATUS_FIELDS = {
    "status", "media_ids[]", "sensitive", "visibility", "spoiler_text", "language", "in_reply_to_id", "scheduled_at",
    "poll[options][]", "quoted_status_id", "quote_approval_policy",
}  # fmt: skip
VISIBILITIES = {"public", "unlisted", "private", "direct"}
REAL_PAGES = {
    "limit",
    "max_id",
    "since_id",
    "min_id",
    "exclude_replies",
    "exclude_reblogs",
    "only_media",
    "pinned",
    "tagged",
}


class No(Exception):
    """A refusal on its way to the client."""

    def __init__(self, status: int, error: str) -> None:
        super().__init__(error)
        self.response = answered(status, {"error": error})


@dataclass(slots=True)
class Account:
    """Somebody who posts, and the token of an application of theirs."""

    number: str
    name: str
    server: str
    token: str = field(repr=False)
    scopes: tuple[str, ...] = SCOPES
    bot: bool = True

    def environ(self, prefix: str = "MASTODON") -> dict[str, str]:
        return {f"{prefix}_SERVER": self.server, f"{prefix}_ACCESS_TOKEN": self.token}


@dataclass(slots=True)
class Media:
    id: str
    owner: str
    content: bytes = field(repr=False)
    media_type: str
    alt: str
    focus: str
    asked: int = 0
    """How often it was asked whether it is ready."""
    attached: bool = False


@dataclass(slots=True)
class Post:
    id: str
    author: str
    text: str
    """As it came."""
    media: tuple[Media, ...]
    created_at: datetime
    fields: dict[str, str]
    edited: bool = False

    @property
    def links(self) -> list[str]:
        return LINK.findall(self.text)


class MastodonServer(PlatformServer[Account, Post]):
    """Post, look and delete; ``lag`` is how long a post is missing from its account's statuses."""

    def __init__(self, now: Callable[[], datetime] | None = None, version: str = "4.5.15") -> None:
        self.version = version
        self.lag = timedelta(0)
        self.length = 500
        self.alt_length: int | None = 10_000 if version >= "4.6" else 1500
        self.processing = 0
        """How often a picture is said to be processed still; 0: it is ready in the answer to its upload."""
        self.gone: set[str] = set()
        self.media: dict[str, Media] = {}
        self.keys: dict[tuple[str, str], tuple[str, datetime]] = {}
        self.safeguards = True
        """Remembers keys, and attaches a picture once; False: takes whatever comes, however often."""
        self.leads_to: str | None = None
        """It has moved: every answer leads there."""
        self.knows_v2 = True
        super().__init__(now, operation, refusal)

    # ── for tests ────────────────────────────────────────────────────────────────────────────────

    def account(self, name: str = "poster") -> Account:
        made = Account(self.next_id(), name, self.url, secrets.token_urlsafe(32))
        self.accounts[made.token] = made
        return made

    def add(self, account: Account, text: str, *, at: datetime | None = None, media: tuple[Media, ...] = ()) -> Post:
        """A post, by whatever way it came."""
        with self.lock:
            moment = at or self.now()
            return self.keep(Post(self.next_id(moment), account.number, text, media, moment, {}))

    # ── answers ──────────────────────────────────────────────────────────────────────────────────

    def answer(self, request: Request) -> Response:
        with self.lock:
            if self.leads_to is not None:
                return Response(301, b"", {"Location": f"{self.leads_to}{request.path}"})
            try:
                response = self.route(request)
            except No as no:
                response = no.response
            reset = self.now() + WINDOW
            response.headers.setdefault("X-RateLimit-Limit", "300")
            response.headers.setdefault("X-RateLimit-Remaining", "299")
            response.headers.setdefault("X-RateLimit-Reset", reset.isoformat(timespec="microseconds"))
            return response

    def route(self, request: Request) -> Response:
        parts = request.path.strip("/").split("/")
        match request.operation, parts:
            case "instance", [_, version, *_]:
                return self.instance(version)
            case "create", _:
                return self.create(request, self.allowed(request, "write:statuses"))
            case "upload", _:
                return self.upload(request, self.allowed(request, "write:media"))
            case "media", [_, _, _, number]:
                return self.processed(number, self.allowed(request, "write:media"))
            case "verify", _:
                return answered(200, self.shown_account(self.allowed(request, "read:accounts")))
            case "app", _:
                account = self.authorized(request)
                app: dict[str, Any] = {"name": "bot", "website": None}
                return answered(200, app | ({"scopes": list(account.scopes)} if self.version >= "4.3" else {}))
            case "timeline", [_, _, _, number, _]:
                self.allowed(request, "read:statuses")
                return self.timeline(request, number)
            case "source", [_, _, _, number, _]:
                self.allowed(request, "read:statuses")
                return answered(200, {"id": number, "text": self.post(number).text, "spoiler_text": ""})
            case "read", [_, _, _, number]:
                self.allowed(request, "read:statuses")
                return answered(200, self.shown(self.post(number)))
            case "delete", [_, _, _, number]:
                return self.delete(number, self.allowed(request, "write:statuses"))
        raise No(404, "Record not found")

    def instance(self, version: str) -> Response:
        if version == "v2" and not self.knows_v2:
            return Response(404, b"<!doctype html><title>Not here</title>", {"Content-Type": "text/html"})
        media: dict[str, Any] = {
            "supported_mime_types": ["image/jpeg", "image/png", "image/gif", "image/webp"],
            "image_size_limit": 16_777_216,
            "image_matrix_limit": 33_177_600,
        }
        if version == "v2" and self.version >= "4.4" and self.alt_length is not None:
            media["description_limit"] = self.alt_length
        statuses = {"max_characters": self.length, "max_media_attachments": 4, "characters_reserved_per_url": 23}
        configuration = {"statuses": statuses, "media_attachments": media}
        return answered(200, {"domain": "127.0.0.1", "version": self.version, "configuration": configuration})

    def create(self, request: Request, account: Account) -> Response:
        key = request.headers.get("idempotency-key", "")
        if self.safeguards and key and (kept := self.keys.get((account.number, key))):
            number, at = kept
            if self.now() - at < KEPT:
                if number in self.gone:
                    raise No(404, "Record not found")
                if self.version.startswith("4.6"):
                    raise No(500, "500 Internal Server Error")
                return answered(200, self.shown(self.post(number)))
        fields, lists = form(request)
        text, spoiler = fields.get("status", "").strip(), fields.get("spoiler_text", "").strip()
        if unknown := (set(fields) | set(lists)) - STATUS_FIELDS:
            raise No(422, f"this server knows no {min(unknown)}")
        media = self.attachable(lists.get("media_ids[]", []), account)
        if not text and not media:
            raise No(422, "Validation failed: Text can't be blank")
        if length_of(text + spoiler) > self.length:
            raise No(422, f"Validation failed: Text character limit of {self.length} exceeded")
        if fields.get("visibility", "public") not in VISIBILITIES:
            raise No(422, "Validation failed: Visibility is not included in the list")
        post = self.add(account, text, media=media)
        post.fields = fields
        for one in media:
            one.attached = True
        if key:
            self.keys[account.number, key] = (post.id, self.now())
        return answered(200, self.shown(post))

    def attachable(self, ids: list[str], account: Account) -> tuple[Media, ...]:
        if len(ids) > 4:
            raise No(422, "Cannot attach more than 4 files")
        found = []
        for number in ids:
            media = self.media.get(number)
            if media is None or media.owner != account.number or (media.attached and self.safeguards):
                raise No(422, f"Media with ids {number} not found or already attached to another post.")
            if media.asked < self.processing:
                raise No(422, "Cannot attach files that have not finished processing. Try again in a moment!")
            found.append(media)
        return tuple(found)

    def upload(self, request: Request, account: Account) -> Response:
        content, fields = multipart(request)
        description = fields.get("description", "")
        if self.alt_length is not None and len(description) > self.alt_length:
            raise No(422, f"Validation failed: Description is too long (maximum is {self.alt_length} characters)")
        focus = fields.get("focus", "")
        if focus and not re.fullmatch(r"-?[01](?:\.\d+)?,-?[01](?:\.\d+)?", focus):
            raise No(422, "Validation failed: Focus is invalid")
        media = Media(self.next_id(), account.number, content, picture_type(content), description, focus)
        self.media[media.id] = media
        return self.shown_media_answer(media, 202 if self.processing else 200)

    def processed(self, number: str, account: Account) -> Response:
        media = self.media.get(number)
        if media is None or media.owner != account.number or media.attached:
            raise No(404, "Record not found")
        media.asked += 1
        return self.shown_media_answer(media, 206 if media.asked < self.processing else 200)

    def shown_media_answer(self, media: Media, status: int) -> Response:
        url = f"{self.url}/media/{media.id}" if status == 200 else None
        return answered(status, {"id": media.id, "type": "image", "url": url, "description": media.alt or None})

    def timeline(self, request: Request, number: str) -> Response:
        params = request.params
        if unknown := set(params) - REAL_PAGES:
            raise No(422, f"this server knows no {min(unknown)}")
        size = min(40, int(params.get("limit", "20")))
        visible = [
            post
            for post in reversed(self.posts)
            if post.author == number
            and post.created_at + self.lag <= self.now()
            and int(params.get("since_id", 0)) < int(post.id) < int(params.get("max_id", 1 << 63))
        ]
        page = visible[:size]
        headers = {}
        if page:
            address = f"{self.url}{request.path}"
            headers["Link"] = (
                f'<{address}?max_id={page[-1].id}>; rel="next", <{address}?min_id={page[0].id}>; rel="prev"'
            )
        response = answered(200, [self.shown(post) for post in page])
        response.headers.update(headers)
        return response

    def post(self, number: str) -> Post:
        found = next((post for post in self.posts if post.id == number), None)
        if found is None:
            raise No(404, "Record not found")
        return found

    def delete(self, number: str, account: Account) -> Response:
        post = self.post(number)
        if post.author != account.number:
            raise No(404, "Record not found")
        self.posts.remove(post)
        self.gone.add(number)
        return answered(200, {**self.shown(post), "text": post.text})

    # ── who asks ─────────────────────────────────────────────────────────────────────────────────

    def authorized(self, request: Request) -> Account:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        account = self.accounts.get(token)
        if scheme != "Bearer" or account is None:
            raise No(401, "The access token is invalid")
        return account

    def allowed(self, request: Request, scope: str) -> Account:
        account = self.authorized(request)
        if not {scope, scope.partition(":")[0]} & set(account.scopes):
            raise No(403, "This action is outside the authorized scopes")
        return account

    def next_id(self, at: datetime | None = None) -> str:
        """Ids as Mastodon makes them: milliseconds since 1970, and 16 bits that tell posts of one of them apart."""
        milliseconds, serial = self.next_serial(at)
        return str(milliseconds << 16 | serial & 0xFFFF)

    # ── what is shown ────────────────────────────────────────────────────────────────────────────

    def shown_account(self, account: Account) -> dict[str, Any]:
        return {
            "id": account.number, "username": account.name, "acct": account.name, "bot": account.bot,
            "url": f"{self.url}/@{account.name}", "source": {"privacy": "public", "language": None, "sensitive": False},
        }  # fmt: skip

    def shown(self, post: Post) -> dict[str, Any]:
        author = next(account for account in self.accounts.values() if account.number == post.author)
        return {
            "id": post.id,
            "uri": f"{self.url}/users/{author.name}/statuses/{post.id}",
            "url": f"{self.url}/@{author.name}/{post.id}",
            "created_at": stamp(post.created_at),
            "edited_at": stamp(post.created_at) if post.edited else None,
            "content": as_html(post.text, self.url),
            "visibility": post.fields.get("visibility", "public"),
            "spoiler_text": post.fields.get("spoiler_text", ""),
            "language": post.fields.get("language"),
            "account": self.shown_account(author),
            "media_attachments": [
                {"id": one.id, "type": "image", "description": one.alt or None} for one in post.media
            ],
            "application": {"name": "bot", "website": None},
        }


def stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def as_html(text: str, server: str) -> str:
    """The text as a server gives it out: links whole in their addresses, cut for the eye."""

    def link(address: str) -> str:
        prefix = re.match(r"https?://(?:www\.)?", address)
        begin = prefix[0] if prefix else ""
        rest = address[len(begin) :]
        shape = ' class="ellipsis"' if len(rest) > 30 else ""
        return (
            f'<a href="{html.escape(address)}" target="_blank" rel="nofollow noopener" translate="no"><span class="invisible">{begin}</span>'
            f'<span{shape}>{html.escape(rest[:30])}</span><span class="invisible">{html.escape(rest[30:])}</span></a>'
        )

    def tag(name: str) -> str:
        return f'<a href="{server}/tags/{name.lower()}" class="mention hashtag" rel="tag">#<span>{name}</span></a>'

    made, at = "", 0
    spans = [(one.start(), one.end(), link(one[0])) for one in LINK.finditer(text)]
    spans += [
        (one.start(), one.end(), tag(one[1]))
        for one in TAG.finditer(text)
        if not any(start <= one.start() < end for start, end, _ in spans)
    ]
    for start, end, instead in sorted(spans):
        made += html.escape(text[at:start]) + instead
        at = end
    made += html.escape(text[at:])
    paragraphs = re.split(r"\n{2,}", made)
    return "".join("<p>{}</p>".format(one.replace("\n", "<br />")) for one in paragraphs)


def length_of(text: str) -> int:
    """Counted on its own: grapheme clusters, a link 23, a mention without its host."""
    import regex

    return len(regex.findall(r"\X", MENTION.sub(lambda one: f"@{one[1]}", LINK.sub("x" * 23, text))))


# ── shapes ───────────────────────────────────────────────────────────────────────────────────────

PAGES = {"Content-Type": "text/html"}
REFUSALS: dict[str, tuple[int, str]] = {
    "400": (400, "The request is malformed"),
    "401": (401, "The access token is invalid"),
    "402": (402, "Payment required"),
    "403-permission": (403, "This action is outside the authorized scopes"),
    "403-other": (403, "This action is not allowed"),
    "403-login": (403, "Your login is currently disabled"),
    "403-duplicate": (422, "Duplicate record"),
    "404": (404, "Not Found"),
    "413": (413, "Payload Too Large"),
    "422-application": (422, "This method requires an authenticated user"),
    "422-processing": (422, "Cannot attach files that have not finished processing. Try again in a moment!"),
    "422-length": (422, "Validation failed: Text character limit of 500 exceeded"),
    "422-attached": (422, "Media with ids 1 not found or already attached to another post."),
    "422-picture": (422, "Validation failed: File content type is invalid, File is invalid"),
    "404-record": (404, "Record not found"),
    "429": (429, "Too many requests"),
    "500": (500, "500 Internal Server Error"),
    "503-lock": (503, "There was a temporary problem serving your request, please try again"),
    "expired": (401, "The access token was revoked"),
}


def operation(request: Request) -> str:
    match request.method, request.path.strip("/").split("/"):
        case "POST", ["api", "v1", "statuses"]:
            return "create"
        case "POST", ["api", "v2", "media"]:
            return "upload"
        case "GET", ["api", "v1", "media", _]:
            return "media"
        case "GET", ["api", "v1" | "v2", "instance"]:
            return "instance"
        case "GET", ["api", "v1", "accounts", "verify_credentials"]:
            return "verify"
        case "GET", ["api", "v1", "apps", "verify_credentials"]:
            return "app"
        case "GET", ["api", "v1", "accounts", _, "statuses"]:
            return "timeline"
        case "GET", ["api", "v1", "statuses", _, "source"]:
            return "source"
        case "GET", ["api", "v1", "statuses", _]:
            return "read"
        case "DELETE", ["api", "v1", "statuses", _]:
            return "delete"
    return "other"


def refusal(kind: str, reset_at: float) -> Response:
    if kind == "200-empty":
        return answered(200, [])
    if kind == "403-page":
        return Response(403, b"<!doctype html><title>Blocked</title>", dict(PAGES))
    if kind == "302-elsewhere":
        return Response(302, b"", {"Location": "https://elsewhere.example/login"})
    response = answered(REFUSALS[kind.removesuffix("-reset")][0], {"error": REFUSALS[kind.removesuffix("-reset")][1]})
    if kind == "429-reset":
        reset = datetime.fromtimestamp(reset_at, UTC).isoformat(timespec="microseconds")
        response.headers.update({"X-RateLimit-Reset": reset, "X-RateLimit-Remaining": "0"})
    return response


def answered(status: int, body: Mapping[str, Any] | list[Any]) -> Response:
    return Response(status, json.dumps(body).encode(), {})


def form(request: Request) -> tuple[dict[str, str], dict[str, list[str]]]:
    """The fields of a form, and those that are lists."""
    if request.headers.get("content-type", "") != "application/x-www-form-urlencoded":
        raise No(422, "this server takes forms")
    pairs = parse_qsl(request.body.decode(), keep_blank_values=True)
    lists: dict[str, list[str]] = {}
    for name, value in pairs:
        if name.endswith("[]"):
            lists.setdefault(name, []).append(value)
    return {name: value for name, value in pairs if not name.endswith("[]")}, lists


def multipart(request: Request) -> tuple[bytes, dict[str, str]]:
    parts = parts_of(request)
    if "file" not in parts or set(parts) - {"file", "description", "focus", "thumbnail"}:
        raise No(422, "Validation failed: File can't be blank")
    content = parts.pop("file")
    return content, {name: value.decode() for name, value in parts.items()}


def picture_type(content: bytes) -> str:
    media_type, (width, height) = picture_of(content)
    if (width, height) == (0, 0):
        raise No(422, "Validation failed: File content type is invalid, File is invalid")
    if media_type is None or width * height > 33_177_600:
        raise No(422, f"{width}x{height} images are not supported")
    return media_type
