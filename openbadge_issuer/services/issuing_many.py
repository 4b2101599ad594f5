"""
Awarding any number of badges, batch by batch, in the memory that a few batches take.

Each batch is one transaction: what was yielded is stored for good, and a run that was killed is simply done again,
since what is there already is recognised.
While one batch is stored, the next ones are signed, where there are processes for it;
they are read and stored in their order by this process alone, so that of two same orders the first counts.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from openbadge_issuer.errors import UnavailableError
from openbadge_issuer.services.batch_preparing import BatchPreparing
from openbadge_issuer.services.batch_signing import BatchSigner, SigningJob, SigningResult
from openbadge_issuer.services.batch_storing import BatchStoring
from openbadge_issuer.services.batches import Batch, Ordered, Outcome, Run
from openbadge_issuer.services.policy import Policy

MAX_TRIES = 20
"""How often a batch is begun again in which nothing could be settled, because others were quicker each time."""

Signed = Callable[[], list[SigningResult]]
"""What gives the result of a job, once it is there; raises what signing raised."""


class Signing(Protocol):
    """Where jobs are signed."""

    @property
    def ahead(self) -> int:
        """How many jobs are best handed in before the result of the first is asked for."""

    def submit(self, job: SigningJob) -> Signed:
        """Hand in a job."""


@dataclass(frozen=True)
class SigningHere:
    """Signs in this process, when the result is asked for."""

    signer: BatchSigner
    ahead: int = 0

    def submit(self, job: SigningJob) -> Signed:
        """Hand in a job."""
        return lambda: self.signer.sign(job)


def never() -> bool:
    """Tell that a run is not to be stopped."""
    return False


@dataclass(frozen=True)
class ManyIssuing:
    """Makes any number of awards of one issuer."""

    preparing: BatchPreparing
    storing: BatchStoring
    signer: BatchSigner
    policy: Policy

    def issue(
        self,
        issuer: str,
        orders: Iterable[Ordered],
        *,
        signing: Signing | None = None,
        stop: Callable[[], bool] = never,
    ) -> Iterator[Outcome]:
        """
        Make awards, in order; yields what became of each as soon as its batch is stored.

        Args:
            issuer: Slug of the issuer.
            orders: What to award to whom; asked for batch by batch.
            signing: Where badges are signed; None for here.
            stop: Asked before each batch: whether to begin no more. Those that were begun are finished.

        Raises:
            NotFoundError: If there is no such issuer.
            KeyMaterialError: If a key cannot be opened.
            ProofError: If a badge that was chosen does not verify; nothing of its batch is stored.
            UnavailableError: If the database, or a process that signs, is out of reach.
        """
        place, run = signing or SigningHere(self.signer), Run(issuer=issuer)
        begun: deque[tuple[Batch, Signed | None]] = deque()
        remaining = iter(orders)
        while not stop() and (ordered := tuple(islice(remaining, self.policy.batch_size))):
            batch = self.preparing.begin(run, ordered)
            begun.append((batch, place.submit(batch.job) if batch.job else None))
            if len(begun) > place.ahead:
                yield from self._finished(*begun.popleft())
        while begun:
            yield from self._finished(*begun.popleft())

    def _finished(self, batch: Batch, signed: Signed | None) -> Iterator[Outcome]:
        """Store a batch, and do again what others were quicker with; that is little, and signed here."""
        if signed is not None:
            self.storing.keep(batch, signed())
        tries = 0
        while waiting := len(batch.waiting):
            self.preparing.prepare(batch)
            if batch.job is not None:
                self.storing.keep(batch, self.signer.sign(batch.job))
            tries = tries + 1 if len(batch.waiting) == waiting else 0
            if tries == MAX_TRIES:
                raise UnavailableError(
                    f"A batch was overtaken {MAX_TRIES} times by others at the same moment.",
                    hint="What was stored before is kept; the same can safely be done again.",
                )
        yield from (batch.outcomes[position] for position in range(len(batch.ordered)))
