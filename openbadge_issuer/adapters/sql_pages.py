"""What was decided about pages of awards, and what is left of what was erased, as rows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Table, delete, insert, select

from openbadge_issuer.adapters.sql_credentials import credential_of
from openbadge_issuer.adapters.sql_rows import Rows
from openbadge_issuer.adapters.sql_tables import badge_pages, credentials, endorsements, tombstones
from openbadge_issuer.ports import CredentialRecord, PageRecord, Tombstone


class PageRows(Rows):
    """The part of a transaction that deals with pages of awards and with erasing."""

    def find_page(self, credential: str) -> PageRecord | None:
        """Return what was decided about the page of an award; None if nothing."""
        row = self._find(select(badge_pages).where(badge_pages.c.credential == credential))
        return None if row is None else _page(row)

    def find_pages(self, credentials: Sequence[str]) -> Sequence[PageRecord]:
        """Return what was decided about the pages of some awards; nothing for the others."""
        statement = select(badge_pages).where(self._among(badge_pages.c.credential, credentials))
        return [_page(row) for row in self._all(statement)]

    def put_page(self, record: PageRecord) -> None:
        """
        Keep what was decided about the page of an award, in the place of what was before.

        Raises:
            NotFoundError: If there is no such award.
        """
        self._connection.execute(delete(badge_pages).where(badge_pages.c.credential == record.credential))
        values = {
            "credential": record.credential,
            "achievement": record.achievement,
            "opened_at": record.opened_at,
            "secret_sha256": record.secret_sha256,
        }
        self._insert(badge_pages, values)

    def open_pages(self, achievement: str, limit: int) -> Sequence[CredentialRecord]:
        """Return awards of an achievement whose pages are open, the last opened first; only those in force."""
        statement = (
            select(credentials)
            .join(badge_pages, badge_pages.c.credential == credentials.c.id)
            .where(badge_pages.c.achievement == achievement, badge_pages.c.opened_at.is_not(None))
            .where(credentials.c.revoked_at.is_(None), credentials.c.suspended_at.is_(None))
            .order_by(badge_pages.c.opened_at.desc(), badge_pages.c.credential)
            .limit(limit)
        )
        return [credential_of(row) for row in self._all(statement)]

    def erase_credential(self, id: str, now: datetime) -> None:
        """
        Take an award and all that is kept about it away; what is left is a tombstone.

        Raises:
            NotFoundError: If there is no such award.
        """
        self._bury(credentials, id, now)

    def erase_endorsement(self, id: str, now: datetime) -> None:
        """
        Take an endorsement away; what is left is a tombstone.

        Raises:
            NotFoundError: If there is no such endorsement.
        """
        self._bury(endorsements, id, now)

    def find_tombstone(self, id: str) -> Tombstone | None:
        """Return what is left of an award or endorsement that was erased."""
        row = self._find(select(tombstones).where(tombstones.c.id == id))
        if row is None:
            return None
        return Tombstone(
            id=row.id, status_list=row.status_list, status_index=row.status_index, erased_at=row.erased_at
        )

    def _bury(self, table: Table, id: str, now: datetime) -> None:
        place = select(table.c.status_list, table.c.status_index).where(table.c.id == id)
        found = self._get(place, missing=f"There is no {table.name.removesuffix('s')} {id}.")
        self._connection.execute(delete(badge_pages).where(badge_pages.c.credential == id))
        self._connection.execute(delete(table).where(table.c.id == id))
        values = {
            "id": id,
            "status_list": found.status_list,
            "status_index": found.status_index,
            "erased_at": now,
        }
        self._connection.execute(insert(tombstones).values(values))


def _page(row: Row[Any]) -> PageRecord:
    return PageRecord(
        credential=row.credential,
        achievement=row.achievement,
        opened_at=row.opened_at,
        secret_sha256=row.secret_sha256,
    )
