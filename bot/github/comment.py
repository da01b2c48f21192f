"""``python -m bot.github.comment``: the preview in one comment of the pull request, updated in place."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.errors import FetchError
from bot.preview.summary import MARKER
from bot.web.fetch import ANY_SUCCESS, Fetch, Request

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PER_PAGE = 100
"""The most that one answer holds (docs.github.com, REST, pagination)."""
# Followed, a redirect would hand the token to another address.
FETCH = Fetch(owners=True, statuses=ANY_SUCCESS, max_redirects=0)
AUTHOR = "github-actions[bot]"
"""Who comments with a job's own token; the marker in somebody else's comment is a quotation."""
NOTHING = f"{MARKER}\nNo digest is added or changed by this pull request any more.\n"


@dataclass(frozen=True, slots=True)
class RepositoryApi:
    """GitHub's REST interface to one repository."""

    base: str
    token: str = field(repr=False)

    def call(self, method: str, path: str, body: object = None) -> Any:
        """The answer's JSON; raises FetchError where there is none."""
        headers = {
            "Accept": "application/vnd.github+json",
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
            "X-GitHub-Api-Version": "2022-11-28",
        }
        content = json.dumps(body).encode() if body is not None else None
        return json.loads(FETCH(f"{self.base}{path}", Request(method, headers, content)).body)

    def comments(self, number: int) -> Iterator[Mapping[str, Any]]:
        page = 1
        while True:
            found = self.call("GET", f"/issues/{number}/comments?per_page={PER_PAGE}&page={page}")
            yield from found
            if len(found) < PER_PAGE:
                return
            page += 1


def upsert(api: RepositoryApi, number: int, body: str) -> str | None:
    """Leave exactly one comment of ours on the pull request; returns its address.

    An empty body is not worth a new comment, and only replaces what an older one said.
    """
    for comment in api.comments(number):
        if comment["body"].startswith(MARKER) and comment["user"] and comment["user"]["login"] == AUTHOR:
            if comment["body"].strip() == (body or NOTHING).strip():
                return str(comment["html_url"])
            return str(api.call("PATCH", f"/issues/comments/{comment['id']}", {"body": body or NOTHING})["html_url"])
    if not body:
        return None
    return str(api.call("POST", f"/issues/{number}/comments", {"body": body})["html_url"])


def main(environ: Mapping[str, str]) -> str:
    """What to say about it; a comment that cannot be made is no failure, for the step summary shows the same."""
    path = Path(environ["BOT_COMMENT_FILE"])
    if not path.is_file():
        return "there is no preview to show in the pull request"
    event = json.loads(Path(environ["GITHUB_EVENT_PATH"]).read_text(encoding="utf-8"))
    api = RepositoryApi(f"{environ['GITHUB_API_URL']}/repos/{environ['GITHUB_REPOSITORY']}", environ["GITHUB_TOKEN"])
    try:
        url = upsert(api, event["pull_request"]["number"], path.read_text(encoding="utf-8"))
    except FetchError as error:
        if error.status in {403, 404}:
            return "this job's token may not comment, so the step summary alone shows the preview"
        return f"the preview was not put into the pull request: {error}; the step summary shows it"
    return f"the preview is at {url}" if url else "no digest is added or changed, so there is no comment"


if __name__ == "__main__":
    sys.stdout.write(main(os.environ) + "\n")
