"""
What the row classes share: a connection in a transaction, and the few ways they use it.

An insert that a constraint refuses leaves the transaction usable: it is undone to a savepoint,
since PostgreSQL would otherwise refuse every later statement of the transaction.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import (
    ARRAY,
    Column,
    ColumnElement,
    Connection,
    Row,
    Select,
    Table,
    Update,
    any_,
    func,
    insert,
    literal,
    select,
)

from openbadge_issuer.adapters.sql_errors import translated
from openbadge_issuer.errors import ConflictError, NotFoundError

Values = Mapping[str, Any]


class Rows:
    """
    Rows of some tables, within one transaction.

    Args:
        connection: A connection in a transaction, which somebody else ends.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def _insert(self, table: Table, rows: Values | Sequence[Values]) -> None:
        """Insert one row or many, or none of them."""
        with self._savepoint():
            self._connection.execute(insert(table).inline(), rows)

    @contextmanager
    def _savepoint(self) -> Iterator[None]:
        """Undo what is done inside if a constraint refuses it; any other error ends the transaction."""
        savepoint = self._connection.begin_nested()
        try:
            with translated(self._connection.engine.url):
                yield
        except (ConflictError, NotFoundError):
            savepoint.rollback()
            raise
        # After another error there may be no savepoint left: SQLite undoes all of it when the disk is full.
        savepoint.commit()

    def _update(self, statement: Update, *, missing: str) -> None:
        if self._connection.execute(statement).rowcount == 0:
            raise NotFoundError(missing)

    def _find(self, statement: Select[Any]) -> Row[Any] | None:
        return self._connection.execute(statement).one_or_none()

    def _get(self, statement: Select[Any], *, missing: str) -> Row[Any]:
        row = self._find(statement)
        if row is None:
            raise NotFoundError(missing)
        return row

    def _among(self, column: Column[Any], values: Sequence[str | int]) -> ColumnElement[bool]:
        """
        Say that a column has one of many values, in words that do not depend on how many they are.

        A list of parameters would make another statement of each length, and the driver keeps those it has prepared:
        some thousands of parameters take half a megabyte each time.
        """
        if self._connection.dialect.name == "sqlite":
            return column.in_(select(func.json_each(json.dumps([*values])).table_valued("value").c.value))
        return column == any_(literal([*values], ARRAY(column.type)))

    def _all(self, statement: Select[Any]) -> Sequence[Row[Any]]:
        return self._connection.execute(statement).all()
