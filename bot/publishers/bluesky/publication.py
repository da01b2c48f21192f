"""The record of the whole blog on an account (lexicon site.standard.publication): found, or made once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.errors import Rejected, TryLater
from bot.model import HomeRecord
from bot.publishers.bluesky.cid import record_cid
from bot.publishers.bluesky.errors import Refused
from bot.publishers.bluesky.record import blob_of
from bot.publishers.bluesky.standard_site import PUBLICATIONS, Publication, at_uri, publication_key, publication_record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.model import BlogProfile
    from bot.publishers.bluesky.xrpc import Xrpc

PAGE = "100"  # com.atproto.repo.listRecords: at most


@dataclass(frozen=True, slots=True)
class Publications:
    """The publications of one account. Every method raises Rejected or TryLater where the server does not tell."""

    api: Xrpc

    def find(self, site: str) -> HomeRecord | None:
        """The publication of this site, whichever program made it; None: there is none yet."""
        # Of several, our own: another program may make or change its own at any time.
        own = publication_key(site)
        found = [answer for answer in self.records() if is_of(answer.get("value"), site)]
        answer = min(
            found, key=lambda one: (not str(one.get("uri")).endswith(f"/{own}"), str(one.get("uri"))), default=None
        )
        return self.home(answer) if answer is not None else None

    def planned(self, profile: BlogProfile) -> HomeRecord:
        """The publication as it would be made: its address and its version are known before."""
        did = self.api.session().did
        uri = at_uri(did, PUBLICATIONS, publication_key(profile.url))
        return HomeRecord(did, uri, record_cid(record_of(profile)), profile.name, existing=False)

    def make(self, profile: BlogProfile) -> HomeRecord:
        """Make it where there is none; the one that is there by then."""
        if (there := self.find(profile.url)) is not None:
            return there
        if profile.icon is not None:
            self.api.repeat("com.atproto.repo.uploadBlob", blob=profile.icon)
        did, rkey = self.api.session().did, publication_key(profile.url)
        # A null there means: only where there is nothing. The same record once more changes nothing.
        body = {"repo": did, "collection": PUBLICATIONS, "rkey": rkey, "record": record_of(profile), "swapRecord": None}

        def put() -> dict[str, Any]:
            try:
                return self.api.call("com.atproto.repo.putRecord", body)
            except Refused as no:
                if no.name == "InvalidSwap":
                    return {}
                raise self.api.meaning(no) from None

        answer = self.api.retry.repeat(put)
        made = self.read(at_uri(did, PUBLICATIONS, rkey))
        if made is None or not is_of(made.get("value"), profile.url):
            raise Rejected(
                f"{self.api.target.name}: where the publication belongs there is another record ({self.api.redact(made or answer)})"
            )
        return self.home(made)

    def read(self, uri: str) -> dict[str, Any] | None:
        """The record at this address; None where there is none."""
        did, collection, rkey = uri.removeprefix("at://").split("/")
        params = {"repo": did, "collection": collection, "rkey": rkey}
        return self.api.repeat("com.atproto.repo.getRecord", params=params, absent={"RecordNotFound"})

    def records(self) -> Iterator[dict[str, Any]]:
        params = {"repo": self.api.session().did, "collection": PUBLICATIONS, "limit": PAGE}
        while True:
            answer = self.api.repeat("com.atproto.repo.listRecords", params=params) or {}
            page, cursor = answer.get("records"), answer.get("cursor")
            if not isinstance(page, list):
                raise TryLater(
                    f"{self.api.target.name}: the list of publications cannot be read ({self.api.redact(answer)})"
                )
            yield from (answer for answer in page if isinstance(answer, dict))
            if not page or not cursor or cursor == params.get("cursor"):
                return
            params["cursor"] = str(cursor)

    def home(self, answer: Mapping[str, Any]) -> HomeRecord:
        uri, cid, value = answer.get("uri"), answer.get("cid"), answer.get("value")
        if not isinstance(uri, str) or not isinstance(cid, str) or not isinstance(value, dict):
            raise TryLater(f"{self.api.target.name}: the answer names no publication ({self.api.redact(answer)})")
        return HomeRecord(self.api.session().did, uri, cid, str(value.get("name", "")), existing=True)


def record_of(profile: BlogProfile) -> dict[str, Any]:
    icon = blob_of(profile.icon) if profile.icon is not None else None
    return publication_record(Publication(profile.url, profile.name, profile.description, icon))


def is_of(value: object, site: str) -> bool:
    """The record is this site's; a last slash is no other site."""
    url = value.get("url") if isinstance(value, dict) else None
    return isinstance(url, str) and url.rstrip("/").casefold() == site.rstrip("/").casefold()
