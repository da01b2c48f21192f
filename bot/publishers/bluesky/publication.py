"""The record of the whole blog on an account (lexicon site.standard.publication): found, or made once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.errors import Rejected, TryLater
from bot.model import HomeRecord
from bot.publishers.bluesky.appview import canonical
from bot.publishers.bluesky.identifiers import PUBLICATIONS, at_uri, publication_key, record_cid
from bot.publishers.bluesky.record import blob_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.model import BlogProfile
    from bot.publishers.bluesky.repo import Repo


@dataclass(frozen=True, slots=True)
class Publications:
    """The publications of one account. Every method raises Rejected or TryLater where the server does not tell."""

    repo: Repo

    def find(self, site: str) -> HomeRecord | None:
        """The publication of this site, whichever program made it; None: there is none yet."""
        found = {
            record.uri: record
            for answer in self.repo.records(PUBLICATIONS)
            if is_of(answer.get("value"), site)
            for record in [self.home(answer)]
        }
        # Of several, the one that the settings name, else our own: another program may change its own at any time.
        own = at_uri(self.repo.api.session().did, PUBLICATIONS, publication_key(site))
        for uri in (self.repo.api.target.publication, own, *sorted(found)):
            if uri in found:
                return found[uri]
        return None

    def planned(self, profile: BlogProfile) -> HomeRecord:
        """The publication as it would be made: its address and its version are known before."""
        did = self.repo.api.session().did
        uri = at_uri(did, PUBLICATIONS, publication_key(profile.url))
        return HomeRecord(did, uri, record_cid(publication_record(profile)), profile.name, existing=False)

    def make(self, profile: BlogProfile) -> HomeRecord:
        """Make it where there is none; the one that is there by then."""
        if (there := self.find(profile.url)) is not None:
            return there
        if profile.icon is not None:
            self.repo.api.repeat("com.atproto.repo.uploadBlob", blob=profile.icon)
        key = self.repo.key(publication_key(profile.url), PUBLICATIONS)
        answer = self.repo.put(key, publication_record(profile), None)
        made = self.repo.read_at(at_uri(**key))
        if made is None or not is_of(made.get("value"), profile.url):
            raise Rejected(
                f"{self.repo.api.target.name}: where the publication belongs there is another record ({self.repo.api.redact(made or answer)})"
            )
        return self.home(made)

    def home(self, answer: Mapping[str, Any]) -> HomeRecord:
        uri, cid, value = answer.get("uri"), answer.get("cid"), answer.get("value")
        if not isinstance(uri, str) or not isinstance(cid, str) or not isinstance(value, dict):
            raise TryLater(
                f"{self.repo.api.target.name}: the answer names no publication ({self.repo.api.redact(answer)})"
            )
        return HomeRecord(self.repo.api.session().did, uri, cid, str(value.get("name", "")), existing=True)


def publication_record(profile: BlogProfile) -> dict[str, Any]:
    """The record; once it is there it does not change, for every post pins the version that it was made with."""
    record: dict[str, Any] = {"$type": PUBLICATIONS, "url": profile.url.rstrip("/"), "name": profile.name}
    if profile.description:
        record["description"] = profile.description
    if profile.icon is not None:
        record["icon"] = blob_of(profile.icon)
    record["preferences"] = {"showInDiscover": True}
    return record


def is_of(value: object, site: str) -> bool:
    url = value.get("url") if isinstance(value, dict) else None
    return isinstance(url, str) and (own := canonical(url)) is not None and own == canonical(site)
