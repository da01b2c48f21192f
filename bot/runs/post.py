"""``bot post``: these digests, now, whatever the watcher would say about their age."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from bot.model import AlreadyPosted, Status
from bot.pipeline.doubt import result_of
from bot.pipeline.job import Job, result_for
from bot.pipeline.one_account import REMEDY, same_accounts
from bot.runs.decide import KnownDigests
from bot.runs.posting import absent_results, in_order
from bot.runs.targets import register, usable_targets
from bot.store import require_ledger
from bot.watcher.digests import read_files
from bot.watcher.standing import outcome_of
from bot.watcher.verdict import verdict_of_digest, verdict_of_entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from bot.ledger import Ledger
    from bot.model import Digest, Entry, Outcome, Result
    from bot.pipeline.doubt import Doubts
    from bot.runs.posting import Posting
    from bot.settings.model import Target


class KnownEntries(NamedTuple):
    """What the ledger knows of the digests that are to be posted."""

    unregistered: list[str]
    """Targets that it has never heard of."""
    digests: KnownDigests
    doubts_elsewhere: list[Entry]
    """What is in doubt of these digests on targets that were not asked for."""

    @classmethod
    def of(cls, ledger: Ledger, digests: Sequence[Digest], targets: Sequence[Target]) -> KnownEntries:
        names = [target.name for target in targets]
        keys = {ledger.key_of(digest) for digest in digests}
        return cls(
            ledger.targets.unregistered(names),
            KnownDigests.of(ledger, digests, targets),
            [
                entry
                for entry in ledger.entries(status=Status.IN_DOUBT)
                if entry.key in keys and entry.target not in names
            ],
        )


@dataclass(frozen=True, slots=True)
class PostFiles:
    environ: Mapping[str, str]
    doubts: Doubts
    posting: Posting

    def post_files(self, files: Iterable[Path], to: Sequence[str], *, again: bool = False) -> list[Result]:
        """What came of every file on every target; ``again``: also of those that were posted before."""
        settings, store = self.posting.settings, self.posting.store
        settings.require_site()
        targets, absent = usable_targets(settings, to, self.environ)
        for shared in same_accounts(targets, self.doubts.publisher_of):
            self.posting.messages.warn(f"bot: {shared}: {REMEDY}")
        require_ledger(store)
        digests, results = read_files(files, targets, settings)
        known = store.read(lambda ledger: KnownEntries.of(ledger, digests, targets))
        register(known.unregistered, store, self.posting.clock, self.posting.messages)
        now = self.posting.clock.now()
        results += [result_of(entry, outcome_of(entry, now, store.alive), settings) for entry in known.doubts_elsewhere]
        jobs = []
        for digest in digests:
            open_targets = []
            for target in targets:
                outcome = self.stands_in_the_way(digest, target, known.digests, again=again)
                if outcome is None:
                    open_targets.append(target)
                else:
                    results.append(result_for(digest, target, outcome))
            results += absent_results(digest, absent)
            if open_targets:
                entries = {target.name: known.digests.entries[digest.key, target.name] for target in open_targets}
                attempts = {name: entry.attempt if entry else 0 for name, entry in entries.items()}
                local = bool(to) and all(stays_here(target) for target in open_targets)
                jobs.append(Job(digest, tuple(open_targets), again=again, archive=True, local=local, attempts=attempts))
        return in_order(results + self.posting.post(jobs), targets)

    def stands_in_the_way(self, digest: Digest, target: Target, of: KnownDigests, *, again: bool) -> Outcome | None:
        """Why this digest is not to be sent to this target now; None: it may be."""
        entry, now = of.entries[digest.key, target.name], self.posting.clock.now()
        if entry is not None:
            known = verdict_of_entry(digest, entry, now, self.posting.store.alive)
            if known.meaning.open:
                outcome = self.doubts.look(entry, target)
            else:
                # Somebody who names a file means it, though it was handled before.
                outcome = None if known.meaning.handled or (known.final and again) else known.outcome
            if isinstance(outcome, AlreadyPosted) and (twin := of.twin(digest, entry)) is not None:
                return twin.outcome
            if outcome is not None:
                return outcome
        own_word = verdict_of_digest(digest, target, now)
        return own_word.outcome if own_word is not None else None


def stays_here(target: Target) -> bool:
    """It has neither a server nor an account, like the outbox: nobody follows its links from elsewhere."""
    return target.platform.service is None and not target.platform.secrets
