"""Endorsements, as rows: given here or taken in, accepted, revoked, dropped."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Row, Select, func, literal, or_, select, update

from openbadge_issuer.adapters.sql_rows import Rows
from openbadge_issuer.adapters.sql_tables import Moment, endorsements, status_lists
from openbadge_issuer.errors import ConflictError
from openbadge_issuer.ports import Endorsed, EndorsementRecord, Revocation, RevocationCategory

_PLAIN = (
    "id", "target", "subject", "endorsed", "endorser", "endorser_id", "credential_id", "json", "jwt",
    "status_list", "status_index", "expires_at", "added_at", "accepted_at",
)  # fmt: skip
"""Fields of the record that are columns of the same name."""


class EndorsementRows(Rows):
    """The part of a transaction that deals with endorsements."""

    def add_endorsement(self, record: EndorsementRecord) -> None:
        """
        Keep an endorsement; also counts its place, if it has one, as allocated in the status list.

        Raises:
            ConflictError: If there is one with this "id", "status_index" or, of the same endorser,
                "credential_id" (`path` names it).
            NotFoundError: If an issuer or the status list is not there.
        """
        self._insert(endorsements, _values(record))
        if record.status_list is not None:
            counted = update(status_lists).where(status_lists.c.id == record.status_list)
            self._connection.execute(counted.values(allocated=status_lists.c.allocated + 1))

    def get_endorsement(self, id: str) -> EndorsementRecord:
        """
        Return the endorsement with this id.

        Raises:
            NotFoundError: If there is none.
        """
        return _endorsement(self._get(_with(id), missing=_missing(id)))

    def find_endorsement(self, endorser_id: str, credential_id: str) -> EndorsementRecord | None:
        """Return the endorsement that has this id of its endorser's."""
        row = self._find(
            select(endorsements).where(
                endorsements.c.endorser_id == endorser_id, endorsements.c.credential_id == credential_id
            )
        )
        return None if row is None else _endorsement(row)

    def endorsements(
        self,
        *,
        kind: Endorsed | None = None,
        target: str | None = None,
        party: str | None = None,
        standing: bool | None = None,
        limit: int = 100,
        after: str | None = None,
    ) -> Sequence[EndorsementRecord]:
        """
        Return endorsements in the order they came.

        Args:
            kind: Only those of an achievement, say.
            target: Only those of what has this slug or token.
            party: Only those that this issuer gave, or has a say about.
            standing: Only those that were accepted and not taken back (True), or the others (False).
            limit: At most so many.
            after: The id of the last one of the page before.

        Raises:
            NotFoundError: If there is no endorsement `after`.
        """
        statement = select(endorsements).order_by(endorsements.c.number).limit(limit)
        statement = statement.where(*_filters(kind, target, party, standing=standing))
        if after is not None:
            number = self._get(_with(after), missing=_missing(after)).number
            statement = statement.where(endorsements.c.number > number)
        return [_endorsement(row) for row in self._all(statement)]

    def record_acceptance(self, id: str, now: datetime) -> None:
        """
        Keep that the endorsed side accepted an endorsement; the moment of an earlier acceptance stays.

        Raises:
            NotFoundError: If there is none with this id.
        """
        first = func.coalesce(endorsements.c.accepted_at, literal(now, Moment))
        statement = update(endorsements).where(endorsements.c.id == id).values(accepted_at=first)
        self._update(statement, missing=_missing(id))

    def record_endorsement_revocation(self, id: str, revocation: Revocation) -> None:
        """
        Keep that the endorser took an endorsement back; its signed texts stay as they are.

        Raises:
            NotFoundError: If there is none with this id.
            ConflictError: If it did before (`path` is "revocation"); what was recorded then stays.
        """
        values = _reason("revoked_at", "revocation", revocation)
        self._record_once(id, endorsements.c.revoked_at, values, path="revocation")

    def record_drop(self, id: str, drop: Revocation) -> None:
        """
        Keep that the endorsed side took an endorsement back; its signed texts stay as they are.

        Raises:
            NotFoundError: If there is none with this id.
            ConflictError: If it did before (`path` is "drop"); what was recorded then stays.
        """
        self._record_once(id, endorsements.c.dropped_at, _reason("dropped_at", "drop", drop), path="drop")

    def _record_once(self, id: str, moment: Column[Any], values: dict[str, Any], *, path: str) -> None:
        statement = update(endorsements).where(endorsements.c.id == id, moment.is_(None)).values(values)
        if self._connection.execute(statement).rowcount == 0:
            self.get_endorsement(id)
            raise ConflictError(f"The endorsement {id} was taken back already.", path=path)


def _with(id: str) -> Select[Any]:
    return select(endorsements).where(endorsements.c.id == id)


def _missing(id: str) -> str:
    return f"There is no endorsement {id}."


def _filters(
    kind: Endorsed | None, target: str | None, party: str | None, *, standing: bool | None
) -> list[ColumnElement[bool]]:
    rows = endorsements.c
    conditions = [
        column == value for column, value in ((rows.kind, kind), (rows.target, target)) if value is not None
    ]
    if party is not None:
        conditions.append(or_(rows.endorsed == party, rows.endorser == party))
    stands = rows.accepted_at.is_not(None) & rows.revoked_at.is_(None) & rows.dropped_at.is_(None)
    if standing is not None:
        conditions.append(stands if standing else ~stands)
    return conditions


def _values(record: EndorsementRecord) -> dict[str, Any]:
    return {
        **{name: getattr(record, name) for name in _PLAIN},
        "kind": record.kind,
        **_reason("revoked_at", "revocation", record.revocation),
        **_reason("dropped_at", "drop", record.drop),
    }


def _reason(moment: str, prefix: str, reason: Revocation | None) -> dict[str, Any]:
    return {
        moment: reason and reason.revoked_at,
        f"{prefix}_category": reason and reason.category,
        f"{prefix}_note": reason and reason.note,
    }


def _endorsement(row: Row[Any]) -> EndorsementRecord:
    return EndorsementRecord(
        **{name: getattr(row, name) for name in _PLAIN},
        kind=Endorsed(row.kind),
        revocation=_read_reason(row.revoked_at, row.revocation_category, row.revocation_note),
        drop=_read_reason(row.dropped_at, row.drop_category, row.drop_note),
    )


def _read_reason(moment: datetime | None, category: str, note: str | None) -> Revocation | None:
    if moment is None:
        return None
    return Revocation(revoked_at=moment, category=RevocationCategory(category), note=note)
