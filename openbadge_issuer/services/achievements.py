"""
Achievements: what an issuer awards, in versions.

Editing makes a new version; badges already issued keep the version they were made with,
since each carries a copy of the achievement under its signature.
The id of an achievement is one stable URL for all its versions (`version` tells them apart).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from openbadge_issuer.errors import ConflictError, NotFoundError
from openbadge_issuer.ports import AchievementRecord, Drawer, Store, Transaction
from openbadge_issuer.services.achievement_documents import (
    AchievementDraft,
    AlignmentDraft,
    ResultDescriptionDraft,
    document_of,
    draft_of,
)
from openbadge_issuer.services.addresses import Addresses
from openbadge_issuer.services.names import check_slug, listed
from openbadge_issuer.services.pictures import Picture, picture

__all__ = ["AchievementDraft", "AchievementService", "AlignmentDraft", "ResultDescriptionDraft", "find"]


MAX_COUNTED = 10_000
"""Most awards counted for a page, by number: two milliseconds for a database; a million would take it a second."""

MAX_VERSIONS = 20
"""Most versions told at once, by number: more have hardly ever been made of one."""


@dataclass(frozen=True)
class AchievementService:
    """Makes, edits and finds achievements."""

    store: Store
    addresses: Addresses
    drawer: Drawer

    def create(self, issuer: str, slug: str, draft: AchievementDraft, *, now: datetime) -> AchievementRecord:
        """
        Make an achievement.

        Raises:
            InputError: If the slug cannot be used, or two results have the same name.
            BakingError: If the picture cannot be used.
            ModelError: If it is not what Open Badges describes; `problems` says where.
            StrictnessError: If part of it would not be signed.
            NotFoundError: If there is no such issuer.
            ConflictError: If the slug is taken on this domain (`path` is "slug").
        """
        check_slug(slug)
        image = picture(draft.image, self.drawer) if draft.image else None
        record = self._record(issuer, slug, 1, draft, sha256=image.sha256 if image else None, now=now)
        with self.store.writing() as transaction:
            transaction.get_issuer(issuer)
            _check_free(transaction, slug)
            if image is not None:
                image.keep(transaction)
            transaction.add_achievement(record)
        return record

    def edit(self, slug: str, draft: AchievementDraft, *, now: datetime) -> AchievementRecord:
        """
        Replace what is said about an achievement by a new version; nothing changed makes no version.

        A draft without picture keeps the picture there is.

        Raises:
            NotFoundError, InputError, BakingError, ModelError, StrictnessError: As `create`.
            ConflictError: If somebody else edited it at the same moment.
        """
        image = picture(draft.image, self.drawer) if draft.image else None
        current = self.current(slug)
        if self._is_same(current, draft, image):
            return current
        sha256 = image.sha256 if image else current.image_sha256
        record = self._record(current.issuer, slug, current.version + 1, draft, sha256=sha256, now=now)
        with self.store.writing() as transaction:
            if image is not None:
                image.keep(transaction)
            transaction.add_achievement(record)
        return record

    def draft(self, slug: str) -> AchievementDraft:
        """The current version as a draft, to change a part of it with `dataclasses.replace` and `edit`."""
        with self.store.reading() as transaction:
            record = find(transaction, slug)
            image = transaction.get_image(record.image_sha256).data if record.image_sha256 else None
        return draft_of(record.document, image)

    def current(self, slug: str) -> AchievementRecord:
        """
        Return the current version.

        Raises:
            NotFoundError: If there is none of that slug; the hint names those there are, the nearest first.
        """
        with self.store.reading() as transaction:
            return find(transaction, slug)

    def version(self, slug: str, version: int) -> AchievementRecord:
        """
        Return one version.

        Raises:
            NotFoundError: If there is no such achievement or version.
        """
        with self.store.reading() as transaction:
            return transaction.get_achievement(find(transaction, slug).issuer, slug, version)

    def versions(self, slug: str) -> Sequence[AchievementRecord]:
        """
        Return the newest versions, the current one first, at most `MAX_VERSIONS`.

        Raises:
            NotFoundError: If there is no such achievement.
        """
        with self.store.reading() as transaction:
            current = find(transaction, slug)
            numbers = range(current.version - 1, max(current.version - MAX_VERSIONS, 0), -1)
            return [current, *(transaction.get_achievement(current.issuer, slug, n) for n in numbers)]

    def list(self, issuer: str | None = None) -> Sequence[AchievementRecord]:
        """Current versions, of one issuer or of all, by slug."""
        with self.store.reading() as transaction:
            return transaction.achievements(issuer)

    def holders(self, slug: str) -> int:
        """How many awards of it were made, counted up to `MAX_COUNTED`; a number is all that is public."""
        with self.store.reading() as transaction:
            find(transaction, slug)
            return transaction.count_credentials(achievement=slug, limit=MAX_COUNTED)

    def _record(
        self,
        issuer: str,
        slug: str,
        version: int,
        draft: AchievementDraft,
        *,
        sha256: str | None,
        now: datetime,
    ) -> AchievementRecord:
        document = document_of(
            draft, addresses=self.addresses, slug=slug, version=version, has_image=sha256 is not None
        )
        return AchievementRecord(
            issuer=issuer, slug=slug, version=version, document=document, image_sha256=sha256, created_at=now
        )

    def _is_same(self, current: AchievementRecord, draft: AchievementDraft, image: Picture | None) -> bool:
        if image is not None and image.sha256 != current.image_sha256:
            return False
        again = self._record(
            current.issuer,
            current.slug,
            current.version,
            replace(draft, image=None),
            sha256=current.image_sha256,
            now=current.created_at,
        )
        return again.document == current.document


def find(transaction: Transaction, slug: str, issuer: str | None = None) -> AchievementRecord:
    """
    Find the current version of an achievement, of one issuer where one is named.

    Raises:
        NotFoundError: If there is none; the hint names those there are, the nearest first.
    """
    try:
        return (
            transaction.get_achievement(issuer, slug)
            if issuer is not None
            else transaction.find_achievement(slug)
        )
    except NotFoundError as error:
        known = [record.slug for record in transaction.achievements(issuer)]
        hint = f"There are: {listed(slug, known)}." if known else "There is none yet: make one first."
        of_whom = f" of the issuer {issuer!r}" if issuer is not None else ""
        raise NotFoundError(f"There is no achievement {slug!r}{of_whom}.", hint=hint) from error


def _check_free(transaction: Transaction, slug: str) -> None:
    try:
        taken = transaction.find_achievement(slug)
    except NotFoundError:
        return
    raise ConflictError(
        f"There is an achievement {slug!r} already, of the issuer {taken.issuer!r}.",
        hint="Slugs are unique on a domain; choose another one, or edit that achievement.",
        path="slug",
    )
