"""
The credentials in a presentation, each verified by itself.

They share what was fetched: a presentation costs no more requests than one credential may.
They share the work, too: if there is too much of it, none is verified; and what may be spent on endorsements.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from openbadge_issuer.errors import InputError, OpenBadgeError
from openbadge_issuer.json_text import JsonObject, name_of
from openbadge_issuer.verification.allowance import work_of
from openbadge_issuer.verification.any_credential import (
    check_any_structure,
    examine_credential,
    read_credential,
)
from openbadge_issuer.verification.checks import check_structure
from openbadge_issuer.verification.circumstances import Circumstances
from openbadge_issuer.verification.codes import ISSUER_KEY, PROOF
from openbadge_issuer.verification.examination import unreadable
from openbadge_issuer.verification.holder import is_about
from openbadge_issuer.verification.presentation_report import PresentedCredential
from openbadge_issuer.verification.report import Check, VerificationReport
from openbadge_issuer.verification.signatures import Signatures
from openbadge_issuer.verification.source import Source, issuer_of, proofs_of
from openbadge_issuer.verification.verifier import verified

MAX_CREDENTIALS = 20
"""Most credentials verified in one presentation, by number; people show one or two."""

MAX_WORK = 13_000
"""
Most work for all credentials of one presentation, in values to canonicalize: 1.5 seconds at the worst.
A badge has 50 values and 2 contexts, which with a proof makes 600; the richest make 5,000.
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Presented:
    """
    How the credentials of one presentation are verified.

    Attributes:
        holder: The id of who the presentation says holds it; empty if it does not say.
        proven: Whose signature the presentation bears, in words; None if it does not hold.
        circumstances: What may be relied on.
        as_badges: Whether badges are verified as badges.
    """

    holder: str
    proven: str | None
    circumstances: Circumstances
    as_badges: bool

    def examine(self, found: Sequence[tuple[str, object]]) -> tuple[PresentedCredential, ...] | None:
        """Verify credentials, given with their paths: objects, or in version 1.1 JWTs; None if they are too many."""
        if len(found) > MAX_CREDENTIALS:
            return None
        read = [(path, self._read(credential)) for path, credential in found]
        work = sum(work_of(source) for _, source in read if isinstance(source, Source))
        return tuple(self._examined(path, source) for path, source in read) if work <= MAX_WORK else None

    def _read(self, credential: object) -> Source | VerificationReport:
        try:
            return read_credential(_given(credential))
        except OpenBadgeError as error:
            return unreadable(error, self.circumstances)

    def _examined(self, path: str, source: Source | VerificationReport) -> PresentedCredential:
        if isinstance(source, VerificationReport):
            return PresentedCredential(path=path, report=source, is_about_holder=None)
        about = is_about(source.document, self.holder)
        return PresentedCredential(path=path, report=self._report(source), is_about_holder=about)

    def _report(self, source: Source) -> VerificationReport:
        is_badge = self.as_badges and source.document_kind is not None
        if self._is_self_asserted(source):
            return examine_credential(
                source,
                self.circumstances,
                structure=_badge_structure if is_badge else check_any_structure,
                signatures=self._presentation_s(),
            )
        if is_badge:
            return verified(source, self.circumstances)
        return examine_credential(source, self.circumstances)

    def _is_self_asserted(self, source: Source) -> bool:
        secured = source.jwt is not None or proofs_of(source.document)
        return not secured and self.proven is not None and issuer_of(source.document) == self.holder != ""

    def _presentation_s(self) -> Signatures:
        proof = Check(
            name=PROOF,
            code="by-presentation",
            message="It has no proof of its own; its issuer signed it as part of the presentation.",
        )
        key = Check(
            name=ISSUER_KEY,
            code="is-holder",
            message="The issuer is the holder, who signed the presentation.",
        )
        return Signatures(proofs=(proof,), issuer_key=key, proven=self.proven)


def _given(credential: object) -> JsonObject | str:
    if isinstance(credential, (dict, str)):
        return credential
    raise InputError(f"A credential is an object; found {name_of(credential)}.", path="$")


def _badge_structure(document: JsonObject, _circumstances: Circumstances) -> Check:
    return check_structure(Source(kind="document", document=document))
