"""An endorsement that is here: found by its token or URL, and in one word how it stands."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from openbadge_issuer.errors import NotFoundError
from openbadge_issuer.ports import Endorsed, EndorsementRecord, Transaction
from openbadge_issuer.services.addresses import Addresses, Kind
from openbadge_issuer.services.dates import has_ended


@dataclass(frozen=True, kw_only=True, slots=True)
class Settled:
    """An endorsement as it is now, and whether this call changed that; else it was so before."""

    record: EndorsementRecord
    changed: bool


class EndorsementState(StrEnum):
    """How an endorsement stands."""

    REVOKED = "revoked"
    """Its endorser took it back."""
    DROPPED = "dropped"
    """The endorsed side took it back, or declined it."""
    EXPIRED = "expired"
    """Its time is over."""
    GIVEN = "given"
    """It is about something elsewhere; whether it is accepted is known there."""
    WAITING = "waiting"
    """The endorsed side has not accepted it yet."""
    ACCEPTED = "accepted"
    """It is shown, and goes into the next badges if it is about an achievement."""


def state_of(record: EndorsementRecord, now: datetime) -> EndorsementState:
    """Return how an endorsement stands; of several states, the one that weighs most."""
    holds = {
        EndorsementState.REVOKED: record.revocation is not None,
        EndorsementState.DROPPED: record.drop is not None,
        EndorsementState.EXPIRED: has_ended(record.expires_at, now),
        EndorsementState.GIVEN: record.kind is Endorsed.ELSEWHERE,
        EndorsementState.WAITING: record.accepted_at is None,
    }
    return next((state for state, holding in holds.items() if holding), EndorsementState.ACCEPTED)


def found_endorsement(transaction: Transaction, addresses: Addresses, token: str) -> EndorsementRecord:
    """
    Find an endorsement by its token or URL.

    Raises:
        NotFoundError: If there is none.
    """
    address = addresses.parse(token)
    wanted = address.id if address is not None and address.kind is Kind.ENDORSEMENT else token
    try:
        return transaction.get_endorsement(wanted)
    except NotFoundError as error:
        raise NotFoundError(f"There is no endorsement {wanted!r} here.") from error
