"""
Signing a batch of awards: values in, signed texts out, in this process or in another one.

A `SigningJob` holds everything that signing takes but the keys: these are opened here, by their references,
and checked against what is published. So a job and its result can travel between processes, and no key does.
Of what was signed, the first badge of each shape and a sample of the rest are verified, with the issuer's documents as
they are served; if one does not hold, the job fails as a whole, and nothing of it is stored.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NamedTuple

from openbadge_issuer.errors import FetchError, InputError, LinkedDataError, ModelError, ProofError
from openbadge_issuer.issuer import Award, Badge, Recipient
from openbadge_issuer.issuer.series import Series
from openbadge_issuer.model import Achievement, Result
from openbadge_issuer.ports import AchievementRecord, FetchedDocument, IssuerRecord, KeyRecord, KeyStore
from openbadge_issuer.services.addresses import Address, Addresses
from openbadge_issuer.services.signing import OpenIssuer, open_issuer
from openbadge_issuer.services.status_lists import statuses
from openbadge_issuer.services.verifying import check_own
from openbadge_issuer.verification.report import VerificationError

REFUSALS = (InputError, ModelError, LinkedDataError)
"""Errors that are about one award of a job; any other would meet every award, and ends the job."""

Refusal = InputError | ModelError | LinkedDataError

_Whom = tuple[
    str | None, str | None, str | None, Literal["hash", "none", "clear"], Literal["none", "initial", "full"]
]

MAX_SERIES = 256
"""Most achievements that are kept ready to be awarded, by number; a roster has a few, and their parts are small."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Awarded:
    """What several awards of a job have in common: the achievement, and others' words that go into each badge."""

    achievement: AchievementRecord
    endorsements: tuple[str, ...]


class UnsignedAward(NamedTuple):
    """
    One award that is ready to be signed, as plain as it can be: some hundreds of them travel at a time.

    Attributes:
        slug: Which achievement, of those in the job.
        recipient: Address, name, id, and how they go into the badge: what `Recipient` takes.
        token: What the badge's URL ends with.
        status_list: The list that has its status.
        status_index: Its place there.
        suspendable: Whether it has the same place in the companion of that list.
        evidence_url: What shows it.
        results: How well it was done.
        narrative: How it was earned.
        role: In which role.
        credits: The credits it brought.
        period: From when and until when it counts.
        awarded_date: When it was awarded, if that was said.
        now: The moment of issuing.
    """

    slug: str
    recipient: _Whom
    token: str
    status_list: str
    status_index: int
    suspendable: bool
    evidence_url: str | None
    results: Sequence[Result]
    narrative: str | None
    role: str | None
    credits: float | None
    period: tuple[datetime, datetime | None]
    awarded_date: datetime | None
    now: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class SigningJob:
    """
    A batch that is ready to be signed.

    Attributes:
        issuer: Who signs.
        keys: All its keys as they are published; the active ones are opened by their references.
        awarded: What is awarded, by slug.
        awards: The awards.
        documents: What verifying takes: the issuer's DID document and status lists, as they are served.
        check_every: One badge in so many is verified, beside the first of each shape.
    """

    issuer: IssuerRecord
    keys: tuple[KeyRecord, ...]
    awarded: dict[str, Awarded]
    awards: tuple[UnsignedAward, ...]
    documents: dict[Address, FetchedDocument]
    check_every: int


class SignedTexts(NamedTuple):
    """A badge, in each form it was signed in."""

    json: str
    jwt: str | None


SigningResult = SignedTexts | Refusal


@dataclass(frozen=True, kw_only=True, slots=True)
class _AtHand:
    """A `DocumentFetcher` over the documents of a job, and no others."""

    addresses: Addresses
    documents: dict[Address, FetchedDocument]

    def fetch(
        self,
        url: str,
        *,
        accept: Sequence[str] = (),  # noqa: ARG002  (the port's)
        max_age_seconds: float | None = None,  # noqa: ARG002
    ) -> FetchedDocument:
        address = self.addresses.parse(url)
        if address is None or address not in self.documents:
            raise FetchError(f"{url} is not a document of this issuer.")
        return self.documents[address]


@dataclass
class BatchSigner:
    """
    Signs batches, one after the other; each process has its own.

    Issuers stay open, and achievements ready, until they change in a job.

    Args:
        key_store: What opens the keys.
        addresses: The URLs of this installation.
    """

    key_store: KeyStore
    addresses: Addresses
    _opened: OpenIssuer | None = field(default=None, repr=False)
    _series: dict[str, tuple[Awarded, int, Series]] = field(default_factory=dict, repr=False)
    _documents: dict[Address, FetchedDocument] = field(default_factory=dict, repr=False)

    def sign(self, job: SigningJob) -> list[SigningResult]:
        """
        Sign a batch; for each award, in order, its texts or why it is refused.

        Raises:
            KeyMaterialError: If a key cannot be opened, or is not the published one.
            ProofError: If a badge that was chosen does not verify.
        """
        opened = self._opened_for(job)
        self._documents = job.documents
        ready = {slug: self._series_for(slug, job, opened) for slug in job.awarded}
        return [self._signed(award, ready[award.slug]) for award in job.awards]

    def _opened_for(self, job: SigningJob) -> OpenIssuer:
        opened = self._opened
        if opened is None or opened.record != job.issuer or opened.keys != job.keys:
            opened = self._opened = open_issuer(job.issuer, job.keys, self.key_store)
            self._series.clear()
        return opened

    def _series_for(self, slug: str, job: SigningJob, opened: OpenIssuer) -> Series | Refusal:
        """Return what makes badges of an achievement, or why there can be none."""
        wanted = job.awarded[slug]
        known = self._series.get(slug)
        if known is not None and known[:2] == (wanted, job.check_every):
            return known[2]
        try:
            series = opened.issuer.series(
                Achievement.from_document(wanted.achievement.document),
                endorsements=wanted.endorsements,
                check_every=job.check_every,
                check=self._check,
            )
        except REFUSALS as error:
            return error
        if len(self._series) >= MAX_SERIES:
            self._series.clear()
        self._series[slug] = (wanted, job.check_every, series)
        return series

    def _check(self, badge: Badge, now: datetime) -> None:
        """Verify a badge as the public will; that it fails is no fault of its award, but of what made it."""
        documents = _AtHand(addresses=self.addresses, documents=self._documents)
        try:
            check_own(filter(None, (badge.json, badge.jwt_or_none)), documents, now=now)
        except VerificationError as error:
            raise ProofError(
                f"A badge that was just signed does not verify: {error.message}",
                hint="Nothing of its batch was stored. Check the keys and the settings of this installation, "
                "and award one badge alone to see the report.",
            ) from error

    def _signed(self, unsigned: UnsignedAward, series: Series | Refusal) -> SigningResult:
        if isinstance(series, REFUSALS):
            return series
        try:
            badge = series.issue(self._award(unsigned), now=unsigned.now)
        except REFUSALS as error:
            return error
        return SignedTexts(json=badge.json, jwt=badge.jwt_or_none)

    def _award(self, unsigned: UnsignedAward) -> Award:
        email, name, id, identifier, show_name = unsigned.recipient
        begin, end = unsigned.period
        places = unsigned.status_list, unsigned.status_index
        status = statuses(self.addresses, *places, suspendable=unsigned.suspendable)
        return Award(
            recipient=Recipient(email=email, name=name, id=id, identifier=identifier, show_name=show_name),
            credential_id=self.addresses.credential(unsigned.token),
            evidence=unsigned.evidence_url or (),
            results=unsigned.results,
            narrative=unsigned.narrative,
            role=unsigned.role,
            credits_earned=unsigned.credits,
            valid_from=begin,
            valid_until=end,
            awarded_date=unsigned.awarded_date,
            status=status if unsigned.suspendable else status[0],
        )
