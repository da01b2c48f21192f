"""X on loopback: its published shapes and refusals (docs.x.com, OpenAPI 2.167), signatures, timeline, prices and memory."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import html
import json
import re
import secrets
import time
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urlsplit

from tests.servers.faults import Request, Response
from tests.servers.platform import PlatformServer, parts_of, picture_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ID_EPOCH_MS = 1288834974657
LIMIT = 280
MAX_BYTES = 5_000_000
MAX_ALT = 1000
POSTS_PER_WINDOW = 100
WINDOW = timedelta(minutes=15)
PRICES = {
    "post with link": Decimal("0.200"),
    "post": Decimal("0.015"),
    "alt text": Decimal("0.005"),
    "delete": Decimal("0.010"),
    "read": Decimal("0.001"),
    "me": Decimal("0.010"),
}
LINK = re.compile(r"https?://[^\s]+[^\s.,;:!?'\")\]]")
BARE = re.compile(
    r"(?<![\w@./-])(?:[\w-]+\.)+(?:com|org|net|io|md|ai|dev|app|co|me|de|fr|uk)\b(?![\w@])", re.IGNORECASE
)
LABELS = ("made_with_ai", "paid_partnership")
POST_KEYS = {
    "card_uri", "community_id", "direct_message_deep_link", "edit_options", "for_super_followers_only", "geo",
    "made_with_ai", "media", "nullcast", "paid_partnership", "poll", "quote_tweet_id", "reply", "reply_settings",
    "share_with_followers", "text",
}  # fmt: skip
TIMELINE_KEYS = {
    "since_id", "until_id", "max_results", "pagination_token", "exclude", "start_time", "end_time", "tweet.fields",
    "expansions", "media.fields", "poll.fields", "user.fields", "place.fields",
}  # fmt: skip
PROBLEMS = "https://api.twitter.com/2/problems"


class No(Exception):
    """A refusal on its way to the client."""

    def __init__(self, status: int, body: Mapping[str, Any]) -> None:
        super().__init__(status)
        self.response = answered(status, body)


@dataclass(slots=True)
class Account:
    """Somebody who posts, with the four secrets of OAuth 1.0a."""

    number: str
    handle: str
    api_key: str
    api_secret: str = field(repr=False)
    token: str
    token_secret: str = field(repr=False)
    base: str
    may_write: bool = True

    def environ(self, prefix: str = "X") -> dict[str, str]:
        return {
            f"{prefix}_API_KEY": self.api_key,
            f"{prefix}_API_SECRET": self.api_secret,
            f"{prefix}_ACCESS_TOKEN": self.token,
            f"{prefix}_ACCESS_TOKEN_SECRET": self.token_secret,
            f"{prefix}_API_BASE": self.base,
        }


@dataclass(slots=True)
class Media:
    id: str
    owner: str
    content: bytes = field(repr=False)
    media_type: str
    alt: str | None = None


@dataclass(slots=True)
class Post:
    id: str
    author: str
    text: str
    """As it came."""
    media: tuple[Media, ...]
    created_at: datetime
    shown: str
    """As X gives it out: HTML escaped, its links and media as t.co."""
    entities: dict[str, Any]

    @property
    def links(self) -> list[str]:
        return [one["expanded_url"] for one in self.entities.get("urls", ()) if "media_key" not in one]


class XServer(PlatformServer[Account, Post]):
    """Post, look and delete; ``lag`` is how long a post is missing from the timeline."""

    def __init__(self, now: Callable[[], datetime] | None = None, lag: timedelta = timedelta(0)) -> None:
        self.lag = lag
        self.media: dict[str, Media] = {}
        self.spent: list[tuple[str, Decimal]] = []
        self.nonces: set[str] = set()
        self.redirects: dict[str, str] = {}
        """Where X's own crawler finds a link to lead: its unwound_url."""
        self.remembers = True
        """Refuses a text that it has; for how long the real one does is not documented."""
        self.scheme = "http"
        """How its callers see it; "https" behind an end of TLS."""
        super().__init__(now, operation, refusal)

    # ── for tests ────────────────────────────────────────────────────────────────────────────────

    def account(self, handle: str = "poster", *, may_write: bool = True) -> Account:
        number = self.next_id()
        token = f"{number}-{secrets.token_urlsafe(30)}"
        made = Account(
            number,
            handle,
            secrets.token_urlsafe(18),
            secrets.token_urlsafe(37),
            token,
            secrets.token_urlsafe(33),
            self.url,
            may_write,
        )
        self.accounts[token] = made
        return made

    def dollars(self) -> Decimal:
        return sum((price for _, price in self.spent), Decimal(0))

    def add(self, account: Account, text: str, *, at: datetime | None = None, media: tuple[Media, ...] = ()) -> Post:
        """A post, by whatever way it came."""
        with self.lock:
            moment = at or self.now()
            post_id = self.next_id(moment)
            shown, entities = self.shorten(text, media, post_id, account.handle)
            return self.keep(Post(post_id, account.number, text, media, moment, shown, entities))

    # ── answers ──────────────────────────────────────────────────────────────────────────────────

    def answer(self, request: Request) -> Response:
        with self.lock:
            try:
                account = self.signed(request)
                response = self.route(request, account)
            except No as no:
                response = no.response
            left = POSTS_PER_WINDOW - self.recent_posts(None)
            reset = str(int((self.now() + WINDOW).timestamp()))
            response.headers.setdefault("x-rate-limit-limit", str(POSTS_PER_WINDOW))
            response.headers.setdefault("x-rate-limit-remaining", str(max(0, left)))
            response.headers.setdefault("x-rate-limit-reset", reset)
            return response

    def route(self, request: Request, account: Account) -> Response:
        match request.operation, request.path.split("/")[1:]:
            case "create", _:
                return self.create(request, account)
            case "upload", _:
                return self.upload(request, account)
            case "metadata", _:
                return self.describe(request, account)
            case "timeline", [_, _, number, _]:
                return self.timeline(request, number)
            case "me", _:
                self.pay("me")
                return answered(
                    200, {"data": {"id": account.number, "name": account.handle, "username": account.handle}}
                )
            case "read", [_, _, number]:
                return self.one(number)
            case "delete", [_, _, number]:
                return self.delete(account, number)
        raise No(404, {"title": "Not Found", "detail": "Not Found", "type": "about:blank", "status": 404})

    def create(self, request: Request, account: Account) -> Response:
        self.writer(account)
        body = json_of(request)
        if unknown := set(body) - POST_KEYS:
            raise invalid(
                {},
                f"$.{min(unknown)}: is not defined in the schema and the schema does not allow additional properties",
            )
        text, attached = body.get("text", ""), body.get("media")
        if not isinstance(text, str):
            raise invalid({}, "$.text: must be a string")
        media = self.attached(attached, account) if attached is not None else ()
        if not text and not media:
            raise invalid({}, "One of text, media, poll or quote_tweet_id is required.")
        if set(body) - {"text", "media", *LABELS}:
            raise invalid({}, "this server knows text, media and labels only")
        if any(body.get(name, True) is not True or not media for name in LABELS if name in body):
            raise invalid({}, "a label is true, and about media")
        if weight(text) > LIMIT:
            raise No(
                403,
                {"title": "Forbidden", "detail": "Your Tweet text is too long.", "type": "about:blank", "status": 403},
            )
        if self.recent_posts(account) >= POSTS_PER_WINDOW:
            raise No(
                429, {"title": "Too Many Requests", "detail": "Too Many Requests", "type": "about:blank", "status": 429}
            )
        if self.remembers and any(plain(post.text) == plain(text) for post in self.posts_of(account)):
            raise No(403, DUPLICATE)
        self.pay("post with link" if LINK.search(text) or BARE.search(text) else "post")
        post = self.add(account, text, media=media)
        return answered(201, {"data": {"id": post.id, "text": post.shown, "edit_history_tweet_ids": [post.id]}})

    def attached(self, given: object, account: Account) -> tuple[Media, ...]:
        if not isinstance(given, dict) or set(given) - {"media_ids", "tagged_user_ids"}:
            raise invalid({}, "$.media: has an invalid shape")
        ids = given.get("media_ids")
        if not isinstance(ids, list) or not 1 <= len(ids) <= 4:
            raise invalid({}, "$.media.media_ids: must have 1 to 4 items")
        found = []
        for one in ids:
            if not isinstance(one, str) or not re.fullmatch(r"[0-9]{1,19}", one):
                raise invalid({"media.media_ids": [str(one)]}, "$.media.media_ids[0]: does not match the regex pattern")
            media = self.media.get(one)
            if media is None or media.owner != account.number:
                raise invalid({"media.media_ids": [one]}, "Your media IDs are invalid.")
            found.append(media)
        return tuple(found)

    def upload(self, request: Request, account: Account) -> Response:
        self.writer(account)
        content, category = (
            multipart(request) if "multipart/" in request.headers.get("content-type", "") else whole(request)
        )
        if category != "tweet_image":
            raise invalid({"media_category": [str(category)]}, "media_category is not valid for this endpoint")
        if len(content) > MAX_BYTES:
            raise No(
                413,
                {
                    "title": "Payload Too Large",
                    "detail": "File size exceeds 5242880 bytes.",
                    "type": "about:blank",
                    "status": 413,
                },
            )
        media = Media(self.next_id(), account.number, content, picture_type(content))
        self.media[media.id] = media
        made = {"id": media.id, "media_key": f"3_{media.id}", "size": len(content), "expires_after_secs": 86400}
        return answered(200, {"data": made})

    def describe(self, request: Request, account: Account) -> Response:
        self.writer(account)
        body = json_of(request)
        alt = body.get("metadata", {}).get("alt_text", {}) if isinstance(body.get("metadata"), dict) else {}
        if set(body) != {"id", "metadata"} or set(body["metadata"]) != {"alt_text"} or set(alt) != {"text"}:
            raise invalid({}, "the body does not match the schema")
        media = self.media.get(str(body["id"]))
        if media is None or media.owner != account.number:
            raise invalid({"id": [str(body["id"])]}, "Your media ID is invalid.")
        if not isinstance(alt["text"], str) or not 1 <= len(alt["text"]) <= MAX_ALT:
            raise invalid(
                {"metadata.alt_text.text": []}, "$.metadata.alt_text.text: must be at most 1000 characters long"
            )
        media.alt = alt["text"]
        self.pay("alt text")
        return answered(200, {"data": {"id": media.id, "associated_metadata": {"alt_text": {"text": media.alt}}}})

    def timeline(self, request: Request, number: str) -> Response:
        params = request.params
        if unknown := set(params) - TIMELINE_KEYS:
            raise invalid(
                {name: [params[name]] for name in unknown},
                f"The query parameter [{min(unknown)}] is not one of the known",
            )
        size = params.get("max_results", "10")
        if not size.isdigit() or not 5 <= int(size) <= 100:
            raise invalid(
                {"max_results": [size]}, f"The `max_results` query parameter value [{size}] is not between 5 and 100"
            )
        since = params.get("since_id", "0")
        if not re.fullmatch(r"[0-9]{1,19}", since):
            raise invalid({"since_id": [since]}, "The `since_id` query parameter value is not valid")
        oldest = moment_of(params.get("start_time"))
        token = params.get("pagination_token", "")
        if token and not re.fullmatch(r"[0-9a-f]+", token):
            raise invalid({"pagination_token": [token]}, "The `pagination_token` query parameter value is not valid")
        before = int(token, 16) if token else 1 << 63
        visible = [
            post
            for post in reversed(self.posts)
            if post.author == number
            and post.created_at + self.lag <= self.now()
            and int(since) < int(post.id) < before
            and (oldest is None or post.created_at >= oldest)
        ]
        page, fields = visible[: int(size)], params.get("tweet.fields", "").split(",")
        meta: dict[str, Any] = {"result_count": len(page)}
        if not page:
            return answered(200, {"meta": meta})
        meta |= {"newest_id": page[0].id, "oldest_id": page[-1].id}
        if len(visible) > len(page):
            meta["next_token"] = f"{int(page[-1].id):x}"
        for _ in page:
            self.pay("read")
        return answered(200, {"data": [shown(post, fields) for post in page], "meta": meta})

    def one(self, number: str) -> Response:
        for post in self.posts:
            if post.id == number:
                self.pay("read")
                return answered(200, {"data": shown(post, ["created_at", "entities"])})
        missing = {"value": number, "detail": f"Could not find tweet with id: [{number}].", "title": "Not Found Error"}
        return answered(200, {"errors": [{**missing, "type": f"{PROBLEMS}/resource-not-found"}]})

    def delete(self, account: Account, number: str) -> Response:
        self.writer(account)
        for post in self.posts:
            if post.id == number and post.author != account.number:
                raise No(
                    403,
                    {
                        "title": "Forbidden",
                        "detail": "You are not authorized to delete this Tweet.",
                        "type": "about:blank",
                    },
                )
        self.posts = [post for post in self.posts if post.id != number]
        self.pay("delete")
        return answered(200, {"data": {"deleted": True}})

    # ── who asks ─────────────────────────────────────────────────────────────────────────────────

    def signed(self, request: Request) -> Account:
        """The account whose secrets signed this very request (RFC 5849), a short time ago and never before."""
        scheme, _, rest = request.headers.get("authorization", "").partition(" ")
        given = {
            unquote(name.strip()): unquote(value.strip().strip('"'))
            for name, _, value in (part.partition("=") for part in rest.split(","))
        }
        account = self.accounts.get(given.get("oauth_token", ""))
        if scheme != "OAuth" or account is None or given.get("oauth_consumer_key") != account.api_key:
            raise No(401, UNAUTHORIZED)
        signature = given.pop("oauth_signature", "")
        pairs = sorted((escaped(name), escaped(value)) for name, value in (given | request.params).items())
        joined = "&".join(f"{name}={value}" for name, value in pairs)
        base = "&".join(
            [request.method, escaped(f"{self.scheme}://{request.headers['host']}{request.path}"), escaped(joined)]
        )
        key = f"{escaped(account.api_secret)}&{escaped(account.token_secret)}"
        mac = base64.b64encode(hmac.new(key.encode(), base.encode(), hashlib.sha1).digest()).decode()
        nonce, stamp = given.get("oauth_nonce", ""), given.get("oauth_timestamp", "")
        fresh = stamp.isdigit() and abs(int(stamp) - time.time()) < 300
        if given.get("oauth_signature_method") != "HMAC-SHA1" or not hmac.compare_digest(mac, signature):
            raise No(401, UNAUTHORIZED)
        if not fresh or not nonce or nonce in self.nonces:
            raise No(401, UNAUTHORIZED)
        self.nonces.add(nonce)
        return account

    def writer(self, account: Account) -> None:
        if not account.may_write:
            raise No(403, READ_ONLY)

    def recent_posts(self, account: Account | None) -> int:
        return sum(post.created_at > self.now() - WINDOW for post in self.posts_of(account))

    def pay(self, what: str) -> None:
        self.spent.append((what, PRICES[what]))

    def next_id(self, at: datetime | None = None) -> str:
        """Ids as X makes them: milliseconds since its beginning, and a serial number."""
        milliseconds, serial = self.next_serial(at)
        return str(milliseconds - ID_EPOCH_MS << 22 | serial & 0x3FFFFF)

    def shorten(self, text: str, media: tuple[Media, ...], post_id: str, handle: str) -> tuple[str, dict[str, Any]]:
        """The text as X gives it out: HTML escaped, links and media as t.co."""
        urls: list[dict[str, Any]] = []
        made, at = "", 0
        for match in re.finditer(f"{LINK.pattern}|{BARE.pattern}", text, re.IGNORECASE):
            made += html.escape(text[at : match.start()], quote=False)
            short = f"https://t.co/{secrets.token_urlsafe(8)[:10]}"
            entity: dict[str, Any] = {
                "start": len(made), "end": len(made) + len(short), "url": short,
                "expanded_url": match[0] if "://" in match[0] else f"http://{match[0]}", "display_url": shortened(match[0]),
            }  # fmt: skip
            if unwound := self.redirects.get(match[0]):
                entity |= {"status": 200, "unwound_url": unwound}
            urls.append(entity)
            made, at = made + short, match.end()
        made += html.escape(text[at:], quote=False)
        if media:
            made += " " if made else ""
            short = f"https://t.co/{secrets.token_urlsafe(8)[:10]}"
            span = {
                "start": len(made),
                "end": len(made) + len(short),
                "url": short,
                "display_url": f"pic.x.com/{short[-10:]}",
            }
            photo = f"https://x.com/{handle}/status/{post_id}/photo/1"
            urls += [{**span, "expanded_url": photo, "media_key": f"3_{one.id}"} for one in media]
            made += short
        return made, {"urls": urls} if urls else {}


# ── shapes ───────────────────────────────────────────────────────────────────────────────────────

UNAUTHORIZED = {"title": "Unauthorized", "type": "about:blank", "status": 401, "detail": "Unauthorized"}
DUPLICATE = {
    "detail": "You are not allowed to create a Tweet with duplicate content.",
    "type": "about:blank",
    "title": "Forbidden",
    "status": 403,
}
READ_ONLY = {
    "title": "Forbidden",
    "detail": "Your client app is not configured with the appropriate oauth1 app permissions for this endpoint.",
    "type": f"{PROBLEMS}/oauth1-permissions",
    "status": 403,
}
CREDITS = {
    "title": "CreditsDepleted",
    "detail": "Your enrolled account does not have any credits to fulfill this request.",
    "type": f"{PROBLEMS}/credits-depleted",
}
REFUSALS: dict[str, tuple[int, dict[str, Any]]] = {
    "401": (401, UNAUTHORIZED),
    "402": (402, CREDITS),
    "403-duplicate": (403, DUPLICATE),
    "403-permission": (403, READ_ONLY),
    "403-other": (
        403,
        {"title": "Forbidden", "detail": "You are not permitted to do this.", "type": "about:blank", "status": 403},
    ),
    "404": (404, {"title": "Not Found", "detail": "Not Found", "type": "about:blank", "status": 404}),
    "413": (413, {"title": "Payload Too Large", "detail": "Payload Too Large", "type": "about:blank", "status": 413}),
    "429": (429, {"title": "Too Many Requests", "detail": "Too Many Requests", "type": "about:blank", "status": 429}),
    "500": (
        500,
        {"title": "Internal Server Error", "detail": "Something is broken", "type": "about:blank", "status": 500},
    ),
    "expired": (401, UNAUTHORIZED),
    "200-empty": (200, {"meta": {"result_count": 0}}),
    "403-187": (403, {"code": 187, "message": "Status is a duplicate."}),
    "403-187-in-errors": (403, {"errors": [{"code": 187, "message": "Status is a duplicate."}]}),
    "403-226": (403, {"errors": [{"code": 226, "message": "This request looks like it might be automated."}]}),
    "403-185": (403, {"errors": [{"code": 185, "message": "User is over daily status update limit."}]}),
    "403-too-long": (
        403,
        {"title": "Forbidden", "detail": "Your Tweet text is too long.", "type": "about:blank", "status": 403},
    ),
    "403-not-enrolled": (
        403,
        {
            "client_id": "1",
            "detail": "Your app must be attached to a Project.",
            "reason": "client-not-enrolled",
            "required_enrollment": "Appropriate Level of API Access",
            "title": "Client Forbidden",
            "type": f"{PROBLEMS}/client-forbidden",
        },
    ),
    "403-unsupported-authentication": (
        403,
        {
            "title": "Unsupported Authentication",
            "status": 403,
            "type": f"{PROBLEMS}/unsupported-authentication",
            "detail": "Authenticating with Unknown is forbidden for this endpoint.",
        },
    ),
}


def operation(request: Request) -> str:
    match request.method, request.path.strip("/").split("/"):
        case "POST", ["2", "tweets"]:
            return "create"
        case "POST", ["2", "media", "upload"]:
            return "upload"
        case "POST", ["2", "media", "metadata"]:
            return "metadata"
        case "GET", ["2", "users", "me"]:
            return "me"
        case "GET", ["2", "users", _, "tweets"]:
            return "timeline"
        case "GET", ["2", "tweets", _]:
            return "read"
        case "DELETE", ["2", "tweets", _]:
            return "delete"
    return "other"


def refusal(kind: str, reset_at: float) -> Response:
    if kind == "400":
        return invalid({"text": [""]}, "One or more parameters to your request was invalid.").response
    if kind == "429-reset":
        response = answered(*REFUSALS["429"])
        response.headers["x-rate-limit-reset"] = str(int(reset_at))
        return response
    return answered(*REFUSALS[kind])


def answered(status: int, body: Mapping[str, Any]) -> Response:
    return Response(status, json.dumps(body).encode(), {})


def invalid(parameters: Mapping[str, Any], message: str) -> No:
    return No(
        400,
        {
            "errors": [{"parameters": parameters, "message": message}],
            "title": "Invalid Request",
            "detail": "One or more parameters to your request was invalid.",
            "type": f"{PROBLEMS}/invalid-request",
        },
    )


def json_of(request: Request) -> dict[str, Any]:
    if not request.headers.get("content-type", "").startswith("application/json"):
        raise invalid({}, "the content type must be application/json")
    try:
        body = json.loads(request.body)
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise invalid({}, "the body is no JSON object")
    return body


def whole(request: Request) -> tuple[bytes, object]:
    body = json_of(request)
    if set(body) - {"media", "media_category", "additional_owners", "shared"} or not isinstance(body.get("media"), str):
        raise invalid({}, "the body does not match the schema")
    try:
        return base64.b64decode(body["media"], validate=True), body.get("media_category")
    except binascii.Error:
        raise invalid({"media": []}, "media is not base64") from None


def multipart(request: Request) -> tuple[bytes, object]:
    parts = parts_of(request)
    if set(parts) - {"media", "media_category", "additional_owners", "shared"} or "media" not in parts:
        raise invalid({}, "the form does not match the schema")
    media: Any = parts["media"]
    category: Any = parts.get("media_category", b"")
    return media, category.decode()


def picture_type(content: bytes) -> str:
    media_type, size = picture_of(content)
    if media_type is None or not all(4 <= side <= 8192 for side in size):
        raise invalid({"media": []}, "media type unrecognized.")
    return media_type


def shown(post: Post, fields: list[str]) -> dict[str, Any]:
    made: dict[str, Any] = {"id": post.id, "text": post.shown, "edit_history_tweet_ids": [post.id]}
    if "created_at" in fields:
        made["created_at"] = post.created_at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    if "entities" in fields and post.entities:
        made["entities"] = post.entities
    return made


def moment_of(given: str | None) -> datetime | None:
    if given is None:
        return None
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", given):
        raise invalid({"start_time": [given]}, "The `start_time` query parameter value is not valid")
    return datetime.fromisoformat(given)


def weight(text: str) -> int:
    """X's length, counted on its own and on the low side: what this server refuses, X refuses.

    A link is 23; a cluster with a pictograph or a flag 2; else 1 or 2 a code point by twitter-text's configuration v3.
    """
    import regex

    bare, links = LINK.subn("", unicodedata.normalize("NFC", text))
    total = 23 * links
    for cluster in regex.findall(r"\X", bare):
        if regex.search(r"\p{Extended_Pictographic}|\p{Regional_Indicator}", cluster):
            total += 2
        else:
            total += sum(1 if light(ord(one)) else 2 for one in cluster)
    return total


def light(point: int) -> bool:
    return point <= 0x10FF or 0x2000 <= point <= 0x200D or 0x2010 <= point <= 0x201F or 0x2032 <= point <= 0x2037


def plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def shortened(link: str) -> str:
    parts = urlsplit(link)
    tail = f"{parts.netloc}{parts.path}"
    return tail if len(tail) <= 27 else f"{tail[:26]}…"


def escaped(text: str) -> str:
    return quote(text, safe="~")
