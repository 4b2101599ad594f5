"""In one word, how an endorsement stands."""

from datetime import datetime
from enum import StrEnum

from openbadge_issuer.ports import Endorsed, EndorsementRecord


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
    over = record.expires_at is not None and record.expires_at <= now
    holds = {
        EndorsementState.REVOKED: record.revocation is not None,
        EndorsementState.DROPPED: record.drop is not None,
        EndorsementState.EXPIRED: over,
        EndorsementState.GIVEN: record.kind is Endorsed.ELSEWHERE,
        EndorsementState.WAITING: record.accepted_at is None,
    }
    return next((state for state, holding in holds.items() if holding), EndorsementState.ACCEPTED)
