"""
What one verification may spend on endorsements, and what an endorsement costs.

A badge can hold a thousand endorsements, each of which costs as much as a badge.
All of one verification share an allowance, those of endorsers included,
and those of all credentials in one presentation.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from openbadge_issuer.json_text import JsonObject, JsonValue
from openbadge_issuer.verification.source import Source, proofs_of

MAX_ENDORSEMENTS = 16
"""
Most endorsements verified in one verification, those of endorsers included.
Three partners who endorse badge, achievement and issuer make nine.
"""

MAX_WORK = 13_000
"""
Most work for all endorsements of one verification, in values to canonicalize: 1.5 seconds at the worst.
An endorsement has 50 values and 2 contexts; with one proof that makes 600.
"""

MAX_LENGTH = 262_144
"""Longest endorsement verified, in characters; one has 3,000, and 100,000 more with a logo in it."""

_CONTEXT_WORK = 50
"""What a context costs, in values (measured): it is processed anew wherever it stands."""

_STATUS_WORK = 50
"""What looking up a status costs, in values (measured): the list is unpacked anew."""

_PROOF_WORK = 3
"""How much more a proof costs (measured): its own canonical form, the signature, and finding out why it fails."""

_MANY = f"One verification reads at most {MAX_ENDORSEMENTS} endorsements."
_LONG = f"An endorsement may have {MAX_LENGTH:,} characters."
_MUCH = "The endorsements before it took all the work that one verification spends on endorsements."


@dataclass(slots=True)
class Allowance:
    """
    What may still be spent.

    Attributes:
        number: How many endorsements may still be read.
        work: How many values may still be canonicalized for them.
    """

    number: int = MAX_ENDORSEMENTS
    work: int = MAX_WORK

    def spend_reading(self, value: JsonObject | str) -> str | None:
        """Spend what reading an endorsement costs; returns the limit that forbids it, or None."""
        if self.number <= 0:
            return _MANY
        if isinstance(value, str) and len(value) > MAX_LENGTH:
            return _LONG
        self.number -= 1
        return None

    def spend_work(self, source: Source) -> str | None:
        """Spend what verifying an endorsement costs; returns the limit that forbids it, or None."""
        values = [*_values(source.document)]
        if sum([len(value) for value in values if isinstance(value, str)]) > MAX_LENGTH:
            return _LONG
        work = _work_of(source, values)
        if work > self.work:
            return _MUCH
        self.work -= work
        return None

    def exhaust(self) -> None:
        """Spend all work: an endorsement took more than could be known before."""
        self.work = 0


def work_of(source: Source) -> int:
    """Tell how much work a document takes, in values to canonicalize; nothing is canonicalized for that."""
    return _work_of(source, [*_values(source.document)])


def _work_of(source: Source, values: Sequence[JsonValue]) -> int:
    contexts = sum(len(_listed(value.get("@context"))) for value in values if isinstance(value, dict))
    proofs = len(proofs_of(source.document)) + (source.jwt is not None)
    statuses = len(_listed(source.document.get("credentialStatus")))
    beside = _CONTEXT_WORK * contexts + _STATUS_WORK * statuses
    return (len(values) + beside) * (1 + _PROOF_WORK * proofs)


def _values(document: JsonObject) -> Iterator[JsonValue]:
    stack: list[JsonValue] = [document]
    while stack:
        value = stack.pop()
        yield value
        if isinstance(value, (dict, list)):
            stack.extend(value.values() if isinstance(value, dict) else value)


def _listed(value: JsonValue) -> list[JsonValue]:
    return value if isinstance(value, list) else [] if value is None else [value]
