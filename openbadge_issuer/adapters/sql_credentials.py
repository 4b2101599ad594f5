"""
Awards, as rows.

Every way to find an award goes by an index, so that it costs the same among a thousand and among millions.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select, update

from openbadge_issuer.adapters.sql_rows import Rows
from openbadge_issuer.adapters.sql_tables import credentials, status_lists
from openbadge_issuer.errors import ConflictError
from openbadge_issuer.ports import (
    CredentialRecord,
    Revocation,
    RevocationCategory,
    Suspension,
    SuspensionCategory,
)


class CredentialRows(Rows):
    """The part of a transaction that deals with awards."""

    def add_credential(self, record: CredentialRecord) -> None:
        """
        Keep an award, and count its place as allocated in the status list.

        Raises:
            ConflictError: If there is one with this "id", "award_key" or "status_index", or one in force
                with this "award_id" (`path` names it).
            NotFoundError: If its issuer, achievement version or status list is not there.
        """
        self.add_credentials([record])

    def add_credentials(self, records: Sequence[CredentialRecord]) -> None:
        """
        Keep many awards, all or none; otherwise like `add_credential`.

        Raises:
            ConflictError: If one is there already, as in `add_credential`.
            NotFoundError: If something that one belongs to is not there.
        """
        if not records:
            return
        self._insert(credentials, [_values(record) for record in records])
        # In one order everywhere, so that two processes never wait for each other's lists.
        for status_list, places in sorted(Counter(record.status_list for record in records).items()):
            counted = {"allocated": status_lists.c.allocated + places}
            self._connection.execute(
                update(status_lists).where(status_lists.c.id == status_list).values(counted)
            )

    def get_credential(self, id: str) -> CredentialRecord:
        """
        Return the award with this id.

        Raises:
            NotFoundError: If there is none.
        """
        statement = select(credentials).where(credentials.c.id == id)
        return credential_of(self._get(statement, missing=f"There is no credential {id}."))

    def get_credentials(self, ids: Sequence[str]) -> Sequence[CredentialRecord]:
        """Return those of the awards that are there, in no particular order."""
        found = select(credentials).where(self._among(credentials.c.id, ids))
        return [credential_of(row) for row in self._all(found)]

    def find_award(self, issuer: str, award_key: str) -> CredentialRecord | None:
        """Return an issuer's award with this key."""
        row = self._find(
            select(credentials).where(credentials.c.issuer == issuer, credentials.c.award_key == award_key)
        )
        return None if row is None else credential_of(row)

    def find_awards(self, issuer: str, award_keys: Sequence[str]) -> Sequence[CredentialRecord]:
        """Return an issuer's awards that have one of these keys, in the order they were made."""
        return self._awards(credentials.c.issuer == issuer, self._among(credentials.c.award_key, award_keys))

    def find_named_awards(self, issuer: str, award_ids: Sequence[str]) -> Sequence[CredentialRecord]:
        """Return an issuer's awards that have one of these ids of the operator's own, revoked ones too."""
        # The issuer in a way that no index answers, as in `_filters`.
        return self._awards(
            credentials.c.issuer.concat("") == issuer, self._among(credentials.c.award_id, award_ids)
        )

    def _awards(self, *conditions: ColumnElement[bool]) -> Sequence[CredentialRecord]:
        # Sorted here: asked for an order, SQLite would rather walk through all of an issuer's awards than sort a few.
        rows = sorted(self._all(select(credentials).where(*conditions)), key=lambda row: row.number)
        return [credential_of(row) for row in rows]

    def credentials(
        self,
        *,
        issuer: str | None = None,
        achievement: str | None = None,
        recipient_key: str | None = None,
        award_id: str | None = None,
        revoked: bool | None = None,
        limit: int = 100,
        after: str | None = None,
    ) -> Sequence[CredentialRecord]:
        """
        Return awards in the order they were made.

        Args:
            issuer: Only those of this issuer.
            achievement: Only those of the achievement with this slug, in any version.
            recipient_key: Only those of this person.
            award_id: Only those with this id of the operator's own.
            revoked: Only those that are (True) or are not (False) revoked.
            limit: At most so many.
            after: The id of the last one of the page before.

        Raises:
            NotFoundError: If there is no award `after`.
        """
        statement = select(credentials).order_by(credentials.c.number).limit(limit)
        statement = statement.where(
            *_filters(
                award_id=award_id,
                recipient_key=recipient_key,
                achievement=achievement,
                revoked=revoked,
                issuer=issuer,
            )
        )
        if after is not None:
            statement = statement.where(credentials.c.number > self._number(after))
        return [credential_of(row) for row in self._all(statement)]

    def count_credentials(
        self, *, issuer: str | None = None, achievement: str | None = None, limit: int | None = None
    ) -> int:
        """Return how many awards there are, of an issuer or of an achievement; with a limit, count no further."""
        found = select(credentials.c.number).where(*_filters(achievement=achievement, issuer=issuer))
        statement = select(func.count()).select_from(found.limit(limit).subquery())
        return self._connection.execute(statement).scalar_one()

    def record_revocation(self, id: str, revocation: Revocation) -> None:
        """
        Keep that an award was revoked; its signed texts stay as they are.

        Raises:
            NotFoundError: If there is none with this id.
            ConflictError: If it is revoked already (`path` is "revocation"); what was recorded then stays.
        """
        if self._revoke([id], revocation) == 0:
            self._number(id)
            raise ConflictError(f"The credential {id} is revoked already.", path="revocation")

    def record_revocations(self, ids: Sequence[str], revocation: Revocation) -> None:
        """Keep that many awards were revoked; one that was before keeps its first revocation."""
        self._revoke(ids, revocation)

    def record_suspensions(self, ids: Sequence[str], suspension: Suspension | None) -> None:
        """Keep that awards are suspended, or with None that they are not; their signed texts stay as they are."""
        values = {
            "suspended_at": suspension and suspension.suspended_at,
            "suspension_category": suspension and suspension.category,
            "suspension_note": suspension and suspension.note,
        }
        self._connection.execute(update(credentials).where(self._among(credentials.c.id, ids)).values(values))

    def _revoke(self, ids: Sequence[str], revocation: Revocation) -> int:
        """Return how many awards were revoked now."""
        in_force = self._among(credentials.c.id, ids) & credentials.c.revoked_at.is_(None)
        values = {
            "revoked_at": revocation.revoked_at,
            "revocation_category": revocation.category,
            "revocation_note": revocation.note,
        }
        return self._connection.execute(update(credentials).where(in_force).values(values)).rowcount

    def _number(self, id: str) -> int:
        statement = select(credentials.c.number).where(credentials.c.id == id)
        number: int = self._get(statement, missing=f"There is no credential {id}.").number
        return number


def _filters(
    *,
    award_id: str | None = None,
    recipient_key: str | None = None,
    revoked: bool | None = None,
    achievement: str | None = None,
    issuer: str | None = None,
) -> list[ColumnElement[bool]]:
    """
    Say which awards are wanted, so that the database goes by the index of what narrows most.

    SQLite keeps no statistics unless asked, and would as soon walk through an issuer's million awards
    to find one person's; so all but the narrowest condition are written in a way that no index answers.
    """
    wanted = {
        credentials.c.award_id: award_id,
        credentials.c.recipient_key: recipient_key,
        credentials.c.revoked_at: revoked or None,
        credentials.c.achievement: achievement,
        credentials.c.issuer: issuer,
    }
    given = [column for column, value in wanted.items() if value is not None]
    conditions = [
        (column if column is given[0] else column.concat("")) == wanted[column]
        for column in given
        if column is not credentials.c.revoked_at
    ]
    if revoked is not None:
        conditions.append(
            credentials.c.revoked_at.is_not(None) if revoked else credentials.c.revoked_at.is_(None)
        )
    return conditions


def _values(record: CredentialRecord) -> dict[str, Any]:
    revocation, suspension = record.revocation, record.suspension
    return {
        "id": record.id,
        "issuer": record.issuer,
        "achievement": record.achievement,
        "achievement_version": record.achievement_version,
        "award_key": record.award_key,
        "award_id": record.award_id,
        "content_digest": record.content_digest,
        "recipient_key": record.recipient_key,
        "label": record.label,
        "status_list": record.status_list,
        "status_index": record.status_index,
        "issued_at": record.issued_at,
        "expires_at": record.expires_at,
        "revoked_at": revocation and revocation.revoked_at,
        "revocation_category": revocation and revocation.category,
        "revocation_note": revocation and revocation.note,
        "json": record.json,
        "jwt": record.jwt,
        "suspended_at": suspension and suspension.suspended_at,
        "suspension_category": suspension and suspension.category,
        "suspension_note": suspension and suspension.note,
    }


def credential_of(row: Row[Any]) -> CredentialRecord:
    """Read an award."""
    return CredentialRecord(
        id=row.id,
        issuer=row.issuer,
        achievement=row.achievement,
        achievement_version=row.achievement_version,
        json=row.json,
        jwt=row.jwt,
        award_key=row.award_key,
        award_id=row.award_id,
        content_digest=row.content_digest,
        recipient_key=row.recipient_key,
        label=row.label,
        status_list=row.status_list,
        status_index=row.status_index,
        issued_at=row.issued_at,
        expires_at=row.expires_at,
        revocation=_revocation(row),
        suspension=_suspension(row),
    )


def _revocation(row: Row[Any]) -> Revocation | None:
    if row.revoked_at is None:
        return None
    category = RevocationCategory(row.revocation_category)
    return Revocation(revoked_at=row.revoked_at, category=category, note=row.revocation_note)


def _suspension(row: Row[Any]) -> Suspension | None:
    if row.suspended_at is None:
        return None
    category = SuspensionCategory(row.suspension_category)
    return Suspension(suspended_at=row.suspended_at, category=category, note=row.suspension_note)
