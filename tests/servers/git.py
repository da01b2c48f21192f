"""Git over HTTP on loopback: the real ``git http-backend``, before which answers can be lost, refused or delayed."""

from __future__ import annotations

import base64
import os
import subprocess
import threading
from dataclasses import dataclass, field
from http.server import ThreadingHTTPServer
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from tests.servers.faults import QuietHandler

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

KINDS = frozenset(
    {
        "reset-before",
        "reset-after",
        "502-before",
        "502-after",
        "500-after",
        "cut-after",
        "hang-before",
        "hang-after",
        "403",
        "401",
        "429",
    }
)
"""What can be asked for. "after": the request was carried out and its answer lost."""

OPERATIONS = {"git-receive-pack": "push", "git-upload-pack": "fetch"}
REFS = {"service=git-receive-pack": "push-refs", "service=git-upload-pack": "fetch-refs"}

PROTECTED = """#!/bin/sh
while read -r old new ref; do
  if [ "$ref" = "refs/heads/$BRANCH" ]; then
    echo "error: GH006: Protected branch update failed for $ref." >&2
    echo "error: Changes must be made through a pull request." >&2
    exit 1
  fi
done
"""


@dataclass(slots=True)
class Fault:
    on: str
    kind: str
    times: int


@dataclass
class Request:
    """One request as it arrived."""

    operation: str
    """push-refs, push, fetch-refs, fetch, or other."""
    path: str
    status: int | None = None
    """What it was answered with; None: nothing."""


@dataclass
class GitServer:
    """Serves every bare repository below ``folder`` as ``url``/NAME.git, to read and to write."""

    folder: Path
    tokens: frozenset[str] = frozenset()
    """Passwords that are let in; none: everybody is."""
    readers: frozenset[str] = frozenset()
    """Passwords that may read but not write."""
    public: bool = False
    """Everybody may read."""
    reason: str = "no"
    """What whoever is turned away is told besides."""
    faults: list[Fault] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    before_push: Callable[[], None] | None = None
    """Called once, when the next push has arrived and nothing of it has been carried out."""

    def __post_init__(self) -> None:
        self.lock = threading.Lock()
        self.hold = threading.Event()
        """Set to end all hangs."""
        self.busy = 0
        self.done = threading.Condition()

    def __enter__(self) -> Self:
        self.http = Http(("127.0.0.1", 0), Handler)
        self.http.owner = self
        self.thread = threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.hold.set()
        self.http.shutdown()
        self.http.server_close()
        self.thread.join()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.http.server_port}"

    # ── repositories ─────────────────────────────────────────────────────────────────────────────

    def create(self, name: str, *, sha256: bool = False) -> Path:
        """Make a bare repository; returns its folder."""
        bare = self.folder / f"{name}.git"
        form = ["--object-format=sha256"] if sha256 else []
        subprocess.run(["git", "init", "--quiet", "--bare", "-b", "main", *form, str(bare)], check=True)
        return bare

    def protect(self, name: str, branch: str) -> None:
        """Refuse every push to the branch, as GitHub words it."""
        hook = self.folder / f"{name}.git" / "hooks" / "pre-receive"
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(PROTECTED.replace("$BRANCH", branch), encoding="utf-8")
        hook.chmod(0o755)

    def unprotect(self, name: str) -> None:
        (self.folder / f"{name}.git" / "hooks" / "pre-receive").unlink()

    # ── failing ──────────────────────────────────────────────────────────────────────────────────

    def fault(self, on: str, kind: str, times: int = 1) -> None:
        """Fail the next ``times`` requests that do ``on``: push-refs, push, fetch-refs or fetch."""
        assert kind in KINDS, kind
        with self.lock:
            self.faults.append(Fault(on, kind, times))

    def fault_for(self, operation: str) -> str | None:
        with self.lock:
            for fault in self.faults:
                if fault.on == operation:
                    fault.times -= 1
                    if fault.times <= 0:
                        self.faults.remove(fault)
                    return fault.kind
        return None

    def heal(self) -> None:
        with self.lock:
            self.faults.clear()

    def count(self, operation: str) -> int:
        """How many requests of that kind arrived."""
        return sum(request.operation == operation for request in self.requests)

    def quiet(self) -> None:
        """Nothing is being carried out any more, also not of what the other side has given up."""
        with self.done:
            self.done.wait_for(lambda: not self.busy, 20)


class Http(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    owner: GitServer

    def handle_error(self, *_: object) -> None:
        """A client that was killed is what the tests are about."""


class Handler(QuietHandler):
    protocol_version = "HTTP/1.1"
    server: Http

    def do_any(self) -> None:
        owner = self.server.owner
        parts = urlsplit(self.path)
        body = self.body()
        operation = OPERATIONS.get(parts.path.rpartition("/")[2]) or REFS.get(parts.query, "other")
        request = Request(operation, parts.path)
        with owner.lock:
            owner.requests.append(request)
            wait, owner.before_push = (owner.before_push, None) if operation == "push" else (None, owner.before_push)
        if wait is not None:
            wait()
        if (refused := self.refused(operation)) is not None:
            login = [("WWW-Authenticate", 'Basic realm="git"')] if refused == 401 else []
            reason = 'Duplicate header: "Authorization"' if refused == 400 else owner.reason
            self.reply(request, refused, [("Content-Type", "text/plain"), *login], f"{reason}\n".encode())
            return
        kind = owner.fault_for(operation) or ""
        lost = kind.endswith("before") or kind.isdigit()
        answer = None if lost else self.carry_out(parts.path, parts.query, body)
        match kind.split("-")[0]:
            case "":
                assert answer is not None
                self.reply(request, *answer)
            case "reset":
                self.reset()
            case "hang":
                owner.hold.wait(120)
                self.close_connection = True
            case "cut":
                assert answer is not None
                self.reply(request, *answer, cut=len(answer[2]) // 2)
            case status:
                headers = [("WWW-Authenticate", 'Basic realm="git"')] if status == "401" else []
                self.reply(request, int(status), headers, b"refused\n")

    do_GET = do_POST = do_any  # noqa: N815 -- http.server's names

    def refused(self, operation: str) -> int | None:
        """The status with which whoever may not do this is turned away."""
        owner = self.server.owner
        if len(self.headers.get_all("Authorization", [])) > 1:
            return 400
        if not owner.tokens or (owner.public and not operation.startswith("push")):
            return None
        scheme, _, encoded = self.headers.get("Authorization", "").partition(" ")
        password = ""
        if scheme.lower() == "basic":
            password = base64.b64decode(encoded).decode().partition(":")[2]
        if password not in owner.tokens | owner.readers:
            return 401
        return 403 if operation.startswith("push") and password not in owner.tokens else None

    def body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        chunks = []
        while size := int(self.rfile.readline().split(b";")[0], 16):
            chunks.append(self.rfile.read(size))
            self.rfile.readline()
        while self.rfile.readline().strip():
            pass
        return b"".join(chunks)

    def carry_out(self, path: str, query: str, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        """Status, headers and body as git answers."""
        owner = self.server.owner
        env = {
            **{key: value for key, value in os.environ.items() if not key.startswith("GIT_")},
            "GIT_PROJECT_ROOT": str(owner.folder),
            "GIT_HTTP_EXPORT_ALL": "1",
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_COUNT": "2",
            "GIT_CONFIG_KEY_0": "http.receivepack",
            "GIT_CONFIG_VALUE_0": "true",
            "GIT_CONFIG_KEY_1": "safe.directory",
            "GIT_CONFIG_VALUE_1": "*",
            "REQUEST_METHOD": self.command,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
            "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
            "REMOTE_ADDR": "127.0.0.1",
            "REMOTE_USER": "tester",
        }
        with owner.done:
            owner.busy += 1
        try:
            done = subprocess.run(["git", "http-backend"], input=body, env=env, capture_output=True, check=False)
        finally:
            with owner.done:
                owner.busy -= 1
                owner.done.notify_all()
        head, _, content = done.stdout.partition(b"\r\n\r\n")
        status, headers = 200, []
        for line in head.decode("latin-1").split("\r\n"):
            name, _, value = line.partition(": ")
            if name.lower() == "status":
                status = int(value.split()[0])
            elif name:
                headers.append((name, value))
        return status, headers, content

    def reply(
        self, request: Request, status: int, headers: list[tuple[str, str]], content: bytes, cut: int | None = None
    ) -> None:
        request.status = status
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content if cut is None else content[:cut])
        self.close_connection |= cut is not None
