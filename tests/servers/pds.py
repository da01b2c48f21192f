"""A real Bluesky server with a proxy before it that can be told to fail."""

from __future__ import annotations

import base64
import fcntl
import hashlib
import hmac
import json
import os
import re
import secrets
import subprocess
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, Self
from urllib.parse import urlencode

from tests.pds.install import COMMAND, HERE, Install, installed
from tests.servers.faults import Proxy, Request, Response

OPERATIONS = {
    "com.atproto.server.createSession": "login",
    "com.atproto.server.refreshSession": "refresh",
    "com.atproto.repo.uploadBlob": "upload",
    "com.atproto.repo.putRecord": "create",
    "com.atproto.repo.getRecord": "get",
    "com.atproto.repo.listRecords": "timeline",
    "com.atproto.repo.deleteRecord": "delete",
    "com.atproto.identity.resolveHandle": "resolve",
}
REFUSALS = {
    "400": (400, "InvalidRequest", "Input/record must be an object"),
    "401": (401, "AuthenticationRequired", "Invalid identifier or password"),
    "402": (402, "PaymentRequired", "Payment is required"),
    "403-duplicate": (403, "Forbidden", "Duplicate"),
    "403-permission": (403, "AccountTakedown", "Account has been taken down"),
    "403-other": (403, "Forbidden", "You may not"),
    "404": (404, "XRPCNotSupported", "XRPCNotSupported"),
    "413": (413, "PayloadTooLarge", "request entity too large"),
    "429": (429, "RateLimitExceeded", "Rate Limit Exceeded"),
    "429-reset": (429, "RateLimitExceeded", "Rate Limit Exceeded"),
    "500": (500, "InternalServerError", "Internal Server Error"),
    "expired": (400, "ExpiredToken", "Token has expired"),
}
START_SECONDS, END_SECONDS = 60, 10
MISSING = f"the Bluesky server is not installed: {COMMAND}"


def operation(request: Request) -> str:
    return OPERATIONS.get(request.path.rpartition("/")[2], "other")


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who can log in."""

    did: str
    handle: str
    password: str = field(repr=False)
    service: str
    token: str = field(default="", repr=False)

    def environ(self, prefix: str = "BLUESKY") -> dict[str, str]:
        return {
            f"{prefix}_HANDLE": self.handle,
            f"{prefix}_APP_PASSWORD": self.password,
            f"{prefix}_SERVICE": self.service,
        }


class Environed(Protocol):
    env: dict[str, str]


class Pds:
    """The server, its proxy, and what a test wants to know of them."""

    def __init__(
        self, facts: dict[str, Any], process: subprocess.Popen[str] | None = None, *, shared: bool = False
    ) -> None:
        """``process``: none where another worker has started it. ``shared``: it goes on when this object is stopped."""
        self.facts, self.process, self.shared = facts, process, shared
        self.direct: str = facts["pds"]
        # Log-ins answer with the account's server, to which the SDK then turns: it has to be the proxy.
        self.proxy = Proxy(self.direct, operation, self.refusal, re.compile(r"server\.(create|refresh|get)Session$"))
        self.url = self.proxy.url
        self.fault = self.proxy.fault

    @property
    def requests(self) -> list[Request]:
        return self.proxy.requests

    def stop(self) -> None:
        self.proxy.stop()
        if self.process is None or self.shared:
            return
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()
        try:
            self.process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    # ── accounts ─────────────────────────────────────────────────────────────────────────────────

    def account(self, name: str | None = None) -> Account:
        """A new account with an app password."""
        handle = f"{name or 'a' + secrets.token_hex(6)}.test"
        body = {"handle": handle, "email": f"{secrets.token_hex(6)}@example.com", "password": secrets.token_hex(8)}
        made = self.post("com.atproto.server.createAccount", body)
        app = self.post("com.atproto.server.createAppPassword", {"name": "bot"}, made["accessJwt"])
        return Account(made["did"], handle, app["password"], self.url, made["accessJwt"])

    def wipe(self, account: Account) -> None:
        """Take all its posts away."""
        for post in self.posts(account):
            key = {"repo": account.did, "collection": "app.bsky.feed.post", "rkey": post["uri"].rpartition("/")[2]}
            self.post("com.atproto.repo.deleteRecord", key, account.token)

    def environ(self) -> dict[str, str]:
        """What the bot needs to post as a new account."""
        return self.account().environ()

    def expired_token(self, account: Account) -> str:
        """An access token as the server made it three hours ago."""
        now = int(self.facts["startMs"] / 1000)
        claims = {
            "scope": "com.atproto.appPass",
            "sub": account.did,
            "aud": "did:web:localhost",
            "iat": now,
            "exp": now + 1,
        }
        parts = [{"typ": "at+jwt", "alg": "HS256"}, claims]
        signed = ".".join(unpadded(json.dumps(part).encode()) for part in parts)
        mac = hmac.new(self.facts["jwtSecret"].encode(), signed.encode(), hashlib.sha256)
        return f"{signed}.{unpadded(mac.digest())}"

    # ── what is on the server ────────────────────────────────────────────────────────────────────

    def posts(self, who: Account | Environed) -> list[dict[str, Any]]:
        """Every post's record with its uri and cid, of an account or of whoever posts with its environment."""
        repo = who.did if isinstance(who, Account) else who.env["BLUESKY_HANDLE"]
        found: list[dict[str, Any]] = []
        cursor: dict[str, str] = {}
        while True:
            query = {"repo": repo, "collection": "app.bsky.feed.post", "limit": "100", **cursor}
            page = self.get("com.atproto.repo.listRecords", query)
            found += page["records"]
            if not page.get("cursor"):
                return found
            cursor = {"cursor": page["cursor"]}

    def blob(self, account: Account, cid: str) -> bytes:
        query = urlencode({"did": account.did, "cid": cid})
        with urllib.request.urlopen(f"{self.direct}/xrpc/com.atproto.sync.getBlob?{query}") as answer:
            return answer.read()

    def get(self, nsid: str, query: dict[str, str]) -> Any:
        with urllib.request.urlopen(f"{self.direct}/xrpc/{nsid}?{urlencode(query)}") as answer:
            return json.load(answer)

    def post(self, nsid: str, body: object, token: str | None = None) -> Any:
        headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
        request = urllib.request.Request(f"{self.direct}/xrpc/{nsid}", json.dumps(body).encode(), headers)
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    # ── failing ──────────────────────────────────────────────────────────────────────────────────

    def refusal(self, kind: str, reset_at: float) -> Response:
        status, name, message = REFUSALS[kind]
        headers = {"ratelimit-limit": "5000", "ratelimit-remaining": "0", "ratelimit-reset": str(int(reset_at))}
        body = json.dumps({"error": name, "message": message}).encode()
        return Response(status, body, headers if kind == "429-reset" else {})


def unpadded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def launch(install: Install, stdin: int) -> tuple[subprocess.Popen[str], dict[str, Any]]:
    """A server that runs until its stdin ends, and what it says of itself."""
    process = subprocess.Popen(
        [install.node, HERE / "start-pds.mjs"],
        cwd=install.folder,
        env={**os.environ, "PDS_WATCH_STDIN": "1", "NODE_OPTIONS": ""},
        stdin=stdin,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        process.wait(START_SECONDS)
        raise RuntimeError(f"the PDS did not start: exit {process.returncode}")
    return process, json.loads(line)


def start() -> Pds | str:
    """A running server, or the reason why there is none."""
    install = installed()
    if install is None:
        return MISSING
    process, facts = launch(install, subprocess.PIPE)
    return Pds(facts, process)


# ── one for all workers of a run ─────────────────────────────────────────────────────────────────


class Shared:
    """The server of all who know this folder: the first who needs it starts it, and it runs as long as somebody holds it."""

    def __init__(self, folder: Path) -> None:
        self.life, self.facts, self.lock = folder / "life", folder / "facts.json", folder / "lock"

    def hold(self) -> int:
        """The descriptor that keeps it running: it sees its stdin end when all of these are closed."""
        os.mkfifo(self.life)
        return os.open(self.life, os.O_RDWR)  # to read too: a pipe nobody reads yet cannot be opened to write alone

    def join(self) -> Pds | str:
        """The server behind a proxy of our own, or the reason why there is none."""
        install = installed()
        if install is None:
            return MISSING
        process = None
        with self.lock.open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not self.facts.exists():
                with self.life.open("rb") as life:
                    process, facts = launch(install, life.fileno())
                self.facts.write_text(json.dumps(facts), encoding="utf-8")
        return Pds(json.loads(self.facts.read_text(encoding="utf-8")), process, shared=True)

    def wait(self) -> None:
        """Until it has put its data away, after nobody holds it any more."""
        if not self.facts.exists():
            return
        data = Path(json.loads(self.facts.read_text(encoding="utf-8"))["dir"])
        end = time.monotonic() + END_SECONDS
        while data.exists() and time.monotonic() < end:
            time.sleep(0.02)
