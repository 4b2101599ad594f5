"""
An endorsement that somebody signed elsewhere, as it came in: what it is about, and whether it is good.

It is kept as the exact text that was signed; a byte order mark before it, or blanks around a JWT, are not part of it.
"""

from dataclasses import dataclass
from datetime import datetime

from openbadge_issuer.errors import ConflictError, InputError
from openbadge_issuer.issuer.embedding import MAX_ENDORSEMENT
from openbadge_issuer.json_text import JsonObject
from openbadge_issuer.model import class_of
from openbadge_issuer.ports import EndorsementRecord, Transaction
from openbadge_issuer.proofs.timestamps import parse_timestamp
from openbadge_issuer.services.addresses import Addresses
from openbadge_issuer.services.endorsable import Thing, thing_with_subject
from openbadge_issuer.services.verifying import VerifyingService
from openbadge_issuer.verification.source import issuer_of, read


@dataclass(frozen=True, kw_only=True, slots=True)
class Received:
    """
    An endorsement that was signed elsewhere, not verified yet.

    Attributes:
        text: What was signed.
        form: `json` or `jwt`.
        document: The endorsement, read.
        thing: What it is about.
    """

    text: str
    form: str
    document: JsonObject
    thing: Thing

    @property
    def endorser_id(self) -> str:
        """Who it says signed it."""
        return issuer_of(self.document)

    def known(self, transaction: Transaction) -> EndorsementRecord | None:
        """
        Return the same endorsement, if it is here already.

        Raises:
            ConflictError: If its endorser used its id for another one.
        """
        found = transaction.find_endorsement(self.endorser_id, str(self.document["id"]))
        if found is not None and self.text not in (found.json, found.jwt):
            raise ConflictError(
                f"There is another endorsement of {self.endorser_id} here with the id {found.credential_id}.",
                hint="Ask the endorser to sign a new one, with an id of its own.",
                path="credential_id",
            )
        return found

    def record(self, token: str, *, now: datetime) -> EndorsementRecord:
        """Describe it as it is kept: accepted by whoever took it in."""
        end = self.document.get("validUntil", self.document.get("expirationDate"))
        return EndorsementRecord(
            id=token,
            kind=self.thing.kind,
            target=self.thing.target,
            subject=self.thing.subject,
            endorsed=self.thing.issuer,
            endorser=None,
            endorser_id=self.endorser_id,
            credential_id=str(self.document["id"]),
            json=self.text if self.form == "json" else None,
            jwt=self.text if self.form == "jwt" else None,
            status_list=None,
            status_index=None,
            expires_at=parse_timestamp(end, path="$.validUntil") if end is not None else None,
            added_at=now,
            accepted_at=now,
        )


def read_endorsement(transaction: Transaction, addresses: Addresses, source: bytes | str) -> Received:
    """
    Read an endorsement, and find what it is about.

    Raises:
        InputError: If it is not an endorsement as JSON or JWT, or too large.
        ProofError: If it is a JWT that is malformed.
        ModelError: If it is not what Open Badges describes; says where.
        NotFoundError: If it is about nothing here.
    """
    text = _text(source)
    found = read(text)
    if found.document_kind != "endorsement":
        raise InputError(
            f"An endorsement is expected; found {found.document_kind or 'something else'}.",
            hint="It is a credential with EndorsementCredential among its types.",
        )
    class_of(found.document).from_document(found.document)
    subject = found.document["credentialSubject"]
    thing = thing_with_subject(transaction, addresses, str(subject["id"]))
    text = text.strip() if found.form == "jwt" else text
    return Received(text=text, form=found.form, document=found.document, thing=thing)


def verified(received: Received, verifying: VerifyingService, *, now: datetime) -> None:
    """
    Make sure that an endorsement is valid, asking whom it takes.

    Raises:
        VerificationError: If it is not, or that could not be decided.
    """
    verifying.verify(received.text, now=now).raise_if_not_valid()


def _text(source: bytes | str) -> str:
    if len(source) > MAX_ENDORSEMENT:
        raise InputError(f"An endorsement has at most {MAX_ENDORSEMENT:,} bytes; found {len(source):,}.")
    try:
        text = source if isinstance(source, str) else source.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError("An endorsement is JSON or a JWT, as text in UTF-8; found other bytes.") from error
    text = text.removeprefix("\ufeff")
    if text.lstrip().startswith("<"):
        raise InputError("An endorsement is JSON or a JWT; found a picture or a page.")
    return text
