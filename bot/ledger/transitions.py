"""Which status may follow which: the one place that says so, in Python and in the schema's triggers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.model import Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

BIRTH = frozenset({Status.CLAIMED, Status.POSTED, Status.BASELINE})
"""How an entry may begin; posted where a lost ledger is rebuilt."""

MOVES: Mapping[Status, frozenset[Status]] = {
    # A post that exists can be written down from everywhere: the truth outside goes before what we believed.
    Status.CLAIMED: frozenset({Status.POSTED, Status.FAILED, Status.IN_DOUBT}),
    Status.IN_DOUBT: frozenset({Status.POSTED, Status.FAILED}),
    Status.FAILED: frozenset({Status.CLAIMED, Status.POSTED, Status.BASELINE}),
    Status.BASELINE: frozenset({Status.CLAIMED, Status.POSTED}),
    Status.POSTED: frozenset({Status.CLAIMED, Status.DELETED}),
    Status.DELETED: frozenset({Status.CLAIMED, Status.POSTED}),
}

SKIPPED = "skipped"
"""A status that the first released schema names and nothing has ever written. It stays in that schema's words."""
SKIPPED_MOVES = {
    ("failed", SKIPPED), ("baseline", SKIPPED), (SKIPPED, "claimed"), (SKIPPED, "posted"), (SKIPPED, "baseline"),
}  # fmt: skip

FIXED = (
    "attempt", "updated_at", "reason", "retry_at", "nonce", "host", "run_id", "run_attempt", "claimed_at",
    "lease_until", "rkey", "since_id", "receipt_id", "receipt_url", "receipt_cid", "posted_at", "cost", "fingerprint",
    "payload",
)  # fmt: skip
"""What cannot change while the status stays the same, but for a claim's new payload and a second receipt."""


def allowed(before: Status | None, after: Status) -> bool:
    """Whether an entry in ``before`` (None: there is none) may go to ``after``."""
    return after in (BIRTH if before is None else MOVES[before])


def triggers() -> Iterator[str]:
    """The SQL by which the database itself refuses everything else."""
    births = ", ".join(f"'{status}'" for status in sorted({*BIRTH, SKIPPED}))
    pairs = {(str(before), str(after)) for before, afters in MOVES.items() for after in afters} | SKIPPED_MOVES
    moves = ", ".join(f"'{before}>{after}'" for before, after in sorted(pairs))
    old, new = (", ".join(f"{row}.{column}" for column in FIXED) for row in ("OLD", "NEW"))
    yield f"""
        CREATE TRIGGER entries_birth BEFORE INSERT ON entries
        WHEN NEW.status NOT IN ({births})
        BEGIN SELECT RAISE(ABORT, 'an entry cannot begin like this'); END
    """
    yield f"""
        CREATE TRIGGER entries_move BEFORE UPDATE ON entries
        WHEN OLD.status <> NEW.status AND OLD.status || '>' || NEW.status NOT IN ({moves})
        BEGIN SELECT RAISE(ABORT, 'this status cannot follow that one'); END
    """
    yield f"""
        CREATE TRIGGER entries_stay BEFORE UPDATE ON entries
        WHEN OLD.status = NEW.status AND ({old}) IS NOT ({new})
            AND NOT (NEW.status = 'claimed' AND OLD.attempt = NEW.attempt AND OLD.nonce IS NEW.nonce)
            AND NOT (NEW.status = 'posted' AND OLD.receipt_id IS NOT NEW.receipt_id)
        BEGIN SELECT RAISE(ABORT, 'an entry changes only together with its status'); END
    """
    yield """
        CREATE TRIGGER entries_name BEFORE UPDATE OF key, target ON entries
        BEGIN SELECT RAISE(ABORT, 'an entry keeps its key and its target'); END
    """
    yield """
        CREATE TRIGGER entries_keep BEFORE DELETE ON entries
        BEGIN SELECT RAISE(ABORT, 'an entry is never removed'); END
    """
    for verb in ("UPDATE", "DELETE"):
        yield f"""
            CREATE TRIGGER history_{verb.lower()} BEFORE {verb} ON history
            BEGIN SELECT RAISE(ABORT, 'history is only ever added to'); END
        """
    columns = "key, target, at, status, attempt, reason, nonce, receipt_id, receipt_url, cost"

    def line(row: str) -> str:
        values = ", ".join(f"{row}.{'updated_at' if name == 'at' else name}" for name in columns.split(", "))
        return f"INSERT INTO history ({columns}) VALUES ({values});"  # noqa: S608

    # The archive that a baseline marks is written once, in the entries; its line follows when one of them changes.
    yield f"""
        CREATE TRIGGER history_begins AFTER INSERT ON entries WHEN NEW.status <> 'baseline' BEGIN {line("NEW")} END
    """
    yield f"""
        CREATE TRIGGER history_baseline BEFORE UPDATE ON entries
        WHEN OLD.status = 'baseline' AND NEW.status <> 'baseline'
            AND NOT EXISTS (SELECT 1 FROM history WHERE key = OLD.key AND target = OLD.target)
        BEGIN {line("OLD")} END
    """  # noqa: S608 -- names of ours
    yield f"""
        CREATE TRIGGER history_goes_on AFTER UPDATE ON entries
        WHEN OLD.status <> NEW.status OR ({old}) IS NOT ({new}) BEGIN {line("NEW")} END
    """
