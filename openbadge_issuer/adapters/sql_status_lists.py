"""Status lists, as rows: what each award or endorsement counts in apart from the bits and the signed texts."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, exists, or_, select, union_all, update

from openbadge_issuer.adapters.sql_rows import Rows
from openbadge_issuer.adapters.sql_tables import (
    credentials,
    endorsements,
    status_list_contents,
    status_lists,
    tombstones,
)
from openbadge_issuer.ports import ListUse, StatusListPlaces, StatusListRecord

_LISTS = select(status_lists, status_list_contents).join_from(
    status_lists, status_list_contents, status_lists.c.id == status_list_contents.c.status_list
)


class StatusListRows(Rows):
    """The part of a transaction that deals with status lists."""

    def add_status_list(self, record: StatusListRecord) -> None:
        """
        Keep a list.

        Raises:
            ConflictError: If there is one with this id.
            NotFoundError: If its issuer is not there.
        """
        values = {
            "id": record.id,
            "issuer": record.issuer,
            "size": record.size,
            "allocated": record.allocated,
            "use": record.use,
        }
        self._insert(status_lists, values)
        self._insert(status_list_contents, {"status_list": record.id, **_contents(record)})

    def update_status_list(self, record: StatusListRecord) -> None:
        """
        Replace bits and texts; `allocated` is left to `add_credential` and `add_endorsement`.

        Raises:
            NotFoundError: If there is none with this id.
        """
        statement = update(status_list_contents).where(status_list_contents.c.status_list == record.id)
        self._update(statement.values(_contents(record)), missing=f"There is no status list {record.id}.")

    def get_status_list(self, id: str, *, for_update: bool = False) -> StatusListRecord:
        """
        Return a list; with `for_update`, no other transaction changes it before this one ends.

        Raises:
            NotFoundError: If there is none with this id.
            UnavailableError: If another transaction holds it for too long.
        """
        statement = _LISTS.where(status_lists.c.id == id)
        if for_update:
            # Of the contents only: awards go on being counted meanwhile. (SQLite has locked the whole file.)
            statement = statement.with_for_update(of=status_list_contents)
        return _status_list(self._get(statement, missing=f"There is no status list {id}."))

    def lock_status_list(self, id: str) -> None:
        """
        Let no other transaction change or lock a list before this one ends; reads nothing of it.

        Raises:
            NotFoundError: If there is none with this id.
            UnavailableError: If another transaction holds it for too long.
        """
        statement = select(status_list_contents.c.status_list).where(status_list_contents.c.status_list == id)
        self._get(statement.with_for_update(), missing=f"There is no status list {id}.")

    def status_list_text(self, id: str, *, jwt: bool = False) -> str | None:
        """
        Return a list's signed JSON, or its JWT, None if it has none.

        Raises:
            NotFoundError: If there is none with this id.
        """
        text = status_list_contents.c.jwt if jwt else status_list_contents.c.json
        statement = select(text.label("text")).where(status_list_contents.c.status_list == id)
        row = self._get(statement, missing=f"There is no status list {id}.")
        return None if row.text is None else str(row.text)

    def newest_status_list(self, issuer: str, use: ListUse = ListUse.AWARDS) -> StatusListPlaces | None:
        """Return the list of an issuer for one use that was made last; None if there is none."""
        lists = select(status_lists).where(status_lists.c.issuer == issuer, status_lists.c.use == use)
        row = self._find(lists.order_by(status_lists.c.number.desc()).limit(1))
        return None if row is None else StatusListPlaces(**_places(row))

    def status_lists(self, issuer: str) -> Sequence[StatusListPlaces]:
        """Return all lists of an issuer, oldest first."""
        statement = (
            select(status_lists).where(status_lists.c.issuer == issuer).order_by(status_lists.c.number)
        )
        return [StatusListPlaces(**_places(row)) for row in self._all(statement)]

    def status_index_taken(self, status_list: str, index: int) -> bool:
        """Tell whether an award or an endorsement has this place in a list, or had it before it was erased."""
        places = (
            exists().where(rows.c.status_list == status_list, rows.c.status_index == index)
            for rows in (credentials, endorsements, tombstones)
        )
        return bool(self._connection.execute(select(or_(*places))).scalar_one())

    def status_indices_taken(self, status_list: str, indices: Sequence[int]) -> frozenset[int]:
        """Return those of some places in a list that an award or an endorsement has, or had before it was erased."""
        places = (
            select(rows.c.status_index).where(
                rows.c.status_list == status_list, self._among(rows.c.status_index, indices)
            )
            for rows in (credentials, endorsements, tombstones)
        )
        return frozenset(self._connection.execute(union_all(*places)).scalars())


def _contents(record: StatusListRecord) -> dict[str, Any]:
    return {"updated_at": record.updated_at, "bits": record.bits, "json": record.json, "jwt": record.jwt}


def _status_list(row: Row[Any]) -> StatusListRecord:
    return StatusListRecord(
        **_places(row), bits=row.bits, json=row.json, jwt=row.jwt, updated_at=row.updated_at
    )


def _places(row: Row[Any]) -> dict[str, Any]:
    return {
        "id": row.id,
        "issuer": row.issuer,
        "size": row.size,
        "allocated": row.allocated,
        "use": ListUse(row.use),
    }
