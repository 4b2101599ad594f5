"""
The `Store` port on SQLAlchemy: SQLite as the embedded default, PostgreSQL by URL.

A journey opens one transaction; the tables it may touch are spread over the `sql_*` files by subject.
Any number of processes may use one database at once.
"""

import weakref
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Self

from sqlalchemy import Engine

from openbadge_issuer.adapters import schema
from openbadge_issuer.adapters.sql_access import AccessRows
from openbadge_issuer.adapters.sql_achievements import AchievementRows
from openbadge_issuer.adapters.sql_credentials import CredentialRows
from openbadge_issuer.adapters.sql_endorsements import EndorsementRows
from openbadge_issuer.adapters.sql_engine import BUSY_TIMEOUT, READING, WRITING, open_engine
from openbadge_issuer.adapters.sql_errors import MIGRATE, translated
from openbadge_issuer.adapters.sql_issuers import IssuerRows
from openbadge_issuer.adapters.sql_pages import PageRows
from openbadge_issuer.adapters.sql_stamps import open_stamps
from openbadge_issuer.adapters.sql_status_lists import StatusListRows
from openbadge_issuer.errors import ConfigurationError, UnavailableError
from openbadge_issuer.ports import Stamps


class SqlTransaction(
    IssuerRows, AchievementRows, CredentialRows, EndorsementRows, PageRows, StatusListRows, AccessRows
):
    """Everything a journey reads and writes, in one transaction: `ports.Transaction`."""


class SqlStore:
    """
    Records in a SQL database.

    Args:
        engine: What `open_engine` gives; `SqlStore.open` is the short way.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        # A store that nobody closes is closed when it is forgotten: since Python 3.13, sqlite3 asks for that.
        weakref.finalize(self, engine.dispose)

    @classmethod
    def open(cls, database_url: str, *, busy_timeout: float = BUSY_TIMEOUT) -> Self:
        """
        Prepare to use a database; connections are opened when they are needed.

        Raises:
            ConfigurationError: If the URL cannot be read, or names a database not known here.
        """
        return cls(open_engine(database_url, busy_timeout=busy_timeout))

    def close(self) -> None:
        """Close all connections; the store may be used again afterwards."""
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[SqlTransaction]:
        """
        Open a transaction that only reads: everything in it is seen as it was at one moment.

        Raises:
            UnavailableError: If the database is out of reach.
            ConfigurationError: If there is no such database, or it lacks the tables.
        """
        with self._transaction(READING) as transaction:
            yield transaction

    @contextmanager
    def writing(self) -> Iterator[SqlTransaction]:
        """
        Open a transaction that is committed on leaving, and undone by an exception.

        On SQLite only one such transaction is open at a time: sign before, and keep it short.

        Raises:
            UnavailableError: If the database is busy too long, full, or out of reach; nothing was changed.
            ConfigurationError: If there is no such database, it lacks the tables, or may not be written.
        """
        with self._transaction(WRITING) as transaction:
            yield transaction

    def stamps(self) -> Stamps:
        """Return what looks whether something has changed; it opens connections of its own."""
        return open_stamps(self.engine)

    def check(self) -> None:
        """
        Make sure that the database answers and has the current schema.

        Raises:
            ConfigurationError: If not; says which command mends it.
        """
        try:
            with translated(self.engine.url):
                current = schema.is_current(self.engine)
        except UnavailableError as error:
            raise ConfigurationError(error.message, hint=error.hint) from error
        if not current:
            raise ConfigurationError(
                f"The database {self.engine.url.render_as_string()} does not have this version's tables.",
                hint=MIGRATE,
            )

    @contextmanager
    def _transaction(self, options: Mapping[str, Mapping[str, Any]]) -> Iterator[SqlTransaction]:
        with (
            translated(self.engine.url),
            self.engine.connect().execution_options(**options[self.engine.name]) as connection,
            connection.begin(),
        ):
            yield SqlTransaction(connection)
