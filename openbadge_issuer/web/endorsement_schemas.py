"""What the management interface takes and gives about endorsements, as OpenAPI describes it."""

from datetime import datetime
from enum import StrEnum
from typing import Self

from pydantic import Field

from openbadge_issuer.ports import Endorsed, EndorsementRecord, Revocation, RevocationCategory
from openbadge_issuer.services.addresses import Addresses
from openbadge_issuer.services.endorsement_states import EndorsementState, state_of
from openbadge_issuer.web.schemas import Answer, Body, RevocationAnswer


class Side(StrEnum):
    """Who takes an endorsement back."""

    ENDORSER = "endorser"
    ENDORSED = "endorsed"


class NewEndorsement(Body):
    """An issuer's word for something, to be signed."""

    about: str = Field(
        description="Slug of an achievement or issuer here; the URL of one, or of a badge; a DID; or the id of "
        "something elsewhere.",
        examples=["robotics-immersion"],
    )
    comment: str | None = Field(
        default=None, description="What is said; Markdown.", examples=["We designed the brief together."]
    )
    name: str | None = Field(default=None, description="What the endorsement is called.")
    valid_until: str | None = Field(default=None, description="A date alone includes that day.")


class WithdrawalBody(Body):
    """Who takes an endorsement back, and why."""

    side: Side = Field(
        description="`endorser` revokes it, also in badges already issued; `endorsed` drops it from the next."
    )
    category: RevocationCategory = Field(description="The public reason.", examples=["withdrawn"])
    note: str | None = Field(default=None, description="The private reason; only the same side reads it.")


class EndorsementAnswer(Answer):
    """An endorsement as it is now."""

    id: str
    url: str = Field(examples=["https://badges.school.example/endorsements/3kTqW9mZc1xY7aBvLr2pNs"])
    kind: Endorsed
    about: str = Field(description="The id of what is endorsed.")
    endorsed: str | None = Field(description="Slug of the issuer that has a say about it.")
    endorser: str | None = Field(description="Slug of the endorser, if it signed here.")
    endorser_id: str = Field(examples=["did:web:robotics.example"])
    state: EndorsementState
    hindrance: str | None = Field(
        default=None, description="Why it does not go into the next badges, though it was accepted."
    )
    added_at: datetime
    accepted_at: datetime | None
    expires_at: datetime | None
    revocation: RevocationAnswer | None = Field(description="That the endorser took it back.")
    drop: RevocationAnswer | None = Field(description="That the endorsed side did.")

    @classmethod
    def of(
        cls,
        record: EndorsementRecord,
        addresses: Addresses,
        *,
        reader: str | None,
        hindrance: str | None = None,
        now: datetime,
    ) -> Self:
        """
        Describe an endorsement.

        Args:
            record: The endorsement.
            addresses: The URLs of this installation.
            reader: Slug of the only issuer that the caller acts for, who reads no other side's notes.
            hindrance: Why it does not go into the next badges.
            now: The moment.
        """
        return cls(
            id=record.id,
            url=addresses.endorsement(record.id),
            kind=record.kind,
            about=record.subject,
            endorsed=record.endorsed,
            endorser=record.endorser,
            endorser_id=record.endorser_id,
            state=state_of(record, now),
            hindrance=hindrance,
            added_at=record.added_at,
            accepted_at=record.accepted_at,
            expires_at=record.expires_at,
            revocation=_reason(record.revocation, side=record.endorser, reader=reader),
            drop=_reason(record.drop, side=record.endorsed, reader=reader),
        )


class EndorsementList(Answer):
    """A page of endorsements, in the order they came."""

    items: list[EndorsementAnswer]
    after: str | None = Field(description="Give this as `after` for the next page; null on the last one.")


def _reason(reason: Revocation | None, *, side: str | None, reader: str | None) -> RevocationAnswer | None:
    if reason is None:
        return None
    told = RevocationAnswer.of(reason)
    return told if reader in (None, side) else told.model_copy(update={"note": None})
