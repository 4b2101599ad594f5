"""
A batch of orders on their way: what recognises them, what became of them, what is to be signed.

    batch_preparing   (1) read    issuer, keys, achievements; which awards are there already, in one statement for all
                      (2) choose  random free places in a status list, looked up in one statement for all
    batch_signing     (3) sign    as values, in this process or another
    batch_storing     (4) store   all that is new, in one short write transaction
    issuing_many      one batch after the other, or several at once

As in `issuing`, nothing is reserved in the store, so a killed process leaves nothing behind:
places are held in this process only, from (2) to (4).
Should another process have taken some of them meanwhile, or made some of the awards, a unique value tells (4) so,
which then looks again under the lock of the list, and stores the others; these are done again, and if the keys
changed, all are.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from openbadge_issuer.errors import OpenBadgeError
from openbadge_issuer.services.batch_signing import SigningJob
from openbadge_issuer.services.issuing import Issued
from openbadge_issuer.services.known_awards import Wanted
from openbadge_issuer.services.orders import Order


@dataclass(frozen=True, kw_only=True, slots=True)
class Ordered:
    """One award to be made, and the moment of issuing."""

    order: Order
    now: datetime


Outcome = Issued | OpenBadgeError
"""What became of an order: the award, or why there is none (a refusal, or a `ConflictError`)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """
    What the batches of one run have in common.

    Attributes:
        issuer: Slug of the issuer.
        held: Places in status lists that were drawn and are not stored yet, by list.
    """

    issuer: str
    held: dict[str, set[int]] = field(default_factory=dict)

    def hold(self, status_list: str, indices: Sequence[int]) -> None:
        """Let nobody else of this run draw these places."""
        self.held.setdefault(status_list, set()).update(indices)


@dataclass(frozen=True, kw_only=True, slots=True)
class Chosen:
    """
    What an award that is being signed has got already.

    Attributes:
        position: Its place in the batch.
        token: What its URL ends with.
        award_key: What recognises it; nobody had it when that was looked up.
        achievement_version: The version of the achievement.
        status_list: The list that has its status.
        status_index: Its place there, likewise.
        period: From when and until when it counts.
    """

    position: int
    token: str
    award_key: str
    achievement_version: int
    status_list: str
    status_index: int
    period: tuple[datetime, datetime | None]


@dataclass(kw_only=True, slots=True)
class Batch:
    """
    Orders on their way.

    Attributes:
        run: The run they belong to.
        ordered: The orders.
        wanted: What recognises each.
        outcomes: What became of them, by position, as far as that is settled.
        job: What is to be signed now; None if there is nothing.
        free_keys: What each of the others can be kept under, by position, as of the last look.
        chosen: What each award of the job has got already.
    """

    run: Run
    ordered: Sequence[Ordered]
    wanted: Sequence[Wanted]
    outcomes: dict[int, Outcome] = field(default_factory=dict)
    free_keys: dict[int, str] = field(default_factory=dict)
    job: SigningJob | None = None
    chosen: Sequence[Chosen] = ()

    @property
    def waiting(self) -> list[int]:
        """The positions that are not settled."""
        return [position for position in range(len(self.ordered)) if position not in self.outcomes]

    def firsts(self) -> list[int]:
        """Those of them that share neither key nor id with one before: what comes again waits for its first."""
        seen: set[str] = set()
        found: list[int] = []
        for position in self.waiting:
            award_id, key = self.wanted[position].order.award_id, self.wanted[position].keys.award
            names = {key, f"id {award_id}"} if award_id else {key}
            if seen.isdisjoint(names):
                found.append(position)
            seen |= names
        return found

    def release(self) -> None:
        """Let go of the places that were held for the job."""
        for chosen in self.chosen:
            self.run.held[chosen.status_list].discard(chosen.status_index)
        self.job, self.chosen = None, ()
