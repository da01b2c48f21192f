"""The part of GitHub's REST interface that the comment needs, on loopback (docs.github.com, REST, issue comments)."""

from __future__ import annotations

import json
import re
from typing import Any

from bot.github.comment import AUTHOR
from tests.servers.faults import Request, Response, Server


class GitHubApi(Server):
    """One pull request of me/blog; whoever writes is the job's own token."""

    def __init__(self) -> None:
        self.comments: list[dict[str, Any]] = []
        self.may_write = True
        super().__init__(self.route, lambda request: request.method, lambda *_: Response(500, b"{}"))

    def say(self, login: str, *bodies: str) -> dict[str, Any]:
        """Somebody's comments; returns the last."""
        for body in bodies:
            number = len(self.comments) + 1
            url = f"https://github.com/me/blog/pull/7#issuecomment-{number}"
            self.comments.append({"id": number, "html_url": url, "body": body, "user": {"login": login}})
        return self.comments[-1]

    def route(self, request: Request) -> Response:
        if not request.headers.get("authorization", "").startswith("Bearer "):
            return answer(401, {"message": "Requires authentication"})
        if request.method != "GET" and not self.may_write:
            return answer(403, {"message": "Resource not accessible by integration"})
        if re.fullmatch(r"/repos/me/blog/issues/7/comments", request.path):
            if request.method == "POST":
                return answer(201, self.say(AUTHOR, json.loads(request.body)["body"]))
            page, size = int(request.params.get("page", 1)), int(request.params.get("per_page", 30))
            return answer(200, self.comments[(page - 1) * size : page * size])
        if (found := re.fullmatch(r"/repos/me/blog/issues/comments/(\d+)", request.path)) and request.method == "PATCH":
            comment = self.comments[int(found[1]) - 1]
            comment["body"] = json.loads(request.body)["body"]
            return answer(200, comment)
        return answer(404, {"message": "Not Found"})


def answer(status: int, body: object) -> Response:
    return Response(status, json.dumps(body).encode())
